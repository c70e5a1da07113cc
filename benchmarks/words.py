"""The field's words, thrown together: the same for the same dice."""

import random

SEED = 1914
TOPICS = 12
WORDS = [
    "employer", "champion", "partnership", "sector", "pathway", "apprentice", "intake", "youth", "adult",
    "credential", "wage", "nurse", "welding", "counselor", "board", "region", "referral", "cohort", "training",
    "basic", "skills", "college", "agency", "rapid", "response", "layoff", "outreach", "navigator", "coach",
    "schedule", "childcare", "transport", "veteran", "rural", "tribal", "data", "dashboard", "measure",
    "placement", "retention", "interview", "resume", "workshop", "literacy", "numeracy", "bridge", "program",
    "grant", "fund", "braid", "lease", "partner", "meeting", "agenda", "minutes",
]  # fmt: skip


def sentence(dice: random.Random, length: int) -> str:
    return " ".join(dice.choices(WORDS, k=length)).capitalize() + "."


def markdown(dice: random.Random, words: int) -> str:
    """About `words` words under three headings."""
    blocks = [
        f"## {sentence(dice, 4)[:-1]}\n\n{' '.join(sentence(dice, 14) for _ in range(words // 42))}"
        for _ in "abc"
    ]
    return "\n\n".join(blocks)


def topics(dice: random.Random, number: int) -> list[str]:
    """Some of the topics, none twice."""
    return [f"topic-{n}" for n in dice.sample(range(TOPICS), number)]
