/**
 * Text inputs: one line or several, with hint, limit, kind of value and suggestions.
 */

import { element, freshId } from "./dom.js";
import { register } from "./form.js";

const PAUSE_BEFORE_SUGGESTING = 250;
const TAKEN_FOR_TEXT = { INTEGER: "numeric", FLOAT: "decimal", EMAIL: "email" };
/** @type {Record<string, [RegExp, string]>} */
const EXPECTED = {
  INTEGER: [/^[+-]?\d+$/, "Enter a whole number"],
  FLOAT: [/^[+-]?(\d+\.?\d*|\.\d+)$/, "Enter a number"],
  EMAIL: [/^[^\s@]+@[^\s@]+\.[^\s@]+$/, "Enter an email address"],
};

/**
 * @param {any} spec a textInput
 * @param {import("./widgets.js").Context} context
 * @returns {Element}
 */
export function textInput(spec, context) {
  const suggesting = spec.initialSuggestions || spec.autoCompleteAction;
  const long = spec.type === "MULTIPLE_LINE" && !suggesting;
  const frame = fieldFrame(spec.label || spec.hintText, spec.label ? spec.hintText : "");
  const box = element(long ? "textarea" : "input", {
    id: frame.id, name: spec.name, class: "box", autocomplete: "off", "aria-describedby": frame.described,
    ...(long ? { rows: 2 } : { type: "text" }),
    inputmode: TAKEN_FOR_TEXT[/** @type {"EMAIL"} */ (spec.validation?.inputType)],
  });
  box.value = spec.value ?? "";
  const validation = spec.validation ?? {};
  const fault = (/** @type {boolean} */ required) => textFault(box.value, validation, required);
  frame.root.insertBefore(box, frame.foot);
  register(frame.root, {
    name: spec.name,
    kind: "text",
    read: () => (box.value === "" ? undefined : { stringInputs: { value: [box.value] } }),
    write: (value) => { box.value = value?.stringInputs.value[0] ?? ""; count(); },
    fault,
    mark: (text) => frame.mark(box, text),
    focus: () => box.focus(),
  });
  const count = frame.counter(box, validation.characterLimit);
  box.addEventListener("input", () => { frame.mark(box, ""); count(); });
  box.addEventListener("change", () => {
    frame.mark(box, fault(false));
    if (spec.onChangeAction) context.change(spec.onChangeAction, frame.root);
  });
  if (suggesting) frame.root.append(suggestions(spec, box, context));
  return frame.root;
}

/**
 * @param {string} value
 * @param {{characterLimit?: number, inputType?: string}} validation
 * @param {boolean} required
 */
function textFault(value, validation, required) {
  if (value.trim() === "") return required ? "This field is required" : "";
  if (validation.characterLimit && value.length > validation.characterLimit) {
    return `At most ${validation.characterLimit} characters`;
  }
  const [pattern, advice] = EXPECTED[validation.inputType ?? ""] ?? [/^/, ""];
  return pattern.test(value.trim()) ? "" : advice;
}

/**
 * @param {any} spec
 * @param {HTMLInputElement} box
 * @param {import("./widgets.js").Context} context
 */
function suggestions(spec, box, context) {
  const list = element("datalist", { id: freshId("suggestions") });
  const offer = (/** @type {{text: string}[]} */ items) => {
    list.replaceChildren(...items.map((item) => element("option", { value: item.text })));
  };
  offer(spec.initialSuggestions?.items ?? []);
  box.setAttribute("list", list.id);
  let pause = 0;
  if (spec.autoCompleteAction) box.addEventListener("input", () => {
    window.clearTimeout(pause);
    pause = window.setTimeout(async () => offer(await context.suggest(spec.autoCompleteAction, box)),
      PAUSE_BEFORE_SUGGESTING);
  });
  return list;
}

/**
 * What every boxed input has around it: its label, its hint, its count and its fault.
 * @param {string} label
 * @param {string} [hint]
 */
export function fieldFrame(label, hint) {
  const id = freshId("input");
  const error = element("p", { class: "field-error", id: `${id}-error`, "aria-live": "polite" });
  const hintLine = element("span", { class: "field-hint", id: `${id}-hint` }, hint ?? "");
  const tally = element("span", { class: "field-count", "aria-hidden": "true" });
  const foot = element("div", { class: "field-foot" }, hintLine, tally);
  const root = element("div", { class: "field" }, element("label", { for: id, class: "field-label" }, label), foot, error);
  return {
    id, root, foot, described: `${id}-hint ${id}-error`,
    mark: (/** @type {Element} */ box, /** @type {string} */ fault) => {
      box.setAttribute("aria-invalid", String(fault !== ""));
      error.textContent = fault;
    },
    counter: (/** @type {HTMLInputElement} */ box, /** @type {number|undefined} */ limit) => {
      const count = () => { if (limit) tally.textContent = `${box.value.length}/${limit}`; };
      count();
      return count;
    },
  };
}
