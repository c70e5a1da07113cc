"""The page of writing: what is typed is kept, saved as versions, and never written over."""

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from ion.commons.publishing import services
from ion.commons.publishing.queries.copies import kept_copy
from ion.core import clock
from ion.core.unit_of_work import unit_of_work
from ion.models import OldAddress, OutsideLink, User
from tests.conftest import NOW, Browser
from tests.factories import OrganizationFactory, PersonFactory, PostFactory
from tests.publishing.desks import an_editor, desk_of, page, typed
from tests.publishing.writing import act, draft, live, seen, write
from tests.reading import visit

pytestmark = pytest.mark.usefixtures("now")


@pytest.fixture(autouse=True)
def without_tokens(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)


def value(shown: Any, name: str) -> str:
    tag = shown.soup.select_one(f'#write [name="{name}"]')
    return str(tag.get("value", "")) if tag.name == "input" else str(tag.get_text()).removeprefix("\n")


def test_beginning_asks_for_a_title_and_leads_to_the_page_of_writing(browser: Browser) -> None:
    refused = browser.post("/staff/publishing/new/post", data={"title": " "})
    taken = browser.post("/staff/publishing/new/post", data={"title": "Riding  the wave"})

    shown = visit(browser, taken.headers["Location"])
    assert (refused.status_code, taken.status_code) == (422, 303)
    assert value(shown, "title") == "Riding the wave"
    assert "Save draft" in shown.text("#write") and "Draft" in shown.text(".ion-work__head")


def test_kinds_that_nobody_publishes_cannot_be_begun(browser: Browser) -> None:
    assert browser.get("/staff/publishing/new/tool").status_code == 404
    assert browser.post("/staff/publishing/new/tool", data={"title": "A"}).status_code == 404


def test_saving_makes_a_version_and_goes_where_the_button_says(browser: Browser, editor: User) -> None:
    item_id = draft(editor.id)

    saved = browser.post(page(item_id), data=typed(1, markdown="Second."))
    shown = browser.post(page(item_id), data=typed(2, markdown="Third.", then="preview"))
    ready = browser.post(page(item_id), data=typed(3, markdown="Fourth.", then="release"))

    assert [saved.headers["Location"], shown.headers["Location"], ready.headers["Location"]] == [
        page(item_id),
        page(item_id, "/preview"),
        page(item_id, "/release"),
    ]
    assert (seen(item_id).number, seen(item_id).content["markdown"]) == (4, "Fourth.")


def test_edit_a_live_post(browser: Browser, editor: User, client: Browser) -> None:
    """Row "Edit a live post": a new revision in draft; readers keep the live one."""
    item_id = live(editor.id)

    browser.post(page(item_id), data=typed(1, markdown="Nobody reads this yet."))

    words = visit(browser, page(item_id)).text("main")
    assert "Save a new version" in words and "Live; changes wait" in words
    assert "Readers keep what they have until the new version is published." in words
    assert "Nobody reads this yet" not in visit(client, "/blog/riding-the-wave").text("main")


def test_a_form_with_mistakes_comes_back_with_all_that_was_typed(browser: Browser, editor: User) -> None:
    item_id = draft(editor.id)

    answer = browser.post(
        page(item_id), data=typed(1, title="", markdown="Do not lose me.", link_url="ftp:x")
    )

    assert answer.status_code == 422
    assert "Do not lose me." in answer.text and "Give it a title." in answer.text
    assert "Give the full address, beginning with https://" in answer.text
    assert seen(item_id).number == 1


def test_bylines_are_lines_that_mean_one_person_each(browser: Browser, editor: User) -> None:
    """Row "Bylines": submitted by somebody who may have no login."""
    item_id = draft(editor.id)
    ann, other = PersonFactory(name="Ann Smith"), PersonFactory(name="Ann Smith")

    unclear = browser.post(page(item_id), data=typed(1, authors="Ann Smith"))
    clear = browser.post(
        page(item_id), data=typed(1, authors=f"Ann Smith #{other.id}\nLes Range; State of X")
    )

    assert unclear.status_code == 422
    assert f"Ann Smith #{ann.id}, Ann Smith #{other.id}" in unclear.text
    assert clear.status_code == 303
    found = value(visit(browser, page(item_id)), "authors")
    assert found.startswith(f"Ann Smith #{other.id}\nLes Range #")


