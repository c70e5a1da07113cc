"""Settings of the site: shown with what they change, saved within bounds, and set back."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from ion.base.extensions import db
from ion.core import site_settings
from ion.core.site_settings import COMMENTS_CLOSE, FIRST_HELD, OFFICES, REVIEW_REQUIRED, SETTINGS, STALE_AFTER
from ion.core.unit_of_work import unit_of_work
from ion.models import AuditRow, SiteSetting, User
from ion.staff import services
from ion.staff.services import SettingsChanged
from ion.staff.setup import name_of
from tests.conftest import Browser
from tests.racing import at_once
from tests.reading import visit


def shown(browser: Browser, **changes: Any) -> dict[str, Any]:
    """What the page's form would send, with changes; None leaves a field out, as an unticked box is."""
    (form,) = [form for form in visit(browser, "/staff/setup").forms() if form.action == "/staff/setup"]
    page = visit(browser, "/staff/setup")
    sent = dict(form.fields)
    sent |= {str(tag["name"]): tag.get_text().strip() for tag in page.all("textarea")}
    sent |= {name_of(name.replace("__", ".")): value for name, value in changes.items()}
    return {name: value for name, value in sent.items() if value is not None}


def kept() -> dict[str, Any]:
    db.session.rollback()
    return {row.key: row.value for row in db.session.scalars(select(SiteSetting))}


def save(browser: Browser, **changes: Any) -> Any:
    return browser.post("/staff/setup", data=shown(browser, **changes))


def test_every_setting_is_shown_with_its_help_and_how_it_comes(admins: Browser) -> None:
    page = visit(admins, "/staff/setup")

    for setting in SETTINGS.values():
        assert setting.label in page.text("main")
        assert " ".join(setting.help.split()) in page.text("main")
    assert "As it comes: 365 days." in page.text("main")
    assert "As it comes: on." in page.text("main")
    assert "As it comes: none." in page.text("main")
    assert "Changed here" not in page.text("main")


def test_what_is_saved_untouched_changes_nothing(admins: Browser) -> None:
    assert save(admins).status_code == 303

    assert kept() == {}
    assert db.session.scalars(select(AuditRow)).all() == []


def test_settings_of_every_shape_are_saved_and_logged(admins: Browser, ann: User) -> None:
    answer = save(
        admins,
        publishing__review_required="y",
        discussion__first_held=None,
        publishing__stale_after_days="90",
        publishing__offices__post="Program office\r\n\r\n  Public   affairs  \r\n",
    )

    assert answer.status_code == 303
    assert kept() == {
        REVIEW_REQUIRED: True,
        FIRST_HELD: False,
        STALE_AFTER: 90,
        OFFICES + "post": ["Program office", "Public affairs"],
    }
    log = db.session.scalars(select(AuditRow).order_by(AuditRow.id)).all()
    assert {row.user_id for row in log} == {ann.id}
    assert [(row.action, row.before, row.after) for row in log if STALE_AFTER in (row.after or {})] == [
        ("setting changed", {STALE_AFTER: 365}, {STALE_AFTER: 90})
    ]
    assert len(log) == 4
    assert site_settings.value(STALE_AFTER) == 90


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("publishing__stale_after_days", "29", "from 30 to 3,650"),
        ("publishing__stale_after_days", "3651", "from 30 to 3,650"),
        ("publishing__stale_after_days", "", "from 30 to 3,650"),
        ("publishing__stale_after_days", "90.5", "Not a valid integer"),
        ("publishing__stale_after_days", "9" * 30, "from 30 to 3,650"),
        ("discussion__close_after_days", "-1", "from 0 to 3,650"),
        ("publishing__offices__post", "\n".join(f"Office {n}" for n in range(21)), "At most 20 lines"),
        ("publishing__offices__post", "a" * 61, "At most 60 characters"),
        ("publishing__offices__post", "Counsel\ncounsel!", "are the same"),
    ],
)
def test_what_is_out_of_bounds_is_said_and_kept_in_the_form(
    admins: Browser, field: str, value: str, words: str
) -> None:
    answer = save(admins, **{field: value})

    assert answer.status_code == 422
    assert words in answer.text
    assert kept() == {}


@pytest.mark.parametrize("days", ["0", "3650"])
def test_bounds_themselves_are_taken(admins: Browser, days: str) -> None:
    save(admins, discussion__close_after_days=days)

    assert kept() == {COMMENTS_CLOSE: int(days)}


def test_a_setting_is_set_back_to_how_it_comes(admins: Browser) -> None:
    save(admins, publishing__stale_after_days="90", publishing__review_required="y")
    page = visit(admins, "/staff/setup").text("main")

    answer = admins.post("/staff/setup/reset", data={"key": STALE_AFTER})
    again = admins.post("/staff/setup/reset", data={"key": STALE_AFTER})
    unknown = admins.post("/staff/setup/reset", data={"key": "publishing.nonsense"})

    assert "Changed here" in page
    assert (answer.status_code, again.status_code, unknown.status_code) == (303, 303, 404)
    assert kept() == {REVIEW_REQUIRED: True}
    assert len(db.session.scalars(select(AuditRow)).all()) == 3


def test_a_form_from_before_somebody_else_saved_overwrites_nothing(admins: Browser) -> None:
    stale = shown(admins, publishing__stale_after_days="60")
    save(admins, discussion__close_after_days="7")

    answer = admins.post("/staff/setup", data=stale)
    before = kept()
    seen = Browser.post(admins, "/staff/setup", data=stale | {"seen": version_in(answer.text)})

    assert answer.status_code == 409
    assert "Somebody changed settings" in answer.text
    assert "As it is now: 7 days." in answer.text
    assert before == {COMMENTS_CLOSE: 7}
    assert (seen.status_code, kept()) == (303, {STALE_AFTER: 60})


def version_in(html: str) -> str:
    return html.split('name="seen" value="')[1].split('"')[0]


@pytest.mark.database
def test_of_two_who_save_at_once_one_is_told_and_nothing_is_lost(app: Flask, ann: User) -> None:
    user_id = ann.id
    seen = services.version(services.values())

    def save_at_once(number: int) -> str:
        try:
            with unit_of_work():
                services.change_settings({STALE_AFTER: 100 + number}, seen=seen, user_id=user_id)
        except SettingsChanged:
            return "told"
        return "saved"

    answers = at_once(app, save_at_once)

    assert (answers.count("saved"), answers.count("told")) == (1, 7)
    assert len(db.session.scalars(select(AuditRow)).all()) == 1


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ("\n".join(f"word {number}" for number in range(200)), 303),
        ("казино\nставка", 303),  # words without a Latin letter are two
        ("\n".join(f"word {number}" for number in range(201)), 422),
        ("Casino\ncasino", 422),
        ("x" * 61, 422),
    ],
)
def test_words_that_wait_may_be_many_and_in_any_writing(admins: Browser, typed: str, status: int) -> None:
    assert save(admins, **{"civility-held_words": typed}).status_code == status
