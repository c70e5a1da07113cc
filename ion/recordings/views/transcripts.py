"""The transcript of a webinar for its readers, with its recordings, and their captions as files."""

from flask import Response, abort, make_response, request

from ion.core.corrections import corrections_of
from ion.recordings.queries import transcripts as queries
from ion.recordings.queries import webinars
from ion.recordings.queries.transcripts import Transcript
from ion.recordings.queries.webinars import PATH
from ion.recordings.views.blueprint import bp
from ion.web.fragments import Fragment
from ion.web.guards import or_404
from ion.web.headers import open_frames
from ion.web.login import viewer_scopes

page = Fragment("recordings/transcript.html", "main")
LONGEST_NUMBER = 9


@bp.get(f"{PATH}<slug>/transcript")
def transcript(slug: str) -> Response:
    """Everything that was said, and with ?play=<recording> its player: only then, another site is asked for it."""
    scopes = viewer_scopes()
    webinar = or_404(webinars.seen(slug, scopes))
    found = queries.transcripts(webinar.id, scopes)
    if not found:
        abort(404)
    playing = played(found)
    player = playing.player if playing else None
    second = number("t")
    drawn = page.render(
        webinar=webinar,
        transcripts=found,
        playing=playing if player else None,
        player=player,
        player_url=player.address(second) if player else "",
        second=second,
        corrections=corrections_of(webinar.id),
    )
    return open_frames(drawn, player.origin) if player else drawn


def played(found: list[Transcript]) -> Transcript | None:
    """The recording that ?play= names."""
    id = number("play")
    return next((each for each in found if each.id == id), None)


def number(name: str) -> int:
    """A number of the address; 0 for none."""
    asked = request.args.get(name, "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= LONGEST_NUMBER else 0


@bp.get(f"{PATH}<slug>/captions/<int:recording_id>.vtt")
def captions(slug: str, recording_id: int) -> Response:
    """The captions of a recording, for a player of one's own."""
    answer = make_response(or_404(queries.captions(recording_id, slug, viewer_scopes())))
    answer.content_type = "text/vtt; charset=utf-8"
    answer.headers["Content-Disposition"] = f'attachment; filename="{slug}-{recording_id}.vtt"'
    return answer
