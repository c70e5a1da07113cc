"""What in a text looks like participant data."""

from collections.abc import Callable, Iterator

from ion.core.participant_data.births import births_in, cases_in
from ion.core.participant_data.lines import birthdays_in, named_lists_in, numbered_in
from ion.core.participant_data.masking import Suspicion
from ion.core.participant_data.numbers import numbers_in
from ion.core.participant_data.reading import Text, reading
from ion.core.participant_data.tables import tables_in

SEEKERS: tuple[Callable[[Text], Iterator[Suspicion]], ...] = (
    numbers_in,
    births_in,
    cases_in,
    tables_in,
    birthdays_in,
    numbered_in,
    named_lists_in,
)


def suspicions(text: str) -> list[Suspicion]:
    """What in a text looks like participant data, at most one of a sort; an empty list for none."""
    read = reading(text)
    found: dict[str, Suspicion] = {}
    for seek in SEEKERS:
        for each in seek(read):
            found.setdefault(each.what, each)
    return list(found.values())
