"""Addresses of places and measures; districts own bare slugs, other levels add a suffix."""

from __future__ import annotations

from django.urls import path

from wholeplace_web.places import downloads, views

urlpatterns = [
    path("", views.home, name="home"),
    path("places", views.search, name="search"),
    path("places/<slug:slug>.csv", downloads.place, name="place-csv"),
    path("places/<slug:slug>", views.place, name="place"),
    path("measures/<slug:name>.csv", downloads.measure, name="measure-csv"),
    path("measures/<slug:name>", views.measure, name="measure"),
]
