/**
 * The Slack panel: every channel with its messages, drawn as Slack draws them.
 */

import { element } from "./dom.js";
import { mrkdwn, slackLink } from "./mrkdwn.js";

/**
 * @param {any} slack the state of the workspace
 * @param {(url: string) => void} follow
 * @returns {import("./panels.js").Drawn}
 */
export function drawSlack(slack, follow) {
  const directory = { users: slack.users ?? [], usergroups: slack.usergroups ?? [], channels: slack.channels ?? [] };
  /** @type {import("./panels.js").Entry[]} */
  const entries = [];
  const spoken = directory.channels.filter((channel) => channel.messages.length > 0);
  const silent = directory.channels.filter((channel) => channel.messages.length === 0);
  const content = spoken.map((channel) => {
    const messages = inThreads(channel.messages).map((message) => {
      const drawn = drawMessage(message, directory, follow);
      const words = drawn.querySelector(".slack-text")?.textContent ?? "";
      const links = message.permalink ? [message.permalink] : [];
      entries.push({ key: `${message.ts} ${channel.id}`, drawn, said: `New in Slack, #${channel.name}: ${words}`, links });
      return drawn;
    });
    return element("section", { class: "channel", "aria-label": `#${channel.name}` },
      element("h3", { class: "channel-name" }, element("span", { "aria-hidden": "true" }, "# "), channel.name), ...messages);
  });
  if (silent.length) {
    const names = silent.map((channel) => element("li", {}, `#${channel.name}`));
    content.push(element("div", { class: "silent" }, element("span", {}, "No messages in"), element("ul", {}, ...names)));
  }
  const newest = [...entries].sort((first, second) => (first.key < second.key ? 1 : -1))[0];
  return { entries, content, newest };
}

/** Replies stand under the message that they answer. @param {any[]} messages @returns {any[]} */
function inThreads(messages) {
  const root = (/** @type {any} */ message) => Number(message.thread_ts ?? message.ts);
  return [...messages].sort((first, second) => root(first) - root(second) || Number(first.ts) - Number(second.ts));
}

/**
 * @param {any} message
 * @param {import("./mrkdwn.js").Directory} directory
 * @param {(url: string) => void} follow
 */
function drawMessage(message, directory, follow) {
  const reply = message.thread_ts && message.thread_ts !== message.ts;
  const name = message.name || directory.users.find((user) => user.id === message.user)?.real_name || message.user || "App";
  const time = new Date(Number(message.ts) * 1000);
  const drawnBlocks = (message.blocks ?? []).map((/** @type {any} */ block) => drawBlock(block, directory, follow));
  const blocks = drawnBlocks.filter(Boolean);
  const body = blocks.length ? blocks : [element("p", {}, mrkdwn(message.text ?? "", directory, follow))];
  return element("article", { class: reply ? "message reply" : "message", tabindex: -1, "data-ts": message.ts },
    element("span", { class: "avatar", "aria-hidden": "true", "data-tone": name.length % 5 }, name[0].toUpperCase()),
    element("div", { class: "message-body" },
      element("p", { class: "byline" }, element("strong", {}, name), " ",
        element("time", { datetime: time.toISOString() }, time.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" }))),
      element("div", { class: "slack-text" }, ...body)));
}

/**
 * The blocks that messages of applications are made of.
 * @param {any} block
 * @param {import("./mrkdwn.js").Directory} directory
 * @param {(url: string) => void} follow
 * @returns {Node|null}
 */
function drawBlock(block, directory, follow) {
  const text = (/** @type {any} */ spec) => slackText(spec, directory, follow);
  const each = (/** @type {any[]|undefined} */ parts, /** @type {(part: any) => Node} */ draw) => (parts ?? []).map(draw);
  switch (block.type) {
    case "header": return element("p", { class: "block-header" }, text(block.text));
    case "divider": return element("hr");
    case "context": return element("p", { class: "block-context" }, ...each(block.elements, (part) => element("span", {}, text(part))));
    case "actions": return element("p", { class: "block-actions" }, ...each(block.elements, (part) => blockButton(part, follow)));
    case "section": return element("div", { class: "block-section" },
      block.text ? element("p", {}, text(block.text)) : null,
      block.fields ? element("ul", { class: "block-fields" }, ...each(block.fields, (field) => element("li", {}, text(field)))) : null,
      block.accessory?.type === "button" ? blockButton(block.accessory, follow) : null);
    default: return null;
  }
}

/**
 * @param {any} spec
 * @param {import("./mrkdwn.js").Directory} directory
 * @param {(url: string) => void} follow
 * @returns {Node}
 */
function slackText(spec, directory, follow) {
  return spec?.type === "mrkdwn" ? mrkdwn(spec.text, directory, follow) : document.createTextNode(spec?.text ?? "");
}

/**
 * @param {any} spec
 * @param {(url: string) => void} follow
 */
function blockButton(spec, follow) {
  const text = spec.text?.text ?? "Open";
  if (!spec.url) return element("span", { class: "block-button" }, text);
  const link = slackLink(spec.url, text, follow);
  link.className = "block-button";
  return link;
}
