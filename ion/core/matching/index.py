"""Candidates as sets of bits, so that a criterion splits three thousand of them in one operation."""

from collections.abc import Collection, Iterator, Mapping

Term = tuple[str, str]


class Index(Mapping[int, Collection[Term]]):
    """Candidates and their terms, made once and asked often: give it to `scoring.rank` in place of a plain mapping.

    A set of candidates is an integer: bit n stands for `ids[n]`, and ids ascend, so that bits from the lowest up are
    candidates in the order of their ids.
    """

    __slots__ = ("_bit", "_holders", "_terms", "everyone", "ids")

    def __init__(self, candidates: Mapping[int, Collection[Term]]) -> None:
        self._terms = candidates
        self.ids = sorted(candidates)
        self._bit = {id: 1 << at for at, id in enumerate(self.ids)}
        self.everyone = (1 << len(self.ids)) - 1
        places: dict[Term, list[int]] = {}
        for at, id in enumerate(self.ids):
            for term in set(candidates[id]):
                places.setdefault(term, []).append(at)
        self._holders = {term: bits(found) for term, found in places.items()}

    def __getitem__(self, id: int) -> Collection[Term]:
        return self._terms[id]

    def __iter__(self) -> Iterator[int]:
        return iter(self.ids)

    def __len__(self) -> int:
        return len(self.ids)

    def holders(self, term: Term) -> int:
        """The set of those who have this term."""
        return self._holders.get(term, 0)

    def those(self, ids: Collection[int]) -> int:
        """The set of those of these ids that are candidates."""
        found = 0
        for id in ids:
            found |= self._bit.get(id, 0)
        return found


def bits(places: Collection[int]) -> int:
    """The integer whose bits at these places are set."""
    row = bytearray(max(places) // 8 + 1)
    for at in places:
        row[at >> 3] |= 1 << (at & 7)
    return int.from_bytes(row, "little")


def places(found: int) -> Iterator[int]:
    """The places of the bits that are set, ascending."""
    while found:
        lowest = found & -found
        yield lowest.bit_length() - 1
        found ^= lowest
