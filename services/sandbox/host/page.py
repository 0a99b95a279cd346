"""The page that plays Google Docs and Sheets on a newcomer's machine.

The browser draws the open file, the sidebar and the state of the outside systems; this side knows who sits
there, signs events as Google does and brings the add-on's answers back.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, jsonify, render_template, request
from werkzeug.exceptions import BadRequest, Conflict, HTTPException, NotFound

from services.sandbox.host.consent import Consent, UnknownScopesError
from services.sandbox.host.contract import Person, World
from services.sandbox.host.delivery import Delivery, ForeignFunctionError
from services.sandbox.host.event import HOSTS, Click, Visit, build_event
from services.sandbox.host.guard import Guard
from services.sandbox.host.lint.answers import Kind, Linter
from services.sandbox.host.operations import Operations
from services.sandbox.host.outsiders import Outsiders, body_of
from services.sandbox.host.patterns import CREATE_SCOPE, PREVIEW_SCOPE, preview_function

LONGEST_WAIT = 25.0
LOOK_EVERY = 0.1
ROLES = {"ae": "Account Executive", "ce": "Customer Engineer", "finance": "Finance", "ops": "Operations"}


def create_host(
    world: World,
    deployment: Mapping[str, Any],
    base_url: str,
    on_reset: Callable[[], object] | None = None,
    has_route: Callable[[str], bool] = lambda path: True,
    operations: Operations | None = None,
) -> Blueprint:
    """The host page as a blueprint for the root of an application that listens on loopback.

    `on_reset` is called when somebody resets the sandbox, for what the add-on itself remembers of it. `has_route`
    says whether the add-on answers a POST to a path; the page complains of buttons that lead nowhere.
    """
    host = Host(world, deployment, base_url, on_reset, has_route).blueprint()
    if operations is not None:
        operations.add_to(host)
    return host


class Host:
    """One host page: a world, an add-on, and what its visitors have consented to."""

    def __init__(
        self,
        world: World,
        deployment: Mapping[str, Any],
        base_url: str,
        on_reset: Callable[[], object] | None = None,
        has_route: Callable[[str], bool] = lambda path: True,
    ) -> None:
        self.world = world
        self.on_reset = on_reset
        self.deployment = deployment
        self.delivery = Delivery(base_url)
        self.linter = Linter(deployment, base_url, has_route)
        self.consent = Consent(deployment.get("oauthScopes", []))
        self.guard = Guard(urlsplit(base_url)._replace(path="").geturl())

    def blueprint(self) -> Blueprint:
        """Every address of the page, with the guard before and the security headers after each."""
        host = Blueprint(
            "host",
            __name__,
            static_folder="static",
            static_url_path="/host/static",
            template_folder="templates",
        )
        host.before_request(lambda: self.guard.admit(request))
        host.after_request(self.guard.seal)
        host.register_error_handler(HTTPException, _as_json)
        host.add_url_rule("/", "page", self.page)
        host.add_url_rule("/host/session", "session", self.session)
        host.add_url_rule("/host/state", "state", self.state)
        host.add_url_rule("/host/files/<file_id>", "file", self.file)
        outsiders = Outsiders(self.world)
        posts = [
            self.trigger,
            self.click,
            self.suggestions,
            self.preview,
            self.create,
            self.dialog,
            self.scopes,
            self.file_scope,
            self.edit,
            outsiders.answer,
            outsiders.invitation,
            outsiders.secret,
            self.reset,
        ]
        for view in posts:
            address = f"/host/{view.__name__.replace('_', '-')}"
            host.add_url_rule(address, view.__name__, view, methods=["POST"])
        return host

    def page(self) -> str:
        """The page itself; everything else it fetches."""
        return render_template("host.html", token=self.guard.token)

    def session(self) -> Response:
        """What does not change while the page is open: the people and the add-on."""
        common = self.deployment["addOns"].get("common", {})
        addon = {
            "name": common.get("name", "Add-on"),
            "logoUrl": common.get("logoUrl"),
            "universalActions": common.get("universalActions", []),
            "openLinkUrlPrefixes": common.get("openLinkUrlPrefixes", []),
            "createActions": list(self._create_actions()),
            "scopes": list(self.deployment.get("oauthScopes", [])),
        }
        return jsonify(people=[_introduce(person) for person in self.world.people], addon=addon)

    def state(self) -> Response:
        """The files and the outside systems, if they changed since the revision that the page has seen.

        The page may ask to wait for a change, which is quicker to show and quieter in the log than asking
        every second.
        """
        revision, patience = self.world.revision, min(request.args.get("wait", 0.0, float), LONGEST_WAIT)
        until = time.monotonic() + patience
        while request.args.get("since") == str(revision):
            if time.monotonic() >= until:
                return jsonify(revision=revision)
            time.sleep(LOOK_EVERY)
            revision = self.world.revision
        return jsonify(revision=revision, files=list(self.world.files()), panels=self.world.panels())

    def file(self, file_id: str) -> Response:
        """The content of one file."""
        file = self._file(file_id)
        if file["kind"] == "document":
            return jsonify(file=file, document=self.world.docs.get_document(file_id))
        sheets = self.world.panels()["sheets"]["files"]
        return jsonify(file=file, spreadsheet=next(sheet for sheet in sheets if sheet["id"] == file_id))

    def trigger(self) -> Response:
        """A homepage was opened, or a file was granted: post the manifest's trigger."""
        visit = self._visit()
        name = str(body_of().get("trigger"))
        return self._deliver("trigger", visit, self._trigger_function(visit.host, name), Click())

    def click(self) -> Response:
        """A widget was used: post its action."""
        return self._widget("click")

    def suggestions(self) -> Response:
        """Somebody types into an input that suggests: post its action."""
        return self._widget("suggestions")

    def preview(self) -> Response:
        """Somebody pasted a link: post the trigger that its address matches, if there is one."""
        visit, url = self._visit(), str(body_of().get("url") or "")
        function = preview_function(self.deployment, visit.host, url)
        if function is None or PREVIEW_SCOPE not in visit.scopes:
            return jsonify(answer=None)
        return self._deliver("preview", visit, function, Click(matched_url=url))

    def create(self) -> Response:
        """Somebody chose a line of Docs' @ menu: post its trigger, if both scopes for it are granted."""
        visit, wanted = self._visit(), body_of().get("create")
        action = next((one for one in self._create_actions() if one["id"] == wanted), None)
        if action is None or not {PREVIEW_SCOPE, CREATE_SCOPE} <= set(visit.scopes):
            raise NotFound("The add-on offers nothing to create here, or its permission for it is missing.")
        return self._deliver("trigger", visit, str(action["runFunction"]), Click(creates=True))

    def dialog(self) -> Response:
        """A widget in the dialog of a create action was used: post its action."""
        return self._widget("dialog")

    def _create_actions(self) -> Sequence[Mapping[str, Any]]:
        """Docs alone has them."""
        found: Sequence[Mapping[str, Any]] = self.deployment["addOns"].get("docs", {}).get("createActionTriggers", ())
        return found

    def _widget(self, kind: Kind) -> Response:
        body = body_of()
        click = Click(body.get("parameters") or {}, body.get("formInputs") or {}, creates=kind == "dialog")
        return self._deliver(kind, self._visit(), str(body.get("function") or ""), click)

    def scopes(self) -> Response:
        """Read a person's granted scopes, add to them (consent dialog) or set them (permissions dialog)."""
        body, person = body_of(), self._person()
        try:
            if "allow" in body:
                self.consent.allow(person.id, body["allow"])
            elif "set" in body:
                self.consent.set(person.id, body["set"])
        except UnknownScopesError as error:
            raise BadRequest(str(error)) from error
        return jsonify(granted=list(self.consent.granted(person.id)))

    def file_scope(self) -> Response:
        """Whether a file is open to the add-on for this person; open it, or close it again."""
        body, person, file = body_of(), self._person(), self._file(str(body_of().get("file")))
        identity = self.world.identity
        if "granted" in body:
            change = identity.grant_file if body["granted"] else identity.revoke_file
            change(person, file["id"])
        return jsonify(granted=identity.has_file(person, file["id"]))

    def edit(self) -> Response:
        """Somebody typed into the open document or into a cell."""
        body, person = body_of(), self._person()
        file, text = self._file(str(body.get("file"))), str(body.get("text", ""))
        try:
            if file["kind"] == "document":
                path = {"tab": str(body.get("tab")), "index": int(body.get("index", 0))}
                self.world.docs.edit(file["id"], path, text, person.email)
            else:
                cell = str(body.get("cell"))
                self.world.sheets.edit(file["id"], str(body.get("sheet")), cell, text, person.email)
        except (LookupError, ValueError) as error:
            raise Conflict(f"This place could not be edited: {error}") from error
        return jsonify(revision=self.world.revision)

    def reset(self) -> Response:
        """Back to the seed: files, outside systems and permissions."""
        self.world.reset()
        self.consent.reset()
        if self.on_reset:
            self.on_reset()
        return jsonify(revision=self.world.revision)

    def _deliver(self, kind: Kind, visit: Visit, function: str, click: Click) -> Response:
        try:
            self.delivery.check(function)
        except ForeignFunctionError as error:
            raise BadRequest(f"Only the add-on's own functions are called: {error}.") from error
        event = build_event(self.world, self.deployment, visit, function, click)
        report = self.delivery.post(function, event)
        answer = report["answer"]
        found = [] if answer is None else self.linter.complaints(kind, answer, self._texts(visit))
        return jsonify(**report, complaints=[one.as_json() for one in found])

    def _texts(self, visit: Visit) -> list[Any]:
        """What the open file says: other people's words, which a card may show only escaped."""
        file = visit.file
        if file["kind"] == "document":
            return [file["title"], self.world.docs.get_document(file["id"])]
        return [file["title"], self.world.panels()["sheets"]]

    def _trigger_function(self, host: str, name: str) -> str:
        addons = self.deployment["addOns"]
        for part in (addons.get(host, {}), addons.get("common", {})):
            if name in part:
                return str(part[name]["runFunction"])
        raise NotFound(f"The manifest has no {name} for {host}.")

    def _visit(self) -> Visit:
        body, person = body_of(), self._person()
        return Visit(
            person,
            self._file(str(body.get("file"))),
            self.consent.granted(person.id),
            str(body.get("locale", "en-US")),
            body.get("timeZone", {"id": "Etc/UTC", "offset": "0"}),
        )

    def _person(self) -> Person:
        wanted = body_of().get("person")
        for person in self.world.people:
            if person.id == wanted:
                return person
        raise NotFound("There is no such person in the sandbox.")

    def _file(self, file_id: str) -> Mapping[str, Any]:
        for file in self.world.files():
            if file["id"] == file_id and file["kind"] in HOSTS:
                return file
        raise NotFound("There is no such file in the sandbox.")


def _introduce(person: Person) -> dict[str, str]:
    role = ROLES.get(person.id, person.id)
    return {"id": person.id, "name": person.name, "email": person.email, "role": role}


def _as_json(error: HTTPException) -> tuple[Response, int]:
    return jsonify(error=error.description), error.code or 500
