"""The definitions, and the way to the documentation."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from wholeplace.measures.release import Release
from wholeplace_web.catalogue.definition_page import KINDS, build_definition, shelves
from wholeplace_web.design.links import Links
from wholeplace_web.design.pages import page


@page("public")
def definitions(request: HttpRequest, release: Release) -> HttpResponse:
    """The catalogue of every definition."""
    context = {
        "release": release,
        "links": Links(request, release),
        "shelves": shelves(release),
    }
    return render(request, "catalogue/definitions.html", context)


@page("public")
def definition(request: HttpRequest, release: Release, kind: str, name: str) -> HttpResponse:
    """One definition in words and in code."""
    found = build_definition(release, kind, name)
    if found is None:
        raise Http404(_("There is no definition of that name."))
    context = {
        "release": release,
        "links": Links(request, release),
        "definition": found,
        "heading": KINDS[kind][1],
    }
    return render(request, "catalogue/definition.html", context)


@page("public")
def documentation(request: HttpRequest, release: Release) -> HttpResponse:
    """Where the documentation is."""
    context = {"release": release, "links": Links(request, release)}
    return render(request, "catalogue/documentation.html", context)
