"""Write docs/signals.md from the code: who sends which signal, who hears it. `--check` only compares."""

import ast
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "signals.md"
HEAD = """# Signals

What rooms tell each other without knowing each other. Sent inside the transaction of the deed; a hearer only adds rows.
Made by `python3 scripts/signals.py`.

| signal | what it says | sent by | heard by |
| --- | --- | --- | --- |
"""


def declared() -> dict[str, str]:
    """The signals of ion/core/signals.py with the first sentence of what stands below each."""
    body = ast.parse((ROOT / "ion/core/signals.py").read_text(encoding="utf-8")).body
    found = {}
    for node, after in zip(body, body[1:] + body[:1], strict=True):
        if (
            isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Name)
            and isinstance(after, ast.Expr)
        ):
            found[node.targets[0].id] = " ".join(str(ast.literal_eval(after.value)).split())
    return found


def places(signal: str, verb: str) -> str:
    """The modules that call `signals.<signal>.<verb>(…)`."""
    wanted = re.compile(rf"signals\.{signal}\.{verb}\(")
    files = sorted((ROOT / "ion").rglob("*.py"))
    found = [file for file in files if wanted.search(file.read_text(encoding="utf-8"))]
    return ", ".join(f"`{file.relative_to(ROOT)}`" for file in found) or "nobody yet"


def page() -> str:
    rows = [
        f"| `{signal}` | {says} | {places(signal, 'send')} | {places(signal, 'connect')} |"
        for signal, says in declared().items()
    ]
    return HEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    if "--check" not in sys.argv:
        PAGE.write_text(page(), encoding="utf-8")
    elif not PAGE.exists() or PAGE.read_text(encoding="utf-8") != page():
        sys.exit("docs/signals.md is not what the code says. Run: python3 scripts/signals.py")
