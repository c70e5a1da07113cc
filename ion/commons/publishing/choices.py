"""What the desk offers to choose from: its tabs, kinds, and what may be begun."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from ion.commons.publishing.editors import EDITORS
from ion.commons.publishing.queries.desk import MINE, TABS, Filter
from ion.core.ports.publishable import PUBLISHABLES
from ion.core.ports.subjects import SUBJECTS
from ion.web.choices import Choice

PATH = "/staff/"
LABELS = {
    MINE: "Mine",
    "in_review": "In review",
    "scheduled": "Scheduled",
    "drafts": "Drafts",
    "published": "Published",
    "archived": "Archived",
    "stale": "Stale",
    "withdrawn": "Withdrawn",
}
EMPTY = {
    MINE: ("Nothing of yours yet", "What you begin, and what you changed last, will be listed here."),
    "in_review": ("Nothing is in review", "What is sent in for review will wait here, the longest first."),
    "scheduled": ("Nothing is scheduled", "What goes out by itself will be listed here, the next first."),
    "drafts": (
        "No drafts",
        "What is being written, and changes that wait on live pages, will be listed here.",
    ),
    "published": ("Nothing is published", "What readers have will be listed here."),
    "archived": ("Nothing is archived", "What is past its archive date will be listed here."),
    "stale": (
        "Nothing is stale",
        "What nobody published, reviewed or changed for a long time will be listed here.",
    ),
    "withdrawn": ("Nothing is withdrawn", "What was taken from its readers will be listed here."),
}


@dataclass(frozen=True, slots=True)
class Beginning:
    """A kind that can be begun: "New post"."""

    kind: str
    label: str
    path: str


def beginnings() -> list[Beginning]:
    """The kinds that have both sides of publishing, in the order in which they were plugged in."""
    return [
        Beginning(kind, f"New {kind_label(kind)}", f"/staff/publishing/new/{kind}")
        for kind in PUBLISHABLES.kinds()
        if kind in EDITORS
    ]


def kind_label(kind: str) -> str:
    """What one thing of a kind is called."""
    return SUBJECTS[kind].label if kind in SUBJECTS else kind


def kind_plural(kind: str) -> str:
    return SUBJECTS[kind].plural if kind in SUBJECTS else kind


def filter_asked(asked: Mapping[str, str], user_id: int) -> Filter:
    """The filter that the address states; what does not exist is ignored."""
    tab, kind = asked.get("tab", MINE), asked.get("kind", "")
    words = " ".join(asked.get("q", "").replace("\x00", "").split())[:100]
    return Filter(
        user_id,
        tab=tab if tab in TABS else MINE,
        kind=kind if kind in PUBLISHABLES else "",
        words=words,
    )


@dataclass(frozen=True, slots=True)
class DeskChoices:
    """The choices around one list of the desk; each keeps the others."""

    chosen: Filter

    @property
    def parameters(self) -> tuple[tuple[str, str], ...]:
        """What the address of this list states."""
        chosen = self.chosen
        pairs = (
            ("tab", "" if chosen.tab == MINE else chosen.tab),
            ("kind", chosen.kind),
            ("q", chosen.words),
        )
        return tuple(pair for pair in pairs if pair[1])

    def tabs(self, counts: Mapping[str, int]) -> list[Choice]:
        return [
            Choice(tab, LABELS[tab], self.to(tab=tab), counts[tab], tab == self.chosen.tab) for tab in TABS
        ]

    def kinds(self) -> list[tuple[str, str]]:
        """(key, label) of the kinds to choose from; nothing where there is only one."""
        kinds = PUBLISHABLES.kinds()
        return [(kind, kind_plural(kind).capitalize()) for kind in kinds] if len(kinds) > 1 else []

    def to(self, tab: str) -> str:
        """The address of the list under another tab."""
        others = [pair for pair in self.parameters if pair[0] != "tab"]
        pairs = ([("tab", tab)] if tab != MINE else []) + others
        return f"{PATH}?{urlencode(pairs)}" if pairs else PATH
