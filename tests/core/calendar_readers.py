"""Three programs that read calendar files, each a stranger to the others: icalendar, ical.js and khal."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from icalendar import Calendar

from ion.base import assets
from ion.base.config import ROOT
from tests.skips import skip_or_fail

SCRIPT = Path(__file__).with_name("ical_reader.mjs")
FIELDS = ("start-long-full", "end-long-full", "title", "description", "status")
SETTINGS = """\
[calendars]
[[read]]
path = {folder}/files
readonly = True
[locale]
local_timezone = UTC
default_timezone = UTC
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
timeformat = %H:%M
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[sqlite]
path = {folder}/khal.db
"""


class Understood(NamedTuple):
    """What a reader makes of an event; the instants are UTC."""

    start: datetime
    end: datetime
    summary: str
    description: str
    status: str


def by_icalendar(files: Sequence[bytes], _folder: Path) -> list[Understood]:
    found = []
    for file in files:
        (event,) = Calendar.from_ical(file).walk("VEVENT")
        start, end = (event[name].dt.astimezone(UTC) for name in ("DTSTART", "DTEND"))
        texts = (str(event[name]) for name in ("SUMMARY", "DESCRIPTION", "STATUS"))
        found.append(Understood(start, end, *texts))
    return found


def by_ical_js(files: Sequence[bytes], _folder: Path) -> list[Understood]:
    told = [event for (event,) in asked_of_node([file.decode() for file in files])]
    return [
        Understood(
            *(datetime.fromtimestamp(event[name], UTC) for name in ("start", "end")),
            *(event[name] for name in ("summary", "description", "status")),
        )
        for event in told
    ]


def asked_of_node(files: list[str]) -> Any:
    node = assets.system_node() or (assets.wheel_node() if assets.wheel_folder() else None)
    if node is None or not (ROOT / "node_modules/ical.js").is_dir():
        skip_or_fail(
            "ical.js: not installed; `.venv/bin/python -m ion.base.assets` gets it, and Node.js too."
        )
    command = [node.program, str(SCRIPT)]
    asked = subprocess.run(command, input=json.dumps(files), capture_output=True, text=True, check=True)
    return json.loads(asked.stdout)


def by_khal(files: Sequence[bytes], folder: Path) -> list[Understood]:
    """As khal lists them: each file is one of a folder that it reads."""
    khal = shutil.which("khal", path=Path(sys.executable).parent)
    if khal is None:
        skip_or_fail("khal: not installed; `python3 scripts/install.py test` gets it.")
    (folder / "files").mkdir()
    (folder / "settings").write_text(SETTINGS.format(folder=folder), encoding="utf-8")
    for number, file in enumerate(files):
        (folder / f"files/{number}.ics").write_bytes(file)
    wanted = [part for field in ("uid", *FIELDS) for part in ("--json", field)]
    command = [khal, "-c", str(folder / "settings"), "list", "--once", *wanted, "2026-01-01", "2027-02-01"]
    asked = subprocess.run(command, capture_output=True, text=True, check=True)
    found = {event["uid"]: event for line in asked.stdout.splitlines() for event in json.loads(line)}
    return [understood(found[f"{number}@ion.example"]) for number in range(len(files))]


def understood(event: dict[str, str]) -> Understood:
    start, end, *texts = (event[field] for field in FIELDS)
    instants = (datetime.fromisoformat(text).replace(tzinfo=UTC) for text in (start, end))
    return Understood(*instants, *texts)


READERS: dict[str, Callable[[Sequence[bytes], Path], list[Understood]]] = {
    "icalendar": by_icalendar,
    "ical.js": by_ical_js,
    "khal": by_khal,
}
