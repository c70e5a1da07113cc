"""A folder becomes items; again, it changes nothing; what staff changed stays."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import DataError

from ion.base.extensions import db
from ion.commons.importing import saving, services
from ion.commons.importing.mapping import MapError, SourceMap
from ion.commons.importing.report import Report
from ion.core import clock
from ion.core.ports.importing import UnknownImporter
from ion.core.unit_of_work import unit_of_work
from ion.models import AuditRow, Item, ItemState, OldAddress, Person, Post, Revision, Topic, User
from ion.models.revision import IMPORTED
from tests.counting import statements
from tests.factories import PersonFactory, PostFactory
from tests.importing.conftest import SAMPLES

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("app", "now")]
FIRST = "news/2024/05/2024-05-01-first-steps.md"


def imported(site: Path, name: str = "posts", **options: bool) -> Report:
    return services.import_folder(site, name, services.load_map(site / "map.toml"), **options)


def item(slug: str, kind: str = "post") -> Item:
    return db.session.scalars(select(Item).where(Item.kind == kind, Item.slug == slug)).one()


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


@contextmanager
def no_writes() -> Iterator[None]:
    with statements() as told:
        yield
    assert [
        each for each in told if not each.lstrip().upper().startswith(("SELECT", "PRAGMA", "SET", "SHOW"))
    ] == []


def saved_by_staff(row: Item, note: str = "Edited") -> None:
    with unit_of_work() as session:
        fresh = session.get_one(Item, row.id)
        fresh.title = "Staff's title"
        fresh.head_revision += 1
        fresh.live_revision = fresh.head_revision
        session.add(
            Revision(
                item_id=fresh.id,
                number=fresh.head_revision,
                at=clock.now(),
                note=note,
                content={"title": fresh.title},
            )
        )


def test_a_post_is_made_with_everything_its_file_says(sample_site: Path) -> None:
    imported(sample_site)

    post = item("first-steps")
    assert db.session.get(Post, post.id)
    assert post.title == "First steps: a “small” start"
    assert post.summary == "How a small office began."
    assert post.state == ItemState.PUBLISHED
    assert post.published_at == datetime(2024, 5, 1, 13, 5, tzinfo=UTC)
    assert post.expires_at == datetime(2025, 1, 1, 5, tzinfo=UTC)
    assert post.source == f"sample:{FIRST}"
    assert (post.head_revision, post.live_revision) == (1, 1)
    assert [author.person.name for author in post.authors] == ["María López"]
    assert sorted((term.facet, term.key) for term in post.terms) == [
        ("topic", "mobile"),
        ("topic", "sector-partnerships"),
    ]


def test_text_links_and_code_arrive_as_they_should(sample_site: Path) -> None:
    imported(sample_site)

    text = item("first-steps").body.markdown
    assert '[the second post](/blog/second "Second") and a lost one.' in text
    assert "[the end](/blog/second#h-the-end)" in text
    assert "Keep this **note**." in text
    assert '{{< ref "2024-06-02-second.md" >}} <b>stays</b>' in text
    assert "A chart" not in text
    assert "<strong>note</strong>" in item("first-steps").body.html


def test_everything_not_taken_is_named(sample_site: Path) -> None:
    report = imported(sample_site)

    rows = {(row.file.rpartition("/")[2], row.what, row.why) for row in report.rows}
    assert ("2024-05-01-first-steps.md", "unlinked", "gone.md") in rows
    assert ("2024-05-01-first-steps.md", "picture", "A chart") in rows
    assert ("2024-05-01-first-steps.md", "alias", "not a path: not a path") in rows
    assert ("nobody-here", "author", "named by an item, but there is no such file") in rows
    assert ("2024-06-03-first-steps.md", "slug", "first-steps is taken: became first-steps-2") in rows
    assert dict(report.counts) == {
        "skipped": 1,
        "new": 5,
        "redirect": 2,
        "of these published": 4,
        "of these archived": 1,
        "of these drafts": 1,
        "links to items here": 3,
    }


def test_authors_become_people_without_logins_once_each(sample_site: Path) -> None:
    imported(sample_site)
    imported(sample_site, "practices")

    people = db.session.execute(select(Person.slug, Person.affiliation).order_by(Person.slug)).all()
    assert [tuple(row) for row in people] == [("maria-lopez", "Sample Board"), ("sam-reed", "")]
    assert db.session.scalar(select(func.count()).select_from(User)) == 0


def test_topics_come_from_their_files_or_from_ion_s_list(sample_site: Path) -> None:
    imported(sample_site)

    topics = db.session.execute(select(Topic.key, Topic.name, Topic.summary).order_by(Topic.key)).all()
    assert tuple(topics[0]) == ("mobile", "Mobile", "Phones and small screens.")
    assert topics[1].name == "Sector partnerships"


def test_an_item_without_a_text_links_to_where_it_stands(sample_site: Path) -> None:
    imported(sample_site)

    body = item("read-elsewhere").body
    assert (body.markdown, body.link_url) == ("", "https://partner.example.org/report")
    assert body.link_name == "the Partner Institute"


def test_weight_nought_is_a_draft_that_nothing_links_to(sample_site: Path) -> None:
    change(sample_site / FIRST, "gone.md", "2024-06-06-hidden.md")

    report = imported(sample_site)

    assert item("hidden").state == ItemState.DRAFT
    assert item("hidden").live_revision is None
    assert [row.why for row in report.about("unlinked")] == ["2024-06-06-hidden.md"]


def test_a_date_ahead_is_a_draft_and_said_so(sample_site: Path) -> None:
    change(sample_site / FIRST, "2024-05-01 9:05:00", "2027-05-01 9:05:00")

    report = imported(sample_site)

    assert item("first-steps").state == ItemState.DRAFT
    assert [row.why for row in report.about("draft")] == ["its date lies ahead: kept as a draft"]


def test_old_addresses_lead_to_the_item_and_redirects_elsewhere(sample_site: Path) -> None:
    imported(sample_site, "practices")
    imported(sample_site)

    rows = {row.path: (row.item_id, row.target) for row in db.session.scalars(select(OldAddress))}
    assert rows == {
        "/2024/05/01/9999/": (item("first-steps").id, ""),
        "/blog/moved/": (None, "/practices/starter"),
        "/old/moved/": (None, "/practices/starter"),
    }


def test_an_old_address_that_leads_elsewhere_already_stays(sample_site: Path) -> None:
    with unit_of_work() as session:
        session.add(OldAddress(path="/2024/05/01/9999/", target="/about"))

    report = imported(sample_site)

    assert db.session.get_one(OldAddress, "/2024/05/01/9999/").target == "/about"
    assert "/2024/05/01/9999/ leads elsewhere already" in [row.why for row in report.about("alias")]


def test_a_redirect_to_nowhere_is_refused(sample_site: Path) -> None:
    change(
        sample_site / "news/2024/06/2024-06-05-moved.md",
        "https://old.example.gov/guides/starter/",
        "javascript:x",
    )

    report = imported(sample_site)

    assert [row.why for row in report.about("refused")] == ["redirects to what is no address: javascript:x"]


def test_a_folder_below_the_root_is_the_same_site(sample_site: Path) -> None:
    imported(sample_site)

    report = services.import_folder(
        sample_site / "news", "posts", services.load_map(sample_site / "map.toml")
    )

    assert (report.counts["unchanged"], report.counts["new"]) == (5, 0)


def test_importing_again_writes_nothing(sample_site: Path) -> None:
    imported(sample_site)
    imported(sample_site, "practices")

    for name in ("posts", "practices"):
        with no_writes():
            report = imported(sample_site, name)
        assert report.counts["new"] + report.counts["changed"] + report.counts["redirect"] == 0


def test_what_came_first_is_linked_once_the_rest_is_here(sample_site: Path) -> None:
    imported(sample_site)
    assert "to the guide" not in item("second").body.markdown

    report = imported(sample_site, "practices")

    assert report.counts["linked anew"] == 1
    assert "[the guide](/practices/starter)" in item("second").body.markdown
    assert "[the second post](/blog/second)" in item("starter", "practice").body.markdown


def test_a_dry_run_writes_nothing_and_reports_the_same(sample_site: Path) -> None:
    with no_writes():
        dry = imported(sample_site, dry_run=True)

    wet = imported(sample_site)
    assert dry.counts == wet.counts
    assert [row for row in wet.rows if row.what not in ("topic", "alias")] == [
        row for row in dry.rows if row.what not in ("topic", "alias")
    ]
    assert next(dry.lines()).startswith("Nothing was written")


def test_a_changed_file_changes_its_item_and_no_other(sample_site: Path) -> None:
    imported(sample_site)
    change(sample_site / FIRST, "Keep this", "Keep that")

    report = imported(sample_site)

    assert (report.counts["changed"], report.counts["unchanged"]) == (1, 4)
    assert "Keep that **note**." in item("first-steps").body.markdown
    assert item("first-steps").live_revision == 2


def test_a_changed_slug_keeps_the_address(sample_site: Path) -> None:
    imported(sample_site)
    change(sample_site / FIRST, "slug: first-steps", "slug: other")
    change(sample_site / FIRST, "Keep this", "Keep that")

    imported(sample_site)

    assert "Keep that" in item("first-steps").body.markdown


def test_what_staff_changed_stays_and_the_new_text_waits_beside_it(sample_site: Path) -> None:
    imported(sample_site)
    saved_by_staff(item("first-steps"))
    change(sample_site / FIRST, "Keep this", "Keep that")

    report = imported(sample_site)

    row = item("first-steps")
    waiting = db.session.get_one(Revision, (row.id, 3))
    assert (row.title, row.live_revision, row.head_revision) == ("Staff's title", 2, 3)
    assert "Keep that" in waiting.content["markdown"]
    assert waiting.note == saving.SET_BESIDE
    assert [row.file for row in report.about("beside staff changes")] == [FIRST]
    with no_writes():
        imported(sample_site)


def test_a_staff_draft_on_top_counts_as_changed(sample_site: Path) -> None:
    imported(sample_site)
    row = item("first-steps")
    with unit_of_work() as session:
        session.get_one(Item, row.id).head_revision = 2
        session.add(Revision(item_id=row.id, number=2, at=clock.now(), note="", content={}))
    change(sample_site / FIRST, "Keep this", "Keep that")

    report = imported(sample_site)

    assert report.counts["beside staff changes"] == 1


def test_overwriting_takes_the_file_and_keeps_the_staff_s_revision(sample_site: Path) -> None:
    imported(sample_site)
    saved_by_staff(item("first-steps"))
    change(sample_site / FIRST, "Keep this", "Keep that")

    imported(sample_site, overwrite=True)

    row = item("first-steps")
    assert (row.title, row.live_revision) == ("First steps: a “small” start", 3)
    assert db.session.get_one(Revision, (row.id, 2)).note == "Edited"
    assert db.session.get_one(Revision, (row.id, 3)).note == IMPORTED


def test_a_withdrawn_item_stays_withdrawn(sample_site: Path) -> None:
    imported(sample_site)
    with unit_of_work():
        item("first-steps").state = ItemState.WITHDRAWN
    change(sample_site / FIRST, "Keep this", "Keep that")

    imported(sample_site)

    assert item("first-steps").state == ItemState.WITHDRAWN


def test_a_draft_follows_its_file_until_staff_decide(sample_site: Path) -> None:
    imported(sample_site)
    hidden = sample_site / "news/2024/06/2024-06-06-hidden.md"
    change(hidden, "weight: 0", "weight: 1")

    imported(sample_site)
    assert item("hidden").state == ItemState.PUBLISHED

    with unit_of_work():
        item("hidden").state = ItemState.DRAFT
    change(hidden, "Not shown yet.", "Shown now.")
    imported(sample_site)
    assert item("hidden").state == ItemState.DRAFT


def test_slugs_of_staff_s_own_items_are_not_taken(sample_site: Path) -> None:
    PostFactory(slug="second")

    imported(sample_site)

    assert item("second-2").source == "sample:news/2024/06/2024-06-02-second.md"


def test_a_person_of_the_same_slug_is_somebody_else(sample_site: Path) -> None:
    PersonFactory(slug="sam-reed", name="Another Sam Reed")

    imported(sample_site)

    assert [author.person.slug for author in item("second").authors] == ["maria-lopez", "sam-reed-2"]


def test_a_byline_that_changed_is_put_in_order(sample_site: Path) -> None:
    imported(sample_site)
    change(
        sample_site / "news/2024/06/2024-06-02-second.md",
        "[MARIA-LOPEZ, sam-reed]",
        "[sam-reed, maria-lopez]",
    )

    imported(sample_site)

    post = item("second")
    assert [author.person.slug for author in post.authors] == ["sam-reed", "maria-lopez"]
    assert post.submitted_by is not None
    assert post.submitted_by.slug == "sam-reed"


def test_hostile_files_are_refused_by_name_and_the_rest_goes_in() -> None:
    report = services.import_folder(SAMPLES / "hostile", "posts")

    refused = {row.file.removesuffix(".md"): row.why for row in report.about("refused")}
    assert sorted(refused) == [
        "bad-date",
        "bad-yaml",
        "half-a-character",
        "latin-1",
        "no-front-matter",
        "no-text",
        "no-title",
        "only-a-picture",
        "script-link",
        "title-is-no-text",
        "zero-bytes",
    ]
    assert refused["bad-date"] == "date is not a date: '2024-13-45'"
    assert refused["only-a-picture"] == "no text is left, and there is no link to one"
    assert item("good-windows").body.markdown == "A line."
    assert item("good-one").title == "Good one"
    assert item("good-one").body.markdown == "Text **bold**."


def test_a_link_to_an_item_that_is_refused_late_is_no_dead_link(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text('---\ntitle: A\n---\n[b]({{< ref "b.md" >}}) and text')
    (tmp_path / "b.md").write_text("---\ntitle: B\n---\n{{< odd >}}")

    report = services.import_folder(tmp_path, "posts")

    assert item("a").body.markdown == "b and text"
    assert report.counts["refused"] == 1


def test_an_item_that_the_database_refuses_keeps_no_other_out(
    sample_site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill = saving.Saver.fill

    def refuse_one(self: saving.Saver, row: Item, made: saving.ImportedItem, followed: bool | None) -> None:
        if made.slug == "second":
            raise DataError("INSERT", {}, Exception("too odd"))
        fill(self, row, made, followed)

    monkeypatch.setattr(saving.Saver, "fill", refuse_one)

    report = imported(sample_site)

    assert [row.why for row in report.about("refused")] == ["the database refused it: DataError"]
    assert report.counts["new"] == 4
    assert item("first-steps").authors[0].person.slug == "maria-lopez"


def test_an_import_is_written_into_the_record_once(sample_site: Path) -> None:
    imported(sample_site)
    imported(sample_site)

    row = db.session.scalars(select(AuditRow)).one()
    assert (row.action, row.subject_kind) == ("imported", "post")
    assert row.after is not None
    assert row.after["new"] == 5


def test_progress_is_told_to_the_end(sample_site: Path) -> None:
    told: list[tuple[int, int]] = []

    services.import_folder(
        sample_site,
        "posts",
        services.load_map(sample_site / "map.toml"),
        progress=lambda done, total: told.append((done, total)),
    )

    assert told[-1] == (10, 10)
    assert told == sorted(told)


def test_a_batch_asks_the_same_whatever_its_size(sample_site: Path) -> None:
    def asked(count: int) -> int:
        for number in range(count):
            file = sample_site / "news" / f"more-{count}-{number}.md"
            file.write_text(f"---\ntitle: More {number}\ndate: 2024-05-01\nauthors: [sam-reed]\n---\ntext")
        with statements() as told:
            imported(sample_site)
        return sum(1 for each in told if each.lstrip().upper().startswith("SELECT"))

    imported(sample_site)

    assert asked(40) <= asked(2) + 2


def test_a_path_that_is_no_folder_and_a_name_nobody_offers_are_refused(tmp_path: Path) -> None:
    with pytest.raises(services.NothingThere):
        services.import_folder(tmp_path / "none", "posts")
    with pytest.raises(UnknownImporter, match="'sermons' cannot be imported"):
        services.import_folder(tmp_path, "sermons")


def test_a_root_without_a_folder_for_the_room_is_refused(sample_site: Path) -> None:
    map = SourceMap(folders={"authors": ("authors",)})

    with pytest.raises(MapError, match="none of the folders"):
        services.import_folder(sample_site, "posts", map)


def test_plain_markdown_needs_no_map(tmp_path: Path, app: Flask) -> None:
    (tmp_path / "_index.md").write_text("---\ntitle: Not an item\n---\ntext")
    (tmp_path / "2024-05-01-hello.md").write_text(
        "---\ntitle: Hello\nsubmitted_by: Ann Example\nposted_by: Bo Example\ndate: 2024-05-01\n"
        "first_published: 2024-04-01\nreviewed_on: 2024-06-01\ntopics: [youth]\n---\nHi."
    )

    services.import_folder(tmp_path, "posts")

    row = item("hello")
    assert row.published_at == datetime(2024, 5, 1, 12, tzinfo=UTC)
    assert (row.first_published_on, row.reviewed_on) == (date(2024, 4, 1), date(2024, 6, 1))
    assert row.submitted_by is not None
    assert row.posted_by is not None
    assert (row.submitted_by.name, row.posted_by.name) == ("Ann Example", "Bo Example")


def test_a_name_without_a_file_is_the_person_of_that_name(tmp_path: Path) -> None:
    PersonFactory(slug="ann-example", name="Ann Example")
    (tmp_path / "a.md").write_text("---\ntitle: A\nsubmitted_by: Ann Example\n---\nHi.")

    services.import_folder(tmp_path, "posts")

    assert db.session.scalar(select(func.count()).select_from(Person)) == 1


def test_a_text_with_more_formatting_than_a_page_can_hold_is_refused_and_the_rest_goes_in(
    tmp_path: Path,
) -> None:
    table = "|a|b|\n|-|-|\n" + "|x|y|\n" * 4_500
    (tmp_path / "table.md").write_text(f"---\ntitle: Table\ndate: 2026-01-02\n---\n{table}", encoding="utf-8")
    (tmp_path / "words.md").write_text("---\ntitle: Words\ndate: 2026-01-02\n---\nWords.\n", encoding="utf-8")

    report = services.import_folder(tmp_path, "posts")

    assert report.counts["new"] == 1
    assert [(row.file, row.why[:20]) for row in report.about("refused")] == [
        ("table.md", "the text is too long")
    ]
