"""Scenarios: a TOML file that says only what differs from a model's defaults."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wholeplace.core.errors import ScenarioError
from wholeplace.planning.models.assumption import EVERY, Assumption, Value
from wholeplace.planning.models.model import Inputs, Model, Values

SEED = 20_190_520
REPLICATIONS = 100
MOST_REPLICATIONS = 5_000
LONGEST_FILE = 200_000
HEADER = {
    "model": "the model that is asked",
    "title": "what the scenario is called",
    "note": "why it is asked, in words",
    "inputs": "a folder of inputs, from the scenario file's own folder; by default landed data",
    "seed": "the seed of all random numbers",
    "replications": "how many times the period is simulated",
}


@dataclass(frozen=True)
class Scenario:
    """What is asked of a model.

    Attributes:
        file: The file it came from, as the user named it.
        text: The file as written.
        model: The model.
        title: What it is called.
        note: Why it is asked.
        inputs: A folder of inputs; empty for landed data.
        seed: The seed.
        replications: How many times the period is simulated.
        changes: Key → value, only what differs from the default.
    """

    file: str
    text: str
    model: str
    title: str
    note: str = ""
    inputs: str = ""
    seed: int = SEED
    replications: int = REPLICATIONS
    changes: Mapping[str, Any] = field(default_factory=dict)

    def values(self, model: Model, inputs: Inputs) -> Values:
        """What holds in this scenario: its own values, and the defaults of all others.

        Args:
            model: The model it is asked of.
            inputs: What the model is run on.

        Raises:
            ScenarioError: If it names an assumption the model does not have, naming the nearest,
                or gives one a value out of its range, naming the range.
        """
        known = model.expanded(inputs)
        found: dict[str, Value] = {key: one.default for key, one in known.items()}
        broad_first = sorted(self.changes.items(), key=lambda item: -_breadth(item[0]))
        for key, value in broad_first:
            for one in self._meant(key, known):
                found[one.key] = self._checked(one, value)
        return found

    def _meant(self, key: str, known: Mapping[str, Assumption]) -> Iterator[Assumption]:
        """The assumptions a key names; ``all`` in it stands for every member."""
        wanted = key.split(".")
        matched = False
        for one in known.values():
            parts = one.key.split(".")
            if len(parts) == len(wanted) and all(
                want in (EVERY, part) for want, part in zip(wanted, parts, strict=True)
            ):
                matched = True
                yield one
        if not matched:
            raise ScenarioError(
                f"{self.file} has an unknown key {key}.", f"Did you mean {_nearest(key, known)}?"
            )

    def _checked(self, one: Assumption, value: object) -> Value:
        try:
            return one.checked(value)
        except ScenarioError as error:
            raise ScenarioError(f"{self.file}: {error.problem}", error.remedy) from error


def read_scenario(path: Path) -> Scenario:
    """A scenario file.

    Raises:
        ScenarioError: If it cannot be read or says something it cannot say.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ScenarioError(f"{path} cannot be read: {error}.", "Check the path.") from error
    return parse_scenario(text, path.name)


def parse_scenario(text: str, file: str) -> Scenario:
    """A scenario from what its file says.

    Args:
        text: The file as written.
        file: What to call it in messages.

    Raises:
        ScenarioError: If it is not TOML, names no model, or its heading holds a wrong value.
    """
    if len(text) > LONGEST_FILE:
        raise ScenarioError(f"{file} is too long.", "A scenario says only what differs.")
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ScenarioError(f"{file} is not valid TOML: {error}.", "Correct the file.") from error
    head = {key: content.pop(key) for key in HEADER if key in content}
    if "model" not in head:
        raise ScenarioError(f"{file} names no model.", 'Write model = "discharge_flow", say.')
    for key, value in head.items():
        wanted = int if key in ("seed", "replications") else str
        if type(value) is not wanted:
            kind = "a whole number" if wanted is int else "text"
            raise ScenarioError(f"{file}: {key} is {value!r}.", f"Give {HEADER[key]} as {kind}.")
    _refuse_counts(file, head)
    head.setdefault("title", Path(file).stem.replace("-", " ").replace("_", " ").capitalize())
    return Scenario(file=file, text=text, changes=dict(_leaves(content)), **head)


def _refuse_counts(file: str, head: Mapping[str, Any]) -> None:
    for key, least, most in (("seed", 0, 2**63 - 1), ("replications", 2, MOST_REPLICATIONS)):
        if key in head and not least <= head[key] <= most:
            raise ScenarioError(
                f"{file}: {key} is {head[key]}.", f"Use a whole number from {least} to {most:,}."
            )


def _leaves(table: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    """Dotted key → value, for everything in a table and the tables within it."""
    for key, value in table.items():
        path = f"{above}.{key}" if above else key
        if isinstance(value, dict):
            yield from _leaves(value, path)
        else:
            yield path, value


def _breadth(key: str) -> int:
    return key.split(".").count(EVERY)


def _nearest(key: str, known: Mapping[str, Assumption]) -> str:
    close = difflib.get_close_matches(key, [*HEADER, *known], n=1, cutoff=0.0)
    return close[0]
