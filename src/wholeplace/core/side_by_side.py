"""Two pieces of work side by side, one of them in a thread of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from functools import partial
from itertools import islice
from threading import Thread
from typing import TypeVar

from wholeplace.core.errors import was_stopped

Answer = TypeVar("Answer")


@contextmanager
def side_by_side(work: Callable[[], Answer]) -> Iterator[Callable[[], Answer]]:
    """Do one thing in a thread while the block does another.

    A block that fails waits for the thread, so that nothing is still being written when its error
    is heard. One that is interrupted does not: whoever stops a program is not kept waiting for
    it, and the thread ends with the program, which a thread of an executor would not.

    Args:
        work: What to do in the thread.

    Yields:
        Called, it waits for the thread, and returns what the work returned or raises what it
        raised.

    Raises:
        Exception: What the work raised, if the block ends without having called for its answer.

    >>> with side_by_side(lambda: 6 * 7) as answer:
    ...     other = 6 + 7
    ...     print(answer(), other)
    42 13
    """
    future: Future[Answer] = Future()
    thread = Thread(target=_answer, args=(work, future), daemon=True)
    thread.start()
    try:
        yield future.result
    except BaseException as error:
        if not was_stopped(error):
            thread.join()
        raise
    future.result()


def read_ahead(items: Iterable[Answer]) -> Iterator[Answer]:
    """The same items, the next of which is made in a thread while one is used.

    Args:
        items: What is made one by one; nothing else may be asked of it meanwhile.

    >>> list(read_ahead(number * number for number in range(4)))
    [0, 1, 4, 9]
    """
    rest = iter(items)
    made = _next(rest)
    while made:
        with side_by_side(partial(_next, rest)) as following:
            yield from made
            made = following()


def _next(items: Iterator[Answer]) -> list[Answer]:
    """The next item, if there is any."""
    return list(islice(items, 1))


def _answer(work: Callable[[], Answer], future: Future[Answer]) -> None:
    try:
        future.set_result(work())
    except BaseException as error:
        future.set_exception(error)
