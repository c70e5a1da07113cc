"""Lists of rows in a form, written with or without script: a row is added, emptied to remove it, numbered to move it.

Each row's fields are sent as `steps-0-title`, `steps-0-text`, `steps-0-place` …
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from wtforms import Field, StringField, ValidationError

from ion.web.forms import Form, trimmed

MOST_SENT = 300
"""Rows of one list that are read at all; far above every limit."""
BLANK = 2
"""Empty rows at the end, to write in."""
Values = dict[str, str]


def needed(words: str) -> Any:
    """What a row that says something cannot do without; a row without it is told so in `words`."""

    def check(_form: Any, field: Any) -> None:
        if not field.data:
            raise ValidationError(words)

    return check


class RowForm(Form):
    """One row. `place` is where it should stand among its neighbors, from 1; what is no number stays where it is."""

    place = StringField("Order")
    kept = frozenset({"place"})
    """Fields that a row may have without saying anything."""

    @classmethod
    def parts(cls) -> list[str]:
        """The names of what a row says."""
        return [name for name in cls(formdata=None)._fields if name != "place"]

    @property
    def values(self) -> Values:
        return {name: str(self[name].data or "") for name in self._fields if name != "place"}


class Rows(Field):  # type: ignore[misc]
    """A list of rows; `data` are those that say something, in order, as mappings of texts.

    `one` and `many` call them in words, `limit` is how many fit. When the form was sent by the button `add` of this
    list, one more empty row is drawn. A list of which nothing was sent keeps the data that the form began with.
    """

    def __init__(
        self, label: str = "", *, row: type[RowForm], one: str, many: str, limit: int, **kwargs: Any
    ) -> None:
        super().__init__(label, **kwargs)
        self.row, self.one, self.many, self.limit = row, one, many, limit
        self.rows: list[RowForm] = []

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Fill the rows with what was sent, else with `data`."""
        self.errors: list[str] = []
        self.process_errors: list[str] = []
        self.object_data = list(data) if isinstance(data, Sequence) else []
        sent = list(sent_rows(formdata, self.name, self.row.parts())) if formdata else []
        given = in_order(sent) if sent else [dict(each) for each in self.object_data]
        filled = [each for each in given if self.says_something(each)]
        is_asked = bool(formdata) and formdata.get("add") == self.name
        blank = max(BLANK, len(given) - len(filled) + 1 if is_asked else 0)
        blank = max(0, min(blank, self.limit - len(filled)))
        self.rows = [self.drawn(at, values) for at, values in enumerate([*filled, *({},) * blank])]
        self.data = [row.values for row in self.rows[: len(filled)]]

    def says_something(self, values: Mapping[str, Any]) -> bool:
        return any(each for name, each in values.items() if name not in self.row.kept)

    def drawn(self, at: int, values: Mapping[str, Any]) -> RowForm:
        numbered = dict(values) | {"place": str(at + 1) if values else ""}
        return self.row(formdata=None, prefix=f"{self.name}-{at}-", data=numbered)

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:
        """Check each row that says something; the errors are sentences that begin with the row."""
        self.errors = []
        if len(self.data) > self.limit:
            self.errors.append(f"At most {self.limit} {self.many} fit here; these are {len(self.data)}.")
        for at, row in enumerate(self.rows[: len(self.data)], 1):
            if not row.validate():
                first = next(iter(row.errors.values()))[0]
                self.errors.append(f"{self.one.capitalize()} {at}: {first}")
        return not self.errors

    def __iter__(self) -> Iterator[RowForm]:
        return iter(self.rows)


def sent_rows(formdata: Any, name: str, parts: Sequence[str]) -> Iterator[Values]:
    """The rows of a list that a form sent, in the order of their numbers."""
    begins = re.compile(re.escape(name) + r"-([0-9]{1,4})-")
    numbers = {int(found[1]) for key in formdata if (found := begins.match(key))}
    for number in sorted(numbers)[:MOST_SENT]:
        yield {part: trimmed(formdata.get(f"{name}-{number}-{part}", "")) for part in (*parts, "place")}


def in_order(rows: Sequence[Values]) -> list[Values]:
    """Rows by their places. Of two with one place the one that was moved stands there, and the other makes room."""

    def key(pair: tuple[int, Values]) -> tuple[int, int]:
        at, row = pair
        typed = row.pop("place")
        place = int(typed) if re.fullmatch(r"[0-9]{1,4}", typed) else at
        return place, (place > at) - (place < at)

    return [row for _, row in sorted(enumerate(rows, 1), key=key)]
