/**
 * What can be pressed on a card: buttons and chips.
 */

import { element } from "./dom.js";
import { cardIcon } from "./icons.js";

/** @type {Record<string, string>} */
const LOOKS = {
  OUTLINED: "button-outlined", FILLED: "button-filled", FILLED_TONAL: "button-tonal", BORDERLESS: "button-borderless",
};

/**
 * @param {any} spec a button of a card
 * @param {import("./widgets.js").Context} context
 * @returns {HTMLButtonElement}
 */
export function cardButton(spec, context) {
  const look = spec.color ? "button-filled" : LOOKS[spec.type] ?? "button-outlined";
  const bare = spec.icon && !spec.text;
  const alternative = spec.altText ?? spec.icon?.altText;
  const button = element("button", {
    type: "button",
    class: `button ${look}${bare ? " button-icon" : ""}`,
    disabled: spec.disabled,
    // The words on a button stay its name; the alternative text names it only where there are no words.
    "aria-label": bare ? alternative : undefined,
    "aria-description": bare ? undefined : alternative,
    "aria-haspopup": spec.onClick?.overflowMenu ? "menu" : undefined,
    title: alternative,
    onclick: () => context.press(spec.onClick, button),
  }, spec.icon ? cardIcon({ ...spec.icon, altText: undefined }) : null, spec.text ? element("span", {}, spec.text) : null);
  if (spec.color) tint(button, spec.color);
  return button;
}

/**
 * @param {any} spec a buttonList
 * @param {import("./widgets.js").Context} context
 */
export function buttonList(spec, context) {
  const buttons = (spec.buttons ?? []).map((/** @type {any} */ button) => cardButton(button, context));
  return element("div", { class: "button-list" }, ...buttons);
}

/**
 * @param {any} spec a chipList
 * @param {import("./widgets.js").Context} context
 */
export function chipList(spec, context) {
  const chips = (spec.chips ?? []).map((/** @type {any} */ chip) => {
    const tag = chip.onClick ? "button" : "span";
    return element(tag, {
      class: "chip", type: chip.onClick ? "button" : undefined, disabled: chip.onClick && chip.disabled,
      "aria-disabled": !chip.onClick && chip.disabled ? "true" : undefined,
      "aria-description": chip.onClick ? chip.altText : undefined,
      onclick: chip.onClick ? (/** @type {Event} */ event) => context.press(chip.onClick, event.currentTarget) : undefined,
    }, chip.icon ? cardIcon(chip.icon) : null, element("span", {}, chip.label ?? ""));
  });
  const scrolls = spec.layout === "HORIZONTAL_SCROLLABLE";
  return element("div", { class: scrolls ? "chip-list chip-list-scrolls" : "chip-list" }, ...chips);
}

/**
 * Fill a button with the card's own colour, and write on it in whichever of black and white is read better.
 * @param {HTMLElement} button
 * @param {{red?: number, green?: number, blue?: number}} colour
 */
function tint(button, { red = 0, green = 0, blue = 0 }) {
  const linear = [red, green, blue].map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  const luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  button.style.backgroundColor = `rgb(${[red, green, blue].map((part) => Math.round(part * 255)).join(" ")})`;
  button.style.color = luminance > 0.179 ? "#000" : "#fff";
}
