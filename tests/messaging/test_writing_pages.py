"""Writing in a conversation: sending, what is not taken, drafts, changing and withdrawing."""

import io
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from ion.base.extensions import db
from ion.core import clock
from ion.models import AuditRow, ConversationMember, File, Grant, Message
from tests.conftest import NOW, Browser
from tests.factories import ConversationFactory, MessageFactory, UserFactory, many_messages
from tests.messaging.browsers import HTMX, browser, named, send
from tests.reading import Page, visit

pytestmark = pytest.mark.usefixtures("now", "without_tokens")
SSN = "Her Social Security number is 219-09-9999."


class Desk:
    """A conversation, and the browser of one of the two."""

    def __init__(self, app: Flask) -> None:
        self.me, self.dana = named("Me"), named("Dana")
        self.id = ConversationFactory(self.me, self.dana)
        self.path = f"/messages/{self.id}"
        self.browser = browser(app, self.me)

    @property
    def texts(self) -> list[str]:
        db.session.rollback()
        rows = select(Message.markdown).where(Message.conversation_id == self.id).order_by(Message.id)
        return list(db.session.scalars(rows))


@pytest.fixture
def desk(app: Flask) -> Desk:
    return Desk(app)


def test_a_browser_goes_on_to_the_message_that_it_sent(desk: Desk) -> None:
    answer = send(desk.browser, desk.path, markdown="Hello", client_id="one-of-mine")

    assert (answer.status_code, answer.headers["Location"]) == (303, f"{desk.path}#m1")
    assert visit(desk.browser, desk.path).texts(".ion-line__bubble") == ["Hello"]


def test_htmx_gets_an_empty_form_and_the_message_for_its_place(desk: Desk) -> None:
    answer = send(desk.browser, desk.path, as_script=True, markdown="Hello", client_id="one-of-mine")
    part = Page(answer)

    assert answer.status_code == 200 and answer.headers["HX-Trigger"] == "messages-changed"
    assert part.html.strip().startswith('<div class="ion-composer" id="composer"')
    assert part.text("#markdown") == "" and part.all("#markdown")[0].has_attr("data-focus")
    assert part.texts('[hx-swap-oob="beforeend:#lines"] .ion-line__bubble') == ["Hello"]
    assert part.all('[name="client_id"]')[0]["value"] != "one-of-mine"
    assert len(part.all("#composer")) == 1


def test_what_others_wrote_meanwhile_comes_with_the_answer(desk: Desk) -> None:
    MessageFactory(desk.id, desk.dana, "Seen")
    after = visit(desk.browser, desk.path).all("#thread-after")[0]["value"]
    MessageFactory(desk.id, desk.dana, "Meanwhile")

    part = Page(
        send(desk.browser, desk.path, as_script=True, markdown="Mine", client_id="one-of-mine", after=after)
    )

    assert part.texts(".ion-line__bubble") == ["Meanwhile", "Mine"]


def test_the_same_form_sent_twice_is_one_message(desk: Desk) -> None:
    for _ in range(2):
        send(desk.browser, desk.path, markdown="Once", client_id="one-of-mine")

    assert desk.texts == ["Once"]


def test_a_form_without_an_id_is_taken_none_the_less(desk: Desk) -> None:
    for client_id in ("", "x", "<script>"):
        send(desk.browser, desk.path, markdown="Said", client_id=client_id)

    assert desk.texts == ["Said"] * 3


@pytest.mark.parametrize("as_script", [False, True], ids=["page", "fragment"])
@pytest.mark.parametrize(("text", "why"), [("", "Write your message first."), ("x" * 5001, "within 5,000")])
def test_what_is_no_message_comes_back_with_its_text(
    desk: Desk, as_script: bool, text: str, why: str
) -> None:
    answer = send(desk.browser, desk.path, as_script=as_script, markdown=text, client_id="one-of-mine")
    page = Page(answer)

    assert answer.status_code == 422 and page.is_whole is not as_script
    assert why in page.text("[data-error-summary]") and page.text("#markdown") == text
    assert page.all('[name="client_id"]')[0]["value"] == "one-of-mine"
    assert desk.texts == []


