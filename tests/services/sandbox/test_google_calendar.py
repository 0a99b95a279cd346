"""Google Calendar, spoken to by google-api-python-client."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.services.sandbox.clients import GOOGLE, Clients, refusal

EVENTS = GOOGLE + "calendar.events"
MAYA, CHLOE = "maya.lindqvist@codelantern.example", "chloe.marchetti@codelantern.example"
OMAR = "omar.whitley@larchwood.example"
FAR = datetime(2031, 3, 5, 14, 0, tzinfo=UTC)


def body(**other: Any) -> dict[str, Any]:
    """A check-in with a guest from outside."""
    times = {"start": FAR, "end": FAR + timedelta(minutes=30)}
    spans = {name: {"dateTime": when.isoformat()} for name, when in times.items()}
    return {"summary": "Larchwood check-in", **spans, "attendees": [{"email": CHLOE}, {"email": OMAR}], **other}


def busy(clients: Clients, *people: str) -> dict[str, Any]:
    """Who is busy on the day of the event."""
    asked = {
        "timeMin": FAR.replace(hour=0).isoformat(),
        "timeMax": FAR.replace(hour=23).isoformat(),
        "items": [{"id": one} for one in people],
    }
    query = clients.calendar("ae", GOOGLE + "calendar.freebusy").freebusy().query(body=asked)
    found: dict[str, Any] = query.execute()["calendars"]
    return found


def test_an_event_is_made_once_under_the_id_that_the_client_chose(clients: Clients) -> None:
    events = clients.calendar("ae", EVENTS).events()
    made = events.insert(calendarId="primary", body=body(id="abcde01234")).execute()
    assert (made["id"], made["status"], made["organizer"]["self"]) == ("abcde01234", "confirmed", True)
    again = refusal(events.insert(calendarId="primary", body=body(id="abcde01234", summary="another")))
    assert (again.status_code, again.error_details[0]["reason"]) == (409, "duplicate")
    assert events.get(calendarId="primary", eventId="abcde01234").execute()["summary"] == "Larchwood check-in"
    for wrong in ("xyz-1", "abcd", "ABCDE01234"):
        assert refusal(events.insert(calendarId="primary", body=body(id=wrong))).status_code == 400


def test_an_event_needs_a_start_before_its_end(clients: Clients) -> None:
    events = clients.calendar("ae", EVENTS).events()
    error = refusal(events.insert(calendarId="primary", body=body(end=body()["start"])))
    assert (error.status_code, error.error_details[0]["reason"]) == (400, "timeRangeEmpty")
    assert "Missing end time." in str(refusal(events.insert(calendarId="primary", body={**body(), "end": {}})))
    wrong = refusal(events.insert(calendarId="primary", body=body(attendees=[{"email": "a@b, c@d"}])))
    assert "Invalid attendee email." in str(wrong)


def test_guests_are_invited_and_answer(clients: Clients) -> None:
    events = clients.calendar("ae", EVENTS).events()
    made = events.insert(calendarId="primary", body=body(), sendUpdates="all").execute()
    notices = clients.world.panels()["calendar"]["notices"]
    assert [(each["to"], each["kind"]) for each in notices] == [(CHLOE, "invitation"), (OMAR, "invitation")]
    clients.world.calendar.answer(made["id"], OMAR, "accepted")
    guests = events.get(calendarId="primary", eventId=made["id"]).execute()["attendees"]
    assert {each["email"]: each["responseStatus"] for each in guests} == {CHLOE: "needsAction", OMAR: "accepted"}
    theirs = clients.calendar("ce", EVENTS).events()
    assert theirs.get(calendarId="primary", eventId=made["id"]).execute()["attendees"][0]["self"] is True


def test_a_guest_moves_what_guests_may_change_and_the_organizer_cancels(clients: Clients) -> None:
    events, calendar = clients.calendar("ae", EVENTS).events(), clients.world.calendar
    fixed = events.insert(calendarId="primary", body=body()).execute()["id"]
    made = events.insert(calendarId="primary", body=body(guestsCanModify=True)).execute()["id"]
    later = FAR + timedelta(days=1)
    with pytest.raises(LookupError):
        calendar.move(fixed, OMAR, later.isoformat())
    calendar.move(made, OMAR, later.isoformat())
    moved = events.get(calendarId="primary", eventId=made).execute()
    assert [datetime.fromisoformat(moved[name]["dateTime"]) for name in ("start", "end")] == [
        later,
        later + timedelta(minutes=30),
    ]
    assert {each["email"]: each["responseStatus"] for each in moved["attendees"]}[OMAR] == "accepted"
    with pytest.raises(LookupError):
        calendar.cancel(made, OMAR)
    calendar.cancel(made, MAYA)
    assert events.get(calendarId="primary", eventId=made).execute()["status"] == "cancelled"
    with pytest.raises(LookupError):
        calendar.answer(made, OMAR, "declined")


def test_nobody_is_told_unless_it_is_asked_for(clients: Clients) -> None:
    events = clients.calendar("ae", EVENTS).events()
    events.insert(calendarId="primary", body=body()).execute()
    events.insert(calendarId="primary", body=body(), sendUpdates="externalOnly").execute()
    assert [each["to"] for each in clients.world.panels()["calendar"]["notices"]] == [OMAR]


def test_a_meeting_link_comes_only_for_who_knows_of_conferences(clients: Clients) -> None:
    events = clients.calendar("ae", EVENTS).events()
    wanted = {"createRequest": {"requestId": "run-1", "conferenceSolutionKey": {"type": "hangoutsMeet"}}}
    without = events.insert(calendarId="primary", body=body(conferenceData=wanted)).execute()
    assert "hangoutLink" not in without
    made = events.insert(calendarId="primary", body=body(conferenceData=wanted), conferenceDataVersion=1).execute()
    assert made["hangoutLink"].startswith("https://meet.google.com/")
    assert made["conferenceData"]["createRequest"]["status"]["statusCode"] == "success"
    patch = events.patch(
        calendarId="primary", eventId=made["id"], body={"conferenceData": wanted}, conferenceDataVersion=1
    )
    assert patch.execute()["hangoutLink"] == made["hangoutLink"]


def test_only_the_organizer_changes_and_deletes_unless_guests_may(clients: Clients) -> None:
    mine, theirs = clients.calendar("ae", EVENTS).events(), clients.calendar("ce", EVENTS).events()
    made = mine.insert(calendarId="primary", body=body()).execute()["id"]
    denied = refusal(theirs.patch(calendarId="primary", eventId=made, body={"summary": "x"}))
    assert (denied.status_code, denied.error_details[0]["reason"]) == (403, "forbiddenForNonOrganizer")
    later = {"dateTime": (FAR + timedelta(hours=1)).isoformat()}
    moved = mine.patch(calendarId="primary", eventId=made, body={"end": later, "guestsCanModify": True}).execute()
    assert moved["sequence"] == 1
    assert theirs.patch(calendarId="primary", eventId=made, body={"summary": "x"}).execute()["summary"] == "x"
    mine.delete(calendarId="primary", eventId=made).execute()
    assert mine.get(calendarId="primary", eventId=made).execute()["status"] == "cancelled"
    assert refusal(mine.delete(calendarId="primary", eventId=made)).status_code == 410
    assert refusal(mine.get(calendarId="primary", eventId="abcde99999")).status_code == 404
    assert refusal(mine.get(calendarId=CHLOE, eventId=made)).status_code == 404


def test_free_and_busy_is_known_of_colleagues_and_of_nobody_else(clients: Clients) -> None:
    events = clients.calendar("ae", EVENTS).events()
    made = events.insert(calendarId="primary", body=body()).execute()["id"]
    next_one = {"start": body()["end"], "end": {"dateTime": (FAR + timedelta(hours=1)).isoformat()}}
    events.insert(calendarId="primary", body=body(**next_one, attendees=[])).execute()
    found = busy(clients, MAYA, CHLOE, OMAR)
    assert found[MAYA]["busy"] == [{"start": "2031-03-05T14:00:00Z", "end": "2031-03-05T15:00:00Z"}]
    assert found[CHLOE]["busy"] == [{"start": "2031-03-05T14:00:00Z", "end": "2031-03-05T14:30:00Z"}]
    assert found[OMAR]["errors"] == [{"domain": "global", "reason": "notFound"}]
    clients.world.calendar.answer(made, CHLOE, "declined")
    assert busy(clients, CHLOE)[CHLOE]["busy"] == []


def test_events_are_listed_between_times_by_property_and_in_order(clients: Clients) -> None:
    events = clients.calendar("ae", EVENTS).events()
    mark = {"private": {"handover": "run-1"}}
    made = events.insert(calendarId="primary", body=body(extendedProperties=mark)).execute()["id"]
    listed = events.list(calendarId="primary", privateExtendedProperty="handover=run-1").execute()["items"]
    assert [each["id"] for each in listed] == [made]
    none = events.list(calendarId="primary", timeMin=(FAR + timedelta(days=1)).isoformat()).execute()
    assert none["items"] == []
    assert refusal(events.list(calendarId="primary", orderBy="startTime")).status_code == 400
    ordered = events.list(calendarId="primary", orderBy="startTime", singleEvents=True, maxResults=3).execute()
    assert len(ordered["items"]) == 3
    assert "nextPageToken" in ordered


@pytest.mark.parametrize(("scope", "status"), [("calendar.events", 200), ("calendar.freebusy", 403)])
def test_a_scope_opens_only_what_it_names(clients: Clients, scope: str, status: int) -> None:
    path = "/calendar/v3/calendars/primary/events"
    assert clients.call("GET", path, "ae", GOOGLE + scope).status_code == status
