/**
 * Making elements. Text given here is always text: nothing in this program turns a string into markup.
 */

const SVG = "http://www.w3.org/2000/svg";

/**
 * Make an element. Attributes beginning with "on" are listeners, booleans are present or absent.
 * @param {string} tag
 * @param {Record<string, any>} [attributes]
 * @param {...(Node|string|null|undefined|false)} children
 * @returns {any}
 */
export function element(tag, attributes = {}, ...children) {
  return furnish(document.createElement(tag), attributes, children);
}

/**
 * Make an SVG element.
 * @param {string} tag
 * @param {Record<string, any>} [attributes]
 * @param {...(Node|string)} children
 * @returns {any}
 */
export function drawing(tag, attributes = {}, ...children) {
  return furnish(document.createElementNS(SVG, tag), attributes, children);
}

/**
 * @param {Element} node
 * @param {Record<string, any>} attributes
 * @param {any[]} children
 */
function furnish(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

let made = 0;

/**
 * A fresh id, to tie labels, hints and errors to their inputs.
 * @param {string} stem
 * @returns {string}
 */
export function freshId(stem) {
  made += 1;
  return `${stem}-${made}`;
}
