"""Who somebody was before they left: their name and addresses, and texts without them. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

FORMER_MEMBER = "Former member"
"""What somebody who left is called wherever their name stood."""
REMOVED = "(removed)"
"""What stands where an e-mail address stood."""
SHORTEST = 4
"""Characters of a name that is looked for in texts: a shorter one would be found in other words."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Somebody by name, e-mail and slug. `is_only` says that nobody else here has the name."""

    name: str
    email: str
    slug: str
    is_only: bool = True

    @property
    def words(self) -> list[str]:
        """What is looked for, and is replaced by `without`."""
        named = self.is_only and len(self.name) >= SHORTEST
        return [word for word in (self.email, self.slug, self.name if named else "") if word]

    def without(self, text: str) -> str:
        """The text with what names this person replaced; a name only where it stands as words of its own."""
        for word in self.words:
            put = FORMER_MEMBER if word == self.name else REMOVED
            text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", put, text, flags=re.IGNORECASE)
        return text

    def without_in(self, value: Any) -> Any:
        """The same for every text in a value of JSON, keys excepted."""
        if isinstance(value, str):
            return self.without(value)
        if isinstance(value, Mapping):
            return {key: self.without_in(each) for key, each in value.items()}
        return [self.without_in(each) for each in value] if isinstance(value, list) else value
