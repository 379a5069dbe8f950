"""How an answer is found: the run it reads, what the address names, one part of a list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from inspect import signature
from typing import Any

from django.http import HttpRequest

from wholeplace.measures.catalogue import Area, ReleasedMeasure
from wholeplace.measures.release import Release
from wholeplace.places.measure_list import measures_elsewhere
from wholeplace_web.design.published import RUN_PARAMETER, release_asked

Operation = Callable[..., Any]
MOST = 1_000
"""The most records of one answer."""
FARTHEST = 10_000_000


class NotAnswered(Exception):
    """A question without an answer.

    Args:
        status: The HTTP status.
        problem: What cannot be answered.
        remedy: What to ask instead.
    """

    def __init__(self, status: int, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.status, self.problem, self.remedy = status, problem, remedy


def as_declared(operation: Operation) -> Operation:
    """Refuse a parameter that an operation does not have: a filter misspelt would filter nothing.

    Args:
        operation: The operation; its arguments are its parameters.
    """
    declared = sorted(signature(operation).parameters.keys() - {"request"})

    @wraps(operation)
    def checked(request: HttpRequest, **named: Any) -> Any:
        for name in request.GET:
            if name not in declared:
                raise NotAnswered(
                    422, f"There is no parameter {name}.", f"There are: {', '.join(declared)}."
                )
        return operation(request, **named)

    return checked


def release_for(request: HttpRequest, run: str) -> Release:
    """The release a request reads.

    Raises:
        NotAnswered: If nothing is published, or the run named is not kept.
    """
    release = release_asked(request)
    if release is None and run:
        raise NotAnswered(
            404, "That run is not kept here.", f"Leave {RUN_PARAMETER} out for the newest."
        )
    if release is None:
        raise NotAnswered(404, "Nothing has been published yet.", "Ask again after a run.")
    return release


def problem(request: HttpRequest, what: str, remedy: str) -> dict[str, Any]:
    """A problem as it is answered, with the run that was asked.

    Args:
        request: The request.
        what: What cannot be answered.
        remedy: What to ask instead.
    """
    release = release_asked(request)
    run_id = None if release is None else release.run_id
    return {"problem": what, "remedy": remedy, "run_id": run_id}


def area_called(release: Release, slug: str) -> Area:
    """An area by the name it has in addresses.

    Raises:
        NotAnswered: If there is none.
    """
    found = release.areas_by_slug.get(slug)
    if found is None:
        raise NotAnswered(404, "There is no area of that name.", "See /api/v1/areas for names.")
    return found


def measure_called(release: Release, name: str) -> ReleasedMeasure:
    """A measure by name.

    Raises:
        NotAnswered: If there is none.
    """
    found = release.measures.get(name)
    if found is None:
        raise NotAnswered(404, "There is no measure of that name.", "See /api/v1/measures.")
    return found


def elsewhere_called(release: Release, name: str) -> dict[str, Any]:
    """A measure that is not counted here by name.

    Raises:
        NotAnswered: If there is none.
    """
    found = measures_elsewhere(release).get(name)
    if found is None:
        raise NotAnswered(
            404, "There is no measure of that name.", "See /api/v1/measures-elsewhere."
        )
    return dict(found.entry)


def about(release: Release) -> dict[str, Any]:
    """What every answer says of its run."""
    manifest = release.manifest
    return {
        "run_id": release.run_id,
        "as_at": manifest.as_at,
        "synthetic": manifest.synthetic or manifest.geography == "synthetic",
    }


def part(
    release: Release,
    records: Sequence[Any],
    limit: int,
    offset: int,
    made: Callable[[Any], Any] = lambda record: record,
) -> dict[str, Any]:
    """One part of a list, as a page of an answer.

    Args:
        release: The release.
        records: All records, in order.
        limit: The most of them wanted.
        offset: How many to pass over.
        made: What becomes of each record that is answered.
    """
    items = [made(record) for record in records[offset : offset + limit]]
    return {**about(release), "total": len(records), "offset": offset, "items": items}
