"""What a record of a person or an organization may say: keys of our lists, places that lie in each other."""

from collections.abc import Mapping
from difflib import get_close_matches
from urllib.parse import urlsplit

from ion.core.labels import facet_labels

Lists = Mapping[str, tuple[str, ...]]
Labels = Mapping[str, Mapping[str, str]]


def labels_of(facets: Mapping[str, str]) -> Labels:
    """The labels of every list by key; `facets` are the facets of the lists by their names."""
    return {part: facet_labels(facet) for part, facet in facets.items()}


def keys_meant(lists: Lists, labels: Labels) -> dict[str, tuple[str, ...]]:
    """The keys that the lists name, in the order of the alphabet: by key ("KY") or by label ("Kentucky")."""
    return {
        part: tuple(sorted({key for words in given if (key := key_meant(words, labels[part]))}))
        for part, given in lists.items()
    }


def key_meant(words: str, labels: Mapping[str, str]) -> str:
    """The key that is written, or whose label is; empty for neither."""
    if words in labels:
        return words
    wanted = words.casefold()
    return next((key for key, label in labels.items() if label.casefold() == wanted), "")


def wrong_keys(lists: Lists, labels: Labels) -> list[str]:
    """A sentence for each entry that is in no list of ours, and for each local area of a state that is not named."""
    found = [
        f"{part} {words[:60]!r} is not in the list{nearest(words, labels[part])}"
        for part in sorted(lists)
        for words in lists[part]
        if not key_meant(words, labels[part])
    ]
    meant = keys_meant(lists, labels)
    elsewhere = [area for area in meant.get("areas", ()) if area[:2].upper() not in meant.get("states", ())]
    return found + [
        f"areas {area!r} is in {area[:2].upper()}, which is not among the states" for area in elsewhere
    ]


def nearest(words: str, labels: Mapping[str, str]) -> str:
    """What comes closest to what was written, for the end of a sentence."""
    called = {name.casefold(): key for key, label in labels.items() for name in (key, label)}
    near = get_close_matches(words.casefold(), called, 1)
    return f"; nearest: {called[near[0]]} ({labels[called[near[0]]]})" if near else ""


def not_an_address(url: str) -> str:
    """Why a browser should not open this from a page of ours; empty when it may."""
    try:
        parts = urlsplit(url)
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname) and not parts.username
    except ValueError:
        is_web = False
    return "" if not url or is_web else f"site_url is not a web address: {url[:80]!r}"
