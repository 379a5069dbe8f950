"""Addresses of the scenario room, the pressure board, forecasts and beds."""

from __future__ import annotations

from django.urls import path

from wholeplace_web.flow import compare_views, pressure_views, room_views, scenario_views
from wholeplace_web.flow.beds_views import beds, beds_file
from wholeplace_web.flow.forecast_views import forecasts, forecasts_file

urlpatterns = [
    path("pressure", pressure_views.pressure, name="pressure"),
    path("pressure/<slug:table>.csv", pressure_views.pressure_file, name="pressure-file"),
    path("forecasts", forecasts, name="forecasts"),
    path("places/<slug:slug>/forecasts", forecasts, name="place-forecasts"),
    path("places/<slug:slug>/forecasts.csv", forecasts_file, name="place-forecasts-csv"),
    path("beds", beds, name="beds"),
    path("places/<slug:slug>/beds", beds, name="place-beds"),
    path("places/<slug:slug>/beds.csv", beds_file, name="place-beds-csv"),
    path("flow", room_views.room, name="flow"),
    path("flow/new", scenario_views.start, name="flow-new"),
    path("flow/save", scenario_views.save_new, name="flow-save-new"),
    path("flow/compare", compare_views.compare, name="flow-compare"),
    path("flow/compare.<slug:form>", compare_views.compare_file, name="flow-compare-file"),
    path("flow/runs/<slug:run_id>/<str:name>", compare_views.run_file, name="flow-run-file"),
    path("flow/scenarios/<int:number>", scenario_views.scenario, name="flow-scenario"),
    path("flow/scenarios/<int:number>/save", scenario_views.save, name="flow-save"),
    path("flow/scenarios/<int:number>/stop", scenario_views.stop, name="flow-stop"),
    path("flow/scenarios/<int:number>/remove", scenario_views.remove, name="flow-remove"),
    path("flow/scenarios/<int:number>/put-back", scenario_views.put_back, name="flow-put-back"),
    path("flow/scenarios/<int:number>/progress", scenario_views.progress, name="flow-progress"),
]
