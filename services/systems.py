"""The outside systems as one click sees them: the person's token, one deadline, clients made when asked for.

The home card needs Google Docs alone, and a process that starts for it should not pay for the other clients: each is
imported when it is first used (reference: performance, section 4).
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import cached_property
from typing import TYPE_CHECKING

from services.google import GoogleHttp
from services.google_docs import GoogleDocs
from services.kept import Looks, Lookups
from services.settings import Settings
from services.transport import Transport

if TYPE_CHECKING:
    from services.gmail import Gmail, GmailReading
    from services.google_calendar import FreeBusy, GoogleCalendar
    from services.google_drive import GoogleDrive
    from services.google_sheets import GoogleSheets
    from services.licensing import Licensing
    from services.one_time_secret import OneTimeSecret
    from services.salesforce import Salesforce
    from services.slack import Slack


class Systems:
    """Clients for one click. The token lives as long as this object: one request."""

    def __init__(
        self,
        settings: Settings,
        transport: Transport,
        user_email: str,
        user_token: str,
        lookups: Lookups | None = None,
        looks: Looks | None = None,
    ) -> None:
        """``lookups`` and ``looks`` are the process's; without them this click asks for everything itself."""
        self.user_email = user_email
        self._settings = settings
        self._transport = transport
        self._token = user_token
        self._lookups = lookups or Lookups()
        self._looks = looks or Looks(0)

    def anew(self) -> Systems:
        """The same for the same person, with nothing that is kept: for who wants to know how it is now."""
        return Systems(self._settings, self._transport, self.user_email, self._token)

    def asking(self, may_write: Callable[[], None]) -> AbstractContextManager[None]:
        """Within the block, every write of this click asks ``may_write`` first; see :meth:`Transport.asking`."""
        return self._transport.asking(may_write)

    def looking(self) -> None:
        """This click draws a preview: once it is drawn, what it was drawn from counts for the press that may follow."""
        self._transport.looking(self._looks, self.user_email)

    def pressing(self) -> None:
        """This click presses what this person just looked at: until :meth:`afresh`, that is not asked for again."""
        self._transport.pressing(self._looks, self.user_email)

    def drawn(self) -> None:
        """The preview was drawn, and what it was drawn from is kept; see :meth:`Transport.drawn`."""
        self._transport.drawn()

    def afresh(self) -> None:
        """From here on every answer is asked for: an effect looks at the world as it is."""
        self._transport.afresh()

    @cached_property
    def docs(self) -> GoogleDocs:
        root = self._settings.google_root("docs")
        return GoogleDocs(GoogleHttp(self._transport, self._token, "Google Docs"), root)

    @cached_property
    def drive(self) -> GoogleDrive:
        from services.google_drive import GoogleDrive

        root = self._settings.google_root("drive")
        return GoogleDrive(GoogleHttp(self._transport, self._token, "Google Drive"), root)

    @cached_property
    def sheets(self) -> GoogleSheets:
        from services.google_sheets import GoogleSheets

        root = self._settings.google_root("sheets")
        return GoogleSheets(GoogleHttp(self._transport, self._token, "Google Sheets"), root, self._lookups)

    @cached_property
    def gmail(self) -> Gmail:
        from services.gmail import Gmail

        root = self._settings.google_root("gmail")
        return Gmail(GoogleHttp(self._transport, self._token, "Gmail"), root)

    @cached_property
    def mailbox(self) -> GmailReading:
        from services.gmail import READING, GmailReading

        root = self._settings.google_root("gmail")
        return GmailReading(GoogleHttp(self._transport, self._token, READING), root)

    @cached_property
    def calendar(self) -> GoogleCalendar:
        from services.google_calendar import GoogleCalendar

        root = self._settings.google_root("calendar")
        return GoogleCalendar(GoogleHttp(self._transport, self._token, "Google Calendar"), root)

    @cached_property
    def free_busy(self) -> FreeBusy:
        from services.google_calendar import FREE_BUSY, FreeBusy

        root = self._settings.google_root("calendar")
        return FreeBusy(GoogleHttp(self._transport, self._token, FREE_BUSY, "read"), root)

    @cached_property
    def slack(self) -> Slack:
        from services.slack import Slack

        token = self._settings.slack_bot_token.reveal()
        return Slack(self._transport, token, self._settings.slack_api_url, self._lookups)

    @cached_property
    def licensing(self) -> Licensing:
        from services.licensing import Licensing

        return Licensing(self._transport, self._settings.sourcegraph_token, self._settings.sourcegraph_url)

    @property
    def has_one_time_secret(self) -> bool:
        """Whether the company has a service for links that open once."""
        return bool(self._settings.onetime_secret_url)

    @cached_property
    def one_time_secret(self) -> OneTimeSecret:
        from services.one_time_secret import OneTimeSecret

        settings = self._settings
        return OneTimeSecret(
            self._transport, settings.onetime_secret_url, settings.onetime_secret_user, settings.onetime_secret_token
        )

    @property
    def has_salesforce(self) -> bool:
        """Whether the company connected its Salesforce."""
        return self._settings.has_salesforce

    @cached_property
    def salesforce(self) -> Salesforce:
        from services.salesforce import Login, Salesforce, session_of
        from services.secret import Secret

        settings = self._settings
        login = Login(
            username=settings.salesforce_username,
            consumer_key=settings.salesforce_consumer_key,
            private_key=Secret(settings.salesforce_private_key.reveal().replace("\\n", "\n")),
            domain=settings.salesforce_domain,
            instance_url=settings.salesforce_instance_url,
            token=settings.salesforce_token,
            root=settings.salesforce_url,
        )
        return Salesforce(self._transport, session_of(login), self._lookups)
