/**
 * The widgets of a card, one drawer each, under the wire's names.
 */

import { buttonList, cardButton, chipList } from "./buttons.js";
import { selectionInput, switchControl } from "./choices.js";
import { dateTimePicker } from "./dates.js";
import { element } from "./dom.js";
import { cardIcon, icon } from "./icons.js";
import { textInput } from "./inputs.js";
import { cardText, plainText } from "./text.js";

/**
 * What a drawn card can ask of the sidebar.
 * @typedef {object} Context
 * @property {(onClick: any, origin: Element, extra?: Record<string, string>) => void} press
 * @property {(action: any, origin: Element) => void} change
 * @property {(action: any, box: HTMLInputElement) => Promise<{text: string}[]>} suggest
 * @property {(url: string) => void} follow
 */

/** @type {Record<string, (spec: any, context: Context) => Element>} */
const DRAWERS = {
  textParagraph, decoratedText, buttonList, image, textInput, selectionInput, dateTimePicker, divider, grid, columns,
  chipList,
};

/**
 * @param {any} widget
 * @param {Context} context
 * @returns {Element}
 */
export function drawWidget(widget, context) {
  for (const [name, spec] of Object.entries(widget)) {
    const draw = DRAWERS[name];
    if (!draw) continue;
    const drawn = draw(spec, context);
    drawn.setAttribute("data-widget", name);
    return drawn;
  }
  return element("p", { class: "unknown-widget" }, `This host cannot draw: ${Object.keys(widget).join(", ")}`);
}

/**
 * @param {any} spec
 * @param {Context} context
 */
function textParagraph(spec, context) {
  const text = element("div", { class: "text-paragraph" }, cardText(spec.text ?? "", context.follow));
  if (!spec.maxLines) return text;
  const more = element("button", { type: "button", class: "more", "aria-expanded": "false" }, "Show more");
  text.classList.add("clamped");
  text.style.setProperty("--lines", String(spec.maxLines));
  more.addEventListener("click", () => {
    const open = text.classList.toggle("clamped") === false;
    more.textContent = open ? "Show less" : "Show more";
    more.setAttribute("aria-expanded", String(open));
  });
  // Whether the text is too long shows only once it has a width.
  requestAnimationFrame(() => { more.hidden = text.scrollHeight <= text.clientHeight + 1; });
  return element("div", {}, text, more);
}

/**
 * @param {any} spec
 * @param {Context} context
 */
function decoratedText(spec, context) {
  const name = plainText(spec.text ?? "");
  const words = element("div", { class: "decorated-words" },
    spec.topLabel ? element("div", { class: "top-label" }, cardText(spec.topLabel, context.follow)) : null,
    element("div", { class: spec.wrapText ? "decorated-text" : "decorated-text one-line", title: spec.wrapText ? null : name },
      cardText(spec.text ?? "", context.follow)),
    spec.bottomLabel ? element("div", { class: "bottom-label" }, cardText(spec.bottomLabel, context.follow)) : null);
  const start = spec.startIcon ?? spec.icon;
  const row = element("div", { class: "decorated" },
    start ? element("span", { class: `start-icon${start.imageType === "CIRCLE" ? " round" : ""}` }, cardIcon(start)) : null,
    words, decoration(spec, name, context));
  return spec.onClick ? pressable(row, words, spec, context) : row;
}

/**
 * @param {any} spec
 * @param {string} name
 * @param {Context} context
 */
function decoration(spec, name, context) {
  if (spec.button) return element("span", { class: "decorated-control" }, cardButton(spec.button, context));
  if (spec.switchControl) return switchControl(spec.switchControl, name, context);
  if (spec.endIcon) return element("span", { class: "end-icon" }, cardIcon(spec.endIcon));
  return null;
}

/**
 * A row that can be pressed: the words become a button, and the whole row around its own controls presses it.
 * @param {HTMLElement} row
 * @param {HTMLElement} words
 * @param {any} spec
 * @param {Context} context
 */
function pressable(row, words, spec, context) {
  const menu = spec.onClick.overflowMenu ? "menu" : undefined;
  const button = element("button", { type: "button", class: "decorated-press", "aria-haspopup": menu });
  button.append(...words.childNodes);
  words.append(button);
  row.classList.add("pressable");
  row.addEventListener("click", (event) => {
    const control = /** @type {Element} */ (event.target).closest("button, a, input, .decorated-control");
    if (control === null || control === button) context.press(spec.onClick, button);
  });
  return row;
}

/**
 * @param {any} spec
 * @param {Context} context
 */
function image(spec, context) {
  const picture = element("img", { class: "card-image", alt: spec.altText ?? "" });
  picture.addEventListener("error", () => picture.replaceWith(missingImage(spec.altText)));
  picture.src = spec.imageUrl ?? "";
  if (!spec.onClick) return element("div", {}, picture);
  const name = spec.altText || "Image";
  const button = element("button", { type: "button", class: "image-press", "aria-label": name }, picture);
  button.addEventListener("click", () => context.press(spec.onClick, button));
  return element("div", {}, button);
}

/** @param {string|undefined} text */
function missingImage(text) {
  return element("span", { class: "missing-image" }, icon("image"), element("span", {}, text || "Image not shown"));
}

function divider() {
  return element("hr", { class: "card-divider" });
}

/**
 * @param {any} spec
 * @param {Context} context
 */
function grid(spec, context) {
  const items = (spec.items ?? []).map((/** @type {any} */ item, /** @type {number} */ index) => {
    const content = gridItem(item, spec.borderStyle);
    if (!spec.onClick) return element("li", {}, content);
    const extra = { grid_item_identifier: item.id ?? "", grid_item_index: String(index) };
    const button = element("button", { type: "button", class: "grid-press" }, content);
    button.addEventListener("click", () => context.press(spec.onClick, button, extra));
    return element("li", {}, button);
  });
  const list = element("ul", { class: "grid" }, ...items);
  list.style.setProperty("--columns", String(spec.columnCount || 1));
  return element("div", {}, spec.title ? element("div", { class: "grid-title" }, spec.title) : null, list);
}

/**
 * @param {any} item
 * @param {{type?: string, cornerRadius?: number}|undefined} border
 */
function gridItem(item, border) {
  const words = element("span", { class: "grid-words" },
    item.title ? element("span", { class: "grid-item-title" }, item.title) : null,
    item.subtitle ? element("span", { class: "grid-item-subtitle" }, item.subtitle) : null);
  const cell = element("span", { class: border?.type === "STROKE" ? "grid-item stroked" : "grid-item" }, words);
  if (border?.cornerRadius) cell.style.borderRadius = `${border.cornerRadius}px`;
  if (!item.image) return cell;
  const picture = element("img", { class: "grid-image", alt: item.image.altText ?? "" });
  picture.addEventListener("error", () => picture.replaceWith(missingImage(item.image.altText)));
  picture.src = item.image.imageUri ?? "";
  if (item.layout === "TEXT_ABOVE") cell.append(picture);
  else cell.prepend(picture);
  return cell;
}

/**
 * In a sidebar columns stand under each other, as Google's do below 480 pixels.
 * @param {any} spec
 * @param {Context} context
 */
function columns(spec, context) {
  const columnItems = (spec.columnItems ?? []).slice(0, 2).map((/** @type {any} */ column) => element("div",
    { class: "column" }, ...(column.widgets ?? []).map((/** @type {any} */ widget) => drawWidget(widget, context))));
  return element("div", { class: "columns" }, ...columnItems);
}
