"""The sample content keeps the promises of `ion/demo/README.md`: it parses, fits the vocabulary, and is honest."""

import re
from collections import Counter
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

import ion.demo
from ion.base.vocabulary.evidence import FINDINGS, TIERS
from ion.base.vocabulary.places import STATES, eta_region_of
from ion.base.vocabulary.populations import POPULATIONS
from ion.base.vocabulary.practices import PRACTICE_KINDS, PRACTICE_SECTIONS
from ion.base.vocabulary.programs import PROGRAMS
from ion.base.vocabulary.resources import RESOURCE_TYPES
from ion.base.vocabulary.roles import ROLES
from ion.base.vocabulary.sectors import SECTORS
from ion.base.vocabulary.settings import SETTINGS
from ion.base.vocabulary.stages import STAGE_SEEDS
from ion.base.vocabulary.topics import TOPIC_SEEDS
from ion.commons.importing.moments import wall_time

HOME = Path(ion.demo.__file__).parent
PRACTICES = sorted((HOME / "practices").glob("*.md"))
POSTS = sorted((HOME / "posts").glob("*.md"))
PAGES = sorted((HOME.parents[1] / "pages").glob("*.md"))

FACET_KEYS: dict[str, set[str]] = {
    "topics": {topic.key for topic in TOPIC_SEEDS},
    "program": set(PROGRAMS),
    "role": set(ROLES),
    "stage": {stage.key for stage in STAGE_SEEDS},
    "state": set(STATES),
    "sector": set(SECTORS),
    "population": set(POPULATIONS),
    "setting": set(SETTINGS),
}
SEED_AUTHORS = {"Les Range", "Brandon Carter", "Maria Fieth"}
UNMEASURED = {"rationale", "not-rated"}
BANNED = re.compile(
    r"ex-offender|reintegration of|homeless individual|\bGED\b|\bESL\b|\bWIBs?\b|investment board"
    r"|one-stop career center|programme|organisation|catalogue|centre\b|convener|backbone|\bproven\b"
    r"|\bparticipants?\b|\badopt(?:ion|ers?|ed)?\b|calendar year|content request|save my seat"
    r"|(?<!ETA )(?<!planning )(?<!planning-)\bregions?\b|\bTODO\b|lorem ipsum|\bplaceholder\b",
    re.IGNORECASE,
)


@cache
def front_and_body(path: Path) -> tuple[dict[str, Any], str]:
    _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
    return yaml.safe_load(front), body


def headings(body: str) -> list[str]:
    return re.findall(r"^## (.+)$", body, re.MULTILINE)


def by_name(path: Path) -> str:
    return path.stem


each_practice = pytest.mark.parametrize("path", PRACTICES, ids=by_name)
each_post = pytest.mark.parametrize("path", POSTS, ids=by_name)
each_item = pytest.mark.parametrize("path", PRACTICES + POSTS, ids=by_name)
each_text = pytest.mark.parametrize("path", PRACTICES + POSTS + PAGES, ids=by_name)


def test_the_samples_are_many_enough_to_filter_and_to_search() -> None:
    assert len(PRACTICES) >= 31
    assert len(POSTS) >= 4


@each_item
def test_an_item_says_that_it_is_a_sample(path: Path) -> None:
    front, body = front_and_body(path)

    assert front["is_sample"] is True
    assert body.strip().splitlines()[0].startswith("*This is a sample") or "sample post" in body[:80]


@each_item
def test_an_item_is_named_after_its_slug_and_summed_up_in_280_characters(path: Path) -> None:
    front, _ = front_and_body(path)

    assert front["slug"] == path.stem
    assert 0 < len(front["summary"]) <= 280


@each_item
def test_a_person_is_a_sample_or_the_author_of_the_quoted_text(path: Path) -> None:
    front, _ = front_and_body(path)

    people = [
        front["submitted_by"],
        front["posted_by"],
        front.get("evidence", {}).get("rated_by", "(sample)"),
    ]

    assert [name for name in people if name not in SEED_AUTHORS and not name.endswith("(sample)")] == []


@each_practice
def test_every_key_of_a_practice_exists_in_the_vocabulary(path: Path) -> None:
    front, _ = front_and_body(path)

    unknown = {facet: set(front[facet]) - keys for facet, keys in FACET_KEYS.items()}

    assert {facet: keys for facet, keys in unknown.items() if keys} == {}
    assert all(front[facet] for facet in FACET_KEYS)
    assert front["kind"] in PRACTICE_KINDS
    assert {duty["role"] for duty in front["duties"]} <= set(front["role"])


@each_practice
def test_evidence_names_its_tier_reason_and_date_and_a_finding_only_when_something_was_measured(
    path: Path,
) -> None:
    evidence = front_and_body(path)[0]["evidence"]

    assert evidence.keys() == {"tier", "finding", "reason", "rated_by", "rated_on"}
    assert evidence["tier"] in TIERS
    assert evidence["reason"].startswith("Sample rating.")
    assert isinstance(evidence["rated_on"], date)
    assert (evidence["finding"] in FINDINGS) is (evidence["tier"] not in UNMEASURED)
    assert (evidence["finding"] is None) is (evidence["tier"] in UNMEASURED)


@each_practice
def test_a_practice_is_told_in_the_known_sections_in_their_order(path: Path) -> None:
    front, body = front_and_body(path)
    labels = [term.label for term in PRACTICE_SECTIONS.terms]
    expected = [label for label in labels if front["kind"] == "attempt" or label != "Why it did not work"]

    assert headings(body) == expected


