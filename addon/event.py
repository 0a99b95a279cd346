"""The event object, typed: what Google says about one interaction.

Only this file knows whether the host is Docs or Sheets, that numbers may come as floats or texts, and that
empty inputs vanish (reference: addon-protocol, section 1). Nothing here is trusted to name the person; that
comes from the verified token. Parameters come back through the browser and are input like any other.
"""

# Annotations are not postponed here: msgspec would compile each type from its text, at each start.
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct, ValidationError, convert, field

from services.secret import Secret

FILE_ID = re.compile(r"[A-Za-z0-9_-]{10,128}\Z")


EARLIEST, LATEST = -62_135_596_800_000, 253_402_300_799_000
"""The first and the last moment that Python's calendar has, in milliseconds since 1970."""


class NotAnEvent(ValueError):
    """The body is no event object of this protocol."""


class _Part(Struct, frozen=True, rename="camel"):
    """What is not named here is passed over."""


class _Strings(_Part, frozen=True):
    value: tuple[str, ...] = ()


class _Moment(_Part, frozen=True):
    ms_since_epoch: Annotated[int, Meta(ge=EARLIEST, le=LATEST)] | None = None


class _Time(_Part, frozen=True):
    hours: int = 0
    minutes: int = 0


class FormInput(_Part, frozen=True):
    """One input of a form, whatever widget it came from."""

    string_inputs: _Strings | None = None
    date_time_input: _Moment | None = None
    date_input: _Moment | None = None
    time_input: _Time | None = None

    def texts(self) -> tuple[str, ...]:
        """Its values as texts; dates as ISO 8601. A picked date is midnight UTC of the day: read in UTC."""
        if self.string_inputs is not None:
            return tuple(text for text in self.string_inputs.value if text != "")
        if self.date_input is not None and self.date_input.ms_since_epoch is not None:
            return (_moment(self.date_input.ms_since_epoch).date().isoformat(),)
        if self.date_time_input is not None and self.date_time_input.ms_since_epoch is not None:
            return (_moment(self.date_time_input.ms_since_epoch).isoformat(),)
        if self.time_input is not None:
            return (f"{self.time_input.hours:02}:{self.time_input.minutes:02}",)
        return ()


class TimeZone(_Part, frozen=True):
    """The person's time zone; ``offset`` in milliseconds from UTC, missing for UTC."""

    id: str = "UTC"
    offset: int = 0


class CommonEventObject(_Part, frozen=True):
    """What every host sends."""

    host_app: str = "DOCS"
    platform: str = "WEB"
    user_locale: str = "en-US"
    time_zone: TimeZone = TimeZone()
    _parameters: dict[str, str] | None = field(name="parameters", default=None)
    _form_inputs: dict[str, FormInput] | None = field(name="formInputs", default=None)

    @property
    def parameters(self) -> Mapping[str, str]:
        """What the pressed widget carries; it can only be read."""
        return MappingProxyType(self._parameters or {})

    @property
    def form_inputs(self) -> Mapping[str, FormInput]:
        """The form's inputs by name; they can only be read."""
        return MappingProxyType(self._form_inputs or {})


class AuthorizationEventObject(_Part, frozen=True):
    """The tokens; they print as stars and live no longer than the request."""

    user_oauth_token: Secret = field(name="userOAuthToken", default=Secret())
    user_id_token: Secret = Secret()
    system_id_token: Secret = Secret()
    authorized_scopes: frozenset[str] = frozenset()


class _MatchedUrl(_Part, frozen=True):
    url: str = ""


class FileObject(_Part, frozen=True):
    """``docs`` or ``sheets``. Id and title are there only once the person granted this file."""

    id: str | None = None
    title: str | None = None
    has_file_scope: bool = field(name="addonHasFileScopePermission", default=False)
    matched_url: _MatchedUrl = _MatchedUrl()


class Event(_Part, frozen=True):
    """One interaction."""

    common: CommonEventObject = field(name="commonEventObject")
    authorization: AuthorizationEventObject = field(name="authorizationEventObject", default=AuthorizationEventObject())
    docs: FileObject | None = None
    sheets: FileObject | None = None

    @property
    def host(self) -> Literal["docs", "sheets"]:
        """The editor the person sits in."""
        return "sheets" if self.common.host_app == "SHEETS" or self.sheets is not None else "docs"

    @property
    def elsewhere(self) -> bool:
        """Whether it is neither of the editors that this add-on knows, such as Slides."""
        return self.common.host_app not in ("DOCS", "SHEETS") and self.docs is None and self.sheets is None

    @property
    def file_id(self) -> str | None:
        """The open file: the host's word first, else the parameter our own cards carry."""
        file = self.sheets if self.host == "sheets" else self.docs
        name = "sheetId" if self.host == "sheets" else "docId"
        found = (file.id if file else None) or self.parameter(name)
        return found if found and FILE_ID.match(found) else None

    @property
    def granted(self) -> bool:
        """Whether the host says that the person granted the open file. Missing means no."""
        file = self.sheets if self.host == "sheets" else self.docs
        return file is not None and file.has_file_scope

    @property
    def document_id(self) -> str | None:
        """The questionnaire a press is about: the open document, or in Sheets the one the card names."""
        found = self.file_id if self.host == "docs" else self.parameter("docId")
        return found if found and FILE_ID.match(found) else None

    @property
    def matched_url(self) -> str:
        """The link that a preview is asked for; the rest of the host object is missing then."""
        file = self.sheets if self.host == "sheets" else self.docs
        return file.matched_url.url if file is not None else ""

    def parameter(self, name: str) -> str:
        """A parameter of the pressed widget; names that begin with ``__`` are the host's own."""
        return self.common.parameters.get(name, "")

    @property
    def inputs(self) -> dict[str, tuple[str, ...]]:
        """The form: name -> texts; what was left empty is missing."""
        given = {name: one.texts() for name, one in self.common.form_inputs.items()}
        return {name: texts for name, texts in given.items() if texts}


def read_event(body: Any) -> Event:
    """The event object of a request's JSON. Raises NotAnEvent, whose text holds nothing of the body."""
    try:
        # Not strict: numbers come as texts and as floats, too.
        return convert(body, Event, strict=False, dec_hook=_secret)
    except ValidationError:
        # Neither its words nor its path: both can hold what the body says.
        raise NotAnEvent("The request is no event object.") from None


def _secret(kind: type, value: Any) -> Secret:
    """The only kind here that is no plain value. Raises TypeError for what is no text."""
    return Secret(value)


def _moment(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
