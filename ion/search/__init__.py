"""One box over everything the reader may see."""
