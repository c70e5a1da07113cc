"""Industry sectors: the twenty top-level groups of NAICS 2022, by their code."""

from ion.base.vocabulary.terms import Term, Vocabulary

_SOURCE = "NAICS 2022, North American Industry Classification System, U.S. Census Bureau"


def _sector(code: str, name: str, short: str) -> Term:
    return Term(code, name, short, _SOURCE)


SECTORS: Vocabulary[Term] = Vocabulary(
    _sector("11", "Agriculture, Forestry, Fishing and Hunting", "Agriculture"),
    _sector("21", "Mining, Quarrying, and Oil and Gas Extraction", "Mining"),
    _sector("22", "Utilities", "Utilities"),
    _sector("23", "Construction", "Construction"),
    _sector("31-33", "Manufacturing", "Manufacturing"),
    _sector("42", "Wholesale Trade", "Wholesale"),
    _sector("44-45", "Retail Trade", "Retail"),
    _sector("48-49", "Transportation and Warehousing", "Transportation"),
    _sector("51", "Information", "Information"),
    _sector("52", "Finance and Insurance", "Finance"),
    _sector("53", "Real Estate and Rental and Leasing", "Real estate"),
    _sector("54", "Professional, Scientific, and Technical Services", "Professional services"),
    _sector("55", "Management of Companies and Enterprises", "Management"),
    _sector(
        "56",
        "Administrative and Support and Waste Management and Remediation Services",
        "Administrative services",
    ),
    _sector("61", "Educational Services", "Education"),
    _sector("62", "Health Care and Social Assistance", "Health care"),
    _sector("71", "Arts, Entertainment, and Recreation", "Arts and recreation"),
    _sector("72", "Accommodation and Food Services", "Hospitality"),
    _sector("81", "Other Services (except Public Administration)", "Other services"),
    _sector("92", "Public Administration", "Public administration"),
)
