"""Lists and folders become people, topics and organizations; again, nothing happens; what was changed here stays."""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from flask.testing import FlaskClient
from openpyxl import Workbook
from sqlalchemy import func, select
from sqlalchemy.exc import DataError

from ion.base.extensions import db
from ion.commons.importing import services
from ion.commons.importing.mapping import SourceMap
from ion.commons.importing.report import Report
from ion.core import audit, signals
from ion.core.ports.importing import UnknownImporter
from ion.core.unit_of_work import unit_of_work
from ion.directory.imports import people as directory_people
from ion.models import AuditRow, Item, OldAddress, Person, Topic, User
from tests.counting import statements
from tests.factories import PersonFactory, TopicFactory, UserFactory

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("app", "now")]

Rows = Sequence[Mapping[str, Any]]
TWO: Rows = (
    {"name": "Ana López", "job_title": "Career planner", "states": ["KY", "OH"], "bio": "I *listen*."},
    {"name": "Bo Reed", "job_title": "", "states": [], "bio": ""},
)

GROWING = "- &a [x]\n" + "".join(
    f"- &{later} [{f'*{before}, ' * 9}]\n" for before, later in zip("abcdefgh", "bcdefghi", strict=True)
)
"""A short list that repeats itself: nine times nine times nine …"""


def as_yaml(folder: Path, rows: Rows) -> Path:
    file = folder / "people.yaml"
    file.write_text(yaml.safe_dump([dict(row) for row in rows], allow_unicode=True), "utf-8")
    return file


def cells(row: Mapping[str, Any]) -> list[str]:
    return ["; ".join(cell) if isinstance(cell, list) else cell for cell in row.values()]


def as_csv(folder: Path, rows: Rows) -> Path:
    file, text = folder / "people.csv", StringIO()
    csv.writer(text).writerows([[*rows[0]], *(cells(row) for row in rows)])
    file.write_text(text.getvalue(), "utf-8")
    return file


def as_xlsx(folder: Path, rows: Rows) -> Path:
    book = Workbook()
    book.active.append([name.replace("_", " ").capitalize() for name in rows[0]])
    for row in rows:
        book.active.append(cells(row))
    book.save(folder / "people.xlsx")
    return folder / "people.xlsx"


def as_files(folder: Path, rows: Rows) -> Path:
    for number, row in enumerate(rows):
        front = {name: value for name, value in row.items() if name != "bio"}
        text = f"---\n{yaml.safe_dump(front, allow_unicode=True)}---\n{row['bio']}\n"
        (folder / "people").mkdir(exist_ok=True)
        (folder / "people" / f"{number}.md").write_text(text, "utf-8")
    return folder / "people"


def people() -> list[Person]:
    return [*db.session.scalars(select(Person).order_by(Person.slug))]


def taken(path: Path, name: str = "people", map: SourceMap | None = None, **options: bool) -> Report:
    return services.import_from(path, name, map, **options)


def refused(report: Report) -> list[tuple[str, str]]:
    return [(row.file, row.why) for row in report.about("refused")]


@contextmanager
def no_writes() -> Iterator[None]:
    with statements() as told:
        yield
    reads = ("SELECT", "PRAGMA", "SET", "SHOW", "BEGIN", "SAVEPOINT")
    assert [each for each in told if not each.lstrip().upper().startswith(reads)] == []


@pytest.mark.parametrize("written", [as_yaml, as_csv, as_xlsx, as_files])
def test_people_are_the_same_from_whatever_they_were_listed_in(
    tmp_path: Path, written: Callable[[Path, Rows], Path]
) -> None:
    report = taken(written(tmp_path, TWO))

    ana, bo = people()
    assert (ana.name, ana.slug, ana.job_title) == ("Ana López", "ana-lopez", "Career planner")
    assert (ana.bio, ana.bio_html.strip()) == ("I *listen*.", "<p>I <em>listen</em>.</p>")
    assert sorted((term.facet, term.key) for term in ana.terms) == [("state", "KY"), ("state", "OH")]
    assert (bo.name, bo.job_title, bo.bio, bo.terms) == ("Bo Reed", "", "", [])
    assert str(ana.source).endswith("/people:person/ana-lopez")
    assert (report.counts["new"], report.files) == (2, 2)


def test_nobody_who_is_imported_can_sign_in_and_everyone_may_see_them(tmp_path: Path) -> None:
    rows = [
        {"name": "Ana", "email": "ana@example.org", "password": "x", "audience": "staff", "grants": ["admin"]}
    ]

    report = taken(as_yaml(tmp_path, rows))

    [ana] = people()
    assert ana.audience == "public"
    assert db.session.scalar(select(func.count()).select_from(User)) == 0
    assert {row.why for row in report.about("column")} == {
        f"{name} is not read" for name in ("email", "password", "audience", "grants")
    }


