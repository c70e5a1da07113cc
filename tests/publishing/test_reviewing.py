"""Review and clearance: who said what of which version, what is missing, and what an override leaves behind."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from ion.base.extensions import db
from ion.commons.publishing import services
from ion.commons.publishing.queries.clearing import clearance
from ion.commons.publishing.services.refusals import NotCleared, OwnWork, Refused, TextMoved
from ion.core import clock, signals
from ion.core.site_settings import OFFICES, REVIEW_REQUIRED, SELF_APPROVAL
from ion.models import AuditRow, Item, ItemState, Verdict
from tests.conftest import NOW
from tests.publishing.writing import act, decide, draft, editor, live, local, row, seen, write

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("app", "now")]

NINE = local("2026-11-24 09:00")


def in_review(user_id: int, **named: Any) -> int:
    item_id = draft(user_id)
    act(services.ask_review, item_id, user_id=user_id, **named)
    return item_id


def test_review_with_comments_approves_a_version_and_tells_who_asked() -> None:
    ellen, oscar = editor("Ellen"), editor("Oscar")
    told = list[Any]()

    def hear(item: Item, **named: Any) -> None:
        told.append((item.id, named))

    signals.review_answered.connect(hear)
    item_id = in_review(ellen, note="Please look at the numbers.")

    act(services.approve, item_id, user_id=oscar, note="Good to go.", number=1)

    approval = clearance(seen(item_id)).approval
    assert approval is not None
    assert (approval.by, approval.note, approval.number) == ("Oscar", "Good to go.", 1)
    assert told == [
        (
            item_id,
            {"user_id": oscar, "verdict": Verdict.APPROVED, "asked_by_id": ellen, "note": "Good to go."},
        )
    ]


def test_requesting_changes_needs_a_note_and_makes_a_draft_again() -> None:
    ellen, oscar = editor("Ellen"), editor("Oscar")
    item_id = in_review(ellen)

    with pytest.raises(Refused, match="what should change"):
        act(services.request_changes, item_id, user_id=oscar, note=" ")
    act(services.request_changes, item_id, user_id=oscar, note="Which year?")

    found = clearance(seen(item_id))
    assert (row(item_id).state, found.approval) == (ItemState.DRAFT, None)
    assert [(each.verdict, each.note) for each in found.opinions] == [(Verdict.CHANGES, "Which year?")]


def test_an_author_cannot_approve_own_work_unless_the_setting_allows_it() -> None:
    ellen = editor("Ellen")
    item_id = in_review(ellen)

    with pytest.raises(OwnWork):
        act(services.approve, item_id, user_id=ellen)
    decide(SELF_APPROVAL, True)
    act(services.approve, item_id, user_id=ellen)

    assert clearance(seen(item_id)).approval is not None


def test_whoever_wrote_the_version_cannot_approve_it_for_somebody_else() -> None:
    ellen, oscar = editor("Ellen"), editor("Oscar")
    item_id = in_review(ellen)
    write(item_id, oscar, markdown="Oscar's words.")

    with pytest.raises(OwnWork):
        act(services.approve, item_id, user_id=oscar)


def test_approving_a_version_that_moved_meanwhile_is_refused() -> None:
    ellen, oscar = editor("Ellen"), editor("Oscar")
    item_id = in_review(ellen)
    write(item_id, ellen, markdown="Other words.")

    with pytest.raises(TextMoved):
        act(services.approve, item_id, user_id=oscar, number=1)


def test_an_approval_holds_for_the_version_it_was_given_to() -> None:
    ellen, oscar = editor("Ellen"), editor("Oscar")
    decide(REVIEW_REQUIRED, True)
    item_id = in_review(ellen)
    act(services.approve, item_id, user_id=oscar)

    before = clearance(seen(item_id)).missing
    write(item_id, ellen, markdown="Other words.")
    after = clearance(seen(item_id)).missing

    assert (before, after) == ([], ["approval by another editor"])


def test_publishing_without_a_needed_approval_is_refused() -> None:
    ellen = editor()
    decide(REVIEW_REQUIRED, True)
    item_id = draft(ellen)

    with pytest.raises(NotCleared, match="approval by another editor"):
        act(services.publish, item_id, user_id=ellen)

    assert row(item_id).state is ItemState.DRAFT


@pytest.mark.parametrize(
    ("approved_at", "state"),
    [
        (NINE.at - timedelta(hours=1), ItemState.SCHEDULED),
        (NINE.at + timedelta(hours=1), ItemState.PUBLISHED),
    ],
)
def test_approval_after_go_live_passed_publishes_at_approval(approved_at: datetime, state: ItemState) -> None:
    ellen, oscar = editor("Ellen"), editor("Oscar")
    item_id = in_review(ellen, wished=NINE)

    with clock.frozen(approved_at):
        act(services.approve, item_id, user_id=oscar)

    item = row(item_id)
    assert (item.state, item.published_at) == (
        state,
        approved_at if state is ItemState.PUBLISHED else None,
    )


def test_an_approval_with_a_wished_time_waits_for_sign_offs_that_are_missing() -> None:
    ellen, oscar = editor("Ellen"), editor("Oscar")
    decide(OFFICES + "post", ["Counsel"])
    item_id = in_review(ellen, wished=NINE)

    act(services.approve, item_id, user_id=oscar)

    assert row(item_id).state is ItemState.DRAFT


def test_publish_says_which_sign_offs_are_missing() -> None:
    ellen = editor()
    decide(OFFICES + "post", ["Program office", "Section 508"])
    item_id = draft(ellen)
    act(
        services.sign,
        item_id,
        "program-office",
        user_id=ellen,
        signed_by="Pat Program",
        signed_on=NOW.date(),
        note="By phone",
    )

    with pytest.raises(NotCleared) as refusal:
        act(services.publish, item_id, user_id=ellen)

    signed = clearance(seen(item_id)).offices[0]
    assert refusal.value.missing == ["sign-off by Section 508"]
    assert (signed.label, signed.signed_by, signed.signed_on, signed.note) == (
        "Program office",
        "Pat Program",
        NOW.date(),
        "By phone",
    )


def test_a_sign_off_holds_for_the_version_that_was_signed() -> None:
    ellen = editor()
    decide(OFFICES + "post", ["Counsel"])
    item_id = draft(ellen)
    act(services.sign, item_id, "counsel", user_id=ellen, signed_by="C. Counsel", signed_on=NOW.date())

    write(item_id, ellen, markdown="Other words.")

    [counsel] = clearance(seen(item_id)).offices
    assert (counsel.is_signed, counsel.earlier) == (False, 1)


@pytest.mark.parametrize(
    ("office", "signed_by", "days", "words"),
    [
        ("nobody", "Pat", 0, "not asked for"),
        ("counsel", " ", 0, "who signed"),
        ("counsel", "Pat", 2, "lie ahead"),
    ],
)
def test_a_sign_off_that_cannot_be_is_refused(office: str, signed_by: str, days: int, words: str) -> None:
    ellen = editor()
    decide(OFFICES + "post", ["Counsel"])
    item_id = draft(ellen)

    with pytest.raises(Refused, match=words):
        act(
            services.sign,
            item_id,
            office,
            user_id=ellen,
            signed_by=signed_by,
            signed_on=NOW.date() + timedelta(days=days),
        )


def test_signing_twice_is_refused() -> None:
    ellen = editor()
    decide(OFFICES + "post", ["Counsel"])
    item_id = draft(ellen)
    named = {"user_id": ellen, "signed_by": "C. Counsel", "signed_on": NOW.date()}
    act(services.sign, item_id, "counsel", **named)

    with pytest.raises(Refused, match="already"):
        act(services.sign, item_id, "counsel", **named)


def test_an_urgent_override_publishes_and_leaves_its_reason_in_the_log() -> None:
    ellen = editor()
    decide(OFFICES + "post", ["Counsel"])
    item_id = draft(ellen)

    act(services.publish, item_id, user_id=ellen, override="A storm closes the centers today.")

    deed = db.session.scalar(select(AuditRow).where(AuditRow.action == "published"))
    assert deed is not None and deed.after is not None
    assert (deed.user_id, deed.after["override"], deed.after["without"]) == (
        ellen,
        "A storm closes the centers today.",
        ["sign-off by Counsel"],
    )


def test_an_override_cannot_replace_what_no_publication_can_do_without() -> None:
    ellen = editor()
    item_id = live(ellen)
    write(item_id, ellen, summary="")

    with pytest.raises(Refused, match="summary"):
        act(services.publish, item_id, user_id=ellen, override="Urgent.")
