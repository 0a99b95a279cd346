"""Documents as Google Docs gives them, and changes to them."""

from typing import Any

import pytest

from services.sandbox import discovery, schema
from services.sandbox.google_docs import tree
from services.sandbox.world import World
from tests.services.sandbox.clients import (
    DOCS,
    FILE,
    INSTALLERS,
    LARCHWOOD,
    QUILLFEATHER,
    TEMPLATE,
    TIDEWATER,
    Clients,
    refusal,
)


def text(content: list[dict[str, Any]]) -> str:
    """All text of a body, as a person sees it."""
    return "".join(
        tree.shown(element)
        for container in tree.containers(content)
        for block in container
        for element in block.get("paragraph", {}).get("elements", [])
    )


def body(document: dict[str, Any], tab: int = 0) -> list[dict[str, Any]]:
    """The content of a tab."""
    content: list[dict[str, Any]] = document["tabs"][tab]["documentTab"]["body"]["content"]
    return content


def place(world: World, file_id: str, wanted: str) -> dict[str, Any]:
    """The path of the first paragraph with this text in it, as a page would find it."""
    for tab in tree.all_tabs(world.docs.get_document(file_id)["tabs"]):
        for container in tree.containers(tab["documentTab"]["body"]["content"]):
            for block in container:
                shown = "".join(tree.shown(each) for each in block.get("paragraph", {}).get("elements", []))
                if wanted in shown:
                    return {"tab": tab["tabProperties"]["tabId"], "index": block["startIndex"]}
    raise AssertionError(wanted)


def elements(world: World, file_id: str, wanted: str) -> list[dict[str, Any]]:
    """The elements of that paragraph."""
    path = place(world, file_id, wanted)
    for tab in tree.all_tabs(world.docs.get_document(file_id)["tabs"]):
        if tab["tabProperties"]["tabId"] == path["tab"]:
            found = tree.find_paragraph(tab["documentTab"]["body"]["content"], path["index"])
            assert found is not None
            listed: list[dict[str, Any]] = found[0][found[1]]["paragraph"]["elements"]
            return listed
    raise AssertionError(wanted)


def test_every_document_of_the_seed_is_as_google_describes_documents(world: World) -> None:
    schemas = discovery.document("docs")["schemas"]
    for file in world.files():
        if file["kind"] == "document":
            document = world.docs.get_document(file["id"])
            assert schema.violations(schemas, "Document", document, answer=True) == []


def test_without_tabs_asked_for_the_first_tab_stands_at_the_top(clients: Clients) -> None:
    document = clients.docs("ae").get(documentId=QUILLFEATHER).execute()
    assert "tabs" not in document
    assert "Quillfeather Publishing" in text(document["body"]["content"])
    assert "Winifred" not in text(document["body"]["content"])


def test_with_tabs_asked_for_every_tab_comes_with_its_child_tabs(clients: Clients) -> None:
    document = clients.docs("ae").get(documentId=QUILLFEATHER, includeTabsContent=True).execute()
    assert "body" not in document
    titles = [tab["tabProperties"]["title"] for tab in tree.all_tabs(document["tabs"])]
    assert titles == ["Deal", "Finance", "Technical"]
    assert (
        document["tabs"][1]["childTabs"][0]["tabProperties"]["parentTabId"]
        == (document["tabs"][1]["tabProperties"]["tabId"])
    )


def test_a_mask_that_names_tabs_asks_for_them(clients: Clients) -> None:
    document = clients.docs("ae").get(documentId=QUILLFEATHER, fields="tabs/tabProperties/title").execute()
    assert document["tabs"][0] == {"tabProperties": {"title": "Deal"}}


def test_chips_are_chips(clients: Clients) -> None:
    document = clients.docs("ae").get(documentId=QUILLFEATHER, includeTabsContent=True).execute()
    kinds = {
        next(kind for kind in element if not kind.endswith("Index"))
        for container in tree.containers(body(document))
        for block in container
        for element in block.get("paragraph", {}).get("elements", [])
    }
    assert kinds == {"textRun", "person", "dateElement", "dropdown", "richLink"}
    definitions = document["tabs"][0]["documentTab"]["dropdownDefinitions"]
    assert {each["dropdownDefinitionProperties"]["title"] for each in definitions.values()} == {
        "Plan",
        "Deployment",
    }


