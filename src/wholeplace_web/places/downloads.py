"""Files to take away: the same gated rows the pages show, each with the run it is of."""

from __future__ import annotations

import io
from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wholeplace.measures.catalogue import ReleasedValue
from wholeplace.measures.release import Release
from wholeplace.places.gap_areas import areas_below
from wholeplace.reports.export import FORMS, WITH_GAPS
from wholeplace.reports.gap_rows import gaps_among, gaps_table
from wholeplace.reports.notes import notes_of
from wholeplace.reports.rows import rows_table
from wholeplace_web.accounts.permissions import needs
from wholeplace_web.design.pages import release_of
from wholeplace_web.places.views import area_of, basis_of


@needs("public")
@require_safe
def place(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """Every number of a place."""
    release = release_of(request)
    area = area_of(release, slug)
    basis = basis_of(area, request.GET.get("basis", ""))
    values = release.values(area_types=[area.area_type], area_codes=[area.code], basis=basis)
    return _file(release, values, form, f"{area.slug}-{basis}", area.name)


@needs("public")
@require_safe
def measure(request: HttpRequest, name: str, form: str) -> HttpResponse:
    """A measure in a place with every breakdown, over areas of its kind and those within it."""
    release = release_of(request)
    if name not in release.measures:
        raise Http404(_("There is no measure of that name."))
    slug = request.GET.get("place", "")
    area = area_of(release, slug) if slug else release.system
    basis = basis_of(area, request.GET.get("basis", ""))
    below = {inside.key for inside in areas_below(release, area, basis)}
    alike = {area.area_type, release.system.area_type}
    kinds = sorted(alike | {kind for kind, _ in below})
    values = release.values(area_types=kinds, measures=[name], basis=basis)
    kept = [
        v
        for v in values
        if v.area == area.key
        or (v.breakdown == "all" and (v.area_type in alike or v.area in below))
    ]
    title = f"{release.measures[name].title}: {area.name}"
    return _file(release, kept, form, f"{name}-{area.slug}-{basis}", title)


def _file(
    release: Release, values: Sequence[ReleasedValue], form: str, name: str, title: str
) -> HttpResponse:
    if form not in FORMS:
        raise Http404(_("There is no file of that form."))
    table = rows_table(release, values)
    gaps = gaps_table(release, gaps_among(release, values)) if form in WITH_GAPS else None
    stream = io.BytesIO()
    FORMS[form].write(table, notes_of(release, table, title, gaps), stream)
    response = HttpResponse(stream.getvalue(), content_type=FORMS[form].content_type)
    filename = f"{name}-{release.run_id}.{form}"
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response
