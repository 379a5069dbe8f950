"""The page of life expectancy, of a place or of the whole system, and its file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wholeplace.measures.release import Release
from wholeplace.places.life_expectancy.csv_rows import life_csv
from wholeplace.places.life_expectancy.view import build_life_view
from wholeplace_web.accounts.permissions import needs
from wholeplace_web.design.links import Links
from wholeplace_web.design.pages import page, release_of
from wholeplace_web.places.views import area_of


@page("public")
def life_expectancy(request: HttpRequest, release: Release, slug: str = "") -> HttpResponse:
    """How long people live in a place; in the whole system where none is named."""
    area = area_of(release, slug) if slug else release.system
    context = {
        "release": release,
        "links": Links(request, release, area),
        "area": area,
        "view": build_life_view(release, area),
    }
    return render(request, "places/life_expectancy.html", context)


@needs("public")
@require_safe
def life_expectancy_file(request: HttpRequest, slug: str) -> HttpResponse:
    """Every figure of life expectancy of a place."""
    release = release_of(request)
    area = area_of(release, slug)
    response = HttpResponse(life_csv(release, area), content_type="text/csv; charset=utf-8")
    filename = f"life-expectancy-{area.slug}-{release.run_id}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response
