"""How often Python looks for rubbish: less often where large queries are built."""

from __future__ import annotations

import gc

SELDOM = (50_000, 20, 50)
"""Objects made, and searches among the young and the middle-aged, before the next search."""


def look_for_rubbish_seldom() -> None:
    """Look for rubbish more seldom than Python does by itself, and never among what is there now.

    A query is an expression of thousands of parts that refer to each other and all live until it
    has run. By itself Python goes through all of them again and again while more are made, which
    takes a twentieth of the time of a run, and a tenth of the tests'.
    """
    gc.freeze()
    gc.set_threshold(*SELDOM)
