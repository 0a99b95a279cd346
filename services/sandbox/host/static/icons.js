/**
 * The icons of cards, drawn here with a few strokes each on a field of 24 by 24, because nothing is fetched.
 * A closed shape listed under `solid` is filled where the card asks for a filled icon.
 */

import { drawing } from "./dom.js";

const RING = "M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0z";
const PERSON = "M16 8a4 4 0 1 1-8 0 4 4 0 0 1 8 0zM4.5 20c.4-3.8 3.4-6 7.5-6s7.1 2.2 7.5 6";
const PEOPLE = "M12.5 8.5a3.5 3.5 0 1 1-7 0 3.5 3.5 0 0 1 7 0zM2.5 19.5c.3-3.3 2.9-5.2 6.5-5.2s6.2 1.9 6.5 5.2M16 5.2a3.5 3.5 0 0 1 0 6.6M18 14.8c2.1.7 3.3 2.3 3.5 4.7";
const SHEET_OF_PAPER = "M6 3h8l5 5v13H6zM14 3v5h5M9 13h7M9 17h5";
const ENVELOPE = "M3 6h18v13H3zM3.5 6.5 12 13l8.5-6.5";

/** @type {Record<string, string>} */
export const PATHS = {
  check_circle: `${RING}M8 12.3l2.8 2.8L16.2 9.5`,
  radio_button_unchecked: RING,
  radio_button_checked: `${RING}M15 12a3 3 0 1 1-6 0 3 3 0 0 1 6 0z`,
  error: `${RING}M12 7.5v5.5M12 16.4v.1`,
  info: `${RING}M12 11.3v5.2M12 7.7v.1`,
  help: `${RING}M9.6 9.6a2.5 2.5 0 1 1 3.7 2.2c-.8.5-1.3 1-1.3 1.9M12 16.8v.1`,
  block: `${RING}M5.8 5.8l12.4 12.4`,
  cancel: `${RING}M9 9l6 6M15 9l-6 6`,
  pending: `${RING}M8 12v.1M12 12v.1M16 12v.1`,
  schedule: `${RING}M12 7v5.2l3.5 2.1`,
  warning: "M12 4 21.5 20h-19zM12 10v4.5M12 17.3v.1",
  hourglass_empty: "M6.5 3.5h11M6.5 20.5h11M8 3.5v4l4 4.5 4-4.5v-4M8 20.5v-4l4-4.5 4 4.5v4",
  send: "M4 4.5 21 12 4 19.5v-5.8L13 12l-9-1.7z",
  campaign: "M4 10v4h3l6 4V6L7 10zM7.5 14.5l1 4.5h2M16.5 9.5a4 4 0 0 1 0 5M19 7a7.5 7.5 0 0 1 0 10",
  mail: ENVELOPE,
  table_chart: "M4 4.5h16v15H4zM4 9.5h16M9.5 9.5v10M15 9.5v10",
  edit_note: "M4 6.5h12M4 11h8M4 15.5h5M12 19.5l.7-3 6-6 2.3 2.3-6 6z",
  edit: "M4 20l1-4.5L16 4.5l3.5 3.5L8.5 19z",
  person: PERSON,
  group: PEOPLE,
  lock: "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3M12 15v1.5",
  key: "M11 12a3.5 3.5 0 1 1-7 0 3.5 3.5 0 0 1 7 0zM11 12h9.5M17 12v3M20 12v2",
  link: "M10.5 8H7.5a4 4 0 0 0 0 8h3M13.5 8h3a4 4 0 0 1 0 8h-3M8.5 12h7",
  open_in_new: "M10 5H5v14h14v-5M14 4h6v6M20 4l-9 9",
  description: SHEET_OF_PAPER,
  settings: "M15.2 12a3.2 3.2 0 1 1-6.4 0 3.2 3.2 0 0 1 6.4 0zM12 2.8v3M12 18.2v3M2.8 12h3M18.2 12h3M5.5 5.5l2.1 2.1M16.4 16.4l2.1 2.1M18.5 5.5l-2.1 2.1M7.6 16.4l-2.1 2.1",
  undo: "M8 5 4 9l4 4M4.5 9H14a5 5 0 0 1 0 10H9",
  refresh: "M19.5 12a7.5 7.5 0 1 1-2.3-5.4M19.5 3.5v4h-4",
  done: "M4.5 12.5l5 5 10-11",
  close: "M6 6l12 12M18 6 6 18",
  add: "M12 5v14M5 12h14",
  arrow_forward: "M4 12h15.5M13.5 6l6 6-6 6",
  arrow_back: "M20 12H4.5M10.5 6l-6 6 6 6",
  chevron_right: "M9.5 6l6 6-6 6",
  expand_more: "M6 9.5l6 6 6-6",
  expand_less: "M6 14.5l6-6 6 6",
  more_vert: "M12 5.5v.1M12 12v.1M12 18.5v.1",
  call: "M6 4h3.5l1.5 4-2 1.7a12 12 0 0 0 5.3 5.3l1.7-2 4 1.5V18a2 2 0 0 1-2.2 2C10.5 19.5 4.5 13.5 4 6.2A2 2 0 0 1 6 4z",
  event: "M4.5 5.5h15v14h-15zM4.5 10h15M8.5 3.5v4M15.5 3.5v4M13 13.5h3v3h-3z",
  bookmark: "M6.5 4h11v16.5L12 16.5l-5.5 4z",
  payments: "M12 3v18M16.5 7.5C15.8 6 14.2 5.3 12 5.3c-2.5 0-4.2 1.2-4.2 3.1 0 4.5 8.7 2.2 8.7 6.9 0 2-1.8 3.3-4.5 3.3-2.5 0-4.2-.9-4.9-2.6",
  store: "M4.5 4.5h15l1.5 5a2.3 2.3 0 0 1-4.5 0 2.3 2.3 0 0 1-4.5 0 2.3 2.3 0 0 1-4.5 0 2.3 2.3 0 0 1-4.5 0zM5 12v7.5h14V12M9.5 19.5V15h5v4.5",
  ticket: "M3.5 6.5h17v3.6a2 2 0 0 0 0 3.8v3.6h-17v-3.6a2 2 0 0 0 0-3.8zM14 7v2M14 11v2M14 15v2",
  star: "M12 3.5l2.6 5.6 6.1.7-4.5 4.2 1.2 6L12 17l-5.4 3 1.2-6-4.5-4.2 6.1-.7z",
  image: "M4 5h16v14H4zM4 16l4.5-4.5 4 4 2.5-2.5 5 5M16 9v.1",
  shield: "M12 3l7.5 3v5.5c0 4.5-3 8-7.5 9.5-4.5-1.5-7.5-5-7.5-9.5V6z",
};

