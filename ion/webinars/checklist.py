"""What ION staff have to do for a webinar next, from its facts and numbers: a line and where one does it."""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from ion.core.times import count
from ion.models import ItemState, Standing, Wish
from ion.webinars.phases import Phase
from ion.webinars.queries.staff import counts
from ion.webinars.queries.staff.desk import StaffWebinar


class Errand(NamedTuple):
    """Something to do: why, and the link that leads there. `is_editors`: only who edits can do it."""

    why: str
    label: str
    href: str
    is_editors: bool = False


def errands(webinar: StaffWebinar, number: Counter[str], *, has_slides: bool) -> list[Errand]:
    """What is to be done now, the most pressing first."""
    if webinar.state is not ItemState.PUBLISHED:
        why = "It is not published: nobody can find it or register."
        return [Errand(why, "Go on with its page", f"/staff/publishing/{webinar.id}", is_editors=True)]
    if webinar.phase is Phase.CANCELLED:
        return []
    found = before(webinar, number) if webinar.is_ahead else after(webinar, number)
    return [*found, *([] if has_slides else [slides(webinar)])]


def before(webinar: StaffWebinar, number: Counter[str]) -> Iterator[Errand]:
    edit = f"/staff/publishing/{webinar.id}"
    if webinar.takes_registration and not webinar.has_join_link:
        yield Errand("No join link is set: nobody could come in.", "Set the join link", edit, is_editors=True)
    if n := number[counts.NEEDS]:
        why = f"{count(n, 'person asks', 'people ask')} for help to take part."
        yield Errand(why, "See who, and what they need", f"{webinar.desk}/registrations?needs=1")
    yield from questions(webinar, number)
    if n := number[Standing.WAITING]:
        why = f"{count(n, 'person is', 'people are')} on the waiting list."
        yield Errand(why, "Raise the limit", edit, is_editors=True)
    if n := number[Wish.OPENS]:
        why = f"{count(n, 'member wants', 'members want')} to be told when registration opens."
        yield Errand(why, "Set when it opens", edit, is_editors=True)


def questions(webinar: StaffWebinar, number: Counter[str]) -> Iterator[Errand]:
    if n := number[counts.HELD_QUESTIONS]:
        why = f"{count(n, 'question waits', 'questions wait')} to be approved."
        yield Errand(why, "Approve or refuse", f"/questions/{webinar.id}")


def after(webinar: StaffWebinar, number: Counter[str]) -> Iterator[Errand]:
    load = f"{webinar.desk}/afterwards"
    if webinar.takes_registration and not number[counts.REPORTS]:
        why = "The platform’s report of who was there is not loaded."
        yield Errand(why, "Load the reports", load)
    if n := number[counts.HELD]:
        why = f"{count(n, 'recording is', 'recordings are')} held back."
        yield Errand(why, "See what is missing", load)
    elif not number[counts.SHOWN]:
        yield Errand("There is no recording yet.", "Add the recording", load)
    yield from questions(webinar, number)
    if n := number[counts.OPEN_QUESTIONS]:
        why = f"{count(n, 'question is', 'questions are')} not answered."
        yield Errand(why, "Answer in text", f"/questions/{webinar.id}")
    if n := number[Wish.AGAIN]:
        why = f"{count(n, 'member wants', 'members want')} it to be run again."
        yield Errand(why, "Duplicate it", f"{webinar.desk}/duplicate", is_editors=True)


def slides(webinar: StaffWebinar) -> Errand:
    path = f"/staff/decks/new?about={webinar.id}"
    return Errand("There are no slides.", "Add slides", path, is_editors=True)
