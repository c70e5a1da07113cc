"""Lists that are typed one line for each minute: "12:40 What happens then"."""

from dataclasses import dataclass

from ion.core.transcripts import clock_seconds

MOST_LINES = 500


@dataclass(frozen=True, slots=True)
class TimedLine:
    """A typed line: its number, its time in seconds and its words."""

    number: int
    seconds: int
    words: str


def timed_lines(text: str) -> tuple[list[TimedLine], list[str]]:
    """The lines in the order of their times, and what is wrong with the others, in words. Empty lines are left out."""
    typed = [(number, " ".join(line.split())) for number, line in enumerate(text.splitlines(), 1)]
    typed = [(number, line) for number, line in typed if line]
    if len(typed) > MOST_LINES:
        return [], [f"At most {MOST_LINES} lines fit here."]
    lines, problems = [], []
    for number, line in typed:
        clock, _, words = line.partition(" ")
        seconds = clock_seconds(clock)
        if seconds is None:
            problems.append(f"Line {number}: begin with the time, such as 12:40 or 1:02:05.")
        elif not words:
            problems.append(f"Line {number}: say what happens at {clock}.")
        else:
            lines.append(TimedLine(number, seconds, words))
    return sorted(lines, key=lambda line: line.seconds), problems
