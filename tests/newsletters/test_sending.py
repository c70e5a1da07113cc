"""An issue goes out once to each, as it was when it began, and everything about it is known afterward."""

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import select

from ion.base.extensions import db
from ion.core import clock
from ion.core.ports.mail import Doubtful, NotTaken, Refused
from ion.core.unit_of_work import unit_of_work
from ion.models import Delivery, Item, ItemState, Newsletter, NewsletterState, OutboxRow, User
from ion.newsletters import services
from ion.newsletters.queries.progress import progress, troubles
from ion.newsletters.queries.recipients import Audience
from tests.conftest import NOW
from tests.factories import PersonFactory, PostFactory, UserFactory, WebinarFactory
from tests.mailbox import read_mail
from tests.mailing.carriers import Pigeon
from tests.mailing.conftest import Use
from tests.newsletters.issues import (
    IssueFactory,
    deeds,
    editor,
    fates,
    issue,
    mails,
    readers,
    recipients,
    schedule,
    send,
    state,
    work,
)

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("app", "now")]
A_DAY = timedelta(days=1)
NINE = NOW.replace(day=22, hour=14, minute=0)
"""9:00 a.m. in the east, the morning after the tests' now."""


@pytest.fixture
def pigeon(use: Use) -> Pigeon:
    bird = Pigeon()
    use(bird)
    return bird


def to(pigeon: Pigeon) -> Counter[str]:
    return Counter(str(letter["To"]) for letter in pigeon.letters)


def test_a_scheduled_issue_goes_out_at_its_time_once_to_each(pigeon: Pigeon) -> None:
    emails = [user.email for user in readers(3)]
    id = IssueFactory()
    schedule(id)

    assert work(NINE - timedelta(seconds=1)) == 0
    work(NINE)
    work(NINE)
    work(NINE + A_DAY)

    assert to(pigeon) == Counter(emails)
    found = issue(id)
    assert (found.state, found.started_at, found.finished_at) == (NewsletterState.SENT, NINE, NINE)
    assert deeds() == ["newsletter scheduled", "newsletter sent"]
    assert db.session.scalars(select(OutboxRow.task).where(OutboxRow.task.like("newsletters%"))).all() == []


def test_a_day_without_a_worker_delays_an_issue_and_sends_it_once(pigeon: Pigeon) -> None:
    readers(2)
    schedule(IssueFactory())

    work(NINE + A_DAY)
    work(NINE + A_DAY)

    assert sorted(to(pigeon).values()) == [1, 1]


def test_a_clock_that_is_set_back_puts_an_issue_off_and_loses_nothing(pigeon: Pigeon) -> None:
    readers(1)
    id = IssueFactory()
    schedule(id)

    with unit_of_work():
        services.start_due(id)  # claimed as due by a clock that ran fast
    work(NINE)

    assert len(pigeon.letters) == 1


def test_another_time_replaces_the_earlier_one(pigeon: Pigeon) -> None:
    readers(1)
    id = IssueFactory()
    schedule(id)
    with unit_of_work() as session:
        late = services.changing.locked(id)
        late.send_at = NINE + A_DAY
        session.flush()
        services.sending.start_later(late)

    work(NINE)
    early = state(id)
    work(NINE + A_DAY)

    assert early is NewsletterState.SCHEDULED
    assert (len(pigeon.letters), state(id)) == (1, NewsletterState.SENT)


def test_a_letter_carries_everything_once_and_a_way_to_stop_newsletters(pigeon: Pigeon) -> None:
    (user,) = readers(1)
    post = PostFactory(title="A <post>", summary="About & around")
    webinar = WebinarFactory(title="A webinar", audience="members")
    send(
        IssueFactory(
            post.item, webinar.item, subject="News", preview_text="In short", intro="See [it](/blog/)."
        )
    )

    work()

    (letter,) = pigeon.letters
    text, html = (str(part.get_content()) for part in letter.iter_parts())
    assert (letter["Subject"], letter["To"]) == ("News", user.email)
    assert str(letter["List-Unsubscribe"]).startswith("<http://localhost/mail/unsubscribe/")
    assert "Stop the ION newsletter: http://localhost/mail/unsubscribe/" in text
    for part in (text, html):
        assert f"http://localhost{post.path}" in part
        assert "Tue., Dec. 1, 2026, 2:00 p.m. ET" in part
        assert "http://localhost/blog/" in part
        assert "for members" in part.lower()
    assert "A &lt;post&gt;" in html and "A <post>" in text
    assert html.index("In short") < html.index("A &lt;post&gt;")


def test_work_that_is_asked_for_again_after_the_end_changes_nothing(pigeon: Pigeon) -> None:
    readers(1)
    id = IssueFactory()
    send(id)
    work()
    before = issue(id).finished_at

    with unit_of_work():
        services.ask_next(id)
        services.finish(id)

    assert (len(mails()), issue(id).finished_at) == (1, before)


