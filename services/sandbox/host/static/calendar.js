/**
 * The Calendar panel: the events of everybody's calendar in the order of time, with the answers of their
 * guests. Guests outside can answer, and move what they may move; whoever invited can cancel.
 */

import { element } from "./dom.js";

const ANSWERS = { accepted: "yes", declined: "no", tentative: "maybe", needsAction: "no answer yet" };

/**
 * @param {any} calendar the state of the calendars
 * @param {(event: any, who: string) => void} answer somebody wants to do something about an event
 * @returns {import("./panels.js").Drawn}
 */
export function drawCalendar(calendar, answer) {
  const events = calendar?.events ?? [];
  const entries = events.map((/** @type {any} */ event) => ({
    key: `${event.id} ${event.sequence}`, drawn: drawEvent(event, answer), links: [event.link],
    said: `In the calendar of ${event.organizer}: ${event.summary}, ${when(event)}`,
  }));
  const content = entries.map((/** @type {import("./panels.js").Entry} */ entry) => entry.drawn);
  if (content.length === 0) content.push(element("p", { class: "nothing" }, "No event yet."));
  return { entries, content };
}

/**
 * @param {any} event
 * @param {(event: any, who: string) => void} answer
 */
function drawEvent(event, answer) {
  const guests = event.guests.map((/** @type {any} */ guest) => element("li", {},
    guest.email, element("span", { class: "guest-answer" },
      ` · ${ANSWERS[/** @type {keyof typeof ANSWERS} */ (guest.answer)] ?? guest.answer}`)));
  const cancelled = event.status === "cancelled";
  const can = cancelled || event.outside.length === 0 ? []
    : [...event.outside.map((/** @type {string} */ who) => actButton(`Answer as ${who}`, () => answer(event, who))),
      actButton(`Cancel as ${event.organizer}`, () => answer(event, event.organizer))];
  return element("article", { class: cancelled ? "event cancelled" : "event", tabindex: -1, "aria-label": `Event: ${event.summary}` },
    element("h3", { class: "deal-name" }, event.summary || "(no title)"),
    element("p", { class: "deal-line" }, when(event), cancelled ? " · cancelled" : ""),
    element("p", { class: "change-by" }, `by ${event.organizer}${event.meet ? ` · ${event.meet}` : ""}`),
    element("ul", { class: "event-guests" }, ...guests), ...can);
}

/**
 * @param {string} words
 * @param {() => void} act
 */
function actButton(words, act) {
  const button = element("button", { type: "button", class: "quiet mail-answer" }, words);
  button.addEventListener("click", act);
  return button;
}

/** @param {any} event @returns {string} */
function when(event) {
  const start = new Date(event.start);
  const day = start.toLocaleDateString([], { weekday: "short", day: "numeric", month: "short", year: "numeric" });
  const hours = [start, new Date(event.end)].map((time) => time.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" }));
  return `${day}, ${hours.join("–")}`;
}
