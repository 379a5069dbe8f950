"""The operations of the API: all are reads of released numbers, and all say which run they read."""

from __future__ import annotations

import math
from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Query
from ninja.errors import ValidationError

from wholeplace.measures.catalogue import ReleasedMeasure
from wholeplace.measures.release_store import TABLES
from wholeplace.places.measure_list import measures_elsewhere
from wholeplace.places.reading import read_place
from wholeplace.places.sentences import headline
from wholeplace_web.api import schemas
from wholeplace_web.api.reading import (
    FARTHEST,
    MOST,
    NotAnswered,
    about,
    area_called,
    as_declared,
    elsewhere_called,
    measure_called,
    part,
    problem,
    release_for,
)

DESCRIPTION = (
    "Released numbers and definitions of this installation, read-only and open to all: every "
    "number has passed the disclosure gate. Each answer names the run it is of; name that run "
    "as run to have the same answer again. Lists come in parts, by limit and offset."
)
FAULTS = {404: schemas.Problem, 422: schemas.Problem}

api = NinjaAPI(
    title="Wholeplace",
    version="1",
    description=DESCRIPTION,
    docs_url=None,
    openapi_url="openapi.json",
    urls_namespace="api",
)


def _optional(description: str) -> Any:
    return Query("", max_length=100, description=description)


RUN = _optional("The run to read; the published one if left out")
LIMIT: Any = Query(100, ge=1, le=MOST, description="The most records to answer with")
OFFSET: Any = Query(0, ge=0, le=FARTHEST, description="Records to pass over")
MEASURE = _optional("Name of a measure; all if left out")
AREA_TYPE = _optional("Kind of area, such as district, pcn or practice; all if left out")
BASIS = _optional("registered, resident or treated_here; all if left out")


@api.exception_handler(NotAnswered)
def not_answered(request: HttpRequest, error: NotAnswered) -> HttpResponse:
    """A question without an answer, with what to ask instead."""
    return api.create_response(
        request, problem(request, error.problem, error.remedy), status=error.status
    )


