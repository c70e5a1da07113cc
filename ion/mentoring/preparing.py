"""Three questions that make half an hour worth it, from what was asked."""

from collections.abc import Sequence


def questions(topics: Sequence[str], *, has_item: bool, is_mentor: bool) -> list[str]:
    """What to think of before the call, plain and short; `topics` are labels of what it is about."""
    about = f" with {inside(topics[0])}" if topics else ""
    if is_mentor:
        read = "Read what it came from (linked here). What was different where you are?"
        return [
            f"What did you try{about}, and what would you not do again?",
            read
            if has_item
            else "Which one document of yours could they take home: an agenda, a letter, a form?",
            "Which question will you ask first, to learn how it is where they work?",
        ]
    read = "Which part of what it came from (linked here) does not work where you are, and why?"
    return [
        f"What have you tried so far{about}, and what happened?",
        read
        if has_item
        else "What could the other one look at before the call: a flyer, an agenda, a few figures?",
        "What would you do on the next working day if the call goes well? Write one sentence.",
    ]


def inside(label: str) -> str:
    """A label as it stands inside a sentence: "Apprenticeship" is no name, "WIOA" is."""
    return label[:1].lower() + label[1:] if label[1:2].islower() else label
