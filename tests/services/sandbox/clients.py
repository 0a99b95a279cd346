"""The real client libraries, pointed at a sandbox."""

import base64
from email.message import EmailMessage
from typing import Any
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

import gspread
import requests
from google.oauth2.credentials import Credentials
from googleapiclient.discovery import build
from googleapiclient.errors import HttpError
from simple_salesforce.api import Salesforce
from slack_sdk import WebClient

from services.sandbox.server import Running
from services.sandbox.world import World
from services.slack_api import QUIET

GOOGLE = "https://www.googleapis.com/auth/"
FILE = GOOGLE + "drive.file"
DOCS = GOOGLE + "documents"
DRIVE = GOOGLE + "drive"
SHEETS = GOOGLE + "spreadsheets"
COMPOSE = GOOGLE + "gmail.compose"
MAIL_READ = GOOGLE + "gmail.readonly"
MAIL_SEND = GOOGLE + "gmail.send"

LARCHWOOD = "1LarchwoodAnalyticsQuestionnaire000000000000"
QUILLFEATHER = "1QuillfeatherPublishingQuestionnaire00000000"
TIDEWATER = "1TidewaterCartographyQuestionnaire0000000000"
TEMPLATE = "1QuestionnaireTemplate0000000000000000000000"
INSTALLERS = "1InstallersToCompanySheet00000000000000000000"
LUNCH = "1OfficeLunchRota0000000000000000000000000000"

_BUILT: WeakKeyDictionary[World, dict[tuple[str, ...], tuple[Credentials, Any]]] = WeakKeyDictionary()
"""By sandbox and what is asked for: building a client takes longer than all that a test does with it."""


class Clients:
    """Makes the clients of one person, or of the bot."""

    def __init__(self, running: Running) -> None:
        self.running = running
        self.world = running.world

    def token(self, person: str, *scopes: str) -> str:
        """An access token."""
        return self.world.identity.access_token(self.world.person(person), scopes)

    def docs(self, person: str, *scopes: str) -> Any:
        """`documents()` of google-api-python-client."""
        return self._build("docs", "v1", "", person, scopes or (DOCS,)).documents()

    def drive(self, person: str, *scopes: str) -> Any:
        """`files()` of google-api-python-client."""
        return self._build("drive", "v3", "/drive/v3/", person, scopes or (DRIVE,)).files()

    def sheets(self, person: str, *scopes: str) -> Any:
        """`spreadsheets()` of google-api-python-client."""
        return self._build("sheets", "v4", "", person, scopes or (SHEETS,)).spreadsheets()

    def gmail(self, person: str, *scopes: str) -> Any:
        """`users()` of google-api-python-client."""
        return self._build("gmail", "v1", "", person, scopes or (COMPOSE, MAIL_READ)).users()

    def calendar(self, person: str, *scopes: str) -> Any:
        """The calendar client of google-api-python-client."""
        return self._build("calendar", "v3", "/calendar/v3/", person, scopes)

    def gspread(self, person: str, *scopes: str) -> gspread.Client:
        """gspread."""
        session = _Rerouted(self.running.url, self.token(person, *(scopes or (SHEETS,))))
        return gspread.Client(auth=None, session=session)  # type: ignore[arg-type]

    def slack(self, token: str | None = None) -> WebClient:
        """slack_sdk, which by itself would send twice after a lost connection, and write whole bodies at DEBUG."""
        url = self.running.settings()["SLACK_API_URL"]
        return WebClient(token or self.world.slack.token, base_url=url, retry_handlers=[], logger=QUIET)

    def salesforce(self, **other: str) -> Any:
        """simple-salesforce, signed in by the JWT bearer flow; name a setting in `other` to get it wrong."""
        known = self.running.settings()
        given: dict[str, Any] = {
            "username": known["SALESFORCE_USERNAME"],
            "consumer_key": known["SALESFORCE_CONSUMER_KEY"],
            "privatekey": known["SALESFORCE_PRIVATE_KEY"],
            **other,
        }
        return Salesforce(**given, session=_Moved(known["SALESFORCE_URL"]))

    def call(self, method: str, path: str, person: str = "ae", *scopes: str, **more: Any) -> requests.Response:
        """A bare request with a person's token."""
        headers = {"Authorization": f"Bearer {self.token(person, *scopes)}"}
        return requests.request(method, self.running.url + path, headers=headers, timeout=5, **more)

    def _build(self, name: str, version: str, path: str, person: str, scopes: tuple[str, ...]) -> Any:
        built = _BUILT.setdefault(self.world, {})
        key = (name, person, *scopes)
        if key not in built:
            built[key] = self._new(name, version, path)
        credentials, client = built[key]
        credentials.token = self.token(person, *scopes)
        return client

    def _new(self, name: str, version: str, path: str) -> tuple[Credentials, Any]:
        options = {"api_endpoint": self.running.url + path}
        credentials = Credentials(token=None)  # type: ignore[no-untyped-call]
        return credentials, build(name, version, credentials=credentials, client_options=options, static_discovery=True)


class _Rerouted(requests.Session):
    """gspread writes Google's address into every request; this sends them to the sandbox."""

    def __init__(self, url: str, token: str) -> None:
        super().__init__()
        self._url = url
        self.headers["Authorization"] = f"Bearer {token}"

    def request(self, method: Any, url: Any, *args: Any, **more: Any) -> requests.Response:
        path = str(url).replace("https://sheets.googleapis.com", "").replace("https://www.googleapis.com", "")
        return super().request(method, self._url + path, *args, **more)


class _Moved(requests.Session):
    """simple-salesforce knows only hosts of Salesforce; this keeps the path and leaves the host."""

    def __init__(self, root: str) -> None:
        super().__init__()
        self._root = root

    def request(self, method: Any, url: Any, *args: Any, **more: Any) -> requests.Response:
        return super().request(method, self._root + urlsplit(str(url)).path, *args, **more)


def refusal(request: Any) -> HttpError:
    """The error that a request of google-api-python-client ends in."""
    try:
        request.execute()
    except HttpError as error:
        return error
    raise AssertionError("the request was not refused")


def raw(text: str = "Hello", **headers: str) -> dict[str, str]:
    """A message body for Gmail."""
    message = EmailMessage()
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return {"raw": base64.urlsafe_b64encode(message.as_bytes()).decode()}
