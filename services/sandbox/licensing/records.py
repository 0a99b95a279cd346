"""What the license service keeps: accounts, their subscriptions, and the licenses in those."""

import base64
import datetime
import json
import secrets
import uuid
from typing import Any

Record = dict[str, Any]
Books = dict[str, list[Record]]

_FORMAT_VERSION = 1


def new_account(number: int, username: str, email: str | None = None) -> Record:
    """An account; the service knows it as a user."""
    return {"id": node_id("User", number), "username": username, "email": email}


def new_subscription(account_id: str, created: datetime.datetime) -> Record:
    """A subscription without any license yet."""
    number = str(uuid.uuid4())
    return {
        "id": node_id("ProductSubscription", number),
        "uuid": number,
        "account": account_id,
        "created": stamp(created),
        "archived": False,
    }


def new_license(subscription_id: str, created: datetime.datetime, terms: Record) -> Record:
    """A license with its key. Terms: `tags`, `users`, `expires` (seconds since 1970), `sf_sub_id`, `sf_opp_id`."""
    return {
        "id": node_id("ProductLicense", str(uuid.uuid4())),
        "subscription": subscription_id,
        "created": stamp(created),
        **terms,
        "key": _key(created, terms),
        "revoked": None,
        "reason": None,
    }


def node_id(kind: str, value: object) -> str:
    """An id as the service's nodes have it: opaque to everybody else."""
    return base64.b64encode(f"{kind}:{json.dumps(value)}".encode()).decode()


def stamp(when: datetime.datetime) -> str:
    """A moment as the service writes it."""
    return when.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def moment(seconds: int) -> str:
    """Seconds since 1970 as the service writes a moment."""
    return stamp(datetime.datetime.fromtimestamp(seconds, datetime.UTC))


def _key(created: datetime.datetime, terms: Record) -> str:
    """A key in the form of the real ones: signed text, here with a signature that verifies nowhere."""
    info = {
        "v": _FORMAT_VERSION,
        "n": list(secrets.token_bytes(8)),
        "t": terms["tags"],
        "u": terms["users"],
        "c": stamp(created),
        "e": moment(terms["expires"]),
    }
    info |= {name: terms[name] for name in ("sf_sub_id", "sf_opp_id") if terms.get(name)}
    blob = base64.b64encode(secrets.token_bytes(64)).decode()
    signature = {"Format": "ssh-ed25519", "Blob": blob, "Rest": None}
    encoded = base64.b64encode(json.dumps(info).encode()).decode()
    text = json.dumps({"sig": signature, "info": encoded}, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")
