"""The first rows of the topic table, which ION staff may rename, merge, and add to."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TopicSeed:
    """A row to plant: key, name, and one sentence that says what belongs there."""

    key: str
    name: str
    summary: str


TOPIC_SEEDS: tuple[TopicSeed, ...] = (
    TopicSeed(
        "sector-partnerships",
        "Sector partnerships",
        "Employers of one industry lead, public partners answer.",
    ),
    TopicSeed(
        "career-pathways",
        "Career pathways",
        "Connected education and training with clear steps to better jobs.",
    ),
    TopicSeed(
        "employer-engagement", "Employer engagement", "Finding, hearing, and keeping employers at the table."
    ),
    TopicSeed(
        "partner-alignment",
        "Partner alignment",
        "Core programs and partners that plan, share cost, and serve together.",
    ),
    TopicSeed(
        "state-planning", "State and local planning", "Writing plans under WIOA and putting them to use."
    ),
    TopicSeed(
        "american-job-centers",
        "American Job Centers",
        "Running one-stop centers: flow, access, staff, and shared cost.",
    ),
    TopicSeed(
        "work-based-learning",
        "Work-based learning",
        "Registered Apprenticeship, on-the-job training, internships, and incumbent worker training.",
    ),
    TopicSeed(
        "adult-education",
        "Adult education and bridge training",
        "Basic skills, high school equivalency, and English language learning tied to work.",
    ),
    TopicSeed(
        "youth", "Youth", "In-school and out-of-school youth, from career exploration to a first good job."
    ),
    TopicSeed(
        "reentry", "Reentry", "Work and training for justice-involved individuals, before and after release."
    ),
    TopicSeed(
        "reemployment",
        "Layoffs and reemployment",
        "Rapid Response, layoff aversion, and a quick return to work.",
    ),
    TopicSeed(
        "supportive-services",
        "Supportive services",
        "Child care, transportation, and other help that lets people finish training.",
    ),
    TopicSeed(
        "rural-and-tribal",
        "Rural and tribal areas",
        "Serving people across distance, with few providers and few employers.",
    ),
    TopicSeed(
        "equity-and-job-quality",
        "Equity and job quality",
        "Who gets the good jobs, and what makes a job good.",
    ),
    TopicSeed(
        "funding", "Funding and sustainability", "Combining, sharing, and renewing money for joint work."
    ),
    TopicSeed(
        "performance-and-evidence",
        "Performance and evidence",
        "Indicators of performance, data use, evaluation, and what evidence words mean.",
    ),
    TopicSeed("peer-learning", "Peer learning", "How people in the workforce system learn from one another."),
)
