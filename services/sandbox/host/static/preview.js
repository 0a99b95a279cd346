/**
 * Pasted links: the editor offers a chip for those that an add-on knows, and shows its card to whoever looks at it.
 */

import { drawCard } from "./card.js";
import { element } from "./dom.js";
import { icon } from "./icons.js";

/**
 * Watch an editor for links that are pasted as a whole.
 * @param {HTMLElement} editor
 * @param {import("./conversation.js").Conversation} conversation
 */
export function offerChips(editor, conversation) {
  editor.addEventListener("paste", async (event) => {
    const url = event.clipboardData?.getData("text/plain").trim() ?? "";
    const place = /** @type {HTMLElement} */ (event.target);
    if (/^https?:\/\/\S+$/.test(url)) await offerChip(place, url, conversation);
  });
}

/**
 * Show what stands behind a link, where it stands.
 * @param {HTMLElement} place
 * @param {string} url
 * @param {import("./conversation.js").Conversation} conversation
 */
export async function offerChip(place, url, conversation) {
  const preview = await conversation.preview(url);
  if (preview && place.isConnected) show(place, preview, conversation);
}

/**
 * @param {HTMLElement} place where the link was pasted
 * @param {{title: string, card: any}} preview
 * @param {import("./conversation.js").Conversation} conversation
 */
function show(place, { title, card }, conversation) {
  const chip = element("p", { class: "preview-chip" }, icon("link"), element("span", {}, title));
  const shown = element("div", { class: "preview", popover: "auto", role: "dialog", "aria-label": `Link preview: ${title}` },
    chip, card ? drawCard(card, /** @type {any} */ (conversation)) : null);
  shown.addEventListener("toggle", (/** @type {any} */ event) => { if (event.newState === "closed") shown.remove(); });
  document.body.append(shown);
  shown.showPopover();
  const at = place.getBoundingClientRect();
  const below = at.bottom + 6;
  const fits = below + shown.offsetHeight < window.innerHeight;
  shown.style.left = `${Math.max(8, Math.min(at.left, window.innerWidth - shown.offsetWidth - 8))}px`;
  shown.style.top = `${fits ? below : Math.max(8, at.top - shown.offsetHeight - 6)}px`;
}
