"""What is decided about an item apart from its text: readers, address, corrections, withdrawal, shared previews."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from ion.base.extensions import db
from ion.commons.publishing import services
from ion.commons.publishing.services.arranging import PREVIEW
from ion.commons.publishing.services.refusals import BadAddress, Refused
from ion.core import clock, tokens
from ion.models import Correction, ItemState, OldAddress, Withdrawal
from tests.conftest import NOW
from tests.publishing.writing import act, draft, editor, live, row, seen, write

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("app", "now")]


def test_slug_history_leads_from_every_earlier_address() -> None:
    user_id = editor()
    item_id = live(user_id, "First title")

    act(services.change_address, item_id, "Second title", user_id=user_id)
    act(services.change_address, item_id, "third", user_id=user_id)

    paths = {path: id for path, id in db.session.execute(select(OldAddress.path, OldAddress.item_id))}
    assert row(item_id).slug == "third"
    assert paths == {"/blog/first-title": item_id, "/blog/second-title": item_id}


def test_going_back_to_an_earlier_address_turns_the_lead_around() -> None:
    user_id = editor()
    item_id = live(user_id, "First title")
    act(services.change_address, item_id, "second", user_id=user_id)

    act(services.change_address, item_id, "first-title", user_id=user_id)

    assert row(item_id).slug == "first-title"
    assert list(db.session.scalars(select(OldAddress.path))) == ["/blog/second"]


def test_the_address_of_a_draft_leads_nowhere_once_it_changed() -> None:
    user_id = editor()
    item_id = draft(user_id)

    act(services.change_address, item_id, "another", user_id=user_id)

    assert db.session.scalar(select(OldAddress.path)) is None


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        ("new", "site itself"),
        ("series", "site itself"),
        ("taken", "is taken"),
        ("was", "is taken"),
        ("!!", "letters"),
    ],
)
def test_an_address_that_cannot_be_is_refused_in_words(wish: str, words: str) -> None:
    user_id = editor()
    other = live(user_id, "Was")
    act(services.change_address, other, "taken", user_id=user_id)
    item_id = draft(user_id)

    with pytest.raises(BadAddress, match=words):
        act(services.change_address, item_id, wish, user_id=user_id)


def test_withdrawing_takes_an_item_from_its_readers_and_says_why() -> None:
    user_id = editor()
    item_id = live(user_id)

    act(services.withdraw, item_id, reason="superseded", note="See the new one.", user_id=user_id)

    kept = db.session.get(Withdrawal, item_id)
    assert kept is not None
    assert (row(item_id).state, kept.reason, kept.note) == (
        ItemState.WITHDRAWN,
        "superseded",
        "See the new one.",
    )


def test_withdrawing_without_a_reason_is_refused() -> None:
    user_id = editor()
    item_id = live(user_id)

    with pytest.raises(Refused, match="why"):
        act(services.withdraw, item_id, reason="whatever", user_id=user_id)


def test_what_was_withdrawn_comes_back_when_it_is_published_again() -> None:
    user_id = editor()
    item_id = live(user_id)
    with clock.frozen(NOW + timedelta(days=1)):
        act(services.withdraw, item_id, reason="mistake", user_id=user_id)
        act(services.reinstate, item_id, user_id=user_id)
        between = row(item_id).state
        write(item_id, user_id, markdown="Put right.")
        act(services.publish, item_id, user_id=user_id)

    item = row(item_id)
    assert (between, item.state, item.published_at) == (ItemState.DRAFT, ItemState.PUBLISHED, NOW)
    assert db.session.get(Withdrawal, item_id) is None


def test_correcting_a_live_post_keeps_a_dated_note() -> None:
    user_id = editor()
    item_id = live(user_id)

    act(services.correct, item_id, "  It was 14,\nnot 41. ", user_id=user_id)

    [note] = db.session.scalars(select(Correction))
    assert (note.item_id, note.text, note.at) == (item_id, "It was 14, not 41.", NOW)


@pytest.mark.parametrize("text", ["", "x" * 1001])
def test_a_correction_that_says_nothing_or_too_much_is_refused(text: str) -> None:
    user_id = editor()
    item_id = live(user_id)

    with pytest.raises(Refused):
        act(services.correct, item_id, text, user_id=user_id)


def test_changing_who_may_read_it_holds_at_once() -> None:
    user_id = editor()
    item_id = live(user_id)

    act(services.change_audience, item_id, "members", user_id=user_id)

    assert row(item_id).audience == "members"


@pytest.mark.parametrize("audience", ["user:1", "group:7", "", "PUBLIC"])
def test_nobody_makes_up_an_audience(audience: str) -> None:
    user_id = editor()
    item_id = live(user_id)

    with pytest.raises(Refused):
        act(services.change_audience, item_id, audience, user_id=user_id)


def test_a_shared_preview_link_works_until_it_expires_or_is_ended() -> None:
    user_id = editor()
    item_id = draft(user_id)
    secret = act(services.new_preview_link, item_id, user_id=user_id, lasts=timedelta(days=7))

    token = tokens.valid(PREVIEW, secret)
    shows = token.subject_id if token else None
    with clock.frozen(NOW + timedelta(days=8)):
        expired = tokens.valid(PREVIEW, secret)
    act(services.end_preview_links, item_id, user_id=user_id)

    assert shows == item_id
    assert (expired, tokens.valid(PREVIEW, secret)) == (None, None)


def test_a_preview_link_for_ever_is_refused() -> None:
    user_id = editor()
    item_id = draft(user_id)

    with pytest.raises(Refused):
        act(services.new_preview_link, item_id, user_id=user_id, lasts=timedelta(days=400))


def test_the_version_worked_on_says_why_an_item_is_withdrawn() -> None:
    user_id = editor()
    item_id = live(user_id)

    act(services.withdraw, item_id, reason="mistake", note="Wrong year.", user_id=user_id)

    assert (seen(item_id).withdrawn_for, seen(item_id).withdrawal_note) == ("mistake", "Wrong year.")
