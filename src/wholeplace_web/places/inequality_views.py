"""The page of a place's inequalities, and its file."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from wholeplace.measures.release import Release
from wholeplace.places.group_words import OFFERED
from wholeplace.places.inequalities import build_inequalities
from wholeplace.places.reading import TREATED_HERE
from wholeplace_web.design.links import Links
from wholeplace_web.design.pages import page
from wholeplace_web.places.views import area_of, basis_of


@page("public", parameters=("basis", "by"))
def inequalities(request: HttpRequest, release: Release, slug: str) -> HttpResponse:
    """Measures of a place in the order of their gaps between groups of people."""
    area = area_of(release, slug)
    basis = basis_of(area, request.GET.get("basis", ""))
    by = request.GET.get("by", "")
    if by and by not in OFFERED:
        raise Http404(_("People are not divided in that way here."))
    if basis == TREATED_HERE:
        raise Http404(_("Care is counted here, not people: see the places they live in."))
    context = {
        "release": release,
        "links": Links(request, release, area, basis),
        "area": area,
        "basis": basis,
        "view": build_inequalities(release, area, basis, by),
    }
    return render(request, "places/inequalities.html", context)
