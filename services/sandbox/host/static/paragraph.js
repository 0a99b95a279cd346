/**
 * One paragraph of a document: runs of text, chips and suggestions, in an element that can be typed into.
 */

import { element } from "./dom.js";
import { icon } from "./icons.js";
import { isLinkable } from "./text.js";

/** @type {Record<string, string>} */
const TAGS = { TITLE: "h2", SUBTITLE: "p", HEADING_1: "h3", HEADING_2: "h4", HEADING_3: "h5", HEADING_4: "h6" };
const NOT_SHOWN = "\ue907";
const LABEL_LENGTH = 60;

/**
 * An empty element for a paragraph of this style.
 * @param {any} paragraph
 * @param {string} label what it answers, where a label stands beside it
 * @returns {HTMLElement}
 */
export function styleParagraph(paragraph, label) {
  const style = paragraph.paragraphStyle?.namedStyleType ?? "NORMAL_TEXT";
  const tag = TAGS[style] ?? "p";
  const drawn = element(tag, { class: `doc-${style.toLowerCase().replace("_", "-")}`, contenteditable: "plaintext-only" });
  if (tag === "p") drawn.setAttribute("role", "textbox");
  if (tag === "p") drawn.setAttribute("aria-label", (label || ownLabel(paragraph)).slice(0, LABEL_LENGTH));
  return drawn;
}

/**
 * Draw a paragraph's content, and remember its text as the one that stands in the sandbox.
 * @param {HTMLElement} drawn
 * @param {any} paragraph
 */
export function drawParagraph(drawn, paragraph) {
  const parts = paragraph.elements.map((/** @type {any} */ part) => drawElement(part)).filter(Boolean);
  drawn.replaceChildren(...parts);
  drawn.dataset.before = paragraphText(drawn);
}

/**
 * The text that stands in a drawn paragraph, with soft line breaks as the Docs API writes them.
 * @param {HTMLElement} drawn
 * @returns {string}
 */
export function paragraphText(drawn) {
  return (drawn.textContent ?? "").replace(/\n$/, "").replaceAll("\n", "\u000b");
}

/** @param {any} paragraph */
function ownLabel(paragraph) {
  const text = paragraph.elements.map((/** @type {any} */ part) => part.textRun?.content ?? "").join("").trim();
  const [before, after] = text.split(/:\s/, 2);
  return (after === undefined ? text.replace(/:$/, "") : before) || "Empty line";
}

/** @param {any} part a paragraph element */
function drawElement(part) {
  if (part.textRun) return drawRun(part.textRun);
  if (part.person) {
    const { name, email } = part.person.personProperties ?? {};
    return chip("person", name ?? email ?? "", part.person, email);
  }
  if (part.dateElement) return chip("event", part.dateElement.dateElementProperties?.displayText ?? "", part.dateElement);
  if (part.dropdown) {
    return chip("expand_more", part.dropdown.dropdownProperties?.displayValue ?? "", part.dropdown, "", true);
  }
  if (part.richLink) {
    const { title, uri } = part.richLink.richLinkProperties ?? {};
    return chip("description", title ?? "", part.richLink, uri);
  }
  if (part.horizontalRule) return chip("", NOT_SHOWN, part.horizontalRule);
  return chip("image", NOT_SHOWN, Object.values(part).find((value) => typeof value === "object") ?? {});
}

/** @param {any} run */
function drawRun(run) {
  const text = run.content.replace(/\n$/, "").replaceAll("\u000b", "\n");
  if (text === "") return null;
  const { bold, italic, underline, strikethrough, link, foregroundColor, backgroundColor } = run.textStyle ?? {};
  const marks = [
    bold && "bold", italic && "italic", strikethrough && "struck", (underline && !link) && "underlined",
    run.suggestedInsertionIds && "inserted", run.suggestedDeletionIds && "deleted",
  ].filter(Boolean).join(" ");
  const drawn = link?.url && isLinkable(link.url)
    ? element("a", { href: link.url, class: marks, title: `${link.url} (Ctrl and click to open)` }, text)
    : element("span", { class: marks }, text);
  if (!link) colour(drawn, "color", foregroundColor);
  colour(drawn, "background-color", backgroundColor);
  return drawn;
}

/**
 * @param {string} picture
 * @param {string} text
 * @param {any} source
 * @param {string} [title]
 * @param {boolean} [iconLast]
 */
function chip(picture, text, source, title, iconLast = false) {
  const mark = source.suggestedInsertionIds ? "inserted" : source.suggestedDeletionIds ? "deleted" : "";
  const glyph = picture ? icon(picture) : null;
  return element("span", {
    class: `doc-chip doc-chip-${iconLast ? "dropdown" : picture} ${mark}`, contenteditable: "false", title: title || undefined,
  }, iconLast ? null : glyph, text, iconLast ? glyph : null);
}

/**
 * @param {HTMLElement} drawn
 * @param {string} property
 * @param {any} value
 */
function colour(drawn, property, value) {
  const css = cssColour(value);
  if (css) drawn.style.setProperty(property, css);
}

/**
 * A colour of the Docs API as a colour of CSS; nothing if none is set.
 * @param {any} value
 * @returns {string|undefined}
 */
export function cssColour(value) {
  const rgb = value?.color?.rgbColor;
  if (!rgb) return undefined;
  const parts = ["red", "green", "blue"].map((part) => Math.round((rgb[part] ?? 0) * 255));
  return `rgb(${parts.join(" ")})`;
}
