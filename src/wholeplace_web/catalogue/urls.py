"""Addresses of the data page, the definitions and the documentation."""

from __future__ import annotations

from django.urls import path

from wholeplace_web.catalogue import views

urlpatterns = [
    path("data", views.data, name="data"),
    path("definitions", views.definitions, name="definitions"),
    path("definitions/<slug:kind>/<slug:name>", views.definition, name="definition"),
    path("docs", views.documentation, name="docs"),
]
