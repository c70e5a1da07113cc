"""Federal programs a practice can draw on: the six core programs, State Plan partners, and others."""

from ion.base.vocabulary.terms import Term, Vocabulary

_CORE = "WIOA sec. 3(13), core program provisions"
_COMBINED = "20 CFR 676.140, Combined State Plan partner programs"

PROGRAMS: Vocabulary[Term] = Vocabulary(
    Term("wioa-adult", "WIOA Title I Adult", "Adult", _CORE),
    Term("wioa-dislocated-worker", "WIOA Title I Dislocated Worker", "Dislocated Worker", _CORE),
    Term("wioa-youth", "WIOA Title I Youth", "Youth", _CORE),
    Term("aefla", "Adult Education and Family Literacy Act (AEFLA, Title II)", "AEFLA", _CORE),
    Term("wagner-peyser", "Wagner-Peyser Employment Service (Title III)", "Wagner-Peyser", _CORE),
    Term("vocational-rehabilitation", "Vocational Rehabilitation (VR, Title IV)", "VR", _CORE),
    Term("tanf", "Temporary Assistance for Needy Families (TANF)", "TANF", _COMBINED),
    Term("perkins", "Perkins career and technical education", "Perkins", _COMBINED),
    Term("snap-et", "SNAP Employment and Training (SNAP E&T)", "SNAP E&T", _COMBINED),
    Term("snap-work", "SNAP work programs, section 6(o)", "SNAP 6(o)", _COMBINED),
    Term(
        "taa",
        "Trade Adjustment Assistance (in termination)",
        "TAA (in termination)",
        _COMBINED,
        "The program has been in termination since July 1, 2022; groups certified earlier are still served.",
    ),
    Term("jvsg", "Jobs for Veterans State Grants (JVSG)", "JVSG", _COMBINED),
    Term("scsep", "Senior Community Service Employment Program (SCSEP)", "SCSEP", _COMBINED),
    Term("csbg", "Community Services Block Grant (CSBG)", "CSBG", _COMBINED),
    Term(
        "reo",
        "Reentry Employment Opportunities (REO)",
        "REO",
        _COMBINED,
        "The regulation lists it under an older name; this is the name the Department of Labor uses now.",
    ),
    Term("ui", "Unemployment Insurance (UI)", "UI", _COMBINED),
    Term("hud", "HUD employment and training", "HUD", _COMBINED),
    Term("job-corps", "Job Corps", "Job Corps", "WIOA Title I, Subtitle C"),
    Term("youthbuild", "YouthBuild", "YouthBuild", "WIOA sec. 171"),
    Term("native-american", "Indian and Native American Programs", "Native American", "WIOA sec. 166"),
    Term("nfjp", "National Farmworker Jobs Program (NFJP)", "NFJP", "WIOA sec. 167"),
    Term(
        "registered-apprenticeship",
        "Registered Apprenticeship",
        "Apprenticeship",
        "National Apprenticeship Act; 29 CFR part 29",
    ),
    Term(
        "resea",
        "Reemployment Services and Eligibility Assessments (RESEA)",
        "RESEA",
        "Social Security Act sec. 306",
    ),
    Term("dwg", "National Dislocated Worker Grants (DWG)", "DWG", "WIOA sec. 170"),
)