def test_indexes_count_utf16_units_and_leave_no_gap(clients: Clients) -> None:
    docs = clients.docs("ae")
    insert = {"insertText": {"location": {"index": 1}, "text": "é😀"}}
    docs.batchUpdate(documentId=LARCHWOOD, body={"requests": [insert]}).execute()
    content = body(docs.get(documentId=LARCHWOOD, includeTabsContent=True).execute())
    assert content[1]["paragraph"]["elements"][0]["endIndex"] == 1 + 3 + len("New customer questionnaire\n")
    ends = [block["endIndex"] for block in content]
    assert [block.get("startIndex", 0) for block in content] == [0, *ends[:-1]]


@pytest.mark.parametrize(
    ("mode", "seats", "check_in"),
    [
        ("SUGGESTIONS_INLINE", "90120", "January 26, 2027"),
        ("PREVIEW_WITHOUT_SUGGESTIONS", "90", ""),
        ("PREVIEW_SUGGESTIONS_ACCEPTED", "120", "January 26, 2027"),
        ("DEFAULT_FOR_CURRENT_ACCESS", "90120", "January 26, 2027"),
    ],
)
def test_suggestions_are_shown_as_asked(clients: Clients, mode: str, seats: str, check_in: str) -> None:
    docs = clients.docs("ae")
    chips = docs.get(documentId=QUILLFEATHER, includeTabsContent=True, suggestionsViewMode=mode).execute()
    assert f"Number of users\n{seats}\nARR\n" in text(body(chips))
    lines = docs.get(documentId=TIDEWATER, includeTabsContent=True, suggestionsViewMode=mode).execute()
    assert f"Proposed check-in date: {check_in}\n" in text(body(lines))


def test_somebody_who_may_only_look_sees_no_suggestions_and_no_revision(clients: Clients) -> None:
    docs = clients.docs("finance")
    document = docs.get(documentId=QUILLFEATHER, includeTabsContent=True).execute()
    assert document["suggestionsViewMode"] == "PREVIEW_WITHOUT_SUGGESTIONS"
    assert "revisionId" not in document
    for mode in ("SUGGESTIONS_INLINE", "PREVIEW_SUGGESTIONS_ACCEPTED"):
        assert refusal(docs.get(documentId=QUILLFEATHER, suggestionsViewMode=mode)).status_code == 403


def test_with_the_file_scope_a_document_must_be_granted_by_this_person(clients: Clients) -> None:
    docs = clients.docs("ae", FILE)
    error = refusal(docs.get(documentId=LARCHWOOD))
    assert (error.status_code, error.reason) == (403, "The caller does not have permission")
    clients.world.identity.grant_file(clients.world.person("ce"), LARCHWOOD)
    assert refusal(docs.get(documentId=LARCHWOOD)).status_code == 403
    clients.world.identity.grant_file(clients.world.person("ae"), LARCHWOOD)
    assert docs.get(documentId=LARCHWOOD).execute()["documentId"] == LARCHWOOD


def test_what_is_not_shared_trashed_or_no_document_is_not_found(clients: Clients) -> None:
    assert (
        refusal(clients.docs("finance").get(documentId="1MeetingNotesLarchwoodKickoff000000000000000")).status_code
        == 404
    )
    assert refusal(clients.docs("ops").get(documentId=INSTALLERS)).status_code == 404
    assert refusal(clients.docs("ae").get(documentId="1Nothing")).status_code == 404
    clients.drive("ae").update(fileId=LARCHWOOD, body={"trashed": True}).execute()
    assert refusal(clients.docs("ae").get(documentId=LARCHWOOD)).status_code == 404


