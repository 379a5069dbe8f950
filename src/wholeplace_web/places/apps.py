"""The places app."""

from __future__ import annotations

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """Home, place, measure, downloads."""

    name = "wholeplace_web.places"
    label = "places"
