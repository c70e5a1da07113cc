"""The child of `flow_assignment`: reads the work as numbers from its input, writes the column of each row or -1."""

import sys
from array import array

import numpy as np
from ortools.graph.python import min_cost_flow

Numbers = np.ndarray[tuple[int], np.dtype[np.int64]]


def main() -> None:
    """Answer one piece of work."""
    told = np.frombuffer(sys.stdin.buffer.read(), dtype=np.int64)
    rows, columns, choices = (int(number) for number in told[:3])
    limits, rest = told[3 : 3 + columns], told[3 + columns :]
    tails, heads, gains = (rest[at * choices : (at + 1) * choices] for at in range(3))
    sys.stdout.buffer.write(array("q", assigned(rows, limits, tails, heads, gains)).tobytes())


def assigned(rows: int, limits: Numbers, tails: Numbers, heads: Numbers, gains: Numbers) -> list[int]:
    """Each row sends one unit: by a choice and its column to the end, or past them at no gain."""
    flow, end = min_cost_flow.SimpleMinCostFlow(), rows + len(limits)
    all_rows, all_columns = np.arange(rows), np.arange(len(limits))
    chosen = flow.add_arcs_with_capacity_and_unit_cost(tails, rows + heads, np.ones_like(tails), -gains)
    flow.add_arcs_with_capacity_and_unit_cost(
        all_rows, np.full(rows, end), np.ones(rows, int), np.zeros(rows, int)
    )
    flow.add_arcs_with_capacity_and_unit_cost(
        rows + all_columns, np.full(len(limits), end), limits, np.zeros(len(limits), int)
    )
    flow.set_nodes_supplies(all_rows, np.ones(rows, int))
    flow.set_node_supply(end, -rows)
    status = flow.solve()
    if status != flow.OPTIMAL:
        sys.exit(f"No optimum: {status}.")
    taken = flow.flows(chosen) > 0
    columns = np.full(rows, -1)
    columns[tails[taken]] = heads[taken]
    return [int(column) for column in columns]


if __name__ == "__main__":
    main()
