/**
 * The Gmail panel: the outbox, each mail as its recipient sees it, the newest first.
 */

import { element } from "./dom.js";
import { mailText } from "./text.js";

/**
 * @param {any} gmail the state of the mailboxes
 * @returns {import("./panels.js").Drawn}
 */
export function drawGmail(gmail) {
  const mails = gmail.outbox ?? [];
  const entries = mails.map((/** @type {any} */ mail, /** @type {number} */ index) => ({
    key: String(mail.id ?? mails.length - index), drawn: drawMail(mail), links: [],
    said: `New mail to ${people(mail.to)}: ${mail.subject}`,
  }));
  const content = entries.map((/** @type {import("./panels.js").Entry} */ entry) => entry.drawn);
  if (content.length === 0) content.push(element("p", { class: "nothing" }, "No mail has been sent yet."));
  return { entries, content };
}

/** @param {any} mail */
function drawMail(mail) {
  const fields = [["From", mail.from], ["To", mail.to], ["Cc", mail.cc], ["Date", sent(mail.date)]];
  const rows = fields.filter(([, value]) => people(value)).flatMap(([name, value]) => [
    element("dt", {}, name), element("dd", {}, people(value))]);
  const body = mail.html ? element("div", { class: "mail-body" }, mailText(mail.html))
    : element("div", { class: "mail-body plain" }, mail.text ?? "");
  return element("article", { class: "mail", tabindex: -1, "aria-label": `Mail: ${mail.subject ?? "no subject"}` },
    element("h3", { class: "mail-subject" }, mail.subject || "(no subject)"),
    element("dl", { class: "mail-fields" }, ...rows), body);
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
