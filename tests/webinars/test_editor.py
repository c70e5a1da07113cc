"""Webinars on the page of writing: what is typed means what it says, is refused in words, and is never lost."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask, render_template
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from wtforms import StringField

from ion.base.extensions import db
from ion.commons.publishing.editors import EDITORS
from ion.core.wall_times import Chosen, ComesTwice, NoSuchTime, moment
from ion.models import Grant, User
from ion.web.forms import Form
from ion.web.moments import WallTimeField
from ion.webinars.editors import WebinarEditor
from ion.webinars.forms.record import WebinarForm
from tests.conftest import Browser
from tests.factories import PersonFactory, PracticeFactory, UserFactory, WebinarFactory, sign_in
from tests.library.filling import standing
from tests.publishing.desks import page
from tests.reading import visit
from tests.webinars.announcing import GroupOf, an_editor, draft, out, own, row, seen, whole

pytestmark = pytest.mark.usefixtures("now")

EDITOR = WebinarEditor()
TYPED = {
    "title": "How we did it",
    "starts-day": "2026-12-01",
    "starts-clock": "14:00",
    "zone": "America/New_York",
    "length_minutes": "60",
}


@pytest.fixture(autouse=True)
def without_tokens(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)


@pytest.fixture
def asked(app: Flask) -> Iterator[None]:
    with app.test_request_context("/", method="POST"):
        yield


@pytest.fixture
def editor(app: Flask) -> User:
    return db.session.get_one(User, an_editor())


@pytest.fixture
def browser(app: Flask, editor: User) -> Browser:
    made = Browser(app)
    sign_in(made, editor)
    return made


def form(**sent: str | list[str]) -> WebinarForm:
    """The form as a browser sends it, with what TYPED says unless told otherwise; "__" stands for "-"."""
    fields: MultiDict[str, str] = MultiDict()
    for name, value in (TYPED | {name.replace("__", "-"): value for name, value in sent.items()}).items():
        for each in value if isinstance(value, list) else [value]:
            fields.add(name, each)
    return WebinarForm(formdata=fields)


def content(**sent: str | list[str]) -> dict[str, Any]:
    typed = form(**sent)
    assert typed.validate(), typed.errors
    return EDITOR.content(typed)


def refused(**sent: str | list[str]) -> dict[str, str]:
    typed = form(**sent)
    assert not typed.validate()
    return {name: errors[0] for name, errors in typed.errors.items()}


def test_webinars_have_a_page_of_writing() -> None:
    assert EDITORS["webinar"].form is WebinarForm


@pytest.mark.usefixtures("asked")
class TestForm:
    def test_what_is_saved_comes_back_into_the_form_and_out_again(self, app: Flask) -> None:
        told = whole()
        opened = WebinarForm(formdata=None, data=EDITOR.fields(told))
        drawn = BeautifulSoup(render_template(EDITOR.template, form=opened), "html.parser")

        again = WebinarForm(formdata=standing(drawn) | MultiDict({"title": "x"}))

        assert again.validate(), again.errors
        kept = own(told)
        assert EDITOR.content(again) == {name: kept[name] for name in kept if name != "copied_from"}

    def test_every_field_has_a_label_and_every_id_stands_once(self, app: Flask) -> None:
        opened = WebinarForm(formdata=None, data=EDITOR.fields(whole()))
        drawn = BeautifulSoup(render_template(EDITOR.template, form=opened), "html.parser")

        labelled = {str(label["for"]) for label in drawn.select("label")}
        fields = drawn.select('input:not([type="hidden"]), textarea, select')
        assert {str(field["id"]) for field in fields} == labelled
        ids = [str(tag["id"]) for tag in drawn.select("[id]")]
        assert len(ids) == len(set(ids))

    def test_a_draft_may_say_nothing_yet(self) -> None:
        nothing = content(starts__day="", starts__clock="", zone="", length_minutes="")

        assert {name: nothing[name] for name in ("starts_local", "zone", "length_minutes")} == {
            "starts_local": "",
            "zone": "",
            "length_minutes": 0,
        }

    @pytest.mark.parametrize(
        ("sent", "field", "words"),
        [
            ({"starts__clock": ""}, "starts", "Starts: Choose a time, too."),
            ({"starts__day": ""}, "starts", "Starts: Choose a date, too."),
            ({"zone": ""}, "zone", "Choose the time zone in which its times are told."),
            ({"zone": "Mars/Base"}, "zone", "Choose a time zone from the list."),
            (
                {"starts__day": "2027-03-14", "starts__clock": "02:30"},
                "starts",
                "Starts: This time does not exist: the clocks skip it. "
                "Choose Sun., March 14, 2027, 3:00 a.m. ET or later.",
            ),
            (
                {"opens__day": "2027-11-07", "opens__clock": "01:30"},
                "opens",
                "Registration opens: Say which of the two times is meant.",
            ),
            ({"length_minutes": "an hour"}, "length_minutes", "Write a whole number in digits."),
            ({"length_minutes": "0"}, "length_minutes", "Write a number from 1 to 20,160."),
            ({"capacity": "0"}, "capacity", "Write a number from 1 to 100,000."),
            ({"join_url": "zoom"}, "join_url", "Give the full address, beginning with https://"),
            ({"moderator": "Nobody Known"}, "moderator", "Nobody here is called Nobody Known."),
            ({"practices": "Not here"}, "practices", "There is no published practice called Not here."),
            ({"asks-0-label": "Role?"}, "asks", "Question 1: Choose the kind of answer."),
            (
                {"asks-0-label": "Role?", "asks-0-kind": "choice", "asks-0-choices": "One"},
                "asks",
                "Question 1: Give 2 to 30 choices, one a line.",
            ),
            (
                {"asks-0-label": "Role?", "asks-0-kind": "text", "asks-0-choices": "One"},
                "asks",
                "Question 1: A line of text has no choices: choose another kind, or empty them.",
            ),
            ({"agenda-0-title": "Hello"}, "agenda", "Part 1: Say how many minutes it takes."),
            (
                {"agenda-0-title": "Hello", "agenda-0-part": "welcome", "agenda-0-minutes": "-5"},
                "agenda",
                "Part 1: Write the minutes as a number.",
            ),
        ],
    )
    def test_what_cannot_be_is_refused_in_words(self, sent: dict[str, str], field: str, words: str) -> None:
        assert refused(**sent)[field].startswith(words)

    def test_of_two_times_the_chosen_one_is_kept_and_shown_again(self) -> None:
        twice = {"starts__day": "2027-11-07", "starts__clock": "01:30"}
        unasked, said = form(**twice), content(**twice, starts__which="second")

        assert not unasked.validate() and unasked.starts.asks_which
        assert (said["starts_local"], said["starts_second"]) == ("2027-11-07T01:30:00", True)
        again = WebinarForm(formdata=None, data=EDITOR.fields(said))
        assert again.starts.data == {"day": "2027-11-07", "clock": "01:30", "which": "second"}

    def test_an_answer_to_which_is_forgotten_with_the_time_that_came_twice(self) -> None:
        assert content(starts__which="second")["starts_second"] is None

    def test_a_series_is_written_as_it_is_known(self) -> None:
        WebinarFactory(webinar={"series": "How we did it"})
        GroupOf("Peer calls")

        assert [content(series=each)["series"] for each in ("peer  CALLS", "how we did it", "New one")] == [
            "Peer calls",
            "How we did it",
            "New one",
        ]
        assert form().known_series == ["How we did it", "Peer calls"]

    def test_people_and_practices_are_known_by_name_number_and_address(self) -> None:
        ana = PersonFactory(name="Ana Ruiz")
        first, second = PracticeFactory(title="Share a coach"), PracticeFactory(slug="one-form")

        typed = content(
            moderator=f"Ana Ruiz #{ana.id}", practices="https://ion.example/practices/one-form\nshare a coach"
        )

        assert (typed["moderator"], typed["practices"]) == (ana.id, [second.item_id, first.item_id])

    def test_a_question_keeps_its_key_when_its_words_change(self) -> None:
        asks = content(
            **{
                "asks-0-key": "your-role",
                "asks-0-label": "What do you do?",
                "asks-0-kind": "text",
                "asks-1-label": "Your role",
                "asks-1-kind": "several",
                "asks-1-required": "yes",
                "asks-1-choices": "A\r\nB\r\n\r\nA",
            }
        )["asks"]

        assert [(ask["key"], ask["required"], ask["choices"]) for ask in asks] == [
            ("your-role", False, []),
            ("your-role-2", True, ["A", "B"]),
        ]

    def test_add_asks_for_one_more_row_and_only_the_name_of_a_list_does(self) -> None:
        more = form(add="agenda", **{"agenda-0-title": "Hello"})

        assert more.wants_more_rows and len(list(more.agenda)) == 3
        assert not form(add="title").wants_more_rows

    def test_what_it_runs_again_is_nothing_that_one_types(self) -> None:
        assert "copied_from" not in content()


ZONES = ["America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Kiritimati", "Europe/London"]
EDGES = ["2027-03-14 02:30", "2027-11-07 01:30", "2027-04-04 01:45", "2026-10-04 02:15", "2027-10-31 01:30"]
"""Times that a zone above skips or has twice."""


class Timed(Form):
    """A form with a wall time and its zone."""

    zone = StringField()
    starts = WallTimeField("Starts")


@given(
    local=st.one_of(
        st.datetimes(datetime(2000, 1, 1), datetime(2050, 1, 1)),  # noqa: DTZ001 - wall times have no zone
        st.sampled_from([datetime.fromisoformat(each) for each in EDGES]),
    ),
    zone=st.sampled_from(ZONES),
    which=st.sampled_from(["", "first", "second"]),
)
def test_any_wall_time_is_taken_as_it_is_refused_or_asked_about(
    local: datetime, zone: str, which: str
) -> None:
    local = local.replace(second=0, microsecond=0)
    sent = {"zone": zone, "starts-day": f"{local:%Y-%m-%d}", "starts-clock": f"{local:%H:%M}"}
    typed = Timed(formdata=MultiDict(sent | ({"starts-which": which} if which else {})))
    is_taken = typed.validate()

    try:
        moment(local, zone)
    except NoSuchTime:
        assert not is_taken
    except ComesTwice:
        assert is_taken is bool(which)
        assert not which or typed.starts.chosen == Chosen(local, which == "second")
    else:
        assert is_taken and typed.starts.chosen == Chosen(local, None)


class TestPages:
    def test_the_desk_begins_a_webinar_and_leads_to_its_page_of_writing(self, browser: Browser) -> None:
        links = visit(browser, "/staff/").links()
        assert ("/staff/publishing/new/webinar", "New webinar") in links

        taken = browser.post("/staff/publishing/new/webinar", data={"title": "How we did it"})
        shown = visit(browser, taken.headers["Location"])

        assert "Presenters" in shown.text("label[for=authors]")
        assert shown.text("#authors") == ""

    def test_invalid_input_comes_back_with_all_that_was_typed(self, browser: Browser, editor: User) -> None:
        item_id = draft(editor.id)
        sent = TYPED | {
            "base": "1",
            "starts-day": "2027-11-07",
            "starts-clock": "01:30",
            "phone_audio": "Call 555 0100",
            "asks-0-label": "Your role?",
            "agenda-0-title": "Hello",
            "practices": "Not here",
        }

        answer = browser.post(page(item_id), data=sent)

        shown = BeautifulSoup(answer.text, "html.parser")
        kept = {str(tag["name"]): tag.get("value") for tag in shown.select("#write input[name]")}
        assert answer.status_code == 422
        assert {name: kept[name] for name in ("starts-day", "starts-clock", "phone_audio")} == {
            "starts-day": "2027-11-07",
            "starts-clock": "01:30",
            "phone_audio": "Call 555 0100",
        }
        assert (kept["asks-0-label"], kept["agenda-0-title"]) == ("Your role?", "Hello")
        assert "Not here" in answer.text and len(shown.select('#write input[type="radio"]')) == 2
        assert len(seen(item_id)["asks"]) == 0

    def test_saved_and_published_it_is_what_was_typed(self, browser: Browser, editor: User) -> None:
        item_id = draft(editor.id)
        sent = TYPED | {
            "base": "1",
            "summary": "What it is about.",
            "topics": "equity",
            "authors": "Pat Presenter",
            "takes_registration": "y",
            "capacity": "40",
        }

        saved = browser.post(page(item_id), data=sent)
        published = browser.post(page(item_id, "/publish"), data={"publish-number": "2"})

        assert (saved.status_code, published.status_code) == (303, 303)
        assert (row(item_id).capacity, row(item_id).zone) == (40, "America/New_York")

    def test_a_draft_without_a_time_has_no_preview_and_says_why(self, browser: Browser, editor: User) -> None:
        item_id = draft(editor.id, starts_local="")

        answer = browser.get(page(item_id, "/preview"))

        assert answer.headers["Location"] == page(item_id, "/release")
        words = visit(browser, page(item_id, "/release")).text("main")
        assert "There is no preview yet" in words
        assert "Say on which day and at what time it begins." in words

    def test_who_withdraws_is_warned_that_registrants_are_told(self, browser: Browser, editor: User) -> None:
        shown = visit(browser, page(out(editor.id), "/release"))

        assert "told by mail that it does not take place" in shown.section("Withdraw or discard")

    def test_a_preview_is_the_page_with_its_time(self, browser: Browser, editor: User) -> None:
        shown = visit(browser, page(draft(editor.id), "/preview"))

        assert "Tue., Dec. 1, 2026, 2:00 to 3:00 p.m. ET" in shown.text("main")
        assert "Preview of version 1, not public" in shown.text()

    def test_the_history_compares_presenters_and_times_in_words(self, browser: Browser, editor: User) -> None:
        item_id = draft(editor.id)
        browser.post(
            page(item_id), data=TYPED | {"base": "1", "authors": "Ana Ruiz", "starts-clock": "15:00"}
        )

        words = visit(browser, page(item_id, "/history?from=1&to=2")).text("#compared")

        assert "Presenters" in words and "Submitted by" not in words
        assert "Starts" in words and "Ana Ruiz" in words


class TestDeeds:
    def address(self, item_id: int, rest: str) -> str:
        return f"/staff/webinars/{item_id}/{rest}"

    def test_cancel_asks_first_and_then_takes_the_note(self, browser: Browser, editor: User) -> None:
        item_id = out(editor.id)
        asked_first = visit(browser, self.address(item_id, "cancel")).text("main")

        done = browser.post(self.address(item_id, "cancel"), data={"note": "The presenter is ill."})

        assert "Nobody is registered, so nobody is told by mail." in asked_first
        assert (done.status_code, row(item_id).cancelled_note) == (303, "The presenter is ill.")

    def test_a_note_that_is_too_long_comes_back(self, browser: Browser, editor: User) -> None:
        item_id = out(editor.id)

        answer = browser.post(self.address(item_id, "cancel"), data={"note": "x" * 1001})

        assert answer.status_code == 422 and "x" * 1001 in answer.text
        assert row(item_id).cancelled_at is None

    def test_a_refused_deed_says_why(self, browser: Browser, editor: User) -> None:
        past = out(editor.id, starts_local="2026-11-10T14:00:00")

        refusals = [browser.post(self.address(past, deed)) for deed in ("cancel", "revive")]

        assert [answer.status_code for answer in refusals] == [409, 409]
        assert "It is over: what took place cannot be canceled." in refusals[0].text
        assert "It is not canceled." in refusals[1].text

    def test_put_back_on_from_its_page(self, browser: Browser, editor: User) -> None:
        item_id = out(editor.id)
        browser.post(self.address(item_id, "cancel"))
        words = visit(browser, self.address(item_id, "revive")).text("main")

        browser.post(self.address(item_id, "revive"))

        assert "It takes place Tue., Dec. 1, 2026, 2:00 to 3:00 p.m. ET" in words
        assert row(item_id).cancelled_at is None

    def test_duplicate_leads_to_the_page_of_writing_of_the_copy(self, browser: Browser, editor: User) -> None:
        item_id = out(editor.id)
        assert visit(browser, self.address(item_id, "duplicate")).forms()

        refused = browser.post(self.address(item_id, "duplicate"), data={"title": " "})
        taken = browser.post(self.address(item_id, "duplicate"), data={"title": "Again"})

        assert (refused.status_code, taken.status_code) == (422, 303)
        copy = int(taken.headers["Location"].rsplit("/", 1)[1])
        assert (seen(copy)["title"], seen(copy)["starts_local"]) == ("Again", "")

    def test_only_editors_take_them(self, app: Flask, editor: User) -> None:
        item_id = out(editor.id)
        browser = Browser(app)
        sign_in(browser, UserFactory(Grant.MEMBER, Grant.FACILITATOR))

        answers = {browser.post(self.address(item_id, deed)).status_code for deed in ("cancel", "duplicate")}

        assert answers == {403}
