"""What only a post says: the form it is told in, places and roles, and a date counted from today."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from ion.base.extensions import db
from ion.commons.importing import services
from ion.commons.importing.report import Report
from ion.core import clock
from ion.core.unit_of_work import unit_of_work
from ion.models import Item, ItemState, OldAddress, Post, Topic
from tests.factories import TopicFactory
from tests.reading import visit

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("app", "now")]


def imported(folder: Path, front: str) -> Report:
    (folder / "one.md").write_text(f"---\ntitle: One\n{front}\n---\nText.\n", "utf-8")
    return services.import_folder(folder, "posts")


def item() -> Item:
    db.session.expire_all()
    return db.session.scalars(select(Item)).one()


@pytest.mark.parametrize(
    ("front", "form"),
    [("form: announcement", "announcement"), ("form: spotlight", "spotlight"), ("", "post")],
)
def test_a_post_has_the_form_its_file_gives(tmp_path: Path, front: str, form: str) -> None:
    imported(tmp_path, front)

    assert db.session.scalars(select(Post.form)).one() == form


def test_a_form_that_changes_in_the_file_changes_here(tmp_path: Path) -> None:
    imported(tmp_path, "form: spotlight")

    report = imported(tmp_path, "form: announcement")

    assert report.counts["changed"] == 1
    assert db.session.scalars(select(Post.form)).one() == "announcement"


@pytest.mark.parametrize(
    ("form", "label"), [("announcement", "Announcement"), ("spotlight", "Spotlight"), ("post", "")]
)
def test_the_form_is_told_in_the_list_and_on_the_page(
    tmp_path: Path, client: FlaskClient, form: str, label: str
) -> None:
    imported(tmp_path, f"form: {form}\ndate: 2026-11-20")

    row, page = visit(client, "/blog/"), visit(client, "/blog/one")

    assert row.text(".ion-result .ion-chip--kind") == label
    assert page.text(".ion-eyebrow") == label


def test_states_roles_and_programs_become_facets(tmp_path: Path) -> None:
    imported(tmp_path, "state: [CO]\nrole: colleges\nprogram: [tanf, tanf]")

    assert sorted((term.facet, term.key) for term in item().terms) == [
        ("program", "tanf"),
        ("region", "4"),
        ("role", "colleges"),
        ("state", "CO"),
    ]


@pytest.mark.parametrize(
    ("front", "why"),
    [
        ("form: spotlights", "form 'spotlights' is not in the list; nearest: spotlight"),
        ("role: [college]", "role 'college' is not in the list; nearest: colleges"),
        ("form: [post]", "form \"['post']\" is not in the list; nearest: post"),
        ("date: {days_ago: 3, at: soon, zone: America/Denver}", "date names no time of day: at: 'soon'"),
        ("date: {days_ago: 3, at: '9:00'}", "date names no time zone"),
    ],
)
def test_what_is_in_no_list_is_refused_by_name(tmp_path: Path, front: str, why: str) -> None:
    assert [row.why for row in imported(tmp_path, front).about("refused")] == [why]


def test_a_date_counted_from_today_is_resolved_once(tmp_path: Path, now: datetime) -> None:
    front = "date: {days_ago: 3, at: '9:30', zone: America/Denver}"

    imported(tmp_path, front)
    published_at = item().published_at
    with clock.frozen(now + timedelta(days=30)):
        again = imported(tmp_path, front)

    assert published_at == datetime(2026, 11, 18, 16, 30, tzinfo=UTC)
    assert (again.counts["unchanged"], again.counts["changed"]) == (1, 0)
    assert item().published_at == published_at


def test_another_count_is_a_change(tmp_path: Path) -> None:
    imported(tmp_path, "date: {days_ago: 3, at: '9:30', zone: America/Denver}")

    report = imported(tmp_path, "date: {days_ago: 4, at: '9:30', zone: America/Denver}")

    assert report.counts["changed"] == 1
    assert item().published_at == datetime(2026, 11, 17, 16, 30, tzinfo=UTC)


def test_yesterday_is_never_ahead_even_after_a_weekend(tmp_path: Path, now: datetime) -> None:
    sunday = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)

    with clock.frozen(sunday):
        imported(tmp_path, "date: {days_ago: 1, at: '9:00', zone: America/New_York}")

    assert item().state == ItemState.PUBLISHED
    assert item().published_at == datetime(2026, 11, 20, 14, 0, tzinfo=UTC)


def test_a_topic_that_was_merged_here_is_the_one_it_became(tmp_path: Path) -> None:
    TopicFactory(key="work-based-learning")
    with unit_of_work() as session:
        session.add(OldAddress(path="/blog/?topic=apprentices", target="/blog/?topic=work-based-learning"))

    imported(tmp_path, "topics: [apprentices]\ndate: 2026-11-20")

    assert [(term.facet, term.key) for term in item().terms] == [("topic", "work-based-learning")]
    assert db.session.scalars(select(Topic.key)).all() == ["work-based-learning"]
