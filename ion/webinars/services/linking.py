"""What a guest registered for becomes the member's, once the member has proven to own the address."""

from sqlalchemy import delete, select, update

from ion.base.extensions import db
from ion.commons.questions import services as questions
from ion.core import outbox, tokens
from ion.models import (
    Attendance,
    AttendeeMail,
    Feedback,
    Question,
    Registration,
    Standing,
    Token,
    User,
    Webinar,
)
from ion.webinars.policies import merit
from ion.webinars.queries.registrations import (
    TOKEN,
    guest_registration,
    registration_of,
    webinars_of_guest,
)
from ion.webinars.services.line import hold, move_up

LINK = "webinars.link"
"""Work: let what was registered for with the address of a user be theirs."""


def link_later(user: User) -> None:
    """Ask for it where there is something to link; the worker does it, webinar by webinar.

    Not at once: whoever changes an address holds the user, and whoever registers holds a webinar first.
    """
    if webinars_of_guest(user.email):
        outbox.later(LINK, key=f"user:{user.id}", kind="user", id=user.id)


def unlinked(user_id: int) -> list[int]:
    """The webinars where something of this user's is still a guest's; none for who proved no address."""
    user = db.session.get(User, user_id)
    return webinars_of_guest(user.email) if user and user.confirmed_at else []


def link(webinar_id: int, user_id: int) -> None:
    """Let the registration that was made for a webinar with the user's address be theirs. Raises NotThere."""
    webinar, user = hold(webinar_id), db.session.get(User, user_id)
    if user and user.confirmed_at:
        linked(webinar, user)


def linked(webinar: Webinar, user: User) -> Registration | None:
    """The one registration of a user for a held webinar, after a guest's with the same address was joined to it."""
    own = registration_of(webinar.item_id, user.id)
    guest = guest_registration(webinar.item_id, user.email)
    if guest is None:
        return own
    questions.hand_over(guest.id, user.id)
    if own is None:
        return hand_over(guest, user)
    kept, gone = sorted((own, guest), key=lambda each: merit(each.state, each.number))
    had_place = gone.state is Standing.REGISTERED
    keep_what_hangs_on(gone, kept)
    db.session.delete(gone)
    db.session.flush()
    hand_over(kept, user)
    if had_place:
        move_up(webinar)
    return kept


def hand_over(registration: Registration, user: User) -> Registration:
    registration.user, registration.email, registration.name = user, None, ""
    db.session.flush()
    return registration


def keep_what_hangs_on(gone: Registration, kept: Registration) -> None:
    """Move what was noted of one registration to the other one of the same person; links in mails lead there too."""
    for model in (Attendance, Question):
        of_gone = update(model).where(model.registration_id == gone.id)
        db.session.execute(of_gone.values(registration_id=kept.id))
    for once, key in ((Feedback, Feedback.webinar_id), (AttendeeMail, AttendeeMail.occasion)):
        there = select(key).where(once.registration_id == kept.id)
        moved = update(once).where(once.registration_id == gone.id, key.not_in(there))
        db.session.execute(
            moved.values(registration_id=kept.id), execution_options={"synchronize_session": False}
        )
    db.session.execute(
        update(Token)
        .where(Token.purpose == TOKEN, Token.subject_kind == TOKEN, Token.subject_id == gone.id)
        .values(subject_id=kept.id)
    )


def forget_links(registration_id: int) -> None:
    """End the secrets of a registration that goes: its number may be given out again."""
    tokens.revoke(TOKEN, TOKEN, registration_id)


def forget_links_of(webinar_id: int) -> None:
    """The same for all registrations of a webinar that is deleted."""
    of_webinar = select(Registration.id).where(Registration.webinar_id == webinar_id)
    db.session.execute(
        delete(Token).where(
            Token.purpose == TOKEN, Token.subject_kind == TOKEN, Token.subject_id.in_(of_webinar)
        )
    )
