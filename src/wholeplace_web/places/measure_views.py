"""The list of every measure: counted here, published by others, and not to be had."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wholeplace.measures.release import Release
from wholeplace.places.measure_list import (
    WANTED,
    measures_elsewhere,
    not_shown,
    tables_of_measures,
)
from wholeplace_web.design.links import Links
from wholeplace_web.design.pages import page
from wholeplace_web.places.views import area_of, basis_of


@page("public", parameters=("place", "basis"))
def measures(request: HttpRequest, release: Release) -> HttpResponse:
    """Every measure with its number in a place; in the whole system where none is named."""
    slug = request.GET.get("place", "")
    area = area_of(release, slug) if slug else release.system
    basis = basis_of(area, request.GET.get("basis", ""))
    elsewhere = measures_elsewhere(release).values()
    context = {
        "release": release,
        "links": Links(request, release, area, basis),
        "area": area,
        "basis": basis,
        "tables": tables_of_measures(release, area, basis),
        "counted": len(release.measures),
        "published": sum(one.kind != WANTED for one in elsewhere),
        "not_shown": not_shown(release),
    }
    return render(request, "places/measures.html", context)