def test_a_change_needs_the_right_to_write(clients: Clients) -> None:
    change = {"requests": [{"insertText": {"location": {"index": 1}, "text": "x"}}]}
    error = refusal(clients.docs("finance").batchUpdate(documentId=LARCHWOOD, body=change))
    assert error.status_code == 403
    reader = clients.docs("ae", DOCS + ".readonly")
    assert refusal(reader.batchUpdate(documentId=LARCHWOOD, body=change)).status_code == 403


def test_a_change_to_an_older_revision_is_refused(clients: Clients) -> None:
    docs = clients.docs("ae")
    revision = docs.get(documentId=LARCHWOOD).execute()["revisionId"]
    change = {
        "requests": [{"insertText": {"location": {"index": 1}, "text": "x"}}],
        "writeControl": {"requiredRevisionId": revision},
    }
    answer = docs.batchUpdate(documentId=LARCHWOOD, body=change).execute()
    assert answer["writeControl"]["requiredRevisionId"] != revision
    assert refusal(docs.batchUpdate(documentId=LARCHWOOD, body=change)).status_code == 400
    assert docs.get(documentId=LARCHWOOD).execute()["revisionId"] == answer["writeControl"]["requiredRevisionId"]


def test_text_is_replaced_everywhere_and_counted(clients: Clients) -> None:
    docs = clients.docs("ae")
    criteria = {"text": "[plan]", "matchCase": False}
    request = {"replaceAllText": {"containsText": criteria, "replaceText": "Enterprise"}}
    answer = docs.batchUpdate(documentId=TEMPLATE, body={"requests": [request]}).execute()
    assert answer["replies"] == [{"replaceAllText": {"occurrencesChanged": 1}}]
    shown = text(body(docs.get(documentId=TEMPLATE, includeTabsContent=True).execute()))
    assert "Plan\nEnterprise\n" in shown


def test_a_style_is_given_to_a_range_and_what_is_listed_without_a_value_is_inherited(clients: Clients) -> None:
    docs = clients.docs("ae")
    [label] = elements(clients.world, TIDEWATER, "Renewal date:")
    start = label["startIndex"]
    span = {"startIndex": start, "endIndex": start + len("Renewal"), "tabId": "t.0"}
    style = {"range": span, "textStyle": {"italic": True}, "fields": "bold,italic"}
    docs.batchUpdate(documentId=TIDEWATER, body={"requests": [{"updateTextStyle": style}]}).execute()
    first, second = elements(clients.world, TIDEWATER, "Renewal date:")[:2]
    assert (first["textRun"]["content"], first["textRun"]["textStyle"]) == ("Renewal", {"italic": True})
    assert (second["textRun"]["content"], second["textRun"]["textStyle"]) == (" date:\n", {"bold": True})


def test_a_style_without_a_field_or_beyond_the_end_is_refused(clients: Clients) -> None:
    for span, fields in (((1, 3), ""), ((3, 3), "bold"), ((1, 99999), "bold")):
        style = {"range": {"startIndex": span[0], "endIndex": span[1]}, "textStyle": {"bold": True}, "fields": fields}
        body = {"requests": [{"updateTextStyle": style}]}
        assert refusal(clients.docs("ae").batchUpdate(documentId=LARCHWOOD, body=body)).status_code == 400


def test_a_batch_is_applied_whole_or_not_at_all(clients: Clients) -> None:
    docs = clients.docs("ae")
    before = docs.get(documentId=LARCHWOOD).execute()
    requests = [
        {"insertText": {"location": {"index": 1}, "text": "x"}},
        {"insertText": {"location": {"index": 99999}, "text": "x"}},
    ]
    error = refusal(docs.batchUpdate(documentId=LARCHWOOD, body={"requests": requests}))
    assert "Index 99999 must be less than the end index of the referenced segment" in error.reason
    assert docs.get(documentId=LARCHWOOD).execute() == before


def test_text_goes_only_where_there_is_a_paragraph(clients: Clients) -> None:
    docs = clients.docs("ae")
    content = body(docs.get(documentId=LARCHWOOD, includeTabsContent=True).execute())
    table = next(block for block in content if "table" in block)
    request = {"insertText": {"location": {"index": table["startIndex"]}, "text": "x"}}
    error = refusal(docs.batchUpdate(documentId=LARCHWOOD, body={"requests": [request]}))
    assert "must be inside the bounds of an existing paragraph" in error.reason


