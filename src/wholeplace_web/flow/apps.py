"""The flow app."""

from __future__ import annotations

from django.apps import AppConfig


class FlowConfig(AppConfig):
    """The scenario room, and the pages of pressure, forecasts and beds."""

    name = "wholeplace_web.flow"
    label = "flow"
