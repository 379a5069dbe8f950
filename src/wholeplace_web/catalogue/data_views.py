"""The data page, and a page for what each sender sends of each data set."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from wholeplace.measures.release import Release
from wholeplace.places import data_quality
from wholeplace_web.catalogue.data_page import build_data_page
from wholeplace_web.design.links import Links
from wholeplace_web.design.pages import page


@page("public")
def data(request: HttpRequest, release: Release) -> HttpResponse:
    """What was landed, how good it is, and the last run."""
    context = {
        "release": release,
        "links": Links(request, release),
        "data": build_data_page(release),
        "headline": data_quality.headline(release),
        "overview": data_quality.overview(release),
        "fixes": data_quality.fix_lists(release),
        "senders": data_quality.senders(release),
        "agreement": [
            table
            for table in (
                data_quality.ethnicity_matrix(release),
                data_quality.agreement_table(release),
            )
            if table.rows
        ],
    }
    return render(request, "catalogue/data.html", context)


@page("public")
def sender(request: HttpRequest, release: Release, dataset: str, sender: str) -> HttpResponse:
    """What one sender sends of a data set: its months, its fields and what to put right."""
    source, _tilde, provider = sender.partition("~")
    found = data_quality.sender_page(release, dataset, source, provider)
    if found is None:
        raise Http404(_("Nobody sends that."))
    context = {"release": release, "links": Links(request, release), "sent": found}
    return render(request, "catalogue/sender.html", context)
