"""The ground of every form: text without what no database holds, and words for what is wrong."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field

from ion.core.ports.files import MOST_BYTES


def trimmed(text: Any) -> Any:
    """Text without spaces at its ends and without nulls, which PostgreSQL cannot hold; other values as they are."""
    return text.replace("\x00", "").strip() if isinstance(text, str) else text


def plain_lines(text: Any) -> Any:
    """Lines end in one letter, as they are counted where they are typed."""
    return text.replace("\r\n", "\n") if isinstance(text, str) else text


class Form(FlaskForm):  # type: ignore[misc]
    """A form of the site. The token against forged requests is checked for every POST before any view."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        csrf = False

        def bind_field(self, form: Any, unbound: Any, options: dict[str, Any]) -> Field:
            """Every field trims what was typed, but for passwords, which are taken as they are."""
            if unbound.field_class.__name__ != "PasswordField":
                own = list(unbound.kwargs.get("filters", ()))
                unbound = unbound.field_class(
                    *unbound.args, **(unbound.kwargs | {"filters": [trimmed, *own]})
                )
            bound: Field = unbound.bind(form=form, **options)
            return bound


class FileForm(Form):
    """The ground of a form that sends one file, in its field `file`."""

    @property
    def name(self) -> str:
        return str(self["file"].data.filename or "")

    def content(self) -> bytes:
        """The bytes of the file; of one that is too large, just enough to tell."""
        content: bytes = self["file"].data.stream.read(MOST_BYTES + 1)
        return content
