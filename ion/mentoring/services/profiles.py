"""Somebody becomes a mentor, says what they offer, is away, pauses, comes back, and ends."""

from datetime import date

from ion.base.extensions import db
from ion.core import clock, outbox, signals
from ion.core.mentoring import openings, today_of
from ion.mentoring.queries.profiles import Offer
from ion.mentoring.services.closing import close_for
from ion.mentoring.services.holding import hold_mentor
from ion.mentoring.services.refusals import NotThere, Refused
from ion.models import MentorProfile, MentorTerm, Person, WhoMayAsk

KIND = "mentor"
FULL, PAUSED, AWAY, ENDED = "full", "paused", "away", "ended"
DAYS_AWAY = 366
NARROW = (WhoMayAsk.MEMBERS, WhoMayAsk.REGION, WhoMayAsk.COHORTS)
"""Who may ask, from many to few."""


def offer(person_id: int, wanted: Offer) -> MentorProfile:
    """Make this what a person offers as a mentor; who was none, or had ended, is one from now on.

    What was accepted stays whatever the limit. Whoever waits for openings is told where there are more than before,
    and open requests close where there are none any more.
    """
    mentor, room = begun(person_id), room_of(person_id)
    narrow = NARROW.index(mentor.who_may_ask)
    mentor.talks_about, mentor.when_words = wanted.talks_about, wanted.when_words
    mentor.monthly_limit, mentor.who_may_ask = wanted.monthly_limit, wanted.who_may_ask
    mentor.is_shown_publicly, mentor.shows_record = wanted.is_shown_publicly, wanted.shows_record
    name_terms(mentor, wanted)
    mentor.changed_at = clock.now()
    changed(mentor)
    now = room_of(person_id)
    if now > room or (now and NARROW.index(mentor.who_may_ask) < narrow):
        signals.mentor_opened.send(mentor)
    elif room and not now:
        close_for(person_id, FULL)
    return mentor


def begun(person_id: int) -> MentorProfile:
    """The profile, locked; a new one for who had none, and one that had ended begins again."""
    person = db.session.get_one(
        Person, person_id, with_for_update=True
    )  # two first answers at once: one profile
    mentor, at = hold_mentor(person.id), clock.now()
    if mentor is None:
        # no conversations until the offer says how many: openings then rise from none
        mentor = MentorProfile(
            person_id=person.id, monthly_limit=0, who_may_ask=WhoMayAsk.MEMBERS, began_at=at, changed_at=at
        )
        db.session.add(mentor)
        db.session.flush()
    elif mentor.ended_at is not None:
        mentor.ended_at = mentor.paused_at = mentor.away_until = None
        mentor.began_at, mentor.monthly_limit = at, 0
        db.session.flush()
    return mentor


def name_terms(mentor: MentorProfile, wanted: Offer) -> None:
    terms = {(facet, key) for facet, keys in wanted.terms.items() for key in keys}
    kept = [term for term in mentor.terms if (term.facet, term.key) in terms]
    have = {(term.facet, term.key) for term in kept}
    mentor.terms = kept + [MentorTerm(facet=facet, key=key) for facet, key in sorted(terms - have)]


def pause(person_id: int) -> None:
    """Take no requests until further notice; open ones close with text, what was accepted goes on."""
    mentor = active(person_id)
    if mentor.paused_at is None:
        mentor.paused_at = clock.now()
        changed(mentor)
        close_for(person_id, PAUSED)


def resume(person_id: int) -> None:
    """Take requests again: no longer paused nor away."""
    mentor, room = active(person_id), room_of(person_id)
    if mentor.paused_at is None and mentor.away_until is None:
        return
    mentor.paused_at = mentor.away_until = None
    changed(mentor)
    if room_of(person_id) > room:
        signals.mentor_opened.send(mentor)


def be_away(person_id: int, until: date) -> None:
    """Be asked by nobody before this date in one's own zone; raises Refused for a date that is not ahead.

    Open requests close with text: they would not be answered in time.
    """
    mentor = active(person_id)
    if until <= today_of(db.session.get_one(Person, person_id).zone):
        raise Refused("Choose a date after today: the first day on which you can be asked again.")
    if (until - clock.now().date()).days > DAYS_AWAY:
        raise Refused("Choose a date within a year, or pause until you come back.")
    mentor.away_until = until
    changed(mentor)
    close_for(person_id, AWAY)


def end(person_id: int) -> None:
    """Mentor no longer: found by nobody, open requests close with text. Conversations and mentorships go on."""
    mentor = active(person_id)
    mentor.ended_at = clock.now()
    mentor.is_shown_publicly = False
    changed(mentor)
    close_for(person_id, ENDED)


def active(person_id: int) -> MentorProfile:
    """The profile of who mentors, locked; raises NotThere for who does not, or no longer."""
    mentor = hold_mentor(person_id)
    if mentor is None or mentor.ended_at is not None:
        raise NotThere
    return mentor


def room_of(person_id: int) -> int:
    db.session.flush()
    return openings([person_id])[person_id]


def changed(mentor: MentorProfile) -> None:
    """What is found by search follows, a moment later."""
    db.session.flush()
    outbox.later("search.put", key=f"{KIND}:{mentor.person_id}", kind=KIND, id=mentor.person_id)
