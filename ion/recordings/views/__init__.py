"""Views of recordings: importing them registers them with the blueprint."""

from ion.recordings.views import certificates, desk, exports, held, recordings, reports, transcripts
from ion.recordings.views.blueprint import bp
from ion.recordings.views.panels import install

__all__ = [
    "bp",
    "certificates",
    "desk",
    "exports",
    "held",
    "install",
    "recordings",
    "reports",
    "transcripts",
]
