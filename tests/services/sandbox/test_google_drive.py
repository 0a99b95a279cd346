"""Files: opening, copying, finding and changing them."""

import pytest

from tests.services.sandbox.clients import (
    DOCS,
    DRIVE,
    FILE,
    INSTALLERS,
    LARCHWOOD,
    TEMPLATE,
    Clients,
    refusal,
)

FOLDER = "0BQuestionnairesFolder00000000000"


def test_only_four_fields_come_unless_others_are_asked_for(clients: Clients) -> None:
    assert clients.drive("ae").get(fileId=LARCHWOOD).execute() == {
        "kind": "drive#file",
        "id": LARCHWOOD,
        "name": "Larchwood Analytics – new customer questionnaire",
        "mimeType": "application/vnd.google-apps.document",
    }
    fields = "webViewLink,capabilities/canEdit,owners(emailAddress,me),trashed,version"
    assert clients.drive("ae").get(fileId=LARCHWOOD, fields=fields).execute() == {
        "webViewLink": f"https://docs.google.com/document/d/{LARCHWOOD}/edit",
        "capabilities": {"canEdit": True},
        "owners": [{"emailAddress": "maya.lindqvist@codelantern.example", "me": True}],
        "trashed": False,
        "version": "1",
    }


def test_a_file_that_was_not_granted_looks_as_if_it_did_not_exist(clients: Clients) -> None:
    error = refusal(clients.drive("ae", FILE).get(fileId=LARCHWOOD))
    assert error.status_code == 404
    assert error.error_details[0]["reason"] == "notFound"
    assert error.reason == f"File not found: {LARCHWOOD}."


def test_a_copy_carries_its_marks_and_its_text_from_the_beginning(clients: Clients) -> None:
    drive = clients.drive("ae", FILE)
    clients.world.identity.grant_file(clients.world.person("ae"), TEMPLATE)
    body = {"name": "Northmoor Seeds", "appProperties": {"handover": "42"}}
    copy = drive.copy(fileId=TEMPLATE, body=body, fields="id,name,appProperties,ownedByMe").execute()
    assert copy["name"] == "Northmoor Seeds"
    assert copy["appProperties"] == {"handover": "42"}
    assert copy["ownedByMe"] is True
    document = clients.docs("ae", FILE).get(documentId=copy["id"]).execute()
    assert document["title"] == "Northmoor Seeds"
    assert len(document["body"]["content"]) > 5


def test_a_copy_is_found_again_by_its_mark(clients: Clients) -> None:
    drive = clients.drive("ae", FILE)
    clients.world.identity.grant_file(clients.world.person("ae"), TEMPLATE)
    mark = "O'Brien \\ sons"
    copy = drive.copy(fileId=TEMPLATE, body={"appProperties": {"customer": mark}}).execute()
    escaped = mark.replace("\\", "\\\\").replace("'", "\\'")
    query = f"appProperties has {{ key='customer' and value='{escaped}' }} and trashed=false"
    found = drive.list(q=query, supportsAllDrives=True, includeItemsFromAllDrives=True).execute()
    assert [file["id"] for file in found["files"]] == [copy["id"]]
    assert found["incompleteSearch"] is False


def test_a_chosen_id_is_not_possible_for_documents(clients: Clients) -> None:
    error = refusal(clients.drive("ae").copy(fileId=TEMPLATE, body={"id": "1Chosen"}))
    assert error.status_code == 400


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("name contains 'Larch'", 2),
        ("name contains 'wood'", 0),
        ("name = 'Installers to company' and mimeType='application/vnd.google-apps.spreadsheet'", 1),
        ("mimeType='application/vnd.google-apps.document' and not name contains 'questionnaire'", 4),
        ("name contains 'Larch' or (name contains 'Quill' and trashed = false)", 3),
        ("'0BQuestionnairesFolder00000000000' in parents", 6),
        (
            "'maya.lindqvist@codelantern.example' in owners and not mimeType = 'application/vnd.google-apps.document'",
            1,
        ),
        ("trashed = true", 0),
        ("modifiedTime > '2020-01-01T00:00:00' and name contains 'Office'", 1),
        ("appProperties has { key='a' and value='b' }", 0),
    ],
)
def test_files_are_found_by_query(clients: Clients, query: str, count: int) -> None:
    assert len(clients.drive("ae").list(q=query).execute()["files"]) == count


@pytest.mark.parametrize(
    "query",
    ["name = ", "name like 'x'", "colour = 'red'", "name = 'x' and", "name = 'it's'", "(name = 'x'", "name = x"],
)
def test_a_query_that_drive_does_not_understand_is_refused(clients: Clients, query: str) -> None:
    error = refusal(clients.drive("ae").list(q=query))
    assert (error.status_code, error.error_details[0]["location"]) == (400, "q")


def test_a_list_comes_in_pages(clients: Clients) -> None:
    drive = clients.drive("ae")
    first = drive.list(pageSize=4, orderBy="name").execute()
    second = drive.list(pageSize=100, orderBy="name", pageToken=first["nextPageToken"]).execute()
    names = [file["name"] for file in (*first["files"], *second["files"])]
    assert len(first["files"]) == 4
    assert "nextPageToken" not in second
    assert names == sorted(names)


