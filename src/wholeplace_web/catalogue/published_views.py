"""Published figures: the list, one series with its file, and what contradicts what."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wholeplace.core.errors import RunError
from wholeplace.measures.release import Release
from wholeplace.places.published.catalogue import Indicator, indicators, topics
from wholeplace.places.published.conflicts import differing, statements
from wholeplace.places.published.csv_rows import published_csv
from wholeplace.places.published.view import build_published_view
from wholeplace_web.accounts.permissions import needs
from wholeplace_web.design.links import Links
from wholeplace_web.design.pages import page, release_of


@page("public")
def published(request: HttpRequest, release: Release) -> HttpResponse:
    """Every published series, by topic."""
    context = {
        "release": release,
        "links": Links(request, release),
        "topics": topics(release),
        "conflicts": len(statements(release)),
        "comparators": release.rows("published_comparators"),
    }
    return render(request, "catalogue/published.html", context)


@page("public", parameters=("subject",))
def published_series(request: HttpRequest, release: Release, indicator: str) -> HttpResponse:
    """One published series, about one area or organisation."""
    found = _indicator(release, indicator)
    try:
        view = build_published_view(release, found, request.GET.get("subject", ""))
    except RunError:
        raise Http404(_("That series has no figure of that.")) from None
    links = Links(request, release)
    context = {
        "release": release,
        "links": links,
        "view": view,
        "place": release.areas.get(view.area),
        "indicators": indicators(release),
    }
    return render(request, "catalogue/published_series.html", context)


@page("public")
def published_conflicts(request: HttpRequest, release: Release) -> HttpResponse:
    """Published figures and statements that contradict each other."""
    context = {
        "release": release,
        "links": Links(request, release),
        "statements": statements(release),
        "differing": differing(release),
        "indicators": indicators(release),
    }
    return render(request, "catalogue/published_conflicts.html", context)


@needs("public")
@require_safe
def published_file(request: HttpRequest, indicator: str) -> HttpResponse:
    """Every value of a published series."""
    release = release_of(request)
    text = published_csv(release, _indicator(release, indicator))
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    filename = f"{indicator}-{release.run_id}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def _indicator(release: Release, name: str) -> Indicator:
    found = indicators(release).get(name)
    if found is None:
        raise Http404(_("There is no published series of that name."))
    return found