@pytest.mark.database
def test_lost_update_guard(app: Flask, browser: Browser, editor: User) -> None:
    """Row "Lost-update guard": 409 with both texts and the diff, nothing written over, both kept."""
    item_id = draft(editor.id, markdown="The old words stand.")
    olga = an_editor("Olga Other")
    desk_of(app, olga).post(page(item_id), data=typed(1, markdown="The words of Olga stand."))

    answer = browser.post(page(item_id), data=typed(1, markdown="The words of mine stand.", note="Mine"))

    assert answer.status_code == 409
    assert "Olga Other saved version 2 before you" in answer.text
    assert "The words of Olga stand." in answer.text and "The words of mine stand." in answer.text
    assert "<ins" in answer.text and "<del" in answer.text
    assert seen(item_id).content["markdown"] == "The words of Olga stand."
    kept = kept_copy(item_id, editor.id)
    assert kept and kept.fields["markdown"] == ["The words of mine stand."]


def test_keep_mine_puts_a_new_version_on_top_of_theirs(app: Flask, browser: Browser, editor: User) -> None:
    item_id = draft(editor.id)
    write(item_id, an_editor("Olga Other").id, markdown="Theirs.")
    refused = browser.post(page(item_id), data=typed(1, markdown="Mine,\nin two lines."))
    form = next(form for form in Shown(refused).forms if form["action"] == page(item_id))

    again = browser.post(page(item_id), data={"base": "2"} | form_texts(form))

    assert again.status_code == 303
    assert (seen(item_id).number, seen(item_id).content["markdown"]) == (3, "Mine,\nin two lines.")
    assert kept_copy(item_id, editor.id) is None


class Shown:
    """The forms of an answer that is not asked for again."""

    def __init__(self, answer: Any) -> None:
        self.forms = BeautifulSoup(answer.text, "html.parser").select("form")


def form_texts(form: Any) -> dict[str, str]:
    assert form.select_one('[name="base"]')["value"] == "2"
    return {tag["name"]: tag.get_text().removeprefix("\n") for tag in form.select("textarea[name]")}


def test_going_on_with_theirs_keeps_mine_on_offer(browser: Browser, editor: User) -> None:
    item_id = draft(editor.id)
    write(item_id, an_editor("Olga Other").id, markdown="Theirs.")
    browser.post(page(item_id), data=typed(1, markdown="Mine."))

    theirs, mine = visit(browser, page(item_id)), visit(browser, page(item_id, "?unsaved=1"))

    assert value(theirs, "markdown") == "Theirs."
    assert "You have unsaved changes from Sat., Nov. 21, 2026, 10:00 a.m. ET" in theirs.text("main")
    assert "They began from version 1; version 2 was saved since" in theirs.text("main")
    assert (value(mine, "markdown"), value(mine, "base")) == ("Mine.", "1")


@pytest.mark.database
def test_autosave_keeps_a_copy_that_is_no_version(app: Flask, browser: Browser, editor: User) -> None:
    item_id = draft(editor.id)

    answer = browser.post(
        page(item_id, "/copy"), data=typed(1, markdown="Half a thou", csrf_token="x", is_admin="1")
    )

    assert (answer.status_code, answer.text) == (204, "")
    assert answer.headers["ION-Kept-At"] == "10:00 a.m. ET"
    assert seen(item_id).number == 1
    kept = kept_copy(item_id, editor.id)
    assert kept and kept.fields["markdown"] == ["Half a thou"]
    assert {"csrf_token", "is_admin"}.isdisjoint(kept.fields)
    others = visit(desk_of(app, an_editor("Olga Other")), page(item_id))
    assert "Half a thou" not in others.html and "unsaved changes from" not in others.text("main")


def test_unsaved_changes_are_offered_until_they_are_saved_or_discarded(
    browser: Browser, editor: User
) -> None:
    item_id = draft(editor.id)
    browser.post(page(item_id, "/copy"), data=typed(1, markdown="Half a thou"))

    offered = visit(browser, page(item_id))
    gone_on = visit(browser, page(item_id, "?unsaved=1"))
    discarded = browser.post(page(item_id, "/copy/discard"))

    assert value(offered, "markdown") == "A paragraph."
    assert offered.soup.select_one("form[data-copy-waits]")
    assert value(gone_on, "markdown") == "Half a thou"
    assert not gone_on.soup.select_one("form[data-copy-waits]")
    assert discarded.status_code == 303
    assert "unsaved changes" not in visit(browser, page(item_id)).text("main")


