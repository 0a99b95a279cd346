/**
 * Slack's message text as Slack draws it: its links and mentions, its marks, and everything escaped as plain text.
 */

import { element } from "./dom.js";
import { isLinkable } from "./text.js";

/** @type {[RegExp, string][]} */
const MARKS = [
  [/(^|[\s(\[{"'.,;:!?>—–-])\*(?=\S)([^*\n]*?[^\s*])\*(?![\p{L}\p{N}*])/u, "strong"],
  [/(^|[\s(\[{"'.,;:!?>—–-])_(?=\S)([^_\n]*?[^\s_])_(?![\p{L}\p{N}_])/u, "em"],
  [/(^|[\s(\[{"'.,;:!?>—–-])~(?=\S)([^~\n]*?[^\s~])~(?![\p{L}\p{N}~])/u, "s"],
];

/**
 * Who and what the ids in a text stand for.
 * @typedef {object} Directory
 * @property {any[]} users
 * @property {any[]} usergroups
 * @property {any[]} channels
 */

/**
 * @param {string} text
 * @param {Directory} directory
 * @param {(url: string) => void} follow
 * @returns {DocumentFragment}
 */
export function mrkdwn(text, directory, follow) {
  const result = document.createDocumentFragment();
  for (const [index, piece] of text.split(/```\n?([\s\S]*?)\n?```/).entries()) {
    if (index % 2) result.append(element("pre", {}, unescaped(piece)));
    else result.append(...lines(piece, directory, follow));
  }
  return result;
}

/**
 * @param {string} text
 * @param {Directory} directory
 * @param {(url: string) => void} follow
 * @returns {Node[]}
 */
function lines(text, directory, follow) {
  return text.split("\n").flatMap((line, index) => {
    const quoted = /^&gt; ?/.test(line);
    const content = inline(quoted ? line.replace(/^&gt; ?/, "") : line, directory, follow);
    if (quoted) return [element("blockquote", {}, ...content)];
    return index === 0 ? content : [element("br"), ...content];
  });
}

/**
 * @param {string} line
 * @param {Directory} directory
 * @param {(url: string) => void} follow
 * @returns {Node[]}
 */
function inline(line, directory, follow) {
  return line.split(/(`[^`]+`)/).flatMap((piece, index) => (index % 2
    ? [element("code", {}, unescaped(piece.slice(1, -1)))]
    : marked(piece, directory, follow)));
}

/**
 * @param {string} text
 * @param {Directory} directory
 * @param {(url: string) => void} follow
 * @returns {Node[]}
 */
function marked(text, directory, follow) {
  for (const [pattern, tag] of MARKS) {
    const match = pattern.exec(text);
    if (!match || insideBrackets(text, match.index + match[1].length)) continue;
    const from = match.index + match[1].length;
    return [...marked(text.slice(0, from), directory, follow), element(tag, {}, ...marked(match[2], directory, follow)),
      ...marked(text.slice(match.index + match[0].length), directory, follow)];
  }
  return text.split(/(<[^>]*>)/).filter(Boolean).map((piece) => (piece.startsWith("<") && piece.endsWith(">")
    ? reference(piece.slice(1, -1), directory, follow)
    : document.createTextNode(unescaped(piece))));
}

/** A star within an address is not a mark. @param {string} text @param {number} at */
function insideBrackets(text, at) {
  return text.lastIndexOf("<", at) > text.lastIndexOf(">", at);
}

/**
 * What stands between angle brackets.
 * @param {string} inner
 * @param {Directory} directory
 * @param {(url: string) => void} follow
 * @returns {Node}
 */
function reference(inner, directory, follow) {
  const [target, label] = splitOnce(inner, "|");
  if (target.startsWith("!subteam^")) {
    const group = directory.usergroups.find((each) => each.id === target.slice(9));
    return mention(`@${(group?.handle ?? label ?? target.slice(9)).replace(/^@/, "")}`);
  }
  if (target.startsWith("!")) return mention(`@${label ?? target.slice(1).split("^")[0]}`);
  if (target.startsWith("@")) {
    const user = directory.users.find((each) => each.id === target.slice(1));
    return mention(`@${user?.real_name ?? user?.name ?? label ?? target.slice(1)}`);
  }
  if (target.startsWith("#")) {
    const channel = directory.channels.find((each) => each.id === target.slice(1));
    return mention(`#${channel?.name ?? label ?? target.slice(1)}`);
  }
  const url = unescaped(target);
  if (!isLinkable(url)) return document.createTextNode(`<${unescaped(inner)}>`);
  return slackLink(url, unescaped(label ?? target), follow);
}

/**
 * @param {string} url
 * @param {string} text
 * @param {(url: string) => void} follow
 * @returns {HTMLElement}
 */
export function slackLink(url, text, follow) {
  return element("a", {
    href: url, target: "_blank", rel: "noopener noreferrer",
    onclick: (/** @type {Event} */ event) => { event.preventDefault(); follow(url); },
  }, text);
}

/** @param {string} text */
function mention(text) {
  return element("span", { class: "mention" }, text);
}

/** Slack escapes three characters and no more. @param {string} text @returns {string} */
export function unescaped(text) {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

/** @param {string} text @param {string} mark @returns {[string, string|undefined]} */
function splitOnce(text, mark) {
  const at = text.indexOf(mark);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}
