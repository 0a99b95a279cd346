/**
 * Choosing among things: check boxes, radio buttons, switches, a drop-down, and several out of a list.
 */

import { element, freshId } from "./dom.js";
import { register } from "./form.js";
import { fieldFrame } from "./inputs.js";

const BOX_TYPES = { RADIO_BUTTON: "radio", CHECK_BOX: "checkbox", SWITCH: "checkbox", MULTI_SELECT: "checkbox" };
const GOOGLES_DEFAULT_MAXIMUM = 3;

/**
 * @param {any} spec a selectionInput
 * @param {import("./widgets.js").Context} context
 * @returns {Element}
 */
export function selectionInput(spec, context) {
  return spec.type === "DROPDOWN" ? dropDown(spec, context) : boxes(spec, context);
}

/**
 * @param {any} spec
 * @param {import("./widgets.js").Context} context
 */
function dropDown(spec, context) {
  const frame = fieldFrame(spec.label ?? spec.name);
  const items = spec.items ?? [];
  const select = element("select", { id: frame.id, name: spec.name, class: "box", "aria-describedby": frame.described });
  const chosen = items.find((/** @type {any} */ item) => item.selected);
  // Without a selected item nothing is chosen, and the browser would choose the first.
  if (!chosen) select.append(element("option", { value: "", hidden: true }));
  for (const item of items) select.append(element("option", { value: item.value }, item.text));
  select.value = chosen?.value ?? "";
  frame.root.insertBefore(select, frame.foot);
  register(frame.root, {
    name: spec.name,
    kind: "choice",
    read: () => strings(select.value === "" ? [] : [select.value]),
    write: (value) => { select.value = value?.stringInputs.value[0] ?? ""; },
    fault: (required) => (required && select.value === "" ? "This field is required" : ""),
    mark: (fault) => frame.mark(select, fault),
    focus: () => select.focus(),
  });
  select.addEventListener("change", () => {
    frame.mark(select, "");
    if (spec.onChangeAction) context.change(spec.onChangeAction, frame.root);
  });
  return frame.root;
}

/**
 * @param {any} spec
 * @param {import("./widgets.js").Context} context
 */
function boxes(spec, context) {
  const kind = spec.type ?? "CHECK_BOX";
  const group = freshId("choice");
  const error = element("p", { class: "field-error", "aria-live": "polite" });
  const inputs = (spec.items ?? []).map((/** @type {any} */ item) => choiceBox(item, kind, group));
  const root = element("fieldset", { class: `field choices choices-${kind.toLowerCase()}` },
    spec.label ? element("legend", { class: "field-label" }, spec.label) : null,
    ...inputs.map((/** @type {HTMLInputElement} */ input) => input.parentElement), error);
  if (!spec.label) root.setAttribute("aria-label", spec.name);
  const ticked = () => inputs.filter((/** @type {HTMLInputElement} */ input) => input.checked);
  const settle = () => {
    const full = kind === "MULTI_SELECT" && ticked().length >= (spec.multiSelectMaxSelectedItems ?? GOOGLES_DEFAULT_MAXIMUM);
    for (const input of inputs) input.disabled = full && !input.checked;
  };
  settle();
  register(root, {
    name: spec.name,
    kind: kind === "RADIO_BUTTON" ? "choice" : "choices",
    read: () => strings(ticked().map((/** @type {HTMLInputElement} */ input) => input.value)),
    write: (value) => {
      for (const input of inputs) input.checked = Boolean(value?.stringInputs.value.includes(input.value));
      settle();
    },
    fault: (required) => (required && ticked().length === 0 ? "Choose at least one" : ""),
    mark: (fault) => { error.textContent = fault; },
    focus: () => inputs[0]?.focus(),
  });
  root.addEventListener("change", () => {
    error.textContent = "";
    settle();
    if (spec.onChangeAction) context.change(spec.onChangeAction, root);
  });
  return root;
}

/**
 * @param {any} item
 * @param {string} kind
 * @param {string} group
 */
function choiceBox(item, kind, group) {
  const input = element("input", {
    type: BOX_TYPES[/** @type {"SWITCH"} */ (kind)] ?? "checkbox", value: item.value, name: group,
    class: kind === "SWITCH" ? "switch" : "tick", role: kind === "SWITCH" ? "switch" : undefined,
  });
  input.checked = Boolean(item.selected);
  const words = element("span", { class: "choice-text" }, item.text);
  if (item.bottomText) words.append(element("span", { class: "choice-note" }, item.bottomText));
  return element("label", { class: "choice" }, input, words).firstChild;
}

/**
 * The switch at the end of a decoratedText.
 * @param {any} spec a switchControl
 * @param {string} name its accessible name, the text beside it
 * @param {import("./widgets.js").Context} context
 * @returns {Element}
 */
export function switchControl(spec, name, context) {
  const plain = spec.controlType === "CHECK_BOX" || spec.controlType === "CHECKBOX";
  const input = element("input", {
    type: "checkbox", "aria-label": name, class: plain ? "tick" : "switch", role: plain ? undefined : "switch",
  });
  input.checked = Boolean(spec.selected);
  const root = element("span", { class: "decorated-control" }, input);
  register(root, {
    name: spec.name,
    kind: "choices",
    read: () => strings(input.checked ? [spec.value ?? ""] : []),
    write: (value) => { input.checked = Boolean(value?.stringInputs.value.includes(spec.value ?? "")); },
    fault: () => "",
    mark: () => {},
    focus: () => input.focus(),
  });
  if (spec.onChangeAction) input.addEventListener("change", () => context.change(spec.onChangeAction, root));
  return root;
}

/** @param {string[]} values */
function strings(values) {
  return values.length ? { stringInputs: { value: values } } : undefined;
}
