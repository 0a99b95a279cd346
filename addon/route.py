"""How the add-on's addresses are matched: as Flask does it, without what only building addresses needs."""

from __future__ import annotations

from collections.abc import Callable

from werkzeug.routing import Rule


class Route(Rule):
    """A rule whose code for building its address is made when somebody builds one, which hardly anybody does.

    Werkzeug writes and compiles two functions for each rule as it is added. For the add-on's nearly fifty rules that
    was half of making the application; its buttons carry addresses from :class:`addon.addresses.Addresses`.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        compiled = super()._compile_builder
        return lambda rule, **values: compiled(append_unknown)(rule, **values)
