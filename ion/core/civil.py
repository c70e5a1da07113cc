"""What the site itself holds for ION staff to look at: words and links that staff listed; and who is new here."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from urllib.parse import unquote, urlsplit

from sqlalchemy import bindparam, select

from ion.core import clock, reading, site_settings, throttle
from ion.core.text import TextTooLong, passages
from ion.core.throttle import Limit
from ion.models import User

BETWEEN_HOSTS = re.compile(r"[^\w.-]+")
ESCAPED = re.compile(r"\\(?=[!-/:-@\[-`{-~])")
OTHER_DOTS = str.maketrans("。｡．", "...")
UNSEEN = ("Cc", "Cf")
NEW_IN_A_DAY = 10
"""How much of one kind somebody who is new may post in a day."""
CREATED = select(User.created_at).where(User.id == bindparam("id"))


def held(text: str) -> str:
    """Why a text that somebody wants to post waits for ION staff, in words; empty where it does not.

    At most 150 characters. `text` is Markdown or plain; it is looked at as it was typed and as it will be read.
    """
    words, hosts = (
        site_settings.value(site_settings.HELD_WORDS),
        site_settings.value(site_settings.HELD_LINKS),
    )
    if not (words or hosts):
        return ""
    typed = [plain(text), plain(as_read(text))]
    for phrase in words:
        if any(says(each, plain(phrase)) for each in typed):
            return f"It says “{phrase[:80]}”, which waits for ION staff."
    named = {host for each in typed for host in hosts_in(each)}
    for line in hosts:
        if any(is_at(host, host_of(line)) for host in named):
            return f"It leads to {line[:80]}, which waits for ION staff."
    return ""


def as_read(markdown: str) -> str:
    """The words that readers see; the text itself where that is too much to look at."""
    try:
        return " ".join(passage.label + " " + passage.text for passage in passages(markdown))
    except TextTooLong:
        return markdown


def plain(text: str) -> str:
    """Text without what hides a word in it: look-alike forms, letters that show nothing, codes, capitals."""
    shown = unicodedata.normalize("NFKC", unescape(text)).translate(OTHER_DOTS)
    seen = (letter for letter in shown if letter.isspace() or unicodedata.category(letter) not in UNSEEN)
    return " ".join(ESCAPED.sub("", "".join(seen)).casefold().split())


def says(text: str, phrase: str) -> bool:
    """Whether the phrase stands in the text as words of its own."""
    if not phrase:
        return False
    begin = r"(?<!\w)" if phrase[0].isalnum() else ""
    end = r"(?!\w)" if phrase[-1].isalnum() else ""
    return re.search(begin + re.escape(phrase) + end, text) is not None


def hosts_in(text: str) -> Iterator[str]:
    """Whatever in a text may be the name of a host, codes in addresses read."""
    for word in set(BETWEEN_HOSTS.split(f"{text} {unquote(text)}")):
        if "." in (host := word.strip("._-")):
            yield ascii_host(host)


def host_of(line: str) -> str:
    """The host that a line of the setting means, however it was written: a name, or an address that was pasted."""
    words = plain(line)
    try:
        host = urlsplit(words if "//" in words else f"//{words}").hostname or ""
    except ValueError:
        return ""
    return ascii_host(host.removeprefix("www."))


def ascii_host(host: str) -> str:
    """The name as the network knows it; as it is where that cannot be written."""
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host


def is_at(host: str, listed: str) -> bool:
    """Whether a host is the listed one, or below it."""
    return bool(listed) and (host == listed or host.endswith(f".{listed}"))


def is_new(user_id: int) -> bool:
    """Whether the user joined so recently that they may post less."""
    since = reading.rows(CREATED, id=user_id).scalar()
    days = timedelta(days=site_settings.value(site_settings.NEW_FOR))
    return since is not None and clock.now() - since < days


def wait_of_new(what: str, user_id: int) -> int:
    """Count one try of a new member to post a `what` ("comment"); how many seconds to wait if it is too many, else 0.

    Whoever is not new never waits. Inside a unit of work; the count is kept.
    """
    if not is_new(user_id):
        return 0
    limit = Limit(f"new-{what}", most=NEW_IN_A_DAY, window=timedelta(days=1))
    return throttle.count(limit, str(user_id))
