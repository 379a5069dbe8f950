"""What web tests ask for: the made installation and a client of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.web.made_site import Site, made_site
from wholeplace.places.kept import KeptFiles

if TYPE_CHECKING:
    from django.test import Client


@pytest.fixture(scope="session")
def site() -> Site:
    """An installation with a made release published."""
    return made_site()


@pytest.fixture
def client(site: Site) -> Client:
    """A browser without script, as Django's test client is; errors come back as pages."""
    from django.test import Client

    return Client(raise_request_exception=False)


@pytest.fixture
def no_kept_pages(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages are made anew, and not kept for other tests."""
    kept = KeptFiles(tmp_path / "pages")
    monkeypatch.setattr("wholeplace_web.design.pages.finished_pages", lambda: kept)


@pytest.fixture
def without_charts(no_kept_pages: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages are made with an empty picture for every chart, which is much quicker."""
    monkeypatch.setattr("wholeplace_web.design.templates.Renderer.svg", lambda *_: "<svg></svg>")
