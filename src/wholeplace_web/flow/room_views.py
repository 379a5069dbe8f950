"""The scenario room: what the flow model is, what it says if nothing is done, what was saved."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wholeplace_web.accounts.permissions import needs
from wholeplace_web.design.published import releases


@needs("public")
@require_safe
def room(request: HttpRequest) -> HttpResponse:
    """Where scenarios start, and where saved ones are found."""
    return render(request, "flow/room.html", {"release": releases().current()})
