"""The highest total without any library: one row after the other, each by the cheapest chain of moves.

Exact, and quick up to some hundred rows; `flow_assignment` takes over above that.
"""

from dataclasses import dataclass, field
from heapq import heappop, heappush

from ion.core.ports.assignment import Assignment


class PlainAssignment:
    """Assigns by shortest augmenting chains over prices (the Hungarian method, with limits and gaps)."""

    def assign(self, work: Assignment) -> list[int | None]:
        """The column of each row, the sum of gains being the highest there is."""
        market = Market(work)
        for row in range(work.rows):
            market.let_in(row)
        return market.column_of


@dataclass(slots=True)
class Chains:
    """The cheapest chains of moves that a new row sets off: what reaching each column costs, and the row that moves
    there. `settled` are the columns whose cost is final; the best chain ends at a free column or by dropping a row."""

    least: int
    dropped: int | None
    free: int | None = None
    cost: dict[int, int] = field(default_factory=dict)
    mover: dict[int, int] = field(default_factory=dict)
    settled: list[int] = field(default_factory=list)
    open: list[tuple[int, int]] = field(default_factory=list)

    def reach(self, column: int, row: int, cost: int) -> None:
        if cost < self.least and cost < self.cost.get(column, cost + 1):
            self.cost[column], self.mover[column] = cost, row
            heappush(self.open, (cost, column))


class Market:
    """Rows that are in so far, and what each column costs: nobody would gain by moving at these prices."""

    def __init__(self, work: Assignment) -> None:
        self.limits = work.limits
        self.gains: list[dict[int, int]] = [{} for _ in range(work.rows)]
        for row, column, gain in work.choices:
            self.gains[row][column] = gain
        self.prices = [0] * len(work.limits)
        self.members: list[list[int]] = [[] for _ in work.limits]
        self.column_of: list[int | None] = [None] * work.rows

    def let_in(self, row: int) -> None:
        """Give the row its column, moving others where that raises the total."""
        prices = self.prices
        most = max([0, *(gain - prices[column] for column, gain in self.gains[row].items())])
        chains = Chains(least=most, dropped=row)
        for column, gain in self.gains[row].items():
            chains.reach(column, row, most - (gain - prices[column]))
        self.explore(chains)
        for column in chains.settled:
            prices[column] += chains.least - chains.cost[column]
        self.move(chains, row)

    def explore(self, chains: Chains) -> None:
        while chains.open:
            cost, column = heappop(chains.open)
            if cost >= chains.least:
                return
            if cost > chains.cost[column]:
                continue
            if len(self.members[column]) < self.limits[column]:
                chains.least, chains.free, chains.dropped = cost, column, None
                return
            chains.settled.append(column)
            for row in self.members[column]:
                self.look_on(chains, row, column)

    def look_on(self, chains: Chains, row: int, column: int) -> None:
        """Where a row of a full column could go instead, or what leaving it out would cost."""
        prices, gains = self.prices, self.gains[row]
        start = chains.cost[column] + gains[column] - prices[column]
        if start < chains.least:
            chains.least, chains.dropped = start, row
        for other, gain in gains.items():
            if other != column:
                chains.reach(other, row, start - gain + prices[other])

    def move(self, chains: Chains, new: int) -> None:
        """Make the moves of the best chain, from its end back to the new row."""
        column = chains.free
        if chains.dropped is not None:
            column = self.column_of[chains.dropped]
            self.leave(chains.dropped)
        while column is not None:
            row = chains.mover[column]
            before = self.column_of[row]
            self.leave(row)
            self.members[column].append(row)
            self.column_of[row] = column
            column = before if row != new else None

    def leave(self, row: int) -> None:
        if (column := self.column_of[row]) is not None:
            self.members[column].remove(row)
            self.column_of[row] = None
