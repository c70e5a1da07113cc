"""Names and addresses of somebody who leaves, taken out of what the site itself wrote, and out of their own texts.

What others wrote in words of their own is theirs and stays.
"""

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import JSON, ColumnElement, Text, cast, func, inspect, or_, select, true, update
from sqlalchemy.orm import InstrumentedAttribute

from ion.base.extensions import db
from ion.core.former import Identity
from ion.models import (
    AuditRow,
    Comment,
    Deck,
    Delivery,
    Departure,
    File,
    Item,
    ItemAuthor,
    ItemBody,
    Message,
    Newsletter,
    Notice,
    OutboxRow,
    Person,
    PlatformReport,
    Practice,
    PracticeSection,
    Question,
    Registration,
    Report,
    Revision,
    SignOff,
    Slide,
    Token,
    TranscriptPassage,
    User,
    Webinar,
    WorkingCopy,
)

Column = InstrumentedAttribute[Any]
WRITTEN_BY_THE_SITE: tuple[Column, ...] = (
    AuditRow.before,
    AuditRow.after,
    Deck.credit,
    Delivery.address,
    Delivery.context,
    Delivery.subject,
    Delivery.text,
    Delivery.html,
    Delivery.error,
    Departure.handed,
    File.name,
    Newsletter.written,
    Notice.why,
    OutboxRow.payload,
    OutboxRow.last_error,
    PlatformReport.unknown,
    Practice.rated_by,
    Question.asker,
    Registration.name,
    Report.snapshot,
    SignOff.signed_by,
    Token.payload,
    TranscriptPassage.speaker,
    Webinar.agenda,
    Webinar.host,
    WorkingCopy.content,
)
"""Columns that name people because of what they did, whoever they are."""
NAMING = ("authors", "agenda", "host", "credit", "rated_by")
"""Parts of the content of a version that name people."""


def identity_of(user: User) -> Identity:
    """Who the user is now. A name that somebody else has, too, is looked for nowhere: it may be theirs."""
    same = select(func.count()).where(func.lower(Person.name) == user.person.name.lower())
    is_only = (db.session.scalar(same) or 0) <= 1
    return Identity(user.person.name, user.email, user.person.slug, is_only)


def erase_own(who: Identity, user_id: int, person_id: int) -> None:
    """Take the person out of what they wrote. Inside the unit of work that deletes the account, first of all: later
    nobody knows whose it was."""
    for column, condition in own_texts(user_id, person_id):
        sweep(who, column, condition)
    sweep_versions(who, person_id)
    db.session.expire_all()


def erase(who: Identity) -> None:
    """Take the person out of what the site wrote. Inside the same unit of work, last of all."""
    for column in WRITTEN_BY_THE_SITE:
        sweep(who, column)
    db.session.expire_all()


def own_texts(user_id: int, person_id: int) -> Iterator[tuple[Column, ColumnElement[bool]]]:
    """What the person wrote: comments, questions, messages, and the texts of items in whose byline they stand."""
    for column in (Comment.markdown, Comment.html):
        yield column, Comment.person_id == person_id
    for column in (Message.markdown, Message.html, Message.words):
        yield column, Message.user_id == user_id
    yield Question.text, Question.user_id == user_id
    signed = select(ItemAuthor.item_id).where(ItemAuthor.person_id == person_id)
    for column in (Item.title, Item.summary):
        yield column, Item.id.in_(signed)
    for column in (ItemBody.markdown, ItemBody.html):
        yield column, ItemBody.item_id.in_(signed)
    for column in (PracticeSection.markdown, PracticeSection.html):
        yield column, PracticeSection.practice_id.in_(signed)
    parts: tuple[Column, ...] = (Practice.glance, Practice.steps, Practice.duties, Practice.tier_reason)
    for part in parts:
        yield part, Practice.item_id.in_(signed)
    for column in (Slide.title, Slide.html, Slide.text, Slide.notes, Slide.notes_html):
        yield column, Slide.deck_id.in_(signed)


def sweep(who: Identity, column: Column, condition: ColumnElement[bool] | None = None) -> None:
    """Replace what names the person in one column."""
    for key, value in naming(who, column, true() if condition is None else condition):
        put = who.without_in(value)
        if put != value:
            write(column, key, put)


def sweep_versions(who: Identity, person_id: int) -> None:
    """The same in versions of items: all of those that the person signed, of others what names people."""
    signed = set(db.session.scalars(select(ItemAuthor.item_id).where(ItemAuthor.person_id == person_id)))
    for key, content in naming(who, Revision.content, true()):
        if key[0] in signed:
            put = who.without_in(content)
        else:
            put = content | {part: who.without_in(content[part]) for part in NAMING if part in content}
        if put != content:
            write(Revision.content, key, put)


def naming(
    who: Identity, column: Column, condition: ColumnElement[bool]
) -> list[tuple[tuple[Any, ...], Any]]:
    """Keys and values of the rows in which the person may be named."""
    keys = inspect(column.class_).primary_key
    is_json = isinstance(column.type, JSON)
    text = cast(column, Text) if is_json else column
    words = [json.dumps(word)[1:-1] for word in who.words] if is_json else who.words
    if not words:
        return []
    found = select(*keys, column).where(
        condition, or_(*(text.icontains(word, autoescape=True) for word in words))
    )
    return [(tuple(row[:-1]), row[-1]) for row in db.session.execute(found)]


def write(column: Column, key: tuple[Any, ...], value: Any) -> None:
    keys = inspect(column.class_).primary_key
    is_it = [each == part for each, part in zip(keys, key, strict=True)]
    db.session.execute(
        update(column.class_)
        .where(*is_it)
        .values({column.key: value})
        .execution_options(synchronize_session=False)
    )
