/**
 * The page that plays Google Docs and Sheets: who sits there, which file is open, and what changes meanwhile.
 */

import { get, post, RefusedError } from "./api.js";
import { Conversation } from "./conversation.js";
import { offerCreations } from "./creation.js";
import {
  askForAnswer, askForInvitation, choosePermissions, confirmCancel, confirmReset, showSecret, tell,
} from "./dialogs.js";
import { DocumentView } from "./document.js";
import { element } from "./dom.js";
import { drawFiles, drawPeople, fileIcon } from "./files.js";
import { Panels } from "./panels.js";
import { offerChips } from "./preview.js";
import { Sidebar } from "./sidebar.js";
import { SpreadsheetView } from "./spreadsheet.js";

const WAIT_SECONDS = 20;
const PAUSE_AFTER_FAILURE = 2000;
const OUTAGE = "The sandbox does not answer";

/** @param {string} id @returns {HTMLElement} */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** What somebody pressed beside the sidebar; if it fails, they are told. @param {Promise<void>} pressed */
function tried(pressed) {
  pressed.catch((error) => tell("That did not work", [error instanceof RefusedError ? error.message : `${OUTAGE}.`]));
}

class HostPage {
  /** @param {{people: any[], addon: any}} session */
  constructor({ people, addon }) {
    this.people = people;
    this.addon = addon;
    /** @type {any[]} */
    this.files = [];
    this.person = people[0];
    /** @type {any} */
    this.file = undefined;
    /** @type {any} */
    this.view = undefined;
    this.revision = -1;
    this.looking = this.saving = Promise.resolve();
    this.unsaved = 0;
    const follow = (/** @type {string} */ url) => this.follow(url);
    this.panels = new Panels(
      {
        slack: byId("slack"), gmail: byId("gmail"), licensing: byId("licensing"), installers: byId("installers"),
        salesforce: byId("salesforce"), calendar: byId("calendar"), secrets: byId("secrets"),
      },
      byId("announcements"), follow, (mail, from) => tried(this.answer(mail, from)),
      (event, who) => tried(this.invited(event, who)), (key) => tried(this.opened(key)));
    const page = { follow, isInside: (/** @type {string} */ url) => this.isInside(url), changed: () => this.look() };
    const seat = () => ({ person: this.person, file: this.file });
    this.conversation = new Conversation(new Sidebar(byId("handover"), addon), addon, seat, page);
    offerChips(byId("editor"), this.conversation);
    offerCreations(byId("editor"), this.conversation);
    byId("permissions").addEventListener("click", () => tried(this.permissions()));
    byId("day").addEventListener("click", () => tried(this.nextDay()));
    byId("reset").addEventListener("click", () => tried(this.reset()));
  }

  /** Begin where the address says, or with the first person and the first file. */
  async begin() {
    const asked = new URLSearchParams(window.location.search);
    this.person = this.people.find((person) => person.id === asked.get("as")) ?? this.person;
    await this.look();
    this.showPeople();
    await this.openFile(asked.get("file") ?? "");
    await this.watch();
  }

  /**
   * Somebody outside answers a mail.
   * @param {any} mail
   * @param {string} from
   */
  async answer(mail, from) {
    const text = await askForAnswer(mail.subject, from);
    if (!text) return;
    await post("/host/answer", { mail: mail.id, as: from, text });
    await this.look();
  }

  /** Wait for changes for as long as the page is open. */
  async watch() {
    for (;;) {
      const seen = this.revision;
      const state = await get(`/host/state?since=${seen}&wait=${WAIT_SECONDS}`).catch(() => undefined);
      if (state) await this.inOrder(() => this.take(state, seen));
      else await this.outage();
    }
  }

  /** See now what has changed. */
  look() {
    return this.inOrder(async () => {
      const seen = this.revision;
      await this.take(await get(`/host/state?since=${seen}`), seen);
    });
  }

  /** What was asked earlier is drawn earlier. @param {() => Promise<void>} work */
  inOrder(work) {
    this.looking = this.looking.then(work).catch(() => this.outage());
    return this.looking;
  }

  async outage() {
    this.told(OUTAGE);
    await new Promise((resolve) => { window.setTimeout(resolve, PAUSE_AFTER_FAILURE); });
  }

  /**
   * Draw a new state, unless another one has been drawn since it was asked for.
   * @param {any} state
   * @param {number} seen
   */
  async take(state, seen) {
    if (this.saved?.textContent === OUTAGE) this.told("");
    if (!state.panels || seen !== this.revision) return;
    this.revision = state.revision;
    this.files = state.files;
    this.panels.show(state.panels);
    if (!this.file) return;
    this.file = this.files.find((file) => file.id === this.file.id) ?? this.file;
    this.drawContent(await get(`/host/files/${encodeURIComponent(this.file.id)}`));
  }

  /** @param {string} id */
  async openFile(id) {
    this.file = this.files.find((file) => file.id === id) ?? this.files[0];
    if (!this.file) return;
    this.remember();
    const content = await get(`/host/files/${encodeURIComponent(this.file.id)}`);
    if (content.file.id !== this.file.id) return;
    this.drawEditor(content);
    await this.conversation.home();
  }

