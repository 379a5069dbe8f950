"""Addresses of the API and of the page that describes it."""

from __future__ import annotations

from django.urls import path

from wholeplace_web.accounts.permissions import needs
from wholeplace_web.api.operations import api
from wholeplace_web.api.views import description

_patterns, _app, _namespace = api.urls
for _pattern in _patterns:
    needs("public")(_pattern.callback)

urlpatterns = [
    path("api", description, name="api-description"),
    path("api/v1/", (_patterns, _app, _namespace)),
]
