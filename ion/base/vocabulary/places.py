"""States, territories, and freely associated states, and the ETA Region each belongs to."""

from dataclasses import dataclass

from ion.base.vocabulary.terms import Term, Vocabulary

_SOURCE = "USPS two-letter codes; regional offices of the Employment and Training Administration (ETA)"


@dataclass(frozen=True, slots=True)
class Place(Term):
    """A state or territory. `eta_region` is 1 to 6."""

    eta_region: int = 0


def _place(code: str, name: str, eta_region: int) -> Place:
    return Place(code, name, code, _SOURCE, eta_region=eta_region)


STATES: Vocabulary[Place] = Vocabulary(
    _place("AL", "Alabama", 3),
    _place("AK", "Alaska", 6),
    _place("AS", "American Samoa", 6),
    _place("AZ", "Arizona", 6),
    _place("AR", "Arkansas", 4),
    _place("CA", "California", 6),
    _place("CO", "Colorado", 4),
    _place("CT", "Connecticut", 1),
    _place("DE", "Delaware", 2),
    _place("DC", "District of Columbia", 2),
    _place("FL", "Florida", 3),
    _place("GA", "Georgia", 3),
    _place("GU", "Guam", 6),
    _place("HI", "Hawaii", 6),
    _place("ID", "Idaho", 6),
    _place("IL", "Illinois", 5),
    _place("IN", "Indiana", 5),
    _place("IA", "Iowa", 5),
    _place("KS", "Kansas", 5),
    _place("KY", "Kentucky", 3),
    _place("LA", "Louisiana", 4),
    _place("ME", "Maine", 1),
    _place("MD", "Maryland", 2),
    _place("MA", "Massachusetts", 1),
    _place("MI", "Michigan", 5),
    _place("MN", "Minnesota", 5),
    _place("MS", "Mississippi", 3),
    _place("MO", "Missouri", 5),
    _place("MT", "Montana", 4),
    _place("NE", "Nebraska", 5),
    _place("NV", "Nevada", 6),
    _place("NH", "New Hampshire", 1),
    _place("NJ", "New Jersey", 1),
    _place("NM", "New Mexico", 4),
    _place("NY", "New York", 1),
    _place("NC", "North Carolina", 3),
    _place("ND", "North Dakota", 4),
    _place("MP", "Northern Mariana Islands", 6),
    _place("OH", "Ohio", 5),
    _place("OK", "Oklahoma", 4),
    _place("OR", "Oregon", 6),
    _place("PW", "Palau", 6),
    _place("PA", "Pennsylvania", 2),
    _place("PR", "Puerto Rico", 1),
    _place("RI", "Rhode Island", 1),
    _place("SC", "South Carolina", 3),
    _place("SD", "South Dakota", 4),
    _place("TN", "Tennessee", 3),
    _place("TX", "Texas", 4),
    _place("VI", "U.S. Virgin Islands", 1),
    _place("UT", "Utah", 4),
    _place("VT", "Vermont", 1),
    _place("VA", "Virginia", 2),
    _place("WA", "Washington", 6),
    _place("WV", "West Virginia", 2),
    _place("WI", "Wisconsin", 5),
    _place("WY", "Wyoming", 4),
)


def _eta_region(number: int, office: str) -> Term:
    members = ", ".join(place.label for place in STATES.terms if place.eta_region == number)
    return Term(
        key=str(number),
        label=f"ETA Region {number} ({office})",
        short=f"ETA Region {number}",
        source="Regional offices of the Employment and Training Administration (ETA)",
        note=members,
    )


ETA_REGIONS: Vocabulary[Term] = Vocabulary(
    _eta_region(1, "Boston"),
    _eta_region(2, "Philadelphia"),
    _eta_region(3, "Atlanta"),
    _eta_region(4, "Dallas"),
    _eta_region(5, "Chicago"),
    _eta_region(6, "San Francisco"),
)


def eta_region_of(state: str) -> str:
    """Return the key of the ETA Region of a state key; KeyError when there is no such state."""
    return str(STATES[state].eta_region)
