"""Fetching a file, the list that readers see, and the panel where editors keep the files of an item."""

from ion.commons.files.views import fetching, panel
from ion.commons.files.views.blueprint import bp, install

__all__ = ["bp", "fetching", "install", "panel"]
