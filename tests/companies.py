"""Other companies on a world of their own: their handover.toml, and outside systems that go with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from services.sandbox.server import serve
from services.sandbox.world import SEED, World
from tests.conftest import BASE_URL, ROOT, Stage

EXAMPLES = ROOT / "manifest" / "examples"


@contextmanager
def company(folder: Path, example: str, seed: str, **known: str) -> Iterator[Stage]:
    """A stage for one of the example companies, with the world that ``seed`` describes.

    ``known`` are settings in place of the sandbox's own.
    """
    seeded = folder / "seed.toml"
    seeded.write_text(seed, encoding="utf-8")
    world = World(seed=seeded)
    running = serve(world)
    try:
        settings = {name.lower(): value for name, value in running.settings().items()}
        settings |= {"handover_base_url": BASE_URL, "database_url": f"sqlite:///{folder / 'ledger.sqlite'}", **known}
        settings["handover_config"] = str(EXAMPLES / example / "handover.toml")
        yield Stage(world, running, folder, settings)
        assert list(world.complaints) == []
    finally:
        running.close()


def replaced(text: str, *pairs: tuple[str, str]) -> str:
    """The text with every occurrence of each first replaced by the second; all of them must be there."""
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    return text


def by_hand_seed() -> str:
    """A world whose won stage is called otherwise."""
    return replaced(SEED.read_text("utf-8"), ('MasterLabel = "Closed Won"', 'MasterLabel = "Signed and paid"'))


def german_seed() -> str:
    """A world in German: the questionnaire's labels, the sheet's headings, channel, groups and stage."""
    head, mark, rest = SEED.read_text("utf-8").partition('id = "1LarchwoodAnalyticsQuestionnaire000000000000"')
    questionnaire, end, rest = rest.partition("[[documents]]")
    asked = replaced(questionnaire, *((f"**{old}**", f"**{new}**") for old, new in QUESTIONS), *ANSWERS)
    headings = ((f"| {old} |", f"| {new} |") for old, new in HEADINGS)
    named = (('MasterLabel = "Closed Won"', 'MasterLabel = "Gewonnen"'), ('name = "sales"', 'name = "vertrieb"'))
    groups = (('handle = "ce-team"', 'handle = "technik"'), ('handle = "business-team"', 'handle = "kaufleute"'))
    sheet = replaced(rest, ('title = "Installers"', 'title = "Installationen"'), *headings)
    return replaced(head, *named, *groups) + mark + asked + end + sheet


QUESTIONS = (
    ("Company name", "Firma"),
    ("Account Executive", "Ansprechpartner im Vertrieb"),
    ("Customer Engineer", "Technischer Betreuer"),
    ("Salesforce opportunity link", "Link zu Salesforce"),
    ("Plan", "Tarif"),
    ("Number of users", "Anzahl der Nutzer"),
    ("ARR", "Jahresumsatz"),
    ("Contract start date", "Vertragsbeginn"),
    ("Renewal date", "Vertragsende"),
    ("Main contacts", "Ansprechpartner beim Kunden"),
    ("Technical administrator", "Administrator beim Kunden"),
    ("Proposed check-in date", "Erstes Gespräch am"),
)
ANSWERS = (("$86,400", "86.400,00 €"), ("December 7, 2026", "07.12.2026"), ("December 6, 2027", "06.12.2027"))
HEADINGS = (
    ("Installer email", "E-Mail der Installation"),
    ("Site id", "Standort-Nr."),
    ("Company", "Firma"),
    ("Status", "Stand"),
    ("AE", "Vertrieb"),
    ("CE", "Technik"),
    ("Contract end", "Vertragsende"),
)
