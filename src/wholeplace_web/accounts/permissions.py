"""Permissions: every route names the one it needs, and a test fails for a route that does not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, TypeVar

Permission = Literal["public"]
View = TypeVar("View", bound=Callable[..., Any])

ATTRIBUTE = "permission"


def needs(permission: Permission) -> Callable[[View], View]:
    """Declare the permission a view needs.

    Args:
        permission: "public" for gated numbers and definitions, which anybody may read.
    """

    def declare(view: View) -> View:
        setattr(view, ATTRIBUTE, permission)
        return view

    return declare


def permission_of(view: Callable[..., Any]) -> str | None:
    """The permission a view declares, or None where it declares none."""
    return getattr(view, ATTRIBUTE, None)
