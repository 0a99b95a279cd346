"""Who signs, who is who, and what a token opens."""

import time
from collections.abc import Mapping
from pathlib import Path

import google.auth.transport.requests
import pytest
import requests
from google.auth import exceptions
from google.oauth2 import id_token

from services.sandbox import identity
from services.sandbox.identity import Key
from services.sandbox.server import Running
from services.sandbox.world import World
from tests.services.sandbox.clients import DOCS, LARCHWOOD, Clients

ADDRESS = "https://handover.example/docs/homepage"


def verified(running: Running, token: str, audience: str) -> Mapping[str, object]:
    """The claims, as Google's own library finds them good."""
    url = running.settings()["GOOGLE_CERTS_URL"]
    claims: Mapping[str, object] = id_token.verify_token(
        token, google.auth.transport.requests.Request(), audience=audience, certs_url=url
    )
    return claims


def test_a_system_token_names_the_address_and_the_service_account(running: Running) -> None:
    claims = verified(running, running.world.identity.system_token(ADDRESS), ADDRESS)
    assert claims["iss"] == "https://accounts.google.com"
    assert claims["email"] == "service-415926535897@gcp-sa-gsuiteaddons.iam.gserviceaccount.com"
    assert claims["email_verified"] is True


def test_a_user_token_names_the_person_and_the_domain(running: Running) -> None:
    person = running.world.person("ae")
    claims = verified(running, running.world.identity.user_token(person), identity.OAUTH_CLIENT_ID)
    assert (claims["email"], claims["hd"], claims["sub"]) == (person.email, "codelantern.example", person.sub)


def test_wrong_tokens_are_easy_to_make(running: Running) -> None:
    player = running.world.identity
    now = int(time.time())
    expired = player.system_token(ADDRESS, iat=now - 7200, exp=now - 3600)
    foreign = Key.make().sign(player.system_claims(ADDRESS))
    for wrong in (expired, foreign, player.system_token(ADDRESS + "/")):
        with pytest.raises((ValueError, exceptions.GoogleAuthError)):
            verified(running, wrong, ADDRESS)
    unverified = player.system_token(ADDRESS, email_verified=False)
    assert verified(running, unverified, ADDRESS)["email_verified"] is False


def test_certificates_may_be_cached(running: Running) -> None:
    answer = requests.get(running.settings()["GOOGLE_CERTS_URL"], timeout=5)
    assert "max-age=" in answer.headers["Cache-Control"]
    assert answer.json() == running.world.identity.certs()


def test_after_a_rotation_old_and_new_tokens_verify(running: Running) -> None:
    player = running.world.identity
    before = player.system_token(ADDRESS)
    player.rotate()
    assert len(player.certs()) == 2
    assert verified(running, before, ADDRESS)
    assert verified(running, player.system_token(ADDRESS), ADDRESS)


def test_keys_and_tokens_survive_a_restart(tmp_path: Path) -> None:
    before = World(tmp_path / "state.json")
    token = before.identity.access_token(before.person("ce"), [DOCS])
    after = World(tmp_path / "state.json")
    assert after.identity.certs() == before.identity.certs()
    access = after.identity.access(token)
    assert access is not None
    assert access.email == "chloe.marchetti@codelantern.example"


def test_the_key_file_is_for_its_owner_only(tmp_path: Path) -> None:
    World(tmp_path / "state.json")
    assert (tmp_path / "identity.json").stat().st_mode & 0o077 == 0


def test_a_token_that_is_expired_revoked_or_made_up_opens_nothing(clients: Clients) -> None:
    player, person = clients.world.identity, clients.world.person("ae")
    expired = player.access_token(person, [DOCS], lifetime=-1)
    revoked = player.access_token(person, [DOCS])
    player.revoke(revoked)
    for token in (expired, revoked, revoked[:-1] + "é", "ya29.sandbox-x.y", "ya29.other", ""):
        assert player.access(token) is None
    headers = {"Authorization": f"Bearer {expired}"}
    answer = requests.get(f"{clients.running.url}/v1/documents/{LARCHWOOD}", headers=headers, timeout=5)
    assert answer.status_code == 401
    assert answer.json()["error"]["status"] == "UNAUTHENTICATED"


def test_files_are_granted_person_by_person(world: World) -> None:
    ae, ce = world.person("ae"), world.person("ce")
    world.identity.grant_file(ae, LARCHWOOD)
    assert world.identity.has_file(ae, LARCHWOOD)
    assert not world.identity.has_file(ce, LARCHWOOD)
    world.identity.revoke_file(ae, LARCHWOOD)
    assert not world.identity.has_file(ae, LARCHWOOD)
