"""Suggestions for one mentee among 3,000 mentors: CPU milliseconds of the page's whole question, warm and cold.

    python -m benchmarks.mentoring_suggestions

Mentors, needs and the index are generated in a folder of the moment. `measured` is for other benchmarks to call.
"""

import os
import random
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

import flask_migrate
from flask import Flask
from sqlalchemy import insert, select

from benchmarks import people
from benchmarks.words import SEED, sentence
from ion.app import create_app
from ion.base.config import from_environment
from ion.base.extensions import db
from ion.base.vocabulary.places import STATES
from ion.base.vocabulary.roles import ROLES
from ion.base.vocabulary.sectors import SECTORS
from ion.core import portable, tallies
from ion.core.unit_of_work import unit_of_work
from ion.directory.services.areas import plant_areas
from ion.library.services import plant_vocabulary
from ion.mentoring.queries.suggestions import suggestions
from ion.models import MentoringNeed, MentorProfile, MentorTerm, NeedCriterion, Topic, Weight
from ion.search import services as search

MENTORS, NEEDS, ROUNDS = 3_000, 20, 5
MEMBERS = MENTORS + 500


@dataclass(frozen=True, slots=True)
class Figures:
    """CPU milliseconds of one answer: the middle one, the slowest, and the first, which reads all mentors."""

    mentors: int
    warm: float
    slowest: float
    cold: float


def make_site(folder: Path, mentors: int) -> Flask:
    """A migrated database with members, of whom many mentor, needs of the first one, and an index."""
    os.environ["ION_DATA_DIR"] = str(folder)
    app = create_app(from_environment())
    with app.app_context():
        flask_migrate.upgrade()
        with unit_of_work():
            plant_vocabulary()
            plant_areas()
        with unit_of_work() as session:
            fill(session, mentors)
        search.rebuild()
        db.session.remove()
    return app


def fill(session: Any, mentors: int) -> None:
    now, dice = datetime.now(UTC), random.Random(SEED)
    keys = list(session.scalars(select(Topic.key)))
    people.settle(session, mentors + MEMBERS - MENTORS, now)
    ids = range(people.EDITOR + 1, people.EDITOR + 1 + mentors)
    session.execute(insert(MentorProfile), [profile(dice, id, now) for id in ids])
    session.execute(insert(MentorTerm), [*mentor_terms(dice, ids, keys)])
    session.execute(insert(MentoringNeed), [need(dice, n, now) for n in range(1, NEEDS + 1)])
    session.execute(insert(NeedCriterion), [*criteria(dice, keys)])


def profile(dice: random.Random, id: int, now: datetime) -> dict[str, Any]:
    return {
        "person_id": id,
        "talks_about": sentence(dice, 25),
        "monthly_limit": dice.choice([0, 1, 1, 2, 2, 3]) or 1,
        "who_may_ask": "region" if id % 10 == 0 else "members",
        "began_at": now,
        "changed_at": now,
    }


def mentor_terms(dice: random.Random, ids: range, keys: list[str]) -> Iterator[dict[str, Any]]:
    for id in ids:
        yield from (
            {"person_id": id, "facet": "topic", "key": key} for key in dice.sample(keys, min(3, len(keys)))
        )
        yield {"person_id": id, "facet": "sector", "key": dice.choice([*SECTORS])}


def need(dice: random.Random, number: int, now: datetime) -> dict[str, Any]:
    return {
        "id": number,
        "mentee_id": 1,
        "client_id": f"need-{number}",
        "question": sentence(dice, 20),
        "created_at": now,
    }


def criteria(dice: random.Random, keys: list[str]) -> Iterator[dict[str, Any]]:
    for number in range(1, NEEDS + 1):
        wanted = [("topic", key) for key in dice.sample(keys, 2)]
        wanted += [
            ("sector", dice.choice([*SECTORS])),
            ("role", dice.choice([*ROLES])),
            ("state", dice.choice([*STATES])),
        ]
        for (facet, key), weight in zip(wanted, (Weight.HIGH, *[Weight.MEDIUM] * 3, Weight.LOW), strict=True):
            yield {"need_id": number, "facet": facet, "key": key, "weight": weight}


def measured(app: Flask) -> Figures:
    """Each need's suggestions, some times; every answer has five mentors with reasons."""
    with app.app_context():
        who = portable.holder(1)
        assert who is not None
        mentors = db.session.query(MentorProfile).count()
        tallies.forget()
        cold = milliseconds(who, 1)
        times = [milliseconds(who, id) for _ in range(ROUNDS) for id in range(1, NEEDS + 1)]
        db.session.remove()
    return Figures(mentors, median(times), max(times), cold)


def milliseconds(who: Any, need_id: int) -> float:
    db.session.remove()
    before = time.process_time()
    found = suggestions(who, need_id)
    after = time.process_time()
    assert found is not None
    assert len(found.best) == 5
    assert all(each.score.met for each in found.best)
    return (after - before) * 1000


def table(figures: Figures) -> str:
    return (
        f"suggestions for one mentee among {figures.mentors:,} mentors: {figures.warm:.1f} ms CPU, "
        f"slowest {figures.slowest:.1f}, first {figures.cold:.1f}"
    )


def main() -> None:
    """Make the site, measure, print."""
    with tempfile.TemporaryDirectory() as folder:
        app = make_site(Path(folder), MENTORS)
        print(table(measured(app)))


if __name__ == "__main__":
    main()