@pytest.mark.parametrize("written", [as_yaml, as_csv, as_xlsx, as_files])
def test_the_same_list_again_writes_nothing(tmp_path: Path, written: Callable[[Path, Rows], Path]) -> None:
    path = written(tmp_path, TWO)
    taken(path)

    with no_writes():
        again = taken(path)

    assert dict(again.counts) == {"unchanged": 2}


def test_a_dry_run_tells_the_same_and_leaves_no_trace(tmp_path: Path) -> None:
    rows = [*TWO, {**TWO[0], "name": ""}, {**TWO[0], "name": "Cy", "states": ["Ohio"]}]
    path = as_yaml(tmp_path, rows)
    poked: list[object] = []
    with signals.work_waiting.connected_to(poked.append):
        foreseen = taken(path, dry_run=True)

    assert (people(), db.session.scalars(select(AuditRow)).all(), poked) == ([], [], [])
    done = taken(path)
    assert foreseen.counts == done.counts
    assert foreseen.rows == done.rows
    assert (foreseen.is_dry, done.is_dry) == (True, False)


def test_every_row_that_is_not_taken_is_named_with_its_reason(tmp_path: Path) -> None:
    rows = [
        {"name": "", "states": ["KY"], "zone": ""},
        {"name": "Ana", "states": ["Kentuky", "OH"], "zone": "America/Louisville"},
        {"name": "Bo", "states": ["KY"], "zone": "Mars/Base"},
        {"name": "Ana", "states": ["KY"], "zone": ""},
        {"name": " ana ", "states": ["KY"], "zone": ""},
        {"name": "=1+1", "states": ["KY"], "zone": ""},
    ]

    report = taken(as_csv(tmp_path, rows))

    assert refused(report) == [
        ("people.csv, row 7", "name: a formula. Formulas are not calculated here; put in their values"),
        ("people.csv, row 2", "no name"),
        ("people.csv, row 5", "ana stands twice: first in people.csv, row 3"),
        ("people.csv, row 6", "ana stands twice: first in people.csv, row 3"),
        ("people.csv, row 3", "states 'Kentuky' is not in the list; nearest: KY (Kentucky)"),
        ("people.csv, row 4", "zone 'Mars/Base' is not known"),
    ]
    assert people() == []


def test_a_wrong_row_keeps_no_other_out(tmp_path: Path) -> None:
    report = taken(
        as_yaml(tmp_path, [{"name": ["a", "b"]}, {"name": "Ana"}, {"name": "Bo", "states": {"a": "b"}}])
    )

    assert [person.name for person in people()] == ["Ana"]
    assert refused(report) == [
        ("people.yaml, entry 1", "name is not a text"),
        ("people.yaml, entry 3", "states is not a list of words"),
    ]


def test_a_record_that_the_database_refuses_keeps_no_other_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = directory_people.write

    def refuse_bo(person: Person, wanted: Any) -> None:
        if wanted.name == "Bo Reed":
            raise DataError("INSERT", {}, Exception("too odd"))
        write(person, wanted)

    monkeypatch.setattr(directory_people, "write", refuse_bo)

    report = taken(as_yaml(tmp_path, TWO))

    assert refused(report) == [("people.yaml, entry 2", "the database refused it: DataError")]
    assert [person.name for person in people()] == ["Ana López"]


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("people.yaml", "name: Ana", "bad YAML: not a list"),
        ("people.yaml", "- {name: Ana", "bad YAML: did not find expected ',' or '}' (line 2)"),
        ("people.yaml", "[" * 300 + "]" * 300, "bad YAML: nested too deeply"),
        ("people.yaml", GROWING, "bad YAML: more than 1,000,000 values"),
        ("people.yaml", "- just words", "not names and values"),
        ("people.xls", "x", ".xls is not read: save it as .xlsx or as CSV (UTF-8)"),
        ("people.txt", "x", "neither a folder nor one of .md, .yaml, .csv, .xlsx"),
        ("people.csv", 'name\n"Ana', "bad CSV (line 2): unexpected end of data"),
    ],
)
def test_a_list_that_cannot_be_read_says_why(tmp_path: Path, name: str, content: str, why: str) -> None:
    (tmp_path / name).write_text(content)

    report = taken(tmp_path / name)

    assert [reason for _, reason in refused(report)] == [why]
    assert people() == []


