"""An open conversation as its page draws it, and the parts of it that htmx asks for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from flask import Response

from ion.core import clock, sightings, site_settings
from ion.core.access import Viewer, scopes
from ion.messaging.forms import MessageForm, blank
from ion.messaging.queries import thread
from ion.messaging.queries.thread import Head, Line
from ion.messaging.views.blueprint import part
from ion.messaging.views.lists import beside
from ion.web.afterwards import afterwards
from ion.web.fragments import Fragment, wants_fragment

PER_PAGE = 20
whole = Fragment("messaging/thread.html", "main")
earlier = Fragment("messaging/earlier.html", "earlier")
composer = Fragment("messaging/composer.html", "composer")


@dataclass(frozen=True, slots=True)
class Lines:
    """Some messages of a conversation in order; whether there are others before and after them."""

    shown: Sequence[Line]
    has_earlier: bool
    has_later: bool

    @property
    def first(self) -> int:
        return next((line.number for line in self.shown if line.number), 0)

    @property
    def last(self) -> int:
        return next((line.number for line in reversed(self.shown) if line.number), 0)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the page of a conversation shows. `edited` is the message that is being changed, by `edit_form`."""

    head: Head
    lines: Lines
    form: MessageForm
    edited: int = 0
    edit_form: Any = None

    @property
    def path(self) -> str:
        return f"/messages/{self.head.id}"

    @property
    def state(self) -> str:
        """What stands under the messages: a form to write, a request to answer, or why nothing can be written."""
        if self.head.may_write:
            return "open"
        return "answer" if self.head.may_answer else "closed"

    @property
    def first_new(self) -> int:
        """The id of the first message that the viewer has not read; 0 for none."""
        if not self.head.unread:
            return 0
        numbered = (line for line in self.lines.shown if line.number and not line.is_mine)
        return next((line.id for line in numbered if (line.number or 0) > self.head.read_number), 0)

    @property
    def new(self) -> int:
        """How many of the messages shown the viewer has not read."""
        read = self.head.read_number
        return sum(1 for line in self.lines.shown if not line.is_mine and (line.number or 0) > read)


def newest(who: Viewer, id: int) -> Lines:
    return cut(thread.lines(who.id, id, limit=PER_PAGE + 1, scopes=scopes(who)))


def before(who: Viewer, id: int, number: int) -> Lines:
    return cut(
        thread.lines(who.id, id, before=number, limit=PER_PAGE + 1, scopes=scopes(who)), has_later=True
    )


def cut(found: Sequence[Line], *, has_later: bool = False) -> Lines:
    """One message more than is shown was asked for: it tells whether there are earlier ones."""
    numbered = sum(1 for line in found if line.number)
    return Lines(found[1:] if numbered > PER_PAGE else found, numbered > PER_PAGE, has_later)


def around(who: Viewer, head: Head, number: int) -> Lines:
    """The messages around one of them."""
    found = thread.lines(who.id, head.id, around=number, limit=PER_PAGE, scopes=scopes(who))
    lines = Lines(found, has_earlier=False, has_later=False)
    if not lines.first:
        return newest(who, head.id)
    one_before = thread.lines(who.id, head.id, before=lines.first, limit=1, scopes=scopes(who))
    return Lines(found, bool(one_before), lines.last < head.last_number)


def draw(
    who: Viewer, head: Head, lines: Lines, status: int = 200, form: MessageForm | None = None, **more: Any
) -> Response:
    """The page of a conversation; what it shows is read once the answer has gone out."""
    sheet = Sheet(head, lines, form or blank(head.draft), **more)
    context = context_of(who, sheet) | {"listing": beside(who, head.id)}
    return noted(whole.render(status, **context), who, head, lines)


def write_again(who: Viewer, head: Head, status: int, form: MessageForm) -> Response:
    """The form again with what was typed: alone for htmx, on its page for a browser."""
    if wants_fragment():
        sheet = Sheet(head, Lines((), has_earlier=False, has_later=False), form)
        return composer.render(status, **context_of(who, sheet))
    return draw(who, head, newest(who, head.id), status, form)


def context_of(who: Viewer, sheet: Sheet) -> dict[str, Any]:
    """What templates of a conversation need. What is read now does not count in the badge any more."""
    is_counted = sheet.head.unread and not sheet.head.is_muted and sheet.lines.shown
    left = who.messages - 1 if is_counted and who.messages else who.messages
    line = site_settings.value(site_settings.COMPOSER_LINE)
    return {"sheet": sheet, "viewer": replace(who, messages=left), "composer_line": line}


def news(who: Viewer, head: Head, after: int, *, sent: bool = False) -> Response:
    """What changed in a conversation since a version, as parts that are put where they belong; read once shown."""
    found = thread.changes(who.id, head.id, after, scopes=scopes(who))
    lines = Lines(found, has_earlier=False, has_later=False)
    sheet = Sheet(head, lines, blank("" if sent else head.draft))
    template = "messaging/sent.html" if sent else "messaging/changes.html"
    response = part(template, **context_of(who, sheet))
    response.headers["HX-Trigger"] = "messages-changed"
    return noted(response, who, head, lines)


def noted(response: Response, who: Viewer, head: Head, lines: Lines) -> Response:
    """Let what is shown count as read once this answer has been sent; a failure is logged, never shown."""
    if lines.last <= head.read_number:
        return response
    mark = partial(sightings.messages_read, who.id, head.id, lines.last, clock.now())
    return afterwards(response, "reading not noted", mark)
