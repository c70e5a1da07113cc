"""What becomes of a message: changed for 15 minutes, withdrawn, hidden, released, and what a hold keeps."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from ion.base.extensions import db
from ion.core import clock
from ion.core.site_settings import SAME_TO_MANY
from ion.core.unit_of_work import unit_of_work
from ion.messaging import services
from ion.messaging.queries.finding import found
from ion.messaging.queries.inbox import Folder, inbox
from ion.messaging.queries.thread import changes
from ion.models import File, RecordHold, User
from tests.conftest import NOW
from tests.factories import ConversationFactory, MessageFactory, RequestFactory, UserFactory
from tests.messaging.talk import does, head_for, hold_words, kept, lines_for, place, setting, taken, texts

pytestmark = pytest.mark.usefixtures("app", "now")


@pytest.fixture
def ana() -> User:
    return UserFactory()


@pytest.fixture
def ben() -> User:
    return UserFactory()


def change(user: User, message_id: int, words: str) -> None:
    does(services.change, user, message_id, words)


def withdraw(user: User, message_id: int) -> None:
    does(services.withdraw, user, message_id)


def hide(message_id: int) -> None:
    with unit_of_work():
        services.hide(message_id)


def files() -> int:
    return db.session.scalar(select(func.count()).select_from(File)) or 0


def hold(**fields: object) -> None:
    with unit_of_work() as session:
        session.add(RecordHold(**{"reason": "A lawsuit", "placed_at": NOW} | fields))


def test_change_marks_the_message_and_reaches_open_pages(ana: User, ben: User) -> None:
    id = ConversationFactory(ana, ben)
    message = MessageFactory(id, ana, "Helo")
    MessageFactory(id, ben, "Good morning")

    with clock.frozen(NOW + timedelta(minutes=14)):
        change(ana, message, "Hello")

    line = changes(ben.id, id, 2)[0]
    assert (line.id, line.html, line.edited_at) == (message, "<p>Hello</p>\n", NOW + timedelta(minutes=14))
    assert head_for(ben, id).version == line.version == 3
    assert [hit.id for hit in found(ben.id, "hello")] == [message]


def test_change_is_for_15_minutes_and_for_the_writer(ana: User, ben: User) -> None:
    id = ConversationFactory(ana, ben)
    message = MessageFactory(id, ana)

    with pytest.raises(services.NotThere):
        change(ben, message, "Mine now")
    with pytest.raises(services.NotThere):
        change(ana, 999_999, "Nothing")
    with clock.frozen(NOW + timedelta(minutes=15)), pytest.raises(services.TooLate, match="15 minutes"):
        change(ana, message, "Too late")
    assert texts(ben, id) == ["<p>Words.</p>\n"]


def test_change_to_the_same_words_is_no_change(ana: User, ben: User) -> None:
    message = MessageFactory(ConversationFactory(ana, ben), ana, "Same")

    change(ana, message, "Same\n")

    assert (kept(message).edited_at, kept(message).version) == (None, 1)


def test_change_is_no_way_around_the_rules_of_sending(ana: User, ben: User) -> None:
    hold_words("miracle")
    message = MessageFactory(ConversationFactory(ana, ben), ana, "Plain")
    held = MessageFactory(ConversationFactory(ana, UserFactory()), ana, "A miracle")
    request = lines_for(ana, RequestFactory(ana, UserFactory()))[0].id
    setting(SAME_TO_MANY, 2)
    offers = [
        MessageFactory(ConversationFactory(ana, UserFactory()), ana, "Buy this at our office") for _ in "ab"
    ]

    with pytest.raises(services.Refused, match="have to wait"):
        change(ana, message, "A miracle")
    with pytest.raises(services.Refused, match="have to wait"):
        change(ana, message, "Buy this at our office!")
    change(ana, offers[0], "Buy this at our office!")
    with pytest.raises(services.TooLate, match="waits for ION staff"):
        change(ana, held, "No wonder")
    with pytest.raises(services.TooLong):
        change(ana, request, "x" * 301)
    with pytest.raises(services.Empty):
        change(ana, message, "  ")
    assert kept(message).markdown == "Plain"


def test_a_message_with_a_file_may_lose_its_words(ana: User, ben: User) -> None:
    id = ConversationFactory(ana, ben)
    message = MessageFactory(id, ana, "See this", files=[taken()])

    change(ana, message, "")

    assert [(line.html, len(line.files)) for line in lines_for(ben, id)] == [("", 1)]


@pytest.mark.database
def test_withdraw_leaves_a_line_without_words_or_files(ana: User, ben: User) -> None:
    id = ConversationFactory(ana, ben)
    message = MessageFactory(id, ana, "Secret plan", files=[taken()])
    MessageFactory(id, ana, "Another")

    with clock.frozen(NOW + timedelta(days=300)):
        withdraw(ana, message)
        with pytest.raises(services.NotThere):
            withdraw(ana, message)

    line = lines_for(ben, id)[0]
    row = kept(message)
    assert (line.is_withdrawn, line.html, line.files, line.may_withdraw) == (True, "", (), False)
    assert (row.markdown, row.html, row.words, row.same_hash, row.cards) == ("", "", "", "", [])
    assert files() == 0
    assert place(id, ben).unread == 1
    assert found(ana.id, "secret") == []


def test_withdraw_is_for_the_writer_alone(ana: User, ben: User) -> None:
    message = MessageFactory(ConversationFactory(ana, ben), ana)

    for user in (ben, UserFactory()):
        with pytest.raises(services.NotThere):
            withdraw(user, message)
    assert kept(message).withdrawn_at is None


def test_a_request_that_is_withdrawn_asks_nothing_any_more(ana: User, ben: User) -> None:
    id = RequestFactory(ana, ben)

    withdraw(ana, lines_for(ana, id)[0].id)

    assert inbox(ben.id, Folder.REQUESTS) == []
    assert place(id, ben).unread == 0


def test_a_held_message_that_is_withdrawn_is_gone_and_never_released(ana: User, ben: User) -> None:
    hold_words("miracle")
    id = ConversationFactory(ana, ben)
    message = MessageFactory(id, ana, "A miracle")

    withdraw(ana, message)
    with unit_of_work():
        services.release(message)

    assert (kept(message).number, kept(message).markdown) == (None, "")
    assert lines_for(ana, id) == []


@pytest.mark.database
@pytest.mark.parametrize(
    ("covering", "is_kept"),
    [
        ({"since": NOW - timedelta(days=1)}, True),
        ({"until": NOW}, False),
        ({"topic": "apprenticeship"}, False),
        ({"since": NOW - timedelta(days=1), "lifted_at": NOW}, False),
    ],
)
def test_what_a_hold_covers_is_neither_withdrawn_nor_changed(
    covering: dict[str, object], is_kept: bool, ana: User, ben: User
) -> None:
    message = MessageFactory(ConversationFactory(ana, ben), ana, "On record")
    hold(**covering)

    if is_kept:
        with pytest.raises(services.MustBeKept, match="placed a hold"):
            withdraw(ana, message)
        with pytest.raises(services.MustBeKept, match="as it was sent"):
            change(ana, message, "Off record")
    else:
        change(ana, message, "Off record")
        withdraw(ana, message)

    assert bool(kept(message).markdown) is is_kept


@pytest.mark.database
def test_a_hold_on_a_person_covers_what_that_person_wrote(ana: User, ben: User) -> None:
    id = ConversationFactory(ana, ben)
    of_ana, of_ben = MessageFactory(id, ana), MessageFactory(id, ben)
    hold(person_id=ana.person_id)

    withdraw(ben, of_ben)
    with pytest.raises(services.MustBeKept):
        withdraw(ana, of_ana)


def test_hide_takes_a_message_from_everybody_and_a_second_look_brings_it_back(ana: User, ben: User) -> None:
    id = ConversationFactory(ana, ben)
    message = MessageFactory(id, ana, "Rude words", files=[taken()])

    for _ in range(2):
        hide(message)

    for user in (ana, ben):
        line = lines_for(user, id)[0]
        assert (line.is_hidden, line.html, line.markdown, line.files) == (True, "", "", ())
        assert found(user.id, "rude") == []
        assert "Rude" not in services.own_export(user.id, id)
        assert "Rude" not in inbox(user.id, Folder.INBOX)[0].last_words
    assert place(id, ben).unread == 0
    with pytest.raises(services.NotThere):
        change(ana, message, "Kind words")
    with unit_of_work():
        services.release(message)
    assert texts(ben, id) == ["<p>Rude words</p>\n"]


def test_a_held_message_that_staff_hide_is_seen_by_nobody_until_they_change_their_mind(
    ana: User, ben: User
) -> None:
    hold_words("miracle")
    id = ConversationFactory(ana, ben)
    message = MessageFactory(id, ana, "A miracle")

    hide(message)

    assert lines_for(ana, id) == []
    with unit_of_work():
        services.release(message)
    assert texts(ben, id) == ["<p>A miracle</p>\n"]


def test_what_was_withdrawn_stays_so_whatever_staff_decide(ana: User, ben: User) -> None:
    id = ConversationFactory(ana, ben)
    message = MessageFactory(id, ana)
    withdraw(ana, message)

    hide(message)
    with unit_of_work():
        services.release(message)

    assert lines_for(ben, id)[0].is_withdrawn
    for deed in (services.hide, services.release):
        with pytest.raises(services.NotThere), unit_of_work():
            deed(999_999)
