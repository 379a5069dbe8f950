"""Two pieces of work side by side: what is waited for, and what is not."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from wholeplace.core.side_by_side import read_ahead, side_by_side


def test_the_block_and_the_work_are_done_at_the_same_time() -> None:
    met = threading.Barrier(2)

    with side_by_side(lambda: met.wait(10)) as answer:
        met.wait(10)

    assert answer() in (0, 1)


def test_what_the_work_raises_is_raised_by_the_block_even_if_nobody_asks() -> None:
    def fails() -> None:
        raise ValueError("the gate is shut")

    with pytest.raises(ValueError, match="the gate is shut"), side_by_side(fails):
        pass


def test_a_block_that_fails_waits_until_the_work_is_done() -> None:
    begun, done = threading.Event(), threading.Event()

    def slow() -> None:
        begun.wait(10)
        done.set()

    with pytest.raises(ValueError, match="meanwhile"), side_by_side(slow):
        begun.set()
        raise ValueError("meanwhile")

    assert done.is_set()


def test_a_block_that_is_stopped_leaves_the_work_behind() -> None:
    never = threading.Event()

    with pytest.raises(KeyboardInterrupt), side_by_side(never.wait):
        raise KeyboardInterrupt

    assert not never.is_set()
    never.set()


def test_a_query_that_is_stopped_leaves_the_work_behind_as_well() -> None:
    never = threading.Event()

    with pytest.raises(RuntimeError, match="Query interrupted"), side_by_side(never.wait):
        raise RuntimeError("Query interrupted") from KeyboardInterrupt()

    assert not never.is_set()
    never.set()


def test_the_next_item_is_made_while_one_is_used() -> None:
    made = [threading.Event() for _ in range(3)]

    def items() -> Iterator[int]:
        for number, event in enumerate(made):
            event.set()
            yield number

    for number in read_ahead(items()):
        assert all(event.wait(10) for event in made[: number + 2])


def test_what_fails_while_read_ahead_is_heard_after_the_item_before_it() -> None:
    def items() -> Iterator[int]:
        yield 1
        raise RuntimeError("second")

    heard = []
    with pytest.raises(RuntimeError, match="second"):
        heard.extend(read_ahead(items()))
    assert heard == [1]


def test_nothing_more_is_made_once_reading_ends() -> None:
    ahead = read_ahead(iter(range(10)))
    assert next(ahead) == 0

    ahead.close()

    assert list(ahead) == []
