"""The sections of a WIOA Unified or Combined State Plan, in the order a state writes them.

A key extends the key of the section it stands under: `ii-a-1` lies in `ii-a`, which lies in `ii`.
"""

from ion.base.vocabulary.terms import Term, Vocabulary

_SOURCE = "Required elements of Unified and Combined State Plans under WIOA, OMB control number 1205-0522"


def _section(key: str, label: str, short: str) -> Term:
    return Term(key, label, short, _SOURCE)


PLAN_SECTIONS: Vocabulary[Term] = Vocabulary(
    _section("i", "I. State Plan type and executive summary", "Type and summary"),
    _section("ii", "II. Strategic elements", "Strategic elements"),
    _section("ii-a", "II(a) Economic, workforce, and workforce development activities analysis", "Analysis"),
    _section("ii-a-1", "II(a)(1) Economic and workforce analysis", "Economic and workforce analysis"),
    _section("ii-a-1-a", "II(a)(1)(A) Economic analysis", "Economic analysis"),
    _section("ii-a-1-b", "II(a)(1)(B) Workforce analysis", "Workforce analysis"),
    _section(
        "ii-a-2",
        "II(a)(2) Workforce development, education and training activities analysis",
        "Activities analysis",
    ),
    _section("ii-a-2-a", "II(a)(2)(A) The state's workforce development activities", "Activities"),
    _section(
        "ii-a-2-b",
        "II(a)(2)(B) Strengths and weaknesses of workforce development activities",
        "Strengths and weaknesses",
    ),
    _section("ii-a-2-c", "II(a)(2)(C) State workforce development capacity", "Capacity"),
    _section("ii-b", "II(b) State strategic vision and goals", "Vision and goals"),
    _section("ii-b-1", "II(b)(1) Vision", "Vision"),
    _section("ii-b-2", "II(b)(2) Goals", "Goals"),
    _section("ii-b-3", "II(b)(3) Performance goals", "Performance goals"),
    _section("ii-b-4", "II(b)(4) Assessment", "Assessment"),
    _section("ii-c", "II(c) State strategy", "Strategy"),
    _section(
        "ii-c-1",
        "II(c)(1) Strategies, including sector partnerships and career pathways",
        "Sector and pathway strategies",
    ),
    _section("ii-c-2", "II(c)(2) Strategies to align programs", "Alignment strategies"),
    _section("iii", "III. Operational planning elements", "Operational elements"),
    _section("iii-a", "III(a) State strategy implementation", "Implementation"),
    _section("iii-a-1", "III(a)(1) State board functions", "State board functions"),
    _section("iii-a-2", "III(a)(2) Implementation of state strategy", "Implementation of strategy"),
    _section("iii-b", "III(b) State operating systems and policies", "Systems and policies"),
    _section("iii-b-1", "III(b)(1) Operating systems", "Operating systems"),
    _section("iii-b-2", "III(b)(2) State policies", "State policies"),
    _section("iii-b-3", "III(b)(3) State program and state board overview", "Program and board overview"),
    _section(
        "iii-b-4",
        "III(b)(4) Assessment and evaluation of programs and one-stop program partners",
        "Assessment and evaluation",
    ),
    _section("iii-b-5", "III(b)(5) Distribution of funds for core programs", "Distribution of funds"),
    _section("iii-b-6", "III(b)(6) Program data", "Program data"),
    _section("iii-b-7", "III(b)(7) Priority of service for veterans", "Priority of service"),
    _section(
        "iii-b-8",
        "III(b)(8) Accessibility of the one-stop delivery system for individuals with disabilities",
        "Accessibility",
    ),
    _section(
        "iii-b-9",
        "III(b)(9) Accessibility of the one-stop delivery system for English language learners",
        "English language learners",
    ),
    _section("iv", "IV. Coordination with State Plan programs", "Coordination"),
    _section("v", "V. Common assurances", "Assurances"),
    _section("vi", "VI. Program-specific requirements for core programs", "Core program requirements"),
    _section("vi-title-i", "VI. Adult, Dislocated Worker, and Youth", "Title I"),
    _section("vi-wagner-peyser", "VI. Wagner-Peyser and Agricultural Outreach Plan", "Wagner-Peyser"),
    _section("vi-aefla", "VI. Adult Education and Family Literacy", "AEFLA"),
    _section("vi-vr", "VI. Vocational Rehabilitation", "VR"),
    _section("vi-performance-goals", "VI. Appendix 1: Performance goals for the core programs", "Appendix 1"),
    _section(
        "vii",
        "VII. Program-specific requirements for Combined State Plan partner programs",
        "Combined plan partners",
    ),
)
