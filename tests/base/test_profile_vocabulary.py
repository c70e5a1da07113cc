"""The lists a profile is chosen from: workplaces, languages, time zones."""

import re
from zoneinfo import ZoneInfo

import pytest

from ion.base.vocabulary.languages import LANGUAGES
from ion.base.vocabulary.workplaces import WORKPLACES
from ion.base.vocabulary.zones import ZONES, is_zone
from ion.core.times import us_clock
from tests.conftest import NOW

TERRITORIES = {
    "America/Puerto_Rico",
    "America/St_Thomas",
    "Pacific/Guam",
    "Pacific/Honolulu",
    "Pacific/Pago_Pago",
    "Pacific/Palau",
    "Pacific/Saipan",
}


def test_the_workplaces_are_the_agreed_ones() -> None:
    assert " ".join(WORKPLACES) == (
        "state-agency state-board local-board american-job-center provider employer education community federal "
        "foundation"
    )
    assert WORKPLACES.label("community") == "Community organization"


def test_languages_have_keys_of_bcp_47_and_names_of_their_own() -> None:
    assert [key for key in LANGUAGES if not re.fullmatch(r"[a-z]{2,3}", key)] == []
    assert {
        "en",
        "es",
        "zh",
        "vi",
        "tl",
        "ko",
        "ar",
        "fr",
        "ht",
        "ru",
        "pt",
        "so",
        "hmn",
        "nv",
    } <= LANGUAGES.keys()
    assert LANGUAGES.label("ase") == "American Sign Language"
    assert len({language.label for language in LANGUAGES.terms}) == len(LANGUAGES)
    names = [language.label for language in LANGUAGES.terms][3:]
    assert names == sorted(names)


def test_every_zone_is_one_and_has_a_name_of_its_own() -> None:
    assert [key for key in ZONES if not is_zone(key)] == []
    assert ZONES.keys() >= TERRITORIES
    assert ZONES.label("America/New_York") == "Eastern Time (New York)"
    assert len({zone.label for zone in ZONES.terms}) == len(ZONES)


@pytest.mark.parametrize("key", [key for key in ZONES if key != "Pacific/Palau"])
def test_times_in_a_zone_are_marked_with_its_short_name(key: str) -> None:
    assert us_clock(NOW.astimezone(ZoneInfo(key))).endswith(f" {ZONES[key].short}")


@pytest.mark.parametrize("name", ["Europe/Paris", "UTC", "America/Argentina/Ushuaia"])
def test_any_zone_of_the_world_is_valid(name: str) -> None:
    assert is_zone(name)


@pytest.mark.parametrize(
    "name", ["", "ET", "Mars/Olympus", "../../etc/passwd", "america/new_york", "UTC\x00"]
)
def test_what_is_no_zone_is_not(name: str) -> None:
    assert not is_zone(name)