/** Icons that read well when their shape is filled; the second part is drawn on top in the card's colour. */
const SOLID = new Set(["check_circle", "error", "info", "help", "cancel", "pending", "schedule"]);

/** Google's known icons, by the picture here that means the same. @type {Record<string, string>} */
const KNOWN = {
  PERSON: "person", EMAIL: "mail", DESCRIPTION: "description", CLOCK: "schedule", BOOKMARK: "bookmark",
  DOLLAR: "payments", MULTIPLE_PEOPLE: "group", INVITE: "event", STORE: "store", TICKET: "ticket",
  PHONE: "call", STAR: "star", CONFIRMATION_NUMBER_ICON: "ticket", MEMBERSHIP: "key",
};

/**
 * Draw an icon by Google's material name; an unknown one becomes a neutral square.
 * @param {string} name
 * @param {{fill?: boolean, label?: string}} [options]
 * @returns {SVGElement}
 */
export function icon(name, { fill = false, label } = {}) {
  const shape = drawing("svg", {
    viewBox: "0 0 24 24",
    class: fill && SOLID.has(name) ? "icon icon-solid" : "icon",
    "data-icon": name,
    ...(label ? { role: "img", "aria-label": label } : { "aria-hidden": "true" }),
  });
  const paths = PATHS[name] ?? "M6.5 6.5h11v11h-11z";
  if (fill && paths.startsWith(RING)) {
    shape.append(drawing("path", { d: RING, class: "icon-ground" }));
    shape.append(drawing("path", { d: paths.slice(RING.length), class: "icon-figure" }));
  } else {
    shape.append(drawing("path", { d: paths }));
  }
  return shape;
}

/**
 * Draw the icon of a card: a known one, a material one, or the picture at an address.
 * @param {{knownIcon?: string, materialIcon?: {name: string, fill?: boolean}, iconUrl?: string, altText?: string}} spec
 * @returns {Element}
 */
export function cardIcon(spec) {
  const label = spec.altText;
  if (spec.materialIcon) return icon(spec.materialIcon.name, { fill: spec.materialIcon.fill, label });
  if (spec.knownIcon) return icon(KNOWN[spec.knownIcon] ?? spec.knownIcon, { label });
  const picture = document.createElement("img");
  picture.className = "icon";
  picture.alt = label ?? "";
  picture.addEventListener("error", () => picture.replaceWith(icon("image", { label })));
  picture.src = spec.iconUrl ?? "";
  return picture;
}
