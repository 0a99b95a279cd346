"""The deployment is one that Google's REST API takes, and everything in it leads somewhere.

The messages are those of ``projects.deployments`` (REST reference) and of the published
``google/apps/script/type`` protos; a key that they do not have is refused there, so it is here.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal
from urllib.parse import urlsplit

import pytest
from msgspec import Meta, Struct, convert

from manifest.build import deployment
from services.sandbox.host.lint.markup import strings
from services.sandbox.host.patterns import preview_function
from tests.conftest import BASE_URL, Stage

Https = Annotated[str, Meta(pattern=r"^https://[^/\s]+/\S*$")]
Text = Annotated[str, Meta(min_length=1)]
Colour = Annotated[str, Meta(pattern=r"^#[0-9a-f]{6}$")]


class Part(Struct, forbid_unknown_fields=True, kw_only=True):
    """A message in which every key is known."""


class Trigger(Part, kw_only=True):
    """``HomepageExtensionPoint`` and the file scope's: in the editors a plain address."""

    runFunction: Https  # noqa: N815
    enabled: bool | None = None


class UniversalAction(Part, kw_only=True):
    """One line of the three dots: a function or a link."""

    label: Text
    runFunction: Https | None = None  # noqa: N815
    openLink: Https | None = None  # noqa: N815


class Layout(Part, kw_only=True):
    """Colours."""

    primaryColor: Colour  # noqa: N815
    secondaryColor: Colour  # noqa: N815


class Common(Part, kw_only=True):
    """``CommonAddOnManifest``."""

    name: Text
    logoUrl: Https  # noqa: N815
    layoutProperties: Layout | None = None  # noqa: N815
    useLocaleFromApp: bool = False  # noqa: N815
    homepageTrigger: Trigger | None = None  # noqa: N815
    universalActions: tuple[UniversalAction, ...] = ()  # noqa: N815
    openLinkUrlPrefixes: tuple[Https, ...] = ()  # noqa: N815


class Pattern(Part, kw_only=True):
    """A link's host and the beginning of its path, without the first slash."""

    hostPattern: Annotated[str, Meta(pattern=r"^(\*\.)?[a-z0-9.-]+$")]  # noqa: N815
    pathPrefix: Annotated[str, Meta(pattern=r"^[^/].*$")] | None = None  # noqa: N815


class LinkPreview(Part, kw_only=True):
    """``LinkPreviewExtensionPoint``."""

    runFunction: Https  # noqa: N815
    patterns: Annotated[list[Pattern], Meta(min_length=1)]
    labelText: Text  # noqa: N815
    localizedLabelText: dict[str, str] | None = None  # noqa: N815
    logoUrl: Https | None = None  # noqa: N815


class CreateAction(Part, kw_only=True):
    """``CreateActionExtensionPoint``."""

    id: Annotated[str, Meta(pattern=r"^[a-zA-Z0-9-]{1,64}$")]
    labelText: Text  # noqa: N815
    localizedLabelText: dict[str, str] | None = None  # noqa: N815
    runFunction: Https  # noqa: N815
    logoUrl: Https | None = None  # noqa: N815


class Sheets(Part, kw_only=True):
    """``SheetsAddOnManifest``: no create actions here."""

    homepageTrigger: Trigger | None = None  # noqa: N815
    onFileScopeGrantedTrigger: Trigger | None = None  # noqa: N815
    linkPreviewTriggers: tuple[LinkPreview, ...] = ()  # noqa: N815


class Docs(Sheets, kw_only=True):
    """``DocsAddOnManifest``."""

    createActionTriggers: tuple[CreateAction, ...] = ()  # noqa: N815


class HttpOptions(Part, kw_only=True):
    """Which token signs, and that people may decline single scopes."""

    authorizationHeader: Literal["SYSTEM_ID_TOKEN"]  # noqa: N815
    granularOauthPermissionSupport: Literal["OPT_IN"]  # noqa: N815


class AddOns(Part, kw_only=True):
    """The hosts of this add-on."""

    common: Common
    docs: Docs
    sheets: Sheets
    httpOptions: HttpOptions  # noqa: N815


class Deployment(Part, kw_only=True):
    """``projects.deployments``; ``name`` and ``etag`` are the server's."""

    oauthScopes: Annotated[list[Https], Meta(min_length=1)]  # noqa: N815
    addOns: AddOns  # noqa: N815


@pytest.mark.parametrize("base_url", [BASE_URL, f"{BASE_URL}/", "https://tools.example/handover"])
def test_the_deployment_is_valid_by_the_rest_reference(base_url: str) -> None:
    built = convert(deployment(base_url), Deployment)
    assert len(set(built.oauthScopes)) == len(built.oauthScopes)
    assert [text for text in strings(deployment(base_url)) if "{" in text] == []


def test_every_address_in_it_has_a_route(stage: Stage) -> None:
    routes = stage.app.url_map.bind("localhost")
    functions = re.findall(r"'runFunction': '([^']+)'", str(deployment(BASE_URL)))
    assert len(functions) > 6
    for url in functions:
        assert routes.test(url.removeprefix(BASE_URL), method="POST"), url
    ours = {text for text in strings(deployment(BASE_URL)) if text.startswith(BASE_URL)}
    for url in ours - set(functions) - {f"{BASE_URL}/"}:
        assert stage.app.test_client().get(url.removeprefix(BASE_URL)).content_type == "image/png", url


def test_prefixes_are_as_the_allow_list_wants_them() -> None:
    """Https, a whole domain, a path; one star at most, and only as the first label (guide "Allowlist URLs")."""
    prefixes = deployment(BASE_URL)["addOns"]["common"]["openLinkUrlPrefixes"]
    assert f"{BASE_URL}/" in prefixes
    for prefix in prefixes:
        parts = urlsplit(prefix)
        assert (parts.scheme, parts.path[:1]) == ("https", "/")
        assert "*" not in parts.netloc.removeprefix("*.")
        assert "." in parts.netloc.removeprefix("*.")


@pytest.mark.parametrize("base_url", [BASE_URL, "https://tools.example/handover"])
@pytest.mark.parametrize("host", ["docs", "sheets"])
def test_a_handovers_link_matches_the_patterns(base_url: str, host: str) -> None:
    """Also needed for the links that a create action inserts: they have to match a pattern of the add-on's own."""
    built = deployment(base_url)
    wanted = f"{base_url}/{host}/link-preview"
    assert preview_function(built, host, f"{base_url}/handovers/1Larchwood") == wanted
    assert preview_function(built, host, "https://docs.google.com/document/d/1Larchwood/edit") == wanted
    assert preview_function(built, host, "https://docs.google.com/spreadsheets/d/1Larchwood/edit") is None
    assert preview_function(built, host, f"{base_url}/help") is None
