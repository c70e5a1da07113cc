"""What ION staff say of a webinar besides what items of every kind have, whether it was typed here or imported.

`Announcement.content()` is its form as JSON, the room's own parts of the content of a revision; `announcement_in` reads
it back. The parts are described at `ion.webinars.publishable.WebinarPublishable`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, TypedDict

from ion.base.vocabulary.zones import is_zone
from ion.core.wall_times import Chosen, ComesTwice, Moment, NoSuchTime, moment
from ion.webinars.agenda import AgendaPart, parts_in
from ion.webinars.when import Times

TERMS = {
    "program": "Programs",
    "role": "Partner roles",
    "state": "States and territories",
    "sector": "Industry sectors",
    "population": "Populations",
}
"""What a webinar can be about besides topics, and what its form calls that."""
ASK_KINDS = {
    "text": "A line of text",
    "choice": "One of several choices",
    "several": "Any number of several choices",
}
PROMOTES_UNTIL = 60
JOIN_MINUTES = 15
LONGEST = 14 * 24 * 60


class Ask(TypedDict):
    """A question of registration. Answers are kept by `key`, which stays when the words change."""

    key: str
    kind: str
    label: str
    required: bool
    choices: list[str]


@dataclass(slots=True)
class Announcement:
    """A webinar as staff announce it. Times are wall times in `zone`; `length_minutes` 0 is not known yet."""

    series: str = ""
    host: str = ""
    moderator: int | None = None
    starts: Chosen | None = None
    zone: str = ""
    length_minutes: int = 0
    takes_registration: bool = False
    capacity: int | None = None
    opens: Chosen | None = None
    closes: Chosen | None = None
    promotes_until: int = PROMOTES_UNTIL
    join_url: str = ""
    join_minutes: int = JOIN_MINUTES
    has_captions: bool = False
    has_sign_language: bool = False
    phone_audio: str = ""
    ask_by: date | None = None
    asks: list[Ask] = field(default_factory=list)
    omb_number: str = ""
    privacy_note: str = ""
    agenda: list[AgendaPart] = field(default_factory=list)
    practices: list[int] = field(default_factory=list)
    terms: dict[str, list[str]] = field(default_factory=dict)
    copied_from: int | None = None

    def moment(self, chosen: Chosen | None) -> Moment | None:
        """What a chosen time stands for; None where there is none, or the clocks skip it.

        Of two times the first one counts where nobody said which.
        """
        if chosen is None or not is_zone(self.zone):
            return None
        try:
            return moment(chosen.local, self.zone, second=bool(chosen.second))
        except (NoSuchTime, OverflowError):
            return None

    @property
    def times(self) -> Times | None:
        """From when to when; None where that is not known, or there is no such time."""
        starts = self.moment(self.starts)
        if starts is None or not 0 < self.length_minutes <= LONGEST:
            return None
        ends_at = starts.at + timedelta(minutes=self.length_minutes)
        return Times(starts.at, ends_at, self.zone, self.length_minutes)

    def wrong_time(self, chosen: Chosen | None) -> str:
        """Why a chosen time cannot be, in a sentence; empty for one that can, and for none."""
        if chosen is None or not is_zone(self.zone):
            return ""
        try:
            moment(chosen.local, self.zone, second=chosen.second)
        except NoSuchTime as error:
            return error.words
        except ComesTwice:
            return "This time comes twice that day: say which of the two is meant."
        return ""

    def content(self) -> dict[str, Any]:
        """The announcement as JSON: equal for equal ones, in whatever order facet values were given."""
        plain = {name: getattr(self, name) for name in PLAIN}
        return plain | {
            **told_time("starts", self.starts),
            **told_time("opens", self.opens),
            **told_time("closes", self.closes),
            "ask_by": self.ask_by.isoformat() if self.ask_by else "",
            "asks": [dict(ask) for ask in self.asks],
            "agenda": [dict(part) for part in self.agenda],
            "practices": list(self.practices),
            "terms": {facet: sorted(self.terms.get(facet, ())) for facet in TERMS},
        }


TEXTS = ("series", "host", "zone", "join_url", "phone_audio", "omb_number", "privacy_note")
SWITCHES = ("takes_registration", "has_captions", "has_sign_language")
NUMBERS = {"length_minutes": 0, "promotes_until": PROMOTES_UNTIL, "join_minutes": JOIN_MINUTES}
OPTIONAL_NUMBERS = ("moderator", "capacity", "copied_from")
PLAIN = (*TEXTS, *SWITCHES, *NUMBERS, *OPTIONAL_NUMBERS)
"""Parts that are in a content as they are here."""


AS_IN_ROW = (*TEXTS, *SWITCHES, *NUMBERS, "capacity", "ask_by")
"""Parts that the row of a webinar has by the same name and in the same form."""


def told_time(name: str, chosen: Chosen | None) -> dict[str, Any]:
    return {
        f"{name}_local": chosen.local.isoformat() if chosen else "",
        f"{name}_second": chosen.second if chosen else None,
    }


def announcement_in(content: Mapping[str, Any]) -> Announcement:
    """The announcement that a content holds; a part that is missing, or not what it should be, reads as empty."""
    plain: dict[str, Any] = {name: text_in(content.get(name)) for name in TEXTS}
    plain |= {name: bool(content.get(name)) for name in SWITCHES}
    plain |= {name: number_in(content.get(name), otherwise) for name, otherwise in NUMBERS.items()}
    plain |= {name: number_in(content.get(name), None) for name in OPTIONAL_NUMBERS}
    terms, practices = content.get("terms"), content.get("practices")
    return Announcement(
        **plain,
        starts=time_in(content, "starts"),
        opens=time_in(content, "opens"),
        closes=time_in(content, "closes"),
        ask_by=day_in(content.get("ask_by")),
        asks=asks_in(content.get("asks")),
        agenda=parts_in(content.get("agenda")),
        practices=[id for id in practices if isinstance(id, int)] if isinstance(practices, list) else [],
        terms={facet: keys_in(terms, facet) for facet in TERMS},
    )


def text_in(given: Any) -> str:
    return given.strip() if isinstance(given, str) else ""


def number_in(given: Any, otherwise: Any) -> Any:
    return given if isinstance(given, int) and not isinstance(given, bool) and given >= 0 else otherwise


def time_in(content: Mapping[str, Any], name: str) -> Chosen | None:
    """A chosen time, without seconds."""
    try:
        local = datetime.fromisoformat(content.get(f"{name}_local") or "")
    except (TypeError, ValueError):
        return None
    second = content.get(f"{name}_second")
    plain = local.replace(second=0, microsecond=0, tzinfo=None)
    return Chosen(plain, second if isinstance(second, bool) else None)


def day_in(given: Any) -> date | None:
    try:
        return date.fromisoformat(given) if given else None
    except (TypeError, ValueError):
        return None


def keys_in(terms: Any, facet: str) -> list[str]:
    keys = terms.get(facet, ()) if isinstance(terms, Mapping) else ()
    return sorted({key for key in keys if isinstance(key, str)})


def asks_in(given: Any) -> list[Ask]:
    rows = given if isinstance(given, list) else []
    return [
        Ask(
            key=text_in(row.get("key")),
            kind=row["kind"] if row.get("kind") in ASK_KINDS else "text",
            label=text_in(row.get("label")),
            required=bool(row.get("required")),
            choices=[each for each in row.get("choices") or () if isinstance(each, str)],
        )
        for row in rows
        if isinstance(row, Mapping)
    ]
