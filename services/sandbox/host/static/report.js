/**
 * The ledger's numbers as two drawings: how far the handovers are, and how long the steps take.
 */

import { drawing, element } from "./dom.js";

const WIDTH = 800;
const LABEL = 240;
const VALUE = 200;
const ROW = 30;
const HOUR = 3600;
const DAY = 24 * HOUR;

/** @param {string} id @returns {HTMLElement} */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** @param {number} count @param {string} one @returns {string} */
const counted = (count, one) => `${count} ${one}${count === 1 ? "" : "s"}`;

/**
 * Seconds as people say them.
 * @param {number} seconds
 * @returns {string}
 */
function duration(seconds) {
  if (seconds < HOUR) return `${Math.round(seconds / 60)} min`;
  return seconds < 2 * DAY ? `${(seconds / HOUR).toFixed(1)} h` : `${(seconds / DAY).toFixed(1)} d`;
}

/**
 * One row for each thing: its name, a bar of its share, its value in words.
 * @typedef {{label: string, share: number, reach: number, value: string}} Row
 * @param {string} title
 * @param {Row[]} rows
 * @returns {SVGElement}
 */
function chart(title, rows) {
  const room = WIDTH - LABEL - VALUE;
  const drawn = rows.flatMap((row, index) => {
    const top = index * ROW;
    const middle = top + ROW / 2;
    const length = Math.max(row.share * room, row.share > 0 ? 2 : 0);
    return [
      drawing("text", { x: 0, y: middle + 5 }, row.label),
      drawing("rect", { class: "track", x: LABEL, y: top + 7, width: room, height: ROW - 14, rx: 4 }),
      drawing("rect", { class: "bar", x: LABEL, y: top + 7, width: length, height: ROW - 14, rx: 4 }),
      drawing("line", { class: "reach", x1: LABEL + length, x2: LABEL + Math.max(row.reach, row.share) * room, y1: middle, y2: middle }),
      drawing("text", { class: "value", x: LABEL + room + 12, y: middle + 4 }, row.value),
    ];
  });
  const words = `${title}. ${rows.map((row) => `${row.label}: ${row.value}`).join("; ")}`;
  return drawing("svg", { viewBox: `0 0 ${WIDTH} ${rows.length * ROW}`, role: "img", "aria-label": words }, ...drawn);
}

/**
 * @param {any} report
 * @returns {SVGElement}
 */
function funnel(report) {
  const rows = report.steps.map((/** @type {any} */ step) => {
    const waiting = step.waiting ? `, oldest waits ${duration(step.oldest)}` : "";
    const value = `${step.settled} of ${report.announced}${waiting}`;
    return { label: step.label, share: step.settled / report.announced, reach: 0, value };
  });
  return chart("How far they are", rows);
}

/**
 * @param {any[]} times
 * @returns {Node}
 */
function spans(times) {
  const known = times.filter((one) => one.count > 0);
  if (!known.length) return element("p", { class: "nothing" }, "Nothing was both begun and finished yet.");
  const longest = Math.max(...known.map((one) => one.p90), 1);
  const rows = known.map((one) => ({
    label: `${one.start_label} → ${one.end_label}`,
    share: one.median / longest,
    reach: one.p90 / longest,
    value: `${duration(one.median)} · ${duration(one.p90)} (${one.count})`,
  }));
  return chart("How long it takes", rows);
}

const report = await (await fetch("/host/numbers")).json();
byId("summary").textContent = report.announced
  ? `${counted(report.announced, "handover")} announced in the last ${report.days} days, ${report.open} of them open.`
  : "Nothing was announced yet. Announce a customer in the sandbox, then come back.";
byId("funnel").replaceChildren(
  report.announced ? funnel(report) : element("p", { class: "nothing" }, "No handover yet."));
byId("times").replaceChildren(spans(report.times));
byId("note").hidden = !report.times.some((/** @type {any} */ one) => one.count > 0);
