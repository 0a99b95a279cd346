/**
 * The dialogs that Google shows itself, outside the add-on's reach, and the sandbox's own two.
 */

import { element, freshId } from "./dom.js";
import { icon } from "./icons.js";

/** What each scope lets an add-on do, in the words of a consent screen. @type {Record<string, string>} */
const MEANINGS = {
  "userinfo.email": "See your primary Google Account email address",
  "script.locale": "Know your language and time zone",
  "drive.file": "See and edit only the files you open with this app",
  "gmail.send": "Send email on your behalf",
  "gmail.compose": "Manage drafts and send emails",
  "gmail.readonly": "View your email messages and settings",
  "calendar.freebusy": "See when you are free or busy",
  "calendar.events": "View and edit events on your calendars",
  "documents": "See, edit and create your Google Docs documents",
  "spreadsheets": "See, edit and create your Google Sheets spreadsheets",
  "workspace.linkpreview": "Preview links in your documents",
  "workspace.linkcreate": "Create links from your documents",
};

/**
 * Ask a person for scopes, each of which may be declined.
 * @param {string} addon
 * @param {{email: string}} person
 * @param {string[]} scopes
 * @returns {Promise<string[]|undefined>} what was allowed, undefined if the dialog was denied
 */
export async function askForScopes(addon, person, scopes) {
  const boxes = scopes.map((scope) => scopeBox(scope, true));
  const allowed = await ask(`${addon} wants additional access to your Google Account`, [
    element("p", { class: "dialog-person" }, icon("person"), person.email),
    element("p", {}, `Select what ${addon} can access:`),
    element("div", { class: "scope-list" }, ...boxes.map((box) => box.parentElement)),
  ], "Allow", "Deny");
  return allowed ? ticked(boxes) : undefined;
}

/**
 * Google's dialog for the open file.
 * @param {string} addon
 * @param {string} title
 * @returns {Promise<boolean>}
 */
export async function askForFile(addon, title) {
  return ask(`Allow ${addon} to access this file?`, [
    element("p", { class: "dialog-file" }, icon("description"), title),
    element("p", {}, `${addon} will be able to see and edit this file while it is yours to open.`),
  ], "Allow", "Deny");
}

/**
 * What somebody outside answers to a mail.
 * @param {string} subject
 * @param {string} from
 * @returns {Promise<string>} empty if nothing is sent
 */
export async function askForAnswer(subject, from) {
  const box = /** @type {HTMLTextAreaElement} */ (element("textarea", { class: "answer-text", rows: 5, required: true, "aria-label": "Answer" }));
  box.value = "Thanks! That date works for us.";
  const sent = await ask(`Answer as ${from}`, [element("p", {}, `To everybody in “${subject}”.`), box], "Send", "Cancel");
  return sent ? box.value.trim() : "";
}

/**
 * What a guest says to an invitation; whoever may change the event can move it instead.
 * @param {any} event
 * @param {string} guest
 * @returns {Promise<{answer: string, start?: string}|undefined>} undefined if nothing is said
 */
export async function askForInvitation(event, guest) {
  const words = [["accepted", "Yes"], ["tentative", "Maybe"], ["declined", "No"], ["moved", "Yes, but at another time"]];
  const boxes = words.filter(([value]) => value !== "moved" || event.movable).map(([value, label]) => {
    const box = tickBox(value, label, "", value === "accepted");
    box.type = "radio";
    box.name = "invitation";
    return box;
  });
  const time = /** @type {HTMLInputElement} */ (element("input", { type: "datetime-local", class: "answer-text" }));
  time.value = onThisClock(new Date(new Date(event.start).getTime() + 86_400_000));
  const instead = element("label", { class: "field-label" }, "When instead", time);
  const list = element("div", { class: "scope-list" }, ...boxes.map((box) => box.parentElement));
  const settle = () => { time.required = !(instead.hidden = ticked(boxes)[0] !== "moved"); };
  list.addEventListener("change", settle);
  settle();
  const said = await ask(`Answer as ${guest}`, [element("p", {}, `“${event.summary}”`), list, instead], "Send", "Cancel");
  const [answer] = ticked(boxes);
  return said ? { answer, ...(answer === "moved" ? { start: new Date(time.value).toISOString() } : {}) } : undefined;
}

