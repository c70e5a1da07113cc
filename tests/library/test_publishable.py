"""Practices for publishing: their content, the rows made from it, and the way there and back without a loss."""

import json
from datetime import date, datetime
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from ion.base.extensions import db
from ion.commons.importing import services as importing
from ion.core import items
from ion.core.ports.publishable import Content
from ion.core.unit_of_work import unit_of_work
from ion.demo.services import planting
from ion.library.documents import PracticeDocuments, ToolDocuments
from ion.library.profile import profile_in
from ion.library.publishable import PracticePublishable
from ion.library.services import plant_vocabulary
from ion.models import Item, Practice, Revision, Tool
from tests.factories import PracticeFactory, ToolFactory
from tests.library.filling import EDITOR, opened, returned, untouched

PUBLISHABLE = PracticePublishable()
WHOLE: Content = {
    "title": "Share a coach",
    "summary": "Two boards share one coach.",
    "topics": ["youth"],
    "form": "attempt",
    "terms": {"program": ["wioa-youth"], "state": ["KY", "OH"]},
    "evidence": {
        "tier": "peer-reported",
        "finding": "mixed",
        "reason": "Partners say so.",
        "rated_by": "ION staff",
        "rated_on": "2026-05-04",
    },
    "sections": [
        {"key": "problem", "markdown": "Nobody came.\n\n### Why\n\nNo bus."},
        {"key": "why-not", "markdown": "Still no bus."},
    ],
    "glance": [{"label": "Time", "text": "One day"}],
    "steps": [{"title": "Ask", "text": "Ask **two** boards."}, {"title": "Sign", "text": "Both."}],
    "duties": [{"role": "colleges", "text": "Teach."}],
    "references": [
        {"title": "A paper", "url": "https://a.example/paper"},
        {"title": "A book", "url": ""},
    ],
    "tools": [
        {
            "slug": "agenda",
            "title": "Agenda",
            "type": "worksheet",
            "summary": "One page.",
            "text": "- [ ] Ask",
        },
        {"slug": "letter", "title": "Letter", "type": "checklist", "summary": "", "text": "Dear partner"},
    ],
}


def own(content: Content) -> Content:
    """The parts that are the room's."""
    return {name: content[name] for name in PUBLISHABLE.blank()}


def apply(item_id: int, content: Content) -> None:
    """Apply a content as publishing does: the item's facet values first."""
    from_content = {facet: list(keys) for facet, keys in PUBLISHABLE.terms(content).items()}
    with unit_of_work() as session:
        item = session.get_one(Item, item_id)
        items.tag(item, from_content | {"topic": content.get("topics", [])})
        session.flush()
        PUBLISHABLE.apply(item, content)


def rows() -> list[tuple[Any, ...]]:
    """Every row of practices, sections, tools and terms, as values."""
    db.session.rollback()
    told = []
    for practice in db.session.scalars(select(Practice).order_by(Practice.item_id)):
        told.append((values(practice), *map(values, practice.sections)))
        told += [(values(tool), values(tool.item), values(tool.item.body)) for tool in practice.tools]
        told.append(tuple(sorted((term.facet, term.key) for term in practice.item.terms)))
    return told


def values(row: Any) -> dict[str, Any]:
    return {column.key: getattr(row, column.key) for column in row.__table__.columns}


def prints() -> list[str]:
    """The fingerprints of all search documents."""
    told = []
    for source in (PracticeDocuments(), ToolDocuments()):
        told += [document.fingerprint() for document in source.documents([*source.ids()])]
    return told


@pytest.fixture
def samples(app: Flask, now: datetime) -> list[int]:
    """The ids of all sample practices."""
    with unit_of_work():
        plant_vocabulary()
    importing.import_folder(planting.FOLDER / "practices", "practices")
    return list(db.session.scalars(select(Item.id).where(Item.kind == "practice").order_by(Item.id)))


def test_samples_read_into_the_form_and_applied_untouched_leave_every_row_and_document(
    app: Flask, samples: list[int]
) -> None:
    before, found = rows(), prints()
    assert len(samples) > 30

    for id in samples:
        revision = db.session.get_one(Revision, (id, 1)).content
        snapshot = PUBLISHABLE.snapshot(db.session.get_one(Item, id))
        content = EDITOR.content(returned(app, untouched(opened(app, snapshot))))
        assert content == snapshot == own(revision) == json.loads(json.dumps(content))
        assert PUBLISHABLE.lacks(revision) == []
        apply(id, revision | content)

    assert rows() == before
    assert prints() == found


