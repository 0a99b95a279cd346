/**
 * The published messages of cards and their envelopes: for each its fields, and for each field the message, the
 * values or the type that it holds. Google refuses a whole answer for one field too many, so does this host.
 */

const ANY = "any";
const TEXT = "string";
const FLAG = "boolean";
const COUNT = "number";

/** @type {Record<string, Record<string, string>>} */
export const MESSAGES = {
  SubmitFormResponse: { renderActions: "RenderActions", stateChanged: FLAG, schema: TEXT },
  RenderActions: { action: "ResponseAction", hostAppAction: "HostAppAction", schema: TEXT },
  ResponseAction: {
    navigations: "Navigation", link: "OpenLink", notification: "Notification", linkPreview: ANY, links: ANY,
    modifyOperations: ANY,
  },
  Navigation: { pushCard: "Card", updateCard: "Card", pop: FLAG, popToRoot: FLAG, popToCard: TEXT, endNavigation: ANY },
  Notification: { text: TEXT },
  HostAppAction: { editorAction: "EditorAction", sheetsAction: ANY, gmailAction: ANY, calendarAction: ANY, driveAction: ANY },
  EditorAction: { requestFileScopeForActiveDocument: "Empty" },
  Empty: {},
  Card: {
    name: TEXT, header: "CardHeader", sections: "Section", sectionDividerStyle: "SOLID_DIVIDER|NO_DIVIDER",
    cardActions: "CardAction", fixedFooter: "CardFixedFooter", displayStyle: "PEEK|REPLACE", peekCardHeader: "CardHeader",
  },
  CardHeader: { title: TEXT, subtitle: TEXT, imageUrl: TEXT, imageType: "SQUARE|CIRCLE", imageAltText: TEXT },
  CardAction: { actionLabel: TEXT, onClick: "OnClick" },
  CardFixedFooter: { primaryButton: "Button", secondaryButton: "Button" },
  Section: {
    header: TEXT, widgets: "Widget", collapsible: FLAG, uncollapsibleWidgetsCount: COUNT, collapseControl: "CollapseControl",
  },
  CollapseControl: { horizontalAlignment: "START|CENTER|END", expandButton: "Button", collapseButton: "Button" },
  Widget: {
    textParagraph: "TextParagraph", image: "Image", decoratedText: "DecoratedText", buttonList: "ButtonList",
    textInput: "TextInput", selectionInput: "SelectionInput", dateTimePicker: "DateTimePicker", divider: "Empty",
    grid: "Grid", columns: "Columns", chipList: "ChipList", horizontalAlignment: "START|CENTER|END",
  },
  TextParagraph: { text: TEXT, maxLines: COUNT, textSyntax: ANY },
  Image: { imageUrl: TEXT, altText: TEXT, onClick: "OnClick" },
  DecoratedText: {
    icon: "Icon", startIcon: "Icon", topLabel: TEXT, text: TEXT, wrapText: FLAG, bottomLabel: TEXT, onClick: "OnClick",
    button: "Button", switchControl: "SwitchControl", endIcon: "Icon", contentText: ANY, topLabelText: ANY,
    bottomLabelText: ANY, startIconVerticalAlignment: ANY,
  },
  SwitchControl: {
    name: TEXT, value: TEXT, selected: FLAG, onChangeAction: "Action", controlType: "SWITCH|CHECKBOX|CHECK_BOX",
  },
  Icon: { knownIcon: TEXT, iconUrl: TEXT, materialIcon: "MaterialIcon", altText: TEXT, imageType: "SQUARE|CIRCLE" },
  MaterialIcon: { name: TEXT, fill: FLAG, weight: COUNT, grade: COUNT },
  ButtonList: { buttons: "Button" },
  Button: {
    text: TEXT, icon: "Icon", color: "Color", onClick: "OnClick", disabled: FLAG, altText: TEXT,
    type: "OUTLINED|FILLED|FILLED_TONAL|BORDERLESS",
  },
  Color: { red: COUNT, green: COUNT, blue: COUNT, alpha: ANY },
  TextInput: {
    name: TEXT, label: TEXT, hintText: TEXT, value: TEXT, type: "SINGLE_LINE|MULTIPLE_LINE", onChangeAction: "Action",
    initialSuggestions: "Suggestions", autoCompleteAction: "Action", validation: "Validation", placeholderText: TEXT,
  },
  Suggestions: { items: "SuggestionItem" },
  SuggestionItem: { text: TEXT },
  Validation: { characterLimit: COUNT, inputType: "TEXT|INTEGER|FLOAT|EMAIL|EMOJI_PICKER" },
  SelectionInput: {
    name: TEXT, label: TEXT, type: "CHECK_BOX|RADIO_BUTTON|SWITCH|DROPDOWN|MULTI_SELECT", items: "SelectionItem",
    onChangeAction: "Action", multiSelectMaxSelectedItems: COUNT, multiSelectMinQueryLength: COUNT,
    externalDataSource: ANY, platformDataSource: ANY,
  },
  SelectionItem: { text: TEXT, value: TEXT, selected: FLAG, startIconUri: TEXT, bottomText: TEXT },
  DateTimePicker: {
    name: TEXT, label: TEXT, type: "DATE_AND_TIME|DATE_ONLY|TIME_ONLY", valueMsEpoch: COUNT, timezoneOffsetDate: COUNT,
    onChangeAction: "Action",
  },
  Grid: { title: TEXT, items: "GridItem", borderStyle: "BorderStyle", columnCount: COUNT, onClick: "OnClick" },
  GridItem: { id: TEXT, image: "ImageComponent", title: TEXT, subtitle: TEXT, layout: "TEXT_BELOW|TEXT_ABOVE" },
  ImageComponent: { imageUri: TEXT, altText: TEXT, cropStyle: ANY, borderStyle: "BorderStyle" },
  BorderStyle: { type: "NO_BORDER|STROKE", strokeColor: "Color", cornerRadius: COUNT },
  Columns: { columnItems: "Column" },
  Column: {
    horizontalSizeStyle: "FILL_AVAILABLE_SPACE|FILL_MINIMUM_SPACE", horizontalAlignment: "START|CENTER|END",
    verticalAlignment: "CENTER|TOP|BOTTOM", widgets: "ColumnWidget",
  },
  ColumnWidget: {
    textParagraph: "TextParagraph", image: "Image", decoratedText: "DecoratedText", buttonList: "ButtonList",
    textInput: "TextInput", selectionInput: "SelectionInput", dateTimePicker: "DateTimePicker", chipList: "ChipList",
  },
  ChipList: { layout: "WRAPPED|HORIZONTAL_SCROLLABLE", chips: "Chip" },
  Chip: { icon: "Icon", label: TEXT, onClick: "OnClick", enabled: FLAG, disabled: FLAG, altText: TEXT },
  OnClick: {
    action: "Action", openLink: "OpenLink", openDynamicLinkAction: "Action", card: "Card", overflowMenu: "OverflowMenu",
  },
  OverflowMenu: { items: "OverflowMenuItem" },
  OverflowMenuItem: { startIcon: "Icon", text: TEXT, onClick: "OnClick", disabled: FLAG },
  OpenLink: { url: TEXT, openAs: "FULL_SIZE|OVERLAY", onClose: "NOTHING|RELOAD" },
  Action: {
    function: TEXT, parameters: "ActionParameter", loadIndicator: "SPINNER|NONE", persistValues: FLAG,
    requiredWidgets: TEXT, allWidgetsAreRequired: FLAG,
  },
  ActionParameter: { key: TEXT, value: TEXT },
};

