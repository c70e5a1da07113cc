"""What is forgotten at night: links and counts whose time is over, ended sign-ins, logins nobody ever confirmed."""

from sqlalchemy import delete, exists, select

from ion.accounts import limits
from ion.base.extensions import db
from ion.core import clock, throttle, tokens
from ion.models import ItemAuthor, Person, SignIn, User

AT_ONCE = 500


def forget_old() -> None:
    """Remove what no longer serves anybody. Inside a unit of work, once a night."""
    tokens.forget_expired()
    throttle.forget_past()
    db.session.execute(delete(SignIn).where(SignIn.expires_at <= clock.now()))
    forget_unconfirmed()


def forget_unconfirmed() -> None:
    """Remove who joined and never confirmed, with the person made for them; the oldest first, some each night."""
    over = clock.now() - limits.UNCONFIRMED_LASTS
    old = (
        select(User.id, User.person_id)
        .where(User.confirmed_at.is_(None), User.created_at <= over)
        .order_by(User.created_at)
        .limit(AT_ONCE)
    )
    rows = db.session.execute(old).all()
    if not rows:
        return
    is_author = exists().where(ItemAuthor.person_id == Person.id)
    people = [row.person_id for row in rows]
    db.session.execute(delete(User).where(User.id.in_([row.id for row in rows])))
    db.session.execute(
        delete(Person).where(Person.id.in_(people), Person.source.is_(None), ~Person.is_sample, ~is_author)
    )
