"""The pages of who waits and whom services reach: thin views over the library."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wholeplace.measures.release import Release
from wholeplace.places.access.csv_rows import access_csv, system_csv
from wholeplace.places.access.reach import build_reach_view
from wholeplace.places.access.waits import build_waits_view
from wholeplace.places.data_warnings import warnings as data_warnings
from wholeplace_web.accounts.permissions import needs
from wholeplace_web.design.links import Links
from wholeplace_web.design.pages import page, release_of
from wholeplace_web.places.views import area_of, basis_of

_LONGEST = 2  # digits of a percentage below 100


@page("public", parameters=("basis",))
def waits(request: HttpRequest, release: Release, slug: str = "") -> HttpResponse:
    """Waits and contacts of a place; of the whole system where none is named."""
    area = area_of(release, slug) if slug else release.system
    basis = basis_of(area, request.GET.get("basis", ""))
    context = {
        "release": release,
        "links": Links(request, release, area, basis),
        "view": build_waits_view(release, area, basis),
        "area": area,
        "basis": basis,
        "warnings": data_warnings(release, area, basis),
    }
    return render(request, "places/waits.html", context)


@page("public", parameters=("basis", "share"))
def reach(request: HttpRequest, release: Release, slug: str = "") -> HttpResponse:
    """Reach of services in a place; in the whole system where none is named."""
    area = area_of(release, slug) if slug else release.system
    basis = basis_of(area, request.GET.get("basis", ""))
    asked, problem = _share(request.GET.get("share", ""))
    context = {
        "release": release,
        "links": Links(request, release, area, basis),
        "view": build_reach_view(release, area, basis, asked),
        "area": area,
        "basis": basis,
        "asked": request.GET.get("share", "")[:10],
        "problem": problem,
        "warnings": data_warnings(release, area, basis),
    }
    return render(request, "places/reach.html", context)


@needs("public")
@require_safe
def waits_file(request: HttpRequest, slug: str) -> HttpResponse:
    """Every number of waits and contacts of a place."""
    return _file(request, "waits", slug)


@needs("public")
@require_safe
def reach_file(request: HttpRequest, slug: str) -> HttpResponse:
    """Every number of the reach of services in a place."""
    return _file(request, "reach", slug)


@needs("public")
@require_safe
def system_file(request: HttpRequest, table: str) -> HttpResponse:
    """Every number of the sizes of the system's waiting lists, or of what may be listed twice."""
    release = release_of(request)
    if not release.columns(table):
        raise Http404
    return _sent(system_csv(release, table), f"{table}-{release.run_id}.csv")


def _file(request: HttpRequest, table: str, slug: str) -> HttpResponse:
    release = release_of(request)
    area = area_of(release, slug)
    basis = basis_of(area, request.GET.get("basis", ""))
    text = access_csv(release, table, area, basis)
    return _sent(text, f"{table}-{area.slug}-{basis}-{release.run_id}.csv")


def _sent(text: str, filename: str) -> HttpResponse:
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def _share(given: str) -> tuple[int | None, str]:
    """The whole percentage of a clause to try out, and what is wrong with what was typed."""
    typed = given.strip().removesuffix("%").strip()
    if not typed:
        return None, ""
    if len(typed) <= _LONGEST and typed.isascii() and typed.isdigit() and 0 < int(typed) < 100:
        return int(typed), ""
    return None, _("Enter a whole number from 1 to 99")