def test_what_is_changed_while_an_issue_goes_out_changes_no_mail_of_it(pigeon: Pigeon) -> None:
    readers(1)
    post = PostFactory(title="As it was")
    id = IssueFactory(post.item)
    send(id)
    with unit_of_work() as session:
        item = session.get_one(Item, post.item_id)
        item.title, item.state = "As it is now", ItemState.WITHDRAWN

    work()

    assert "As it was" in str(pigeon.letters[0]) and "As it is now" not in str(pigeon.letters[0])


def test_who_joins_or_stops_mail_after_the_beginning_is_not_mailed(pigeon: Pigeon) -> None:
    stays, stops, leaves, stops_all = readers(4)
    stays_email = stays.email
    id = IssueFactory()
    send(id)
    with unit_of_work() as session:
        session.get_one(User, stops.id).preferences = {"channels": {"newsletter": "off"}}
        session.get_one(User, stops_all.id).preferences = {"channels": {"all": "off"}}
        session.get_one(User, leaves.id).suspended_at = clock.now()
    UserFactory(email="late@ion.example")

    work()

    assert to(pigeon) == {stays_email: 1}
    assert fates() == {"sent": 1, "dropped": 3}
    assert state(id) is NewsletterState.SENT


def test_an_issue_for_nobody_is_refused_in_words() -> None:
    id = IssueFactory()
    readers(1, confirmed_at=None)

    for deed in (send, schedule):
        with pytest.raises(services.Refused, match="Nobody would get it"):
            deed(id)

    assert (state(id), recipients(id)) == (NewsletterState.DRAFT, [])


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"state": ItemState.WITHDRAWN}, "This post is no longer published."),
        ({"expires_at": NOW}, "This post is archived"),
        ({"audience": "staff"}, "Not every member may read this post."),
    ],
    ids=["withdrawn", "archived", "for few"],
)
def test_what_is_no_longer_fit_to_send_is_named_before_anything_is_sent(
    fields: dict[str, object], words: str
) -> None:
    readers(1)
    post = PostFactory(title="Of old")
    id = IssueFactory(post.item)
    with unit_of_work() as session:
        item = session.get_one(Item, post.item_id)
        for name, value in fields.items():
            setattr(item, name, value)

    with pytest.raises(services.Refused, match=f"“Of old”: {words}"):
        send(id)


def test_a_canceled_webinar_is_named_too() -> None:
    readers(1)
    webinar = WebinarFactory(title="Off")
    id = IssueFactory(webinar.item)
    with unit_of_work() as session:
        session.merge(webinar).cancelled_at = clock.now()

    with pytest.raises(services.Refused, match="This webinar was canceled"):
        send(id)


def test_an_issue_that_may_not_go_out_when_its_time_comes_becomes_a_draft_that_says_why(
    pigeon: Pigeon,
) -> None:
    readers(1)
    post = PostFactory(title="Withdrawn since")
    id = IssueFactory(post.item)
    schedule(id)
    with unit_of_work() as session:
        session.get_one(Item, post.item_id).state = ItemState.WITHDRAWN

    work(NINE)

    found = issue(id)
    assert (found.state, recipients(id), pigeon.letters) == (NewsletterState.DRAFT, [], [])
    assert "It was not sent at the time you chose. “Withdrawn since”" in (found.written or {})["note"]


def test_an_issue_stopped_half_way_sends_nothing_more(
    pigeon: Pigeon, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services.sending, "BATCH", 2)
    readers(5)
    id, user_id = IssueFactory(), editor().id
    send(id)
    with unit_of_work():
        services.ask_next(id)

    with unit_of_work():
        services.cancel(id, user_id=user_id)
    work()
    with pytest.raises(services.Refused), unit_of_work():
        services.cancel(id, user_id=user_id)

    assert pigeon.letters == []
    assert (fates(), len(recipients(id))) == ({"dropped": 2}, 5)
    assert (state(id), deeds()[-1]) == (NewsletterState.CANCELED, "newsletter canceled")
    assert db.session.scalars(select(OutboxRow)).all() == []


def test_mails_of_every_fate_are_counted_and_those_to_look_at_are_listed(pigeon: Pigeon) -> None:
    users = readers(5)
    emails = [user.email for user in users]
    id = IssueFactory()
    pigeon.troubles = [Refused("550 no such reader"), Doubtful("the line went dead"), NotTaken("451 later")]
    send(id)

    work()
    at_once = progress(issue(id))
    work(NOW + timedelta(minutes=2))

    told = progress(issue(id))
    rows = troubles(id, offset=0, limit=10)
    assert (at_once.state, at_once.ended, at_once.people) == (NewsletterState.SENDING, 4, 5)
    assert told.fates == {"sent": 3, "refused": 1, "unknown": 1}
    assert (told.state, told.ended, told.troubled) == (NewsletterState.SENT, 5, 2)
    assert sorted((row.standing, row.why) for row in rows) == [
        ("refused", "550 no such reader"),
        ("unknown", "the line went dead"),
    ]
    assert {row.address for row in rows} <= set(emails)


