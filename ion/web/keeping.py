"""Where rooms' views find `Kept` by its old name; it knows no HTTP, so it lives in `ion.core.keeping`."""

from ion.core.keeping import Kept

__all__ = ["Kept"]
