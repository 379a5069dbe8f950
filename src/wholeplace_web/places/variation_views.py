"""Variation between practices, neighbourhoods and services: overview, unit, measure, file."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wholeplace.measures.catalogue import Area
from wholeplace.measures.release import Release
from wholeplace.places.data_warnings import warnings as data_warnings
from wholeplace.places.variation.file import variation_csv
from wholeplace.places.variation.measure_view import build_variation
from wholeplace.places.variation.overview import build_overview, build_unit
from wholeplace.places.variation.reading import KINDS, SERVICE, kinds_of, measures
from wholeplace_web.accounts.permissions import needs
from wholeplace_web.design.links import Links
from wholeplace_web.design.pages import page, release_of
from wholeplace_web.places.views import area_of

BASIS = "registered"
PROVIDER = "provider"


@page("public", parameters=("kind", "place"))
def variation(request: HttpRequest, release: Release) -> HttpResponse:
    """Every measure among units of one kind; or one unit on every measure."""
    place = _place(request, release)
    context = {"release": release, "links": Links(request, release), "kinds": KINDS}
    if place is not None and place.area_type in KINDS:
        context |= {
            "unit": build_unit(release, place),
            "warnings": data_warnings(release, place, BASIS),
        }
        return render(request, "places/variation_unit.html", context)
    context |= {"overview": build_overview(release, _kind(request, place, KINDS)), "place": place}
    return render(request, "places/variation.html", context)


@page("public", parameters=("kind", "place"))
def variation_measure(request: HttpRequest, release: Release, name: str) -> HttpResponse:
    """The funnel of one measure."""
    found = measures(release).get(name)
    place = _place(request, release)
    kinds = kinds_of(release, name)
    kind = _kind(request, place, kinds)
    view = build_variation(release, found, kind, place) if found is not None else None
    if found is None or view is None:
        raise Http404(_("That measure is not compared between practices."))
    context = {
        "release": release,
        "links": Links(request, release),
        "kinds": kinds,
        "measure": found,
        "view": view,
        "place": place,
        "warnings": data_warnings(release, place or release.system, BASIS, name)
        if name in release.measures
        else [],
    }
    return render(request, "places/variation_measure.html", context)


@needs("public")
@require_safe
def variation_file(request: HttpRequest, name: str) -> HttpResponse:
    """Every unit's comparison on a measure, as a file."""
    release = release_of(request)
    text = variation_csv(release, name) if name in measures(release) else ""
    if not text:
        raise Http404(_("That measure is not compared between practices."))
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    filename = f"variation-{name}-{release.run_id}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def _place(request: HttpRequest, release: Release) -> Area | None:
    slug = request.GET.get("place", "")
    return area_of(release, slug) if slug else None


def _kind(request: HttpRequest, place: Area | None, kinds: Sequence[str]) -> str:
    """The kind of unit asked for: by default the place's own, or else the first there is.

    Raises:
        Http404: If there is no such kind.
    """
    of_place = "" if place is None else SERVICE if place.area_type == PROVIDER else place.area_type
    asked = request.GET.get("kind", "")
    kind = asked or (of_place if of_place in kinds else "".join(kinds[:1]))
    if kind not in kinds:
        raise Http404(_("Practices, neighbourhoods and services are compared, nothing else."))
    return kind
