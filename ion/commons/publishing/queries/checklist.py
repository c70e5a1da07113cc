"""What to look at before something is published: what cannot be missing, and what readers would miss."""

from collections.abc import Iterable
from dataclasses import dataclass

from ion.core.ports.publishable import Content, Lack
from ion.core.text import picture_paths, refusal


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the list. What is `needed` and not there stops every publication; the rest is advice."""

    words: str
    is_there: bool
    needed: bool = False
    field: str = ""


def checklist(content: Content, lacks: Iterable[Lack]) -> list[Check]:
    """The list for a content: first what stops it (`lacks`), then what everything should have."""
    needed = [Check(lack.words, False, needed=True, field=lack.field) for lack in lacks]
    said = {each.field for each in needed}
    return needed + [each for each in common_checks(content) if each.field not in said]


def common_checks(content: Content) -> list[Check]:
    checks = [
        check("title", content["title"].strip(), "It has a title.", "It has no title."),
        check(
            "summary",
            content["summary"].strip(),
            "It has a summary for lists, searches and shared links.",
            "It has no summary: lists and shared links will show the title alone.",
        ),
        check(
            "topics",
            content["topics"],
            "It has a topic.",
            "It has no topic: nobody finds it by topic, and nobody who follows one hears of it.",
        ),
    ]
    if has_pictures(content):  # one without words is among the lacks
        checks.append(Check("Every picture says in words what it shows.", True, field="markdown"))
    return checks


def check(field: str, there: object, good: str, bad: str) -> Check:
    return Check(good if there else bad, bool(there), field=field)


def has_pictures(content: Content) -> bool:
    return not refusal(content["markdown"]) and bool(picture_paths(content["markdown"]))
