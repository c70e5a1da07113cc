"""Mentors, requests, paths, a mentorship and a cohort of the sample network, by the services of their rooms, at the
times that the file gives."""

from datetime import date, timedelta
from pathlib import Path

import yaml
from sqlalchemy import select

from ion.base.extensions import db
from ion.cohorts.services import joining, planning, ranking
from ion.core import clock
from ion.core.matching.scoring import Criterion
from ion.core.mentoring import today_of
from ion.demo.services.desk import Entry, sample, user_named
from ion.demo.services.letters import as_viewer, sent_at
from ion.demo.services.partners import befriend, moment_of
from ion.mentoring.queries.profiles import Offer
from ion.mentoring.services import answering, calls, needs, profiles, requests
from ion.mentorships.services import paths
from ion.models import (
    MentoringCohort,
    MentoringNeed,
    MentoringPath,
    MentorProfile,
    User,
    Weight,
    WhoMayAsk,
)

TERMS = {"topics": "topic", "stages": "stage", "sectors": "sector", "populations": "population"}
STAFF = "simone-baptiste"
"""Who opens the cohort and keeps the paths."""


def bring_together(file: Path) -> int:
    """Let sample people mentor, ask and join as the file has them, where they did not yet; how much is new.

    Inside a unit of work.
    """
    staff = user_named(STAFF)
    if staff is None or not file.is_file():
        return 0
    told = yaml.safe_load(file.read_text(encoding="utf-8"))
    new = sum(offers(entry) for entry in told["mentors"])
    new += sum(walks(entry, staff) for entry in told["paths"])
    new += sum(asks(entry) for entry in told["asked"])
    new += sum(befriend(entry) for entry in told["mentorships"])
    return new + sum(gathers(entry, staff) for entry in told["cohorts"])


def offers(entry: Entry) -> bool:
    """One mentor; False for who is not here, or mentors already."""
    user = user_named(entry["person"])
    if user is None or db.session.get(MentorProfile, user.person_id) is not None:
        return False
    profiles.offer(
        user.person_id,
        Offer(
            talks_about=entry["talks_about"].strip(),
            terms={facet: tuple(entry[name]) for name, facet in TERMS.items() if entry.get(name)},
            monthly_limit=entry["monthly_limit"],
            when_words=entry["when_words"],
            who_may_ask=WhoMayAsk.MEMBERS,
            is_shown_publicly=entry.get("is_shown_publicly", False),
            shows_record=entry.get("shows_record", False),
        ),
    )
    if days := entry.get("away_in_days"):
        profiles.be_away(user.person_id, today_of(user.person.zone) + timedelta(days=days))
    return True


def walks(entry: Entry, staff: User) -> bool:
    """One path; False where it is here."""
    if db.session.scalar(select(MentoringPath.id).where(MentoringPath.name == entry["name"])):
        return False
    steps = [
        paths.Step(step["title"], step["agenda"], practice(step.get("practice", "")))
        for step in entry["steps"]
    ]
    paths.keep(entry["name"], entry["summary"], steps, is_sample=True, user_id=staff.id)
    return True


def practice(slug: str) -> int | None:
    """The id of a sample practice."""
    item = sample("practice", slug) if slug else None
    return item.id if item else None


def criteria(entry: Entry) -> dict[tuple[str, str], Weight]:
    return {(each["facet"], each["key"]): Weight(each["weight"]) for each in entry["criteria"]}


def asks(entry: Entry) -> bool:
    """One need with what came of it; False where it is here, or somebody is not."""
    user, client_id = user_named(entry["person"]), f"sample-{entry['slug']}"
    mentors = [found for slug in entry["choices"] if (found := user_named(slug))]
    known = select(MentoringNeed.id).where(MentoringNeed.client_id == client_id)
    if user is None or len(mentors) < len(entry["choices"]) or db.session.scalar(known):
        return False
    who = as_viewer(user)
    with clock.frozen(sent_at(entry["asked"])):
        wish = needs.Wish(
            entry["question"], entry["note"].strip(), criteria(entry), practice(entry.get("practice", ""))
        )
        need = needs.write(who, wish, client_id)
        if not mentors:
            needs.wait(who, need.id, on=True)
            return True
        request = requests.ask(who, need.id, [mentor.person_id for mentor in mentors])
    if "accepted" in entry:
        with clock.frozen(sent_at(entry["accepted"])):
            answering.accept(request.mentor_id, request.id, entry["words"])
        agree_on_time(entry, user, mentors[0], request.id)
    return True


def agree_on_time(entry: Entry, mentee: User, mentor: User, request_id: int) -> None:
    """Times of the first call, and the one that was chosen."""
    times = [moment_of(slot) for slot in entry.get("slots", ())]
    if times:
        made = calls.propose(mentor.person_id, request_id, times)
        calls.choose(mentee.person_id, request_id, made[entry["chosen"]].id)


def gathers(entry: Entry, staff: User) -> bool:
    """One cohort with who joined it; False where it is here."""
    if db.session.scalar(select(MentoringCohort.id).where(MentoringCohort.title == entry["title"])):
        return False
    path = select(MentoringPath.id).where(MentoringPath.name == entry["path"])
    plan = planning.Plan(
        title=entry["title"],
        summary=entry["summary"].strip(),
        closes_on=in_days(entry["closes_in_days"]),
        starts_on=in_days(entry["starts_in_days"]),
        ends_on=in_days(entry["ends_in_days"]),
        path_id=db.session.scalar(path),
    )
    cohort = planning.create(plan, user_id=staff.id)
    cohort.is_sample = True
    planning.open_now(cohort.id, user_id=staff.id)
    for each in entry["mentors"]:
        if user := user_named(each["person"]):
            joining.join_as_mentor(cohort.id, user.person_id, openings=each["openings"])
    for each in entry["mentees"]:
        joins(cohort.id, each)
    return True


def joins(cohort_id: int, entry: Entry) -> None:
    """One mentee of a cohort, with whom they rank."""
    user = user_named(entry["person"])
    if user is None:
        return
    wanted = [Criterion(*key, weight) for key, weight in criteria(entry).items()]
    joining.join_as_mentee(cohort_id, user.person_id, joining.Wish(entry["question"], wanted))
    for slug in entry.get("ranks", ()):
        if other := user_named(slug):
            ranking.add(cohort_id, user.person_id, other.person_id)


def in_days(days: int) -> date:
    return clock.now().date() + timedelta(days=days)
