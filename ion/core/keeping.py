"""Parts of a page that are the same for many readers, remembered as markup while their items do not change.

    {% call kept("rows") %} … {% endcall %}

What stands in the part may depend on nothing but the items of the kinds and the name given; what changes without
them (view counts, a person's name) may be FRESH old.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import timedelta

from markupsafe import Markup

from ion.base.assets import asset
from ion.core import tallies

FRESH = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Kept:
    """Remembers parts of one page: `name` holds what they depend on besides the items (filter, scopes, page)."""

    kinds: tuple[str, ...]
    name: Hashable

    def __call__(self, part: str, caller: Callable[[], Markup]) -> Markup:
        """The part as markup; `caller` draws it where it is not remembered."""
        return tallies.recall(
            self.kinds, ("markup", part, self.name, asset("icons.svg")), caller, lasts=FRESH
        )