@api.exception_handler(ValidationError)
def not_understood(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """A parameter that cannot be read, by name."""
    wrong = [f"{fault['loc'][-1]}: {fault['msg']}" for fault in error.errors]
    said = problem(request, "; ".join(wrong), "See /api for what each parameter may be.")
    return api.create_response(request, said, status=422)


@api.get("/run", response={200: schemas.Run, **FAULTS}, tags=["Runs"])
@as_declared
def run(request: HttpRequest, run: str = RUN) -> Any:
    """The run that answers are of."""
    release = release_for(request, run)
    manifest = release.manifest
    return about(release) | {
        "known_at": manifest.known_at,
        "code_version": manifest.code_version,
        "geography": manifest.geography,
    }


@api.get("/areas", response={200: schemas.Areas, **FAULTS}, tags=["Areas"])
@as_declared
def areas(
    request: HttpRequest,
    area_type: str = AREA_TYPE,
    limit: int = LIMIT,
    offset: int = OFFSET,
    run: str = RUN,
) -> Any:
    """Areas with numbers of their own, by kind and name."""
    release = release_for(request, run)
    kept = [a for a in release.areas.values() if area_type in ("", a.area_type)]
    kept.sort(key=lambda area: (area.area_type, area.name, area.code))
    return part(release, kept, limit, offset, asdict)


@api.get("/areas/{slug}", response={200: schemas.OneArea, **FAULTS}, tags=["Areas"])
@as_declared
def area(request: HttpRequest, slug: str, run: str = RUN) -> Any:
    """One area."""
    release = release_for(request, run)
    return about(release) | {"area": asdict(area_called(release, slug))}


@api.get("/areas/{slug}/values", response={200: schemas.Values, **FAULTS}, tags=["Numbers"])
@as_declared
def area_values(
    request: HttpRequest,
    slug: str,
    measure: str = MEASURE,
    breakdown: str = _optional(
        "What people are divided by, such as sex or deprivation_2025; all if left out"
    ),
    basis: str = BASIS,
    limit: int = LIMIT,
    offset: int = OFFSET,
    run: str = RUN,
) -> Any:
    """Every number of an area."""
    release = release_for(request, run)
    found = area_called(release, slug)
    values = release.values(
        area_types=[found.area_type],
        area_codes=[found.code],
        measures=[measure] if measure else None,
        breakdowns=[breakdown] if breakdown else None,
        basis=basis or None,
    )
    return part(release, values, limit, offset, asdict)


@api.get(
    "/areas/{slug}/measures/{name}", response={200: schemas.Summary, **FAULTS}, tags=["Numbers"]
)
@as_declared
def summary(request: HttpRequest, slug: str, name: str, run: str = RUN) -> Any:
    """A measure of an area as its page says it: one sentence, and the number behind it."""
    release = release_for(request, run)
    place, measure = area_called(release, slug), measure_called(release, name)
    read = read_place(release, place)
    counted = read.as_counted(measure)
    value = read.here(measure)
    said = headline(counted, place, value, release.system, read.there(measure))
    return about(release) | {"summary": said, "value": None if value is None else asdict(value)}


@api.get("/measures", response={200: schemas.Measures, **FAULTS}, tags=["Measures"])
@as_declared
def measures(
    request: HttpRequest,
    group: str = _optional("Part of a place's page, such as conditions or use; all if left out"),
    limit: int = LIMIT,
    offset: int = OFFSET,
    run: str = RUN,
) -> Any:
    """Measures and what they mean."""
    release = release_for(request, run)
    kept = [m for m in release.measures.values() if group in ("", m.group)]
    return part(release, kept, limit, offset, _measure)


@api.get("/measures/{name}", response={200: schemas.OneMeasure, **FAULTS}, tags=["Measures"])
@as_declared
def measure(request: HttpRequest, name: str, run: str = RUN) -> Any:
    """One measure, with the query behind it."""
    release = release_for(request, run)
    found = measure_called(release, name)
    return about(release) | {"measure": _measure(found), "sql": found.sql}


@api.get("/measures/{name}/values", response={200: schemas.Values, **FAULTS}, tags=["Numbers"])
@as_declared
def measure_values(
    request: HttpRequest,
    name: str,
    area_type: str = AREA_TYPE,
    breakdown: str = Query("all", max_length=100, description="What people are divided by"),
    basis: str = BASIS,
    limit: int = LIMIT,
    offset: int = OFFSET,
    run: str = RUN,
) -> Any:
    """A measure in every area."""
    release = release_for(request, run)
    values = release.values(
        measures=[measure_called(release, name).name],
        area_types=[area_type] if area_type else None,
        breakdowns=[breakdown],
        basis=basis or None,
    )
    return part(release, values, limit, offset, asdict)


@api.get(
    "/measures-elsewhere", response={200: schemas.MeasuresElsewhere, **FAULTS}, tags=["Measures"]
)
@as_declared
def not_counted(
    request: HttpRequest, limit: int = LIMIT, offset: int = OFFSET, run: str = RUN
) -> Any:
    """Measures that others publish, or that cannot be produced, and why."""
    release = release_for(request, run)
    kept = [dict(one.entry) for one in measures_elsewhere(release).values()]
    return part(release, kept, limit, offset)


@api.get(
    "/measures-elsewhere/{name}",
    response={200: schemas.OneMeasureElsewhere, **FAULTS},
    tags=["Measures"],
)
@as_declared
def not_counted_measure(request: HttpRequest, name: str, run: str = RUN) -> Any:
    """One measure that others publish, or that cannot be produced, and why."""
    release = release_for(request, run)
    return about(release) | {"measure": elsewhere_called(release, name)}


@api.get("/tables", response={200: schemas.Tables, **FAULTS}, tags=["Tables"])
@as_declared
def tables(request: HttpRequest, limit: int = LIMIT, offset: int = OFFSET, run: str = RUN) -> Any:
    """Tables of the release: waits, variation, life expectancy, inequalities and the rest."""
    release = release_for(request, run)
    held = [{"name": t, "columns": release.columns(t)} for t in TABLES if release.columns(t)]
    return part(release, held, limit, offset)


@api.get("/tables/{name}", response={200: schemas.Rows, **FAULTS}, tags=["Tables"])
@as_declared
def table(
    request: HttpRequest,
    name: str,
    area_type: str = _optional("Kind of area, in tables that have the column"),
    area_code: str = _optional("Code of an area, in tables that have the column"),
    measure: str = _optional("Name of a measure, in tables that have the column"),
    limit: int = LIMIT,
    offset: int = OFFSET,
    run: str = RUN,
) -> Any:
    """Rows of one table of the release."""
    release = release_for(request, run)
    columns = release.columns(name) if name in TABLES else []
    if not columns:
        raise NotAnswered(404, "There is no table of that name.", "See /api/v1/tables for names.")
    asked = {"area_type": area_type, "area_code": area_code, "measure": measure}
    asked = {column: value for column, value in asked.items() if value}
    for column in asked:
        if column not in columns:
            raise NotAnswered(
                422, f"The table {name} has no column {column}.", f"Leave {column} out."
            )
    rows = release.select(name, **asked)
    return part(release, rows, limit, offset, _without_nan)


def _measure(measure: ReleasedMeasure) -> dict[str, Any]:
    return asdict(measure)


def _without_nan(row: dict[str, Any]) -> dict[str, Any]:
    """A row with none where a number is not a number, which JSON cannot say."""
    return {
        name: None if isinstance(value, float) and not math.isfinite(value) else value
        for name, value in row.items()
    }