@pytest.mark.parametrize("trouble", [Refused("550"), Doubtful("dead")], ids=["refused", "unknown"])
def test_a_mail_is_sent_again_by_hand_once_and_counts_as_the_same_person_s(
    pigeon: Pigeon, trouble: Exception
) -> None:
    (reader,) = readers(1)
    user_id, email, by = reader.id, reader.email, editor().id
    id = IssueFactory()
    pigeon.troubles = [trouble]
    send(id)
    work()

    with unit_of_work():
        services.send_again(id, user_id, by_user_id=by)
    for nobody in (user_id, by):
        with pytest.raises(services.Refused), unit_of_work():
            services.send_again(id, nobody, by_user_id=by)
    work()

    assert to(pigeon) == {email: 1}
    assert progress(issue(id)).fates == {"sent": 1}
    assert deeds()[-1] == "newsletter resent"


def test_a_mail_that_was_given_up_is_tried_again_by_hand(pigeon: Pigeon) -> None:
    (user_id,), by = [user.id for user in readers(1)], editor().id
    id = IssueFactory()
    pigeon.troubles = [NotTaken("451")] * 8
    send(id)
    for day in range(9):
        work(NOW + timedelta(days=day))

    given_up = progress(issue(id))
    with unit_of_work():
        services.send_again(id, user_id, by_user_id=by)
    work()

    assert (given_up.state, given_up.fates) == (NewsletterState.SENT, {"given-up": 1})
    assert progress(issue(id)).fates == {"sent": 1}


def test_after_the_mails_are_forgotten_the_receipt_still_tells_what_became_of_them(pigeon: Pigeon) -> None:
    readers(2)
    id = IssueFactory()
    pigeon.troubles = [Refused("550")]
    send(id)
    work()
    with unit_of_work() as session:
        for delivery in session.scalars(select(Delivery)):
            session.delete(delivery)

    assert progress(issue(id)).fates == {"sent": 1, "refused": 1}


def test_sample_people_get_no_real_mail(pigeon: Pigeon) -> None:
    UserFactory(person=PersonFactory(is_sample=True))
    id = IssueFactory()
    send(id)

    work()

    assert (pigeon.letters, progress(issue(id)).fates) == ([], {"kept": 1})


def test_an_address_that_no_mail_can_go_to_stops_nobody_else_s(pigeon: Pigeon) -> None:
    readers(1, email="not an address")
    (user,) = readers(1)
    email = user.email
    id = IssueFactory()
    send(id)

    work()

    assert to(pigeon) == {email: 1}
    assert progress(issue(id)).fates == {"sent": 1, "dropped": 1}


def test_a_test_goes_to_oneself_alone_marked_and_without_counting_as_sent(pigeon: Pigeon) -> None:
    readers(2)
    by = UserFactory(email="me@ion.example", preferences={"channels": {"newsletter": "off"}})
    by_id = by.id
    id = IssueFactory(PostFactory(title="In it").item, subject="News")
    waits = []
    for _ in range(11):
        with unit_of_work():
            waits.append(services.send_test(id, user_id=by_id))

    work()

    assert to(pigeon) == {"me@ion.example": 10}
    assert pigeon.letters[0]["Subject"] == "[Test] News"
    assert "In it" in str(pigeon.letters[0])
    assert [bool(wait) for wait in waits] == [False] * 10 + [True]
    assert (state(id), recipients(id), mails()) == (NewsletterState.DRAFT, [], [])


def test_without_a_mail_server_every_mail_is_kept_to_be_read() -> None:
    readers(2)
    id = IssueFactory(subject="To be read")
    send(id)

    work()

    assert [mail.subject for mail in read_mail()] == ["To be read"] * 2
    assert progress(issue(id)).fates == {"kept": 2}


def test_a_duplicate_says_the_same_to_the_same_and_is_a_draft(pigeon: Pigeon) -> None:
    readers(1)
    one, two = PostFactory(), PostFactory()
    id, by = IssueFactory(two.item, one.item, subject="Again", audience=Audience()), editor().id
    send(id)
    work()

    with unit_of_work():
        new_id = services.duplicate(id, user_id=by).id

    new: Newsletter = issue(new_id)
    assert (new.subject, new.state, new.intro, new.written) == (
        "Again",
        NewsletterState.DRAFT,
        "Hello.",
        None,
    )
    assert [piece.id for piece in services.planning.pieces(new_id)] == [two.item_id, one.item_id]
