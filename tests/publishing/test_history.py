"""The history page: every version, any two compared, an old one restored."""

import pytest
from flask import Flask

from ion.base.extensions import db
from ion.commons.publishing import services
from ion.core import clock
from ion.core.unit_of_work import unit_of_work
from ion.models import Revision, User
from ion.models.revision import SET_BESIDE
from tests.conftest import Browser
from tests.counting import questions
from tests.factories import PersonFactory, PostFactory, TopicFactory
from tests.publishing.desks import an_editor, page
from tests.publishing.writing import act, draft, live, local, row, seen, write
from tests.reading import visit

pytestmark = pytest.mark.usefixtures("now")


@pytest.fixture(autouse=True)
def without_tokens(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)


def set_beside(item_id: int, **parts: str) -> None:
    """What an import does to an item that ION staff changed."""
    with unit_of_work() as session:
        item = row(item_id)
        item = session.merge(item)
        item.head_revision += 1
        content = {
            "title": item.title,
            "summary": "",
            "topics": [],
            "authors": ["Les Range"],
            "is_draft": False,
        }
        session.add(
            Revision(
                item_id=item_id,
                number=item.head_revision,
                at=clock.now(),
                note=SET_BESIDE,
                content=content | parts,
                schema=1,
            )
        )


@pytest.mark.database
def test_history_lists_every_version_with_who_when_why_and_where(browser: Browser, editor: User) -> None:
    item_id = live(editor.id)
    act(services.save, item_id, {"markdown": "B."}, base=1, user_id=editor.id, note="A new ending")
    act(services.schedule, item_id, local("2026-11-24 09:00"), user_id=editor.id)
    write(item_id, an_editor("Olga Other").id, markdown="C.")

    rows = visit(browser, page(item_id, "/history")).texts(".ion-history tbody tr")

    assert [words.split()[0] for words in rows] == ["3", "2", "1"]
    assert "Olga Other" in rows[0] and "No note" in rows[0]
    assert "Scheduled" in rows[1] and "A new ending" in rows[1]
    assert "Live" in rows[2] and "Sat., Nov. 21, 2026, 10:00 a.m. ET" in rows[2] and "Ellen Editor" in rows[2]


def test_revisions_compare_restore(browser: Browser, editor: User) -> None:
    """Row "Revisions, compare, restore": word-level diff of any two; restore makes a new revision."""
    item_id = draft(editor.id, markdown="The quick fox.")
    write(item_id, editor.id, markdown="The slow fox.")
    write(item_id, editor.id, markdown="No fox at all today.")

    shown = visit(browser, page(item_id, "/history?from=1&to=2"))
    asked = visit(browser, page(item_id, "/restore/1")).text("main")
    done = browser.post(page(item_id, "/restore/1"))

    assert [tag.get_text() for tag in shown.all("#compared del, #compared ins")] == [
        "[−[taken out: quick ]] ",
        "[+[added: slow ]] ",
    ]
    assert "Unchanged: Title, Summary" in shown.section("From version 1 to version 2")
    assert "becomes a new version on top of version 3" in asked
    assert done.status_code == 303
    assert (seen(item_id).number, seen(item_id).content["markdown"]) == (4, "The quick fox.")
    assert "Version 1 restored" in visit(browser, page(item_id, "/history")).text(".ion-history")


def test_restoring_what_the_newest_version_says_is_refused_in_words(browser: Browser, editor: User) -> None:
    item_id = draft(editor.id)

    answer = browser.post(page(item_id, "/restore/1"))

    assert answer.status_code == 409
    assert "nothing to restore" in answer.text


@pytest.mark.parametrize("query", ["?from=1&to=9", "?from=99999999999&to=1", "?from=x&to=1", "?from=-1&to=1"])
def test_versions_that_are_none_are_not_found_or_ignored(browser: Browser, editor: User, query: str) -> None:
    item_id = draft(editor.id)

    answer = visit(browser, page(item_id, f"/history{query}"))

    assert answer.status in (200, 404)
    assert "compared" not in answer.ids
    assert visit(browser, page(item_id, "/restore/9")).status == 404


def test_topics_and_people_are_compared_by_their_names(browser: Browser, editor: User) -> None:
    item_id = draft(editor.id)
    TopicFactory("data", "Data and reports")
    ann = PersonFactory(name="Ann Smith")

    write(item_id, editor.id, topics=["apprenticeship", "data"], authors=[ann.id])

    shown = visit(browser, page(item_id, "/history?from=1&to=2"))
    assert "Data and reports" in shown.text("#compared ins")
    assert "Ann Smith" in "".join(tag.get_text() for tag in shown.all("#compared ins"))


@pytest.mark.database
def test_imports_set_beside_staff_edits_are_named(browser: Browser, editor: User) -> None:
    item_id = draft(editor.id)
    set_beside(item_id, markdown="The text of elsewhere.")

    shown = visit(browser, page(item_id, "/history"))
    compared = visit(browser, shown.href("Compare it with version 1"))

    assert "An import brought another text as version 2." in shown.text("main")
    assert "The text of elsewhere." in "".join(tag.get_text() for tag in compared.all("ins"))
    assert seen(item_id).number == 1


def test_an_item_without_versions_says_so(browser: Browser) -> None:
    assert "No versions yet" in visit(browser, page(PostFactory().item_id, "/history")).text("main")


def test_history_asks_the_same_of_many_versions_as_of_few(browser: Browser, editor: User) -> None:
    item_id = draft(editor.id)
    few = questions(browser, page(item_id, "/history"))

    for number in range(12):
        write(item_id, editor.id, markdown=f"Text {number}.")
    lots = questions(browser, page(item_id, "/history"))

    assert few == lots


def test_what_was_typed_is_shown_as_text_in_a_comparison(browser: Browser, editor: User) -> None:
    item_id = draft(editor.id, markdown="Old.")
    write(item_id, editor.id, markdown="<script>alert(1)</script><p hx-get=/x>")

    shown = visit(browser, page(item_id, "/history?from=1&to=2"))

    assert "<script>alert" not in shown.html and "&lt;script&gt;" in shown.html
    assert not shown.all("[hx-get='/x']")
    db.session.rollback()
