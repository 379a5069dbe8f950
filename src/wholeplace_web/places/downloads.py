"""Files to take away: the same gated rows the pages show, each with the run it is of."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wholeplace.measures.catalogue import ReleasedValue
from wholeplace.measures.release import Release
from wholeplace.places.csv_rows import as_csv
from wholeplace_web.accounts.permissions import needs
from wholeplace_web.design.pages import release_of
from wholeplace_web.places.views import area_of, basis_of


@needs("public")
@require_safe
def place(request: HttpRequest, slug: str) -> HttpResponse:
    """Every number of a place."""
    release = release_of(request)
    area = area_of(release, slug)
    basis = basis_of(area, request.GET.get("basis", ""))
    values = release.values(area_types=[area.area_type], area_codes=[area.code], basis=basis)
    return _file(release, values, f"{area.slug}-{basis}")


@needs("public")
@require_safe
def measure(request: HttpRequest, name: str) -> HttpResponse:
    """A measure in a place with every breakdown, and over all areas of the place's kind."""
    release = release_of(request)
    if name not in release.measures:
        raise Http404(_("There is no measure of that name."))
    slug = request.GET.get("place", "")
    area = area_of(release, slug) if slug else release.system
    basis = basis_of(area, request.GET.get("basis", ""))
    kinds = sorted({area.area_type, release.system.area_type})
    values = release.values(area_types=kinds, measures=[name], basis=basis)
    kept = [v for v in values if v.breakdown == "all" or v.area == area.key]
    return _file(release, kept, f"{name}-{area.slug}-{basis}")


def _file(release: Release, values: Iterable[ReleasedValue], name: str) -> HttpResponse:
    response = HttpResponse(as_csv(release, values), content_type="text/csv; charset=utf-8")
    filename = f"{name}-{release.run_id}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response
