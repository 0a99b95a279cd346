"""What a host takes but does not show as meant: one rule for each thing that may stand in an answer.

Sources: the RPC reference ``google.apps.card.v1`` for limits and for what only Chat renders, and the manifest guide
"Allowlist URLs" for prefixes.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from services.sandbox.host.lint.markup import links, mistakes
from services.sandbox.host.lint.names import DRAWN_ICONS, KNOWN_ICONS
from services.sandbox.host.lint.schema import Part

WIDGETS, ITEMS, NOTE = 100, 100, 80
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
Found = Iterator[tuple[str, str, str]]
"""(rule, the field within the message or nothing, a sentence)."""

MARKUP = {"TextParagraph": "text", "DecoratedText": "text", "Card.Section": "header"}
REQUIRED: Mapping[str, tuple[str, ...]] = {
    "Card": ("sections",),
    "Card.CardHeader": ("title",),
    "Card.Section": ("widgets",),
    "Card.CardFixedFooter": ("primaryButton",),
    "Card.CardAction": ("actionLabel", "onClick"),
    "DecoratedText": ("text",),
    "DecoratedText.SwitchControl": ("name",),
    "Button": ("onClick",),
    "TextInput": ("name", "label|hintText"),
    "SelectionInput": ("name",),
    "DateTimePicker": ("name",),
    "Action": ("function",),
    "Action.ActionParameter": ("key",),
    "OpenLink": ("url",),
    "Notification": ("text",),
    "Link": ("url", "title"),
}
ELSEWHERE: Mapping[str, tuple[str, ...]] = {
    "Widget": ("carousel", "columns"),
    "TextParagraph": ("textSyntax",),
    "DecoratedText": ("contentText", "topLabelText", "bottomLabelText", "startIconVerticalAlignment"),
    "TextInput": ("placeholderText",),
    "SelectionInput": ("externalDataSource", "platformDataSource"),
    "Navigation": ("endNavigation",),
    "ResponseAction": ("modifyOperations",),
}
"""Fields that only Chat renders; columns are for Gmail's and Calendar's own dialogs."""

IMAGES = {
    "Image": "imageUrl",
    "Icon": "iconUrl",
    "Card.CardHeader": "imageUrl",
    "ImageComponent": "imageUri",
    "SelectionInput.SelectionItem": "startIconUri",
}


@dataclass(frozen=True)
class Addon:
    """What the rules have to know of the add-on: where it lives, and what its manifest allows."""

    base_url: str
    has_route: Callable[[str], bool]
    prefixes: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    foreign: frozenset[str] = frozenset()

    @property
    def loopback(self) -> bool:
        """Whether it runs on this machine, where plain http is all there is."""
        return urlsplit(self.base_url).hostname in LOOPBACK


def broken(part: Part, addon: Addon) -> Found:
    """Everything that one message breaks."""
    for rule in RULES.get(part.message, ()):
        yield from rule(part.value, addon)
    yield from _incomplete(part)
    yield from _only_elsewhere(part)
    if field := MARKUP.get(part.message):
        yield from _markup(field, part.value.get(field, ""), addon)
    if (field := IMAGES.get(part.message)) and field in part.value:
        yield from _image(field, part.value[field], addon)


def _incomplete(part: Part) -> Found:
    for wanted in REQUIRED.get(part.message, ()):
        if not any(part.value.get(name) for name in wanted.split("|")):
            yield "required", "", f"{part.message} needs {wanted.replace('|', ' or ')}."


def _only_elsewhere(part: Part) -> Found:
    for name in ELSEWHERE.get(part.message, ()):
        if name in part.value:
            yield "elsewhere", name, f"{name} is not for sidebars in Docs and Sheets; the host leaves it out."


def _markup(field: str, text: str, addon: Addon) -> Found:
    yield from (("markup", field, words) for words in mistakes(text))
    yield from (("link", field, words) for url in links(text) for words in _link_trouble(url, addon))
    for piece in sorted(addon.foreign):
        if piece in text:
            yield "unescaped", field, f"The document's “{piece[:NOTE]}” stands there as markup; it has to be escaped."


def _image(field: str, url: str, addon: Addon) -> Found:
    parsed = urlsplit(url)
    if parsed.scheme != "https" and not (addon.loopback and parsed.hostname in LOOPBACK):
        yield "image", field, f"{url[:NOTE]} is not an https address."
    elif parsed.path.lower().endswith(".svg"):
        yield "image", field, "Hosts do not show SVG."


def _address(value: Mapping[str, Any], addon: Addon) -> Found:
    """An action's function has to be one of our own routes, in full."""
    url = value.get("function", "")
    if not url:
        return
    base = addon.base_url.rstrip("/")
    if not url.startswith(("https://", "http://") if addon.loopback else "https://"):
        yield "address", "function", f"{url[:NOTE]} is not an absolute https address."
    elif not url.startswith(base + "/"):
        yield "address", "function", f"{url[:NOTE]} is not below the add-on's own address {base}."
    elif not addon.has_route(urlsplit(url).path):
        yield "route", "function", f"{url[:NOTE]} leads to no route of the add-on."


