"""Addresses of the scenario rooms, the pressure board, forecasts and beds.

Every model has a room with the same pages. That of flow out of hospital is at ``/flow``; those of
the others are at ``/models/<model>``.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern, path, register_converter

from wholeplace_web.flow import compare_views, pressure_views, room_views, scenario_views
from wholeplace_web.flow.beds_views import beds, beds_file
from wholeplace_web.flow.forecast_views import forecasts, forecasts_file
from wholeplace_web.flow.models import FLOW


class OtherModel:
    """The name of a model other than flow, which has addresses of its own."""

    regex = rf"(?!{FLOW}/|{FLOW}$)[a-z][a-z0-9_]*"

    def to_python(self, value: str) -> str:
        """The name."""
        return value

    def to_url(self, value: str) -> str:
        """The same."""
        return value


register_converter(OtherModel, "other_model")
_ROOM = (
    ("", "", room_views.room),
    ("/new", "new", scenario_views.start),
    ("/save", "save-new", scenario_views.save_new),
    ("/compare", "compare", compare_views.compare),
    ("/compare.<slug:form>", "compare-file", compare_views.compare_file),
    ("/runs/<slug:run_id>/<str:name>", "run-file", compare_views.run_file),
    ("/scenarios/<int:number>", "scenario", scenario_views.scenario),
    ("/scenarios/<int:number>/save", "save", scenario_views.save),
    ("/scenarios/<int:number>/stop", "stop", scenario_views.stop),
    ("/scenarios/<int:number>/remove", "remove", scenario_views.remove),
    ("/scenarios/<int:number>/put-back", "put-back", scenario_views.put_back),
    ("/scenarios/<int:number>/progress", "progress", scenario_views.progress),
)


def _rooms() -> Iterator[URLPattern]:
    for address, name, view in _ROOM:
        yield path(f"flow{address}", view, {"model": FLOW}, name=f"flow-{name}".rstrip("-"))
        there = f"models/<other_model:model>{address}"
        yield path(there, view, name=f"model-{name}".rstrip("-"))


urlpatterns = [
    path("pressure", pressure_views.pressure, name="pressure"),
    path("pressure/<slug:table>.csv", pressure_views.pressure_file, name="pressure-file"),
    path("forecasts", forecasts, name="forecasts"),
    path("places/<slug:slug>/forecasts", forecasts, name="place-forecasts"),
    path("places/<slug:slug>/forecasts.csv", forecasts_file, name="place-forecasts-csv"),
    path("beds", beds, name="beds"),
    path("places/<slug:slug>/beds", beds, name="place-beds"),
    path("places/<slug:slug>/beds.csv", beds_file, name="place-beds-csv"),
    path("models", room_views.every_model, name="models"),
    *_rooms(),
]
