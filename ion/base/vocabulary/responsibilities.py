"""What each of the ten partner roles takes on, in order; and the three partners no pathway starts without.

Told in our own sentences after the source named in `ion.base.vocabulary.roles`.
"""

from collections.abc import Mapping
from types import MappingProxyType

MINIMUM: tuple[tuple[str, str], ...] = (
    (
        "An education organization",
        "secondary education, bridge training, or a community or technical college",
    ),
    ("The workforce system", "state and local workforce development boards and American Job Centers"),
    ("An economic development entity", "the agency or council that knows which firms come, grow, and leave"),
)
"""Who has to be at the table, whatever else differs: (partner, who that may be)."""

MINIMUM_ROLES: tuple[frozenset[str], ...] = (
    frozenset({"secondary-education", "bridge-training", "colleges"}),
    frozenset({"workforce-system"}),
    frozenset({"economic-development"}),
)
"""The roles that can fill each place of MINIMUM, in its order."""

RESPONSIBILITIES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "intermediary": (
            "Bring the local partners to one table and keep them there.",
            "Lead the partners to a strategic plan, and see that it is followed.",
            "Draw up the partnership agreements, the operations plan, and the plan to put them into practice.",
            "Coordinate the partners while they design and run pilot programs.",
            "Put together funding from agencies and foundations, so that a pilot outlives its first grant.",
            "See that goals are set and milestones are met.",
            "Keep the whole effort running from day to day.",
        ),
        "secondary-education": (
            "Prepare students for college courses and for training that leads to a career.",
            "Hold to the state's standards for moving up a grade and for graduating.",
            "Reduce how many graduates need remedial courses, and aim for none.",
            "Start career and academic counseling early, so that students know their options and what effort earns.",
            "Negotiate articulation agreements with colleges.",
            "Offer transitional courses that already count for college credit.",
        ),
        "bridge-training": (
            "Give adults the basic skills to enter college or career training, and to move up once there.",
            "Prepare adults for a high school equivalency credential.",
            "Teach English to language learners.",
            "Teach workplace literacy next to basic and occupational skills, not after them.",
            "Offer or line up the developmental courses that a college asks for.",
        ),
        "colleges": (
            "Teach what leads to employment on a career track.",
            "Write curriculum together with the employers who will hire.",
            "Award credentials that get a person hired and also count toward a degree.",
            "Recruit instructors and see to their certification.",
            "Settle course fees, and deliver the training.",
            "Work with American Job Centers and community partners on recruiting and assessing students.",
        ),
        "employers": (
            "Name the workforce problems that a pathway has to solve.",
            "Tell the partners early about trends in the industry and what they do to firms.",
            "Define the skills a job takes, and review the curriculum against them.",
            "Visit classes while training is going on.",
            "Offer work experience, internships, and jobs.",
            "Train the people already on the payroll for the next job up.",
            "Put in money, equipment, or time to help sustain the pathway.",
        ),
        "workforce-system": (
            "Oversee the resources that prepare unemployed and underemployed people for work.",
            "Broker information and relationships, together with the education partners.",
            "Bring federal programs and community resources to one access point, the American Job Center, "
            "for businesses and job seekers alike.",
            "Recruit and assess candidates with colleges and community partners.",
            "Build the pathway into the other public investments that boards make and oversee.",
        ),
        "economic-development": (
            "Supply economic information when the partners analyze the region and its gaps.",
            "Warn the partners of closings and tell them of new employers, as long as the effort lasts.",
            "Open its network of employer contacts to the partners and to students who look for work.",
            "Promote the pathway when it attracts new firms.",
            "Contribute money, or people's time and rooms in its place.",
        ),
        "community-organizations": (
            "Recruit people whom colleges and employers do not reach.",
            "Assess candidates before training starts.",
            "Supply case management from intake to the job.",
            "Connect people to health care, child care, transportation, and other help that keeps them in class.",
            "Host college or adult education courses where people already come.",
        ),
        "state-agencies": (
            "Set a vision for the whole state.",
            "Bring regional and local partners in, and support them.",
            "Align policies and programs among the state's agencies.",
            "Fund the planning of pathways, and the work of putting them in place.",
            "Define how the performance of the system is measured.",
            "Tie its goals and results to the state's other policies and investments.",
        ),
        "foundations": (
            "Help bring partners together who would not meet by themselves.",
            "Support planning before public money can.",
            "Build the capacity of the organizations that carry the work.",
            "Fund documentation and evaluation once the collaboration is mature.",
            "Pay to spread what was learned.",
        ),
    }
)
"""Role key to what it does, most important first."""


def is_in_minimum(role: str) -> bool:
    """Whether the role can fill one of the three places of MINIMUM."""
    return any(role in roles for roles in MINIMUM_ROLES)
