/**
 * The open document, drawn from the JSON of the Docs API, every paragraph of it editable in place.
 */

import { cssColour, drawParagraph, paragraphText, styleParagraph } from "./paragraph.js";
import { element } from "./dom.js";

/**
 * Takes an edit. The place is asked for when the edit is sent, because each edit moves all places behind it.
 * @typedef {(place: () => {tab: string, index: number}, text: string) => void} Commit
 */

export class DocumentView {
  /**
   * @param {HTMLElement} root
   * @param {Commit} commit brings an edit to the sandbox
   * @param {(url: string) => void} follow
   */
  constructor(root, commit, follow) {
    this.commit = commit;
    this.follow = follow;
    this.shape = "";
    this.tab = "";
    /** @type {any} */
    this.document = undefined;
    /** @type {{drawn: HTMLElement, source: string}[]} */
    this.paragraphs = [];
    this.paper = element("article", { class: "paper", "aria-label": "Document" });
    this.paper.addEventListener("click", (/** @type {MouseEvent} */ event) => this.click(event));
    root.replaceChildren(element("div", { class: "desk" }, this.paper));
  }

  /** The document's tabs, child tabs after their parent. */
  tabs() {
    return allTabs(this.document?.tabs ?? []).map((tab) => ({
      id: tab.tabProperties.tabId, title: tab.tabProperties.title, level: tab.tabProperties.nestingLevel ?? 0,
    }));
  }

  /** @param {string} tab */
  choose(tab) {
    this.tab = tab;
    this.show({ document: this.document });
  }

  /**
   * Draw the document, or only what changed in it since it was drawn, so that nobody loses their place.
   * @param {{document: any}} content
   */
  show({ document }) {
    this.document = document;
    const tabs = allTabs(document.tabs);
    const tab = tabs.find((each) => each.tabProperties.tabId === this.tab) ?? tabs[0];
    this.tab = tab.tabProperties.tabId;
    const content = tab.documentTab.body.content;
    const shape = `${this.tab} ${shapeOf(content)}`;
    if (shape === this.shape) this.refresh(content);
    else this.redraw(tab.documentTab, content);
    this.shape = shape;
  }

  /** @param {any[]} content */
  refresh(content) {
    flatParagraphs(content).forEach((block, place) => {
      const entry = this.paragraphs[place];
      entry.drawn.dataset.index = String(block.startIndex ?? 0);
      const source = sourceOf(block);
      if (source === entry.source || isTyped(entry.drawn)) return;
      entry.source = source;
      drawParagraph(entry.drawn, block.paragraph);
    });
  }

  /**
   * @param {any} documentTab
   * @param {any[]} content
   */
  redraw(documentTab, content) {
    const place = this.paragraphs.findIndex((entry) => entry.drawn === document.activeElement);
    this.paragraphs = [];
    const numbering = new Numbering(documentTab.lists ?? {});
    this.paper.replaceChildren(...content.flatMap((block) => this.drawBlock(block, numbering, "")));
    levelHeadings(this.paper);
    if (place >= 0) this.paragraphs[place]?.drawn.focus();
  }

  /**
   * @param {any} block a structural element
   * @param {Numbering} numbering
   * @param {string} label what the paragraph answers, if it stands beside a label
   * @returns {HTMLElement[]}
   */
  drawBlock(block, numbering, label) {
    if (block.table) return [this.drawTable(block.table, numbering)];
    if (!block.paragraph) return [];
    const drawn = styleParagraph(block.paragraph, label);
    drawn.dataset.tab = this.tab;
    drawn.dataset.index = String(block.startIndex ?? 0);
    drawParagraph(drawn, block.paragraph);
    drawn.addEventListener("blur", () => this.leave(drawn));
    drawn.addEventListener("keydown", (event) => typed(drawn, event));
    this.paragraphs.push({ drawn, source: sourceOf(block) });
    const glyph = numbering.glyph(block.paragraph.bullet);
    if (!glyph) return [drawn];
    const item = element("div", { class: "item" }, element("span", { class: "glyph", "aria-hidden": "true" }, glyph), drawn);
    item.style.setProperty("--level", String(block.paragraph.bullet.nestingLevel ?? 0));
    return [item];
  }

  /**
   * @param {any} table
   * @param {Numbering} numbering
   */
  drawTable(table, numbering) {
    const covered = new Set();
    const rows = table.tableRows.map((/** @type {any} */ row, /** @type {number} */ y) => {
      const label = cellText(row.tableCells[0]);
      const cells = row.tableCells.flatMap((/** @type {any} */ cell, /** @type {number} */ x) => {
        if (covered.has(`${y} ${x}`)) {
          // Covered cells hold paragraphs that are not seen, but they are counted like all others.
          cell.content.forEach((/** @type {any} */ block) => this.drawBlock(block, numbering, label));
          return [];
        }
        const { rowSpan = 1, columnSpan = 1, backgroundColor } = cell.tableCellStyle ?? {};
        for (let down = 0; down < rowSpan; down += 1) {
          for (let right = 0; right < columnSpan; right += 1) covered.add(`${y + down} ${x + right}`);
        }
        const drawn = element("td", { rowspan: rowSpan, colspan: columnSpan },
          ...cell.content.flatMap((/** @type {any} */ block) => this.drawBlock(block, numbering, cellLabel(label, x))));
        paint(drawn, backgroundColor);
        return [drawn];
      });
      return element("tr", {}, ...cells);
    });
    return element("table", { class: "doc-table" }, element("tbody", {}, ...rows));
  }