@pytest.mark.parametrize("as_script", [False, True], ids=["page", "fragment"])
def test_a_refused_message_comes_back_with_its_text_and_the_reason(desk: Desk, as_script: bool) -> None:
    for number in range(30):
        MessageFactory(desk.id, desk.me, f"Number {number}")

    answer = send(desk.browser, desk.path, as_script=as_script, markdown="One more", client_id="one-of-mine")

    assert answer.status_code == 409
    assert "30 messages" in Page(answer).text("[data-error-summary]")
    assert Page(answer).text("#markdown") == "One more"


def test_what_looks_like_participant_data_is_stopped_once_and_goes_out_with_a_reason(desk: Desk) -> None:
    stopped = send(desk.browser, desk.path, as_script=True, markdown=SSN, client_id="one-of-mine")
    reason = {"participant_reason": "It is a made-up number of a training."}
    sent = send(desk.browser, desk.path, as_script=True, markdown=SSN, client_id="one-of-mine", **reason)

    noted = db.session.scalars(
        select(AuditRow).where(AuditRow.action == "participant_data.sent_anyway")
    ).all()
    assert stopped.status_code == 422 and "participant PII" in Page(stopped).text(".usa-alert--warning")
    assert Page(stopped).text("#markdown") == SSN
    assert sent.status_code == 200 and desk.texts == [SSN]
    assert [(row.subject_kind, "219" in str(row.after)) for row in noted] == [("message", False)]


def test_files_go_along_and_are_offered_to_the_two_alone(app: Flask, desk: Desk) -> None:
    files = [(io.BytesIO(b"One, two\n1,2\n"), "table.csv"), (io.BytesIO(b"Notes\n"), "notes.txt")]
    answer = desk.browser.post(
        desk.path, data={"markdown": "Two files", "client_id": "one-of-mine", "files": files}, headers=HTMX
    )

    links = Page(answer).links(".ion-line__bubble")
    assert [link.words.split(" (")[0] for link in links] == ["table.csv", "notes.txt"]
    assert browser(app, desk.dana).get(links[0].href, buffered=True).status_code == 200
    for grant in (Grant.MEMBER, Grant.FACILITATOR, Grant.ADMIN):
        assert browser(app, UserFactory(grant)).get(links[0].href).status_code == 404
    assert Browser(app).get(links[0].href).status_code == 404


def test_a_file_that_is_not_taken_keeps_the_text_and_sends_nothing(desk: Desk) -> None:
    data = {
        "markdown": "See the file",
        "client_id": "one-of-mine",
        "files": (io.BytesIO(b"MZ\x90\x00"), "tool.exe"),
    }

    page = Page(desk.browser.post(desk.path, data=data, headers=HTMX))

    assert page.status == 422 and "tool.exe" in page.text("[data-error-summary]")
    assert page.text("#markdown") == "See the file" and desk.texts == []
    assert not db.session.scalars(select(File)).all()


def test_more_files_than_fit_are_refused(desk: Desk) -> None:
    files = [(io.BytesIO(b"Notes\n"), f"{number}.txt") for number in range(6)]

    page = Page(desk.browser.post(desk.path, data={"markdown": "Many", "files": files}, headers=HTMX))

    assert page.status == 422 and "at most 5 files" in page.text("[data-error-summary]")


def test_a_draft_is_kept_and_shown_again_until_it_is_sent(app: Flask, desk: Desk) -> None:
    kept = send(desk.browser, f"{desk.path}/draft", markdown="Half a thought", background="yes")
    again = visit(browser(app, desk.me), desk.path)
    partner = visit(browser(app, desk.dana), desk.path)
    send(desk.browser, desk.path, markdown="A whole thought", client_id="one-of-mine")

    assert (kept.status_code, kept.headers["ION-Kept-At"]) == (204, "10:00 a.m. ET")
    assert again.text("#markdown") == "Half a thought" and "Half" not in partner.html
    assert visit(desk.browser, desk.path).text("#markdown") == ""


def test_without_script_a_draft_is_kept_by_a_button(desk: Desk) -> None:
    answer = send(desk.browser, f"{desk.path}/draft", markdown="Later", client_id="one-of-mine")

    assert (answer.status_code, answer.headers["Location"]) == (303, f"{desk.path}#composer")
    db.session.rollback()
    assert db.session.get_one(ConversationMember, (desk.id, desk.me.id)).draft == "Later"
    assert send(desk.browser, f"{desk.path}/draft", markdown="x" * 5001).status_code == 422


