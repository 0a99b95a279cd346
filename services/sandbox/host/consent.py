"""Which of the add-on's scopes each person has granted.

Google asks for every scope of the manifest at installation and lets people untick some. Here everybody
starts with all of them, the page's permissions dialog takes some away, the consent dialog gives them back.
"""

from collections.abc import Iterable, Sequence


class UnknownScopesError(Exception):
    """The add-on asked for scopes that its manifest does not list, which Google answers with an error."""


class Consent:
    """The granted scopes of every person, in the order of the manifest."""

    def __init__(self, manifest_scopes: Sequence[str]) -> None:
        self._manifest = tuple(manifest_scopes)
        self._declined: dict[str, frozenset[str]] = {}

    def granted(self, person_id: str) -> tuple[str, ...]:
        """The scopes that this person's events carry as `authorizedScopes`."""
        declined = self._declined.get(person_id, frozenset())
        return tuple(scope for scope in self._manifest if scope not in declined)

    def set(self, person_id: str, scopes: Iterable[str]) -> None:
        """Leave this person with exactly these scopes."""
        wanted = frozenset(scopes)
        unknown = sorted(wanted - frozenset(self._manifest))
        if unknown:
            raise UnknownScopesError(f"not in the manifest's oauthScopes: {', '.join(unknown)}")
        self._declined[person_id] = frozenset(self._manifest) - wanted

    def allow(self, person_id: str, scopes: Iterable[str]) -> None:
        """Add these scopes to what this person has granted already."""
        self.set(person_id, [*self.granted(person_id), *scopes])

    def reset(self) -> None:
        """Everybody has granted everything again."""
        self._declined.clear()