  /** In text that can be edited a link takes the control key too, as in Docs. @param {MouseEvent} event */
  click(event) {
    const link = /** @type {HTMLAnchorElement|null} */ (/** @type {Element} */ (event.target).closest("a"));
    if (!link) return;
    event.preventDefault();
    if (event.ctrlKey || event.metaKey) this.follow(link.href);
  }

  /** Somebody left a paragraph: what they typed goes to the sandbox. @param {HTMLElement} drawn */
  leave(drawn) {
    if (!isTyped(drawn)) return;
    const text = paragraphText(drawn);
    drawn.dataset.before = text;
    this.commit(() => ({ tab: drawn.dataset.tab ?? "", index: Number(drawn.dataset.index) }), text);
  }
}

/** The marks before list items, counted as the document goes on. */
class Numbering {
  /** @param {Record<string, any>} lists */
  constructor(lists) {
    this.lists = lists;
    /** @type {Record<string, number>} */
    this.counts = {};
  }

  /** @param {{listId: string, nestingLevel?: number}|undefined} bullet */
  glyph(bullet) {
    if (!bullet) return "";
    const depth = bullet.nestingLevel ?? 0;
    const level = this.lists[bullet.listId]?.listProperties?.nestingLevels?.[depth] ?? {};
    if (level.glyphSymbol) return level.glyphSymbol;
    if (!level.glyphType || level.glyphType === "GLYPH_TYPE_UNSPECIFIED") return "☐";
    const key = `${bullet.listId} ${depth}`;
    this.counts[key] = (this.counts[key] ?? (level.startNumber ?? 1) - 1) + 1;
    return `${this.counts[key]}.`;
  }
}

/**
 * Enter ends the typing, Shift and Enter break the line, Escape takes the typing back.
 * @param {HTMLElement} drawn
 * @param {KeyboardEvent} event
 */
function typed(drawn, event) {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    drawn.blur();
  } else if (event.key === "Escape" && isTyped(drawn)) {
    drawn.textContent = (drawn.dataset.before ?? "").replaceAll("\u000b", "\n");
    drawn.blur();
  }
}

/** @param {HTMLElement} drawn */
function isTyped(drawn) {
  return paragraphText(drawn) !== drawn.dataset.before;
}

/** @param {any[]} tabs @returns {any[]} */
function allTabs(tabs) {
  return tabs.flatMap((tab) => [tab, ...allTabs(tab.childTabs ?? [])]);
}

/** @param {any[]} content @returns {any[]} */
function flatParagraphs(content) {
  return content.flatMap((block) => {
    if (block.paragraph) return [block];
    const rows = block.table?.tableRows ?? [];
    return rows.flatMap((/** @type {any} */ row) => row.tableCells.flatMap(
      (/** @type {any} */ cell) => flatParagraphs(cell.content)));
  });
}

/** What must stay the same for a document to be refreshed in place. @param {any[]} content @returns {string} */
function shapeOf(content) {
  return content.map((block) => {
    const { paragraphStyle, bullet } = block.paragraph ?? {};
    if (block.paragraph) return `p${paragraphStyle?.namedStyleType ?? ""}${bullet ? "•" : ""}`;
    const rows = block.table?.tableRows ?? [];
    return rows.map((/** @type {any} */ row) => `[${row.tableCells.map(
      (/** @type {any} */ cell) => shapeOf(cell.content)).join("|")}]`).join("");
  }).join(" ");
}

/** A paragraph's content without the indexes, which change with every edit before it. @param {any} block */
function sourceOf(block) {
  return JSON.stringify(block.paragraph, (key, value) => (key.endsWith("Index") ? undefined : value));
}

/** How a cell is called: by the label that begins its row. @param {string} label @param {number} column */
function cellLabel(label, column) {
  if (column === 0) return label ? `Label: ${label}` : "";
  return column === 1 || !label ? label : `${label}, column ${column + 1}`;
}

/** @param {any} cell */
function cellText(cell) {
  const runs = flatParagraphs(cell?.content ?? []).flatMap((block) => block.paragraph.elements);
  return runs.map((run) => run.textRun?.content ?? "").join("").trim();
}

/** @param {HTMLElement} cell @param {any} colour */
function paint(cell, colour) {
  const css = cssColour(colour);
  if (css) cell.style.backgroundColor = css;
}

/**
 * Tell each heading's level without gaps, for people who hear the page: a document may go from title to heading 2.
 * @param {HTMLElement} paper
 */
function levelHeadings(paper) {
  let level = 1;
  for (const heading of paper.querySelectorAll("h2, h3, h4, h5, h6")) {
    level = Math.min(Number(heading.tagName[1]), level + 1);
    heading.setAttribute("aria-level", String(level));
  }
}
