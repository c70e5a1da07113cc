"""Whether suggestions make sense: authors of a folder of posts become mentors of the topics they wrote about.

    python -m benchmarks.mentoring_corpus FOLDER [--needs FILE]

Posts are Markdown files with `title`, `authors` and `topics` in their front matter, anywhere below the folder. A need
is a line "question | topic, topic": the first topic is a must, the others matter. Without a file, ten titles of posts
are asked as questions. Prints the suggestions with their reasons, and how many of the reasons are true of the posts.
"""

import argparse
import os
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import flask_migrate
import yaml

from ion.app import create_app
from ion.base.config import from_environment
from ion.base.extensions import db
from ion.core import portable
from ion.core.access import scopes
from ion.core.matching.scoring import Reason
from ion.core.mentoring import reason_words
from ion.core.ports.query import folded_words
from ion.core.text import slug, squeeze
from ion.core.unit_of_work import unit_of_work
from ion.mentoring.queries.needed import needed
from ion.mentoring.queries.suggestions import of_need
from ion.mentoring.queries.wording import is_form
from ion.models import (
    Grant,
    MentoringNeed,
    MentorProfile,
    MentorTerm,
    NeedCriterion,
    Person,
    Topic,
    User,
    UserGrant,
    Weight,
)
from ion.search import services as search

TOPICS, TITLES, NEEDS = 6, 6, 10
LONGEST = 1_000


@dataclass(frozen=True, slots=True)
class Post:
    """What a file says of itself."""

    title: str
    authors: tuple[str, ...]
    topics: tuple[str, ...]


@dataclass(slots=True)
class Author:
    """What somebody wrote."""

    titles: list[str] = field(default_factory=list)
    topics: Counter[str] = field(default_factory=Counter)

    @property
    def talks_about(self) -> str:
        return squeeze(". ".join(self.titles[-TITLES:]), LONGEST)


@dataclass(frozen=True, slots=True)
class Need:
    """A question, and the topics wanted, the first as a must."""

    question: str
    topics: tuple[str, ...]


def posts(folder: Path) -> Iterator[Post]:
    """Every post below the folder, by its path."""
    for path in sorted(folder.rglob("*.md")):
        parts = path.read_text(encoding="utf-8", errors="replace").split("---", 2)
        front = front_of(parts[1]) if len(parts) == 3 and not parts[0].strip() else {}
        if front.get("title") and front.get("authors"):
            yield Post(str(front["title"]), names(front["authors"]), names(front.get("topics")))


def front_of(text: str) -> dict[str, Any]:
    try:
        found = yaml.safe_load(text)
    except yaml.YAMLError:
        return {}
    return found if isinstance(found, dict) else {}


def names(value: Any) -> tuple[str, ...]:
    listed = value if isinstance(value, list) else [value] if isinstance(value, str) else []
    return tuple(dict.fromkeys(slug(str(each)) for each in listed if each))


def authors_of(found: Sequence[Post]) -> dict[str, Author]:
    """Who wrote what, by name."""
    authors: dict[str, Author] = defaultdict(Author)
    for post in found:
        for name in post.authors:
            authors[name].titles.append(post.title)
            authors[name].topics.update(post.topics)
    return {name: author for name, author in sorted(authors.items()) if author.topics}


def needs_in(path: Path | None, found: Sequence[Post]) -> list[Need]:
    """The needs of a file, or ten titles of posts that have two topics, evenly spread."""
    if path:
        rows = (line.split("|") for line in path.read_text(encoding="utf-8").splitlines() if "|" in line)
        return [Need(question.strip(), names(topics.split(","))) for question, topics in rows]
    several = [post for post in found if len(post.topics) > 1]
    return [Need(post.title, post.topics[:3]) for post in several[:: max(1, len(several) // NEEDS)][:NEEDS]]


def settle(session: Any, authors: dict[str, Author], needs: Sequence[Need]) -> None:
    """The authors as mentors, person 1 as the mentee, and the needs."""
    now = datetime.now(UTC)
    keys = {key for author in authors.values() for key in author.topics} | {
        key for need in needs for key in need.topics
    }
    session.execute(db.metadata.tables["topic"].delete())
    session.add_all(Topic(key=key, name=key.replace("-", " ").capitalize()) for key in sorted(keys))
    for number, name in enumerate(("mentee", *authors), 1):
        title = name.replace("-", " ").title()
        session.add(Person(id=number, slug=f"{name}-{number}", name=title))
        session.flush()
        user = User(
            id=number, email=f"p{number}@ion.example", person_id=number, created_at=now, confirmed_at=now
        )
        user.grants = [UserGrant(grant=Grant.MEMBER)]
        session.add(user)
        if name in authors:
            session.add(mentor(number, authors[name], now))
    for number, need in enumerate(needs, 1):
        session.add(row_of(number, need, now))


def mentor(id: int, author: Author, now: datetime) -> MentorProfile:
    made = MentorProfile(person_id=id, talks_about=author.talks_about, began_at=now, changed_at=now)
    made.terms = [MentorTerm(facet="topic", key=key) for key, _ in author.topics.most_common(TOPICS)]
    return made


def row_of(id: int, need: Need, now: datetime) -> MentoringNeed:
    made = MentoringNeed(id=id, mentee_id=1, client_id=f"n{id}", question=need.question, created_at=now)
    made.criteria = [
        NeedCriterion(facet="topic", key=key, weight=Weight.MEDIUM if at else Weight.MUST)
        for at, key in enumerate(need.topics)
    ]
    return made


def is_true(reason: Reason, author: Author) -> bool:
    """Whether the posts themselves bear a reason out: the topic is on one of them, each word stands in a title."""
    if reason.facet == "topic":
        return author.topics[reason.key] > 0
    said = {word for title in author.titles for word in folded_words(title)}
    return all(any(is_form(word, other) for other in said) for word in reason.words)


def report(authors: dict[str, Author], needs: Sequence[Need]) -> str:
    """Each need with its suggestions, and how many reasons are true."""
    who = portable.holder(1)
    by_id = dict(enumerate(authors, 2))
    lines: list[str] = []
    checked: list[bool] = []
    for number, need in enumerate(needs, 1):
        lines.append(f"\n{number}. {need.question}  [{', '.join(need.topics)}]")
        read = needed(number)
        assert read is not None
        for each in of_need(read, scopes(who)).best:
            met = [reason for reason in each.score.reasons if reason.is_met]
            checked += [is_true(reason, authors[by_id[each.mentor.id]]) for reason in met]
            because = "; ".join(map(reason_words, met))
            lines.append(f"   {each.rank}. {each.mentor.name} ({each.score.points}): {because}")
    return "\n".join([*lines, f"\n{sum(checked)} of {len(checked)} reasons are true of the posts."])


def main() -> None:
    """Read, settle, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--needs", type=Path)
    asked = parser.parse_args()
    found = list(posts(asked.folder))
    authors, needs = authors_of(found), needs_in(asked.needs, found)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["ION_DATA_DIR"] = folder
        app = create_app(from_environment())
        with app.app_context():
            flask_migrate.upgrade()
            with unit_of_work() as session:
                settle(session, authors, needs)
            search.rebuild()
            print(f"{len(found):,} posts, {len(authors):,} authors as mentors")
            print(report(authors, needs))
            db.session.remove()


if __name__ == "__main__":
    main()
