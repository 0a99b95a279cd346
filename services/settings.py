"""The environment: addresses and secrets. What a company decides about its process is in ``handover.toml``.

A missing or wrong setting is named at start, with what it is for (design, section 7).
"""

# Annotations are not postponed here: msgspec would compile each type from its text, at each start.
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints
from urllib.parse import urlsplit

from msgspec import Struct, ValidationError, convert

from services.secret import Secret

ROOT = Path(__file__).resolve().parent.parent
GOOGLE_CERTS_URL = "https://www.googleapis.com/oauth2/v1/certs"

AUTOSCALED = {
    "GAE_ENV": "App Engine",
    "GAE_INSTANCE": "App Engine",
    "K_SERVICE": "Cloud Run",
    "AWS_LAMBDA_FUNCTION_NAME": "AWS Lambda",
    "WEBSITE_INSTANCE_ID": "Azure App Service",
    "DYNO": "Heroku",
}
"""Platforms that start and stop instances by themselves, by a variable that each of them sets."""


class WrongSettings(Exception):
    """Some settings are missing or wrong; the text says which, what each is for, and what to do.

    ``mistakes`` are the same one by one; ``hint`` is a way on for whoever starts it by hand.
    """

    def __init__(self, words: str, mistakes: Sequence[str] = (), hint: str = "") -> None:
        super().__init__("\n".join([words, *(f"  {one}" for one in mistakes), *([hint] if hint else [])]))
        self.mistakes = tuple(mistakes) or (words,)


class Settings(Struct, frozen=True, kw_only=True):
    """Environment variables by their names, in lower case, each with what it is for. Secrets print as stars."""

    handover_mode: Annotated[Literal["sandbox", "production"], "sandbox or production"] = "production"
    handover_config: Annotated[Path, "the company's process"] = ROOT / "manifest" / "handover.toml"
    handover_base_url: Annotated[str, "the add-on's own public https address"] = ""
    database_url: Annotated[str, "the ledger, as an SQLAlchemy address"] = (
        f"sqlite:///{ROOT / 'instance' / 'ledger.sqlite'}"
    )

    addon_service_account: Annotated[str, "the add-on's service account, which signs every event"] = ""
    addon_oauth_client_id: Annotated[str, "the add-on's OAuth client, named in the user's token"] = ""
    addon_allowed_domains: Annotated[str, "Workspace domains whose people may use it, by commas"] = ""

    google_certs_url: Annotated[str, "Google's signing certificates (PEM map)"] = GOOGLE_CERTS_URL
    google_api_url: Annotated[str | None, "one root for all Google APIs"] = None
    google_docs_url: Annotated[str | None, "root of the Docs API"] = None
    google_sheets_url: Annotated[str | None, "root of the Sheets API"] = None
    google_drive_url: Annotated[str | None, "root of the Drive API"] = None
    google_gmail_url: Annotated[str | None, "root of the Gmail API"] = None
    google_calendar_url: Annotated[str | None, "root of the Calendar API"] = None
    google_secrets_url: Annotated[str | None, "root of Secret Manager"] = None

    slack_bot_token: Annotated[Secret, "the company's Slack app speaks with it"] = Secret()
    slack_api_url: Annotated[str | None, "root of Slack's Web API, e.g. for an emulator"] = None

    sourcegraph_url: Annotated[str, "root of Sourcegraph's license service"] = "https://sourcegraph.com"
    sourcegraph_token: Annotated[Secret, "a site administrator's token for it"] = Secret()

    onetime_secret_url: Annotated[str, "root of One-Time Secret, for license keys behind a link"] = ""
    onetime_secret_user: Annotated[str, "the account's name there"] = ""
    onetime_secret_token: Annotated[Secret, "the account's API token there"] = Secret()

    salesforce_username: Annotated[str, "the Salesforce user the add-on works as"] = ""
    salesforce_consumer_key: Annotated[str, "the connected app in Salesforce (JWT bearer flow)"] = ""
    salesforce_private_key: Annotated[Secret, "signs for the connected app, as PEM"] = Secret()
    salesforce_certificate: Annotated[str, "the connected app's certificate; its end is told in time"] = ""
    salesforce_domain: Annotated[str, "`login`, `test` for a sandbox org, or a My Domain"] = "login"
    salesforce_instance_url: Annotated[str, "the org's address, when a session is given instead of a key"] = ""
    salesforce_token: Annotated[Secret, "a session of the org, instead of a key"] = Secret()
    salesforce_url: Annotated[str | None, "root of Salesforce, e.g. for an emulator"] = None

    @property
    def has_salesforce(self) -> bool:
        """Whether a way to sign in to Salesforce is set."""
        return all(_filled(self, name) for name in JWT) or all(_filled(self, name) for name in OWN_SESSION)

    def google_root(self, api: Literal["docs", "sheets", "drive", "gmail", "calendar"]) -> str | None:
        """The root to use for one Google API; None means Google's own host."""
        own: str | None = getattr(self, f"google_{api}_url")
        return own or self.google_api_url

    @property
    def allowed_domains(self) -> frozenset[str]:
        """Domains in lower case."""
        return frozenset(d.strip().lower() for d in self.addon_allowed_domains.split(",") if d.strip())


