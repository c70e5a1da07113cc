"""What may be a password, and what is kept of it."""

import pytest

from ion.accounts import passwords
from tests.accounts.people import HASH, PASSWORD

SITE = "Innovation and Opportunity Network"


def problem(password: str) -> str:
    return passwords.problem(password, email="dana.whit@cottonwood.example", site_name=SITE)


@pytest.mark.parametrize(
    "password",
    [
        "peer-learning",
        "twelve chars",
        "x7" * 6 + "qLm,",
        "🐎🔋📎✅🌵🧭 ☂️ ⛵🎻🪴🧵🔑",
        "!@#$%^&*()_+-=",
        "maple tractor violet",
        "ünïcödé sentence with söme marks",
        "a" * 60 + "bcdefgh" * 20,
    ],
)
def test_long_passwords_of_any_characters_are_taken(password: str) -> None:
    assert problem(password) == ""


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("", "at least 12"),
        ("eleven char", "at least 12"),
        ("x" * 201, "at most 200"),
        ("aaaaaaaaaaaa", "easy to guess"),
        ("abababababab", "easy to guess"),
        ("123456789012", "easy to guess"),
        ("passwordpassword", "easy to guess"),
        ("Password1234!", "easy to guess"),
        ("correct horse battery staple", "easy to guess"),
        ("workforce2026!", "easy to guess"),
        ("dana.whit@cottonwood.example", "your email address"),
        ("my name is Dana Whit", "your email address"),
        ("the-innovation-and-opportunity-network", "your email address or the name of this site"),
    ],
)
def test_what_is_short_known_or_one_s_own_name_is_refused_in_words(password: str, words: str) -> None:
    assert words in problem(password)


def test_length_is_counted_in_characters_and_not_in_bytes() -> None:
    assert "at least 12" in problem("🐎🔋📎✅🌵🧭")
    assert problem("🐎🔋📎✅🌵🧭⛵🎻🪴🧵🔑🦉") == ""


def test_a_password_is_right_however_a_keyboard_composes_its_letters() -> None:
    kept = passwords.hashed("cafe\u0301 au lait for two")

    assert passwords.is_right("caf\u00e9 au lait for two", kept)
    assert not passwords.is_right("cafe au lait for two", kept)


def test_what_is_kept_is_scrypt_with_a_salt_of_its_own() -> None:
    first, second = passwords.hashed(PASSWORD), passwords.hashed(PASSWORD)

    assert first != second
    assert {kept.split("$")[0] for kept in (first, second)} == {"scrypt:32768:8:1"}


def test_nobody_is_checked_against_a_hash_of_the_same_cost_that_is_never_right() -> None:
    assert passwords.DECOY.split("$")[0] == passwords.hashed(PASSWORD).split("$")[0]
    assert not passwords.is_right(PASSWORD, "")
    assert passwords.is_right(PASSWORD, HASH)