def test_deleting_over_a_line_end_makes_one_paragraph_of_two(clients: Clients) -> None:
    docs = clients.docs("ae")
    content = body(docs.get(documentId=TIDEWATER, includeTabsContent=True).execute())
    first, second = content[3], content[4]
    span = {"startIndex": first["endIndex"] - 1, "endIndex": second["startIndex"] + len("Account ")}
    docs.batchUpdate(documentId=TIDEWATER, body={"requests": [{"deleteContentRange": {"range": span}}]}).execute()
    shown = text(body(docs.get(documentId=TIDEWATER, includeTabsContent=True).execute()))
    assert "Company name: Tidewater CartographyExecutive: Sofia" in shown


def test_the_last_line_end_and_half_a_table_cannot_be_deleted(clients: Clients) -> None:
    docs = clients.docs("ae")
    content = body(docs.get(documentId=LARCHWOOD, includeTabsContent=True).execute())
    end = content[-1]["endIndex"]
    table = next(block for block in content if "table" in block)
    for span in (
        {"startIndex": end - 1, "endIndex": end},
        {"startIndex": 1, "endIndex": table["startIndex"] + 5},
        {"startIndex": 5, "endIndex": 5},
    ):
        request = {"deleteContentRange": {"range": span}}
        assert refusal(docs.batchUpdate(documentId=LARCHWOOD, body={"requests": [request]})).status_code == 400


def test_a_person_who_types_keeps_the_label_bold_and_the_answer_plain(world: World) -> None:
    world.docs.edit(
        TIDEWATER, place(world, TIDEWATER, "Renewal date:"), "Renewal date: January 14, 2029", "ae@x.example"
    )
    label, answer = elements(world, TIDEWATER, "Renewal date:")[:2]
    assert label["textRun"]["textStyle"] == {"bold": True}
    assert answer["textRun"] == {"content": " January 14, 2029\n", "textStyle": {}}


def test_what_is_typed_over_guidance_is_not_guidance(world: World) -> None:
    world.docs.edit(TEMPLATE, place(world, TEMPLATE, "As on the order form"), "Northmoor Seeds", "ae@x.example")
    (run,) = elements(world, TEMPLATE, "Northmoor Seeds")
    assert run["textRun"] == {"content": "Northmoor Seeds\n", "textStyle": {}}


def test_a_chip_stays_a_chip_while_the_text_beside_it_changes(world: World) -> None:
    path = place(world, QUILLFEATHER, "Winifred Hale")
    world.docs.edit(QUILLFEATHER, path, "Winifred Hale, +44 20 7946 0999", "ae@x.example")
    assert "person" in elements(world, QUILLFEATHER, "0999")[0]
    world.docs.edit(QUILLFEATHER, path, "Winifred Hall, +44 20 7946 0999", "ae@x.example")
    assert "person" not in elements(world, QUILLFEATHER, "0999")[0]


def test_an_edit_changes_revision_and_world(world: World) -> None:
    before = world.docs.get_document(LARCHWOOD)["revisionId"], world.revision
    world.docs.edit(LARCHWOOD, place(world, LARCHWOOD, "$86,400"), "$90,000\nfrom 2027", "ae@x.example")
    assert world.docs.get_document(LARCHWOOD)["revisionId"] != before[0]
    assert world.revision > before[1]
    assert "$90,000\nfrom 2027\n" in text(body(world.docs.get_document(LARCHWOOD)))


def test_an_edit_where_there_is_no_paragraph_is_an_error(world: World) -> None:
    with pytest.raises(LookupError):
        world.docs.edit(LARCHWOOD, {"tab": "t.0", "index": 99999}, "x", "ae@x.example")
    with pytest.raises(LookupError):
        world.docs.edit(LARCHWOOD, {"tab": "t.9", "index": 1}, "x", "ae@x.example")
