/**
 * The page that plays Google Docs and Sheets: who sits there, which file is open, and what changes meanwhile.
 */

import { get, post, RefusedError } from "./api.js";
import { Conversation } from "./conversation.js";
import { choosePermissions, confirmReset } from "./dialogs.js";
import { DocumentView } from "./document.js";
import { element } from "./dom.js";
import { drawFiles, drawPeople, fileIcon } from "./files.js";
import { Panels } from "./panels.js";
import { Sidebar } from "./sidebar.js";
import { SpreadsheetView } from "./spreadsheet.js";

const LOOK_EVERY = 1500;

/** @param {string} id @returns {HTMLElement} */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

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
    this.looking = Promise.resolve();
    const follow = (/** @type {string} */ url) => this.follow(url);
    this.panels = new Panels(
      { slack: byId("slack"), gmail: byId("gmail"), installers: byId("installers") }, byId("announcements"), follow);
    this.conversation = new Conversation(new Sidebar(byId("handover"), addon), addon,
      () => ({ person: this.person, file: this.file }), { follow, changed: () => this.look() });
    byId("permissions").addEventListener("click", () => this.permissions());
    byId("reset").addEventListener("click", () => this.reset());
  }

  /** Begin where the address says, or with the first person and the first file. */
  async begin() {
    const asked = new URLSearchParams(window.location.search);
    this.person = this.people.find((person) => person.id === asked.get("as")) ?? this.person;
    await this.look();
    this.showPeople();
    await this.openFile(asked.get("file") ?? "");
    window.setInterval(() => { if (!document.hidden) this.look(); }, LOOK_EVERY);
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.look(); });
  }

  /** See what has changed in the sandbox; one look at a time, in order. */
  look() {
    this.looking = this.looking.then(() => this.lookOnce()).catch(() => this.told("The sandbox does not answer"));
    return this.looking;
  }

  async lookOnce() {
    const state = await get(`/host/state?since=${this.revision}`);
    if (!state.panels) return;
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
      ? new DocumentView(body, (place, text) => this.save({ file: file.id, ...place, text }))
      : new SpreadsheetView(body, (sheet, cell, text) => this.save({ file: file.id, sheet, cell, text }));
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

  /** @param {Record<string, any>} edit */
  async save(edit) {
    this.told("Saving…");
    try {
      await post("/host/edit", { person: this.person.id, ...edit });
      this.told("Saved to the sandbox");
    } catch (error) {
      this.told(error instanceof RefusedError ? error.message : "Not saved: the sandbox does not answer");
    }
    await this.look();
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
    const file = this.files.find((each) => url.includes(`/d/${each.id}`) || url === each.url);
    if (file) this.openFile(file.id);
    else if (!this.panels.find(url)) window.open(url, "_blank", "noopener,noreferrer");
  }

  async permissions() {
    const person = this.person;
    const { granted } = await post("/host/scopes", { person: person.id });
    const chosen = await choosePermissions(person.name, this.addon.scopes, granted);
    if (!chosen) return;
    await post("/host/scopes", { person: person.id, set: chosen });
    await this.conversation.home();
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