def test_html_and_scripts_in_a_bio_do_not_arrive(tmp_path: Path) -> None:
    bio = '<p onclick="x()">I <b>listen</b>.</p><script>alert(1)</script>[here](javascript:x)'

    taken(as_yaml(tmp_path, [{"name": "Ana <script>", "bio": bio}]))

    [ana] = people()
    assert ana.name == "Ana"
    assert ana.bio_html.split("\n") == ["<p>I <strong>listen</strong>.</p>", "<p>here</p>", ""]


@pytest.mark.parametrize("first", ["people", "posts"])
def test_an_author_s_file_and_the_byline_that_names_it_are_one_person(sample_site: Path, first: str) -> None:
    map = services.load_map(sample_site / "map.toml")
    second = "posts" if first == "people" else "people"

    taken(sample_site, first, map)
    taken(sample_site, second, map)

    assert [(person.name, person.source, person.affiliation) for person in people()] == [
        ("María López", "sample:authors/maria-lopez", "Sample Board"),
        ("Sam Reed", "sample:authors/sam-reed", ""),
    ]
    with no_writes():
        assert dict(taken(sample_site, "people", map).counts) == {"unchanged": 2}


@pytest.mark.parametrize("first", ["people", "posts"])
def test_a_list_and_the_byline_of_a_name_are_one_person(tmp_path: Path, first: str) -> None:
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts/one.md").write_text("---\ntitle: One\nauthor: Ana López\n---\nText.")
    paths = {"people": as_yaml(tmp_path, TWO[:1]), "posts": tmp_path / "posts"}

    taken(paths.pop(first), first)
    [(name, path)] = paths.items()
    taken(path, name)

    [ana] = people()
    assert (ana.name, ana.job_title) == ("Ana López", "Career planner")


def test_a_byline_by_full_name_is_the_author_whose_file_gives_it(sample_site: Path) -> None:
    file = sample_site / "news/2024/06/2024-06-02-second.md"
    file.write_text(file.read_text("utf-8").replace("[MARIA-LOPEZ, sam-reed]", '["maría  lópez"]'), "utf-8")

    taken(sample_site, "posts", services.load_map(sample_site / "map.toml"))

    second = db.session.scalars(select(Item).where(Item.slug == "second")).one()
    assert [author.person.source for author in second.authors] == ["sample:authors/maria-lopez"]


def test_what_the_map_does_not_name_is_not_read(sample_site: Path) -> None:
    file = sample_site / "authors/sam-reed/_index.md"
    file.write_text("---\ndisplay_name: Sam Reed\njob_title: Chief\n---\n# How to edit this page")

    taken(sample_site, "people", services.load_map(sample_site / "map.toml"))

    sam = people()[1]
    assert (sam.job_title, sam.bio) == ("", "")


def test_one_folder_or_file_below_the_site_may_be_asked_for(sample_site: Path) -> None:
    map = services.load_map(sample_site / "map.toml")

    taken(sample_site / "authors" / "sam-reed" / "_index.md", "people", map)
    assert [person.source for person in people()] == ["sample:authors/sam-reed"]
    taken(sample_site / "authors", "people", map)
    assert len(people()) == 2


def test_what_changed_in_the_list_changes_here_and_what_it_does_not_say_stays(tmp_path: Path) -> None:
    taken(
        as_yaml(tmp_path, [{"name": "Ana", "job_title": "Clerk", "ask_me_about": "Forms", "states": ["KY"]}])
    )

    report = taken(as_yaml(tmp_path, [{"name": "Ana", "job_title": "Chief", "states": []}]))

    [ana] = people()
    assert dict(report.counts) == {"changed": 1}
    assert (ana.job_title, ana.ask_me_about, ana.terms) == ("Chief", "Forms", [])


def test_who_signs_in_speaks_for_themselves_whatever_is_imported(tmp_path: Path) -> None:
    taken(as_yaml(tmp_path, TWO[:1]))
    [ana] = people()
    UserFactory(person=ana)
    changed = as_yaml(tmp_path, [{**TWO[0], "job_title": "Somebody else"}])

    reports = [taken(changed), taken(changed, overwrite=True)]

    [ana] = people()
    assert ana.job_title == "Career planner"
    assert [[row.why for row in report.about("left as it is here")] for report in reports] == [
        ["signs in here: what they say of themselves stays"]
    ] * 2


def test_a_member_of_that_name_is_meant_and_not_touched(tmp_path: Path) -> None:
    UserFactory(person=PersonFactory(name="Ana López", slug="ana-lopez"))

    report = taken(as_yaml(tmp_path, TWO[:1]))

    [ana] = people()
    assert (ana.job_title, ana.source) == ("", None)
    assert report.counts["left as it is here"] == 1


