"""Outbox work of mentorships: reminding two people of each other."""

from collections.abc import Sequence

from ion.core.outbox import Work
from ion.core.unit_of_work import unit_of_work
from ion.mentorships.queries import health as queries
from ion.mentorships.services import health


def nudge(_works: Sequence[Work]) -> None:
    """Remind both of each that became quiet, each in a transaction of its own; done again, nobody is reminded twice."""
    for id in queries.to_nudge():
        with unit_of_work():
            health.nudge(id)
