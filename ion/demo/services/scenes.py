"""What happens around sample webinars: agendas, who registers, waits, asks and was there, transcripts; sample groups.

What lies ahead is done by the services of the rooms, as anybody would do it; what is past is written as rows, since no
service lets anybody register for what is over.
"""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import yaml
from sqlalchemy import select

from ion.base.extensions import db
from ion.commons.publishing import services as publishing
from ion.commons.publishing.queries.working import working
from ion.core import clock
from ion.demo.services.desk import Entry, sample, say, user_named
from ion.demo.services.past import EDITOR, ask, keep_transcript, remember
from ion.groups import services as groups
from ion.models import Interest, Item, User, Webinar, Wish
from ion.webinars import services as webinars

WHY = "Sample content."
PLACE = "sample-group:"
TAKEN_OVER = ("capacity", "join_url", "has_captions", "has_sign_language", "phone_audio", "agenda")


def stage(folder: Path) -> int:
    """Play the scenes of webinars.yaml that were not played yet, and found the groups; how many.

    Inside a unit of work.
    """
    editor = user_named(EDITOR)
    if editor is None:
        return 0
    played = sum(play(scene, folder, editor) for scene in told(folder / "webinars.yaml"))
    return played + sum(found(entry, editor) for entry in told(folder / "groups.yaml"))


def told(file: Path) -> list[Entry]:
    """What the file lists, with numbers and switches as such."""
    return list(yaml.safe_load(file.read_text(encoding="utf-8"))) if file.is_file() else []


def play(scene: Entry, folder: Path, editor: User) -> bool:
    """One scene; False for a webinar that is not here, or was announced in full before."""
    item = sample("webinar", scene["webinar"])
    webinar = db.session.get(Webinar, item.id) if item else None
    if item is None or webinar is None or webinar.agenda:
        return False
    announce(item, scene, editor)
    db.session.refresh(webinar)
    if webinar.ends_at > clock.now():
        register(webinar, scene)
    else:
        remember(webinar, scene)
        keep_transcript(webinar, scene, folder)
    for entry in scene.get("questions", ()):
        ask(webinar, entry)
    return True


def announce(item: Item, scene: Entry, editor: User) -> None:
    """Publish the rest of what is said of it."""
    present = working(item.id)
    assert present is not None
    zone = present.content["zone"]
    more = {name: scene[name] for name in TAKEN_OVER if name in scene}
    more["takes_registration"] = "attended" not in scene
    more["moderator"] = person_id(scene.get("moderator", ""))
    more["practices"] = [
        found.id for slug in scene.get("practices", ()) if (found := sample("practice", slug))
    ]
    more["asks"] = [
        {"key": f"ask-{at}", "choices": []} | ask for at, ask in enumerate(scene.get("asks", ()), start=1)
    ]
    if "ask_by" in scene:
        more["ask_by"] = day(scene["ask_by"], zone).isoformat()
    if "opens" in scene:
        opens = datetime.combine(day(scene["opens"], zone), time(9))
        more["opens_local"] = opens.isoformat()
    publishing.save(item.id, present.content | more, base=present.number, user_id=editor.id, note=WHY)
    publishing.publish(item.id, user_id=editor.id, override=WHY)


def day(told: Entry, zone: str) -> date:
    return (clock.now().astimezone(ZoneInfo(zone)) + timedelta(days=int(told["in_days"]))).date()


def person_id(slug: str) -> int | None:
    user = user_named(slug) if slug else None
    return user.person_id if user else None


def register(webinar: Webinar, scene: Entry) -> None:
    """Let people register, the waiting list after the seats are taken; others want to hear when it opens."""
    needs = scene.get("needs", {})
    choices = {
        f"ask-{at}": ask["choices"] for at, ask in enumerate(scene.get("asks", ()), 1) if ask.get("choices")
    }
    for at, slug in enumerate([*scene.get("registered", ()), *scene.get("waiting", ())]):
        if user := user_named(slug):
            answers = {key: words[at % len(words)] for key, words in choices.items()}
            webinars.register(
                webinar.item_id,
                user_id=user.id,
                answers=answers,
                needs=needs.get(slug, ""),
                zone=webinar.zone,
            )
    for slug in scene.get("interested", ()):
        if user := user_named(slug):
            db.session.add(
                Interest(webinar_id=webinar.item_id, user_id=user.id, wish=Wish.OPENS, at=clock.now())
            )
    db.session.flush()


def found(entry: Entry, editor: User) -> bool:
    """One group with its roster and what is said there; False for one that is here."""
    if db.session.scalar(select(Item.id).where(Item.source == PLACE + entry["slug"])) is not None:
        return False
    content = {
        "summary": " ".join(str(entry["summary"]).split()),
        "markdown": entry["text"],
        "topics": sorted(entry["topics"]),
        "facilitator": person_id(entry["facilitator"]),
        "series": entry["series"],
        "rhythm": entry["rhythm"],
        "is_open": entry["is_open"],
    }
    item = publishing.start("group", title=entry["title"], user_id=editor.id, content=content)
    item.is_sample, item.source = True, PLACE + entry["slug"]
    db.session.flush()
    publishing.publish(item.id, user_id=editor.id, override=WHY)
    for slug in entry["members"]:
        if user := user_named(slug):
            groups.join(item.id, user_id=user.id)
    for remark in entry.get("said", ()):
        say(item.id, remark)
    return True
