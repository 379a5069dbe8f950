"""The catalogue app."""

from __future__ import annotations

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """The data page, the definitions and the way to the documentation."""

    name = "wholeplace_web.catalogue"
