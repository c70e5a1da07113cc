"""What a process remembers stays within bounds."""

from hypothesis import given
from hypothesis import strategies as st

from ion.core.memory import Memory


def test_what_was_kept_is_found_until_it_is_forgotten() -> None:
    memory: Memory[str] = Memory(10)
    memory.keep("a", "one")

    found = memory.get("a")
    memory.forget()

    assert (found, memory.get("a"), memory.get("b")) == ("one", None, None)


def test_the_least_recently_asked_goes_first() -> None:
    memory: Memory[int] = Memory(2)
    memory.keep("a", 1)
    memory.keep("b", 2)
    memory.get("a")

    memory.keep("c", 3)

    assert [memory.get(key) for key in "abc"] == [1, None, 3]


def test_a_value_heavier_than_everything_is_not_kept() -> None:
    memory: Memory[str] = Memory(5, len)

    memory.keep("a", "123456")
    memory.keep("b", "123")

    assert [memory.get(key) for key in "ab"] == [None, "123"]


@given(st.lists(st.tuples(st.integers(0, 5), st.text(max_size=12))))
def test_the_weight_kept_never_exceeds_the_bound(kept: list[tuple[int, str]]) -> None:
    memory: Memory[str] = Memory(20, len)

    for key, value in kept:
        memory.keep(key, value)

        assert sum(len(memory.get(other) or "") for other in range(6)) <= 20
        assert memory.get(key) == value
