"""Two pieces of work side by side, one of them in a thread of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
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


def _answer(work: Callable[[], Answer], future: Future[Answer]) -> None:
    try:
        future.set_result(work())
    except BaseException as error:
        future.set_exception(error)
