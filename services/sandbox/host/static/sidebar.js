/**
 * The sidebar around the cards: its bar, the stack of cards, the spinner, notifications and errors.
 */

import { drawCard } from "./card.js";
import { drawComplaints } from "./complaints.js";
import { element } from "./dom.js";
import { carry, counterpart } from "./form.js";
import { icon } from "./icons.js";
import { openMenu } from "./menu.js";

const NOTIFICATION_STAYS = 6000;

export class Sidebar {
  /**
   * @param {HTMLElement} root
   * @param {{name: string, logoUrl?: string}} addon
   */
  constructor(root, addon) {
    /** @type {{card: any, drawn: HTMLElement}[]} */
    this.stack = [];
    /** @type {import("./widgets.js").Context|undefined} */
    this.context = undefined;
    /** @type {() => import("./menu.js").MenuItem[]} */
    this.ownMenu = () => [];
    /** @type {HTMLElement|undefined} */
    this.held = undefined;
    /** @type {HTMLElement|undefined} */
    this.goesOn = undefined;
    this.root = root;
    this.back = barButton("arrow_back", "Back", () => this.navigate([{ pop: true }]));
    this.more = barButton("more_vert", "More options", () => openMenu(this.more, this.menuItems()));
    this.more.setAttribute("aria-haspopup", "menu");
    this.fault = element("div", { class: "fault", role: "alert" });
    this.cards = element("div", { class: "cards" });
    this.spinner = element("div",
      { class: "spinner", role: "progressbar", "aria-label": "Working", hidden: true }, element("span", {}));
    this.toast = element("div", { class: "toast", role: "status" });
    this.complaints = element("section", { class: "complaints", "aria-label": "Complaints" });
    this.json = element("details", { class: "card-json" });
    this.toastTimer = 0;
    root.replaceChildren(
      element("header", { class: "bar" },
        this.back, logo(addon), element("h2", { class: "bar-name" }, addon.name), this.more),
      element("div", { class: "stage" }, this.fault, this.cards, this.spinner, this.toast),
      this.complaints, this.json);
    this.show();
  }

  /** The card that is on top. */
  get top() {
    return this.stack.at(-1);
  }

  /** Throw all cards away, for another person or another file. */
  empty() {
    this.stack = [];
    this.notify("");
    this.fault.replaceChildren();
    this.complain([]);
    this.show();
  }

  /**
   * Follow the navigations of an answer.
   * @param {any[]} navigations
   * @param {boolean} [keepsValues] whether updated cards take over what was typed
   */
  navigate(navigations, keepsValues = true) {
    for (const navigation of navigations) {
      if (navigation.pushCard) this.stack.push(this.drawn(navigation.pushCard));
      else if (navigation.updateCard) this.update(navigation.updateCard, keepsValues);
      else if (navigation.pop) this.stack.splice(Math.max(1, this.stack.length - 1));
      else if (navigation.popToRoot) this.stack.splice(1);
      else if (navigation.popToCard) this.popTo(navigation.popToCard);
    }
    if (navigations.length === 0) return;
    this.recover();
    this.show();
  }

  /** The add-on answers again: what it failed at before is no longer shown. */
  recover() {
    this.fault.replaceChildren();
  }

  /**
   * Block the card while its action runs. What is blocked loses the focus, and gets it back unless it went elsewhere.
   * @param {boolean} on
   */
  busy(on) {
    const focused = document.activeElement;
    if (on && this.cards.contains(focused)) this.held = /** @type {HTMLElement} */ (focused);
    if (on) this.notify("");
    this.spinner.hidden = !on;
    this.cards.inert = on;
    this.cards.setAttribute("aria-busy", String(on));
    if (on) return;
    if (document.activeElement === document.body) this.held?.focus({ preventScroll: true });
    this.held = undefined;
  }

  /** Say it over the card for a while, or until something else is pressed. @param {string} text */
  notify(text) {
    window.clearTimeout(this.toastTimer);
    this.toast.replaceChildren(...(text ? [element("span", {}, text)] : []));
    this.toastTimer = window.setTimeout(() => this.toast.replaceChildren(), NOTIFICATION_STAYS);
  }

