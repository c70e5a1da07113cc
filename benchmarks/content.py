"""Generated volume, the same for the same seed: posts and practices made of the field's words."""

import hashlib
import random
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import insert

from ion.base.vocabulary import FACETS
from ion.core.text import safe_html
from ion.core.unit_of_work import unit_of_work
from ion.models import (
    Grant,
    Item,
    ItemAuthor,
    ItemBody,
    ItemCount,
    ItemState,
    ItemTerm,
    Person,
    Post,
    Practice,
    SignIn,
    Stage,
    Topic,
    User,
    UserGrant,
)

SEED = 1914
WORDS = [
    "employer", "champion", "partnership", "sector", "pathway", "apprentice", "intake", "youth", "adult",
    "credential", "wage", "nurse", "welding", "counselor", "board", "region", "referral", "cohort", "training",
    "basic", "skills", "college", "agency", "rapid", "response", "layoff", "outreach", "navigator", "coach",
    "schedule", "childcare", "transport", "veteran", "rural", "tribal", "data", "dashboard", "measure",
    "placement", "retention", "interview", "resume", "workshop", "literacy", "numeracy", "bridge", "program",
    "grant", "fund", "braid", "lease", "partner", "meeting", "agenda", "minutes",
]  # fmt: skip
TOPICS = 12
PEOPLE = 200
NOW = datetime(2026, 11, 1, tzinfo=UTC)
TOKEN = "bench-token"


def sentence(dice: random.Random, length: int) -> str:
    return " ".join(dice.choices(WORDS, k=length)).capitalize() + "."


def markdown(dice: random.Random, words: int) -> str:
    """About `words` words under three headings."""
    blocks = [
        f"## {sentence(dice, 4)[:-1]}\n\n{' '.join(sentence(dice, 14) for _ in range(words // 42))}"
        for _ in "abc"
    ]
    return "\n\n".join(blocks)


def fill(posts: int, practices: int, words: int = 500) -> None:
    """Plant people, topics, a signed-in member, `posts` posts and `practices` practices in an empty database."""
    dice = random.Random(SEED)
    texts = [markdown(dice, words) for _ in range(50)]
    htmls = [safe_html(text) for text in texts]
    with unit_of_work() as session:
        session.execute(
            insert(Topic), [{"key": f"topic-{n}", "name": f"Topic {n}", "summary": ""} for n in range(TOPICS)]
        )
        session.execute(insert(Person), [person(n) for n in range(1, PEOPLE + 1)])
        session.execute(insert(User), [member()])
        session.execute(insert(UserGrant), [{"user_id": 1, "grant": Grant.MEMBER}])
        session.execute(insert(SignIn), [signed_in()])
        stages = [row.key for row in session.query(Stage)]
        for batch in batches(posts, practices):
            write(session, dice, batch, texts, htmls, stages)


def person(number: int) -> dict[str, Any]:
    return {
        "id": number,
        "slug": f"person-{number}",
        "name": f"Person {number}",
        "bio": "",
        "affiliation": "",
        "is_sample": True,
    }


def member() -> dict[str, Any]:
    return {
        "id": 1,
        "email": "member@ion.example",
        "password_hash": "",
        "person_id": 1,
        "created_at": NOW,
        "confirmed_at": NOW,
        "preferences": {},
    }


def signed_in() -> dict[str, Any]:
    later = NOW + timedelta(days=3650)
    hashed = hashlib.sha256(TOKEN.encode()).hexdigest()
    return {
        "id": 1,
        "token_hash": hashed,
        "user_id": 1,
        "created_at": NOW,
        "seen_at": NOW,
        "expires_at": later,
        "agent": "",
    }


def batches(posts: int, practices: int) -> Iterator[list[tuple[int, str]]]:
    kinds = ["post"] * posts + ["practice"] * practices
    numbered = list(enumerate(kinds, 1))
    for start in range(0, len(numbered), 1000):
        yield numbered[start : start + 1000]


def write(
    session: Any,
    dice: random.Random,
    batch: list[tuple[int, str]],
    texts: list[str],
    htmls: list[str],
    stages: list[str],
) -> None:
    """One batch of items with everything that hangs on them."""
    session.execute(insert(Item), [item(dice, number, kind) for number, kind in batch])
    pick = {number: dice.randrange(len(texts)) for number, _ in batch}
    bodies = [
        {"item_id": n, "link_url": "", "link_name": "", "html": htmls[pick[n]], "markdown": texts[pick[n]]}
        for n, _ in batch
    ]
    session.execute(insert(ItemBody), bodies)
    session.execute(insert(ItemCount), [{"item_id": n, "views": dice.randrange(900)} for n, _ in batch])
    session.execute(
        insert(ItemAuthor),
        [{"item_id": n, "person_id": dice.randrange(1, PEOPLE), "position": 0} for n, _ in batch],
    )
    session.execute(insert(ItemTerm), [term for n, kind in batch for term in terms(dice, n, kind, stages)])
    for model, kind in ((Post, "post"), (Practice, "practice")):
        rows = [{"item_id": n, **own(dice, kind)} for n, each in batch if each == kind]
        if rows:
            session.execute(insert(model), rows)


def item(dice: random.Random, number: int, kind: str) -> dict[str, Any]:
    published = NOW - timedelta(minutes=37 * number)
    return {
        "id": number,
        "kind": kind,
        "slug": f"{kind}-{number}",
        "title": sentence(dice, 7)[:-1],
        "summary": sentence(dice, 20),
        "state": ItemState.PUBLISHED,
        "audience": "public",
        "posted_by_id": dice.randrange(1, PEOPLE),
        "published_at": published,
        "first_published_on": published.date(),
        "head_revision": 1,
        "live_revision": 1,
        "is_sample": True,
    }


def terms(dice: random.Random, number: int, kind: str, stages: list[str]) -> list[dict[str, Any]]:
    chosen: Mapping[str, list[str]] = {"topic": [f"topic-{n}" for n in dice.sample(range(TOPICS), 2)]}
    if kind == "practice":
        lists = ("program", "role", "state", "region", "sector", "population", "setting", "evidence", "form")
        fixed = {facet: [dice.choice([*(FACETS[facet].vocabulary or {})])] for facet in lists}
        chosen = {**chosen, **fixed, "stage": [dice.choice(stages)]}
    return [{"item_id": number, "facet": facet, "key": key} for facet, keys in chosen.items() for key in keys]


def own(dice: random.Random, kind: str) -> dict[str, Any]:
    if kind == "post":
        return {}
    return {
        "form": "practice",
        "tier": dice.choice(["promising", "not-rated", "peer-reported"]),
        "finding": "",
        "tier_reason": "",
        "rated_by": "",
        "glance": [],
        "steps": [],
        "duties": [],
        "reading": [],
    }