def test_a_file_is_renamed_marked_moved_and_trashed(clients: Clients) -> None:
    drive = clients.drive("ae")
    drive.update(fileId=LARCHWOOD, body={"name": "Larchwood", "appProperties": {"a": "1"}}).execute()
    changed = drive.update(
        fileId=LARCHWOOD, body={"appProperties": {"b": "2"}}, addParents="root", removeParents=FOLDER, fields="*"
    ).execute()
    assert changed["appProperties"] == {"a": "1", "b": "2"}
    assert changed["parents"] == ["root"]
    assert clients.docs("ae").get(documentId=LARCHWOOD).execute()["title"] == "Larchwood"
    drive.update(fileId=LARCHWOOD, body={"trashed": True}).execute()
    assert drive.get(fileId=LARCHWOOD, fields="trashed").execute() == {"trashed": True}
    assert LARCHWOOD not in [file["id"] for file in clients.world.files()]


def test_who_may_only_look_may_copy_but_not_change(clients: Clients) -> None:
    error = refusal(clients.drive("finance").update(fileId=LARCHWOOD, body={"name": "x"}))
    assert (error.status_code, error.error_details[0]["reason"]) == (403, "insufficientFilePermissions")
    copy = clients.drive("finance").copy(fileId=LARCHWOOD, body={}, fields="name,id").execute()
    assert copy["name"] == "Copy of Larchwood Analytics – new customer questionnaire"
    # The folder is everybody's, and so is what stands in it.
    assert clients.docs("ae", DOCS).get(documentId=copy["id"]).execute()["documentId"] == copy["id"]


def test_a_copy_stands_beside_the_original_or_where_its_maker_may_write(clients: Clients) -> None:
    drive = clients.drive("ops", FILE)
    clients.world.identity.grant_file(clients.world.person("ops"), TEMPLATE)
    beside = drive.copy(fileId=TEMPLATE, body={}, fields="parents").execute()
    assert beside["parents"] == [FOLDER]
    clients.world.drive.share(FOLDER, "*", "reader")
    elsewhere = drive.copy(fileId=TEMPLATE, body={}, fields="id,parents").execute()
    assert elsewhere["parents"] == ["root"]
    assert refusal(clients.docs("ae", DOCS).get(documentId=elsewhere["id"])).status_code == 404


@pytest.mark.parametrize("scope", [DRIVE, FILE])
def test_a_folder_that_may_not_be_written_to_takes_no_file(clients: Clients, scope: str) -> None:
    clients.world.identity.grant_file(clients.world.person("ops"), TEMPLATE)
    clients.world.drive.share(FOLDER, "*", "reader")
    drive = clients.drive("ops", scope)
    copied = refusal(drive.copy(fileId=TEMPLATE, body={"parents": [FOLDER]}))
    made = refusal(drive.create(body={"parents": [FOLDER], "mimeType": "application/vnd.google-apps.folder"}))
    for error in (copied, made):
        assert error.status_code == 403
        assert error.error_details[0]["reason"] == "insufficientParentPermissions"
        assert error.reason == "Insufficient permissions for the specified parent."


def test_with_the_file_scope_a_folder_that_was_not_granted_takes_no_file_either(clients: Clients) -> None:
    clients.world.identity.grant_file(clients.world.person("ae"), TEMPLATE)
    error = refusal(clients.drive("ae", FILE).copy(fileId=TEMPLATE, body={"parents": [FOLDER]}))
    assert error.error_details[0]["reason"] == "insufficientParentPermissions"
    clients.world.identity.grant_file(clients.world.person("ae"), FOLDER)
    clients.drive("ae", FILE).copy(fileId=TEMPLATE, body={"parents": [FOLDER]}).execute()


def test_a_file_stands_in_one_folder(clients: Clients) -> None:
    drive = clients.drive("ae")
    second = refusal(drive.update(fileId=LARCHWOOD, body={}, addParents="root"))
    assert (second.status_code, second.error_details[0]["reason"]) == (403, "cannotAddParent")
    written = refusal(drive.update(fileId=LARCHWOOD, body={"parents": ["root"]}))
    assert (written.status_code, written.error_details[0]["reason"]) == (403, "fieldNotWritable")


def test_a_folder_says_whether_one_may_add_to_it(clients: Clients) -> None:
    clients.world.drive.share(FOLDER, "*", "reader")
    for person, may in (("ae", True), ("ops", False)):
        shown = clients.drive(person).get(fileId=FOLDER, fields="capabilities/canAddChildren").execute()
        assert shown == {"capabilities": {"canAddChildren": may}}


def test_a_spreadsheet_is_copied_with_its_rows(clients: Clients) -> None:
    copy = clients.drive("ops").copy(fileId=INSTALLERS, body={}).execute()
    values = clients.sheets("ops").values().get(spreadsheetId=copy["id"], range="Installers!A1").execute()
    assert values["values"] == [["Installer email"]]
