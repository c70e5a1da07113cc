"""Who a practice serves: the individuals with a barrier to employment of WIOA, then groups the field adds.

Rural and tribal are settings, not populations, so that one word filters one thing.
"""

from ion.base.vocabulary.terms import Term, Vocabulary

_BARRIER = "WIOA sec. 3(24), individual with a barrier to employment"
_FIELD = "Field usage, added by ION"

POPULATIONS: Vocabulary[Term] = Vocabulary(
    Term("displaced-homemakers", "Displaced homemakers", "Displaced homemakers", _BARRIER),
    Term("low-income", "Low-income individuals", "Low-income", _BARRIER),
    Term("native", "Indians, Alaska Natives, and Native Hawaiians", "Native communities", _BARRIER),
    Term("disabilities", "Individuals with disabilities, including youth", "Disabilities", _BARRIER),
    Term("older", "Older individuals", "Older individuals", _BARRIER),
    Term(
        "justice-involved",
        "Justice-involved individuals",
        "Justice-involved",
        _BARRIER,
        "ION's term for the group the statute names in item (F).",
    ),
    Term(
        "homelessness",
        "People experiencing homelessness, including children and youth",
        "Experiencing homelessness",
        _BARRIER,
        "ION's term for the group the statute names in item (G).",
    ),
    Term("foster-youth", "Youth in or aged out of foster care", "Foster youth", _BARRIER),
    Term(
        "english-language-learners",
        "English language learners, individuals with low literacy, or facing substantial cultural barriers",
        "English language learners",
        _BARRIER,
    ),
    Term("farmworkers", "Eligible migrant and seasonal farmworkers", "Farmworkers", _BARRIER),
    Term(
        "exhausting-tanf",
        "Individuals within two years of exhausting lifetime TANF eligibility",
        "Exhausting TANF",
        _BARRIER,
    ),
    Term("single-parents", "Single parents, including single pregnant women", "Single parents", _BARRIER),
    Term("long-term-unemployed", "Long-term unemployed individuals", "Long-term unemployed", _BARRIER),
    Term("governor-designated", "Other groups the Governor determines", "Governor's groups", _BARRIER),
    Term(
        "veterans",
        "Veterans and eligible spouses",
        "Veterans",
        "38 U.S.C. 4215, priority of service",
    ),
    Term("dislocated-workers", "Dislocated workers", "Dislocated workers", "WIOA sec. 3(15)"),
    Term(
        "opportunity-youth",
        "Out-of-school youth (opportunity youth)",
        "Opportunity youth",
        "WIOA sec. 129(a)(1)(B)",
    ),
    Term("incumbent-workers", "Incumbent workers", "Incumbent workers", "20 CFR 680.780"),
    Term("businesses", "Businesses", "Businesses", _FIELD),
)
