/**
 * The Salesforce panel: each opportunity with its fields and the history of its stage, the one that changed last first.
 */

import { element } from "./dom.js";

/**
 * @param {any} salesforce the state of the org
 * @returns {import("./panels.js").Drawn}
 */
export function drawSalesforce(salesforce) {
  const deals = salesforce?.opportunities ?? [];
  const entries = deals.map((/** @type {any} */ deal) => ({
    key: `${deal.id} ${deal.changedAt} ${deal.stage}`, drawn: drawDeal(deal), links: [deal.url],
    said: `Changed in Salesforce by ${deal.changedBy}: ${deal.name}, ${deal.stage}`,
  }));
  const content = entries.map((/** @type {import("./panels.js").Entry} */ entry) => entry.drawn);
  if (content.length === 0) content.push(element("p", { class: "nothing" }, "No opportunity yet."));
  return { entries, content };
}

/** @param {any} deal */
function drawDeal(deal) {
  const fields = deal.fields.flatMap((/** @type {any} */ field) => [
    element("dt", {}, field.label), element("dd", { class: field.value ? "" : "empty" }, field.value || "empty")]);
  const history = deal.history.map((/** @type {any} */ line) => element("li", {},
    element("time", { datetime: line.at }, moment(line.at)), ` ${line.stage}, ${line.by}`));
  const tone = deal.won ? "won" : deal.closed ? "lost" : "open";
  return element("article", { class: "deal", tabindex: -1, "aria-label": `Opportunity: ${deal.name}` },
    element("h3", { class: "deal-name" }, deal.name),
    element("p", { class: "deal-line" }, element("span", { class: `deal-stage ${tone}` }, deal.stage), deal.account),
    element("dl", { class: "deal-fields" }, ...fields),
    element("details", { class: "deal-history" }, element("summary", {}, "Stage history"), element("ol", {}, ...history)));
}

/** @param {string} at as Salesforce writes it, whose zone has no colon */
function moment(at) {
  const time = new Date(at.replace(/([+-]\d\d)(\d\d)$/, "$1:$2"));
  return time.toLocaleString([], { dateStyle: "medium", timeStyle: "short" });
}
