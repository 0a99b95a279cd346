/**
 * The conversation with the add-on: every trigger and click goes out as a signed event, and what comes back is
 * followed, including the dialogs that Google itself shows in between.
 */

import { post } from "./api.js";
import { askForFile, askForScopes } from "./dialogs.js";
import { readClickAnswer, readPreview, readSuggestions, readTriggerAnswer } from "./envelope.js";
import { clear, gather, isComplete } from "./form.js";
import { cardIcon } from "./icons.js";
import { openMenu } from "./menu.js";

/**
 * One event that can be sent again, after a consent or by "Try again".
 * @typedef {object} Sending
 * @property {string} address
 * @property {Record<string, any>} body
 * @property {(answer: any) => import("./envelope.js").Instructions} read
 * @property {boolean} spins
 * @property {boolean} keepsValues
 * @property {Element} [card] the card whose form was sent
 */

export class Conversation {
  /**
   * @param {import("./sidebar.js").Sidebar} sidebar
   * @param {any} addon
   * @param {() => {person: any, file: any}} seat who sits there now, in front of what
   * @param {{follow: (url: string) => void, isInside: (url: string) => boolean, changed: () => Promise<void>}} page
   */
  constructor(sidebar, addon, seat, page) {
    this.sidebar = sidebar;
    this.addon = addon;
    this.seat = seat;
    this.page = page;
    // Another person or file begins another visit, and answers to an earlier one are dropped.
    this.visit = 0;
    this.clicks = "/host/click";
    sidebar.context = this;
    sidebar.ownMenu = () => this.universalActions();
  }

  /** Open the sidebar afresh: the homepage of this host app. */
  async home() {
    this.visit += 1;
    this.sidebar.empty();
    await this.send(this.triggering("homepageTrigger"));
  }

  /**
   * Somebody used a widget.
   * @param {any} onClick
   * @param {Element} origin
   * @param {Record<string, string>} [extra]
   */
  async press(onClick, origin, extra = {}) {
    if (onClick?.openLink) this.open(onClick.openLink);
    else if (onClick?.card) this.sidebar.navigate([{ pushCard: onClick.card }]);
    else if (onClick?.overflowMenu) this.unfold(onClick.overflowMenu, /** @type {HTMLElement} */ (origin));
    else {
      const action = onClick?.action ?? onClick?.openDynamicLinkAction;
      if (action) await this.act(action, origin, extra);
    }
  }

  /**
   * An input with an onChangeAction changed.
   * @param {any} action
   * @param {Element} origin
   */
  async change(action, origin) {
    await this.act(action, origin, {});
  }

  /**
   * Ask for suggestions to what was typed so far.
   * @param {any} action
   * @param {HTMLInputElement} box
   */
  async suggest(action, box) {
    const formInputs = { [box.name]: { stringInputs: { value: [box.value] } } };
    try {
      const report = await post("/host/suggestions", { ...this.whoAndWhere(), ...called(action), formInputs });
      this.sidebar.complain(report.complaints);
      return readSuggestions(report.answer);
    } catch {
      return [];
    }
  }

  /**
   * Ask what stands behind a link that was pasted.
   * @param {string} url
   * @returns {Promise<{title: string, card: any}|undefined>} nothing if no add-on answers for it
   */
  async preview(url) {
    const report = await post("/host/preview", { ...this.whoAndWhere(), url }).catch(() => ({}));
    if (report.function) this.sidebar.record(report);
    if (report.complaints) this.sidebar.complain(report.complaints);
    return report.complaints?.some((/** @type {any} */ each) => each.refused) ? undefined : readPreview(report.answer);
  }

  /** @param {string} url */
  follow(url) {
    this.page.follow(url);
  }

  /**
   * @param {any} action
   * @param {Element} origin
   * @param {Record<string, string>} extra
   */
  async act(action, origin, extra) {
    const card = origin.closest(".card") ?? this.sidebar.top?.drawn;
    if (card && !isComplete(card, action)) return;
    const call = called(action);
    await this.send({
      address: this.clicks,
      body: { ...call, parameters: { ...call.parameters, ...extra }, formInputs: card && gather(card) },
      read: readClickAnswer,
      spins: action.loadIndicator !== "NONE",
      keepsValues: Boolean(action.persistValues),
      card,
    });
  }

  /** @param {Sending} sending */
  async send(sending) {
    const visit = this.visit;
    this.sidebar.busy(sending.spins);
    let report;
    try {
      report = await post(sending.address, { ...this.whoAndWhere(), ...sending.body });
    } catch (error) {
      report = { problem: String(/** @type {Error} */ (error).message) };
    }
    if (visit !== this.visit) return;
    if (sending.spins) this.sidebar.busy(false);
    if (report.function) this.sidebar.record(report);
    this.page.changed();
    await this.receive(report, sending);
  }