NAMES = Settings.__struct_fields__
JWT = ("salesforce_username", "salesforce_consumer_key", "salesforce_private_key")
OWN_SESSION = ("salesforce_instance_url", "salesforce_token")
ONE_TIME = ("onetime_secret_url", "onetime_secret_user", "onetime_secret_token")
"""Salesforce and One-Time Secret may be left out; half a sign-in is a mistake."""
NEEDED = (
    "handover_base_url",
    "addon_service_account",
    "addon_oauth_client_id",
    "addon_allowed_domains",
    "slack_bot_token",
)


def load_settings(**known: object) -> Settings:
    """Read the environment; ``known`` values win (the sandbox's own addresses, a test's).

    Raises :class:`WrongSettings` naming every missing or wrong setting at once.
    """
    said = {name: text for name in NAMES if (text := os.environ.get(name.upper()))}
    given = said | from_secret_manager(said) | known
    try:
        settings = convert(given, Settings, dec_hook=_made)
    except ValidationError:
        raise WrongSettings("These settings are wrong:", list(_wrong(given))) from None
    missing = [name for name in (*NEEDED, *_begun(settings)) if not _filled(settings, name)]
    if missing:
        lines = [f"{name.upper()} is not set: {_what_for(name)}" for name in missing]
        hint = "To try the add-on without any account, run `flask run` on this machine."
        raise WrongSettings("Some settings are missing:", lines, hint)
    _check_base_url(settings)
    host = next((words for name, words in AUTOSCALED.items() if os.environ.get(name)), "")
    if host and settings.database_url.startswith("sqlite"):
        raise WrongSettings(
            f"DATABASE_URL is SQLite, and {host} gives each instance a disk of its own that goes with it: "
            "what was done would be forgotten, and done again. Use PostgreSQL."
        )
    return settings


def database_url() -> str:
    """The ledger's address, for commands that need no other setting."""
    given = os.environ.get("DATABASE_URL") or Settings().database_url
    return str(from_secret_manager({"database_url": given}).get("database_url", given))


def from_secret_manager(given: Mapping[str, str]) -> dict[str, object]:
    """Those of the given settings that say ``sm://…``, with what they stand for. Raises :class:`WrongSettings`."""
    if not any(value.startswith("sm://") for value in given.values()):
        return {}
    # Imported here: only a deployment that keeps its secrets there pays for it.
    from services.secret_manager import ROOT as SECRETS_ROOT
    from services.secret_manager import SecretMissing, resolved

    try:
        return dict(resolved(given, os.environ, os.environ.get("GOOGLE_SECRETS_URL") or SECRETS_ROOT))
    except SecretMissing as error:
        raise WrongSettings(str(error)) from None


def config_path() -> Path:
    """Where ``handover.toml`` is, for commands that need no other setting."""
    return Path(os.environ.get("HANDOVER_CONFIG") or Settings().handover_config)


def _check_base_url(settings: Settings) -> None:
    address = urlsplit(settings.handover_base_url)
    secure = address.scheme == "https" or (address.scheme == "http" and settings.handover_mode == "sandbox")
    if not secure or not address.netloc or address.query or address.fragment:
        raise WrongSettings(
            f"HANDOVER_BASE_URL is {settings.handover_base_url!r}: it must be an https address without query, "
            "exactly as the deployment names it, because Google's tokens are checked against it."
        )


def _begun(settings: Settings) -> tuple[str, ...]:
    """What belongs to the ways of signing in to what may be left out, of which something is set."""
    return tuple(name for way in (JWT, OWN_SESSION, ONE_TIME) if any(_filled(settings, n) for n in way) for name in way)


def _filled(settings: Settings, name: str) -> bool:
    return bool(getattr(settings, name))


def _made(kind: type, value: Any) -> Any:
    """A path or a secret from the text that an environment holds."""
    return value if isinstance(value, kind) else kind(value)


def _wrong(given: Mapping[str, object]) -> Iterator[str]:
    """Every setting that cannot be, with what it must be; its value is not repeated, it may be a secret."""
    for name, kind in get_type_hints(Settings).items():
        try:
            convert(given.get(name, getattr(Settings(), name)), kind, dec_hook=_made)
        except ValidationError:
            must = " or ".join(get_args(kind)) if get_origin(kind) is Literal else "a text"
            yield f"{name.upper()}: it must be {must}."


def _what_for(name: str) -> str:
    words: str = get_type_hints(Settings, include_extras=True)[name].__metadata__[0]
    return words