/** A time as its input wants it: on the clock of this machine, without zone. @param {Date} time */
function onThisClock(time) {
  return new Date(time.getTime() - time.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/**
 * @param {string} summary
 * @param {string} organizer
 * @returns {Promise<{answer: string}|undefined>}
 */
export async function confirmCancel(summary, organizer) {
  const words = `${organizer} deletes “${summary}” in Google Calendar, and its guests are told.`;
  return await ask("Cancel this event?", [element("p", {}, words)], "Cancel the event", "Keep it") ? { answer: "cancelled" } : undefined;
}

/**
 * What a person has allowed at all: every scope of the manifest, and the open file.
 * @param {string} name
 * @param {{scope: string, granted: boolean}[]} scopes
 * @param {{title: string, granted: boolean}} file
 * @returns {Promise<{scopes: string[], file: boolean}|undefined>}
 */
export async function choosePermissions(name, scopes, file) {
  const boxes = scopes.map(({ scope, granted }) => scopeBox(scope, granted));
  const fileBox = tickBox("", "The open file", file.title, file.granted);
  const saved = await ask(`What ${name} allows the add-on`, [
    element("p", {}, "Untick one to see what the add-on does without it."),
    element("div", { class: "scope-list" }, ...[...boxes, fileBox].map((box) => box.parentElement)),
  ], "Save", "Cancel");
  return saved ? { scopes: ticked(boxes), file: fileBox.checked } : undefined;
}

/** What a link shows its reader, once. @param {string} value */
export async function showSecret(value) {
  const text = element("pre", { class: "answer-text secret-text", tabindex: 0, "aria-label": "What the link shows" }, value);
  const copy = element("button", { type: "button", class: "button button-outlined" }, "Copy");
  copy.addEventListener("click", async () => {
    window.getSelection()?.selectAllChildren(text);
    copy.textContent = await navigator.clipboard.writeText(value).then(() => "Copied", () => "Press Ctrl and C");
  });
  const closed = ask("This is shown once", [
    element("p", {}, "The link is used up now: whoever opens it again sees nothing."), text, copy], "Close");
  copy.focus();
  await closed;
}

/** @returns {Promise<boolean>} */
export async function confirmReset() {
  return ask("Reset the sandbox?", [
    element("p", {}, "Every document, message, mail, cell and permission goes back to how it was at the beginning."),
  ], "Reset", "Cancel");
}

/**
 * Say something that needs no answer.
 * @param {string} title
 * @param {string[]} lines
 */
export async function tell(title, lines) {
  await ask(title, lines.map((line) => element("p", {}, line)), "OK");
}

/**
 * @param {string} title
 * @param {Element[]} content
 * @param {string} yes
 * @param {string} [no] left out where there is nothing to decline
 * @returns {Promise<boolean>}
 */
function ask(title, content, yes, no) {
  const heading = element("h2", { id: freshId("dialog") }, title);
  const decline = no && element("button", { type: "button", class: "button button-borderless" }, no);
  const accept = element("button", { type: "button", class: "button button-filled" }, yes);
  const dialog = element("dialog", { class: "dialog", "aria-labelledby": heading.id },
    heading, ...content, element("div", { class: "dialog-actions" }, decline, accept));
  document.body.append(dialog);
  if (decline) decline.addEventListener("click", () => dialog.close());
  accept.addEventListener("click", () => {
    const missing = dialog.querySelector(":is(input, textarea):invalid");
    if (missing) missing.reportValidity();
    else dialog.close("yes");
  });
  dialog.showModal();
  accept.focus();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
  });
}

/**
 * @param {string} scope
 * @param {boolean} on
 * @returns {HTMLInputElement}
 */
function scopeBox(scope, on) {
  const short = scope.replace("https://www.googleapis.com/auth/", "");
  return tickBox(scope, MEANINGS[short] ?? short, short, on);
}

/**
 * @param {string} value
 * @param {string} words
 * @param {string} note
 * @param {boolean} on
 * @returns {HTMLInputElement} in a label, its parent
 */
function tickBox(value, words, note, on) {
  const box = element("input", { type: "checkbox", class: "tick", value });
  box.checked = on;
  element("label", { class: "choice" }, box,
    element("span", { class: "choice-text" }, words, element("span", { class: "choice-note" }, note)));
  return box;
}

/** @param {HTMLInputElement[]} boxes */
function ticked(boxes) {
  return boxes.filter((box) => box.checked).map((box) => box.value);
}
