/**
 * The panel of links that open once: whether somebody opened them. Whoever got the mail can.
 */

import { element } from "./dom.js";

const STATES = { waiting: "not opened yet", opened: "opened", burned: "destroyed unopened", ended: "ran out" };

/**
 * @param {any} secrets the state of One-Time Secret
 * @param {(key: string) => void} open the customer opens a link
 * @returns {import("./panels.js").Drawn}
 */
export function drawSecrets(secrets, open) {
  const entries = (secrets?.links ?? []).map((/** @type {any} */ link) => ({
    key: link.key, drawn: drawLink(link, open), links: [], said: "New link that opens once",
  }));
  const content = entries.map((/** @type {import("./panels.js").Entry} */ entry) => entry.drawn);
  if (content.length === 0) content.push(element("p", { class: "nothing" }, "No link has been made yet."));
  return { entries, content };
}

/**
 * @param {any} link
 * @param {(key: string) => void} open
 */
function drawLink(link, open) {
  const until = new Date(link.until * 1000).toLocaleDateString([], { day: "numeric", month: "short", year: "numeric" });
  const button = element("button", { type: "button", class: "quiet mail-answer" }, "Open as the customer");
  button.addEventListener("click", () => open(link.key));
  return element("article", { class: "event", tabindex: -1, "aria-label": "Link that opens once" },
    element("h3", { class: "deal-name" }, STATES[/** @type {keyof typeof STATES} */ (link.state)]),
    element("p", { class: "deal-line" }, `until ${until}`), ...(link.state === "waiting" ? [button] : []));
}
