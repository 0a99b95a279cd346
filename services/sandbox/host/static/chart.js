/**
 * A chart of a spreadsheet, drawn simply: columns, stacked where the series are.
 */

import { drawing, element } from "./dom.js";

const WIDTH = 480;
const HEIGHT = 220;
const FOOT = 20;
const COLOURS = ["#188038", "#e37400", "#c5221f", "#1a73e8", "#8430ce"];

/**
 * @param {{title: string, labels: string[], series: {name: string, values: string[]}[]}} chart
 * @returns {HTMLElement}
 */
export function drawChart(chart) {
  const numbers = chart.series.map((each) => each.values.map((text) => Number(text) || 0));
  const sums = chart.labels.map((_, x) => numbers.reduce((sum, values) => sum + (values[x] ?? 0), 0));
  const unit = (HEIGHT - FOOT) / Math.max(1, ...sums);
  const step = WIDTH / Math.max(1, chart.labels.length);
  const svg = drawing("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": said(chart) });
  chart.labels.forEach((label, x) => {
    let top = HEIGHT - FOOT;
    numbers.forEach((values, number) => {
      const height = (values[x] ?? 0) * unit;
      top -= height;
      const place = { x: x * step + step * 0.2, y: top, width: step * 0.6, height };
      svg.append(drawing("rect", { ...place, fill: COLOURS[number % COLOURS.length] ?? "" }));
    });
    const words = label.replace(/^Waits for /, "").slice(0, 16);
    svg.append(drawing("text", { x: (x + 0.5) * step, y: HEIGHT - 6, "text-anchor": "middle" }, words));
  });
  const legend = chart.series.map((each, number) => element("li", {},
    drawing("svg", { class: "chart-key", viewBox: "0 0 10 10", "aria-hidden": "true" },
      drawing("rect", { width: 10, height: 10, fill: COLOURS[number % COLOURS.length] })), each.name));
  return element("figure", { class: "sheet-chart" },
    element("figcaption", {}, chart.title), svg, element("ul", { class: "chart-legend" }, ...legend));
}

/** @param {{title: string, labels: string[], series: {name: string, values: string[]}[]}} chart */
function said(chart) {
  const lines = chart.labels.map((label, x) =>
    `${label}: ${chart.series.map((each) => `${each.name} ${each.values[x] ?? 0}`).join(", ")}`);
  return `${chart.title}. ${lines.join(". ")}`;
}
