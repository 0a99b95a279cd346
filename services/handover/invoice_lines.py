"""An invoice's lines: the first from the document, further ones as finance type them, one to a line. No calls here."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from services.handover.billing import Line, billed, money_words, number_of

FIELD = "lines"
LABEL = "Further lines: product; quantity; unit price; discount %"
MOST, LONGEST = 20, 120
"""So many further lines fit on a card, and so many characters of a product on the invoice."""
HOW = "Further line {number}, “{text}”: write product; quantity; unit price, and a discount in percent if there is one."
NO_NUMBER = "Further line {number}: “{text}” is no {what}: write it as 1,234.50."
TOO_MUCH = "Further line {number}: a discount is in percent, no more than 100."
NO_QUANTITY = "Further line {number}: the quantity is nothing. Write how many, or take the line out."
TOO_LONG = "Further line {number}: keep the product below {longest} characters."
TOO_MANY = "No more than {most} further lines fit; these are {count}. Put some together."
WHAT = ("quantity", "unit price", "discount")


def further_lines(typed: str, currency: str) -> tuple[list[Line], list[str]]:
    """The lines that can be read, and what is wrong with the others."""
    rows = [one.strip() for one in typed.splitlines() if one.strip()]
    if len(rows) > MOST:
        return [], [TOO_MANY.format(most=MOST, count=len(rows))]
    found = [_line(number, row, currency) for number, row in enumerate(rows, start=1)]
    return [one for one in found if isinstance(one, Line)], [one for one in found if isinstance(one, str)]


def _line(number: int, row: str, currency: str) -> Line | str:
    """One line, or what is wrong with it."""
    product, *texts = (" ".join(part.split()) for part in row.split(";"))
    if not product or len(texts) not in (2, 3):
        return HOW.format(number=number, text=row if len(row) <= LONGEST else f"{row[:LONGEST]}…")
    if len(product) > LONGEST:
        return TOO_LONG.format(number=number, longest=LONGEST)
    numbers = []
    for what, text in zip(WHAT, texts, strict=False):
        value = number_of(text)
        if value is None:
            return NO_NUMBER.format(number=number, text=text[:LONGEST], what=what)
        numbers.append(value)
    quantity, price, discount = (*numbers, Decimal(0))[:3]
    if not quantity:
        return NO_QUANTITY.format(number=number)
    if discount > 100:
        return TOO_MUCH.format(number=number)
    return billed(product, quantity, price, discount, currency)


def columns_of(lines: Sequence[Line], currency: str) -> dict[str, str]:
    """What the template's placeholders for lines stand for: every column with one line below the other, and
    ``$LINES`` with whole lines."""
    columns = {
        "$PRODUCT": [one.product for one in lines],
        "$QUANTITY": [quantity_words(one) for one in lines],
        "$PRICE": [money_words(one.price, currency) for one in lines],
        "$DISCOUNT": [money_words(one.discount, currency) for one in lines],
        "$LINES": [line_words(one, currency) for one in lines],
    }
    return {name: "\n".join(texts) for name, texts in columns.items()}


def line_words(line: Line, currency: str) -> str:
    """A line in words: "Team: 20 × $15.00 = $300.00, less $30.00: $270.00"."""
    gross = money_words(line.net + line.discount, currency)
    words = f"{line.product}: {quantity_words(line)} × {money_words(line.price, currency)} = {gross}"
    if not line.discount:
        return words
    return f"{words}, less {money_words(line.discount, currency)}: {money_words(line.net, currency)}"


def quantity_words(line: Line) -> str:
    """How many, without empty decimals."""
    return f"{line.quantity.normalize():f}"
