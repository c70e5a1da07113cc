"""Generated volume, the same for the same seed but for its dates, which end now: what is published, and who is here."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert

from benchmarks import letters, people
from benchmarks.words import SEED, TOPICS, markdown, sentence, topics
from ion.base.vocabulary import FACETS
from ion.core.tallies import raise_version
from ion.core.text import safe_html
from ion.core.unit_of_work import unit_of_work
from ion.models import (
    Item,
    ItemAuthor,
    ItemBody,
    ItemCount,
    ItemState,
    ItemTerm,
    Post,
    Practice,
    Recording,
    Stage,
    Topic,
    Webinar,
)

KINDS = ("post", "practice", "webinar")
ZONES = ("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "Pacific/Honolulu")
SERIES = 24
BATCH = 1000


@dataclass(frozen=True, slots=True)
class Numbered:
    """One item to make: its id, its kind, and its place within the kind, the newest 1."""

    id: int
    kind: str
    place: int


@dataclass(frozen=True, slots=True)
class Press:
    """Makes items: `now` is where their dates end, `size` how many of each kind (and persons) there are."""

    dice: random.Random
    now: datetime
    size: int
    texts: Sequence[str]
    htmls: Sequence[str]
    stages: Sequence[str]

    def write(self, session: Any, batch: list[Numbered]) -> None:
        """One batch of items with everything that hangs on them."""
        session.execute(insert(Item), [self.item(each) for each in batch])
        session.execute(insert(ItemBody), [self.body(each) for each in batch])
        counts = [{"views": self.dice.randrange(900), "likes": self.dice.randrange(30)} for _ in batch]
        session.execute(
            insert(ItemCount), [{"item_id": each.id} | n for each, n in zip(batch, counts, strict=True)]
        )
        session.execute(insert(ItemAuthor), [self.author(each) for each in batch])
        session.execute(insert(ItemTerm), [term for each in batch for term in self.terms(each)])
        own = {
            "post": (Post, self.post),
            "practice": (Practice, self.practice),
            "webinar": (Webinar, self.webinar),
        }
        for kind, (model, row) in own.items():
            if rows := [{"item_id": each.id} | row(each) for each in batch if each.kind == kind]:
                session.execute(insert(model), rows)
        if recorded := [
            self.recording(each) for each in batch if each.kind == "webinar" and each.place % 3 == 0
        ]:
            session.execute(insert(Recording), recorded)

    def item(self, each: Numbered) -> dict[str, Any]:
        published = self.now - timedelta(minutes=37 * each.place)
        return {
            "id": each.id,
            "kind": each.kind,
            "slug": f"{each.kind}-{each.place}",
            "title": sentence(self.dice, 7)[:-1],
            "summary": sentence(self.dice, 20),
            "state": ItemState.PUBLISHED,
            "audience": "members" if each.place % 20 == 0 else "public",
            "posted_by_id": self.dice.randrange(2, self.size + 1),
            "published_at": published,
            "first_published_on": published.date(),
            "head_revision": 1,
            "live_revision": 1,
            "is_sample": True,
        }

    def body(self, each: Numbered) -> dict[str, Any]:
        pick = self.dice.randrange(len(self.texts))
        text = {"html": self.htmls[pick], "markdown": self.texts[pick]}
        return {"item_id": each.id, "link_url": "", "link_name": "", **text}

    def author(self, each: Numbered) -> dict[str, Any]:
        """A few write much, most write little; the member who looks on writes nothing."""
        person = 2 + int((self.size - 1) * self.dice.random() ** 2)
        return {"item_id": each.id, "person_id": person, "position": 0}

    def terms(self, each: Numbered) -> list[dict[str, Any]]:
        lists: tuple[str, ...] = ("role", "state") if each.kind == "webinar" else ()
        if each.kind == "practice":
            lists = (
                "program",
                "role",
                "state",
                "region",
                "sector",
                "population",
                "setting",
                "evidence",
                "form",
            )
        one = {facet: [self.dice.choice([*(FACETS[facet].vocabulary or {})])] for facet in lists}
        chosen: Mapping[str, list[str]] = {"topic": topics(self.dice, 2), **one}
        if each.kind == "practice":
            chosen = {**chosen, "stage": [self.dice.choice(self.stages)]}
        return [
            {"item_id": each.id, "facet": facet, "key": key} for facet, keys in chosen.items() for key in keys
        ]

    def post(self, each: Numbered) -> dict[str, Any]:
        return {"form": "announcement" if each.place % 500 == 100 else "post"}

    def practice(self, each: Numbered) -> dict[str, Any]:
        tier = self.dice.choice(["promising", "not-rated", "peer-reported"])
        empty = {"finding": "", "tier_reason": "", "rated_by": "", "glance": [], "steps": [], "duties": []}
        return {"form": "practice", "tier": tier, "reading": [], **empty}

    def webinar(self, each: Numbered) -> dict[str, Any]:
        """Half of them are past; one begins every three hours, the last of all years from now."""
        starts = self.now + timedelta(minutes=90 + 180 * (self.size // 2 - each.place))
        zone = self.dice.choice(ZONES)
        return {
            "series": f"Series {self.dice.randrange(SERIES)}",
            "host": "A workforce board",
            "starts_local": starts.astimezone(ZoneInfo(zone)).replace(tzinfo=None),
            "zone": zone,
            "length_minutes": 60,
            "starts_at": starts,
            "ends_at": starts + timedelta(minutes=60),
            "cancelled_at": self.now if each.place % 50 == 7 else None,
            "sequence": 0,
        }

    def recording(self, each: Numbered) -> dict[str, Any]:
        url = f"https://video.example.gov/{each.id}"
        return {"webinar_id": each.id, "url": url, "has_captions": True, "published_at": self.now}


def fill(size: int, words: int = 500) -> None:
    """Plant `size` items of each kind and `size` persons in a migrated, empty database with stages and areas."""
    dice, now = random.Random(SEED), datetime.now(UTC).replace(microsecond=0)
    texts = [markdown(dice, words) for _ in range(50)]
    with unit_of_work() as session:
        made = [{"key": f"topic-{n}", "name": f"Topic {n}", "summary": ""} for n in range(TOPICS)]
        session.execute(insert(Topic), made)
        people.settle(session, size, now)
        stages = [row.key for row in session.query(Stage)]
        press = Press(dice, now, size, texts, [safe_html(text) for text in texts], stages)
        for batch in batches(size):
            press.write(session, batch)
        for kind in KINDS:
            raise_version(session, kind)
        people.busy_themselves(session, size, len(KINDS) * size, now)
        letters.write(session, now)


def batches(size: int) -> Iterator[list[Numbered]]:
    numbered = [
        Numbered(at * size + place, kind, place)
        for at, kind in enumerate(KINDS)
        for place in range(1, size + 1)
    ]
    for start in range(0, len(numbered), BATCH):
        yield numbered[start : start + BATCH]
