"""Finds the Chromium or Chrome that tests and pictures are made with."""

from __future__ import annotations

import os
import shutil

BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
# It asks other hosts for nothing; as root, as in many containers, it cannot have a sandbox.
ARGUMENTS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    *(["--no-sandbox"] if os.name == "posix" and os.getuid() == 0 else []),
)


def find_browser() -> str | None:
    """The browser to drive: WHOLEPLACE_BROWSER, or the first one installed, or None."""
    named = os.environ.get("WHOLEPLACE_BROWSER", "")
    return named or next((path for name in BROWSERS if (path := shutil.which(name))), None)
