"""Who may edit what in the directory."""

from ion.core.access import Viewer
from ion.models import Grant

EDITING = frozenset({Grant.EDITOR, Grant.ADMIN})


def may_edit_organizations(viewer: Viewer | None) -> bool:
    """Whether the viewer adds, edits and merges organizations."""
    return viewer is not None and bool(viewer.grants & EDITING)
