"""Permissions: every route names the one it needs, and a test fails for a route that does not."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Literal, TypeVar, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from wholeplace_web.installation import installation

Permission = Literal["public", "plan"]
View = TypeVar("View", bound=Callable[..., Any])

ATTRIBUTE = "permission"


def needs(permission: Permission) -> Callable[[View], View]:
    """Declare the permission a view needs.

    Args:
        permission: "public" for gated numbers and definitions, which anybody may read; "plan" for
            saving scenarios and starting runs of models, which, until there are accounts, anybody
            may do who can reach the pages of an installation that allows it at all.
    """

    def declare(view: View) -> View:
        guarded = view if permission == "public" else cast(View, _only_where_allowed(view))
        setattr(guarded, ATTRIBUTE, permission)
        return guarded

    return declare


def permission_of(view: Callable[..., Any]) -> str | None:
    """The permission a view declares, or None where it declares none."""
    return getattr(view, ATTRIBUTE, None)


def may_plan() -> bool:
    """Whether scenarios may be saved and run from the pages of this installation."""
    return installation().web.scenarios


def _only_where_allowed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def guarded(request: HttpRequest, **named: Any) -> HttpResponse:
        if may_plan():
            return view(request, **named)
        context = {"title": _("Scenarios cannot be saved or run here")}
        return render(request, "design/refused.html", context, status=403)

    return guarded
