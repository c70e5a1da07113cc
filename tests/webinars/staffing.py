"""Many registrants at once, past the factories: for tests that only care how many there are."""

from datetime import timedelta
from typing import Any

from sqlalchemy import insert

from ion.core import clock
from ion.core.unit_of_work import unit_of_work
from ion.models import Registration, Standing, Webinar


def many_guests(webinar: Webinar, number: int, **fields: Any) -> None:
    """`number` registered guests of a webinar, a second apart, with the same fields."""
    at, first = clock.now() - timedelta(days=2), webinar.item_id * 100_000
    rows = [
        {
            "webinar_id": webinar.item_id,
            "email": f"guest{n}.{first}@ion.example",
            "name": f"Guest {n}",
            "state": Standing.REGISTERED,
            "number": n,
            "asked_at": at + timedelta(seconds=n),
            "zone": "",
            "was_waiting": False,
            "answers": {},
            "needs": "",
        }
        | fields
        for n in range(1, number + 1)
    ]
    with unit_of_work() as session:
        session.execute(insert(Registration), rows)
