"""The installation the web application serves: its settings, and where it keeps what it makes."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from wholeplace.core.settings import Settings

SETTINGS_VARIABLE = "WHOLEPLACE_SETTINGS"


@cache
def installation() -> Settings:
    """The settings of this process, read once.

    The file is named by ``WHOLEPLACE_SETTINGS``; without that, ``wholeplace.toml`` in the current
    folder, or all defaults.

    Raises:
        SettingsError: If the file cannot be used.
    """
    named = os.environ.get(SETTINGS_VARIABLE)
    return Settings.load(Path(named) if named else None)


def release_zone() -> Path:
    """The folder of published releases."""
    return installation().data_folder / "release"


def web_folder() -> Path:
    """Where the web application keeps collected files, finished pages and casework."""
    return installation().data_folder / "web"
