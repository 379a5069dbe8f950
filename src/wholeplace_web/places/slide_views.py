"""Slides to take away: the chart of a measure's gap as one picture."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wholeplace.places.measure_gaps import slide_figures
from wholeplace.places.reading import read_place
from wholeplace.places.slides import slide_png, slide_svg
from wholeplace_web.accounts.permissions import needs
from wholeplace_web.design.pages import release_of
from wholeplace_web.design.templates import renderer
from wholeplace_web.places.views import area_of, basis_of

_TYPES = {"svg": "image/svg+xml", "png": "image/png"}


@needs("public")
@require_safe
def slide(request: HttpRequest, name: str, chart: str, form: str) -> HttpResponse:
    """One chart of a measure in a place, 16 to 9, with its finding as title and its source."""
    release = release_of(request)
    measure = release.measures.get(name)
    if measure is None or form not in _TYPES:
        raise Http404(_("There is no slide of that name."))
    slug = request.GET.get("place", "")
    area = area_of(release, slug) if slug else release.system
    basis = basis_of(area, request.GET.get("basis", ""))
    figure = slide_figures(read_place(release, area, basis), measure).get(chart)
    if figure is None:
        raise Http404(_("That chart cannot be drawn for this place."))
    svg = slide_svg(figure, renderer())
    content = svg.encode() if form == "svg" else slide_png(svg)
    filename = f"{name}-{chart}-{area.slug}-{basis}-{release.run_id}.{form}"
    response = HttpResponse(content, content_type=_TYPES[form])
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response