def test_what_staff_changed_stays_unless_it_is_to_be_overwritten(tmp_path: Path) -> None:
    taken(as_yaml(tmp_path, TWO[:1]))
    with unit_of_work() as session:
        ana = session.scalars(select(Person)).one()
        ana.job_title = "As ION staff know"
        audit.record("edited", kind="person", id=ana.id)

    left = taken(as_yaml(tmp_path, TWO[:1]))
    assert people()[0].job_title == "As ION staff know"
    assert [row.why for row in left.about("left as it is here")] == ["was changed here by ION staff"]

    assert taken(as_yaml(tmp_path, TWO[:1]), overwrite=True).counts["changed"] == 1
    assert people()[0].job_title == "Career planner"


def test_topics_come_in_and_their_old_addresses_lead_to_what_was_written_about_them(
    sample_site: Path, client: FlaskClient
) -> None:
    mobile = sample_site / "topics/mobile/_index.md"
    mobile.write_text(
        mobile.read_text("utf-8").replace("---\n", "---\naliases: [/topics/phones/, phones]\n", 1)
    )

    report = taken(sample_site, "topics", services.load_map(sample_site / "map.toml"))

    topic = db.session.scalars(select(Topic)).one()
    assert (topic.key, topic.name, topic.summary) == ("mobile", "Mobile", "Phones and small screens.")
    assert client.get("/topics/phones").headers["Location"] == "/blog/?topic=mobile"
    assert [row.why for row in report.about("alias")] == ["not a path: phones"]
    assert report.counts["redirect"] == 1


def test_an_old_address_that_two_claim_leads_to_the_first_and_the_report_says_so(tmp_path: Path) -> None:
    rows = [{"name": name, "aliases": ["/old/"]} for name in ("Cars", "Vans")]

    report = taken(as_yaml(tmp_path, rows), "topics")

    assert [(row.path, row.target) for row in db.session.scalars(select(OldAddress))] == [
        ("/old/", "/blog/?topic=cars")
    ]
    assert [(row.file, row.why) for row in report.about("alias")] == [
        ("people.yaml, entry 2", "/old/ leads elsewhere already")
    ]


@pytest.mark.parametrize("first", ["topics", "posts"])
def test_a_topic_and_what_items_call_it_are_one(sample_site: Path, first: str) -> None:
    map = services.load_map(sample_site / "map.toml")

    taken(sample_site, first, map)
    taken(sample_site, "posts" if first == "topics" else "topics", map)

    assert db.session.scalars(select(Topic.key).where(Topic.key == "mobile")).all() == ["mobile"]


def test_a_topic_follows_its_list_until_staff_change_it_and_ion_s_own_never_do(tmp_path: Path) -> None:
    TopicFactory(key="funding", name="Funding")
    rows = [{"key": "cars", "name": "Cars", "summary": "Four wheels."}, {"key": "funding", "name": "Money"}]
    taken(as_yaml(tmp_path, rows), "topics")
    rows[0]["summary"] = "With four wheels."

    followed = taken(as_yaml(tmp_path, rows), "topics")
    cars, funding = db.session.scalars(select(Topic).order_by(Topic.key))
    assert (cars.summary, funding.name) == ("With four wheels.", "Funding")
    assert [row.why for row in followed.about("left as it is here")] == ["is one of ION's own topics"]

    with unit_of_work() as session:
        session.get_one(Topic, cars.id).name = "Automobiles"
        audit.record("renamed", kind="topic", id=cars.id)
    taken(as_yaml(tmp_path, rows), "topics")
    assert db.session.get_one(Topic, cars.id).name == "Automobiles"


def test_an_import_is_written_into_the_record_once(tmp_path: Path) -> None:
    path = as_yaml(tmp_path, TWO)
    taken(path)
    taken(path)

    row = db.session.scalars(select(AuditRow)).one()
    assert (row.action, row.subject_kind, row.subject_id, row.after) == (
        "imported",
        "person",
        None,
        {"new": 2},
    )


def test_progress_is_told_for_every_record(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    path = as_yaml(tmp_path, [*TWO, {"name": "Cy", "states": ["XX"]}])

    services.import_records(path, "people", progress=lambda *at: told.append(at))

    assert told == [(1, 3), (3, 3)]


def test_an_unknown_name_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(
        UnknownImporter, match=r"'persons' cannot be imported; known: .*posts.*people, topics"
    ):
        taken(tmp_path, "persons")
