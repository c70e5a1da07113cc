"""What is found in texts, and above all what is not."""

import pytest

from ion.base.config import ROOT
from ion.core.participant_data import Suspicion, suspicions
from tests.core.participant_data.cases import FOUND, LIST, NOT_FOUND, SSN

SAMPLES = sorted(
    path for path in (ROOT / "ion" / "demo").rglob("*") if path.suffix in (".md", ".yaml", ".vtt")
)


@pytest.mark.parametrize("name", FOUND)
def test_finds_participant_data(name: str) -> None:
    text, what = FOUND[name]

    assert what in [found.what for found in suspicions(text)]


@pytest.mark.parametrize("name", NOT_FOUND)
def test_finds_nothing_in_what_only_looks_like_it(name: str) -> None:
    assert suspicions(NOT_FOUND[name]) == []


def test_finds_nothing_in_what_the_site_itself_publishes() -> None:
    texts = [*SAMPLES, *sorted((ROOT / "pages").glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]

    found = {path.name: suspicions(path.read_text(encoding="utf-8")) for path in texts}

    assert len(texts) > 100
    assert {name: each for name, each in found.items() if each} == {}


def test_tells_one_of_a_sort_though_there_are_many() -> None:
    text = "524-71-3308 and 524-71-3309\n\n912-78-1234\n\nName,SSN\nMaria Gonzalez,524713310\n"

    sorts = [found.what for found in suspicions(text)]

    assert len(sorts) == len(set(sorts)) == 3


def test_shows_where_it_is_without_its_digits_and_names() -> None:
    text = "Good news for all of us: Maria Gonzalez-Ruiz (SSN 524-71-3308) was hired by Acme yesterday."

    assert suspicions(text) == [Suspicion(SSN, "… all of us: M… G… (SSN •••-••-••••) was hired by …")]


def test_shows_a_short_text_whole() -> None:
    assert suspicions("ssn 524-71-3308")[0].where == "ssn •••-••-••••"


def test_shows_a_list_by_its_headings_alone() -> None:
    text = "Name,County,Date of birth\nMaria Gonzalez,Erie,3/14/1987\nBo Lee,York,1/2/1990\n"

    assert suspicions(text) == [Suspicion(LIST, "2 rows under “name”, “date of birth”")]


@pytest.mark.parametrize("name", FOUND)
def test_shows_no_digit_of_what_was_typed(name: str) -> None:
    shown = "".join(found.where for found in suspicions(FOUND[name][0]) if found.what != LIST)

    assert not any(letter.isdigit() for letter in shown)


def test_finds_the_table_at_the_end_of_a_long_text() -> None:
    paragraph = "We asked customers, participants, and employers,\nand each of them, in short, said yes.\n\n"
    prose = paragraph * 1_000

    assert suspicions(prose) == []
    assert suspicions(f"{prose}\nName\tDOB\nMaria Gonzalez\t3/14/1987\n")[0].what == LIST
