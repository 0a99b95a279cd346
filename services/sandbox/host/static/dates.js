/**
 * The date and time picker, in its three kinds, and the numbers that an event carries for each.
 */

import { element } from "./dom.js";
import { register } from "./form.js";
import { fieldFrame } from "./inputs.js";

const MINUTE = 60_000;
/** Keys that open the browser's calendar; so does Alt with an arrow. */
const OPENING = [" ", "F4"];

/**
 * @param {any} spec a dateTimePicker
 * @param {import("./widgets.js").Context} context
 * @returns {Element}
 */
export function dateTimePicker(spec, context) {
  const kind = spec.type ?? "DATE_AND_TIME";
  const frame = fieldFrame(spec.label ?? "Date");
  const box = element("input", {
    id: frame.id, name: spec.name, class: "box", "aria-describedby": frame.described, type: TYPES[kind] ?? "date",
  });
  const zone = spec.timezoneOffsetDate === undefined ? undefined : Number(spec.timezoneOffsetDate);
  const initial = spec.valueMsEpoch === undefined ? undefined : Number(spec.valueMsEpoch);
  box.value = initial === undefined ? "" : written(kind, initial, zone);
  frame.root.insertBefore(box, frame.foot);
  register(frame.root, {
    name: spec.name,
    kind,
    read: () => (box.value ? encoded(kind, box.value, zone) : undefined),
    write: (value) => { box.value = value === undefined ? "" : written(kind, instant(value), zone); },
    fault: (required) => (required && !box.value ? "This field is required" : ""),
    mark: (fault) => frame.mark(box, fault),
    focus: () => box.focus(),
  });
  box.addEventListener("change", () => frame.mark(box, ""));
  if (spec.onChangeAction) whenMeant(box, () => context.change(spec.onChangeAction, frame.root));
  return frame.root;
}

/**
 * Whoever types a date passes others on the way: those are meant once the field is left, one that is picked at once.
 * @param {HTMLInputElement} box
 * @param {() => void} act
 */
function whenMeant(box, act) {
  let typing = false;
  let changed = false;
  const settle = () => {
    if (changed) act();
    changed = false;
  };
  box.addEventListener("keydown", ({ key, altKey }) => {
    typing = !altKey && !OPENING.includes(key) && key !== "Enter";
    if (key === "Enter") settle();
  });
  box.addEventListener("pointerdown", () => { typing = false; });
  box.addEventListener("change", () => {
    changed = true;
    if (!typing) settle();
  });
  box.addEventListener("blur", settle);
}

/** @type {Record<string, string>} */
const TYPES = { DATE_AND_TIME: "datetime-local", DATE_ONLY: "date", TIME_ONLY: "time" };

/**
 * The value object of formInputs for what stands in the box.
 * @param {string} kind
 * @param {string} text as the browser's own inputs write it
 * @param {number|undefined} zone minutes east of UTC; the person's own zone if the card names none
 */
export function encoded(kind, text, zone) {
  if (kind === "TIME_ONLY") {
    const [hours, minutes] = text.split(":").map(Number);
    return { timeInput: { hours, minutes } };
  }
  // A date alone is the midnight in UTC that begins it, wherever the person is.
  if (kind === "DATE_ONLY") return { dateInput: { msSinceEpoch: String(Date.parse(`${text}T00:00:00Z`)) } };
  const local = zone === undefined ? new Date(text).getTime() : Date.parse(`${text}Z`) - zone * MINUTE;
  return { dateTimeInput: { msSinceEpoch: String(local), hasDate: true, hasTime: true } };
}

/**
 * The milliseconds that `encoded` wrote, in the sense of the card's valueMsEpoch.
 * @param {any} value
 */
function instant(value) {
  if (value.timeInput) return (value.timeInput.hours * 60 + value.timeInput.minutes) * MINUTE;
  return Number((value.dateInput ?? value.dateTimeInput).msSinceEpoch);
}

/**
 * What stands in the box for a number of milliseconds.
 * @param {string} kind
 * @param {number} milliseconds
 * @param {number|undefined} zone
 */
function written(kind, milliseconds, zone) {
  if (kind === "DATE_ONLY") return new Date(milliseconds).toISOString().slice(0, 10);
  if (kind === "TIME_ONLY") return new Date(milliseconds).toISOString().slice(11, 16);
  const offset = zone ?? -new Date(milliseconds).getTimezoneOffset();
  return new Date(milliseconds + offset * MINUTE).toISOString().slice(0, 16);
}
