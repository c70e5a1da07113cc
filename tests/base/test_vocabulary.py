"""The fixed lists are complete, safe to put in addresses, and say what the field says."""

import re
from collections import Counter
from collections.abc import Iterator

import pytest

from ion.base.vocabulary import FACETS, Term, Vocabulary
from ion.base.vocabulary.evidence import FINDINGS, TIERS
from ion.base.vocabulary.places import ETA_REGIONS, STATES, eta_region_of
from ion.base.vocabulary.plan_sections import PLAN_SECTIONS
from ion.base.vocabulary.populations import POPULATIONS
from ion.base.vocabulary.practices import PRACTICE_KINDS, PRACTICE_SECTIONS
from ion.base.vocabulary.programs import PROGRAMS
from ion.base.vocabulary.resources import RESOURCE_TYPES
from ion.base.vocabulary.roles import ROLES
from ion.base.vocabulary.sectors import SECTORS
from ion.base.vocabulary.settings import SETTINGS
from ion.base.vocabulary.stages import STAGE_SEEDS
from ion.base.vocabulary.topics import TOPIC_SEEDS

VOCABULARIES: dict[str, Vocabulary[Term]] = {
    "regions": ETA_REGIONS,
    "findings": FINDINGS,
    "kinds": PRACTICE_KINDS,
    "plan": PLAN_SECTIONS,
    "populations": POPULATIONS,
    "programs": PROGRAMS,
    "resources": RESOURCE_TYPES,
    "roles": ROLES,
    "sections": PRACTICE_SECTIONS,
    "sectors": SECTORS,
    "settings": SETTINGS,
    "states": STATES,
    "tiers": TIERS,
}

BANNED = re.compile(
    r"ex-offender|reintegration|homeless individual|\bGED\b|\bESL\b|\bWIB\b|investment board"
    r"|one-stop career center|programme|organisation|catalogue|convener|backbone|counselling",
    re.IGNORECASE,
)


def every_term() -> Iterator[tuple[str, Term]]:
    for name, vocabulary in VOCABULARIES.items():
        for term in vocabulary.terms:
            yield name, term


def words_people_read() -> Iterator[str]:
    for _, term in every_term():
        yield from (term.label, term.short, term.note)
    for stage in STAGE_SEEDS:
        yield from (stage.name, stage.note)
    for topic in TOPIC_SEEDS:
        yield from (topic.name, topic.summary)
    yield from (facet.label for facet in FACETS.values())


def test_an_unknown_key_raises_but_its_label_is_the_key_itself() -> None:
    with pytest.raises(KeyError):
        SETTINGS["lunar"]

    assert SETTINGS.label("lunar") == "lunar"
    assert SETTINGS.short("lunar") == "lunar"
    assert (SETTINGS.label("rural"), PROGRAMS.short("aefla")) == ("Rural", "AEFLA")


def test_a_vocabulary_keeps_its_order_and_cannot_be_changed() -> None:
    assert list(SETTINGS.keys()) == ["urban", "suburban", "rural", "tribal", "statewide", "multi-state"]
    assert tuple(SETTINGS.values()) == SETTINGS.terms

    with pytest.raises(TypeError):
        SETTINGS["lunar"] = SETTINGS["rural"]  # type: ignore[index]
    with pytest.raises(AttributeError):
        SETTINGS["rural"].label = "Country"  # type: ignore[misc]
    with pytest.raises(TypeError):
        FACETS["mood"] = FACETS["topic"]  # type: ignore[index]


def test_two_terms_with_one_key_are_refused() -> None:
    term = Term("rural", "Rural", "Rural", "a test")

    with pytest.raises(ValueError, match="share a key"):
        Vocabulary(term, term)


def test_the_shipped_keys_are_the_agreed_ones() -> None:
    agreed = {
        "programs": "wioa-adult wioa-dislocated-worker wioa-youth aefla wagner-peyser "
        "vocational-rehabilitation tanf perkins snap-et snap-work taa jvsg scsep csbg reo ui hud job-corps "
        "youthbuild native-american nfjp registered-apprenticeship resea dwg",
        "roles": "intermediary secondary-education bridge-training colleges employers workforce-system "
        "economic-development community-organizations state-agencies foundations",
        "tiers": "strong moderate promising rationale peer-reported not-rated",
        "findings": "favorable mixed none-detected unfavorable",
        "kinds": "practice attempt",
        "sections": "problem what-they-did results why-not context planning resources getting-started "
        "keeping-it-going",
        "regions": "1 2 3 4 5 6",
    }

    shipped = {name: " ".join(VOCABULARIES[name].keys()) for name in agreed}

    assert shipped == agreed
    assert len(SECTORS) == 20
    assert {"62", "31-33", "44-45", "48-49", "92"} <= SECTORS.keys()


