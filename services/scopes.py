"""Google's permissions, by what they allow.

They have a file of their own, so that a step can name what it needs without importing the client that needs it: the
home card shows every step, and calls for none of their clients (reference: performance, section 4).
"""

from __future__ import annotations

from collections.abc import Mapping

DRIVE_FILE = ("https://www.googleapis.com/auth/drive.file",)
"""The files that the person granted to this add-on, and those that it makes."""
SPREADSHEETS = ("https://www.googleapis.com/auth/spreadsheets",)
COMPOSE = ("https://www.googleapis.com/auth/gmail.compose",)
READ_MAIL = ("https://www.googleapis.com/auth/gmail.readonly",)
FREE_BUSY = ("https://www.googleapis.com/auth/calendar.freebusy",)
EVENTS = ("https://www.googleapis.com/auth/calendar.events",)

BY_SYSTEM: Mapping[str, tuple[str, ...]] = {
    "Gmail": COMPOSE,
    "Gmail's inbox": READ_MAIL,
    "Google Calendar": EVENTS,
    "Google Calendar's free times": FREE_BUSY,
    "Google Sheets": SPREADSHEETS,
}
"""What to ask for when a system, by the name its client goes by, refuses for want of a permission."""