@each_practice
def test_a_practice_is_neither_a_stub_nor_a_report(path: Path) -> None:
    _, body = front_and_body(path)

    assert 500 <= len(body.split()) <= 900


@each_practice
def test_a_practice_tells_its_steps_at_a_glance_facts_and_references(path: Path) -> None:
    front, _ = front_and_body(path)

    assert all(step.keys() == {"title", "text"} for step in front["steps"])
    assert all(fact.keys() == {"label", "text"} for fact in front["glance"])
    assert all({"title"} <= source.keys() <= {"title", "url"} for source in front["references"])
    assert all(source.get("url", "https://").startswith("https://") for source in front["references"])
    assert (len(front["steps"]) >= 4, len(front["glance"]) >= 3, bool(front["references"])) == (
        True,
        True,
        True,
    )


@each_practice
def test_a_tool_has_a_known_type_and_content_one_can_use(path: Path) -> None:
    tools = front_and_body(path)[0]["tools"]

    assert len(tools) >= 2
    assert all(tool.keys() == {"slug", "title", "type", "summary", "text"} for tool in tools)
    assert {tool["type"] for tool in tools} <= set(RESOURCE_TYPES)
    assert [tool["slug"] for tool in tools if len(tool["text"].split()) < 80] == []


@each_practice
def test_a_practice_was_reviewed_after_it_was_first_published(path: Path) -> None:
    front, _ = front_and_body(path)

    assert date(2023, 9, 1) <= front["first_published"] <= front["reviewed_on"] <= date(2026, 11, 21)


@each_post
def test_a_post_has_topics_and_a_time_with_its_zone(path: Path) -> None:
    front, _ = front_and_body(path)

    posted = wall_time(front["date"], zone="", now=datetime(2026, 11, 21, tzinfo=UTC))

    assert isinstance(front["date"], dict) or posted.local.date() == front["first_published"]
    assert ("first_published" in front) is isinstance(front["date"], str)
    assert set(front["topics"]) <= FACET_KEYS["topics"]
    assert front["topics"]


@each_item
def test_a_link_between_samples_leads_to_a_sample(path: Path) -> None:
    slugs = {practice.stem for practice in PRACTICES}

    linked = set(re.findall(r"\]\(/practices/([^)]+)\)", path.read_text(encoding="utf-8")))

    assert linked <= slugs


@each_text
def test_words_the_field_no_longer_uses_do_not_occur(path: Path) -> None:
    own_words = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith(">")]

    assert BANNED.findall("\n".join(own_words)) == []


def test_tool_slugs_are_unique_over_all_practices() -> None:
    slugs = [tool["slug"] for path in PRACTICES for tool in front_and_body(path)[0]["tools"]]

    assert len(slugs) == len(set(slugs))


@pytest.mark.parametrize("facet", ["role", "stage", "setting"])
def test_the_samples_exercise_every_term_of_a_short_facet(facet: str) -> None:
    used = {key for path in PRACTICES for key in front_and_body(path)[0][facet]}

    assert used == FACET_KEYS[facet]


def test_the_samples_exercise_every_tier_finding_kind_resource_type_and_eta_region() -> None:
    fronts = [front_and_body(path)[0] for path in PRACTICES]
    findings = {front["evidence"]["finding"] for front in fronts}

    assert {front["evidence"]["tier"] for front in fronts} == set(TIERS)
    assert findings == set(FINDINGS) | {None}
    assert sum(front["kind"] == "attempt" for front in fronts) >= 6
    assert set(RESOURCE_TYPES) - {tool["type"] for front in fronts for tool in front["tools"]} == {
        "recording",
        "research-brief",
    }
    assert {eta_region_of(state) for front in fronts for state in front["state"]} == set("123456")


def test_the_samples_come_from_many_states_a_territory_and_both_sides_of_a_state_line() -> None:
    states = [front_and_body(path)[0]["state"] for path in PRACTICES]
    named = {state for listed in states for state in listed}

    assert len(named) >= 22
    assert named & {"AS", "GU", "MP", "PR", "VI"}
    assert sum(len(listed) == 2 for listed in states) >= 2


@pytest.mark.parametrize(("facet", "least"), [("role", 4), ("stage", 4), ("program", 2), ("population", 2)])
def test_the_samples_use_every_term_of_a_facet_several_times(facet: str, least: int) -> None:
    used = Counter(key for path in PRACTICES for key in front_and_body(path)[0][facet])

    assert {key: used[key] for key in FACET_KEYS[facet] if used[key] < least} == {}


@pytest.mark.parametrize(("setting", "least"), [("tribal", 2), ("rural", 6), ("multi-state", 3)])
def test_the_samples_are_not_all_from_cities(setting: str, least: int) -> None:
    settings = [front_and_body(path)[0]["setting"] for path in PRACTICES]

    assert sum(setting in listed for listed in settings) >= least


def test_few_samples_are_rated_strong_and_some_have_not_been_reviewed_for_a_year() -> None:
    fronts = [front_and_body(path)[0] for path in PRACTICES]

    assert 1 <= sum(front["evidence"]["tier"] == "strong" for front in fronts) <= 3
    assert sum(front["reviewed_on"] < date(2025, 11, 1) for front in fronts) >= 3


def test_pages_have_a_title_a_summary_and_the_day_they_were_updated() -> None:
    fronts = {path.stem: front_and_body(path)[0] for path in PAGES}

    assert fronts.keys() == {"about", "accessibility", "contact", "help", "licenses", "privacy"}
    assert all(front.keys() == {"title", "summary", "updated_on"} for front in fronts.values())
    assert all(isinstance(front["updated_on"], date) for front in fronts.values())
