/**
 * The panels of the outside systems: drawn anew at every change, with what has arrived since marked and announced.
 */

import { drawCalendar } from "./calendar.js";
import { element } from "./dom.js";
import { drawGmail } from "./gmail.js";
import { drawInstallers } from "./installers.js";
import { drawLicensing } from "./licensing.js";
import { drawSecrets } from "./secrets.js";
import { drawSalesforce } from "./salesforce.js";
import { drawSlack } from "./slack.js";

/**
 * One thing in a panel that can arrive.
 * @typedef {object} Entry
 * @property {string} key
 * @property {HTMLElement} drawn
 * @property {string} said its announcement
 * @property {string[]} links addresses that lead to it
 */

/**
 * @typedef {object} Drawn
 * @property {Entry[]} entries
 * @property {Node[]} content
 * @property {Entry} [newest] where to look first, if that is not the top
 */

export class Panels {
  /**
   * @param {Record<"slack"|"gmail"|"licensing"|"installers"|"salesforce"|"calendar"|"secrets", HTMLElement>} roots
   * @param {HTMLElement} announcements
   * @param {(url: string) => void} follow
   * @param {(mail: any, from: string) => void} answer
   * @param {(event: any, who: string) => void} invited
   * @param {(key: string) => void} open
   */
  constructor(roots, announcements, follow, answer, invited, open) {
    this.announcements = announcements;
    this.panels = [
      new Panel(roots.slack, "Slack", (state) => drawSlack(state.slack, follow)),
      new Panel(roots.gmail, "Gmail", (state) => drawGmail(state.gmail, answer)),
      new Panel(roots.licensing, "License service", (state) => drawLicensing(state.licensing)),
      new Panel(roots.installers, "Installers spreadsheet", (state) => drawInstallers(state.sheets)),
      new Panel(roots.salesforce, "Salesforce", (state) => drawSalesforce(state.salesforce)),
      new Panel(roots.calendar, "Calendar", (state) => drawCalendar(state.calendar, invited)),
      new Panel(roots.secrets, "One-time links", (state) => drawSecrets(state.one_time_secret, open)),
    ];
  }

  /** @param {any} state */
  show(state) {
    for (const panel of this.panels) {
      for (const entry of panel.show(state)) this.announcements.append(element("p", {}, entry.said));
    }
    // A log that grows for ever is read by nobody.
    while (this.announcements.childElementCount > 20) this.announcements.firstChild?.remove();
  }

  /** Forget what was seen, so that a reset sandbox announces nothing. */
  forget() {
    for (const panel of this.panels) panel.seen = undefined;
  }

  /**
   * The panel that a link leads to: the one that shows what has this address, or the system of its host.
   * @param {string} url
   * @returns {Panel|undefined}
   */
  behind(url) {
    const host = URL.canParse(url) ? new URL(url).hostname : "";
    const [slack, gmail, licensing] = this.panels;
    const named = this.panels.find((panel) => panel.entries.some((entry) => entry.links.includes(url)));
    if (named) return named;
    if (/(^|\.)slack\./.test(host)) return slack;
    if (host === "sourcegraph.example") return licensing;
    return host === "mail.google.com" ? gmail : undefined;
  }
}

class Panel {
  /**
   * @param {HTMLElement} root
   * @param {string} name
   * @param {(state: any) => Drawn} draw
   */
  constructor(root, name, draw) {
    this.root = root;
    this.draw = draw;
    /** @type {Entry[]} */
    this.entries = [];
    /** @type {Set<string>|undefined} */
    this.seen = undefined;
    this.count = element("span", { class: "panel-count" });
    // What scrolls is reached by keyboard too.
    this.body = element("div", { class: "panel-body", tabindex: "0" });
    root.replaceChildren(element("h2", { class: "panel-name" }, name, this.count), this.body);
  }

  /**
   * @param {any} state
   * @returns {Entry[]} what has arrived since the panel was drawn last
   */
  show(state) {
    const { entries, content, newest } = this.draw(state);
    const arrived = this.seen ? entries.filter((entry) => !this.seen?.has(entry.key)) : [];
    const first = this.seen === undefined;
    const scroll = this.body.scrollTop;
    this.entries = entries;
    this.seen = new Set(entries.map((entry) => entry.key));
    this.body.replaceChildren(...content);
    this.body.scrollTop = scroll;
    this.count.textContent = entries.length ? String(entries.length) : "";
    for (const entry of arrived) entry.drawn.classList.add("arrived");
    if (first && newest) reveal(this.body, newest.drawn);
    if (arrived.length) {
      reveal(this.body, arrived[0].drawn);
      revealAcross(this.root);
    }
    return arrived;
  }

  /** @param {string} url */
  focus(url) {
    const entry = this.entries.find((each) => each.links.includes(url));
    const target = entry?.drawn ?? this.root;
    target.classList.remove("pointed");
    target.focus({ preventScroll: true });
    target.classList.add("pointed");
    revealAcross(this.root);
    if (entry) reveal(this.body, entry.drawn);
  }
}

/** Scroll the panel alone, never the page. @param {HTMLElement} body @param {HTMLElement} target */
function reveal(body, target) {
  const gap = target.getBoundingClientRect().top - body.getBoundingClientRect().top;
  body.scrollTop += gap - 36;
}

/** There are more panels than fit beside each other: bring this one in. @param {HTMLElement} panel */
function revealAcross(panel) {
  const row = panel.parentElement;
  if (!row) return;
  const [mine, seen] = [panel.getBoundingClientRect(), row.getBoundingClientRect()];
  if (mine.left < seen.left) row.scrollLeft += mine.left - seen.left - 12;
  else if (mine.right > seen.right) row.scrollLeft += mine.right - seen.right + 12;
}
