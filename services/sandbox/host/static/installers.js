/**
 * The spreadsheet panel: the cells that changed, with what they said before, and who changed them.
 */

import { element } from "./dom.js";

/**
 * @param {any} sheets the state of all spreadsheets
 * @returns {import("./panels.js").Drawn}
 */
export function drawInstallers(sheets) {
  /** @type {import("./panels.js").Entry[]} */
  const entries = [];
  const content = sheets.files.flatMap((/** @type {any} */ file) => file.sheets.flatMap((/** @type {any} */ sheet) => {
    const changes = sheet.changed ?? [];
    if (changes.length === 0) return [];
    const rows = changes.map((/** @type {any} */ change) => {
      const drawn = drawChange(change, heading(sheet, change.cell));
      const said = `Changed in ${file.title}, ${change.cell}: ${change.new}`;
      entries.push({ key: `${file.id} ${sheet.title} ${change.cell} ${change.at} ${change.new}`, drawn, said, links: [] });
      return drawn;
    });
    return [element("section", { class: "changes", "aria-label": `${file.title}, ${sheet.title}` },
      element("h3", { class: "changes-title" }, file.title, element("span", {}, ` · ${sheet.title}`)),
      element("ul", {}, ...rows))];
  }));
  if (content.length === 0) content.push(element("p", { class: "nothing" }, "No cell has changed yet."));
  return { entries, content };
}

/**
 * @param {{cell: string, old: any, new: any, by: string, at: string}} change
 * @param {string} name the heading of the cell's column
 */
function drawChange(change, name) {
  const before = change.old === "" || change.old === null || change.old === undefined;
  return element("li", { class: "change", tabindex: -1, "data-change": change.cell },
    element("span", { class: "change-cell" }, change.cell),
    element("div", { class: "change-words" },
      element("p", { class: "change-name" }, name),
      element("p", {}, element("del", { class: before ? "empty" : "" }, before ? "(empty)" : String(change.old)),
        element("span", { class: "arrow", "aria-label": "became" }, " → "),
        element("ins", {}, change.new === "" ? "(empty)" : String(change.new))),
      element("p", { class: "change-by" }, `by ${change.by}`)));
}

/** @param {any} sheet @param {string} cell */
function heading(sheet, cell) {
  const letters = cell.replace(/\d+$/, "");
  const column = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
  return String(sheet.values[0]?.[column] ?? "");
}
