"""Addresses of the scenario room, the pressure board, forecasts and beds."""

from __future__ import annotations

from django.urls import path

from wholeplace_web.flow import room_views

urlpatterns = [
    path("flow", room_views.room, name="flow"),
]
