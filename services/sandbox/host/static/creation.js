/**
 * Docs' @ menu: what the add-on creates from there, in a dialog of its own, and the link that is left behind.
 */

import { Conversation } from "./conversation.js";
import { element } from "./dom.js";
import { readTriggerAnswer } from "./envelope.js";
import { openMenu } from "./menu.js";
import { offerChip } from "./preview.js";
import { Sidebar } from "./sidebar.js";

/**
 * Open the menu whenever somebody types @ into a document.
 * @param {HTMLElement} editor
 * @param {Conversation} conversation the sidebar's own
 */
export function offerCreations(editor, conversation) {
  editor.addEventListener("input", (event) => {
    const place = /** @type {HTMLElement} */ (event.target);
    const actions = conversation.addon.createActions ?? [];
    if (/** @type {InputEvent} */ (event).data !== "@" || !actions.length || !place.closest(".paper")) return;
    const at = textBefore(place);
    openMenu(place, actions.map((/** @type {any} */ action) => ({
      label: action.labelText, choose: () => create(action, place, at, conversation),
    })));
  });
}

/** The dialog's conversation: its clicks are a create action's, and its last answer is a link. */
class Creation extends Conversation {
  /**
   * @param {Sidebar} frame
   * @param {Conversation} beside the sidebar's conversation
   * @param {(url: string) => void} insert
   */
  constructor(frame, beside, insert) {
    super(frame, beside.addon, beside.seat, beside.page);
    this.clicks = "/host/dialog";
    this.insert = insert;
    frame.ownMenu = () => [];
    frame.show();
  }

  /** @param {string} id */
  begin(id) {
    return this.send({
      address: "/host/create", body: { create: id }, read: readTriggerAnswer, spins: true, keepsValues: true,
    });
  }

  /**
   * @param {import("./envelope.js").Instructions} instructions
   * @param {import("./conversation.js").Sending} sending
   */
  async obey(instructions, sending) {
    const [made] = instructions.links ?? [];
    if (made) this.insert(made.url);
    else await super.obey(instructions, sending);
  }
}

/**
 * @param {any} action one of the manifest's createActionTriggers
 * @param {HTMLElement} place the paragraph in which the @ stands
 * @param {number} at how many characters stand before the caret
 * @param {Conversation} beside
 */
async function create(action, place, at, beside) {
  const root = element("div", { class: "creation-frame" });
  const close = element("button", { type: "button", class: "button button-borderless" }, "Close");
  const dialog = /** @type {HTMLDialogElement} */ (element("dialog", { class: "dialog creation", "aria-label": action.labelText },
    root, element("div", { class: "dialog-actions" }, close)));
  document.body.append(dialog);
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  dialog.showModal();
  const creation = new Creation(new Sidebar(root, beside.addon), beside, (url) => {
    dialog.close();
    insert(place, at, url);
    // What the chip tells of was made only now.
    beside.page.changed().then(() => offerChip(place, url, beside));
  });
  await creation.begin(action.id);
}

/**
 * The link takes the place of the @, and goes to the sandbox as if it had been typed.
 * @param {HTMLElement} place
 * @param {number} at
 * @param {string} url
 */
function insert(place, at, url) {
  const text = place.textContent ?? "";
  const start = text[at - 1] === "@" ? at - 1 : at;
  place.textContent = text.slice(0, start) + url + text.slice(at);
  place.focus();
  place.blur();
}

/** How many characters stand before the caret. @param {HTMLElement} place */
function textBefore(place) {
  const selection = window.getSelection();
  if (!selection?.rangeCount) return (place.textContent ?? "").length;
  const range = selection.getRangeAt(0).cloneRange();
  range.setStart(place, 0);
  return range.toString().length;
}
