"""Events from elsewhere become webinars: wall time kept, recordings held back, what is wrong refused by name."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask.testing import FlaskClient
from hypothesis import assume, given
from hypothesis import strategies as st
from sqlalchemy import func, select

from ion.base.extensions import db
from ion.commons.importing import services
from ion.commons.importing.report import Report
from ion.core import clock
from ion.core.ports.importing import ImportedItem
from ion.core.unit_of_work import unit_of_work
from ion.models import Item, ItemState, Person, Recording, User, Webinar
from ion.webinars.imports import schedule
from tests.reading import visit

wall = datetime.fromisoformat
MAP = """
namespace = "site"
zone = "America/New_York"
skip = ["events/_index.md"]
[folders]
webinars = ["events"]
authors = ["authors"]
[fields]
title = ["title"]
summary = ["summary"]
date = ["date"]
starts = ["date"]
ends = ["end_date"]
series = ["kicker"]
host = ["host", "event_organizer"]
link_url = ["registration_url"]
authors = ["authors"]
youtube_id = ["youtube_id"]
youtube_title = ["youtube_title"]
expires = ["expirydate"]
[author]
name = ["display_name"]
"""
SUMMER = """---
title: Summer call
summary: All about it.
date: 2026-07-28 11:30:00 -0500
end_date: 2026-07-28 12:30:00 -0500
kicker: Monthly calls
host:
event_organizer: An office
registration_url: https://register.example/1
authors: [ann-ames]
youtube_id: abcdefghijk
youtube_title: The call
event_platform: zoom
---

Text.
"""


def write(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    return file


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, "map.toml", MAP)
    write(tmp_path, "authors/ann-ames/_index.md", "---\ndisplay_name: Ann Ames\n---\n")
    write(tmp_path, "events/2026/summer-call.md", SUMMER)
    return tmp_path


def imported(folder: Path) -> Report:
    return services.import_folder(folder, "webinars", services.load_map(folder / "map.toml"))


def plainly(folder: Path, front: str, name: str = "call.md") -> Report:
    """Import one file under ION's own names."""
    write(folder / "plain", name, f"---\ntitle: A call\n{front}\n---\nText.\n")
    return services.import_folder(folder / "plain", "webinars")


def webinar() -> Webinar:
    db.session.expire_all()
    return db.session.scalars(select(Webinar)).one()


def refusals(report: Report) -> list[str]:
    return [row.why for row in report.about("refused")]


def read(**extra: Any) -> schedule.Told:
    return schedule.read(ImportedItem("site:a", "a.md", "a", "A", extra=extra))


@given(
    st.datetimes(datetime(2000, 1, 1), datetime(2050, 1, 1)),  # noqa: DTZ001 - wall times have no zone
    st.sampled_from(["-0500", "-0400", ""]),
    st.integers(1, 600),
)
def test_an_hour_of_the_east_stays_that_hour_in_every_season(at: datetime, offset: str, minutes: int) -> None:
    at = at.replace(second=0, microsecond=0)
    zone = ZoneInfo("America/New_York")
    ends = at + timedelta(minutes=minutes)
    for each in (at, ends):
        assume(each.replace(tzinfo=zone).astimezone(UTC).astimezone(zone).replace(tzinfo=None) == each)
        assume(each.replace(tzinfo=zone).utcoffset() == each.replace(tzinfo=zone, fold=1).utcoffset())
    assume(at.replace(tzinfo=zone).utcoffset() == ends.replace(tzinfo=zone).utcoffset())

    told = read(starts=f"{at} {offset}", ends=f"{ends} {offset}", zone=zone.key)

    assert told.problems == []
    assert (told.starts.local, told.starts.zone, told.length_minutes) == (at, zone.key, minutes)
    assert told.starts.instant.astimezone(zone).replace(tzinfo=None) == at


