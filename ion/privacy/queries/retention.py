"""How long each kind of record is kept: what rooms offer, and what staff chose."""

from dataclasses import dataclass

from ion.core import site_settings, tallies
from ion.core.ports.personal import RETAINED, Retained

PREFIX = "retention."
MOST_DAYS = 36_500


@dataclass(frozen=True, slots=True)
class Kept:
    """One kind with how many days it is kept now; 0 is forever."""

    offer: Retained
    days: int

    @property
    def field(self) -> str:
        """Its name in a form."""
        return f"days-{self.offer.kind}"


def kept() -> list[Kept]:
    """Every kind, in the order in which rooms offered them."""
    chosen = tallies.recall("setting", "values", site_settings.read)
    return [Kept(offer, int(chosen.get(PREFIX + offer.kind, offer.days))) for offer in RETAINED]
