"""Passwords: what may be one, and what is kept of it. After NIST SP 800-63B, section 5.1.1.

Long rather than odd: any characters, none required, refused only where it is short, known to everyone, or made of the
person's own address or the site's name. Signing in never asks these rules, so that they may be changed at any time.
"""

import re
import unicodedata
from pathlib import Path

from werkzeug.security import check_password_hash, generate_password_hash

SHORTEST, LONGEST = 12, 200
LEAST_DIFFERENT = 5
METHOD = "scrypt"
DECOY = (
    "scrypt:32768:8:1$WGQOtyw8ixi1zOkK$29ce52941da5337c13215a1a5cdfbfe94c9f2dc528db569689dd06e948adef95"
    "fde1174e1b347a1c95312119e10cc9e00bbc0bba688e411b0185483d69f334c9"
)
"""The hash of a text that nobody has: checked where there is no account, so that the work is the same."""
COMMON = frozenset(
    Path(__file__).with_name("common_passwords.txt").read_text(encoding="utf-8").casefold().split()
)


def hashed(password: str) -> str:
    """What is kept of a password: salted scrypt, about 70 milliseconds of work."""
    return generate_password_hash(normal(password), METHOD)


def is_right(password: str, kept: str) -> bool:
    """Whether `kept` is the hash of `password`. An empty `kept` (nobody, or no password yet) costs the same."""
    matches = check_password_hash(kept or DECOY, normal(password))
    return matches and bool(kept)


def normal(password: str) -> str:
    """The same characters however a keyboard composed them."""
    return unicodedata.normalize("NFKC", password)


def problem(password: str, *, email: str = "", site_name: str = "") -> str:
    """Why this may not be the password of whoever has this address, in words for them; empty when it may."""
    text = normal(password)
    if len(text) < SHORTEST:
        return f"Use at least {SHORTEST} characters. A few words in a row work well."
    if len(text) > LONGEST:
        return f"Use at most {LONGEST} characters."
    if is_common(text):
        return "This password is easy to guess: it is among the first that are tried. Choose another."
    bare = letters_and_digits(text)
    for name in (email, email.partition("@")[0], site_name):
        if len(word := letters_and_digits(name)) >= 4 and word in bare:
            return "Do not use your email address or the name of this site in your password."
    return ""


def is_common(password: str) -> bool:
    """Whether it is on our list, is a word of it with digits and marks around, or repeats a few characters."""
    text = password.casefold()
    bare = letters_and_digits(text) or text
    repeated = re.fullmatch(r"(.{1,20}?)\1+", bare)
    piece = repeated[1] if repeated else bare
    if len(set(text)) < LEAST_DIFFERENT or len(piece) < LEAST_DIFFERENT:
        return True
    return not COMMON.isdisjoint({text, bare, piece, re.sub(r"\d", "", piece)})


def letters_and_digits(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())
