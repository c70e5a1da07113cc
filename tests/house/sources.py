"""Python sources and their syntax trees, read once."""

import ast
from functools import cache
from pathlib import Path


def python_files(folder: Path) -> list[Path]:
    """Every Python file below the folder."""
    return sorted(folder.rglob("*.py"))


@cache
def tree(file: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(file.read_text(encoding="utf-8"))
