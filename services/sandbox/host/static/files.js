/**
 * The list of files, with the tabs of the open document under it, and the people who can sit here.
 */

import { element } from "./dom.js";
import { icon } from "./icons.js";

/**
 * @param {HTMLElement} list
 * @param {any[]} files
 * @param {string} open the id of the open file
 * @param {{list: {id: string, title: string, level: number}[], open: string}} tabs
 * @param {{file: (id: string) => void, tab: (id: string) => void}} choose
 */
export function drawFiles(list, files, open, tabs, choose) {
  const focused = document.activeElement?.getAttribute("data-choice");
  list.replaceChildren(...files.map((file) => {
    const current = file.id === open;
    const item = element("li", {}, element("button", {
      type: "button", class: "file", title: file.title, "data-choice": file.id, "aria-current": current ? "page" : undefined,
      onclick: () => choose.file(file.id),
    }, fileIcon(file.kind), element("span", { class: "file-title" }, file.title)));
    if (current && tabs.list.length > 1) item.append(drawTabs(tabs, choose.tab));
    return item;
  }));
  if (focused) /** @type {HTMLElement|null} */ (list.querySelector(`[data-choice="${CSS.escape(focused)}"]`))?.focus();
}

/** @param {string} kind @returns {HTMLElement} */
export function fileIcon(kind) {
  const word = kind === "document" ? "Document" : "Spreadsheet";
  return element("span", { class: `file-icon file-icon-${kind}` },
    icon(kind === "document" ? "description" : "table_chart", { label: word }));
}

/**
 * @param {{list: {id: string, title: string, level: number}[], open: string}} tabs
 * @param {(id: string) => void} choose
 */
function drawTabs(tabs, choose) {
  return element("ul", { class: "doc-tabs", "aria-label": "Document tabs" }, ...tabs.list.map((tab) => {
    const button = element("button", {
      type: "button", class: "doc-tab", "data-choice": tab.id, "aria-current": tab.id === tabs.open ? "true" : undefined,
      onclick: () => choose(tab.id),
    }, tab.title);
    button.style.setProperty("--level", String(tab.level));
    return element("li", {}, button);
  }));
}

/**
 * @param {HTMLElement} group
 * @param {any[]} people
 * @param {string} current
 * @param {(id: string) => void} choose
 */
export function drawPeople(group, people, current, choose) {
  const focused = document.activeElement?.getAttribute("data-choice");
  group.replaceChildren(...people.map((person) => element("button", {
    type: "button", class: "person", "aria-pressed": String(person.id === current), title: person.email,
    "data-choice": person.id, onclick: () => choose(person.id),
  }, element("span", { class: "face", "aria-hidden": "true", "data-person": person.id }, initials(person.name)),
  element("span", { class: "person-words" }, element("span", { class: "person-name" }, person.name), " ",
    element("span", { class: "person-role" }, person.role)))));
  if (focused) /** @type {HTMLElement|null} */ (group.querySelector(`[data-choice="${CSS.escape(focused)}"]`))?.focus();
}

/** @param {string} name */
function initials(name) {
  const words = name.split(/\s+/);
  return (words[0][0] + (words.length > 1 ? words[words.length - 1][0] : "")).toUpperCase();
}
