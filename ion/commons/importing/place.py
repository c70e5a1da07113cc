"""Where the files of a site are."""

from dataclasses import dataclass
from pathlib import Path

from ion.commons.importing.mapping import MapError, SourceMap

LEVELS_UP = 4


@dataclass(frozen=True, slots=True)
class Place:
    """Where the files are: the site's root, what lies below it that is asked for, and the name of their sources."""

    root: Path
    folders: tuple[Path, ...]
    namespace: str


def place(path: Path, name: str, map: SourceMap) -> Place:
    """Find the root of the site: the folder at or above `path` that holds one of the folders the map names.

    At the root itself the map says which folders hold items of this `name`, and MapError is raised when it names
    none; below it `path` is what is asked for.
    """
    path = path.resolve()
    known = [folder for folders in map.folders.values() for folder in folders]
    for root in (path, *list(path.parents)[:LEVELS_UP]):
        if any((root / folder).is_dir() for folder in known):
            own = tuple(root / folder for folder in map.folders.get(name, ()) if (root / folder).is_dir())
            if root == path and not own:
                raise MapError(f"{path} holds none of the folders that the map names for {name}")
            return Place(root, own if root == path else (path,), map.namespace or root.name)
    return Place(path, (path,), map.namespace or f"{path.parent.name}/{path.name}")
