"""Wall times: what does not exist is refused with what does, what comes twice is asked about, the rest is plain."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ion.core.wall_times import ComesTwice, NoSuchTime, moment

NEW_YORK, LORD_HOWE = "America/New_York", "Australia/Lord_Howe"


def local(words: str) -> datetime:
    return datetime.fromisoformat(words)


@pytest.mark.parametrize(
    ("zone", "skipped", "after"),
    [
        (NEW_YORK, "2027-03-14 02:00", "3:00 a.m. ET"),
        (NEW_YORK, "2027-03-14 02:59", "3:00 a.m. ET"),
        (LORD_HOWE, "2026-10-04 02:00", "2:30 a.m. UTC+11"),
        (LORD_HOWE, "2026-10-04 02:29", "2:30 a.m. UTC+11"),
    ],
)
def test_a_time_that_the_clocks_skip_is_refused_with_the_first_one_after(
    zone: str, skipped: str, after: str
) -> None:
    with pytest.raises(NoSuchTime) as refusal:
        moment(local(skipped), zone)

    assert refusal.value.words.endswith(f"{after} or later.")


@pytest.mark.parametrize(
    ("zone", "beside"),
    [
        (NEW_YORK, "2027-03-14 01:59"),
        (NEW_YORK, "2027-03-14 03:00"),
        (NEW_YORK, "2026-11-01 00:59"),
        (NEW_YORK, "2026-11-01 02:00"),
        (LORD_HOWE, "2026-10-04 01:59"),
        (LORD_HOWE, "2026-10-04 02:30"),
        (LORD_HOWE, "2027-04-04 01:29"),
        (LORD_HOWE, "2027-04-04 02:00"),
    ],
)
def test_the_minutes_beside_a_change_of_the_clocks_are_plain_times(zone: str, beside: str) -> None:
    found = moment(local(beside), zone)

    assert found.at.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == local(beside)


@pytest.mark.parametrize(
    ("zone", "twice", "apart"),
    [
        (NEW_YORK, "2026-11-01 01:00", 60),
        (NEW_YORK, "2026-11-01 01:59", 60),
        (LORD_HOWE, "2027-04-04 01:30", 30),
        (LORD_HOWE, "2027-04-04 01:59", 30),
    ],
)
def test_a_time_that_comes_twice_is_asked_about(zone: str, twice: str, apart: int) -> None:
    with pytest.raises(ComesTwice) as question:
        moment(local(twice), zone)

    first, second = (moment(local(twice), zone, second=each).at for each in (False, True))
    assert (question.value.first, question.value.second) == (first, second)
    assert second - first == timedelta(minutes=apart)


@given(
    st.datetimes(min_value=datetime(1980, 1, 1), max_value=datetime(2037, 12, 31)),  # noqa: DTZ001 - wall time
    st.sampled_from([NEW_YORK, LORD_HOWE, "America/Phoenix", "Pacific/Honolulu", "America/St_Johns"]),
)
def test_every_other_time_is_the_instant_at_which_the_clocks_there_show_it(at: datetime, zone: str) -> None:
    at = at.replace(fold=0)
    try:
        found = moment(at, zone)
    except (NoSuchTime, ComesTwice):
        return

    assert found.at.tzinfo is UTC
    assert found.at.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == at
