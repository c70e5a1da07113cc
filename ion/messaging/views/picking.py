"""Choosing people to write to: who is chosen, who is found, and how they may be written to."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import request

from ion.core.access import Viewer
from ion.core.people import PersonCard
from ion.messaging.policies import MOST_PEOPLE
from ion.messaging.queries import contact
from ion.messaging.queries.contact import Recipient, Way
from ion.web.converters import LARGEST
from ion.web.guards import or_404

MOST_FOUND = 8
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Picker:
    """What the part of a page draws that chooses people. `path` is the page's; `form` the id of what sends them."""

    path: str
    form: str
    chosen: Sequence[Recipient]
    found: Sequence[PersonCard] = ()
    typed: str = ""
    is_group: bool = False

    def with_one(self, person_id: int) -> str:
        """The address of the page with one more person."""
        return self.address([*(each.person_id for each in self.chosen), person_id])

    def without(self, person_id: int) -> str:
        """The address of the page with one person less."""
        return self.address([each.person_id for each in self.chosen if each.person_id != person_id])

    def address(self, ids: Sequence[int]) -> str:
        return f"{self.path}?{urlencode([('to', id) for id in ids])}" if ids else self.path

    @property
    def is_full(self) -> bool:
        return len(self.chosen) >= MOST_PEOPLE - 1

    @property
    def closed(self) -> Sequence[Recipient]:
        """Who is chosen and cannot be written to."""
        return [each for each in self.chosen if each.contact.way is Way.CLOSED]

    @property
    def is_request(self) -> bool:
        """Whether the message begins as a request: it goes to one person who has to accept it first."""
        return len(self.chosen) == 1 and not self.is_group and self.chosen[0].contact.way is Way.REQUEST

    @property
    def refusal(self) -> str:
        """Why nothing can be sent to who is chosen; empty where it can, and where nobody is chosen."""
        if self.closed:
            return self.closed[0].contact.why
        if len(self.chosen) < 2 and not self.is_group:
            return ""
        asked = [each.name for each in self.chosen if each.contact.way is Way.REQUEST]
        return f"{asked[0]} can be written to by a request first, not in a group." if asked else ""


def ids_in(values: Sequence[str]) -> list[int]:
    """The ids of persons in an address or a form, each once."""
    numbers = (int(text) for text in values if text.isascii() and text.isdigit() and len(text) < 11)
    return [id for id in dict.fromkeys(numbers) if id <= LARGEST][:MOST_PEOPLE]


def chosen(who: Viewer, values: Sequence[str]) -> list[Recipient]:
    """The people named; who is not to be known, or cannot be written to by anybody, is not there."""
    ids = ids_in(values)
    found = contact.recipients(who, ids)
    if len(found) < len(ids) or (values and not ids):
        or_404(None)
    return found


def picker(who: Viewer, path: str, form: str, *, is_group: bool = False) -> Picker:
    """What the address asks for: the people in it, and those whose names begin as typed."""
    typed = " ".join(request.args.get("find", "").replace("\x00", "").split())[:LONGEST_NAME]
    people = chosen(who, request.values.getlist("to"))
    taken = {each.person_id for each in people}
    is_asked = typed or (request.method == "GET" and not people)
    found = contact.suggested(who, typed, MOST_FOUND + len(taken)) if is_asked else []
    found = [card for card in found if card.id not in taken][:MOST_FOUND]
    return Picker(path, form, people, found, typed, is_group)
