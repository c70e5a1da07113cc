"""The page of release: it says what will happen, one button does it, and what is refused is said in words."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from ion.commons.publishing import services
from ion.core import clock, site_settings
from ion.models import ItemState, User
from tests.conftest import NOW, Browser
from tests.publishing.desks import an_editor, chosen, desk_of, page
from tests.publishing.writing import act, decide, deeds, draft, live, local, row, seen, write
from tests.reading import Page, visit

pytestmark = pytest.mark.usefixtures("now")
NOV_24 = "Schedule for Tue., Nov. 24, 2026, 9:00 a.m. ET"


@pytest.fixture(autouse=True)
def without_tokens(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)


def release(browser: Browser, item_id: int, asked: dict[str, str] | None = None, **headers: str) -> Page:
    query = "&".join(f"{name}={value}" for name, value in (asked or {}).items())
    return visit(browser, page(item_id, f"/release?{query}"), **headers)


def send(browser: Browser, item_id: int, step: str, **fields: str) -> Page:
    return Page(browser.post(page(item_id, step), data=fields))


def test_page_says_what_will_happen(browser: Browser, editor: User) -> None:
    item_id = draft(editor.id)

    before = release(browser, item_id).section("What will happen")
    act(services.publish, item_id, user_id=editor.id)
    out = release(browser, item_id).section("What will happen")
    write(item_id, editor.id, markdown="New.")
    after = release(browser, item_id).section("What will happen")

    assert "Publishing makes version 1 readable for everyone at /blog/riding-the-wave." in before
    assert "Nothing waits to be published" in out
    assert (
        "Readers have version 1" in after
        and "Publishing puts version 2 in its place, all of it at once" in after
    )


def test_checklist_names_what_is_needed_and_what_readers_would_miss(browser: Browser, editor: User) -> None:
    picture = "![](/files/AAAAAAAAAAAAAAAAAAAAAA)"
    item_id = draft(editor.id, markdown=f"A text.\n\n{picture}", summary="")

    shown = release(browser, item_id)

    checks = shown.section("Checklist")
    assert "Needed Write a summary: lists, feeds and search show it." in checks
    assert "Needed A picture has no words for who cannot see it." in checks
    assert "Look It has no" not in checks
    assert "Done It has a topic." in checks
    assert "It cannot be published yet" in shown.section("Publish")
    assert send(browser, item_id, "/publish", **{"publish-number": "1"}).status == 409
    assert row(item_id).state is ItemState.DRAFT


def test_publishing_now_leads_readers_to_it(browser: Browser, editor: User, client: Browser) -> None:
    item_id = draft(editor.id)

    done = send(browser, item_id, "/publish", **{"publish-number": "1"})

    assert (done.status, done.response.headers["Location"]) == (303, page(item_id, "/release"))
    assert visit(client, "/blog/riding-the-wave").heading == "Riding the wave"


def test_publishing_what_somebody_changed_meanwhile_is_refused(browser: Browser, editor: User) -> None:
    item_id = draft(editor.id)
    write(item_id, an_editor("Olga Other").id, markdown="New.")

    answer = send(browser, item_id, "/publish", **{"publish-number": "1"})

    assert answer.status == 409
    assert "Somebody saved version 2 meanwhile. Look at it first; nothing was changed." in answer.text("main")


def test_one_schedule_action(browser: Browser, editor: User) -> None:
    """Row "One “Schedule” action": the button says what it will do, and is the only one that does it."""
    item_id = draft(editor.id)
    asked = chosen("schedule", "2026-11-24", "09:00")

    shown = release(browser, item_id, asked)
    part = release(browser, item_id, asked, HX_Request="true")
    form = next(form for form in shown.forms() if form.action.endswith("/schedule"))
    done = Page(browser.post(form.action, data=dict(form.fields)))

    assert part.texts("#scheduling button") == shown.texts("#scheduling button") == [NOV_24]
    assert not part.is_whole and "HX-Request" in part.response.vary
    assert done.status == 303
    assert seen(item_id).state is ItemState.SCHEDULED
    assert "Version 1 goes out Tue., Nov. 24, 2026, 9:00 a.m. ET." in release(browser, item_id).text("main")


def test_zone_beside_the_date_field(app: Flask, browser: Browser, editor: User) -> None:
    """Row "Zone beside the date field": named at the field; another zone in the profile never moves the instant."""
    item_id = draft(editor.id)
    act(services.schedule, item_id, local("2026-11-24 09:00"), user_id=editor.id)
    westerner = desk_of(app, an_editor("Wanda West", "America/Los_Angeles"))

    shown = release(westerner, item_id)
    empty = release(westerner, draft(editor.id, "Another"))

    assert "Tue., Nov. 24, 2026, 9:00 a.m. ET (Tue., Nov. 24, 2026, 6:00 a.m. PT in your zone)" in shown.text(
        "main"
    )
    zone = shown.soup.select_one("#schedule-zone option[selected]")
    assert zone and zone["value"] == "America/New_York"
    own = empty.soup.select_one("#schedule-zone option[selected]")
    assert own and own["value"] == "America/Los_Angeles"
    assert "That is Tue., Nov. 24, 2026, 6:00 a.m. PT in your zone." in release(
        westerner, item_id, chosen("schedule", "2026-11-24", "09:00")
    ).text("#scheduling")


def test_go_live_in_the_past_is_said_and_publishes_now(browser: Browser, editor: User) -> None:
    """Row "Go-live and expiry": a go-live that has passed publishes now."""
    item_id = draft(editor.id)
    asked = chosen("schedule", "2026-11-20", "09:00")

    words = release(browser, item_id, asked).texts("#scheduling button")
    done = send(browser, item_id, "/schedule", **{"schedule-number": "1"}, **asked)

    assert words == ["Publish now (the time you chose has passed)"]
    assert (done.status, row(item_id).state) == (303, ItemState.PUBLISHED)


@pytest.mark.parametrize(
    ("zone", "gap", "fold", "early", "late"),
    [
        (
            "America/New_York",
            ("2027-03-14", "02:30"),
            ("2027-11-07", "01:30"),
            "Schedule for Sun., Nov. 7, 2027, 1:30 a.m. ET (after the clocks are set back)",
            "2027-11-07T06:30:00+00:00",
        ),
        (
            "Australia/Lord_Howe",
            ("2027-10-03", "02:15"),
            ("2027-04-04", "01:45"),
            "Schedule for Sun., April 4, 2027, 1:45 a.m. UTC+1030 (after the clocks are set back)",
            "2027-04-03T15:15:00+00:00",
        ),
    ],
)
def test_skipped_times_are_refused_and_doubled_ones_asked_about(
    app: Flask, zone: str, gap: tuple[str, str], fold: tuple[str, str], early: str, late: str
) -> None:
    editor = an_editor(zone=zone)
    browser, item_id = desk_of(app, editor), draft(editor.id)

    skipped = release(browser, item_id, chosen("schedule", *gap, zone))
    doubled = release(browser, item_id, chosen("schedule", *fold, zone), HX_Request="true")
    second = chosen("schedule", *fold, zone, which="second")
    answered = release(browser, item_id, second)
    send(browser, item_id, "/schedule", **{"schedule-number": "1"}, **second)

    assert "This time does not exist: the clocks skip it." in skipped.text("#scheduling")
    assert [tag["form"] for tag in doubled.all("#scheduling input[type=radio]")] == ["schedule-form"] * 2
    assert not doubled.all("#scheduling form")
    assert answered.texts("#scheduling button") == [early]
    at = seen(item_id).publish_at
    assert at and at.isoformat() == late


def test_a_scheduled_item_is_scheduled_anew_or_taken_off(browser: Browser, editor: User) -> None:
    item_id = draft(editor.id)
    act(services.schedule, item_id, local("2026-11-24 09:00"), user_id=editor.id)
    write(item_id, editor.id, markdown="Written since.")

    words = release(browser, item_id).text("main")
    off = send(browser, item_id, "/unschedule")

    assert "Version 1 goes out" in words and "Version 2 was saved since; it stays a draft" in words
    assert (off.status, seen(item_id).state) == (303, ItemState.DRAFT)


def test_an_archive_date_before_the_go_live_is_refused(browser: Browser, editor: User) -> None:
    """Row "Go-live and expiry": expiry <= go-live rejected."""
    item_id = draft(editor.id)
    act(services.schedule, item_id, local("2026-11-24 09:00"), user_id=editor.id)

    too_early = send(browser, item_id, "/archive-date", **chosen("archive", "2026-11-24", "09:00"))
    fine = send(browser, item_id, "/archive-date", **chosen("archive", "2026-12-24", "09:00"))
    shown = release(browser, item_id).section("Archive date")
    gone = send(browser, item_id, "/archive-date/remove")

    assert too_early.status == 409
    assert "The archive date must come after the date of publishing." in too_early.text("main")
    assert (fine.status, gone.status) == (303, 303)
    assert "Will be archived Thu., Dec. 24, 2026, 9:00 a.m. ET" in shown
    assert row(item_id).expires_at is None


def test_the_archive_button_says_its_date(browser: Browser, editor: User) -> None:
    asked = chosen("archive", "2026-12-24", "09:00")

    part = release(browser, draft(editor.id), asked, HX_Request="true")

    assert part.texts("#archiving button") == ["Archive from Thu., Dec. 24, 2026, 9:00 a.m. ET"]


def test_review_with_comments(app: Flask, browser: Browser, editor: User) -> None:
    """Row "Review with comments": asked with a note, given back with one, approved by another editor."""
    item_id = draft(editor.id)
    olga = desk_of(app, an_editor("Olga Other"))
    note = {"review-number": "1", "review-note": "Is the table right?", "review-zone": "America/New_York"}

    asked = send(browser, item_id, "/review", **note)
    own = release(browser, item_id).section("Review")
    hers = release(olga, item_id).section("Review")
    silent = send(olga, item_id, "/review/changes", **{"changes-number": "1", "changes-note": ""})
    back = send(olga, item_id, "/review/changes", **{"changes-number": "1", "changes-note": "Add a source."})

    assert (asked.status, silent.status, back.status) == (303, 409, 303)
    assert "Is the table right?" in hers and "Approve version 1" in hers
    assert (
        "You wrote it or sent it in, so another editor approves it." in own and "Approve version 1" not in own
    )
    assert "Say what should change." in silent.text("main")
    assert "Changes asked for: version 1, by Olga Other" in release(browser, item_id).section("Review")
    assert "“Add a source.”" in release(browser, item_id).section("Review")


def test_who_sent_it_in_cannot_approve_it(browser: Browser, editor: User) -> None:
    item_id = draft(editor.id)
    act(services.ask_review, item_id, user_id=editor.id)

    refused = send(browser, item_id, "/review/approve", **{"approve-number": "1"})
    decide(site_settings.SELF_APPROVAL, True)
    allowed = send(browser, item_id, "/review/approve", **{"approve-number": "1"})

    assert (refused.status, allowed.status) == (409, 303)
    assert "somebody else approves it" in refused.text("main")


def test_a_review_with_a_wished_time_is_scheduled_by_its_approval(
    app: Flask, browser: Browser, editor: User
) -> None:
    item_id = draft(editor.id)
    olga = desk_of(app, an_editor("Olga Other"))

    half = send(
        browser, item_id, "/review", **(chosen("review", "2026-11-24", "") | {"review-note": "Keep me"})
    )
    send(browser, item_id, "/review", **chosen("review", "2026-11-24", "09:00"))
    words = release(olga, item_id).section("Review")
    send(olga, item_id, "/review/approve", **{"approve-number": "1"})

    assert half.status == 422 and "Keep me" in half.html
    assert "Wished time: Tue., Nov. 24, 2026, 9:00 a.m. ET" in words
    assert seen(item_id).state is ItemState.SCHEDULED


def test_taking_back_from_review_makes_a_draft(browser: Browser, editor: User) -> None:
    item_id = draft(editor.id)
    act(services.ask_review, item_id, user_id=editor.id)

    assert send(browser, item_id, "/review/take-back").status == 303
    assert seen(item_id).state is ItemState.DRAFT


def test_sign_offs_are_named_at_the_button_until_they_are_written_down(
    browser: Browser, editor: User
) -> None:
    decide("publishing.offices.post", ["Public affairs", "Section 508"])
    item_id = draft(editor.id)
    fields = {"sign-section-508-number": "1", "sign-section-508-signed_on": "2026-11-20"}

    before = release(browser, item_id).section("Publish")
    empty = send(browser, item_id, "/sign-offs/section-508", **fields)
    signed = send(
        browser, item_id, "/sign-offs/section-508", **fields, **{"sign-section-508-signed_by": "Jo Ramp"}
    )
    after = release(browser, item_id)

    assert "Still missing: sign-off by Public affairs; sign-off by Section 508." in before
    assert (empty.status, signed.status) == (422, 303)
    assert "Signed by Jo Ramp on Nov. 20, 2026." in after.section("Sign-offs")
    assert "Still missing: sign-off by Public affairs." in after.section("Publish")
    assert browser.post(page(item_id, "/sign-offs/nobody")).status_code == 404


def test_an_urgent_override_needs_a_reason_and_is_logged(browser: Browser, editor: User) -> None:
    decide("publishing.offices.post", ["Public affairs"])
    item_id = draft(editor.id)

    refused = send(browser, item_id, "/publish", **{"publish-number": "1", "publish-override": " "})
    done = send(
        browser, item_id, "/publish", **{"publish-number": "1", "publish-override": "The office is closed."}
    )

    assert (refused.status, done.status) == (409, 303)
    assert "Still missing: sign-off by Public affairs." in refused.text("main")
    assert deeds(item_id)[-1] == "published"


def test_audience_and_address_say_what_changes(browser: Browser, editor: User, client: Browser) -> None:
    item_id = live(editor.id)

    words = release(browser, item_id).section("Address")
    moved = send(browser, item_id, "/address", **{"address-slug": "Catching the wave"})
    taken = send(browser, item_id, "/address", **{"address-slug": "feed"})
    hidden = send(browser, item_id, "/audience", **{"audience-audience": "members"})
    invented = send(browser, item_id, "/audience", **{"audience-audience": "user:1"})

    assert "Readers who come by /blog/riding-the-wave are led to the new address." in words
    assert [moved.status, taken.status, hidden.status, invented.status] == [303, 409, 303, 422]
    assert row(item_id).audience == "members"
    assert visit(client, "/blog/catching-the-wave").status == 404
    assert (
        visit(browser, "/blog/riding-the-wave")
        .response.headers["Location"]
        .endswith("/blog/catching-the-wave")
    )


def test_withdrawing_needs_a_reason_and_reinstating_makes_a_draft(
    browser: Browser, editor: User, client: Browser
) -> None:
    item_id = live(editor.id)

    silent = send(browser, item_id, "/withdraw", **{"withdraw-reason": "", "withdraw-note": "Wrong numbers"})
    done = send(
        browser, item_id, "/withdraw", **{"withdraw-reason": "mistake", "withdraw-note": "Wrong numbers"}
    )
    gone, words = visit(client, "/blog/riding-the-wave").status, release(browser, item_id).text("main")
    back = send(browser, item_id, "/reinstate")

    assert [silent.status, done.status, gone, back.status] == [422, 303, 404, 303]
    assert "Wrong numbers" in silent.html
    assert "Withdrawn: published by mistake" in words and "Note: Wrong numbers" in words
    assert seen(item_id).state is ItemState.DRAFT


def test_discarding_asks_first_and_deletes_only_what_was_never_published(
    browser: Browser, editor: User
) -> None:
    never, once = draft(editor.id, "Never out"), live(editor.id, "Once out")
    write(once, editor.id, markdown="Not yet.")

    asked = visit(browser, page(never, "/discard")).text("main")
    changes = visit(browser, page(once, "/discard")).text("main")
    gone = Page(browser.post(page(never, "/discard")))
    kept = Page(browser.post(page(once, "/discard")))

    assert "deleted with all its versions" in asked
    assert "The text goes back to what readers had last." in changes
    assert [gone.response.headers["Location"], kept.response.headers["Location"]] == [
        "/staff/",
        page(once, "/release"),
    ]
    assert visit(browser, page(never)).status == 404
    assert seen(once).state is ItemState.PUBLISHED


def test_illegal_steps_are_refused_in_words(browser: Browser, editor: User) -> None:
    """Row "States": illegal transitions refused with a message."""
    item_id = draft(editor.id)

    answers = [send(browser, item_id, step) for step in ("/unschedule", "/reinstate", "/review/take-back")]

    assert [answer.status for answer in answers] == [409, 409, 409]
    assert "It cannot be taken off the schedule: it is a draft." in answers[0].text("main")
    assert seen(item_id).state is ItemState.DRAFT


def test_a_correction_is_dated_and_shown_to_readers(browser: Browser, editor: User, client: Browser) -> None:
    item_id = live(editor.id)

    early = send(browser, draft(editor.id, "A draft"), "/corrections", **{"correct-text": "Wrong."})
    done = send(browser, item_id, "/corrections", **{"correct-text": "It was 12, not 21."})

    assert (early.status, done.status) == (409, 303)
    assert "Nov. 21, 2026: It was 12, not 21." in release(browser, item_id).section("Corrections")
    assert "It was 12, not 21." in visit(client, "/blog/riding-the-wave").text("main")


def test_shared_preview_links_are_shown_once_counted_and_ended(browser: Browser, editor: User) -> None:
    """Row "Shared preview": made for a day, a week or 30 days, and revoked."""
    item_id = draft(editor.id)

    made = send(browser, item_id, "/preview-links", **{"share-days": "7"})
    invented = send(browser, item_id, "/preview-links", **{"share-days": "900"})
    link = made.soup.select_one(".ion-links__address a")
    after = release(browser, item_id)
    ended = send(browser, item_id, "/preview-links/end")

    assert (made.status, invented.status, ended.status) == (200, 422, 303)
    assert link and str(link["href"]).startswith("/preview/") and str(link["href"]) not in after.html
    assert made.response.headers["Cache-Control"] == "no-store"
    assert "1 link is good now." in after.section("Preview links")
    assert "good now" not in release(browser, item_id).section("Preview links")
    with clock.frozen(NOW + timedelta(days=8)):
        assert visit(browser, str(link["href"])).status == 404


def test_forms_of_one_page_share_no_id(browser: Browser, editor: User) -> None:
    item_id = live(editor.id)
    write(item_id, editor.id, markdown="New.")
    decide("publishing.offices.post", ["Public affairs", "Section 508"])

    ids: list[Any] = release(browser, item_id, chosen("schedule", "2026-11-24", "09:00")).ids

    assert sorted(ids) == sorted(set(ids))
