"""The page of a measure not counted here: published by others, or not to be had."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wholeplace.measures.catalogue import Area
from wholeplace.measures.release import Release
from wholeplace.places.measure_list import WANTED, MeasureElsewhere
from wholeplace.places.published.catalogue import indicators
from wholeplace.places.published.place import build_series_of_place
from wholeplace_web.design.links import Links


def measure_elsewhere(
    request: HttpRequest, release: Release, found: MeasureElsewhere, area: Area
) -> HttpResponse:
    """Answer with the page of such a measure, about a place.

    Args:
        request: The request.
        release: The release the page reads.
        found: The measure.
        area: The place.
    """
    known = indicators(release)
    context = {
        "release": release,
        "links": Links(request, release, area),
        "area": area,
        "measure": found,
        "wanted": found.kind == WANTED,
        "series": [known[name] for name in found.series if name in known],
        "tables": build_series_of_place(release, area, found.series).tables,
    }
    return render(request, "places/measure_elsewhere.html", context)