@pytest.mark.database
@pytest.mark.usefixtures("app", "now")
class TestEvents:
    def test_an_event_arrives_with_everything_its_file_says(self, folder: Path) -> None:
        report = imported(folder)

        made = webinar()
        assert (made.starts_local, made.zone, made.length_minutes) == (
            wall("2026-07-28 11:30"),
            "America/New_York",
            60,
        )
        assert made.starts_at == datetime(2026, 7, 28, 15, 30, tzinfo=UTC)
        assert made.ends_at == datetime(2026, 7, 28, 16, 30, tzinfo=UTC)
        assert (made.series, made.host, made.sequence) == ("Monthly calls", "An office", 0)
        assert (made.item.body.link_url, made.item.body.link_name) == (
            "https://register.example/1",
            "register.example",
        )
        assert made.item.state == ItemState.PUBLISHED
        assert made.item.published_at == made.starts_at
        assert report.counts["new"] == 1

    def test_in_winter_the_same_hour_is_another_instant(self, folder: Path) -> None:
        write(folder, "events/2026/summer-call.md", SUMMER.replace("2026-07-28", "2026-01-28"))

        imported(folder)

        made = webinar()
        assert made.starts_local == wall("2026-01-28 11:30")
        assert made.starts_at == datetime(2026, 1, 28, 16, 30, tzinfo=UTC)

    def test_authors_become_presenters_and_nobody_gets_an_account(self, folder: Path) -> None:
        imported(folder)

        assert [author.person.name for author in webinar().item.authors] == ["Ann Ames"]
        assert db.session.scalar(select(func.count()).select_from(Person)) == 1
        assert db.session.scalar(select(func.count()).select_from(User)) == 0

    def test_a_recording_comes_in_held_back(self, folder: Path) -> None:
        imported(folder)

        (recording,) = webinar().recordings
        assert recording.url == "https://www.youtube.com/watch?v=abcdefghijk"
        assert (recording.title, recording.has_captions, recording.published_at) == ("The call", False, None)

    def test_what_is_shown_of_an_import_reads_as_on_the_clock(
        self, folder: Path, client: FlaskClient
    ) -> None:
        imported(folder)

        page = visit(client, "/webinars/summer-call")

        assert page.text(".ion-when") == "Tue., July 28, 2026, 11:30 a.m. to 12:30 p.m. ET (1 hour)"
        assert "youtube" not in page.html
        assert "register.example" not in page.html

    def test_an_event_ahead_is_published_now_and_no_draft(self, folder: Path, now: datetime) -> None:
        write(folder, "events/2026/summer-call.md", SUMMER.replace("2026-07-28", "2027-07-28"))

        report = imported(folder)

        item = webinar().item
        assert (item.state, item.published_at) == (ItemState.PUBLISHED, now)
        assert report.about("draft") == []

        with clock.frozen(now + timedelta(days=1)):
            write(folder, "events/2026/summer-call.md", SUMMER.replace("2026-07-28", "2027-07-29"))
            imported(folder)
        assert webinar().item.published_at == now

    def test_again_nothing_changes(self, folder: Path, now: datetime) -> None:
        imported(folder)

        with clock.frozen(now + timedelta(days=40)):
            again = imported(folder)

        assert (again.counts["unchanged"], again.counts["changed"]) == (1, 0)

    def test_a_new_time_raises_the_sequence_and_a_new_text_does_not(self, folder: Path) -> None:
        imported(folder)
        file = "events/2026/summer-call.md"

        write(folder, file, SUMMER.replace("Text.", "Other text."))
        imported(folder)
        assert webinar().sequence == 0
        write(folder, file, SUMMER.replace("12:30:00", "13:00:00"))
        imported(folder)

        made = webinar()
        assert (made.sequence, made.length_minutes) == (1, 90)

    def test_a_published_recording_survives_and_an_unpublished_one_follows_the_file(
        self, folder: Path, now: datetime
    ) -> None:
        imported(folder)
        file = "events/2026/summer-call.md"
        write(folder, file, SUMMER.replace("abcdefghijk", "lmnopqrstuv"))
        imported(folder)
        assert [each.url[-11:] for each in webinar().recordings] == ["lmnopqrstuv"]

        with unit_of_work() as session:
            session.scalars(select(Recording)).one().published_at = now
        write(folder, file, SUMMER.replace("youtube_id: abcdefghijk", "youtube_id:"))
        imported(folder)

        assert [each.published_at for each in webinar().recordings] == [now]

    def test_recordings_that_staff_added_or_captioned_survive_another_import(self, folder: Path) -> None:
        imported(folder)
        with unit_of_work() as session:
            row = session.scalars(select(Webinar)).one()
            row.recordings[0].has_captions = True
            row.recordings.append(Recording(url="https://vimeo.com/1"))

        write(folder, "events/2026/summer-call.md", SUMMER.replace("abcdefghijk", "lmnopqrstuv"))
        imported(folder)

        urls = {each.url[-11:] for each in webinar().recordings}
        assert urls == {"abcdefghijk", "vimeo.com/1", "lmnopqrstuv"}

    def test_a_past_event_is_archived_only_where_its_file_says_so(self, folder: Path) -> None:
        imported(folder)
        assert webinar().item.expires_at is None

        write(folder, "events/2026/summer-call.md", SUMMER.replace("host:", "expirydate: 2026-08-01\nhost:"))
        imported(folder)

        assert webinar().item.expires_at == datetime(2026, 8, 1, 4, tzinfo=UTC)

    @pytest.mark.parametrize(
        ("old", "new", "why"),
        [
            ("12:30:00 -0500", "11:00:00 -0500", "ends 2026-07-28 11:00 is not after its start"),
            ("12:30:00 -0500", "11:30:00 -0500", "ends 2026-07-28 11:30 is not after its start"),
            ("end_date: 2026-07-28", "end_date: 2026-09-28", "it is longer than 14 days"),
            (
                "end_date: 2026-07-28 12:30:00 -0500",
                "",
                "its end is missing: ends or length_minutes is needed",
            ),
            ("youtube_id: abcdefghijk", 'youtube_id: "a/b?c"', "youtube_id 'a/b?c' is not the id of a video"),
        ],
    )
    def test_what_cannot_be_is_refused_with_the_reason(
        self, folder: Path, old: str, new: str, why: str
    ) -> None:
        assert old in SUMMER
        write(folder, "events/2026/summer-call.md", SUMMER.replace(old, new))

        report = imported(folder)

        assert refusals(report) == [why]
        assert db.session.scalar(select(func.count()).select_from(Item)) == 0


