"""Where the transcript of a recording has the words of a second."""

from bisect import bisect_right

from sqlalchemy import Integer, bindparam, select

from ion.core import reading, tallies
from ion.core.transcripts import anchor_of
from ion.models import TranscriptPassage

STARTS = (
    select(TranscriptPassage.seconds)
    .where(TranscriptPassage.recording_id == bindparam("recording_id", type_=Integer))
    .order_by(TranscriptPassage.seconds)
)


def anchor(recording_id: int, second: int) -> str:
    """The id of the passage in which that second lies, on the page of transcripts; empty where there are no words.

    The recording is the first one of its webinar.
    """

    def read() -> list[int]:
        return [row.seconds for row in reading.rows(STARTS, recording_id=recording_id)]

    starts = tallies.recall("webinar", ("passage starts", recording_id), read) if recording_id else []
    return anchor_of(1, starts[max(0, bisect_right(starts, second) - 1)]) if starts else ""
