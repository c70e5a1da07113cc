"""How registration for a webinar stands with one reader, in words and deeds: what the panel of that name draws."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from urllib.parse import urlsplit

from ion.core.times import count
from ion.models import Standing
from ion.webinars import policies
from ion.webinars.forms.registration import GuestForm, RegistrationForm
from ion.webinars.policies import Bar, told
from ion.webinars.queries import WebinarPage
from ion.webinars.queries.registrations import Place


class Panel(StrEnum):
    """What is drawn."""

    NONE = "none"
    CLOSED = "closed"
    VISITOR = "visitor"
    OPEN = "open"
    SENT = "sent"
    PENDING = "pending"
    WAITING = "waiting"
    REGISTERED = "registered"
    ATTENDED = "attended"


SILENT = frozenset({Bar.GONE, Bar.CANCELLED, Bar.OVER, Bar.ELSEWHERE})
"""Reasons that the page tells in other places."""


@dataclass(frozen=True, slots=True)
class Seat:
    """`base` is the address before each deed; `name` the reader's own, empty for who is not signed in; `zone` theirs.

    `form` is open; `is_leaving` while it is asked whether to give up; `sent_to` is the address that was just written
    to; `problem` says why a deed was refused, `said` what a deed did. Where a `secret` opened the page, nothing swaps
    in place: no script shall keep the address.
    """

    webinar: WebinarPage
    place: Place
    base: str
    at: datetime
    name: str = ""
    zone: str = ""
    secret: str = ""
    form: RegistrationForm | None = None
    is_leaving: bool = False
    sent_to: str = ""
    mail_is_kept: bool = False
    problem: str = ""
    said: str = ""

    @property
    def panel(self) -> Panel:
        if self.sent_to:
            return Panel.SENT
        bar, standing = policies.bar(self.place.terms, self.at), self.place.standing
        if bar in SILENT:
            return self.panel_of_silence(bar)
        if standing in (Standing.REGISTERED, Standing.WAITING):
            return Panel(str(standing))
        return Panel.CLOSED if bar else self.panel_to_register

    def panel_of_silence(self, bar: Bar | None) -> Panel:
        """What is left to say where nobody registers any more; to who tried to, the reason all the same."""
        if self.problem or self.form:
            return Panel.CLOSED
        was_there = bar is Bar.OVER and self.place.standing is Standing.REGISTERED and self.place.attended
        return Panel.ATTENDED if was_there else Panel.NONE

    @property
    def panel_to_register(self) -> Panel:
        if self.secret and self.place.standing is Standing.PENDING:
            return Panel.PENDING
        return Panel.OPEN if self.name or self.secret else Panel.VISITOR

    @property
    def heading(self) -> str:
        to_register = "Register" if self.place.may_sit else "Join the waiting list"
        headings = {
            Panel.CLOSED: "Registration",
            Panel.SENT: "Check your mail",
            Panel.PENDING: "Confirm your registration",
            Panel.WAITING: "You are on the waiting list",
            Panel.REGISTERED: "You are registered",
            Panel.ATTENDED: "You attended",
        }
        return headings.get(self.panel, to_register)

    @property
    def focuses(self) -> bool:
        """Whether the focus goes to the heading after a swap, and not to what is wrong in a form."""
        return not (self.form and self.form.errors)

    @property
    def is_guest_form(self) -> bool:
        return isinstance(self.form, GuestForm)

    @property
    def form_action(self) -> str:
        return f"{self.base}/{'guests' if self.is_guest_form else 'register'}"

    @property
    def join_host(self) -> str:
        """At whose site the webinar is held."""
        return (urlsplit(self.place.join_url).hostname or "").removeprefix("www.")

    @property
    def why_not(self) -> str:
        return policies.why_not(self.place.terms, self.at, self.zone)

    @property
    def gave_up(self) -> bool:
        return self.place.standing is Standing.CANCELLED

    @property
    def may_leave(self) -> bool:
        standing = self.place.standing
        return standing is not None and policies.may_give_up(self.place.terms, standing, self.at)

    @property
    def comes_back(self) -> str:
        """What giving up means for who would change their mind."""
        if policies.bar(self.place.terms, self.at):
            return "Registration is closed: you could not come back."
        return "You could come back later, at the end of the line."

    @property
    def may_join(self) -> bool:
        return not policies.why_not_join(self.place.terms, self.at)

    @property
    def why_not_join(self) -> str:
        return policies.why_not_join(self.place.terms, self.at, self.zone)

    @property
    def room(self) -> str:
        """How much room there is, where that is limited."""
        left, tally = self.place.left, self.place.tally
        if left is None:
            return ""
        if self.place.may_sit:
            return count(left - tally.waiting, "place is left.", "places are left.")
        first = "All places are taken." if left == 0 else "The free places are kept for people in line."
        waits = count(tally.waiting, "person waits already.", "people wait already.") if tally.waiting else ""
        return f"{first} {waits}".strip()

    @property
    def outlook(self) -> str:
        """How one moves up from the waiting list, and until when; why not any more."""
        until = told(self.place.terms.moves_up_until, self.place.terms.zone, self.zone)
        if policies.moves_up(self.place.terms, self.at):
            return f"When a place comes free, the next in line gets it and a mail, until {until}."
        return (
            f"Nobody has moved up unasked since {until}: so close to the start, many have other plans. Whoever is "
            "next in line can take a free place here."
        )

    @property
    def line(self) -> str:
        """Where somebody who waits stands."""
        return f"You are number {self.place.ahead + 1} of {self.place.tally.waiting} in line."
