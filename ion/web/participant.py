"""Forms that stop once when what was sent looks like personal details of people who are served (participant PII).

A form names in `checked` the fields that are looked at. Where something is found it is invalid until the details are
removed or a reason is given; its template shows both ways by `participant_check(form)` of components/participant.html,
inside the form. The view writes the reason down by `note`, in the unit of work of the deed.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, ClassVar, TypeVar

from wtforms import TextAreaField
from wtforms.validators import Length

from ion.core import audit
from ion.core.participant_data import Suspicion, in_file, suspicions
from ion.core.ports.files import MOST_BYTES
from ion.web.forms import FileForm, Form, plain_lines

SENT_ANYWAY = "participant_data.sent_anyway"
"""The deed in ION's log: something was sent with a reason. What was found is told by its kind, never by its text."""
LONGEST_REASON = 300
FEWEST_LETTERS = 3
T = TypeVar("T")
HEADING = "This looks like participant PII"
"""WIOA's word for people who are served; on pages it stands only here."""
STOPPED = f"{HEADING}. Remove it, or say why it may be sent."
TOO_LONG = f"Keep the reason within {LONGEST_REASON} characters."


class CheckedForm(Form):
    """A form whose texts are looked at before they are sent. `suspicions` is what was found, at most one of a sort."""

    checked: ClassVar[tuple[str, ...]] = ()
    participant_heading: ClassVar[str] = HEADING
    participant_reason = TextAreaField(
        "Why it may be sent", [Length(max=LONGEST_REASON, message=TOO_LONG)], filters=[plain_lines]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.suspicions: list[Suspicion] = []
        self.beside: list[str] = []

    def look_at(self, *texts: str) -> None:
        """Look at these texts too: what is sent by the form, but was not typed into it. Call it before `validate`."""
        self.beside += texts

    def found(self) -> list[Suspicion]:
        """What looks like participant data in what was sent."""
        typed = (text for name in self.checked for text in texts_in(self[name].data))
        return suspicions("\n\n".join([*typed, *self.beside]))

    def validate(self, extra_validators: Any = None) -> bool:
        is_valid: bool = super().validate(extra_validators)
        self.suspicions = self.found()
        if self.suspicions and not self.participant_reason.errors and not self.is_explained:
            self.participant_reason.errors = [STOPPED]
        return is_valid and not self.participant_reason.errors

    @property
    def is_explained(self) -> bool:
        reason: str = self.participant_reason.data or ""
        return sum(letter.isalpha() for letter in reason) >= FEWEST_LETTERS


class CheckedFileForm(CheckedForm, FileForm):
    """A form that sends one file, in its field `file`, which is looked into too. The bytes are read once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._content: bytes | None = None

    def content(self) -> bytes:
        if self._content is None:
            self._content = super().content()
        return self._content

    def found(self) -> list[Suspicion]:
        in_words = super().found()
        if not self["file"].data or len(self.content()) > MOST_BYTES:
            return in_words
        return first_of_each([*in_words, *in_file(self.name, self["file"].data.mimetype, self.content())])


def found_in_files(files: Iterable[tuple[str, str, bytes]]) -> list[Suspicion]:
    """What looks like participant data in files given as name, type and bytes; for forms that send several."""
    return first_of_each(each for file in files for each in in_file(*file))


def first_of_each(found: Iterable[Suspicion]) -> list[Suspicion]:
    """At most one of a sort."""
    return list({each.what: each for each in reversed(list(found))}.values())[::-1]


def texts_in(value: Any) -> Iterator[str]:
    """Every text in what a field holds: one text, or a list of rows."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield "\n".join(text for each in value.values() for text in texts_in(each))
    elif isinstance(value, Iterable):
        for each in value:
            yield from texts_in(each)


def note(form: CheckedForm, *, kind: str, id: int | None, user_id: int | None) -> None:
    """Write down that (kind, id) was sent though it looked like participant data, and why; else nothing.

    Call it in the unit of work of the deed. The reason and the kinds of finds are kept, never what was found.
    """
    if not form.suspicions:
        return
    after = {"found": [each.what for each in form.suspicions], "reason": form.participant_reason.data}
    audit.record(SENT_ANYWAY, kind=kind, id=id, user_id=user_id, after=after)


def noted(
    form: CheckedForm, deed: Callable[[], T], *, kind: str, id: int | None, user_id: int | None
) -> Callable[[], T]:
    """The deed, and right before it the `note` of what was sent anyway."""

    def both() -> T:
        note(form, kind=kind, id=id, user_id=user_id)
        return deed()

    return both
