"""The records of the license service in the shape of its GraphQL types; members that cost something are called."""

from typing import Any

from services.sandbox.licensing.records import Books, Record, moment

Json = dict[str, Any]


def account(record: Record) -> Json:
    """A User."""
    emails = [{"email": record["email"], "verified": False}] if record["email"] else []
    return {"id": record["id"], "username": record["username"], "displayName": "", "emails": emails}


def subscription(books: Books, record: Record) -> Json:
    """A ProductSubscription."""
    mine = licenses_of(books, record["id"])
    owner = next((one for one in books["accounts"] if one["id"] == record["account"]), None)
    username = owner["username"] if owner else ""
    return {
        "id": record["id"],
        "uuid": record["uuid"],
        "name": name_of(record),
        "account": account(owner) if owner else None,
        "activeLicense": license_(books, mine[0]) if mine else None,
        "productLicenses": lambda _info, first=None: connection([license_(books, one) for one in mine], first),
        "createdAt": record["created"],
        "isArchived": record["archived"],
        "url": f"/users/{username}/subscriptions/{record['uuid']}",
        "urlForSiteAdmin": page_of(record),
    }


def license_(books: Books, record: Record) -> Json:
    """A ProductLicense."""
    holder = next(one for one in books["subscriptions"] if one["id"] == record["subscription"])
    info = {
        "productNameWithBrand": _product_name(record["tags"]),
        "tags": record["tags"],
        "userCount": record["users"],
        "expiresAt": moment(record["expires"]),
        "salesforceSubscriptionID": record.get("sf_sub_id"),
        "salesforceOpportunityID": record.get("sf_opp_id"),
    }
    return {
        "id": record["id"],
        "subscription": lambda _info: subscription(books, holder),
        "info": info,
        "licenseKey": record["key"],
        "createdAt": record["created"],
        "revokedAt": record["revoked"],
        "revokeReason": record["reason"],
        "version": 1,
    }


def connection(nodes: list[Json], first: int | None) -> Json:
    """A page of a list; there is no cursor, only a larger `first`."""
    shown = nodes if first is None else nodes[:first]
    return {"nodes": shown, "totalCount": len(nodes), "pageInfo": {"hasNextPage": len(shown) < len(nodes)}}


def licenses_of(books: Books, subscription_id: str) -> list[Record]:
    """A subscription's licenses, newest first."""
    return [one for one in reversed(books["licenses"]) if one["subscription"] == subscription_id]


def name_of(record: Record) -> str:
    """A subscription's name, derived from its uuid."""
    return "L-" + str(record["uuid"]).replace("-", "")[:10].upper()


def page_of(record: Record) -> str:
    """A subscription's page: the real service gives only the path, but here nothing would answer at its own address."""
    return f"https://sourcegraph.example/site-admin/dotcom/product/subscriptions/{record['uuid']}"


def panel(books: Books) -> Json:
    """Accounts with subscriptions and licenses for the host page, newest first; no key is in it."""
    return {
        "accounts": [
            {
                "username": one["username"],
                "subscriptions": [
                    {
                        "name": name_of(each),
                        "page": page_of(each),
                        "archived": each["archived"],
                        "licenses": [_line(each) for each in licenses_of(books, each["id"])],
                    }
                    for each in reversed(books["subscriptions"])
                    if each["account"] == one["id"]
                ],
            }
            for one in reversed(books["accounts"])
        ]
    }


def _line(record: Record) -> Json:
    shown = {name: record[name] for name in ("id", "users", "tags", "created", "revoked")}
    return {**shown, "product": _product_name(record["tags"]), "expires": moment(record["expires"])}


def _product_name(tags: list[str]) -> str:
    """The brand name, with what restricts its use."""
    remarks = {"trial": "trial", "dev": "dev use only", "internal": "internal use only"}
    found = [words for tag, words in remarks.items() if tag in tags]
    return "Sourcegraph Enterprise" + (f" ({', '.join(found)})" if found else "")