def test_a_message_is_changed_in_its_place(desk: Desk) -> None:
    message = MessageFactory(desk.id, desk.me, "Frist")
    here = f"{desk.path}/{message}"

    form = Page(desk.browser.get(f"{here}/edit", headers=HTMX))
    page = visit(desk.browser, f"{here}/edit")
    part = Page(send(desk.browser, f"{here}/edit", as_script=True, **{"edit-markdown": "First"}))
    plain = send(desk.browser, f"{here}/edit", **{"edit-markdown": "First of all"})

    assert form.text("textarea") == "Frist" and not form.is_whole and form.all("textarea[data-focus]")
    assert page.is_whole and page.text("#edit-markdown") == "Frist"
    assert len(page.ids) == len(set(page.ids))
    assert part.text(".ion-line__bubble") == "First" and "Edited" in part.text(".ion-line__about")
    assert part.all(".ion-line")[0]["data-announce"] == "Your message is changed."
    assert plain.headers["Location"] == f"{desk.path}?around=1#m1"
    assert desk.texts == ["First of all"]


@pytest.mark.parametrize("as_script", [False, True], ids=["page", "fragment"])
def test_a_change_that_is_not_taken_keeps_what_was_typed(desk: Desk, as_script: bool) -> None:
    message = MessageFactory(desk.id, desk.me, "As it was")
    here = f"{desk.path}/{message}/edit"

    empty = Page(send(desk.browser, here, as_script=as_script, **{"edit-markdown": ""}))
    looks = Page(send(desk.browser, here, as_script=as_script, **{"edit-markdown": SSN}))
    with clock.frozen(NOW + timedelta(minutes=16)):
        late = Page(send(desk.browser, here, as_script=as_script, **{"edit-markdown": "Too late"}))
        later = Page(desk.browser.get(here, headers=HTMX if as_script else {}))

    assert (empty.status, looks.status, late.status, later.status) == (422, 422, 409, 409)
    assert "participant PII" in looks.text(".usa-alert--warning") and looks.text("#edit-markdown") == SSN
    assert "15 minutes" in late.text("[data-error-summary]") and late.text("#edit-markdown") == "Too late"
    assert "15 minutes" in later.text("[data-error-summary]")
    assert desk.texts == ["As it was"]


def test_a_withdrawn_message_leaves_a_line_that_says_so(app: Flask, desk: Desk) -> None:
    message = MessageFactory(desk.id, desk.me, "Oops")
    here = f"{desk.path}/{message}/withdraw"

    part = Page(send(desk.browser, here, as_script=True))

    assert part.text(".ion-line__gone") == "You withdrew this message"
    assert part.all(".ion-line")[0]["data-announce"] == "Your message is withdrawn."
    theirs = visit(browser(app, desk.dana), desk.path)
    assert theirs.text(".ion-line__gone") == "Me withdrew this message" and "Oops" not in theirs.html
    assert not part.all(".ion-line__deeds")


def test_withdrawing_without_script_leads_back_to_the_place(desk: Desk) -> None:
    many_messages(desk.id, desk.me, 40)
    first = db.session.scalar(
        select(Message.id).where(Message.conversation_id == desk.id, Message.number == 1)
    )

    answer = send(desk.browser, f"{desk.path}/{first}/withdraw")

    assert (answer.status_code, answer.headers["Location"]) == (303, f"{desk.path}?around=1#m1")


def test_only_others_messages_are_reported_and_only_ones_own_are_changed(desk: Desk) -> None:
    mine, theirs = MessageFactory(desk.id, desk.me), MessageFactory(desk.id, desk.dana)

    page = visit(desk.browser, desk.path)

    deeds = {n: page.texts(f'[data-message="{n}"] .ion-line__deeds :is(a, button)') for n in (mine, theirs)}
    assert deeds[mine] == ["Edit your message", "Withdraw your message"]
    assert [words.split()[0] for words in deeds[theirs]] == ["Report"]
