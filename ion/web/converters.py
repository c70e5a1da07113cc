"""Numbers in addresses: no larger than an id can be, so that a huge one is no address and never an error."""

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

LARGEST = 2**31 - 1


class Id(IntegerConverter):
    """A whole number that a database's integer can hold.

    One with more digits is refused by the pattern already: where GET and POST of an address are two views, a number
    refused only later would be answered as the wrong method.
    """

    regex = rf"\d{{1,{len(str(LARGEST))}}}"

    def __init__(self, map: Map, fixed_digits: int = 0, min: int | None = None, max: int = LARGEST) -> None:
        super().__init__(map, fixed_digits, min, max)


def install(app: Flask) -> None:
    """Let every `<int:…>` be such a number."""
    app.url_map.converters["int"] = Id
