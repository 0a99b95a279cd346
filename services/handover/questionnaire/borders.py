"""Where an answer ends: which lines below a label are labels too, and which belong to the answer.

Source: the questionnaire definition, "Where labels and answers stand": an answer ends at the next thing that looks
like a label (same heading level, face or list level as the other labels), known or unknown.
"""

from __future__ import annotations

from services.handover.questionnaire.blocks import Block, Line
from services.handover.questionnaire.heads import Face, Head, known_head
from services.handover.questionnaire.labels import PARTS
from services.handover.questionnaire.meaning import Asked, Reader
from services.handover.questionnaire.pairs import has_text, is_guidance

DASHES = ("-", "–", "—")
SHORT_LABEL_WORDS = 6
# So many labels with space above them outweigh one without.
SPACED = 4
SUB_LABELS = PARTS | {"contact"}


class Open:
    """The label whose answer is being collected; `types` are those of the fields that it asks for."""

    def __init__(self, head: Head, types: frozenset[str] = frozenset()) -> None:
        self.asked = head.asked
        self.words = head.asked.words if head.asked else frozenset[str]()
        self.face = head.face
        self.tab = head.value.tab
        self.of_lines = "lines" in types
        self.of_several = self.of_lines or "list" in types
        self.inline = has_text(head.value)
        self.lines = [head.value]
        self.ended = False
        self.at = head.at

    @property
    def answered(self) -> bool:
        """Whether any text of the answer was found."""
        return any(has_text(line) and not is_guidance(line) for line in self.lines)


