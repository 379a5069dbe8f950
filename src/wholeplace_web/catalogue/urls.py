"""Addresses of the data page, the definitions, published figures and the documentation."""

from __future__ import annotations

from django.urls import path

from wholeplace_web.catalogue import data_views, published_views, views

urlpatterns = [
    path("data", data_views.data, name="data"),
    path("data/<slug:dataset>/<str:sender>", data_views.sender, name="data-sender"),
    path("definitions", views.definitions, name="definitions"),
    path("definitions/<slug:kind>/<slug:name>", views.definition, name="definition"),
    path("published", published_views.published, name="published"),
    path("published/conflicts", published_views.published_conflicts, name="published-conflicts"),
    path("published/<slug:indicator>.csv", published_views.published_file, name="published-csv"),
    path("published/<slug:indicator>", published_views.published_series, name="published-series"),
    path("docs", views.documentation, name="docs"),
]
