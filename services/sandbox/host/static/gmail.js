/**
 * The Gmail panel: conversations, each mail as its recipient sees it, the newest talk first. Whoever got a mail
 * outside can answer it.
 */

import { element } from "./dom.js";
import { mailText } from "./text.js";

/**
 * @param {any} gmail the state of the mailboxes
 * @param {(mail: any, from: string) => void} answer
 * @returns {import("./panels.js").Drawn}
 */
export function drawGmail(gmail, answer) {
  const ours = new Set(Object.keys(gmail.mailboxes ?? {}).map((address) => address.toLowerCase()));
  const sent = new Set((gmail.outbox ?? []).map((/** @type {any} */ mail) => mail.id));
  /** @type {import("./panels.js").Entry[]} */
  const entries = [];
  const content = (gmail.conversations ?? []).map((/** @type {any[]} */ talk) => {
    const drawn = talk.map((mail) => {
      const outside = sent.has(mail.id) ? addressed(mail).filter((address) => !ours.has(address)) : [];
      const article = drawMail(mail, outside, answer);
      const said = sent.has(mail.id) ? `New mail to ${people(mail.to)}: ${mail.subject}` : `${people(mail.from)} answered: ${mail.subject}`;
      entries.push({ key: String(mail.id), drawn: article, links: [], said });
      return article;
    });
    return element("section", { class: "talk", "aria-label": `Conversation: ${talk[0].subject ?? "no subject"}` }, ...drawn);
  });
  if (content.length === 0) content.push(element("p", { class: "nothing" }, "No mail has been sent yet."));
  return { entries, content };
}

/** @param {any} mail @returns {string[]} */
function addressed(mail) {
  return [mail.to, mail.cc].flatMap((field) => people(field).match(/[^\s<>,]+@[^\s<>,]+/g) ?? []).map((each) => each.toLowerCase());
}

/**
 * @param {any} mail
 * @param {string[]} outside who got it outside our company
 * @param {(mail: any, from: string) => void} answer
 */
function drawMail(mail, outside, answer) {
  const fields = [["From", mail.from], ["To", mail.to], ["Cc", mail.cc], ["Date", sent(mail.date)]];
  const rows = fields.filter(([, value]) => people(value)).flatMap(([name, value]) => [
    element("dt", {}, name), element("dd", {}, people(value))]);
  const body = mail.html ? element("div", { class: "mail-body" }, mailText(mail.html))
    : element("div", { class: "mail-body plain" }, mail.text ?? "");
  return element("article", { class: "mail", tabindex: -1, "aria-label": `Mail: ${mail.subject ?? "no subject"}` },
    element("h3", { class: "mail-subject" }, mail.subject || "(no subject)"),
    element("dl", { class: "mail-fields" }, ...rows), body, ...outside.map((from) => answerButton(mail, from, answer)));
}

/**
 * @param {any} mail
 * @param {string} from
 * @param {(mail: any, from: string) => void} answer
 */
function answerButton(mail, from, answer) {
  const button = element("button", { type: "button", class: "quiet mail-answer" }, `Answer as ${from}`);
  button.addEventListener("click", () => answer(mail, from));
  return button;
}

/** @param {string|string[]|undefined} addresses @returns {string} */
function people(addresses) {
  return Array.isArray(addresses) ? addresses.join(", ") : addresses ?? "";
}

/** @param {string|undefined} date */
function sent(date) {
  const time = new Date(date ?? "");
  return Number.isNaN(time.getTime()) ? date : time.toLocaleString([], { dateStyle: "medium", timeStyle: "short" });
}
