"""Models as definitions: a question, its inputs, assumptions, outputs, validation, sensitivity."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa

import wholeplace.planning
from wholeplace.core.errors import DefinitionError
from wholeplace.core.registry import Definition, content_hash
from wholeplace.core.version import sources_hash
from wholeplace.planning.models.assumption import Assumption, Dimensions, Value
from wholeplace.planning.models.results import Better, Figure

Values = Mapping[str, Value]
"""Key of an assumption → what holds in a scenario."""


class Inputs(Protocol):
    """What a model is run on; every model has a class of its own."""

    @property
    def title(self) -> str:
        """What the inputs are, in words."""

    @property
    def synthetic(self) -> bool:
        """Whether they are invented."""

    @property
    def fingerprint(self) -> str:
        """A hash of everything in them that an answer depends on."""

    @property
    def dimensions(self) -> Dimensions:
        """The members that families of assumptions are made for."""

    @property
    def warnings(self) -> Sequence[str]:
        """What a reader of any answer must know of them, as sentences."""

    def now(self, key: str) -> str:
        """What holds today for an assumption, such as "42 slots"; empty where nothing is said."""


@dataclass(frozen=True)
class Vary:
    """How far an assumption is moved, alone, to see how much the answer moves.

    Attributes:
        key: The key of an assumption; for a family the key without its members, which all move.
        title: What is moved, in words.
        low: By how much it is moved down.
        high: By how much it is moved up.
        unit: What it is moved by.
    """

    key: str
    title: str
    low: float
    high: float
    unit: str


@dataclass(frozen=True)
class Job:
    """How a model is to be run.

    Attributes:
        seed: The seed that all random numbers come from.
        replications: How many times the period is simulated.
        report: Told how far the run is: steps done, steps in all, what is going on.
        stopped: Whether somebody has asked the run to stop.
        headline_only: Whether analyses beyond the answer itself are left out.
        title: What the scenario is called.
        defaults: Key → what holds where a scenario says nothing.
        sensitivity: Which assumptions to move, and how far.
    """

    seed: int
    replications: int
    report: Callable[[int, int, str], None] = lambda done, total, message: None
    stopped: Callable[[], bool] = lambda: False
    headline_only: bool = False
    title: str = ""
    defaults: Values = field(default_factory=dict)
    sensitivity: tuple[Vary, ...] = ()


@dataclass(frozen=True)
class AnswerTable:
    """A tidy table of an answer.

    Attributes:
        name: Lower-case words joined by underscores; the file is ``<name>.csv``.
        title: Plain English.
        about: What its rows and columns are.
        rows: The table.
    """

    name: str
    title: str
    about: str
    rows: pa.Table


@dataclass(frozen=True)
class Answer:
    """What a model answers.

    Attributes:
        headline: The answer in one sentence, with its range.
        figures: Figures with their ranges.
        replications: How many replications it rests on.
        by_replication: Columns ``name``, ``place``, ``group``, ``replication``, ``value``: what
            scenarios are compared on, replication by replication.
        sentences: More sentences, in order of what matters.
        warnings: What a reader must know.
        tables: Tidy tables.
        more: Keys of result.json that only this model has.
    """

    headline: str
    figures: Sequence[Figure]
    replications: int
    by_replication: pa.Table
    sentences: Sequence[str] = ()
    warnings: Sequence[str] = ()
    tables: Sequence[AnswerTable] = ()
    more: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class InputTable:
    """A table that a model reads.

    Attributes:
        name: The file's name without ending.
        title: What it holds.
        columns: Column → what it says, with its unit.
        source: Where such figures come from.
        needed: Whether the model cannot run without it.
    """

    name: str
    title: str
    columns: Mapping[str, str]
    source: str
    needed: bool = True


@dataclass(frozen=True)
class Output:
    """A figure that a model gives.

    Attributes:
        name: The name of its figures.
        title: Plain English.
        unit: What it counts.
        better: Which direction is better.
    """

    name: str
    title: str
    unit: str
    better: Better = "none"


@dataclass(frozen=True)
class Validation:
    """One reason to believe a model.

    Attributes:
        statement: What was shown, as a sentence.
        shown_by: The test, benchmark or page that shows it.
    """

    statement: str
    shown_by: str


@dataclass(frozen=True)
class Template:
    """A scenario to start from.

    Attributes:
        name: Lower-case words joined by underscores.
        title: What a scenario made from it is called at first.
        about: What it asks, in a sentence.
        changes: Key → value; ``all`` in a key stands for every member.
    """

    name: str
    title: str
    about: str
    changes: Mapping[str, Value] = field(default_factory=dict)


@cache
def code_behind(function: Callable[..., Any]) -> str:
    """A hash of the folder a function is written in, and of what all models share."""
    shared = Path(wholeplace.planning.__file__).parent
    folders = (Path(inspect.getfile(function)).parent, shared / "models", shared / "simulation")
    return content_hash(*(sources_hash(folder) for folder in folders))


@dataclass(frozen=True, kw_only=True)
class Model(Definition):
    """What if, and what next: a model that scenarios are asked of.

    Attributes:
        question: The question it answers.
        doc: How it works, in words a board would follow.
        inputs: The tables it reads.
        assumptions: What it takes for granted; families are made for each member.
        outputs: What it answers, the most important first.
        validation: Why to believe it.
        sensitivity: Which assumptions are moved to see how much the answer moves.
        templates: Scenarios to start from.
        not_in_it: What is not in its answer and might be thought to be.
        owner: Who answers questions about it.
        command: The command of ``wholeplace`` that runs its scenarios.
        futures: What its replications are, such as "simulated years".
        groups: What its figures are divided by beside places, such as "service".
        replications: How many are a first look, usual, and careful.
        read: Reads inputs from a folder.
        find: Finds what a scenario is run on: the data folder of the installation, what the
            scenario names (nothing for the installation's own, ``example`` for what ships), and
            the folder that a path is taken from.
        run: Answers a scenario: inputs, values of all assumptions, job.
    """

    question: str
    doc: str
    inputs: tuple[InputTable, ...]
    assumptions: tuple[Assumption, ...]
    outputs: tuple[Output, ...]
    validation: tuple[Validation, ...]
    sensitivity: tuple[Vary, ...]
    not_in_it: str
    templates: tuple[Template, ...] = ()
    owner: str = "Population health intelligence team"
    command: str
    futures: str = "simulated years"
    groups: str = "service"
    replications: tuple[int, int, int] = (20, 100, 500)
    read: Callable[[Path], Any]
    find: Callable[[Path, str, Path], Any]
    run: Callable[[Any, Values, Job], Answer]

    def __post_init__(self) -> None:
        super().__post_init__()
        keys = [assumption.key for assumption in self.assumptions]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        if twice:
            raise DefinitionError(
                f"The model {self.name} has two assumptions called {twice[0]}.", "Rename one."
            )
        strangers = [vary.key for vary in self.sensitivity if vary.key not in keys]
        if strangers:
            raise DefinitionError(
                f"The model {self.name} varies {strangers[0]}, which it does not assume.",
                f"Name one of {', '.join(keys)}.",
            )
        if not (self.validation and self.outputs and self.not_in_it.strip()):
            raise DefinitionError(
                f"The model {self.name} lacks outputs, validation or what is not in it.",
                "Say what it answers, why to believe it, and what it leaves out.",
            )

    @property
    def version(self) -> str:
        """The version of the model: its words, its assumptions and its code."""
        return content_hash(
            code_behind(self.run), self.title, self.question, repr(self.assumptions)
        )

    @property
    def unchanged(self) -> str:
        """What a scenario that changes nothing is called: the others are compared with it."""
        return next((one.title for one in self.templates if not one.changes), "Nothing changed")

    def defaults(self, inputs: Inputs) -> Values:
        """Key → what holds where a scenario says nothing."""
        return {key: one.default for key, one in self.expanded(inputs).items()}

    def expanded(self, inputs: Inputs) -> dict[str, Assumption]:
        """Key → assumption, with a member of every dimension in the keys of families."""
        return {
            one.key: one
            for assumption in self.assumptions
            for one in assumption.expanded(inputs.dimensions)
        }
