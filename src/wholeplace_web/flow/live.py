"""How a page that people change is served: made anew each time, its permission declared."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from wholeplace_web.accounts.permissions import Permission, needs

View = Callable[..., HttpResponse]
READ = ("GET", "HEAD")
CHANGE = ("POST",)


def live(permission: Permission, methods: tuple[str, ...] = READ) -> Callable[[View], View]:
    """Make a view into a page that is asked for again each time it is shown.

    What was typed in a form stays when a reader goes back to it, so the page may be kept by the
    browser as long as it asks whether it still holds.

    Args:
        permission: The permission the page needs.
        methods: The methods it answers.
    """

    def wrap(view: View) -> View:
        @needs(permission)
        @require_http_methods(methods)
        @wraps(view)
        def served(request: HttpRequest, **named: Any) -> HttpResponse:
            response = view(request, **named)
            response.headers.setdefault("Cache-Control", "no-cache")
            return response

        return served

    return wrap
