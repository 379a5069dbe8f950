"""Addresses of places and measures; districts own bare slugs, other levels add a suffix."""

from __future__ import annotations

from django.urls import path

from wholeplace_web.places import (
    chosen_views,
    downloads,
    inequality_views,
    slide_views,
    variation_views,
    views,
)
from wholeplace_web.places.access_views import reach, reach_file, system_file, waits, waits_file
from wholeplace_web.places.core20plus5_views import core20plus5
from wholeplace_web.places.life_views import life_expectancy, life_expectancy_file
from wholeplace_web.places.measure_views import measures

urlpatterns = [
    path("", views.home, name="home"),
    path("places", views.search, name="search"),
    path("areas/choose", chosen_views.choose, name="choose-area"),
    path("areas/chosen", chosen_views.chosen_area, name="chosen-area"),
    path("places/<slug:slug>.<slug:form>", downloads.place, name="place-file"),
    path(
        "places/<slug:slug>/inequalities", inequality_views.inequalities, name="place-inequalities"
    ),
    path("places/<slug:slug>", views.place, name="place"),
    path("core20plus5", core20plus5, name="core20plus5"),
    path("places/<slug:slug>/core20plus5", core20plus5, name="place-core20plus5"),
    path("reach", reach, name="reach"),
    path("places/<slug:slug>/reach", reach, name="place-reach"),
    path("places/<slug:slug>/reach.csv", reach_file, name="place-reach-csv"),
    path("waits", waits, name="waits"),
    path("waits/lists.csv", system_file, {"table": "waiting_lists"}, name="waiting-lists-csv"),
    path(
        "waits/lists-ahead.csv",
        system_file,
        {"table": "waiting_lists_ahead"},
        name="waiting-lists-ahead-csv",
    ),
    path("waits/duplicates.csv", system_file, {"table": "duplicates"}, name="duplicates-csv"),
    path("places/<slug:slug>/waits", waits, name="place-waits"),
    path("places/<slug:slug>/waits.csv", waits_file, name="place-waits-csv"),
    path("measures/<slug:name>/slides/<slug:chart>.<slug:form>", slide_views.slide, name="slide"),
    path("measures", measures, name="measures"),
    path("measures/<slug:name>.<slug:form>", downloads.measure, name="measure-file"),
    path("measures/<slug:name>", views.measure, name="measure"),
    path("life-expectancy", life_expectancy, name="life-expectancy"),
    path(
        "places/<slug:slug>/life-expectancy",
        life_expectancy,
        name="place-life-expectancy",
    ),
    path(
        "places/<slug:slug>/life-expectancy.csv",
        life_expectancy_file,
        name="place-life-expectancy-csv",
    ),
    path("variation", variation_views.variation, name="variation"),
    path("variation/<slug:name>.csv", variation_views.variation_file, name="variation-csv"),
    path("variation/<slug:name>", variation_views.variation_measure, name="variation-measure"),
]
