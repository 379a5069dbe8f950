"""The design app: components, assets, security headers, error pages."""

from __future__ import annotations

from django.apps import AppConfig


class DesignConfig(AppConfig):
    """What every page is assembled from."""

    name = "wholeplace_web.design"
