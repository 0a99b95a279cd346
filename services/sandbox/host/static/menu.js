/**
 * A menu that opens at a button: the card's three dots, and overflow menus.
 */

import { element } from "./dom.js";

/**
 * @typedef {{label: string, icon?: Element|null, disabled?: boolean, choose: () => void}} MenuItem
 */

/**
 * Open a menu under a button; focus moves in and comes back.
 * @param {HTMLElement} anchor
 * @param {MenuItem[]} items
 */
export function openMenu(anchor, items) {
  const menu = element("div", { role: "menu", class: "menu", popover: "auto", "aria-label": anchor.ariaLabel ?? "Menu" });
  for (const item of items) {
    menu.append(element("button", {
      type: "button", role: "menuitem", tabindex: -1, class: "menu-item", disabled: item.disabled,
      onclick: () => { menu.hidePopover(); item.choose(); },
    }, item.icon, element("span", {}, item.label)));
  }
  // Beside its button: a landmark holds it then, and an open dialog does not shut it out.
  (anchor.closest("dialog, aside, main") ?? document.body).append(menu);
  menu.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => moveWithin(menu, event));
  menu.addEventListener("toggle", (/** @type {any} */ event) => {
    if (event.newState === "open") return;
    anchor.setAttribute("aria-expanded", "false");
    if (menu.contains(document.activeElement) || document.activeElement === document.body) anchor.focus();
    menu.remove();
  });
  anchor.setAttribute("aria-expanded", "true");
  menu.showPopover();
  place(menu, anchor);
  menu.querySelector("button:enabled")?.focus();
}

/**
 * @param {HTMLElement} menu
 * @param {HTMLElement} anchor
 */
function place(menu, anchor) {
  const at = anchor.getBoundingClientRect();
  const left = Math.min(at.left, window.innerWidth - menu.offsetWidth - 8);
  const below = at.bottom + 4;
  const fits = below + menu.offsetHeight < window.innerHeight;
  menu.style.left = `${Math.max(8, left)}px`;
  menu.style.top = `${fits ? below : at.top - menu.offsetHeight - 4}px`;
}

/**
 * @param {HTMLElement} menu
 * @param {KeyboardEvent} event
 */
function moveWithin(menu, event) {
  const items = /** @type {HTMLElement[]} */ ([...menu.querySelectorAll("button:enabled")]);
  const here = items.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const last = items.length - 1;
  /** @type {Record<string, number>} */
  const steps = {
    ArrowDown: here === last ? 0 : here + 1, ArrowUp: here <= 0 ? last : here - 1, Home: 0, End: last,
  };
  if (event.key === "Tab") menu.hidePopover();
  if (!(event.key in steps)) return;
  event.preventDefault();
  items[steps[event.key]]?.focus();
}
