"""Webinars as search documents: their text, what was said at which minute, and questions with their answers."""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import select

from ion.base.extensions import db
from ion.core import items
from ion.core.documents import ItemDocuments, text_document
from ion.core.ports.search import Document, Part
from ion.core.text import passages, squeeze
from ion.core.transcripts import anchor_of, clock_words
from ion.models import (
    Item,
    ItemBody,
    ItemState,
    Question,
    QuestionState,
    Recording,
    TranscriptPassage,
    Webinar,
)
from ion.webinars.queries import KIND, PATH

LONGEST_LABEL = 80


class WebinarDocuments(ItemDocuments):
    """Every published webinar, past ones too; a heading of its text, a passage of its transcript and an answered
    question are parts that a hit can land on."""

    kind = KIND

    def documents(self, ids: Collection[int]) -> list[Document]:
        terms, said, answered = items.terms_of(ids), transcripts(ids), answers(ids)
        rows = db.session.execute(
            select(Item, Webinar.series, Webinar.host, Webinar.agenda, ItemBody.markdown)
            .join(Webinar, Webinar.item_id == Item.id)
            .join(ItemBody, ItemBody.item_id == Item.id)
            .where(Item.id.in_(ids), Item.kind == KIND, Item.state == ItemState.PUBLISHED)
            .order_by(Item.id)
        )
        return [
            text_document(
                item,
                PATH + item.slug,
                markdown,
                terms[item.id],
                series,
                host,
                *(f"{part.get('title', '')} {part.get('who', '')}" for part in agenda),
                parts=[*said[item.id], *answered[item.id]],
            )
            for item, series, host, agenda, markdown in rows
        ]


def transcripts(ids: Collection[int]) -> dict[int, list[Part]]:
    """What was said in the published recordings of each webinar; the hit opens at its minute."""
    rows = db.session.execute(
        select(
            Recording.webinar_id,
            TranscriptPassage.recording_id,
            TranscriptPassage.seconds,
            TranscriptPassage.speaker,
            TranscriptPassage.text,
        )
        .join(TranscriptPassage, TranscriptPassage.recording_id == Recording.id)
        .where(Recording.webinar_id.in_(ids), Recording.published_at.is_not(None))
        .order_by(Recording.webinar_id, Recording.id, TranscriptPassage.position)
    ).all()
    orders = orders_of(ids)
    found: dict[int, list[Part]] = defaultdict(list)
    for webinar_id, recording_id, seconds, speaker, words in rows:
        anchor = anchor_of(orders[recording_id], seconds)
        label = f"Transcript at {clock_words(seconds)}"
        found[webinar_id].append(Part(f"/transcript#{anchor}", label, f"{speaker} {words}".strip()))
    return found


def orders_of(ids: Collection[int]) -> dict[int, int]:
    """The place of each published recording among those of its webinar, from 1, by id."""
    rows = db.session.execute(
        select(Recording.webinar_id, Recording.id)
        .where(Recording.webinar_id.in_(ids), Recording.published_at.is_not(None))
        .order_by(Recording.webinar_id, Recording.id)
    )
    counted: dict[int, int] = defaultdict(int)
    orders = {}
    for webinar_id, id in rows:
        counted[webinar_id] += 1
        orders[id] = counted[webinar_id]
    return orders


def answers(ids: Collection[int]) -> dict[int, list[Part]]:
    """The questions of each webinar that have an answer, with it; who asked is in none."""
    rows = db.session.execute(
        select(Question.item_id, Question.id, Question.text, Question.answer)
        .where(Question.item_id.in_(ids), Question.state == QuestionState.ANSWERED)
        .order_by(Question.item_id, Question.id)
    )
    found: dict[int, list[Part]] = defaultdict(list)
    for item_id, id, asked, answer in rows:
        told = " ".join(passage.text for passage in passages(answer))
        label = f"Question: {squeeze(asked, LONGEST_LABEL)}"
        found[item_id].append(Part(f"question-{id}", label, f"{asked} {told}".strip()))
    return found
