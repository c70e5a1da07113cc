"""Topics from elsewhere. The library plants the vocabulary of topics, so it also takes in more of them."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from ion.base.extensions import db
from ion.base.vocabulary.topics import TOPIC_SEEDS
from ion.commons.importing.queries import named_in_audit
from ion.core import text
from ion.core.merged import merged
from ion.core.ports.records import Fate, ImportedRecord, Outcome
from ion.models import Topic

OWN = frozenset(seed.key for seed in TOPIC_SEEDS)
PATH = "/blog/?topic="
"""Where the page of a topic is: the list of what was written about it."""


class TopicImporter:
    """Takes records as topics. A topic's key is its name in its source, as items of the same source call it."""

    kind = "topic"
    name = "topics"
    part = "topics"
    table = "topic"
    prose = ""
    words: Mapping[str, int] = {"summary": 1000}
    lists: frozenset[str] = frozenset()

    def problems(self, record: ImportedRecord) -> list[str]:
        return []

    def save(self, records: Sequence[ImportedRecord], *, overwrite: bool) -> list[Outcome]:
        keys = [key_of(record) for record in records]
        here = {topic.key: topic for topic in db.session.scalars(select(Topic).where(Topic.key.in_(keys)))}
        gone = merged("topic")
        edited = named_in_audit("topic", [topic.id for topic in here.values()]) if not overwrite else set()
        return [
            Outcome(Fate.LEFT, PATH + gone[key], f"was merged into {gone[key]}")
            if key in gone
            else keep(record, here, edited)
            for key, record in zip(keys, records, strict=True)
        ]


def keep(record: ImportedRecord, here: dict[str, Topic], edited: set[int]) -> Outcome:
    key = key_of(record)
    path = PATH + key
    found = here.get(key)
    if found is None:
        here[key] = Topic(key=key, name=record.name, summary=record.words.get("summary", ""))
        db.session.add(here[key])
        return Outcome(Fate.NEW, path)
    summary = record.words.get("summary", found.summary)
    if (found.name, found.summary) == (record.name, summary):
        return Outcome(Fate.UNCHANGED, path)
    if key in OWN:
        return Outcome(Fate.LEFT, path, "is one of ION's own topics")
    if found.id in edited:
        return Outcome(Fate.LEFT, path, "was changed here by ION staff")
    found.name, found.summary = record.name, summary
    return Outcome(Fate.CHANGED, path)


def key_of(record: ImportedRecord) -> str:
    return text.slug(record.key, 120)
