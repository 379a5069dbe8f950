"""The page that describes the API, written from the same schema that programs read."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wholeplace.measures.release import Release
from wholeplace_web.api.operations import api
from wholeplace_web.design.links import Links
from wholeplace_web.design.pages import page


@page("public")
def description(request: HttpRequest, release: Release) -> HttpResponse:
    """What can be asked of the API, with an example of each."""
    schema = api.get_openapi_schema()
    context = {
        "release": release,
        "links": Links(request, release),
        "about": schema["info"]["description"],
        "groups": grouped(schema),
    }
    return render(request, "api/description.html", context)


def grouped(schema: dict[str, Any]) -> list[tuple[str, list[dict[str, Any]]]]:
    """The operations of an OpenAPI schema by tag: path, summary, text and parameters."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, methods in schema["paths"].items():
        told = methods["get"]
        parameters = [
            {
                "name": parameter["name"],
                "about": parameter["schema"].get("description", "")
                or ("Part of the address" if parameter["in"] == "path" else ""),
            }
            for parameter in told.get("parameters", [])
        ]
        told = {"path": path, "about": told["description"], "parameters": parameters}
        groups.setdefault(methods["get"]["tags"][0], []).append(told)
    return list(groups.items())
