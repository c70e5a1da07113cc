"""Taking files in, keeping them for what they belong to, and removing them.

What takes long (looking into a file, the scanner, a picture's new copy, the disk) is `take_in`, before the unit of
work; all other verbs only write rows, inside one.
"""

from ion.commons.files.services.caring import forget_gone, forget_of, forget_unnamed
from ion.commons.files.services.items import (
    MOST_ATTACHMENTS,
    MOST_PICTURES,
    NoSuchFile,
    StillShown,
    TooMany,
    add_picture,
    attach,
    move,
    remove_attachment,
    remove_picture,
    replace,
)
from ion.commons.files.services.taking import FileKeeper, Taken, keep, take_in

__all__ = [
    "MOST_ATTACHMENTS",
    "MOST_PICTURES",
    "FileKeeper",
    "NoSuchFile",
    "StillShown",
    "Taken",
    "TooMany",
    "add_picture",
    "attach",
    "forget_gone",
    "forget_of",
    "forget_unnamed",
    "keep",
    "move",
    "remove_attachment",
    "remove_picture",
    "replace",
    "take_in",
]