def _parameters(value: Mapping[str, Any], _: Addon) -> Found:
    keys = [one.get("key", "") for one in value.get("parameters", [])]
    for key in keys:
        if key.startswith("__"):
            yield "parameter", "parameters", f"{key}: keys that begin with __ are the host's own."
    for key in {key for key in keys if keys.count(key) > 1}:
        yield "parameter", "parameters", f"{key} is there twice; only one of them arrives."


def _open_link(value: Mapping[str, Any], addon: Addon) -> Found:
    yield from (("link", "url", words) for words in _link_trouble(value.get("url", ""), addon) if value.get("url"))


def _link_trouble(url: str, addon: Addon) -> list[str]:
    scheme = urlsplit(url).scheme
    if scheme in ("mailto", "tel"):
        return []
    if scheme != "https" and not (addon.loopback and url.startswith(addon.base_url)):
        return [f"{url[:NOTE]} is not an https address."]
    if not any(covers(prefix, real) for prefix in addon.prefixes for real in (url, _real(url))):
        return [f"{url[:NOTE]} is below none of the manifest's openLinkUrlPrefixes."]
    return []


def _real(url: str) -> str:
    """The sandbox's systems live under the reserved ``.example``, and stand for the same names under ``.com``."""
    host = urlsplit(url).hostname or ""
    return url.replace(host, host.removesuffix(".example") + ".com", 1) if host.endswith(".example") else url


def covers(prefix: str, url: str) -> bool:
    """Whether a prefix of the manifest allows an address: the same, or a child of it; ``*.`` leads subdomains."""
    ahead, star, behind = prefix.partition("*.")
    subdomains = r"([\w-]+\.)+" if star else ""
    end = "" if prefix.endswith("/") else r"([/?#]|\Z)"
    return re.match(re.escape(ahead) + subdomains + re.escape(behind) + end, url) is not None


def _icon(value: Mapping[str, Any], _: Addon) -> Found:
    known, material = value.get("knownIcon"), value.get("materialIcon", {}).get("name")
    if known is not None and known not in KNOWN_ICONS:
        yield "icon", "knownIcon", f"{known} is none of Google's known icons; the host shows a broken picture."
    if material is not None and material not in DRAWN_ICONS:
        yield "icon", "materialIcon", f"{material} is no material icon that this host knows."


def _widgets(value: Mapping[str, Any], _: Addon) -> Found:
    count = sum(len(section.get("widgets", [])) for section in value.get("sections", []))
    if count > WIDGETS:
        yield "widgets", "", f"{count} widgets: the section that crosses {WIDGETS} and all after it are left out."


def _items(value: Mapping[str, Any], _: Addon) -> Found:
    if (count := len(value.get("items", []))) > ITEMS:
        yield "items", "items", f"{count} items: a host takes {ITEMS}."


def _scopes(value: Mapping[str, Any], addon: Addon) -> Found:
    asked = value.get("scopes", [])
    everything = bool(value.get("all_scopes") or value.get("allScopes"))
    if everything == bool(asked):
        yield "scope", "scopes", "Either all scopes are asked for, or the list names them."
    for scope in asked:
        if scope not in addon.scopes:
            yield "scope", "scopes", f"{scope} is not in the manifest's oauthScopes."


RULES: Mapping[str, tuple[Callable[[Mapping[str, Any], Addon], Found], ...]] = {
    "Card": (_widgets,),
    "Action": (_address, _parameters),
    "OpenLink": (_open_link,),
    "Icon": (_icon,),
    "SelectionInput": (_items,),
    "Suggestions": (_items,),
    "RequestingGoogleScopes": (_scopes,),
}
