"""The `fields` mask for documents.get: what the reader reads, so that the payload stays small.

Source: addon-protocol.md section 8.1 ("A mask saves most of the payload"). Ask with `includeTabsContent=true`.

The mask travels in the address. google-api-python-client turns an address of more than 2,048 characters into a
POST with an override header, which emulators do not know and which would count as a write, so the mask is fine
for the first level of tabs and for tables in their text, and coarse below.
"""

from __future__ import annotations

_SUGGESTED = "suggestedInsertionIds,suggestedDeletionIds"
_STYLE = "textStyle(bold,italic,strikethrough,baselineOffset,link/url),suggestedTextStyleChanges"
_PARAGRAPH = (
    f"paragraph(elements(startIndex,textRun(content,{_STYLE},{_SUGGESTED}),person,richLink,dateElement,dropdown),"
    "paragraphStyle/namedStyleType,suggestedParagraphStyleChanges,bullet(listId,nestingLevel))"
)
# Tables nest in cells to any depth: one in a cell is asked whole.
_TABLE = (
    f"table({_SUGGESTED},tableRows({_SUGGESTED},"
    f"tableCells({_SUGGESTED},tableCellStyle(rowSpan,columnSpan),content(startIndex,{_PARAGRAPH},table))))"
)
_NAMES = "tabProperties(tabId,title)"
# Tabs nest three levels deep at most, and a mask cannot recurse.
_BELOW = f"childTabs({_NAMES},documentTab(body,lists),childTabs({_NAMES},documentTab(body,lists)))"
_TAB = f"{_NAMES},documentTab(body(content({_PARAGRAPH},{_TABLE})),lists),{_BELOW}"

FIELDS_MASK: str = f"title,documentId,revisionId,tabs({_TAB})"