/**
 * The first thing in a value that its message does not have, in Google's words; undefined if there is none.
 * @param {string} message
 * @param {any} value
 * @returns {string|undefined}
 */
export function unknownField(message, value) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return `${message} must be an object.`;
  for (const [name, content] of Object.entries(value)) {
    const kind = MESSAGES[message][name];
    if (kind === undefined) return `Cannot find field: ${name} in message google.apps.card.v1.${message}`;
    const problems = (Array.isArray(content) ? content : [content]).map((item) => unfit(kind, item, name));
    const problem = problems.find(Boolean);
    if (problem) return problem;
  }
  return undefined;
}

/**
 * @param {string} kind
 * @param {any} content
 * @param {string} name
 * @returns {string|undefined}
 */
function unfit(kind, content, name) {
  if (kind === ANY || content === null) return undefined;
  if (kind in MESSAGES) return unknownField(kind, content);
  if (kind.includes("|")) {
    return kind.split("|").includes(content) ? undefined : `Invalid value at '${name}': ${JSON.stringify(content)}`;
  }
  // Numbers of 64 bits travel as strings.
  const fits = typeof content === kind || (kind === COUNT && /^-?\d+$/.test(content));
  return fits ? undefined : `Invalid value at '${name}' (${kind}): ${JSON.stringify(content)}`;
}
