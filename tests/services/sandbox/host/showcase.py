"""Realistic cards to look at: `python -m tests.services.sandbox.host.showcase FOLDER` takes their pictures.

What is right in a sidebar of 300 pixels shows only in a picture of it, with names short and very long.
"""

import sys
from pathlib import Path
from typing import Any

from flask import Flask
from playwright.sync_api import sync_playwright

from services.sandbox.host.page import create_host
from tests.services.sandbox.host.browser import launch
from tests.services.sandbox.host.fake_addon import FakeAddon, card, pushed, serving
from tests.services.sandbox.host.fake_world import INSTALLERS, QUESTIONNAIRE, FakeWorld

LONG_NAME = (
    "Kjærgaard-Østerlund & Whittingham-Featherstonehaugh Photovoltaic Installations Aktiengesellschaft (Holding)"
)
LONG_VALUE = (
    "The customer wants the rollout to begin with the platform group and only then to reach the others, because their "
    "security review of every plug-in takes three weeks; nothing may be announced in their own channels before it "
    "is over, https://intranet.larchwood.example/reviews/2027/platform/very-long-address-without-a-break-in-it ends it."
)


def step(name: str, state: str, icon: str, words: str = "Open") -> dict[str, Any]:
    on_click = {"action": {"function": "http://addon/open"}}
    return {
        "decoratedText": {
            "startIcon": {"materialIcon": {"name": icon, "fill": icon == "check_circle"}, "altText": state},
            "text": name,
            "bottomLabel": state,
            "wrapText": True,
            "button": {"text": words, "type": "BORDERLESS", "onClick": on_click},
        }
    }


def home(customer: str) -> dict[str, Any]:
    return {
        "header": {"title": customer, "subtitle": "Handover · 2 of 6 done"},
        "sections": [
            {
                "header": "Your turn",
                "widgets": [
                    step("Send welcome", "Waits for you", "radio_button_unchecked"),
                    {
                        "buttonList": {
                            "buttons": [
                                {
                                    "text": "Send welcome",
                                    "type": "FILLED",
                                    "onClick": {"action": {"function": "x"}},
                                }
                            ]
                        }
                    },
                ],
            },
            {
                "header": "All steps",
                "widgets": [
                    step("Announce", "Done by Maya Lindqvist, 14:02", "check_circle", "See"),
                    step(
                        "Take ownership",
                        "Done by Tomás Aguilar-Wetterström on behalf of the Customer Engineering team",
                        "check_circle",
                        "See",
                    ),
                    step("Create license key", "Missing: contract start, term", "warning"),
                    step("Deliver license key", "After Create license key", "hourglass_empty"),
                    step("Update sheet", "Waits for operations", "schedule"),
                    step("Send invoice", "Unknown: look before you send again", "help"),
                ],
            },
            {
                "header": "Unanswered",
                "collapsible": True,
                "uncollapsibleWidgetsCount": 1,
                "widgets": [
                    {
                        "decoratedText": {
                            "topLabel": "Contract start",
                            "text": "No answer in “Deal”, row 4",
                            "wrapText": True,
                        }
                    },
                    {"decoratedText": {"topLabel": "Term", "text": LONG_VALUE, "wrapText": True}},
                ],
            },
        ],
    }


def form() -> dict[str, Any]:
    widgets = [
        {
            "textParagraph": {
                "text": "Goes to the customer from <b>your own Gmail</b>. Nothing is sent before you press <b>Send</b>."
            }
        },
        {
            "textInput": {
                "name": "to",
                "label": "To",
                "value": "erik.sand@larchwood.example, ada@larchwood.example",
                "hintText": "Addresses, with commas between",
            }
        },
        {
            "dateTimePicker": {
                "name": "when",
                "label": "Check-in",
                "type": "DATE_AND_TIME",
                "valueMsEpoch": "1804150800000",
            }
        },
        {
            "selectionInput": {
                "name": "plan",
                "label": "Template",
                "type": "DROPDOWN",
                "items": [
                    {"text": "Commercial", "value": "c", "selected": True},
                    {"text": "Residential", "value": "r"},
                ],
            }
        },
        {
            "selectionInput": {
                "name": "cc",
                "label": "Copy",
                "items": [
                    {
                        "text": "Customer Engineer",
                        "value": "ce",
                        "selected": True,
                        "bottomText": "tomas@codelantern.example",
                    },
                    {"text": "Finance", "value": "finance"},
                ],
            }
        },
        {
            "textInput": {
                "name": "body",
                "label": "Text",
                "type": "MULTIPLE_LINE",
                "value": "Hi Larchwood team,\n\nGreat news—the final docs were just signed.\n\n" + LONG_VALUE,
                "validation": {"characterLimit": 2000},
            }
        },
        {
            "decoratedText": {
                "text": "Include the success plan",
                "bottomLabel": "Adds a link below the signature",
                "wrapText": True,
                "switchControl": {"name": "plan", "value": "yes", "selected": True},
            }
        },
    ]
    footer = {
        "primaryButton": {"text": "Send", "onClick": {"action": {"function": "x"}}},
        "secondaryButton": {"text": "Save draft", "onClick": {"action": {"function": "x"}}},
    }
    return card(*widgets, header={"title": "Send welcome", "subtitle": "Larchwood Analytics"}, fixedFooter=footer)