  /**
   * @param {any} report
   * @param {Sending} sending
   */
  async receive(report, sending) {
    const again = () => this.send(sending);
    this.sidebar.complain(report.complaints ?? []);
    if (report.problem) {
      this.sidebar.fail(report.problem, report.text, again);
      return;
    }
    const refused = report.complaints.find((/** @type {any} */ complaint) => complaint.refused);
    if (refused) {
      this.sidebar.fail("The answer is not what Google accepts here.", refused.words, again);
      return;
    }
    this.sidebar.recover();
    await this.obey(sending.read(report.answer), sending);
  }

  /**
   * @param {import("./envelope.js").Instructions} instructions
   * @param {Sending} sending
   */
  async obey(instructions, sending) {
    if (instructions.wantsScopes) {
      await this.consent(instructions.wantsScopes, sending);
      return;
    }
    if (sending.card && !sending.keepsValues) clear(sending.card);
    this.sidebar.navigate(instructions.navigations, sending.keepsValues);
    if (instructions.notification) this.sidebar.notify(instructions.notification);
    if (instructions.link) {
      // What stands there may have been made only now.
      await this.page.changed();
      this.open(instructions.link);
    }
    if (instructions.wantsFile) await this.fileScope();
  }

  /**
   * Google's consent prompt; what was clicked is sent again once the person allowed.
   * @param {{scopes: string[], all: boolean}} wanted
   * @param {Sending} sending
   */
  async consent(wanted, sending) {
    const visit = this.visit;
    const scopes = wanted.all ? this.addon.scopes : wanted.scopes;
    const allowed = await askForScopes(this.addon.name, this.seat().person, scopes);
    if (visit !== this.visit) return;
    if (allowed === undefined) {
      const again = () => this.send(sending);
      if (!this.sidebar.top) this.sidebar.fail(`${this.addon.name} needs your permission.`, undefined, again);
      return;
    }
    try {
      await post("/host/scopes", { person: this.seat().person.id, allow: allowed });
    } catch (error) {
      this.sidebar.fail("A scope was asked for that the manifest does not list.", /** @type {Error} */ (error).message);
      return;
    }
    await this.send(sending);
  }

  /** Google's dialog for the open file; only a yes reaches the add-on. */
  async fileScope() {
    const { person, file } = this.seat();
    const visit = this.visit;
    const allowed = await askForFile(this.addon.name, file.title);
    if (!allowed || visit !== this.visit) return;
    await post("/host/file-scope", { person: person.id, file: file.id, granted: true });
    await this.send(this.triggering("onFileScopeGrantedTrigger"));
  }

  /**
   * @param {{url: string, onClose?: string}} link
   */
  open(link) {
    if (!this.page.isInside(link.url) && !mayOpen(link.url, this.addon.openLinkUrlPrefixes)) {
      const detail = `${link.url} begins with none of the manifest's openLinkUrlPrefixes.`;
      this.sidebar.fail("This link may not be opened.", detail);
      return;
    }
    this.page.follow(link.url);
    if (link.onClose === "RELOAD") window.addEventListener("focus", () => this.home(), { once: true });
  }

  /**
   * @param {string} trigger
   * @returns {Sending}
   */
  triggering(trigger) {
    return { address: "/host/trigger", body: { trigger }, read: readTriggerAnswer, spins: true, keepsValues: true };
  }

  /**
   * @param {{items?: any[]}} menu
   * @param {HTMLElement} origin
   */
  unfold(menu, origin) {
    openMenu(origin, (menu.items ?? []).map((item) => ({
      label: item.text, disabled: item.disabled, icon: item.startIcon ? cardIcon(item.startIcon) : null,
      choose: () => this.press(item.onClick, origin),
    })));
  }

  universalActions() {
    const own = this.addon.universalActions.map((/** @type {any} */ action) => ({
      label: action.label,
      choose: () => {
        const url = action.openLink?.url ?? action.openLink;
        if (url) this.open({ url });
        else this.act({ function: action.runFunction }, this.sidebar.root, {});
      },
    }));
    return [...own, { label: "Refresh", choose: () => this.home() }];
  }

  whoAndWhere() {
    const { person, file } = this.seat();
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const offset = String(-new Date().getTimezoneOffset() * 60_000);
    return { person: person.id, file: file.id, locale: navigator.language, timeZone: { id: zone, offset } };
  }
}

/**
 * What an action calls; its parameters go out as a list and come back as a map.
 * @param {any} action
 */
function called(action) {
  const pairs = (action.parameters ?? []).map((/** @type {any} */ parameter) => [parameter.key, parameter.value]);
  return { function: action.function, parameters: Object.fromEntries(pairs) };
}

/**
 * Whether the manifest lets cards open this address: one of its prefixes, or a child of it; a star at the beginning
 * of the host stands for any subdomain.
 * @param {string} url
 * @param {string[]} prefixes
 */
function mayOpen(url, prefixes) {
  return prefixes.some((prefix) => {
    const literal = prefix.replace(/[.+?^${}()|[\]\\/]/g, "\\$&").replace("*", "[\\w.-]+");
    return new RegExp(`^${literal}${prefix.endsWith("/") ? "" : "([/?#]|$)"}`).test(url);
  });
}
