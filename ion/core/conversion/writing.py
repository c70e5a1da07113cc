"""HTML elements as ION's Markdown: markdownify with our own ways where the two differ."""

import re
from typing import TYPE_CHECKING, Any, Literal

from bs4.element import Tag
from markdownify import ATX, MarkdownConverter

if TYPE_CHECKING:
    Converter = Any  # the package's own types name none of its methods
else:
    Converter = MarkdownConverter

Newline = Literal["spaces", "backslash"]

RAISED = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
LOWERED = str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋")
FIGURES = re.compile(r"[0-9+-]+")
LEADING_MARK = re.compile(r"^(\s*)([-+#>=~]|\d+(?=[.)]\s))")
ENTITY_CORNER = re.compile(r"&(?=#?\w+;)")
TAG_CORNER = re.compile(r"<(?=[a-zA-Z/!?])")
BARE_BAR = re.compile(r"(?<!\\)\|")
TICKS = re.compile(r"`+")


class Writer(Converter):  # type: ignore[misc]
    """Hyphen lists, # headings, tables without line breaks, fences longer than any run of ticks inside."""

    def __init__(self, newline: Newline = "spaces") -> None:
        """`newline` is how a line break inside a paragraph is written: two spaces before it, or a backslash."""
        super().__init__(
            heading_style=ATX, bullets="-", autolinks=False, strip_pre=None, newline_style=newline
        )
        self.numbers: dict[int, int] = {}

    def escape(self, text: str, parent_tags: set[str]) -> str:
        """Plain text that must not read as Markdown; white space is one space, since line ends mean nothing here."""
        if not text:
            return ""
        words = re.sub(r"[\\`]", r"\\\g<0>", re.sub(r"\s+", " ", text))
        words = str(super().escape(words, parent_tags))
        words = ENTITY_CORNER.sub(r"\\&", words)
        return TAG_CORNER.sub(r"\\<", words)

    def process_text(self, el: Any, parent_tags: set[str] | None = None) -> str:
        text = str(super().process_text(el, parent_tags=parent_tags))
        begins_block = el.previous_sibling is None and not {"pre", "code"} & (parent_tags or set())
        return LEADING_MARK.sub(escape_mark, text) if begins_block else text

    def convert_pre(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        if not text.strip():
            return ""
        code = el.find("code")
        classes = code.get("class") if isinstance(code, Tag) else None
        language = next((name[9:] for name in classes or () if name.startswith("language-")), "")
        marks = "`" * max(3, 1 + max((len(run) for run in TICKS.findall(text)), default=0))
        body = text.removeprefix("\n").removesuffix("\n")
        return f"\n\n{marks}{language}\n{body}\n{marks}\n\n"

    def convert_sup(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return text.translate(RAISED) if FIGURES.fullmatch(text) else text

    def convert_sub(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return text.translate(LOWERED) if FIGURES.fullmatch(text) else text

    def convert_summary(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f"\n\n**{text.strip()}**\n\n" if text.strip() else ""

    def convert_center(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return str(self.convert_div(el, text, parent_tags))

    convert_details = convert_center
    convert_figure = convert_center
    convert_aside = convert_center
    convert_header = convert_center
    convert_footer = convert_center
    convert_label = convert_center

    def convert_tt(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return str(self.convert_code(el, text, parent_tags))

    def convert_dt(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f"\n\n**{' '.join(text.split())}**\n\n" if text.strip() else ""

    def convert_dd(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return str(self.convert_div(el, text, parent_tags))

    def convert_li(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        if "_inline" in parent_tags:
            return f" • {text.strip()} "
        if el.parent is None or el.parent.name != "ol":
            return str(super().convert_li(el, text, parent_tags))
        mark = f"{self.next_number(el.parent)}. "
        first, *rest = text.strip().split("\n")
        indented = [" " * len(mark) + line if line else "" for line in rest]
        return "\n".join([mark + first, *indented, ""]) if text.strip() else "\n"

    def next_number(self, numbered: Tag) -> int:
        """The number of the next item of a list; counted along, since looking back each time grows with the square."""
        start = str(numbered.get("start") or "")
        last = self.numbers.get(id(numbered), int(start) - 1 if start.isdecimal() and len(start) < 10 else 0)
        self.numbers[id(numbered)] = last + 1
        return last + 1

    def convert_img(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        words = str(el.get("alt") or el.get("title") or "").strip()
        words = re.sub(r"[\[\]\\`*_<]", " ", words)
        source = re.sub(r"[\s()<>]", "", str(el.get("src") or ""))
        return f"![{' '.join(words.split())}]({source})"

    def convert_a(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        if el.get("href"):
            el["href"] = re.sub(r"[\s()<>]", percent, str(el["href"]).strip())
        if el.get("title"):
            el["title"] = " ".join(str(el["title"]).split()).replace("\\", "")
        return str(super().convert_a(el, text, parent_tags))

    def convert_td(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return str(super().convert_td(el, BARE_BAR.sub(r"\\|", " ".join(text.split())), parent_tags))

    def convert_th(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return self.convert_td(el, text, parent_tags)


def escape_mark(found: re.Match[str]) -> str:
    return f"{found[1]}{found[2]}\\" if found[2][0].isdigit() else f"{found[1]}\\{found[2]}"


def percent(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode())
