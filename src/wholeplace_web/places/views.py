"""Home, search, the page of a place and the page of a measure: thin views over the library."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from wholeplace.measures.catalogue import Area
from wholeplace.measures.release import Release
from wholeplace.places.data_warnings import warnings as data_warnings
from wholeplace.places.measure_list import measures_elsewhere, not_shown, why_not_produced
from wholeplace.places.measure_view import build_measure_view
from wholeplace.places.profile import build_profile
from wholeplace.places.published.conflicts import statements_about
from wholeplace.places.published.place import build_place_published
from wholeplace.places.worked_out_from import worked_out_from
from wholeplace_web.catalogue.data_page import quality_notes
from wholeplace_web.design.links import Links
from wholeplace_web.design.pages import page
from wholeplace_web.design.published import releases
from wholeplace_web.places.elsewhere_page import measure_elsewhere
from wholeplace_web.places.search import find, searchable

_ON_HOME = ("district", "place", "upper_tier")


@page("public")
def home(request: HttpRequest, release: Release) -> HttpResponse:
    """What this is, and every way to a place."""
    areas = searchable(release.areas.values())
    context = {
        "release": release,
        "links": Links(request, release),
        "browse": [
            (kind, [a for a in areas if a.area_type == kind and a.whole]) for kind in _ON_HOME
        ],
        "known": areas,
    }
    return render(request, "places/home.html", context)


@page("public", parameters=("q",))
def search(request: HttpRequest, release: Release) -> HttpResponse:
    """Places that match what was typed; straight to the place where only one does."""
    asked = request.GET.get("q", "").strip()
    areas = searchable(release.areas.values())
    found = find(areas, asked)
    links = Links(request, release)
    if len(found) == 1 or (found and found[0].name.lower() == asked.lower()):
        return HttpResponseRedirect(links.place(found[0].slug))
    kinds = list(dict.fromkeys(area.area_type for area in (found if asked else areas)))
    shown = found if asked else areas
    context = {
        "release": release,
        "links": links,
        "asked": asked,
        "groups": [(kind, [a for a in shown if a.area_type == kind]) for kind in kinds],
        "known": areas,
    }
    return render(request, "places/search.html", context)


@page("public", parameters=("basis",))
def place(request: HttpRequest, release: Release, slug: str) -> HttpResponse:
    """The profile of a place."""
    area = area_of(release, slug)
    basis = basis_of(area, request.GET.get("basis", ""))
    profile = build_profile(release, area, basis)
    context = {
        "release": release,
        "links": Links(request, release, area, basis),
        "profile": profile,
        "published": build_place_published(release, area),
        "area": area,
        "basis": profile.basis,
        "warnings": data_warnings(release, area, basis),
        "not_shown": not_shown(release),
    }
    return render(request, "places/place.html", context)


@page("public", parameters=("place", "basis", "afresh"))
def measure(request: HttpRequest, release: Release, name: str) -> HttpResponse:
    """A measure in a place; in the whole system where none is named."""
    slug = request.GET.get("place", "")
    area = area_of(release, slug) if slug else release.system
    found = release.measures.get(name)
    if found is None:
        elsewhere = measures_elsewhere(release).get(name)
        if elsewhere is None:
            raise Http404(_("There is no measure of that name."))
        return measure_elsewhere(request, release, elsewhere, area)
    basis = basis_of(area, request.GET.get("basis", ""))
    afresh = request.GET.get("afresh", "")
    view = build_measure_view(release, found, area, basis, releases().earlier(release), afresh)
    context = {
        "release": release,
        "links": Links(request, release, area, basis),
        "view": view,
        "afresh": afresh,
        "area": area,
        "measure": found,
        "not_produced": why_not_produced(release, name),
        "code_lists": _code_lists(release, found.code_lists),
        "worked_out_from": worked_out_from(release, found.rests_on),
        "quality": quality_notes(release, found.datasets),
        "warnings": data_warnings(release, area, basis, found.name),
        "statements": statements_about(release, measure=name),
    }
    return render(request, "places/measure.html", context)


def area_of(release: Release, slug: str) -> Area:
    """The area an address names.

    Raises:
        Http404: If there is none, or it has no page of its own.
    """
    area = release.areas_by_slug.get(slug)
    if area is None or not searchable([area]):
        raise Http404(_("There is no place of that name."))
    return area


def basis_of(area: Area, asked: str) -> str:
    """The basis an address asks for.

    Raises:
        Http404: If the area has no numbers on that basis.
    """
    if asked and asked not in area.bases:
        raise Http404(_("That place has no numbers on that basis."))
    return asked or area.bases[0]


def _code_lists(release: Release, names: tuple[str, ...]) -> list[dict[str, object]]:
    held = {entry["name"]: entry for entry in release.document("codelists") or []}
    return [held[name] for name in names if name in held]