def problem() -> dict[str, Any]:
    widgets = [
        {
            "decoratedText": {
                "startIcon": {"materialIcon": {"name": "error", "fill": True}},
                "text": "<b>Slack did not take the message</b>",
                "wrapText": True,
            }
        },
        {
            "textParagraph": {
                "text": "Slack answered <i>not_in_channel</i>. <b>Nothing was posted.</b>\nInvite the app to "
                "#sales, then press <b>Announce</b> again."
            }
        },
        {"textParagraph": {"text": LONG_VALUE, "maxLines": 3}},
        {
            "buttonList": {
                "buttons": [
                    {
                        "text": "Announce",
                        "type": "FILLED_TONAL",
                        "icon": {"materialIcon": {"name": "campaign"}},
                        "onClick": {"action": {"function": "x"}},
                    },
                    {
                        "text": "Open #sales",
                        "type": "BORDERLESS",
                        "icon": {"materialIcon": {"name": "open_in_new"}},
                        "onClick": {"openLink": {"url": "https://codelantern.slack.com/archives/C1"}},
                    },
                    {"text": "Not applicable", "disabled": True, "onClick": {"action": {"function": "x"}}},
                ]
            }
        },
    ]
    return card(*widgets, header={"title": "Not announced", "subtitle": LONG_NAME})


def done() -> dict[str, Any]:
    evidence = [
        ("campaign", "Message", "#sales, 14:02"),
        ("person", "By", "Tomás Aguilar-Wetterström"),
        ("schedule", "When", "22 Nov 2026, 14:02"),
    ]
    widgets: list[dict[str, Any]] = [
        {"decoratedText": {"startIcon": {"materialIcon": {"name": icon}}, "topLabel": label, "text": text}}
        for icon, label, text in evidence
    ]
    widgets.append(
        {
            "chipList": {
                "chips": [
                    {
                        "label": "#sales",
                        "icon": {"materialIcon": {"name": "link"}},
                        "onClick": {"openLink": {"url": "https://codelantern.slack.com/archives/C1"}},
                    },
                    {"label": "Order form", "icon": {"knownIcon": "DESCRIPTION"}},
                ]
            }
        }
    )
    widgets.append({"divider": {}})
    widgets.append({"decoratedText": {"topLabel": "Note", "text": LONG_VALUE, "wrapText": True}})
    return card(*widgets, header={"title": "Announced", "subtitle": "Larchwood Analytics"})


