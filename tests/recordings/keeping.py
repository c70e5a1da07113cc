"""Recordings as tests keep them: with captions of a few sentences, published or not."""

from typing import Any

from ion.base.extensions import db
from ion.core.unit_of_work import unit_of_work
from ion.models import Recording, Webinar
from ion.recordings.captions import Cue
from ion.recordings.passages import SHOWN, Told
from ion.recordings.services import recordings as services
from tests.factories import UserFactory

YOUTUBE = "https://www.youtube.com/watch?v=aqz-KE-bpKQ"
CUES = [
    Cue(0, 4_000, "Ana Ruiz", "Welcome."),
    Cue(760_000, 764_000, "Ben Okafor", "A purple giraffe pays the rent."),
    Cue(1_800_000, 1_804_000, "Ana Ruiz", "Questions?"),
]
MAP = [Told(765, SHOWN, "A map of eight counties.")]


def kept(
    webinar: Webinar,
    *,
    cues: list[Cue] | None = None,
    shown: list[Told] | None = None,
    out: bool = True,
    **fields: Any,
) -> Recording:
    """A recording of the webinar that has all it needs, unless a test says otherwise."""
    user = UserFactory()
    with unit_of_work():
        made = services.add(webinar.item_id, user_id=user.id, **{"url": YOUTUBE, "said": "yes"} | fields)
        id = made.id
        services.set_captions(id, CUES if cues is None else cues, user_id=user.id)
        if shown:
            services.make_passages(made, shown=shown)
        if out:
            services.publish_recording(id, user_id=user.id)
    return db.session.get_one(Recording, id)
