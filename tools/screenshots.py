"""Takes the pictures the documentation shows, from a demo that is being served.

``make demo`` in one terminal, ``make screenshots`` in another.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tools.browser import ARGUMENTS, find_browser

IMAGES = Path(__file__).parents[1] / "docs" / "images"
PICTURES = {"place-fenland.png": "/places/fenland"}
WIDTH, HEIGHT = 1280, 1440


def take(address: str) -> None:
    """Take every picture.

    Args:
        address: Where the demo is served.
    """
    IMAGES.mkdir(parents=True, exist_ok=True)
    executable = find_browser()
    if executable is None:
        sys.exit("No Chromium or Chrome is installed: `make test` says how to install one.")
    with sync_playwright() as drive:
        browser = drive.chromium.launch(executable_path=executable, args=list(ARGUMENTS))
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        for name, path in PICTURES.items():
            page.goto(f"{address}{path}", wait_until="load")
            page.screenshot(path=IMAGES / name)
            sys.stdout.write(f"Took docs/images/{name}\n")
        browser.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--address", default="http://127.0.0.1:8000")
    take(parser.parse_args().address)
