"""The Core20PLUS5 page, of the whole system and of each place."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from wholeplace.measures.release import Release
from wholeplace.places.core20plus5.view import build_core20plus5
from wholeplace.places.reading import TREATED_HERE
from wholeplace_web.design.links import Links
from wholeplace_web.design.pages import page
from wholeplace_web.places.views import area_of, basis_of


@page("public", parameters=("basis",))
def core20plus5(request: HttpRequest, release: Release, slug: str = "") -> HttpResponse:
    """The most deprived fifth and the PLUS groups beside everyone else."""
    area = area_of(release, slug) if slug else release.system
    basis = basis_of(area, request.GET.get("basis", ""))
    if basis == TREATED_HERE:
        raise Http404(_("Care is counted here, not people: see the places they live in."))
    context = {
        "release": release,
        "links": Links(request, release, area, basis),
        "area": area,
        "basis": basis,
        "view": build_core20plus5(release, area, basis),
    }
    return render(request, "places/core20plus5.html", context)
