"""What is new in a mail: its text without what was quoted, without the signature and without what must not be shown.

Losing words of a person is worse than keeping a line too many: nothing is cut for being below a thank-you. Programs set
quotes apart in their own ways, in many languages; three things tell nearly all of them: ">" before each line, our own
line at the top of each mail, and our address in what stands above a quote. `mail-parser-reply` knows the rest.
"""

import re
from dataclasses import dataclass

from mailparser_reply import EmailReplyParser

MARK = "Write your answer above this line"
"""Stands at the top of every mail that can be answered."""
LANGUAGES = ["en", "es", "fr", "de", "it", "zh", "ko"]
LONGEST_LINE = 500
"""Characters beyond which a line is part of a text, and no line of a mail program."""
MOST_PARSED = 20_000
QUOTED = re.compile(r"^ {0,3}>")
LABEL = re.compile(r"^\s*\*?[^\W\d_][\w .-]{0,20}\s?:\*?\s")
RULE = re.compile(r"^\s*(?:[_-]{8,}|-{2,} ?[\w ]{3,40} ?-{2,})\s*$")
DELIMITER = re.compile(r"^-- ?$")
SENT_FROM = re.compile(
    r"^(?:sent from (?:my|the|outlook|yahoo|aol|samsung|proton|mail for|gmail)\b|get outlook for\b|"
    r"sent (?:via|with) (?:the )?(?:samsung|outlook|proton)\b|enviado desde mi\b|envoyé de mon\b|"
    r"gesendet von\b).{0,80}$",
    re.IGNORECASE,
)
NOTICE = re.compile(
    r"^[*_]*(?:confidential(?:ity)?(?: and privileged)?|disclaimer|privileged (?:and|&) confidential)"
    r"(?: notice| statement| note| information)?\b.{0,3}[:.]",
    re.IGNORECASE,
)
MOST_NOTICES = 3
"""Passages at the end in which such a notice may begin."""
PICTURE = re.compile(r"\[(?:cid|image): ?[^\]\n]{1,200}\]", re.IGNORECASE)
"""What stands for a picture in the plain text of a mail."""
ON = re.compile(r"\s*(?:On|El|Le|Am|Em|Op|Il|Dnia|W dniu|Den|På)\b")
A_DAY = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2}|\b20\d\d\b")
MOST_ABOVE = 4
"""Lines over which programs spread the words above a quote ("On …, … <…> wrote:")."""


@dataclass(frozen=True, slots=True)
class House:
    """What tells our own mail: the bare address it comes from, and the address of the site without a slash."""

    mailbox: str
    public_url: str

    @property
    def own(self) -> re.Pattern[str]:
        """Our address, with or without a detail behind a plus sign."""
        local, _, host = self.mailbox.rpartition("@")
        return re.compile(rf"{re.escape(local)}(?:\+[\w=-]*)?@{re.escape(host)}", re.IGNORECASE)


def answer(text: str, house: House) -> str:
    """What somebody wrote in answer to a mail of ours; empty where there is nothing but what was quoted."""
    lines = with_from([line.rstrip() for line in text.split("\n")])
    kept = without_quotes(without_rest(lines, house), house)
    if kept == lines:
        kept = parsed("\n".join(lines)).split("\n")
    kept = without_disclaimer(without_signature(kept))
    return without_secrets(tidied("\n".join(kept)), house)


def with_from(lines: list[str]) -> list[str]:
    """Mail servers write ">From" for a line that begins with that word: it is a quote only among quotes."""
    around = ["", *lines, ""]
    return [
        line[1:]
        if line.startswith(">From ") and not QUOTED.match(around[at]) and not QUOTED.match(around[at + 2])
        else line
        for at, line in enumerate(lines)
    ]


def tidied(text: str) -> str:
    """Without the places of pictures, and with one empty line where there are several."""
    return re.sub(r"\n{3,}", "\n\n", PICTURE.sub("", text)).strip()


