/**
 * The little HTML that cards and mails may carry. It is read by the browser's inert parser and rebuilt element by
 * element from a list of what is allowed; everything else stays behind as its text.
 */

import { element } from "./dom.js";

const CARD_TAGS = new Set(["B", "I", "U", "S", "STRIKE", "FONT", "A", "BR", "TIME"]);
const MAIL_TAGS = new Set([
  ...CARD_TAGS, "P", "DIV", "SPAN", "STRONG", "EM", "UL", "OL", "LI", "BLOCKQUOTE", "H1", "H2", "H3", "PRE", "CODE",
  "TABLE", "TBODY", "TR", "TD", "TH",
]);
const DROPPED = new Set(["SCRIPT", "STYLE", "TITLE", "TEMPLATE", "IFRAME", "OBJECT", "NOSCRIPT"]);
const LINK_SCHEMES = new Set(["https:", "http:", "mailto:", "tel:"]);
const COLOUR = /^#[0-9a-f]{3}([0-9a-f]{3})?$/i;

/**
 * Draw the text of a card, with the formatting that cards allow.
 * @param {string} html
 * @param {(url: string) => void} follow called instead of the browser when a link is pressed
 * @returns {DocumentFragment}
 */
export function cardText(html, follow) {
  // A line break in a card's text is a line break on the screen.
  return rebuild(html.replaceAll("\n", "<br>"), CARD_TAGS, follow);
}

/**
 * Draw the body of a mail as the recipient's mail program would.
 * @param {string} html
 * @returns {DocumentFragment}
 */
export function mailText(html) {
  return rebuild(html, MAIL_TAGS, undefined);
}

/**
 * The words of a piece of card HTML, for names that have no formatting.
 * @param {string} html
 * @returns {string}
 */
export function plainText(html) {
  return cardText(html, () => {}).textContent ?? "";
}

/**
 * @param {string} url
 * @returns {boolean} whether a page may link there at all
 */
export function isLinkable(url) {
  try {
    return LINK_SCHEMES.has(new URL(url).protocol);
  } catch {
    return false;
  }
}

/**
 * @param {string} html
 * @param {Set<string>} allowed
 * @param {((url: string) => void)|undefined} follow
 */
function rebuild(html, allowed, follow) {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  const result = document.createDocumentFragment();
  for (const child of parsed.body.childNodes) copy(child, result, allowed, follow);
  return result;
}

/**
 * @param {Node} node
 * @param {Node} target
 * @param {Set<string>} allowed
 * @param {((url: string) => void)|undefined} follow
 */
function copy(node, target, allowed, follow) {
  if (node.nodeType === Node.TEXT_NODE) target.appendChild(document.createTextNode(node.nodeValue ?? ""));
  if (!(node instanceof Element) || DROPPED.has(node.tagName)) return;
  const own = allowed.has(node.tagName) ? rebuiltElement(node, follow) : undefined;
  if (own) target.appendChild(own);
  for (const child of node.childNodes) copy(child, own ?? target, allowed, follow);
}

/**
 * @param {Element} node
 * @param {((url: string) => void)|undefined} follow
 */
function rebuiltElement(node, follow) {
  if (node.tagName === "A") return rebuiltLink(node.getAttribute("href") ?? "", follow);
  if (node.tagName === "FONT") {
    const span = element("span", {});
    const colour = node.getAttribute("color") ?? "";
    if (COLOUR.test(colour)) span.style.color = colour;
    return span;
  }
  return element(node.tagName === "STRIKE" ? "s" : node.tagName.toLowerCase());
}

/**
 * @param {string} url
 * @param {((url: string) => void)|undefined} follow
 */
function rebuiltLink(url, follow) {
  if (!isLinkable(url)) return element("span");
  const link = element("a", { href: url, target: "_blank", rel: "noopener noreferrer" });
  if (follow) link.addEventListener("click", (/** @type {Event} */ event) => {
    event.preventDefault();
    event.stopPropagation();
    follow(url);
  });
  return link;
}