def everything() -> dict[str, Any]:
    def choice(kind: str) -> dict[str, Any]:
        items = [
            {"text": "First of them", "value": "1", "selected": True},
            {"text": "Second", "value": "2", "bottomText": "With a note"},
        ]
        return {
            "selectionInput": {
                "name": kind,
                "label": kind.replace("_", " ").capitalize(),
                "type": kind,
                "items": items,
            }
        }

    press = {"action": {"function": "x"}}
    widgets = [
        {
            "grid": {
                "title": "A grid",
                "columnCount": 2,
                "borderStyle": {"type": "STROKE", "cornerRadius": 8},
                "onClick": press,
                "items": [
                    {"id": "a", "title": "Basic", "subtitle": "Ten seats"},
                    {"id": "b", "title": "Enterprise", "subtitle": "As many as needed"},
                ],
            }
        },
        {
            "columns": {
                "columnItems": [
                    {"widgets": [{"textParagraph": {"text": "Left column"}}]},
                    {"widgets": [{"textParagraph": {"text": "Right column"}}]},
                ]
            }
        },
        {"image": {"imageUrl": "https://example.com/none.png", "altText": "A picture from elsewhere"}},
        *[choice(kind) for kind in ("RADIO_BUTTON", "SWITCH", "MULTI_SELECT")],
        {"dateTimePicker": {"name": "d", "label": "Date", "type": "DATE_ONLY", "valueMsEpoch": "1775001600000"}},
        {"dateTimePicker": {"name": "t", "label": "Time", "type": "TIME_ONLY"}},
        {
            "buttonList": {
                "buttons": [
                    {
                        "icon": {"materialIcon": {"name": "more_vert"}},
                        "altText": "More",
                        "onClick": {
                            "overflowMenu": {
                                "items": [
                                    {
                                        "text": "Record by hand",
                                        "startIcon": {"materialIcon": {"name": "edit_note"}},
                                        "onClick": press,
                                    }
                                ]
                            }
                        },
                    },
                    {"text": "Green", "color": {"red": 0.1, "green": 0.5, "blue": 0.25}, "onClick": press},
                    {"text": "Tonal", "type": "FILLED_TONAL", "onClick": press},
                ]
            }
        },
        {
            "decoratedText": {
                "startIcon": {"knownIcon": "EMAIL"},
                "text": "A row that can be pressed",
                "bottomLabel": "It opens",
                "endIcon": {"materialIcon": {"name": "chevron_right"}},
                "onClick": press,
            }
        },
        {
            "decoratedText": {
                "startIcon": {"materialIcon": {"name": "never_heard_of"}},
                "topLabel": "Unknown icon",
                "text": LONG_VALUE,
            }
        },
    ]
    return card(*widgets, header={"title": "Every widget"})


CARDS = {
    "home": home("Larchwood Analytics"),
    "home-long": home(LONG_NAME),
    "form": form(),
    "problem": problem(),
    "done": done(),
    "everything": everything(),
}


def take_pictures(folder: Path) -> None:
    addon, world = FakeAddon(), FakeWorld()
    with serving(addon.app()) as base_url, sync_playwright() as playwright:
        addon.base_url = base_url
        app = Flask(__name__)
        app.register_blueprint(create_host(world, addon.deployment(), base_url))
        browser = launch(playwright)
        with serving(app) as address:
            for name, shown in CARDS.items():
                for height, kind in ((900, "page"), (1500, "tall")):
                    page = browser.new_page(viewport={"width": 1440, "height": height})
                    addon.answers["/docs/home"] = pushed(shown)
                    page.goto(f"{address}/?file={QUESTIONNAIRE}")
                    page.locator(".card").wait_for()
                    target = page.locator("aside") if kind == "tall" else page
                    if kind == "tall" or name == "home":
                        target.screenshot(path=folder / f"{name}-{kind}.png")
                    page.close()
            pictures_of_the_page(browser, address, folder, world)
        browser.close()


def pictures_of_the_page(browser: Any, address: str, folder: Path, world: FakeWorld) -> None:
    page = browser.new_page(viewport={"width": 1100, "height": 800})
    page.goto(f"{address}/?as=ops&file={INSTALLERS}")
    page.locator(".card").wait_for()
    world.post(
        "*New customer*: <https://docs.google.com/x|Larchwood Analytics> &lt;b&gt; &amp; 12,000\n<!subteam^S1> <!subteam^S2> _starts_ `Mar 16`"
    )
    world.edit(INSTALLERS, "Sites", "B3", "Larchwood Analytics", "jun@codelantern.example")
    world.outbox.append(
        {
            "from": "Maya Lindqvist <maya@codelantern.example>",
            "to": ["erik@larchwood.example"],
            "cc": ["tomas@codelantern.example"],
            "subject": "Welcome to Codelantern",
            "date": "Mon, 16 Mar 2027 09:00:00 +0000",
            "text": "Hi Larchwood team,\n\nGreat news—the final docs were just signed.\n\nBest,\nMaya",
        }
    )
    world.revision += 1
    page.locator(".change").wait_for()
    page.screenshot(path=folder / "sheet-1100.png")
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 1440, "height": 900})
    page.screenshot(path=folder / "sheet-dark.png")
    page.close()


if __name__ == "__main__":
    take_pictures(Path(sys.argv[1]))
