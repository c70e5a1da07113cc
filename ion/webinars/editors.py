"""Webinars on the page of writing: from the form to a content and back."""

from typing import Any

from ion.core.meant import item_typed, person_typed
from ion.core.ports.publishable import Content
from ion.core.text import slug
from ion.webinars.agenda import AgendaPart
from ion.webinars.announcement import (
    JOIN_MINUTES,
    PROMOTES_UNTIL,
    SWITCHES,
    TERMS,
    TEXTS,
    Announcement,
    Ask,
    announcement_in,
)
from ion.webinars.forms.record import WebinarForm
from ion.webinars.forms.rows import YES, lines
from ion.webinars.queries.filters import KIND

LONGEST_KEY = 60
TYPED = (*(name for name in TEXTS if name != "series"), *SWITCHES)
"""Parts that are in the form as they are in the content."""
Row = dict[str, str]


class WebinarEditor:
    """The own fields of a webinar."""

    kind = KIND
    form = WebinarForm
    template = "webinars/_fields.html"

    def content(self, form: WebinarForm) -> Content:
        plain: dict[str, Any] = {name: form[name].data or False for name in SWITCHES}
        plain |= {name: form[name].data or "" for name in TYPED if name not in SWITCHES}
        typed = Announcement(
            **plain,
            series=form.series_named,
            moderator=form.moderator_id,
            starts=form.starts.chosen,
            opens=form.opens.chosen,
            closes=form.closes.chosen,
            length_minutes=form.length_minutes.data or 0,
            capacity=form.capacity.data,
            promotes_until=given(form.promotes_until.data, PROMOTES_UNTIL),
            join_minutes=given(form.join_minutes.data, JOIN_MINUTES),
            ask_by=form.ask_by.data,
            asks=asks_typed(form.asks.data),
            agenda=[part_typed(row) for row in form.agenda.data],
            practices=form.practice_ids,
            terms={facet: list(form[facet].data or ()) for facet in TERMS},
        ).content()
        del typed["copied_from"]  # nobody types it; it stays as it is
        return typed

    def fields(self, content: Content) -> dict[str, Any]:
        announced = announcement_in(content)
        return {
            **{name: getattr(announced, name) for name in TYPED},
            **{name: getattr(announced, name) for name in ("series", "starts", "opens", "closes", "ask_by")},
            **{name: getattr(announced, name) for name in ("capacity", "promotes_until", "join_minutes")},
            "length_minutes": announced.length_minutes or None,
            "moderator": person_typed(announced.moderator),
            "practices": "\n".join(filter(None, map(item_typed, announced.practices))),
            "asks": [ask_row(each) for each in announced.asks],
            "agenda": [agenda_row(each) for each in announced.agenda],
            **{facet: announced.terms[facet] for facet in TERMS},
        }


def given(number: int | None, otherwise: int) -> int:
    return otherwise if number is None else number


def ask_row(ask: Ask) -> Row:
    """A question as the form has it."""
    return {
        "key": ask["key"],
        "label": ask["label"],
        "kind": ask["kind"],
        "required": YES if ask["required"] else "",
        "choices": "\n".join(ask["choices"]),
    }


def asks_typed(rows: list[Row]) -> list[Ask]:
    """Questions with a key each: a new one's is made from its words, the others' stay as they are."""
    taken = {row["key"] for row in rows}
    found: list[Ask] = []
    for row in rows:
        used = {ask["key"] for ask in found}
        key = row["key"] if is_key(row["key"]) and row["key"] not in used else free_key(row, taken | used)
        found.append(
            Ask(
                key=key,
                kind=row["kind"],
                label=" ".join(row["label"].split()),
                required=row["required"] == YES,
                choices=lines(row["choices"]),
            )
        )
    return found


def is_key(key: str) -> bool:
    return bool(key) and key == slug(key, LONGEST_KEY)


def free_key(row: Row, taken: set[str]) -> str:
    """A key from the words of a question, or with the first number that makes it its own."""
    wish = key = slug(row["label"], LONGEST_KEY - 3)
    number = 1
    while key in taken:
        number += 1
        key = f"{wish}-{number}"
    return key


def agenda_row(part: AgendaPart) -> Row:
    """A part of the agenda as the form has it."""
    return {
        "minutes": str(part["minutes"] or ""),
        "title": part["title"],
        "part": part["part"],
        "who": part["who"],
    }


def part_typed(row: Row) -> AgendaPart:
    return AgendaPart(
        minutes=int(row["minutes"]),
        title=" ".join(row["title"].split()),
        who=" ".join(row["who"].split()),
        part=row["part"],
    )
