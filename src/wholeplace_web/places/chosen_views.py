"""An area of one's own choosing: the choice, which works without script, and its numbers."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from wholeplace.core.errors import WholeplaceError
from wholeplace.measures.release import Release
from wholeplace.places.chosen_area import PART_KINDS, build_chosen_area, parts_called
from wholeplace_web.design.links import Links
from wholeplace_web.design.pages import page


@page("public", parameters=("kind", "part"))
def choose(request: HttpRequest, release: Release) -> HttpResponse:
    """Areas of one kind to choose from; a choice made goes to its own address."""
    links = Links(request, release)
    chosen = request.GET.getlist("part")
    if chosen:
        return HttpResponseRedirect(links.to("chosen-area", parts=",".join(sorted(set(chosen)))))
    kind = request.GET.get("kind", PART_KINDS[0])
    if kind not in PART_KINDS:
        raise Http404(_("Areas of that kind cannot be put together."))
    areas = sorted(
        (area for area in release.areas.values() if area.area_type == kind),
        key=lambda area: area.name,
    )
    context = {
        "release": release,
        "links": links,
        "kinds": PART_KINDS,
        "kind": kind,
        "areas": areas,
    }
    return render(request, "places/choose.html", context)


@page("public", parameters=("parts",))
def chosen_area(request: HttpRequest, release: Release) -> HttpResponse:
    """The numbers of the parts an address names, added up."""
    try:
        parts = parts_called(release, request.GET.get("parts", "").split(","))
    except WholeplaceError as error:
        raise Http404(f"{error.problem} {error.remedy}") from None
    context = {
        "release": release,
        "links": Links(request, release),
        "area": build_chosen_area(release, parts),
    }
    return render(request, "places/chosen.html", context)