  /** @param {any} content */
  drawEditor(content) {
    const body = element("div", { class: `editor-body editor-${this.file.kind}` });
    this.saved = element("span", { class: "saved", role: "status" });
    this.title = element("h2", { class: "editor-title" }, this.file.title);
    byId("editor").replaceChildren(
      element("header", { class: "editor-bar" }, fileIcon(this.file.kind), this.title, this.saved), body);
    const file = this.file;
    this.view = file.kind === "document"
      ? new DocumentView(body, (place, text) => this.save(() => ({ file: file.id, ...place(), text })),
        (url) => this.follow(url))
      : new SpreadsheetView(body, (sheet, cell, text) => this.save(() => ({ file: file.id, sheet, cell, text })));
    this.drawContent(content);
  }

  /** @param {any} content */
  drawContent(content) {
    if (!this.view || content.file.id !== this.file.id) return;
    this.view.show(content);
    this.title?.replaceChildren(content.file.title);
    document.title = `${content.file.title} · Handover sandbox`;
    this.showFiles();
  }

  /**
   * Bring an edit to the sandbox, after those before it.
   * @param {() => Record<string, any>} edit
   */
  save(edit) {
    const person = this.person.id;
    this.unsaved += 1;
    this.told("Saving…");
    this.saving = this.saving.then(async () => {
      const outcome = await post("/host/edit", { person, ...edit() }).then(() => "Saved to the sandbox", (error) => (
        error instanceof RefusedError ? error.message : "Not saved: the sandbox does not answer"));
      await this.look();
      this.unsaved -= 1;
      this.told(this.unsaved ? "Saving…" : outcome);
    });
  }

  /** @param {string} words */
  told(words) {
    if (this.saved) this.saved.textContent = words;
  }

  showFiles() {
    const tabs = { list: this.view?.tabs?.() ?? [], open: this.view?.tab ?? "" };
    drawFiles(byId("files"), this.files, this.file?.id, tabs, {
      file: (id) => this.openFile(id),
      tab: (id) => { this.view.choose(id); this.showFiles(); },
    });
  }

  showPeople() {
    drawPeople(byId("people"), this.people, this.person.id, (id) => {
      this.person = this.people.find((person) => person.id === id);
      this.remember();
      this.showPeople();
      this.conversation.home();
    });
  }

  /** The address keeps person and file over a reload. */
  remember() {
    window.history.replaceState(null, "", `?${new URLSearchParams({ as: this.person.id, file: this.file?.id ?? "" })}`);
  }

  /**
   * Go where a link leads: to a file of the sandbox, to a panel, or out into another tab.
   * @param {string} url
   */
  follow(url) {
    const file = this.fileBehind(url);
    const panel = this.panels.behind(url);
    if (file) this.openFile(file.id);
    else if (panel) panel.focus(url);
    else window.open(url, "_blank", "noopener,noreferrer");
  }

  /** Whether a link stays on this page. @param {string} url */
  isInside(url) {
    return Boolean(this.fileBehind(url) ?? this.panels.behind(url));
  }

  /** @param {string} url */
  fileBehind(url) {
    return this.files.find((file) => url.includes(`/d/${file.id}`) || url === file.url);
  }

  async permissions() {
    const { name, id: person } = this.person;
    const { title, id: file } = this.file;
    const [scopes, open] = await Promise.all([post("/host/scopes", { person }), post("/host/file-scope", { person, file })]);
    const offered = this.addon.scopes.map(
      (/** @type {string} */ scope) => ({ scope, granted: scopes.granted.includes(scope) }));
    const chosen = await choosePermissions(name, offered, { title, granted: open.granted });
    if (!chosen) return;
    await post("/host/scopes", { person, set: chosen.scopes });
    if (chosen.file !== open.granted) await post("/host/file-scope", { person, file, granted: chosen.file });
    await this.conversation.home();
  }

  /** The customer opens a link that shows its secret once. @param {string} key */
  async opened(key) {
    const { value } = await post("/host/secret", { key });
    await this.look();
    await showSecret(value);
  }

  /**
   * A guest answers an invitation, or its organizer cancels it.
   * @param {any} event
   * @param {string} who
   */
  async invited(event, who) {
    const did = await (who === event.organizer ? confirmCancel(event.summary, who) : askForInvitation(event, who));
    if (did) await post("/host/invitation", { event: event.id, as: who, ...did });
    await this.look();
  }

  /** A day passes, and the reminders run as they would from a server's cron. */
  async nextDay() {
    const told = await post("/host/day", {});
    await this.look();
    const said = told.posted ? `${told.posted} ${told.posted === 1 ? "reminder" : "reminders"} posted in Slack.`
      : told.quiet ? "Nobody is reminded on this day." : "Nothing is late, so nobody was reminded.";
    await tell(`It is ${told.now}, 10:00`, [said, ...told.problems]);
  }

  async reset() {
    if (!(await confirmReset())) return;
    await post("/host/reset", {});
    this.panels.forget();
    this.revision = -1;
    await this.look();
    await this.openFile(this.file?.id ?? "");
  }
}

new HostPage(await get("/host/session")).begin();
