"""How a page is served: its permission declared, one run pinned, drawn once and then kept."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable, Sequence
from functools import cache, wraps
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

import wholeplace
import wholeplace_web
from wholeplace.measures.release import Release
from wholeplace.places.kept import KeptFiles
from wholeplace_web.accounts.permissions import Permission, needs
from wholeplace_web.design.published import RUN_PARAMETER, release_asked
from wholeplace_web.installation import web_folder

PageView = Callable[..., HttpResponse]
_LEVEL = 6


def page(
    permission: Permission, *, parameters: Sequence[str] = ()
) -> Callable[[PageView], Callable[..., HttpResponse]]:
    """Make a view of a release into a page.

    The view is called with the request, the release and what the address names. A page is kept by
    run, address, the parameters it declares, language and version of the code, so it is drawn once
    for all readers; a parameter it does not declare is ignored.

    Args:
        permission: The permission the page needs.
        parameters: Names of the query parameters the page depends on.
    """

    def wrap(view: PageView) -> Callable[..., HttpResponse]:
        @needs(permission)
        @require_safe
        @wraps(view)
        def served(request: HttpRequest, **named: Any) -> HttpResponse:
            release = _release(request)
            if release is None:
                return render(request, "design/nothing_published.html", {})
            key = _key(request, release, parameters)
            tag = f'"{hashlib.sha256(key.encode()).hexdigest()[:32]}"'
            if request.headers.get("If-None-Match") == tag:
                return HttpResponseNotModified()
            body = finished_pages().get(key)
            if body is None:
                response = view(request, release, **named)
                if response.status_code != 200:
                    return response
                body = gzip.compress(response.content, _LEVEL, mtime=0)
                finished_pages().put(key, body)
            return _finished(request, body, tag)

        return served

    return wrap


@cache
def finished_pages() -> KeptFiles:
    """Where finished pages are kept, compressed."""
    return KeptFiles(web_folder() / "pages")


def release_of(request: HttpRequest) -> Release:
    """The release a download reads.

    Raises:
        Http404: If it names a run that is not kept, or nothing is published yet.
    """
    release = _release(request)
    if release is None:
        raise Http404(_("Nothing has been published yet."))
    return release


def _release(request: HttpRequest) -> Release | None:
    """The release a request reads, or None where nothing is published yet.

    Raises:
        Http404: If it names a run that is not kept.
    """
    release = release_asked(request)
    if release is None and request.GET.get(RUN_PARAMETER):
        raise Http404(_("That run is not kept here any more."))
    return release


def _finished(request: HttpRequest, body: bytes, tag: str) -> HttpResponse:
    headers = {"ETag": tag, "Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        return HttpResponse(body, headers=headers | {"Content-Encoding": "gzip"})
    return HttpResponse(gzip.decompress(body), headers=headers)


def _key(request: HttpRequest, release: Release, parameters: Sequence[str]) -> str:
    asked = {
        name: request.GET[name] for name in (*parameters, RUN_PARAMETER) if name in request.GET
    }
    return "\n".join(
        (
            release.run_id,
            str(release.folder),
            request.path,
            urlencode(asked),
            get_language() or "",
            _code(),
        )
    )


@cache
def _code() -> str:
    """A mark that changes whenever a file behind the pages does."""
    folders = [Path(package.__file__ or "").parent for package in (wholeplace, wholeplace_web)]
    files = [file for folder in folders for file in folder.rglob("*") if file.is_file()]
    relevant = [f for f in files if f.suffix in (".py", ".html", ".css", ".svg")]
    return f"{len(relevant)} {max(file.stat().st_mtime_ns for file in relevant)}"
