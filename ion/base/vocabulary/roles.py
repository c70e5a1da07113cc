"""The ten partner roles of a career pathways system, each with its duty in one sentence."""

from ion.base.vocabulary.terms import Term, Vocabulary

_SOURCE = (
    "Building a Competitive Workforce through Career Pathways Systems: Partner Roles and Responsibilities, "
    "U.S. Departments of Education and Labor, contract ED-04-CO-0121/0001; labels updated to current terms"
)

ROLES: Vocabulary[Term] = Vocabulary(
    Term(
        "intermediary",
        "Intermediary",
        "Intermediary",
        _SOURCE,
        "Brings local partners together, leads the strategic plan, agreements, pilots, and funding, and sees "
        "that goals are set, milestones met, and daily work runs.",
    ),
    Term(
        "secondary-education",
        "Secondary education",
        "Secondary ed.",
        _SOURCE,
        "Prepares students for college and careers, reduces the need for remedial work, offers career "
        "counseling, and negotiates articulation agreements.",
    ),
    Term(
        "bridge-training",
        "Bridge training",
        "Bridge",
        _SOURCE,
        "Gives adults the basic skills to enter college and training: high school equivalency, English "
        "language learning, workplace literacy, developmental courses.",
    ),
    Term(
        "colleges",
        "Community and technical colleges",
        "Colleges",
        _SOURCE,
        "Build curriculum with employers, recruit and certify instructors, deliver training, and award "
        "credentials and degrees.",
    ),
    Term(
        "employers",
        "Employers and industry",
        "Employers",
        _SOURCE,
        "Name trends and workforce problems, define skills, review curriculum, and offer work experience, "
        "internships, jobs, and upgrade training.",
    ),
    Term(
        "workforce-system",
        "Workforce system",
        "Workforce",
        _SOURCE,
        "State and local workforce development boards (LWDBs) and American Job Centers: one access point to "
        "programs for businesses and job seekers, and a broker of information and relationships.",
    ),
    Term(
        "economic-development",
        "Economic development",
        "Econ. dev.",
        _SOURCE,
        "Supplies economic information and gap analysis, warns of closings and new employers, opens its "
        "employer network, and promotes the work.",
    ),
    Term(
        "community-organizations",
        "Community-based organizations",
        "CBOs",
        _SOURCE,
        "Recruit and assess candidates, supply case management, connect people to health care, child care, "
        "and transportation, and host training.",
    ),
    Term(
        "state-agencies",
        "State agencies",
        "State",
        _SOURCE,
        "Set a statewide vision, support local partners, align policies and programs, fund, and define how "
        "performance is measured.",
    ),
    Term(
        "foundations",
        "Foundations",
        "Foundations",
        _SOURCE,
        "Support planning and capacity, often help bring partners together, and later fund documentation, "
        "evaluation, and dissemination.",
    ),
)
