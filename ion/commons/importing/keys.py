"""Keys of fixed lists as a file gives them: a wrong one becomes a sentence that names it and what comes nearest."""

from collections.abc import Collection, Mapping
from difflib import get_close_matches
from typing import Any

from ion.base.vocabulary import FACETS


def wrong_key(where: str, given: Any, known: Collection[str], list_name: str = "the list") -> str:
    """Why `given` is no key of a list; empty when it is one."""
    if isinstance(given, str) and given in known:
        return ""
    folded = {each.casefold(): each for each in sorted(known)}
    near = get_close_matches(str(given).casefold(), folded, 1, cutoff=0.4)
    hint = f"; nearest: {folded[near[0]]}" if near else ""
    return f"{where} {str(given)[:60]!r} is not in {list_name}{hint}"


def facet_keys(given: Mapping[str, Any], facets: Collection[str]) -> tuple[dict[str, list[str]], list[str]]:
    """The keys of these facets (each with a fixed list) that a file gives, and what is wrong with the others."""
    found: dict[str, list[str]] = {}
    problems: list[str] = []
    for facet in facets:
        vocabulary: Collection[str] = FACETS[facet].vocabulary or ()
        wished = given.get(facet) or []
        for key in wished if isinstance(wished, list) else [wished]:
            if wrong := wrong_key(facet, key, vocabulary):
                problems.append(wrong)
            elif key not in found.setdefault(facet, []):
                found[facet].append(key)
    return found, problems
