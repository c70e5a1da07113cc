"""The mails about a login. Their secrets are made when the mail is written, and are kept nowhere."""

from datetime import timedelta

from ion.accounts import limits, queries
from ion.commons.mailing.services import Link, ask
from ion.core import clock, tokens
from ion.models import User


def link(user: User, purpose: str, path: str, lasts: timedelta, *bound: str) -> Link:
    """A link for this user, dead as soon as the address or the password is another."""
    return Link(
        purpose,
        path,
        lasts,
        kind=queries.USER,
        id=user.id,
        bound_hash=tokens.hashed(queries.mark(user, *bound)),
    )


def confirmation(user: User) -> None:
    """To who joined: is this your address? Nothing that was typed into the form stands in it."""
    way = link(user, queries.CONFIRM, "/account/confirm/{token}", limits.CONFIRM_LASTS)
    ask("confirm", address=user.email, template="account/confirm", user_id=user.id, link=way)


def already(email: str) -> None:
    """To who has an account, when somebody would join, or move theirs, with the same address."""
    ask("already", address=email, template="account/already")


def reset(user: User) -> None:
    """To who forgot the password."""
    way = link(user, queries.RESET, "/account/reset/{token}", limits.RESET_LASTS)
    ask("reset", address=user.email, template="account/reset", user_id=user.id, link=way)


def password_changed(user: User) -> None:
    """To the owner, so that a change by somebody else is noticed."""
    ask(
        "password-changed",
        address=user.email,
        template="account/password_changed",
        user_id=user.id,
        context={"name": user.person.name} | moment(user),
    )


def new_email(user: User, email: str) -> None:
    """To the address a user asked for: is this yours too?"""
    way = link(user, queries.CHANGE_EMAIL, "/account/email/{token}", limits.EMAIL_LASTS, email)
    ask(
        "new-email",
        address=email,
        template="account/new_email",
        user_id=user.id,
        link=way,
        context={"email": email},
    )


def email_change_asked(user: User, email: str) -> None:
    """To the present address: somebody who knows the password asked for another."""
    ask(
        "email-change-asked",
        address=user.email,
        template="account/email_change_asked",
        user_id=user.id,
        context={"name": user.person.name, "email": email} | moment(user),
    )


def email_changed(user: User, old: str) -> None:
    """To the address that was: another has taken its place."""
    ask(
        "email-changed",
        address=old,
        template="account/email_changed",
        user_id=user.id,
        context={"name": user.person.name, "email": user.email} | moment(user),
    )


def restored(user: User) -> None:
    """To who was suspended for a time: it is over."""
    ask(
        "restored",
        address=user.email,
        template="account/restored",
        user_id=user.id,
        context={"name": user.person.name},
    )


def moment(user: User) -> dict[str, str]:
    """Now, and the zone of who reads it, as the templates want them."""
    return {"at": clock.now().isoformat(), "zone": user.person.zone}
