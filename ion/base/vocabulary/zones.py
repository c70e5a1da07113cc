"""Time zones of the United States and its territories, as people name them; every other IANA zone is valid too."""

from functools import cache
from zoneinfo import available_timezones

from ion.base.vocabulary.terms import Term, Vocabulary

_SOURCE = "IANA time zone database; names as used in the United States"


def _zone(key: str, label: str, short: str) -> Term:
    return Term(key, label, short, _SOURCE)


ZONES: Vocabulary[Term] = Vocabulary(
    _zone("America/New_York", "Eastern Time (New York)", "ET"),
    _zone("America/Chicago", "Central Time (Chicago)", "CT"),
    _zone("America/Denver", "Mountain Time (Denver)", "MT"),
    _zone("America/Phoenix", "Mountain Time, no daylight saving (Phoenix)", "MST"),
    _zone("America/Los_Angeles", "Pacific Time (Los Angeles)", "PT"),
    _zone("America/Anchorage", "Alaska Time (Anchorage)", "AKT"),
    _zone("Pacific/Honolulu", "Hawaii Time (Honolulu)", "HT"),
    _zone("America/Puerto_Rico", "Atlantic Time (Puerto Rico)", "AST"),
    _zone("America/St_Thomas", "Atlantic Time (U.S. Virgin Islands)", "AST"),
    _zone("Pacific/Pago_Pago", "Samoa Time (American Samoa)", "SST"),
    _zone("Pacific/Guam", "Chamorro Time (Guam)", "ChST"),
    _zone("Pacific/Saipan", "Chamorro Time (Northern Mariana Islands)", "ChST"),
    _zone("Pacific/Palau", "Palau Time (Palau)", "Palau time"),
    _zone("America/Detroit", "Eastern Time (Detroit)", "ET"),
    _zone("America/Indiana/Indianapolis", "Eastern Time (Indianapolis)", "ET"),
    _zone("America/Indiana/Marengo", "Eastern Time (Marengo, Indiana)", "ET"),
    _zone("America/Indiana/Petersburg", "Eastern Time (Petersburg, Indiana)", "ET"),
    _zone("America/Indiana/Vevay", "Eastern Time (Vevay, Indiana)", "ET"),
    _zone("America/Indiana/Vincennes", "Eastern Time (Vincennes, Indiana)", "ET"),
    _zone("America/Indiana/Winamac", "Eastern Time (Winamac, Indiana)", "ET"),
    _zone("America/Kentucky/Louisville", "Eastern Time (Louisville)", "ET"),
    _zone("America/Kentucky/Monticello", "Eastern Time (Monticello, Kentucky)", "ET"),
    _zone("America/Indiana/Knox", "Central Time (Knox, Indiana)", "CT"),
    _zone("America/Indiana/Tell_City", "Central Time (Tell City, Indiana)", "CT"),
    _zone("America/Menominee", "Central Time (Menominee, Michigan)", "CT"),
    _zone("America/North_Dakota/Beulah", "Central Time (Beulah, North Dakota)", "CT"),
    _zone("America/North_Dakota/Center", "Central Time (Center, North Dakota)", "CT"),
    _zone("America/North_Dakota/New_Salem", "Central Time (New Salem, North Dakota)", "CT"),
    _zone("America/Boise", "Mountain Time (Boise)", "MT"),
    _zone("America/Juneau", "Alaska Time (Juneau)", "AKT"),
    _zone("America/Metlakatla", "Alaska Time (Metlakatla)", "AKT"),
    _zone("America/Nome", "Alaska Time (Nome)", "AKT"),
    _zone("America/Sitka", "Alaska Time (Sitka)", "AKT"),
    _zone("America/Yakutat", "Alaska Time (Yakutat)", "AKT"),
    _zone("America/Adak", "Hawaii-Aleutian Time (Adak)", "HT"),
)
"""The zones that most people mean come first, in the order of the land; `short` is how times there are marked."""


@cache
def _iana() -> frozenset[str]:
    return frozenset(available_timezones())


def is_zone(name: str) -> bool:
    """Whether this is the name of an IANA time zone, listed above or not."""
    return name in _iana()