  /**
   * Say that the add-on failed, as Google does; the card below stays as it was.
   * @param {string} problem
   * @param {string} [detail]
   * @param {() => void} [retry]
   */
  fail(problem, detail, retry) {
    const actions = element("div", { class: "fault-actions" },
      retry ? element("button", { type: "button", class: "quiet", onclick: retry }, "Try again") : null,
      element("button", { type: "button", class: "quiet", onclick: () => this.fault.replaceChildren() }, "Dismiss"));
    this.fault.replaceChildren(element("div", { class: "fault-box" }, icon("error", { fill: true }),
      element("div", { class: "fault-words" },
        element("strong", {}, "Error with the add-on"), element("p", {}, problem),
        detail ? element("details", {}, element("summary", {}, "Details"), element("pre", { tabindex: 0 }, detail)) : null,
        actions)));
    this.show();
  }

  /**
   * Say what the linter has against the last answer.
   * @param {import("./complaints.js").Complaint[]} complaints
   */
  complain(complaints) {
    drawComplaints(this.complaints, complaints);
  }

  /**
   * Keep the last answer for whoever builds the add-on.
   * @param {{function: string, status: number, milliseconds: number, answer: any, text?: string}} report
   */
  record(report) {
    const path = new URL(report.function).pathname;
    const told = `${report.status || "no answer"} · ${report.milliseconds} ms`;
    const text = report.answer ? JSON.stringify(report.answer, null, 2) : report.text ?? "";
    const content = element("pre", { tabindex: 0, "aria-label": "Last answer" });
    // While it is closed it holds no text, so that looking for words in the sidebar finds those of the card.
    const fill = () => { content.textContent = this.json.open ? text : ""; };
    this.json.ontoggle = fill;
    fill();
    this.json.replaceChildren(
      element("summary", {}, element("span", {}, "Card JSON"), element("span", { class: "told" }, told)),
      element("p", { class: "json-path" }, path), content);
  }

  /** @param {any} card */
  drawn(card) {
    const drawn = drawCard(card, /** @type {any} */ (this.context));
    drawn.tabIndex = -1;
    return { card, drawn };
  }

  /**
   * @param {any} card
   * @param {boolean} keepsValues
   */
  update(card, keepsValues) {
    const next = this.drawn(card);
    const old = this.stack.pop();
    this.stack.push(next);
    if (!old) return;
    if (keepsValues) carry(old.drawn, next.drawn);
    next.drawn.dataset.scroll = String(old.drawn.querySelector(".card-scroll")?.scrollTop ?? 0);
    this.goesOn = counterpart(old.drawn, next.drawn);
  }

  /** @param {string} name */
  popTo(name) {
    const at = this.stack.findLastIndex((entry) => entry.card.name === name);
    if (at >= 0) this.stack.splice(at + 1);
  }

  /**
   * Put the top card on the stage; the others keep what was typed into them, out of sight. Whoever was in an input
   * that is there again stays in it.
   */
  show() {
    const shown = this.top?.drawn;
    const hadFocus = this.root.contains(document.activeElement);
    if (this.cards.firstElementChild !== (shown ?? null)) {
      this.cards.replaceChildren(...(shown ? [shown] : []));
      const scroller = shown?.querySelector(".card-scroll");
      if (scroller && shown?.dataset.scroll) scroller.scrollTop = Number(shown.dataset.scroll);
      const goesOn = this.goesOn && shown?.contains(this.goesOn) ? this.goesOn : undefined;
      if (goesOn && hadFocus) goesOn.focus();
      else if (hadFocus) shown?.focus({ preventScroll: true });
    }
    this.goesOn = undefined;
    this.back.hidden = this.stack.length < 2;
    this.more.hidden = this.menuItems().length === 0;
  }

  menuItems() {
    const actions = this.top?.card.cardActions ?? [];
    const fromCard = actions.map((/** @type {any} */ action) => ({
      label: action.actionLabel,
      choose: () => this.context?.press(action.onClick, /** @type {any} */ (this.top?.drawn)),
    }));
    return [...fromCard, ...this.ownMenu()];
  }
}

/**
 * @param {string} name
 * @param {string} label
 * @param {() => void} press
 */
function barButton(name, label, press) {
  const attributes = { type: "button", class: "bar-button", "aria-label": label, title: label, onclick: press };
  return element("button", attributes, icon(name));
}

/** @param {{logoUrl?: string}} addon */
function logo({ logoUrl }) {
  const own = element("span", { class: "bar-logo" }, icon("done"));
  if (!logoUrl) return own;
  const picture = element("img", { class: "bar-logo", alt: "" });
  picture.addEventListener("error", () => picture.replaceWith(own));
  picture.src = logoUrl;
  return picture;
}