class Borders:
    """Tells labels from answers by how the other labels of the same blocks look."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.faces: set[Face] = set()
        self.heads: dict[int, Head | None] = {}  # of the lines as they stand by themselves, by the line's identity
        self._spaced = 0
        self._touching: set[int] = set()  # the identities of lines right below other text
        self._apart: set[int] = set()  # the identities of lines that have space above them
        self.dashed = False  # a dash divides bold labels from their answers
        self.titled = False  # bold lines of their own have been the titles of sections

    def look(self, blocks: list[Block]) -> None:
        """Finds the faces of the known labels, apart from those that may stand inside an answer of several parts."""
        inside: Face | None = None
        waiting: Head | None = None  # a label whose answer must be the next line
        before: Block | None = None
        for block in blocks:
            touches, before = isinstance(before, Line) and has_text(before), block
            if not isinstance(block, Line) or not block.text:
                continue
            head = self.heads[id(block)] = known_head(block, self.reader, ())
            if is_guidance(block):
                continue
            if head and head.face.bold and has_text(head.value):
                divider = block.text[: len(block.text) - len(head.value.text)]
                self.dashed = self.dashed or divider.rstrip().endswith(DASHES)
            (self._touching if touches else self._apart).add(id(block))
            is_answer = head is not None and waiting is not None and self._is_answer(head, block, waiting)
            within = waiting is not None or inside is not None
            waiting = None
            face = _unasked(head.face) if head else None
            if head and face and not is_answer and _may_border(face, inside):
                self.faces.add(head.face)
                inside = face if self.types(head.asked) & {"lines", "list"} else None
                waiting = None if has_text(head.value) else head
                self._space(head, block, touches, within)
            elif block.heading:
                inside = None

    def _space(self, head: Head, line: Line, touches: bool, within: bool) -> None:
        """Counts whether labels on lines of their own have space above them.

        A line `within` the answer to a label, or right below one, may be no label at all and proves nothing.
        """
        if _is_alone(head) and not line.heading and line.level is None:
            self._spaced += 1 if not touches else 0 if within else -SPACED

    def dash_is_answer(self, head: Head) -> bool:
        """Whether a dash behind a bold label is its answer, since only the end of the face divides the others."""
        if head.cut not in ("dash", "bold") or not head.face.bold or has_text(head.value) or self.dashed:
            return False
        return any(face.cut == "bold" for face in self.faces)

    def types(self, asked: Asked | None) -> frozenset[str]:
        """The types of the fields that a label asks for."""
        meanings = asked.meanings if asked else ()
        return frozenset(self.reader.labels.fields[meaning.field].type for meaning in meanings if meaning)

    def is_label(self, head: Head, line: Line, above: Open | None, following: Line | None) -> bool:
        """Whether a known label at the head of a line is meant as one, and is not part of the answer `above` it."""
        alone = _is_alone(head)
        if above is None or above.ended:
            return True
        if not above.answered and self._is_answer(head, line, above):
            return False
        if alone and line.level is None and id(line) in self._touching and self._spaced > 0:
            return False  # Where all labels have space above them, a line without is none.
        if line.level is not None and alone and not line.text.rstrip().endswith((":", "：", "?")):
            deeper = following is not None and (following.level or 0) > line.level
            one_of_several = above.of_several and line.level > above.face.level
            if above.face.kind == "text" and head.face in self.faces:
                return True
            return deeper or (above.face.kind == "item" and not one_of_several)
        if not (above.of_several if alone else above.of_lines):
            return True
        if _is_part(head) and above.asked is None:
            return True
        if head.face.bold and above.face.bold and head.face.kind == above.face.kind:
            return True
        face = _unasked(head.face)
        return face == _unasked(above.face) or any(face == _unasked(known) for known in self.faces)

    def _is_answer(self, head: Head, line: Line, above: Head | Open) -> bool:
        """Whether what reads like a label is the answer to the label above it.

        So is "Customer", or "Name / Email / Phone", below a heading, and "Self-hosted" below "Deployment type".
        """
        repeats = head.asked is not None and above.asked is not None and head.asked.meanings == above.asked.meanings
        face = _unasked(above.face) if id(line) in self._apart else above.face
        return _is_alone(head) and (repeats or (head.face != face and not _is_one_part(head)))

    def ends_answer(self, head: Head, above: Open | None) -> bool:
        """Whether an unknown label looks like the other labels, so that the answer before it ends here."""
        if above is None:
            return head.face.bold or not has_text(head.value)
        face, mine = head.face, above.face
        if face.kind == "item":
            return mine.kind == "item" and face.level == mine.level and face.bold == mine.bold
        if face.bold and not face.cut and not has_text(head.value) and not mine.bold:
            # A bold line of its own is the title of what follows, unless it may be a part of several lines.
            return self.titled or not above.of_lines
        if face.bold:
            divided = head.cut == "strong" and not above.of_lines
            return any(
                known.bold and known.kind == face.kind and (known.cut == face.cut or divided)
                for known in (mine, *self.faces)
            )
        if len(head.label.split()) > SHORT_LABEL_WORDS:
            return face.cut == "?" and mine == face
        if mine == face:
            return face.cut != ""
        # Below a label that looks otherwise "Speed: find code faster" is part of its answer.
        is_other = above.answered and not (mine.bold and above.of_lines)
        return face.cut != "" and is_other and face in self.faces and mine.kind == face.kind


def is_beside(line: Line, above: Open | None) -> bool:
    """Whether a list item stands at the level of the labels, and so is one too, even if it does not look like one."""
    if above is None or line.level is None or above.face.kind != "item":
        return False
    same_list = above.lines[0].list_id == line.list_id
    return line.level < above.face.level or (line.level == above.face.level and same_list)


def _may_border(face: Face, inside: Face | None) -> bool:
    """Whether a label is none that stands inside an answer of several parts, whose label has the face `inside`."""
    return (
        inside is None
        or face == inside
        or (face.bold > inside.bold and not (inside.kind == "heading" and face.kind == "item"))
    )


def _unasked(face: Face) -> Face:
    """The face without the question mark, which some labels of a form have and others have not."""
    return face._replace(cut="") if face.cut == "?" else face


def _is_alone(head: Head) -> bool:
    """Whether the label is all there is on its line, and looks like any other text."""
    return not head.cut and not head.face.bold


def _is_part(head: Head) -> bool:
    return head.asked is not None and head.asked.words <= SUB_LABELS


def _is_one_part(head: Head) -> bool:
    return head.asked is not None and len(head.asked.words) == 1 and _is_part(head)