def test_stages_run_from_exploring_to_the_long_haul_in_six_steps() -> None:
    rows = [(stage.position, stage.key) for stage in STAGE_SEEDS]

    keys = ["exploring", "planning", "launch", "implementation", "sustainability", "long-haul"]
    assert rows == list(enumerate(keys, start=1))


def test_every_place_lies_in_exactly_one_of_six_eta_regions() -> None:
    sizes = Counter(place.eta_region for place in STATES.terms)

    assert len(STATES) == 50 + 1 + 6
    assert sizes == {1: 10, 2: 6, 3: 8, 4: 11, 5: 10, 6: 12}
    assert {str(number) for number in sizes} == set(ETA_REGIONS.keys())


@pytest.mark.parametrize(
    ("state", "region"),
    [("PA", "2"), ("VA", "2"), ("PR", "1"), ("VI", "1"), ("CO", "4"), ("MO", "5"), ("AK", "6"), ("PW", "6")],
)
def test_the_eta_region_follows_from_the_state(state: str, region: str) -> None:
    assert eta_region_of(state) == region
    assert STATES[state].label in ETA_REGIONS[region].note.split(", ")


def test_an_unknown_state_has_no_eta_region() -> None:
    with pytest.raises(KeyError):
        eta_region_of("ZZ")


def test_keys_can_stand_in_an_address() -> None:
    plain = [term.key for name, term in every_term() if name != "states"]
    rows = [stage.key for stage in STAGE_SEEDS] + [topic.key for topic in TOPIC_SEEDS]

    wrong = [key for key in (*plain, *rows, *FACETS) if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key)]

    assert wrong == []
    assert [key for key in STATES if not re.fullmatch(r"[A-Z]{2}", key)] == []


def test_every_term_has_words_to_read_and_names_its_source() -> None:
    incomplete = [
        (name, term.key) for name, term in every_term() if not (term.label and term.short and term.source)
    ]

    assert incomplete == []


@pytest.mark.parametrize("name", sorted(VOCABULARIES))
def test_no_label_of_a_list_occurs_twice(name: str) -> None:
    counts = Counter(term.label for term in VOCABULARIES[name].terms)

    assert [label for label, count in counts.items() if count > 1] == []


def test_topics_and_stages_have_unique_keys_and_names() -> None:
    for seeds in (TOPIC_SEEDS, STAGE_SEEDS):
        assert len({seed.key for seed in seeds}) == len(seeds)
        assert len({seed.name for seed in seeds}) == len(seeds)


def test_words_the_field_no_longer_uses_stand_in_no_label_or_note() -> None:
    assert [words for words in words_people_read() if BANNED.search(words)] == []


def test_a_region_is_always_called_an_eta_region() -> None:
    assert [
        words for words in words_people_read() if re.search(r"(?<!ETA )\bregion\b", words, re.IGNORECASE)
    ] == []


def test_programs_that_changed_carry_their_present_name() -> None:
    assert PROGRAMS.label("taa").endswith("(in termination)")
    assert PROGRAMS.label("reo") == "Reentry Employment Opportunities (REO)"


def test_a_plan_section_stands_under_a_section_that_exists() -> None:
    parents = {key.rpartition("-")[0] for key in PLAN_SECTIONS if re.search(r"-[a-c1-9]$", key)}

    assert parents
    assert parents <= PLAN_SECTIONS.keys()


def test_facets_come_in_order_and_only_topic_and_stage_live_in_tables() -> None:
    in_tables = [key for key, facet in FACETS.items() if facet.vocabulary is None]

    assert " ".join(FACETS) == (
        "topic program role stage state region sector population setting evidence form resource-type"
    )
    assert in_tables == ["topic", "stage"]
    assert all(key == facet.key for key, facet in FACETS.items())
