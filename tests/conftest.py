"""What every test may ask for, who runs which, and that CI skips nothing."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from tools.browser import find_browser
from wholeplace.core.rubbish import look_for_rubbish_seldom

REPOSITORY = Path(__file__).parents[1]
IN_CI = os.environ.get("CI") == "true"
SLOW = (
    "recovery",
    "conformance",
    "measures",
    "web",
    "sources",
    "databases",
    "acceptance",
    "browser",
    "statistics",
    "synthetic",
    "definitions",
    "planning",
    "faults",
    "cli",
)
"""Folders whose tests take longest, the longest first."""


def pytest_configure(config: pytest.Config) -> None:
    """Look for rubbish as seldom as a run does, and time no property.

    A slow machine is not a failing property, and the first example waits for what is compiled.
    """
    look_for_rubbish_seldom()
    hypothesis.settings.register_profile("untimed", hypothesis.settings(), deadline=None)
    hypothesis.settings.load_profile("untimed")


def pytest_collection_finish(session: pytest.Session) -> None:
    """Leave aside what stays to the end: the tests themselves, and all that was imported."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def repository() -> Path:
    """The project's top folder."""
    return REPOSITORY


@pytest.fixture(scope="session")
def reference() -> Path:
    """The folder of open reference data named by WHOLEPLACE_REFERENCE."""
    named = os.environ.get("WHOLEPLACE_REFERENCE", "")
    if not named:
        pytest.skip("WHOLEPLACE_REFERENCE is not set: it names the folder of open reference data.")
    folder = Path(named)
    if not folder.is_dir():
        pytest.fail(f"WHOLEPLACE_REFERENCE names {named}, which is not a folder.")
    return folder


@pytest.fixture(scope="session")
def browser_path() -> str:
    """The Chromium or Chrome to drive: WHOLEPLACE_BROWSER, or the first one installed."""
    found = find_browser()
    if found is None:
        pytest.skip("No Chromium or Chrome is installed: `make test` says how to install one.")
    return found


class ByFolder(LoadScopeScheduling):
    """Gives out a folder of tests at a time, so that what its tests share is made once."""

    def _split_scope(self, nodeid: str) -> str:
        return nodeid.split("/")[1]


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByFolder:
    """Who runs which test, where several run side by side."""
    return ByFolder(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the slowest folders: whoever is free takes the next."""
    folders = {item: item.path.relative_to(REPOSITORY / "tests").parts[0] for item in items}
    places = {folder: place for place, folder in enumerate(SLOW)}
    items.sort(key=lambda item: places.get(folders[item], len(SLOW)))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo) -> Iterator[None]:
    """In CI a skipped test is a failed one: what it needs must be installed there."""
    report = yield
    if IN_CI and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"Skipped in CI, where nothing may be: {_reason(report.longrepr)}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Iterator[None]:
    """In CI a module skipped whole is a failure too."""
    report = yield
    if IN_CI and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"Skipped in CI, where nothing may be: {_reason(report.longrepr)}"
    return report


def _reason(longrepr: object) -> str:
    return longrepr[2] if isinstance(longrepr, tuple) else str(longrepr)
