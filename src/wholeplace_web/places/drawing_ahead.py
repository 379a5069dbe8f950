"""Draws the page of every place before anybody asks, beside the workers and out of their way.

Run by ``wholeplace serve`` as ``python -m wholeplace_web.places.drawing_ahead``; it ends with it.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

import django
from django.conf import settings
from django.http import HttpRequest
from django.urls import resolve, reverse
from django.utils import translation

from wholeplace.measures.release import Release
from wholeplace.places.reading import TREATED_HERE
from wholeplace_web.design.published import releases
from wholeplace_web.places.search import searchable

_LOOK_EVERY_SECONDS = 15.0
_KINDEST = 19


def addresses(release: Release) -> Iterator[str]:
    """The pages most readers come for: home, every place, the system's measures, the gaps."""
    yield reverse("home")
    yield reverse("search")
    for area in searchable(release.areas.values()):
        yield reverse("place", kwargs={"slug": area.slug})
    for name in release.measures:
        yield reverse("measure", kwargs={"name": name})
    for area in searchable(release.areas.values()):
        if area.bases[0] != TREATED_HERE:
            yield reverse("place-inequalities", kwargs={"slug": area.slug})


def draw(address: str) -> int:
    """Make one page, which keeps it, and return its status."""
    request = HttpRequest()
    request.method = "GET"
    request.path = request.path_info = address
    request.META = {"SERVER_NAME": settings.ALLOWED_HOSTS[0], "SERVER_PORT": "80"}
    view = resolve(address)
    status: int = view.func(request, *view.args, **view.kwargs).status_code
    return status


def draw_while(parent: int) -> None:
    """Draw the pages of each run as it is published, until the process that started this is gone.

    Args:
        parent: Its process id.
    """
    drawn = ""
    while os.getppid() == parent:
        release = releases().current()
        if release is None or release.run_id == drawn:
            time.sleep(_LOOK_EVERY_SECONDS)
            continue
        for address in addresses(release):
            if os.getppid() != parent:
                return
            draw(address)
        drawn = release.run_id


if __name__ == "__main__":
    os.nice(_KINDEST)
    django.setup()
    translation.activate(settings.LANGUAGE_CODE)
    draw_while(os.getppid())
