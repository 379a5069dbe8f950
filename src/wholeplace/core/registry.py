"""The registry of definitions: loaded from named packages and folders, without side effects."""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import pkgutil
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from types import ModuleType
from typing import TypeVar, cast

from wholeplace.core.errors import DefinitionError

NAME_PATTERN = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, kw_only=True)
class Definition:
    """Anything the registry holds: a dataset, code list, attribute, measure, segmentation …

    Attributes:
        name: Lower-case words joined by underscores; unique among all definitions of its kind.
        title: Plain English.
        source: Where the rule was published.
        namespace: The package or folder it came from; set at loading.
        overrides: The namespace of a definition of the same name that this one replaces.
        reason: Why it replaces it.
    """

    name: str
    title: str
    source: str = ""
    namespace: str = ""
    overrides: str = ""
    reason: str = ""

    def __post_init__(self) -> None:
        if not NAME_PATTERN.fullmatch(self.name):
            raise DefinitionError(
                f"{self.name!r} cannot name a definition.",
                "Use lower-case letters, digits and underscores.",
            )
        if not self.title.strip():
            raise DefinitionError(f"The definition {self.name} has no title.", "Give it one.")
        if self.overrides and not self.reason.strip():
            raise DefinitionError(
                f"The definition {self.name} overrides {self.overrides} without a reason.",
                "Say why: its page shows it.",
            )

    @property
    def id(self) -> str:
        """The namespaced id, such as ``wholeplace:hypertension``."""
        return f"{self.namespace}:{self.name}"


Kind = TypeVar("Kind", bound=Definition)


class Registry:
    """All definitions of an installation.

    Args:
        definitions: Definitions with their namespaces set.

    Raises:
        DefinitionError: If two of a kind share a name and neither overrides the other.
    """

    def __init__(self, definitions: Iterable[Definition]) -> None:
        self._kept: dict[tuple[type, str], Definition] = {}
        self._named: dict[type, dict[str, Definition]] = {}
        self._listed: dict[type, list[Definition]] = {}
        for definition in definitions:
            self._add(definition)

    def _add(self, new: Definition) -> None:
        key = (type(new), new.name)
        old = self._kept.get(key)
        if old is not None and new.overrides != old.namespace:
            raise DefinitionError(
                f"{old.id} and {new.id} share a name.",
                f'Rename one, or let one say overrides="{old.namespace}" with a reason.',
            )
        if old is None and new.overrides:
            raise DefinitionError(
                f"{new.id} overrides {new.overrides}:{new.name}, which is not loaded.",
                "Correct the namespace, or load that package first.",
            )
        self._kept[key] = new
        self._listed.clear()
        self._named.clear()

    def all(self, kind: type[Kind]) -> list[Kind]:
        """Every definition of a kind, in the order loaded."""
        if kind not in self._listed:
            self._listed[kind] = [d for d in self._kept.values() if isinstance(d, kind)]
        return cast(list[Kind], self._listed[kind].copy())

    def find(self, kind: type[Kind], name: str) -> Kind | None:
        """One definition, or None where there is none of that name."""
        if kind not in self._named:
            found = self.all(kind)
            self._named[kind] = {d.name: d for d in reversed(found)}
        return cast(Kind | None, self._named[kind].get(name))

    def get(self, kind: type[Kind], name: str) -> Kind:
        """One definition.

        Raises:
            DefinitionError: If there is none of that name; the nearest is named.
        """
        found = self.find(kind, name)
        if found is not None:
            return found
        near = get_close_matches(name, [d.name for d in self.all(kind)], n=1)
        raise DefinitionError(
            f"There is no {kind.__name__.lower()} called {name}.",
            f"Did you mean {near[0]}?" if near else "See `wholeplace measures` for what there is.",
        )

    def replacing(self, definitions: Iterable[Definition]) -> Registry:
        """The same registry with some definitions in place of those of their kind and name."""
        made = Registry(())
        made._kept = self._kept | {(type(new), new.name): new for new in definitions}
        return made

    @classmethod
    def load(cls, packages: Iterable[str], folders: Iterable[Path] = ()) -> Registry:
        """Collect the definitions that packages and folders hold.

        Args:
            packages: Importable package names; the namespace is the first part of the name.
            folders: Folders of Python files; the namespace is the folder's name.

        Raises:
            DefinitionError: If a package or folder cannot be read, or names clash.
        """
        found: dict[int, Definition] = {}
        for package in packages:
            for module in _package_modules(package):
                _collect(module, package.partition(".")[0], found)
        for folder in folders:
            for module in _folder_modules(folder):
                _collect(module, folder.name.replace("-", "_"), found)
        return cls(found.values())


def content_hash(*parts: str) -> str:
    """The version of a definition: 12 hexadecimal digits of the SHA-256 of what it says."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:12]


def _collect(module: ModuleType, namespace: str, found: dict[int, Definition]) -> None:
    """Add a module's definitions; one that several modules import is taken once."""
    for value in vars(module).values():
        for item in value if isinstance(value, list | tuple) else [value]:
            if isinstance(item, Definition):
                found.setdefault(id(item), replace(item, namespace=namespace))


def _package_modules(package: str) -> Iterator[ModuleType]:
    try:
        root = importlib.import_module(package)
    except ImportError as error:
        raise DefinitionError(
            f"The definitions package {package} cannot be imported: {error}.",
            "Install it, or correct definitions.packages in wholeplace.toml.",
        ) from error
    yield root
    for info in pkgutil.walk_packages(getattr(root, "__path__", []), f"{package}."):
        yield importlib.import_module(info.name)


def _folder_modules(folder: Path) -> Iterator[ModuleType]:
    if not folder.is_dir():
        raise DefinitionError(
            f"The definitions folder {folder} does not exist.",
            "Correct definitions.folders in wholeplace.toml.",
        )
    for file in sorted(folder.glob("*.py")):
        name = f"wholeplace_local_{folder.name}_{file.stem}".replace("-", "_")
        spec = importlib.util.spec_from_file_location(name, file)
        assert spec is not None and spec.loader is not None  # a .py file always has a loader
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
        yield module
