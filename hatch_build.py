"""Build hook: packs the design system's stylesheet, built from npm, into the wheel."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class AssetsHook(BuildHookInterface):
    """Builds ``design/static/vendor`` where the locked version is not there yet."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the stylesheet, and name it an artifact because git ignores it."""
        assets = _assets(Path(self.root))
        if not assets.built():
            assets.build()
        build_data["artifacts"].append("src/wholeplace_web/design/static/vendor/**")


def _assets(root: Path) -> ModuleType:
    """The assets module by its file: the package itself is not installed while it is built."""
    file = root / "src" / "wholeplace_web" / "design" / "assets.py"
    spec = importlib.util.spec_from_file_location("wholeplace_assets", file)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
