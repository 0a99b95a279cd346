"""Reads a new customer questionnaire from the JSON of documents.get.

The way: document -> blocks (body) -> pairs of label and answer (layout) -> what each pair says (answers) -> one answer
for each field (merge). With open suggestions the way is gone twice. Source: the questionnaire definition.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from services.handover.questionnaire.answer import Answer, Questionnaire, Value
from services.handover.questionnaire.answers import Answers
from services.handover.questionnaire.blocks import Table
from services.handover.questionnaire.body import tabs
from services.handover.questionnaire.full_names import with_full_names
from services.handover.questionnaire.kind import is_questionnaire, signs
from services.handover.questionnaire.labels import Field, field_names, labels
from services.handover.questionnaire.layout import Layout
from services.handover.questionnaire.meaning import Reader, reader_of
from services.handover.questionnaire.merge import merged, with_suggestions
from services.handover.questionnaire.pairs import lines_in
from services.handover.questionnaire.twice import Orders, Twice
from services.handover.questionnaire.view import View


class NotADocument(ValueError):
    """The JSON is no answer of documents.get."""


def refusal(error: Exception) -> str:
    """One line for a person whose file could not be read as a document."""
    if isinstance(error, NotADocument):
        return str(error)
    if isinstance(error, OSError):
        return f"The document could not be opened: {error.strerror}: {error.filename}"
    if isinstance(error, RecursionError):
        return "This is no document of Google Docs: it is nested too deep."
    return f"This is no document of Google Docs: not the JSON of one ({error})."


class _Read(Struct, frozen=True):
    answers: dict[str, Answer]
    is_questionnaire: bool


def read_questionnaire(
    document: Mapping[str, Any], synonyms: Mapping[str, Sequence[str]] | None = None
) -> Questionnaire:
    """What the document asks and what was answered; `synonyms` are a company's own labels for the fields."""
    _check(document)
    reader = reader_of(labels(synonyms))
    present, twice = View(accepted=False), Twice()
    now = _read(document, present, reader, twice)
    then = _read(document, View(accepted=True), reader, twice) if present.met_suggestion else now
    questionnaire = now.is_questionnaire or then.is_questionnaire
    return Questionnaire(
        _string(document.get("title")) or "",
        _string(document.get("documentId")) or "",
        _string(document.get("revisionId")),
        questionnaire,
        _answers(now, then, reader.labels.fields) if questionnaire else {},
    )


def _answers(now: _Read, then: _Read, fields: Mapping[str, Field]) -> dict[str, Answer]:
    """The answers in the order of the fields; without suggestions both readings are the same one."""
    if now is then:
        return {name: now.answers[name] for name in fields if name in now.answers}
    names = [name for name in fields if name in now.answers or name in then.answers]
    return {name: with_suggestions(now.answers.get(name), then.answers.get(name), fields[name]) for name in names}


def _check(document: object) -> None:
    if not isinstance(document, Mapping):
        raise NotADocument("This is no document of Google Docs: not a JSON object.")
    if "error" in document and "tabs" not in document and "body" not in document:
        raise NotADocument("This is no document of Google Docs, but an error message of its API.")
    if (
        not any(isinstance(document.get(key), (dict, list)) for key in ("tabs", "body"))
        and "documentId" not in document
    ):
        raise NotADocument("This is no document of Google Docs: it has neither tabs nor a body.")


def _string(thing: object) -> str | None:
    return thing if isinstance(thing, str) else None


def _read(document: Mapping[str, Any], view: View, reader: Reader, twice: Twice) -> _Read:
    bodies = list(tabs(document, view))
    layout = Layout(reader)
    pairs = with_full_names([pair for body in bodies for pair in layout.pairs(body)])
    orders = Orders(lambda: (line for body in bodies for line in lines_in(body)))
    answers = Answers(reader, orders)
    if view.met_suggestion:
        readings = [reading for pair in pairs for reading in twice.of(pair, answers, orders)]
    else:
        readings = [reading for pair in pairs for reading in answers.of(pair)]
    is_one = is_questionnaire(
        readings,
        reader.labels.fields,
        lambda: signs(orders.lines(), any(isinstance(block, Table) for body in bodies for block in body)),
    )
    return _Read(merged(readings, reader.labels.fields), is_one)


def as_gold(questionnaire: Questionnaire, where: bool = False, extra: bool = False) -> dict[str, Any]:
    """The form of the gold files; with `where` also where each answer stands, with `extra` further fields too."""
    names = list(field_names())
    if extra:
        names += [name for name in questionnaire.answers if name not in names]
    gold: dict[str, Any] = {
        "is_questionnaire": questionnaire.is_questionnaire,
        "fields": {name: _gold(questionnaire[name]) for name in names},
    }
    if where:
        gold["provenance"] = {name: _places(questionnaire[name]) for name in names if questionnaire[name].where}
    return gold


def _gold(answer: Answer) -> dict[str, str | Value | list[Value]]:
    if answer.status == "answered" and answer.value is not None:
        return {"status": answer.status, "value": answer.value}
    if answer.status == "ambiguous":
        return {"status": answer.status, "candidates": list(answer.candidates)}
    return {"status": answer.status}


def _places(answer: Answer) -> list[dict[str, str | int | None]]:
    return [
        {"tab_id": at.tab_id, "tab_title": at.tab_title, "start": at.start, "end": at.end, "label": at.label}
        for at in answer.where
    ]
