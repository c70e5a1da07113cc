"""What a room offers for its page of writing: a form with its own fields, and the way from it to a content and back."""

from typing import Any, Protocol

from ion.commons.publishing.forms import ItemForm
from ion.core.ports.publishable import Content
from ion.core.ports.registry import Registry


class Editor(Protocol):
    """A room's side of the page of writing. `template` is a partial that draws the room's own fields of `form`."""

    @property
    def kind(self) -> str: ...

    @property
    def form(self) -> type[ItemForm]: ...

    @property
    def template(self) -> str: ...

    def content(self, form: Any) -> Content:
        """The room's own parts of the content, from a form that validated."""
        ...

    def fields(self, content: Content) -> dict[str, Any]:
        """The room's own parts as data for the form's own fields."""
        ...


EDITORS: Registry[Editor] = Registry()