@pytest.mark.database
class TestApplying:
    def test_a_practice_made_here_gets_its_rows_and_tools_without_a_source(
        self, app: Flask, now: datetime
    ) -> None:
        item_id = PracticeFactory(terms={"topic": ["youth"]}).item_id

        apply(item_id, WHOLE)

        item = db.session.get_one(Item, item_id)
        made = db.session.get_one(Practice, item_id)
        assert PUBLISHABLE.snapshot(item) == own(WHOLE)
        assert (made.rated_on, made.steps[0]["html"]) == (
            date(2026, 5, 4),
            "<p>Ask <strong>two</strong> boards.</p>\n",
        )
        assert [(tool.anchor, tool.item.source, tool.item.slug) for tool in made.tools] == [
            ("agenda", None, f"agenda-{item_id}"),
            ("letter", None, f"letter-{item_id}"),
        ]
        assert {(term.facet, term.key) for term in item.terms} >= {
            ("evidence", "peer-reported"),
            ("form", "attempt"),
            ("region", "3"),
            ("topic", "youth"),
        }

    def test_a_tool_keeps_its_item_while_its_place_stays_and_goes_when_it_is_gone(
        self, app: Flask, now: datetime
    ) -> None:
        item_id = PracticeFactory().item_id
        apply(item_id, WHOLE)
        ids = {tool.anchor: tool.item_id for tool in db.session.scalars(select(Tool))}
        letter = WHOLE["tools"][1] | {"title": "A better letter"}

        apply(item_id, WHOLE | {"tools": [letter]})

        (tool,) = db.session.get_one(Practice, item_id).tools
        assert (tool.item_id, tool.item.title, tool.position) == (ids["letter"], "A better letter", 0)
        assert db.session.get(Item, ids["agenda"]) is None

    def test_a_practice_without_rows_is_blank(self, app: Flask, now: datetime) -> None:
        with unit_of_work() as session:
            session.add(item := Item(kind="practice", slug="new", title="New"))

        assert PUBLISHABLE.snapshot(item) == PUBLISHABLE.blank()
        assert PUBLISHABLE.page("new", frozenset({"public"})) is None

    def test_a_tool_made_before_by_import_is_found_by_its_place(self, app: Flask, now: datetime) -> None:
        practice = PracticeFactory(source="x:a.md")
        tool = ToolFactory(practice, anchor="agenda")

        apply(practice.item_id, WHOLE)

        assert [
            (each.anchor, each.item.source) for each in db.session.get_one(Practice, practice.item_id).tools
        ] == [
            ("agenda", None),
            ("letter", "x:a.md#tool-letter"),
        ]
        assert db.session.get_one(Tool, tool.item_id).item.title == "Agenda"


def test_facets_follow_from_the_profile_and_never_from_elsewhere() -> None:
    content = WHOLE | {"terms": {"program": ["wioa-youth"], "topic": ["equity"], "evidence": ["strong"]}}

    assert PUBLISHABLE.terms(content) == {
        "program": ["wioa-youth"],
        "evidence": ["peer-reported"],
        "form": ["attempt"],
    }


def test_parts_are_told_in_the_order_of_the_page_in_words(app: Flask) -> None:
    told = [(part.label, part.text) for part in PUBLISHABLE.told(WHOLE)]

    assert told == [
        ("Kind of practice", "Tried, did not work"),
        ("At a glance", "Time: One day"),
        ("The problem", "Nobody came.\n\n### Why\n\nNo bus."),
        ("Why it did not work", "Still no bus."),
        ("Steps, in order", "1. Ask\nAsk **two** boards.\n\n2. Sign\nBoth."),
        ("Who does what", "Community and technical colleges\nTeach."),
        ("Tools", "Agenda\n\nWorksheet\n\nOne page.\n\n- [ ] Ask\n\n\nLetter\n\nChecklist\n\nDear partner"),
        ("References", "A paper https://a.example/paper\nA book"),
        ("Evidence", "Peer-reported"),
        ("What the findings say", "Mixed"),
        ("Reason for the rating", "Partners say so."),
        ("Rated by", "ION staff"),
        ("Rated on", "May 4, 2026"),
        ("Program", "WIOA Title I Youth"),
        ("State or territory", "Kentucky, Ohio"),
    ]


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*WHOLE, "key"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from([*WHOLE]), ANYTHING, max_size=8))
def test_a_content_of_any_shape_reads_as_a_profile_that_stays_the_same(content: dict[str, Any]) -> None:
    once = profile_in(content).content()

    assert profile_in(once).content() == once
    assert set(once) == set(PUBLISHABLE.blank())
