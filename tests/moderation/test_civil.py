"""Words and links that wait for ION staff, and how much somebody new may post."""

from datetime import timedelta

import pytest
from flask import Flask

from ion.commons.discussion import services as discussion
from ion.core import civil, clock, site_settings, working
from ion.core.unit_of_work import unit_of_work
from ion.core.working import Handler
from ion.models import CommentState, Grant, QuestionState
from ion.moderation import services, tasks
from tests.conftest import NOW
from tests.discussion.talk import approve, counted, trusted, who, write
from tests.discussion.talk import kept as kept_comment
from tests.factories import PostFactory, UserFactory, WebinarFactory
from tests.moderation.reports import HIDE, NONE, deeds, kept, latest, report_total, setting, settle
from tests.questions.asking import ask
from tests.questions.asking import kept as kept_question

pytestmark = pytest.mark.usefixtures("now")
HELD = [
    ("Come to the Casino!", "casino"),
    ("FREE\nmoney here", "free money"),
    ("ca**si**no", "casino"),
    ("cas­ino", "casino"),  # a soft hyphen
    ("ｃａｓｉｎｏ", "casino"),
    ("[look](http://shop.example.com/a)", "example.com"),
    ("example&#46;com", "example.com"),
    ("see example．com.", "example.com"),
    ("http://good.org@example.com/", "example.com"),
    ("http://ex%61mple.com/", "example.com"),
    ("http://www.bad.org", "https://www.bad.org/path"),
    ("https://xn--bcher-kva.de/x", "bücher.de"),
]
FREE = ["casinos", "freemoney", "notexample.com", "example.community", "example.com.au", "", "org"]


@pytest.fixture
def lists(app: Flask) -> None:
    setting(site_settings.HELD_WORDS, ["casino", "Free money"])
    setting(site_settings.HELD_LINKS, ["example.com", "https://www.bad.org/path", "bücher.de"])


@pytest.mark.usefixtures("lists")
@pytest.mark.parametrize(("text", "told"), HELD)
def test_a_listed_word_or_link_is_found_however_it_is_written(text: str, told: str) -> None:
    why = civil.held(text)

    assert told.casefold() in why.casefold() and why.endswith("which waits for ION staff.")
    assert len(why) <= 150


@pytest.mark.usefixtures("lists")
@pytest.mark.parametrize("text", FREE)
def test_words_that_only_look_alike_are_free(text: str) -> None:
    assert civil.held(text) == ""


def test_nothing_is_held_where_nothing_is_listed(app: Flask) -> None:
    assert civil.held("casino http://example.com") == ""


@pytest.mark.database
@pytest.mark.usefixtures("lists")
def test_a_comment_with_a_listed_word_waits_for_ion_staff_and_is_shown_once_they_say_so() -> None:
    post, staff = PostFactory(), UserFactory(Grant.EDITOR)
    ana = trusted(UserFactory(), post.item_id)

    id = write(ana, post.item_id, "A casino pays for it.")

    assert (kept_comment(id).state, counted(post.item_id)) == (CommentState.HELD, (0, 0))
    report = kept(latest())
    assert (report.is_held, report.about_id, report.open_key) == (True, ana.id, f"comment:{id}")
    assert report.snapshot["why"] == "It says “casino”, which waits for ION staff."
    settle(staff, report.id, NONE)
    assert (kept_comment(id).state, counted(post.item_id)) == (CommentState.SHOWN, (1, 1))


@pytest.mark.database
@pytest.mark.usefixtures("lists")
def test_a_comment_that_is_changed_to_say_a_listed_word_waits_too() -> None:
    post, staff = PostFactory(), UserFactory(Grant.EDITOR)
    ana = who(trusted(UserFactory(), post.item_id))
    with unit_of_work():
        id = discussion.write(ana, post.item_id, "Fine.").id

    with unit_of_work():
        discussion.change(ana, id, "A casino.")

    assert (kept_comment(id).state, counted(post.item_id)) == (CommentState.HELD, (0, 0))
    settle(staff, latest(), HIDE)
    assert kept_comment(id).state is CommentState.REFUSED


@pytest.mark.usefixtures("lists")
def test_what_ion_staff_write_does_not_wait_for_ion_staff() -> None:
    post, staff = PostFactory(), UserFactory(Grant.EDITOR)

    id = write(staff, post.item_id, "Beware of casino links.")

    assert (kept_comment(id).state, report_total()) == (CommentState.SHOWN, 0)


@pytest.mark.database
@pytest.mark.usefixtures("lists")
def test_a_held_comment_that_is_approved_on_its_own_desk_leaves_no_report_behind() -> None:
    post, staff = PostFactory(), UserFactory(Grant.EDITOR)
    id = write(UserFactory(), post.item_id, "A casino.")
    report = latest()

    approve(id, staff)
    working.run_due({services.SETTLE: Handler(tasks.settle)}, "worker")

    assert (kept(report).decision, kept(report).decided_by_id, kept(report).open_key) == (
        NONE,
        staff.id,
        None,
    )
    assert deeds(report) == ["decided"]


@pytest.mark.usefixtures("lists")
def test_a_question_with_a_listed_link_waits_though_its_asker_is_known() -> None:
    setting(site_settings.FIRST_HELD, False)
    webinar, ana, staff = WebinarFactory(), UserFactory(), UserFactory(Grant.EDITOR)

    id = ask(ana, webinar.item_id, "Is example.com right?")

    assert kept_question(id).state is QuestionState.HELD
    settle(staff, latest(), NONE)
    assert kept_question(id).state is QuestionState.OPEN


def test_who_is_new_comments_ten_times_a_day_and_others_more(app: Flask) -> None:
    new, known = UserFactory(), UserFactory(created_at=NOW - timedelta(days=8))

    def waits(user: object, hour: int) -> int:
        with clock.frozen(NOW + timedelta(hours=hour)), unit_of_work():
            return discussion.wait_before_another(viewers[user])

    viewers = {user: who(user) for user in (new, known)}
    tries = {user: [waits(user, hour) for hour in range(12)] for user in (new, known)}

    assert tries[known] == [0] * 12
    assert tries[new] == [0] * 10 + [14 * 3600, 13 * 3600]
