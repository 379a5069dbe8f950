"""Every address of the application."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("wholeplace_web.places.urls")),
    path("", include("wholeplace_web.catalogue.urls")),
    path("", include("wholeplace_web.flow.urls")),
    path("", include("wholeplace_web.api.urls")),
]

handler400 = "wholeplace_web.design.errors.bad_request"
handler403 = "wholeplace_web.design.errors.refused"
handler404 = "wholeplace_web.design.errors.not_found"
handler500 = "wholeplace_web.design.errors.failed"
