/**
 * The form that a card is: what was filled in, what is required, and what survives the next card.
 */

/**
 * An input of a card.
 * @typedef {object} Field
 * @property {string} name the key in formInputs
 * @property {string} kind two fields of one kind can take over each other's values
 * @property {() => any} read the value as formInputs has it, undefined if nothing is filled in
 * @property {(value: any) => void} write the reverse of read
 * @property {(required: boolean) => string} fault what is wrong with the value, in words, or nothing
 * @property {(fault: string) => void} mark show or clear that fault
 * @property {() => void} focus
 */

/** @type {WeakMap<Element, {field: Field, initial: string}>} */
const fields = new WeakMap();

/**
 * Make a drawn widget an input of its card.
 * @param {Element} root
 * @param {Field} field
 */
export function register(root, field) {
  root.setAttribute("data-field", field.name);
  fields.set(root, { field, initial: JSON.stringify(field.read()) });
}

/**
 * The formInputs of an event; undefined when nothing at all is filled in.
 * @param {Element} card
 * @returns {Record<string, any>|undefined}
 */
export function gather(card) {
  /** @type {Record<string, any>} */
  const inputs = {};
  for (const { field } of entries(card)) {
    const value = field.read();
    if (value === undefined) continue;
    inputs[field.name] = field.name in inputs ? merged(inputs[field.name], value) : value;
  }
  return Object.keys(inputs).length ? inputs : undefined;
}

/**
 * Put every input back to what its card said.
 * @param {Element} card
 */
export function clear(card) {
  for (const { field, initial } of entries(card)) field.write(parsed(initial));
}

/**
 * Take what the person changed over into the fields of the next card that are equivalent.
 * @param {Element} from
 * @param {Element} to
 */
export function carry(from, to) {
  for (const old of entries(from)) {
    if (JSON.stringify(old.field.read()) === old.initial) continue;
    for (const { field } of entries(to)) {
      if (field.name === old.field.name && field.kind === old.field.kind) field.write(old.field.read());
    }
  }
}

/**
 * The input of the next card that is the one somebody is in: they may go on choosing or typing there.
 * @param {Element} from
 * @param {Element} to
 * @returns {HTMLInputElement|undefined}
 */
export function counterpart(from, to) {
  const here = /** @type {HTMLInputElement|null} */ (from.querySelector(":is(input, select, textarea):focus"));
  const name = here?.closest("[data-field]")?.getAttribute("data-field");
  const there = /** @type {HTMLInputElement[]} */ ([...to.querySelectorAll("[data-field]")]
    .filter((root) => root.getAttribute("data-field") === name)
    .flatMap((root) => [...root.querySelectorAll("input, select, textarea")]));
  return there.find((one) => one.value === here?.value) ?? there[0];
}

/**
 * Check what an action requires before it is sent; the first fault gets the focus.
 * @param {Element} card
 * @param {{requiredWidgets?: string[], allWidgetsAreRequired?: boolean}} action
 * @returns {boolean}
 */
export function isComplete(card, action) {
  const required = new Set(action.requiredWidgets ?? []);
  const checked = entries(card).filter(({ field }) => action.allWidgetsAreRequired || required.has(field.name));
  const faulty = checked.filter(({ field }) => {
    const fault = field.fault(true);
    field.mark(fault);
    return fault !== "";
  });
  faulty[0]?.field.focus();
  return faulty.length === 0;
}

/** @param {Element} card */
function entries(card) {
  const roots = [...card.querySelectorAll("[data-field]")];
  return roots.flatMap((root) => fields.get(root) ?? []);
}

/**
 * Switches that share a name are one list, as check boxes are.
 * @param {any} first
 * @param {any} second
 */
function merged(first, second) {
  if (!first.stringInputs || !second.stringInputs) return second;
  return { stringInputs: { value: [...first.stringInputs.value, ...second.stringInputs.value] } };
}

/** @param {string|undefined} json */
function parsed(json) {
  return json === undefined ? undefined : JSON.parse(json);
}