@pytest.mark.database
@pytest.mark.usefixtures("app", "now")
class TestPlainFiles:
    def test_ions_own_names_need_no_map(self, tmp_path: Path) -> None:
        plainly(
            tmp_path,
            'starts: "2026-12-01 14:00 America/Chicago"\nlength_minutes: 45\nseries: Peer calls\nhost: A board\n'
            'presenters: [Ann Ames]\nstate: [CO]\nrole: [colleges]\nprogram: [tanf]\nsector: ["62"]\n'
            "topics: [youth]\nis_sample: true",
        )

        made = webinar()
        assert (made.starts_local, made.zone, made.length_minutes) == (
            wall("2026-12-01 14:00"),
            "America/Chicago",
            45,
        )
        assert [author.person.name for author in made.item.authors] == ["Ann Ames"]
        assert {(term.facet, term.key) for term in made.item.terms} >= {
            ("state", "CO"),
            ("role", "colleges"),
            ("program", "tanf"),
            ("sector", "62"),
            ("topic", "youth"),
        }
        assert made.item.is_sample

    def test_a_time_counted_from_today_is_resolved_once(self, tmp_path: Path, now: datetime) -> None:
        front = 'starts: {in_days: 9, at: "14:00", zone: America/Denver}\nlength_minutes: 60'

        plainly(tmp_path, front)
        assert webinar().starts_local == wall("2026-11-30 14:00")
        with clock.frozen(now + timedelta(days=3)):
            again = plainly(tmp_path, front)

        assert again.counts["unchanged"] == 1
        assert webinar().starts_local == wall("2026-11-30 14:00")

    def test_a_past_webinar_without_a_date_was_published_when_it_began(self, tmp_path: Path) -> None:
        plainly(tmp_path, 'starts: {in_days: -75, at: "14:00", zone: America/New_York}\nlength_minutes: 60')

        made = webinar()
        assert made.item.published_at == made.starts_at == datetime(2026, 9, 7, 18, tzinfo=UTC)

    def test_of_an_hour_that_comes_twice_the_first_counts(self, tmp_path: Path) -> None:
        plainly(tmp_path, 'starts: "2026-11-01 01:30 America/New_York"\nlength_minutes: 60')

        assert webinar().starts_at == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)

    @pytest.mark.parametrize(
        ("front", "why"),
        [
            ("length_minutes: 60", "starts is missing: when does it begin?"),
            ('starts: "2026-12-01 14:00"\nlength_minutes: 60', "starts names no time zone"),
            (
                'starts: "2026-12-01 14:00 Mars/Base"\nlength_minutes: 60',
                "starts names a time zone that nobody knows: 'Mars/Base'",
            ),
            (
                'starts: "2026-03-08 02:30 America/New_York"\nlength_minutes: 60',
                "starts 2026-03-08 02:30 does not exist in America/New_York: clocks skip it",
            ),
            (
                'starts: "2026-12-01 14:00 America/Denver"\nlength_minutes: an hour',
                "length_minutes is not a number of minutes: 'an hour'",
            ),
            (
                'starts: "2026-12-01 14:00 America/Denver"\nlength_minutes: 60\nrole: [college]',
                "role 'college' is not in the list; nearest: colleges",
            ),
            (
                'starts: "2026-12-01 14:00 America/Denver"\nlength_minutes: 60\nhost: [a, b]',
                "host is not a text",
            ),
        ],
    )
    def test_what_cannot_be_is_refused_by_name(self, tmp_path: Path, front: str, why: str) -> None:
        report = plainly(tmp_path, front)

        assert refusals(report) == [why]
        assert [row.file for row in report.about("refused")] == ["call.md"]
