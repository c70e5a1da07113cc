"""What a practice lacks before it may be published, in words that lead to the field."""

from typing import Any

import pytest
from flask import Flask

from ion.library.criteria import lacks
from tests.factories import TopicFactory
from tests.library.filling import EDITOR
from tests.library.test_publishable import WHOLE

pytestmark = pytest.mark.usefixtures("app", "now")
RATED = WHOLE["evidence"]


@pytest.fixture(autouse=True)
def topic(app: Flask) -> None:
    TopicFactory("youth")


def told(**parts: Any) -> list[tuple[str, str]]:
    return [(lack.field, lack.words) for lack in lacks(WHOLE | parts)]


def test_a_whole_practice_lacks_nothing() -> None:
    assert told() == []


def test_every_lack_is_told_at_once_in_the_order_of_the_form() -> None:
    found = [(lack.field, lack.words) for lack in lacks({"title": "Only a title"})]

    assert found == [
        ("summary", "Write a summary: lists, search results, and feeds show it."),
        ("topics", "Choose at least one topic."),
        (
            "section_problem",
            "Write at least one section or a text, or give the address of a text published elsewhere.",
        ),
    ]


@pytest.mark.parametrize("part", [{"markdown": "A text."}, {"link_url": "https://a.example/"}])
def test_a_text_or_an_address_elsewhere_is_enough_to_read(part: dict[str, str]) -> None:
    assert told(sections=[], form="practice", **part) == []


@pytest.mark.parametrize(
    ("evidence", "lack"),
    [
        ({"reason": ""}, ("reason", "Say in a sentence why the evidence is rated Peer-reported.")),
        ({"rated_by": " "}, ("rated_by", "Say who rated the evidence.")),
        ({"rated_on": None}, ("rated_on", "Say on which day the evidence was rated.")),
        (
            {"rated_on": "2026-11-22"},
            ("rated_on", "The day on which the evidence was rated has not come yet."),
        ),
        (
            {"tier": "proven"},
            ("tier", "“proven” is no evidence rating of ION (any more): choose another, or none."),
        ),
        (
            {"finding": "good"},
            ("finding", "“good” is no finding of ION (any more): choose another, or none."),
        ),
    ],
)
def test_a_rating_comes_with_its_reason_its_source_and_its_day(
    evidence: dict[str, Any], lack: tuple[str, str]
) -> None:
    assert told(evidence=RATED | evidence) == [lack]


def test_what_is_not_rated_needs_no_reason() -> None:
    assert told(evidence={"tier": "not-rated", "finding": "mixed"}) == []


def test_an_attempt_says_why_it_did_not_work() -> None:
    only = [{"key": "problem", "markdown": "Nobody came."}]

    assert told(sections=only) == [
        ("section_why_not", "Of what did not work, readers want to know why: write “Why it did not work”.")
    ]
    assert told(sections=only, form="practice") == []


@pytest.mark.parametrize(
    ("parts", "lack"),
    [
        ({"form": "idea"}, ("practice_kind", "“idea” is no kind of practice of ION")),
        ({"terms": {"state": ["CO", "XX"]}}, ("state", "“XX” is no state or territory of ION")),
        ({"terms": {"stage": ["gone"]}}, ("stage", "“gone” is no stage of ION")),
        ({"topics": ["youth", "gone"]}, ("topics", "“gone” is no topic of ION")),
        ({"duties": [{"role": "chair", "text": "Sits."}]}, ("duties", "“chair” is no partner role of ION")),
        ({"steps": [{"title": "Ask", "text": ""}]}, ("steps", "Step 1 has no text.")),
        ({"glance": [{"label": "", "text": "x"}]}, ("glance", "Line at a glance 1 has no label.")),
        (
            {"references": [{"title": "", "url": "https://a.example/"}]},
            ("references", "Reference 1 has no title."),
        ),
        ({"tools": [WHOLE["tools"][0] | {"type": "spoon"}]}, ("tools", "“spoon” is no type of tool of ION")),
        ({"tools": [WHOLE["tools"][0]] * 2}, ("tools", "Two tools have one place on the page.")),
        (
            {"sections": [*WHOLE["sections"], {"key": "context", "markdown": "*" * 30_000}]},
            (
                "section_context",
                "“Context”: the text is too long: 30,000 marks of formatting; at most 20,000.",
            ),
        ),
    ],
)
def test_what_is_wrong_is_named(parts: dict[str, Any], lack: tuple[str, str]) -> None:
    ((field, words),) = told(**parts)

    assert (field, words[: len(lack[1])]) == lack


def test_each_lack_leads_to_a_field_of_the_form(app: Flask) -> None:
    wrong = {
        "form": "idea",
        "evidence": {"tier": "strong", "finding": "good", "rated_on": "2027-01-01"},
        "terms": {
            facet: ["gone"]
            for facet in ("program", "role", "stage", "sector", "population", "setting", "state")
        },
        "sections": [{"key": "why-not", "markdown": "*" * 30_000}, {"key": "gone", "markdown": "x"}],
        **{name: [{}] for name in ("glance", "steps", "duties", "references", "tools")},
        "topics": ["gone"],
    }
    with app.test_request_context():
        fields = {field.name for field in EDITOR.form(formdata=None)}

    found = {lack.field for lack in lacks(wrong)} | {lack.field for lack in lacks({})}

    assert found <= fields
    assert len(found) > 15
