/**
 * What the linter has against the last answer, beside the card: for whoever builds the add-on.
 */

import { element } from "./dom.js";
import { icon } from "./icons.js";

/**
 * @typedef {{rule: string, where: string, words: string, refused: boolean}} Complaint
 */

/**
 * Draw the complaints into their place; none leave it empty.
 * @param {HTMLElement} root
 * @param {Complaint[]} complaints
 */
export function drawComplaints(root, complaints) {
  if (complaints.length === 0) {
    root.replaceChildren();
    return;
  }
  const many = `${complaints.length} complaint${complaints.length === 1 ? "" : "s"} about this answer`;
  root.replaceChildren(element("details", { open: true },
    element("summary", {}, icon("warning"), element("span", {}, many)),
    element("ul", { tabindex: 0, "aria-label": many }, ...complaints.map(drawComplaint))));
}

/** @param {Complaint} complaint */
function drawComplaint({ rule, where, words, refused }) {
  return element("li", { "data-rule": rule },
    element("span", { class: `complaint-rule${refused ? " refused" : ""}` }, rule),
    element("span", {}, words),
    where ? element("code", { title: where }, ...steps(where)) : null);
}

/**
 * The way to the place, which may break after each of its steps and nowhere else.
 * @param {string} where
 * @returns {Node[]}
 */
function steps(where) {
  return where.split(/(?<=\.)/).flatMap((step) => [document.createTextNode(step), document.createElement("wbr")]);
}