def without_rest(lines: list[str], house: House) -> list[str]:
    """Cut where our mail begins without being marked as quoted: at its first line, or the head that Outlook shows."""
    for at, line in enumerate(lines):
        if (MARK in line and not QUOTED.match(line)) or is_head(lines, at, house):
            break
    else:
        return lines
    above = lines[:at]
    cut_lead(above, house)
    return above


def is_head(lines: list[str], at: int, house: House) -> bool:
    """Whether two or more lines "From: …", "Sent: …" begin here, in any language, and name our address."""
    block = []
    for line in lines[at : at + 6]:
        if not LABEL.match(line):
            break
        block.append(line)
    return len(block) >= 2 and any(house.own.search(line) for line in block[:4])


def cut_lead(lines: list[str], house: House) -> None:
    """Take away what stands right above our mail: a rule, a heading, "On …, … wrote:"."""
    trim(lines)
    while lines and RULE.match(lines[-1]):
        lines.pop()
        trim(lines)
    del lines[lead(lines, house) :]
    trim(lines)


def lead(lines: list[str], house: House) -> int:
    """Where the words above a quote begin that ends these lines; their number where there are none."""
    size = len(lines)
    if not size or not lines[-1].rstrip().endswith((":", "：")):
        return size
    for start in range(size - 1, max(-1, size - 1 - MOST_ABOVE), -1):
        if not lines[start].strip():
            break
        words = " ".join(lines[start:])
        is_begun = bool(ON.match(lines[start]))
        is_alone = start == 0 or not lines[start - 1].strip()
        if (is_begun and A_DAY.search(words)) or ((is_begun or is_alone) and house.own.search(words)):
            return start
    return size - 1 if house.own.search(lines[-1]) else size


def without_quotes(lines: list[str], house: House) -> list[str]:
    """Without lines that are marked as quoted, and the words above each passage of them; answers between them stay."""
    kept: list[str] = []
    for at, line in enumerate(lines):
        if not QUOTED.match(line):
            kept.append(line)
        elif at == 0 or not QUOTED.match(lines[at - 1]):
            cut_lead(kept, house)
            kept += [""] if kept else []
    return kept


def without_signature(lines: list[str]) -> list[str]:
    """Up to the line that begins a signature ("-- "), without what telephones add."""
    end = next((at for at, line in enumerate(lines) if DELIMITER.match(line) and any(lines[:at])), len(lines))
    return [line for line in lines[:end] if not SENT_FROM.match(line.strip())]


def without_disclaimer(lines: list[str]) -> list[str]:
    """Without the notice on confidentiality that mail servers of offices add as the last passage."""
    starts = [at for at in range(1, len(lines)) if lines[at].strip() and not lines[at - 1].strip()]
    last = [at for at in starts[-MOST_NOTICES:] if NOTICE.match(lines[at].strip())]
    return lines[: last[0]] if last and any(lines[: last[0]]) else lines


def parsed(text: str) -> str:
    """What the library makes of a mail in which nothing told our own: it knows "On … wrote:" in many languages.

    Long lines are hidden from it, since they cost it much and are none of those. Where it leaves nothing, it is wrong.
    """
    if len(text) > MOST_PARSED:
        return text
    lines = text.split("\n")
    hidden = {f"\ue000{at}\ue001": line for at, line in enumerate(lines) if len(line) > LONGEST_LINE}
    shown = [f"\ue000{at}\ue001" if len(line) > LONGEST_LINE else line for at, line in enumerate(lines)]
    replies = EmailReplyParser(languages=[*LANGUAGES]).read("\n".join(shown)).replies
    if len(replies) < 2 or not str(replies[1].headers).endswith((":", "：")):
        return text
    found = replies[0].content
    for mark, line in hidden.items():
        found = found.replace(mark, line)
    return found if found.strip() else text


def without_secrets(text: str, house: House) -> str:
    """Without addresses for answers and links that stop mail, which are their reader's alone."""
    text = house.own.sub(house.mailbox, text)
    return re.sub(rf"{re.escape(house.public_url)}/(?:mail/unsubscribe|account)/\S*", house.public_url, text)


def trim(lines: list[str]) -> None:
    """Take away empty lines at the end."""
    while lines and not lines[-1].strip():
        lines.pop()
