"""What is compiled with numba borrows its arrays."""

from __future__ import annotations

from numba.extending import register_jitable

borrowing = register_jitable(_nrt=False, forceinline=True)
"""Marks a function that compiled code calls, which borrows the arrays it is given and makes none.

Numba need not count who holds them, which takes a lock at every call and most of the time of what
is called often, and the function becomes a part of its caller. Without compiling it is plain
Python. It must stand in its caller's file: numba keeps a compiled function until that changes.
"""
