"""The event object, typed: what Google says about one interaction.

Only this file knows whether the host is Docs or Sheets, that numbers may come as floats or texts, and that
empty inputs vanish (reference: addon-protocol, section 1). Nothing here is trusted to name the person; that
comes from the verified token. Parameters come back through the browser and are input like any other.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, ValidationError

FILE_ID = re.compile(r"[A-Za-z0-9_-]{10,128}\Z")


EARLIEST, LATEST = -62_135_596_800_000, 253_402_300_799_000
"""The first and the last moment that Python's calendar has, in milliseconds since 1970."""


class NotAnEvent(ValueError):
    """The body is no event object of this protocol."""


def _whole(value: object) -> object:
    """``-3.6E6``, ``"1773651600000"`` and ``9.0`` are all whole numbers here."""
    return int(float(value)) if isinstance(value, (int, float, str)) else value


def _or_empty(value: object) -> object:
    return {} if value is None else value


def _nothing() -> Mapping[str, Any]:
    return MappingProxyType({})


READ_ONLY = (BeforeValidator(_or_empty), AfterValidator(MappingProxyType))
Whole = Annotated[int, BeforeValidator(_whole)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class _Strings(_Part):
    value: tuple[str, ...] = ()


class _Moment(_Part):
    ms_since_epoch: Whole | None = Field(None, alias="msSinceEpoch", ge=EARLIEST, le=LATEST)


class _Time(_Part):
    hours: Whole = 0
    minutes: Whole = 0


class FormInput(_Part):
    """One input of a form, whatever widget it came from."""

    string_inputs: _Strings | None = Field(None, alias="stringInputs")
    date_time_input: _Moment | None = Field(None, alias="dateTimeInput")
    date_input: _Moment | None = Field(None, alias="dateInput")
    time_input: _Time | None = Field(None, alias="timeInput")

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


class TimeZone(_Part):
    """The person's time zone; ``offset`` in milliseconds from UTC, missing for UTC."""

    id: str = "UTC"
    offset: Whole = 0


class CommonEventObject(_Part):
    """What every host sends."""

    host_app: str = Field("DOCS", alias="hostApp")
    platform: str = "WEB"
    user_locale: str = Field("en-US", alias="userLocale")
    time_zone: TimeZone = Field(default_factory=TimeZone, alias="timeZone")
    parameters: Annotated[Mapping[str, str], *READ_ONLY] = Field(default_factory=_nothing)
    form_inputs: Annotated[Mapping[str, FormInput], *READ_ONLY] = Field(default_factory=_nothing, alias="formInputs")


class AuthorizationEventObject(_Part):
    """The tokens; they print as stars and live no longer than the request."""

    user_oauth_token: SecretStr = Field(SecretStr(""), alias="userOAuthToken")
    user_id_token: SecretStr = Field(SecretStr(""), alias="userIdToken")
    system_id_token: SecretStr = Field(SecretStr(""), alias="systemIdToken")
    authorized_scopes: frozenset[str] = Field(frozenset(), alias="authorizedScopes")


class _MatchedUrl(_Part):
    url: str = ""


class FileObject(_Part):
    """``docs`` or ``sheets``. Id and title are there only once the person granted this file."""

    id: str | None = None
    title: str | None = None
    has_file_scope: bool = Field(False, alias="addonHasFileScopePermission")
    matched_url: _MatchedUrl = Field(default_factory=_MatchedUrl, alias="matchedUrl")


class Event(_Part):
    """One interaction."""

    common: CommonEventObject = Field(alias="commonEventObject")
    authorization: AuthorizationEventObject = Field(AuthorizationEventObject(), alias="authorizationEventObject")
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
        return Event.model_validate(body)
    except (ValidationError, ValueError, OverflowError) as error:
        count = error.error_count() if isinstance(error, ValidationError) else 1
        raise NotAnEvent(f"The request is no event object ({count} mistakes).") from None


def _moment(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