def test_a_copy_that_arrives_after_the_save_of_the_same_text_is_not_offered(
    browser: Browser, editor: User
) -> None:
    item_id = draft(editor.id)
    same = typed(1, markdown="The very text.\r\nIn two lines.", authors="")
    browser.post(page(item_id), data=same)

    browser.post(page(item_id, "/copy"), data=same)

    assert "unsaved changes" not in visit(browser, page(item_id)).text("main")


@pytest.mark.database
def test_also_open_by(app: Flask, browser: Browser, editor: User) -> None:
    """Row "Lost-update guard": show "also open by…"."""
    item_id = draft(editor.id)
    olga = desk_of(app, an_editor("Olga Other"))

    visit(olga, page(item_id))

    assert "Olga Other, Sat., Nov. 21, 2026, 10:00 a.m. ET" in visit(browser, page(item_id)).section(
        "Also open"
    )
    with clock.frozen(NOW + timedelta(minutes=20)):
        assert visit(browser, page(item_id)).section("Also open") == ""


def test_opening_the_page_makes_no_version_and_no_change(browser: Browser, editor: User) -> None:
    item_id = draft(editor.id)
    before = seen(item_id)

    visit(browser, page(item_id))

    assert seen(item_id) == before


@pytest.mark.database
def test_a_person_is_found_with_the_line_that_names_them(browser: Browser) -> None:
    place = OrganizationFactory("State of X")
    ann = PersonFactory(name="Ann Smith", organization_id=place.id)
    PersonFactory(name="Bob Smith")

    found = visit(browser, "/staff/publishing/people?q=smi+ANN")
    part = visit(browser, "/staff/publishing/people?q=smi+ANN", HX_Request="true")
    nobody = visit(browser, "/staff/publishing/people?q=%25")

    assert found.texts("#people code") == part.texts("#people code") == [f"Ann Smith #{ann.id}"]
    assert "State of X" in found.text("#people")
    assert found.is_whole and not part.is_whole
    assert "Nobody here is called that" in nobody.text("#people")


@pytest.mark.database
def test_link_check_tells_good_links_from_bad_ones(app: Flask, browser: Browser, editor: User) -> None:
    PostFactory(slug="here")
    with unit_of_work() as session:
        session.add(OldAddress(path="/old/", target="/blog/"))
        session.add(an_outside_link("https://dead.example/", "It answered 404."))
        session.add(an_outside_link("https://good.example/", ""))
    text = (
        "[a](/blog/here) [b](/blog/not-here) [c](/old) [d](/nowhere/at/all) [e](/blog/feed.atom) [f](www.x.gov)"
        " [g](https://dead.example/) [h](https://good.example/) [i](https://new.example/) [j](#nothing)"
        " [k](/files/AAAAAAAAAAAAAAAAAAAAAA) [l](/search?q=x)"
    )
    item_id = draft(editor.id, markdown=text)

    lines = visit(browser, page(item_id, "/links")).texts("#links li")

    verdicts = {line.partition("(“")[2][:1]: line.partition(":")[0] for line in lines}
    assert verdicts == (
        dict.fromkeys("bdfgjk", "Look at this") | dict.fromkeys("acehl", "Good") | {"i": "Not known"}
    )
    assert any("On Nov. 20, 2026: It answered 404." in line for line in lines)


def an_outside_link(url: str, problem: str) -> OutsideLink:
    at = NOW - timedelta(days=1)
    digest = hashlib.sha256(url.encode()).hexdigest()
    return OutsideLink(digest=digest, url=url, checked_at=at, problem=problem, failures=1 if problem else 0)


def test_link_check_reads_what_was_typed_and_not_saved(browser: Browser, editor: User) -> None:
    item_id = draft(editor.id, markdown="No link.")
    browser.post(page(item_id, "/copy"), data=typed(1, markdown="[x](/blog/not-here)"))

    shown = visit(browser, page(item_id, "/links")).text("#links")

    assert "Of what you typed" in shown and "1 link needs a look" in shown


def test_what_is_withdrawn_says_so_and_can_be_written_on(browser: Browser, editor: User) -> None:
    item_id = live(editor.id)
    act(services.withdraw, item_id, reason="superseded", user_id=editor.id)

    saved = browser.post(page(item_id), data=typed(1, markdown="New."))

    assert saved.status_code == 303
    assert "Withdrawn: superseded by something newer" in visit(browser, page(item_id)).text("main")
