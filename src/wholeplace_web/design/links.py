"""Addresses of pages, carrying the run they were asked with."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from wholeplace.measures.catalogue import Area
from wholeplace.measures.release import Release
from wholeplace_web.design.published import RUN_PARAMETER


class Links:
    """Makes addresses for one page.

    Args:
        request: The request; where it pins a run, so does every link of its page.
        release: The release the page reads.
        area: The place the page is about.
        basis: The basis the page is on, where it is not the place's usual one.
    """

    def __init__(
        self, request: HttpRequest, release: Release, area: Area | None = None, basis: str = ""
    ) -> None:
        self._pinned = RUN_PARAMETER in request.GET
        self._run_id = release.run_id
        self._area = area
        self._basis = basis if area is not None and basis != area.bases[0] else ""

    def to(self, name: str, *, named: dict[str, str] | None = None, **asked: str) -> str:
        """The address of a page by its name; empty parameters are left out."""
        if self._pinned:
            asked[RUN_PARAMETER] = self._run_id
        query = urlencode({key: value for key, value in asked.items() if value})
        return reverse(name, kwargs=named or {}) + (f"?{query}" if query else "")

    def place(self, slug: str, basis: str = "") -> str:
        """The page of a place."""
        return self.to("place", named={"slug": slug}, basis=basis)

    def measure(self, name: str, slug: str = "") -> str:
        """The page of a measure in a place, by default the place this page is about."""
        chosen = slug or (self._area.slug if self._area else "")
        basis = self._basis if not slug else ""
        return self.to("measure", named={"name": name}, place=chosen, basis=basis)

    def definition(self, kind: str, name: str) -> str:
        """The page of one definition."""
        return self.to("definition", named={"kind": kind, "name": name})

    def published(self, indicator: str, subject: str = "") -> str:
        """The page of a published series, about one area or organisation."""
        return self.to("published-series", named={"indicator": indicator}, subject=subject)

    def scenario(self, changes: Iterable[tuple[str, str]]) -> str:
        """A new scenario of the flow model, filled in.

        Args:
            changes: Assumptions, each with a value; once for each member of a list.
        """
        return f"{reverse('flow-new')}?{urlencode([(f'a.{key}', to) for key, to in changes])}"

    def download(self, route: str, /, **named: str) -> str:
        """A file, always with the run it is of."""
        query = {RUN_PARAMETER: self._run_id}
        if self._area is not None and "slug" not in named:
            query["place"] = self._area.slug
        if self._basis:
            query["basis"] = self._basis
        return f"{reverse(route, kwargs=named)}?{urlencode(query)}"
