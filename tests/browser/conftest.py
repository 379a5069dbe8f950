"""A served installation and a browser to read it with."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.web.made_site import made_site

_START = "from wholeplace_web.commands import serve; serve()"
_PATIENCE_SECONDS = 60


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """The address of the made installation, served as `wholeplace serve` does."""
    site = made_site()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-c", _START, "--port", str(port), "--workers", "1", "--no-draw-ahead"],
        stdout=subprocess.PIPE,
        text=True,
        cwd=site.settings_file.parent,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    try:
        assert server.stdout is not None
        said = server.stdout.readline()
        assert f"http://127.0.0.1:{port}/" in said
        _wait(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(10)


@pytest.fixture(scope="session")
def browser(browser_path: str) -> Iterator[Browser]:
    """Chromium, from the system: nothing is downloaded."""
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=browser_path, args=arguments)
        yield opened
        opened.close()


@pytest.fixture(params=[1280, 390], ids=["desktop", "phone"])
def page(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    """A page at desktop and at phone width; a console error fails the test."""
    context = browser.new_context(
        base_url=address, viewport={"width": request.param, "height": 900}, accept_downloads=True
    )
    opened = context.new_page()
    errors: list[str] = []
    opened.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    yield opened
    context.close()
    assert errors == []


@pytest.fixture(scope="session")
def screenshots() -> Path | None:
    """Where pictures of pages go: WHOLEPLACE_SCREENSHOTS; without it none are taken."""
    named = os.environ.get("WHOLEPLACE_SCREENSHOTS")
    if not named:
        return None
    folder = Path(named)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _wait(port: int) -> None:
    until = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("The server did not start.")
