"""The plan of a run: which attributes in which order, and what they need from events."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import ibis.expr.types as ir

from wholeplace.core.errors import DefinitionError
from wholeplace.core.registry import Registry
from wholeplace.record.attributes import Activity, Attribute, Measurement
from wholeplace.record.codelists import CodeList
from wholeplace.record.needs import CodedDate, CodedSince, Need
from wholeplace.record.person import Bound, Columns, Person, Recorder, value_of

EVENTS = "gp_event"


@dataclass(frozen=True)
class Behind:
    """What a rule rests on, through every attribute it uses.

    Attributes:
        code_lists: Names of code lists.
        datasets: Names of datasets.
    """

    code_lists: tuple[str, ...]
    datasets: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    """Everything the record has to work out, known before any data are read.

    Attributes:
        registry: The definitions.
        as_at: The date of the run.
        needs: What events must answer, each once.
        layers: Attributes in the order they can be computed, each layer from earlier ones.
        kinds: Attribute → Ibis type of its column.
        kept: The needs that measures use directly, kept as columns of the person table.
    """

    registry: Registry
    as_at: dt.date
    needs: tuple[Need, ...]
    layers: tuple[tuple[Attribute, ...], ...]
    kinds: dict[str, str]
    kept: tuple[Need, ...] = ()

    @property
    def attributes(self) -> list[Attribute]:
        """All attributes, in the order they are computed."""
        return [attribute for layer in self.layers for attribute in layer]

    @property
    def activities(self) -> list[Activity]:
        """All counts of use."""
        return self.registry.all(Activity)

    @property
    def measurements(self) -> list[Measurement]:
        """All measurements."""
        return self.registry.all(Measurement)

    @property
    def code_lists(self) -> list[CodeList]:
        """All code lists."""
        return self.registry.all(CodeList)

    def person(self, columns: Columns) -> Person:
        """The person as definitions see one, over given columns."""
        return Person(columns, self.registry, self.as_at, self.kinds.__getitem__)

    def person_over(self, table: ir.Table) -> Person:
        """The person over a table."""
        return self.person(Bound(table))

    def behind(self, rule: Callable[[Person], Any]) -> Behind:
        """The code lists and datasets that a rule over a person rests on."""
        rules = {a.name: a.rule for a in self.attributes}
        uses = {a.name: a.dataset for a in self.activities}
        lists: dict[str, None] = {}
        datasets: dict[str, None] = {}
        waiting, seen = [rule], set()
        while waiting:
            recorder = Recorder()
            waiting.pop()(self.person(recorder))
            for need in recorder.needs:
                datasets[EVENTS] = None
                if isinstance(need, CodedDate | CodedSince):
                    lists[need.code_list] = None
                if isinstance(need, CodedSince):
                    lists[need.resolved_by] = None
            for name in recorder.uses:
                if name in uses:
                    datasets[uses[name]] = None
                elif name in rules and name not in seen:
                    seen.add(name)
                    waiting.append(rules[name])
        return Behind(tuple(lists), tuple(datasets))

    @classmethod
    def of(
        cls, registry: Registry, as_at: dt.date, measured: Iterable[Callable[[Person], Any]] = ()
    ) -> Plan:
        """Read every attribute's rule and put them in order.

        Args:
            registry: The definitions.
            as_at: The date of the run.
            measured: The rules of measures, for what they need beyond attributes.

        Raises:
            DefinitionError: If attributes depend on each other in a circle, or name things that
                do not exist.
        """
        reader = _Reader(registry, as_at)
        for attribute in registry.all(Attribute):
            reader.read(attribute.name)
        recorder = Recorder()
        for rule in measured:
            rule(Person(recorder, registry, as_at, reader.read))
        needs = tuple(reader.needs | recorder.needs)
        layers: dict[int, list[Attribute]] = {}
        for name, depth in reader.depths.items():
            layers.setdefault(depth, []).append(reader.attributes[name])
        ordered = tuple(tuple(layers[depth]) for depth in sorted(layers))
        return cls(registry, as_at, needs, ordered, reader.kinds, tuple(recorder.needs))


@dataclass
class _Reader:
    """Reads rules one by one, following the attributes they use."""

    registry: Registry
    as_at: dt.date
    needs: dict[Need, None] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    depths: dict[str, int] = field(default_factory=dict)
    reading: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.attributes = {a.name: a for a in self.registry.all(Attribute)}

    def read(self, name: str) -> str:
        """The type of an attribute's column, reading its rule on first use."""
        if name in self.kinds:
            return self.kinds[name]
        if name in self.reading:
            circle = " → ".join([*self.reading[self.reading.index(name) :], name])
            raise DefinitionError(
                f"Attributes depend on each other: {circle}.", "Break the circle."
            )
        self.reading.append(name)
        recorder = Recorder()
        person = Person(recorder, self.registry, self.as_at, self.read)
        answer = value_of(self.attributes[name].rule(person))
        self.reading.pop()
        self.needs |= recorder.needs
        used = [self.depths[other] for other in recorder.uses if other in self.attributes]
        self.depths[name] = 1 + max(used, default=0)
        self.kinds[name] = str(answer.type()).lstrip("!")
        return self.kinds[name]
