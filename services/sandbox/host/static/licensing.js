/**
 * The license service's panel: accounts, their subscriptions, and what each license allows. No key is shown.
 */

import { element } from "./dom.js";

/**
 * @param {any} licensing the state of the license service
 * @returns {import("./panels.js").Drawn}
 */
export function drawLicensing(licensing) {
  /** @type {import("./panels.js").Entry[]} */
  const entries = [];
  const content = (licensing?.accounts ?? []).map((/** @type {any} */ account) =>
    element("section", { class: "account", "aria-label": account.username },
      element("h3", { class: "account-name" }, account.username),
      ...account.subscriptions.map((/** @type {any} */ each) => drawSubscription(each, account.username, entries))));
  if (content.length === 0) content.push(element("p", { class: "nothing" }, "There is no account yet."));
  return { entries, content };
}

/**
 * @param {any} subscription
 * @param {string} owner
 * @param {import("./panels.js").Entry[]} entries
 */
function drawSubscription(subscription, owner, entries) {
  const licenses = subscription.licenses.map((/** @type {any} */ license) => {
    const said = `New license for ${owner}: ${license.users} users`;
    const drawn = element("article", { class: "license", tabindex: -1, "aria-label": `License: ${license.users} users` },
      element("p", { class: "license-users" }, `${license.users} users`, element("span", {}, ` until ${day(license.expires)}`)),
      element("p", { class: "license-tags" }, license.tags.join(", ") || "no tags"),
      license.revoked ? element("p", { class: "license-revoked" }, "revoked") : null);
    entries.push({ key: license.id, drawn, said, links: [subscription.page] });
    return drawn;
  });
  return element("div", { class: subscription.archived ? "subscription archived" : "subscription" },
    element("p", { class: "subscription-name" }, subscription.name, subscription.archived ? " · archived" : ""), ...licenses);
}

/** @param {string} moment @returns {string} */
function day(moment) {
  return moment.slice(0, 10);
}
