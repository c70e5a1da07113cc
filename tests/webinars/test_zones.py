"""No time of day without its zone: in what templates say by themselves, and on every page about webinars."""

import re
from datetime import date, datetime, timedelta

import pytest
from flask.testing import FlaskClient

from ion.base.config import ROOT
from tests.factories import PersonFactory, RegistrationFactory, UserFactory, WebinarFactory, sign_in
from tests.reading import visit
from tests.test_templates import visible_text

HALF = r"[ \u00a0][ap]\.m\."
ZONE = r"(?:[A-Z]{2,5}|ChST|UTC[+-]\d{2,4})\b"
TIME = re.compile(rf"(?<![\d:])\d{{1,2}}:\d{{2}}(?![\d:])(?:{HALF})?")
TOLD = re.compile(rf"^(?:{HALF})?(?: to \d{{1,2}}:\d{{2}}{HALF})? {ZONE}")


def bare(text: str) -> list[str]:
    """The times of day after which no zone is named, with the words around them."""
    found = [hit for hit in TIME.finditer(text) if not TOLD.match(text[hit.end() :])]
    return [text[max(0, hit.start() - 20) : hit.end() + 25] for hit in found]


def test_a_bare_time_is_found_and_a_told_one_is_not() -> None:
    told = "2:00 to 3:15 p.m. MT, 11:40 a.m. to 12:25 a.m. UTC+0545 and 9:00 a.m. ChST"

    assert bare(told) == []
    for words in ("at 2:00 sharp", "at 2:00 p.m. on Monday", "2:00 to 3:00 p.m. (your time)"):
        assert len(bare(words)) >= 1, words


def test_no_template_holds_a_bare_time_nor_writes_one_by_itself() -> None:
    for folder in ("webinars", "components", "email/webinars"):
        for template in sorted((ROOT / "templates" / folder).rglob("*.*")):
            source = template.read_text(encoding="utf-8")

            assert bare(visible_text(template)) == [], template
            assert re.findall(r"strftime|%H|%I:%M", source) == [], template


@pytest.mark.parametrize("zone", ["Europe/London", "Asia/Kathmandu", "America/New_York"])
def test_no_page_holds_a_bare_time(client: FlaskClient, now: datetime, zone: str) -> None:
    agenda = [{"minutes": 30, "title": "Part", "who": "", "part": "discussion"}] * 2
    usual = {"takes_registration": True, "agenda": agenda, "ask_by": date(2026, 11, 30), "capacity": 1}
    ahead = WebinarFactory("2026-12-01 14:00", webinar=usual)
    WebinarFactory("2026-12-01 09:00", zone, length_minutes=3 * 24 * 60, webinar=usual)
    early = WebinarFactory(webinar=usual | {"opens_at": now + timedelta(days=1)})
    live = WebinarFactory("2026-11-21 09:30", webinar=usual)
    past = WebinarFactory("2026-10-25 00:30", zone, 180, webinar=usual)
    off = WebinarFactory(webinar=usual | {"cancelled_at": now})
    RegistrationFactory(ahead)
    pages = [webinar.path for webinar in (ahead, early, live, past, off)]
    pages += ["/webinars/", "/webinars/?when=past", "/webinars/mine", f"{ahead.path}/register"]
    pages += ["/webinars/month?m=2026-12", "/webinars/month?m=2026-12-02", "/webinars/feed.atom"]
    sign_in(client, UserFactory(person=PersonFactory(zone=zone)))

    for path in pages:
        page = visit(client, path)
        words = page.text("main") if page.soup.main else re.sub(r"<[^>]+>", " ", page.html)
        seen = re.sub(r"\d{4}-\d{2}-\d{2}T[\d:.+-]+", "", words)

        assert page.status == 200, path
        assert bare(seen) == [], path
