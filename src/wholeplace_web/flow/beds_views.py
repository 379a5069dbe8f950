"""The page of bed days: a thin view over the library."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wholeplace.measures.release import Release
from wholeplace.places.data_warnings import warnings as data_warnings
from wholeplace.planning.beds.csv_rows import bed_days_csv
from wholeplace.planning.beds.view import build_beds_view
from wholeplace_web.accounts.permissions import needs
from wholeplace_web.design.links import Links
from wholeplace_web.design.pages import page, release_of
from wholeplace_web.places.views import area_of, basis_of


@page("public", parameters=("basis",))
def beds(request: HttpRequest, release: Release, slug: str = "") -> HttpResponse:
    """Bed days of a place; of the whole system where none is named."""
    area = area_of(release, slug) if slug else release.system
    basis = basis_of(area, request.GET.get("basis", ""))
    context = {
        "release": release,
        "links": Links(request, release, area, basis),
        "view": build_beds_view(release, area, basis),
        "area": area,
        "basis": basis,
        "warnings": data_warnings(release, area, basis),
    }
    return render(request, "flow/beds.html", context)


@needs("public")
@require_safe
def beds_file(request: HttpRequest, slug: str) -> HttpResponse:
    """Every number of bed days of a place."""
    release = release_of(request)
    area = area_of(release, slug)
    basis = basis_of(area, request.GET.get("basis", ""))
    text = bed_days_csv(release, area, basis)
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    filename = f"bed-days-{area.slug}-{basis}-{release.run_id}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response
