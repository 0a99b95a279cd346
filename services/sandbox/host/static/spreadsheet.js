/**
 * The open spreadsheet: a grid with letters and numbers, every cell editable, what changed marked. Of a long sheet the
 * first rows are drawn, and those that changed.
 */

import { drawChart } from "./chart.js";
import { element } from "./dom.js";

const SPARE_ROWS = 3;
const SPARE_COLUMNS = 1;
const FEWEST_ROWS = 24;
const FEWEST_COLUMNS = 10;
const NUMBER = /^[-+(]?[$€£]?\s?\d[\d.,\s]*\)?\s?[%$€£]?$/;

export class SpreadsheetView {
  /**
   * @param {HTMLElement} root
   * @param {(sheet: string, cell: string, text: string) => void} commit brings an edit to the sandbox
   */
  constructor(root, commit) {
    this.commit = commit;
    this.sheet = "";
    this.shape = "";
    /** @type {any} */
    this.spreadsheet = undefined;
    /** @type {Map<string, HTMLElement>} */
    this.cells = new Map();
    this.place = element("span", { class: "cell-name" });
    this.content = element("span", { class: "cell-content" });
    this.table = element("table", { class: "sheet-grid", role: "grid" });
    this.charts = element("div", { class: "sheet-charts" });
    this.more = element("p", { class: "sheet-more", role: "note" });
    this.tabList = element("div", { class: "sheet-tabs", role: "tablist", "aria-label": "Sheets" });
    this.table.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => this.key(event));
    this.table.addEventListener("focusin", (/** @type {FocusEvent} */ event) => this.enter(/** @type {HTMLElement} */ (event.target)));
    this.table.addEventListener("focusout", (/** @type {FocusEvent} */ event) => this.leave(/** @type {HTMLElement} */ (event.target)));
    root.replaceChildren(
      element("div", { class: "cell-line", "aria-hidden": "true" }, this.place, this.content),
      element("div", { class: "sheet-scroll" }, this.charts, this.table, this.more), this.tabList);
  }

  /** @param {{spreadsheet: {sheets: any[]}}} content */
  show({ spreadsheet }) {
    this.spreadsheet = spreadsheet;
    const sheet = spreadsheet.sheets.find((each) => each.title === this.sheet) ?? spreadsheet.sheets[0];
    if (!sheet) return;
    this.sheet = sheet.title;
    const beyond = sheet.beyond ?? [], hidden = sheet.hidden ?? 0;
    const widths = sheet.values.map((/** @type {any[]} */ row) => row.length + SPARE_COLUMNS);
    const first = hidden > 0 ? sheet.values.length : Math.max(FEWEST_ROWS, sheet.values.length + SPARE_ROWS);
    const further = beyond.map((/** @type {any} */ each) => each.row);
    const rows = [...Array.from({ length: first }, (_, y) => y + 1), ...further];
    const columns = Math.max(FEWEST_COLUMNS, ...widths);
    const shape = `${sheet.title} ${first} ${further} ${columns}`;
    if (shape !== this.shape) this.redraw(rows, columns);
    const count = hidden > 0 ? sheet.rowCount.toLocaleString("en") : "";
    this.more.textContent = count && `${count} rows: the first ${first} are drawn, and those that changed.`;
    this.shape = shape;
    this.fill(sheet);
    this.charts.replaceChildren(...(sheet.charts ?? []).map(drawChart));
    this.drawTabs(spreadsheet.sheets);
  }

  /**
   * @param {number[]} rows their numbers
   * @param {number} columns
   */
  redraw(rows, columns) {
    const focused = document.activeElement?.getAttribute("data-cell");
    this.cells.clear();
    const letters = Array.from({ length: columns }, (_, x) => columnLetter(x));
    const head = element("tr", {}, element("td", { class: "corner" }),
      ...letters.map((letter) => element("th", { scope: "col" }, letter)));
    const body = rows.map((row) => element("tr", {},
      element("th", { scope: "row" }, String(row)), ...letters.map((letter) => this.drawCell(`${letter}${row}`))));
    this.table.setAttribute("aria-label", this.sheet);
    this.table.replaceChildren(element("thead", {}, head), element("tbody", {}, ...body));
    this.cells.get("A1")?.setAttribute("tabindex", "0");
    this.place.textContent = "A1";
    if (focused) this.cells.get(focused)?.focus();
  }

  /** @param {string} cell */
  drawCell(cell) {
    const drawn = element("td", {
      role: "gridcell", contenteditable: "plaintext-only", tabindex: -1, "data-cell": cell, "aria-label": cell, spellcheck: "false",
    });
    this.cells.set(cell, drawn);
    return drawn;
  }

  /** @param {any} sheet */
  fill(sheet) {
    const changes = new Map((sheet.changed ?? []).map((/** @type {any} */ change) => [change.cell, change]));
    const headings = sheet.values[0] ?? [];
    const beyond = new Map((sheet.beyond ?? []).map((/** @type {any} */ each) => [String(each.row), each.values]));
    for (const [cell, drawn] of this.cells) {
      const [, letter, number] = /** @type {string[]} */ (/^([A-Z]+)(\d+)$/.exec(cell));
      const row = beyond.get(number) ?? sheet.values[Number(number) - 1];
      const value = String(row?.[columnNumber(letter)] ?? "");
      const typing = drawn === document.activeElement && drawn.textContent !== drawn.dataset.before;
      if (!typing && drawn.dataset.before !== value) drawn.textContent = drawn.dataset.before = value;
      const change = changes.get(cell);
      drawn.classList.toggle("changed", Boolean(change));
      drawn.classList.toggle("number", NUMBER.test(value));
      drawn.title = change ? `Was “${change.old ?? ""}”, changed by ${change.by}` : value;
      const heading = number === "1" ? "" : String(headings[columnNumber(letter)] ?? "");
      drawn.setAttribute("aria-label", `${cell}${heading ? `, ${heading}` : ""}${value ? `: ${value}` : ", empty"}`);
    }
  }

  /** @param {any[]} sheets */
  drawTabs(sheets) {
    this.tabList.replaceChildren(...sheets.map((sheet) => element("button", {
      type: "button", role: "tab", class: "sheet-tab", "aria-selected": String(sheet.title === this.sheet),
      onclick: () => { this.sheet = sheet.title; this.show({ spreadsheet: this.spreadsheet }); },
    }, sheet.title)));
  }

  /** @param {HTMLElement} drawn */
  enter(drawn) {
    if (!drawn.dataset.cell) return;
    for (const cell of this.cells.values()) if (cell.tabIndex === 0) cell.tabIndex = -1;
    drawn.tabIndex = 0;
    this.place.textContent = drawn.dataset.cell;
    this.content.textContent = drawn.textContent;
  }

  /** @param {HTMLElement} drawn */
  leave(drawn) {
    const text = (drawn.textContent ?? "").replace(/\n$/, "");
    if (!drawn.dataset.cell || text === drawn.dataset.before) return;
    drawn.dataset.before = text;
    this.commit(this.sheet, drawn.dataset.cell, text);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const drawn = /** @type {HTMLElement} */ (event.target);
    const match = /^([A-Z]+)(\d+)$/.exec(drawn.dataset.cell ?? "");
    if (!match || event.isComposing) return;
    if (event.key === "Escape") drawn.textContent = drawn.dataset.before ?? "";
    const typing = drawn.textContent !== drawn.dataset.before;
    /** @type {Record<string, [number, number]>} */
    const steps = { Enter: [0, event.shiftKey ? -1 : 1], ArrowDown: [0, 1], ArrowUp: [0, -1] };
    // While somebody types, left and right move within the text, as they do in Sheets after F2.
    if (!typing) Object.assign(steps, { ArrowLeft: [-1, 0], ArrowRight: [1, 0] });
    const step = steps[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const next = this.cells.get(`${columnLetter(columnNumber(match[1]) + step[0])}${Number(match[2]) + step[1]}`);
    if (next) selectAll(next);
    else drawn.blur();
  }
}

/** Typing into a cell that was reached with the keyboard replaces its text, as in Sheets. @param {HTMLElement} cell */
function selectAll(cell) {
  cell.focus();
  document.getSelection()?.selectAllChildren(cell);
}

/** @param {number} number counted from 0 @returns {string} */
export function columnLetter(number) {
  const rest = number % 26;
  const letter = String.fromCharCode(65 + rest);
  return number < 26 ? letter : columnLetter((number - rest) / 26 - 1) + letter;
}

/** @param {string} letters @returns {number} counted from 0 */
export function columnNumber(letters) {
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}
