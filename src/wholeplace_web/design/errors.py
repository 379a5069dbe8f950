"""Error pages: what happened, what is safe, what to do, and a reference where we must look."""

from __future__ import annotations

import logging
import secrets

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from wholeplace_web.design.published import release_asked

_log = logging.getLogger(__name__)
API = "/api/"


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """No page has that address; a programme that asks the API is told in its own terms."""
    if request.path.startswith(API):
        release = release_asked(request)
        told = {
            "problem": "The API has no such address.",
            "remedy": "See /api for those it has.",
            "run_id": None if release is None else release.run_id,
        }
        return JsonResponse(told, status=404)
    said = str(exception) if exception.args and isinstance(exception.args[0], str) else ""
    return render(request, "design/not_found.html", {"said": said}, status=404)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The request cannot be understood."""
    context = {"title": _("That address cannot be read")}
    return render(request, "design/refused.html", context, status=400)


def refused(
    request: HttpRequest, exception: Exception | None = None, reason: str = ""
) -> HttpResponse:
    """The request is not allowed."""
    context = {"title": _("You cannot do that here")}
    return render(request, "design/refused.html", context, status=403)


def failed(request: HttpRequest) -> HttpResponse:
    """Something broke: the reference is in the log beside the error."""
    reference = secrets.token_hex(4)
    _log.error("Page failed; reference %s; path %s", reference, request.path)
    return render(request, "design/failed.html", {"reference": reference}, status=500)
