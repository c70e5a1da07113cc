"""The sample reports of platforms, and who registered for the webinar that they tell of."""

from pathlib import Path

from ion.models import Registration, ReportKind, Webinar
from ion.recordings.tables import Report, read_report
from tests.factories import RegistrationFactory, WebinarFactory

FOLDER = Path(__file__).parent.parent / "samples" / "reports"
KINDS = {"attendance": ReportKind.ATTENDANCE, "qa": ReportKind.QUESTIONS, "polls": ReportKind.POLLS}
PEOPLE = {
    "Ana Ruiz": "ana.ruiz@county.example",
    "Ben Okafor": "ben.okafor@college.example",
    "Chidi Park": "chidi.park@office.example",
    "Dana Whitfield": "dana.whitfield@state.example",
}


def sample(name: str) -> bytes:
    """The bytes of "zoom-attendance" and the like."""
    return (FOLDER / f"{name}.csv").read_bytes()


def kind_of(name: str) -> ReportKind:
    return KINDS[name.split("-")[1]]


def sample_report(name: str) -> Report:
    return read_report(sample(name), kind_of(name))


def held_webinar(**fields: object) -> Webinar:
    """The webinar of Oct. 14, 2026 that the reports tell of."""
    return WebinarFactory("2026-10-14 14:00", title="Who pays for the center", **fields)  # type: ignore[arg-type]


def registered(webinar: Webinar) -> dict[str, Registration]:
    """Four guests who registered for it, by name."""
    return {name: RegistrationFactory(webinar, email=email, name=name) for name, email in PEOPLE.items()}
