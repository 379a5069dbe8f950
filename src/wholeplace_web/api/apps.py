"""The API app."""

from __future__ import annotations

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The read-only HTTP API and the page that describes it."""

    name = "wholeplace_web.api"
