/**
 * A card: its header, its sections and its fixed footer.
 */

import { cardButton } from "./buttons.js";
import { element, freshId } from "./dom.js";
import { icon } from "./icons.js";
import { cardText, plainText } from "./text.js";
import { drawWidget } from "./widgets.js";

const GOOGLES_WIDGET_LIMIT = 100;

/**
 * @param {any} card
 * @param {import("./widgets.js").Context} context
 * @returns {HTMLElement}
 */
export function drawCard(card, context) {
  const body = element("div", { class: `sections${card.sectionDividerStyle === "NO_DIVIDER" ? " undivided" : ""}` },
    ...withinLimit(card.sections ?? []).map((section) => drawSection(section, context)));
  const scroller = element("div", { class: "card-scroll" }, card.header ? drawHeader(card.header) : null, body);
  const title = card.header?.title;
  return element("article", { class: "card", "aria-label": title || "Card", "data-card": card.name ?? "" },
    scroller, card.fixedFooter ? drawFooter(card.fixedFooter, context) : null);
}

/**
 * The section that crosses Google's limit goes, and all sections after it.
 * @param {any[]} sections
 * @returns {any[]}
 */
export function withinLimit(sections) {
  let widgets = 0;
  const end = sections.findIndex((section) => {
    widgets += (section.widgets ?? []).length;
    return widgets > GOOGLES_WIDGET_LIMIT;
  });
  return end === -1 ? sections : sections.slice(0, end);
}

/** @param {any} header */
function drawHeader(header) {
  const shape = header.imageType === "CIRCLE" ? "header-image round" : "header-image";
  const picture = header.imageUrl ? element("img", { class: shape, alt: header.imageAltText ?? "" }) : null;
  if (picture) {
    picture.addEventListener("error", () => picture.remove());
    picture.src = header.imageUrl;
  }
  return element("header", { class: "card-header" }, picture,
    element("div", { class: "card-header-words" },
      element("h3", { class: "card-title" }, header.title ?? ""),
      header.subtitle ? element("p", { class: "card-subtitle" }, header.subtitle) : null));
}

/**
 * @param {any} section
 * @param {import("./widgets.js").Context} context
 */
function drawSection(section, context) {
  const widgets = (section.widgets ?? []).map((/** @type {any} */ widget) => drawWidget(widget, context));
  const title = section.header ? element("h4", { class: "section-title" }, cardText(section.header, context.follow)) : null;
  const shown = section.collapsible ? widgets.slice(0, section.uncollapsibleWidgetsCount ?? 0) : widgets;
  const drawn = element("section", { class: "section" }, title, ...shown);
  if (section.header) drawn.setAttribute("aria-label", plainText(section.header));
  if (section.collapsible) addCollapse(drawn, title, widgets.slice(shown.length), section.collapseControl);
  return drawn;
}

/**
 * @param {HTMLElement} drawn
 * @param {HTMLElement|null} title
 * @param {Element[]} hidden
 * @param {any} control the card's own two buttons, if it brings them
 */
function addCollapse(drawn, title, hidden, control) {
  const rest = element("div", { class: "section-rest", id: freshId("rest"), hidden: true }, ...hidden);
  const toggle = element("button", { type: "button", "aria-controls": rest.id });
  const draw = () => {
    const open = !rest.hidden;
    const own = open ? control?.collapseButton : control?.expandButton;
    toggle.className = own ? "collapse collapse-own" : "collapse";
    toggle.setAttribute("aria-expanded", String(open));
    toggle.toggleAttribute("aria-label", false);
    const name = `${open ? "Show less" : "Show more"}${title ? `: ${title.textContent}` : ""}`;
    if (!own?.text) toggle.setAttribute("aria-label", own?.altText ?? name);
    toggle.replaceChildren(own?.text ?? icon(own?.icon?.materialIcon?.name ?? (open ? "expand_less" : "expand_more")));
  };
  toggle.addEventListener("click", () => { rest.hidden = !rest.hidden; draw(); });
  draw();
  if (control) toggle.classList.add(`collapse-${(control.horizontalAlignment ?? "START").toLowerCase()}`);
  if (title && !control) drawn.prepend(element("div", { class: "section-head" }, title, toggle));
  drawn.append(rest);
  if (!title || control) drawn.append(toggle);
}

/**
 * @param {any} footer
 * @param {import("./widgets.js").Context} context
 */
function drawFooter(footer, context) {
  const primary = footer.primaryButton ? cardButton({ type: "FILLED", ...footer.primaryButton }, context) : null;
  const secondary = footer.secondaryButton ? cardButton(footer.secondaryButton, context) : null;
  return element("footer", { class: "card-footer" }, secondary, primary);
}
