"""An announcement as named texts, in the order of its form: what two versions of a webinar are compared by."""

from ion.core.labels import label
from ion.core.meant import item_typed, person_typed
from ion.core.ports.publishable import Told
from ion.core.spans import length_in_words
from ion.core.times import count, own_time, us_date
from ion.core.wall_times import Chosen
from ion.webinars.agenda import PARTS, AgendaPart
from ion.webinars.announcement import ASK_KINDS, TERMS, Announcement, Ask


def told(announced: Announcement) -> list[Told]:
    """The parts that the webinar has; what it does not have is left out."""
    parts = [
        Told("Starts", time_in_words(announced, announced.starts)),
        Told("Time zone", announced.zone),
        Told("Length", length_in_words(announced.length_minutes) if announced.length_minutes else ""),
        Told("Series", announced.series),
        Told("Host", announced.host),
        Told("Moderator", person_typed(announced.moderator)),
        Told("Registration", "\n".join(registration(announced))),
        Told("Join link", announced.join_url),
        Told("Taking part", "\n".join(taking_part(announced))),
        Told("Questions at registration", "\n".join(ask(each) for each in announced.asks)),
        Told("OMB control number", announced.omb_number),
        Told("Privacy note", announced.privacy_note),
        Told("Agenda", "\n".join(part(each) for each in announced.agenda)),
        Told("Practices", "\n".join(filter(None, map(item_typed, announced.practices)))),
        *(
            Told(name, ", ".join(label(facet, key) for key in announced.terms.get(facet, ())))
            for facet, name in TERMS.items()
        ),
    ]
    return [each for each in parts if each.text]


def time_in_words(announced: Announcement, chosen: Chosen | None) -> str:
    """A chosen time with its zone; as it was typed where there is no such time."""
    found = announced.moment(chosen)
    if found is not None:
        return own_time(found.at, found.zone)
    return f"{chosen.local:%Y-%m-%d %H:%M}, a time that the clocks skip or without a zone" if chosen else ""


def registration(announced: Announcement) -> list[str]:
    """How one registers, a line each; nothing where one does not register here."""
    if not announced.takes_registration:
        return []
    opens, closes = (time_in_words(announced, each) for each in (announced.opens, announced.closes))
    limit = f"For {count(announced.capacity, 'person', 'people')}" if announced.capacity else "Without limit"
    until = count(announced.promotes_until, "minute", "minutes")
    lines = [
        f"{limit}, from {opens or 'publication'} to {closes or 'the end'}.",
        f"The join link is shown from {count(announced.join_minutes, 'minute', 'minutes')} before the start.",
    ]
    if announced.capacity:
        lines.append(f"People move up from the waiting list until {until} before the start.")
    return lines


def taking_part(announced: Announcement) -> list[str]:
    """What helps people to take part, a line each."""
    lines = [
        ("Live captions", announced.has_captions),
        ("American Sign Language", announced.has_sign_language),
        (f"By phone: {announced.phone_audio}", announced.phone_audio),
        (f"Ask for other help by {us_date(announced.ask_by)}", announced.ask_by),
    ]
    return [words for words, is_so in lines if is_so]


def ask(each: Ask) -> str:
    choices = f": {'; '.join(each['choices'])}" if each["choices"] else ""
    need = "must be answered" if each["required"] else "may be left empty"
    return f"{each['label']} ({ASK_KINDS[each['kind']].lower()}, {need}){choices}"


def part(each: AgendaPart) -> str:
    who = f", {each['who']}" if each["who"] else ""
    minutes = count(each["minutes"], "minute", "minutes")
    return f"{PARTS[each['part']]}, {minutes}: {each['title']}{who}"
