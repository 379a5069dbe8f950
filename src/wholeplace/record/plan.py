"""The plan of a run: which attributes in which order, and what they need from events."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import ibis.expr.types as ir

from wholeplace.core.errors import DefinitionError
from wholeplace.core.registry import Registry
from wholeplace.record.activity import as_query, only_coded
from wholeplace.record.attributes import Activity, Attribute, Measurement
from wholeplace.record.codelists import CodeList
from wholeplace.record.needs import (
    CodedDate,
    CodedSince,
    DaysBeyond,
    DaysCoded,
    LatestReading,
    Need,
)
from wholeplace.record.person import Bound, Columns, Person, Recorder, value_of
from wholeplace.sources.contracts import Dataset

EVENTS = "gp_event"

Rule = Callable[[Person], Any]
Query = tuple[ir.Table, tuple[str, ...]]


@dataclass
class Behind:
    """What a rule rests on, through every attribute it uses, by name and in the order met.

    Attributes:
        attributes: Attributes.
        activities: Counts of use.
        measurements: Measurements.
        code_lists: Code lists.
        datasets: Datasets.
    """

    attributes: list[str] = field(default_factory=list)
    activities: list[str] = field(default_factory=list)
    measurements: list[str] = field(default_factory=list)
    code_lists: list[str] = field(default_factory=list)
    datasets: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Plan:
    """Everything the record has to work out, known before any data are read.

    Attributes:
        registry: The definitions.
        as_at: The date of the run.
        needs: What events must answer, each once.
        layers: Attributes in the order they can be computed, each layer from earlier ones.
        kinds: Attribute → Ibis type of its column.
        activities: The counts of use.
        coded: Those that coded history answers, by name, and what they need of it.
    """

    registry: Registry
    as_at: dt.date
    needs: tuple[Need, ...]
    layers: tuple[tuple[Attribute, ...], ...]
    kinds: dict[str, str]
    activities: tuple[Activity, ...]
    coded: Mapping[str, DaysCoded]
    _queries: dict[str, Query] = field(default_factory=dict, init=False, repr=False, compare=False)
    _asked: dict[Rule, Recorder] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @property
    def attributes(self) -> list[Attribute]:
        """All attributes, in the order they are computed."""
        return [attribute for layer in self.layers for attribute in layer]

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

    def behind(self, rule: Rule) -> Behind:
        """Everything that a rule over a person rests on."""
        rules = {a.name: a.rule for a in self.attributes}
        activities = {a.name: a for a in self.activities}
        found = Behind()
        waiting = [rule]
        while waiting:
            recorder = self._asked_by(waiting.pop())
            for need in recorder.needs:
                _note(found.datasets, EVENTS)
                if isinstance(need, CodedDate | CodedSince):
                    _note(found.code_lists, need.code_list)
                if isinstance(need, CodedSince):
                    _note(found.code_lists, need.resolved_by)
                if isinstance(need, LatestReading | DaysBeyond):
                    _note(found.measurements, need.measurement)
            for name in recorder.uses:
                if name in activities and _note(found.activities, name):
                    _note(found.datasets, activities[name].dataset)
                    for asked in self.query_of(activities[name])[1]:
                        _note(found.code_lists, asked)
                elif name in rules and _note(found.attributes, name):
                    waiting.append(rules[name])
        return found

    def used_by(self, rules: Iterable[Rule]) -> set[str]:
        """The columns of the person table that some rules read themselves."""
        return {name for rule in rules for name in self._asked_by(rule).uses}

    def _asked_by(self, rule: Rule) -> Recorder:
        """What a rule itself asks of a person: many rest on the same few, so each is read once."""
        if rule not in self._asked:
            recorder = Recorder()
            value_of(rule(self.person(recorder)))
            self._asked[rule] = recorder
        return self._asked[rule]

    def query_of(self, activity: Activity) -> Query:
        """One of its activities as a query over the dataset, and the code lists it asks for."""

        def lists(name: str) -> CodeList:
            return self.registry.get(CodeList, name)

        if activity.name not in self._queries:
            contract = self.registry.get(Dataset, activity.dataset)
            self._queries[activity.name] = as_query(activity, contract, lists, self.as_at)
        return self._queries[activity.name]

    def only(self, rules: Iterable[Rule]) -> Plan:
        """The part of the plan that some rules rest on, such as those of a few measures."""
        behind = [self.behind(rule) for rule in rules]
        attributes = {name for found in behind for name in found.attributes}
        activities = {name for found in behind for name in found.activities}
        return _plan(
            self.registry,
            self.as_at,
            [a for a in self.attributes if a.name in attributes],
            [a for a in self.activities if a.name in activities],
        )

    @classmethod
    def of(cls, registry: Registry, as_at: dt.date) -> Plan:
        """Read every attribute's rule and put them in order.

        Args:
            registry: The definitions.
            as_at: The date of the run.

        Raises:
            DefinitionError: If attributes depend on each other in a circle, or name things that
                do not exist.
        """
        return _plan(registry, as_at, registry.all(Attribute), registry.all(Activity))


def _plan(
    registry: Registry,
    as_at: dt.date,
    attributes: Sequence[Attribute],
    activities: Sequence[Activity],
) -> Plan:
    reader = _Reader(registry, as_at)
    for attribute in attributes:
        reader.read(attribute.name)
    layers: dict[int, list[Attribute]] = {}
    for name, depth in reader.depths.items():
        layers.setdefault(depth, []).append(reader.attributes[name])
    ordered = tuple(tuple(layers[depth]) for depth in sorted(layers))
    coded = dict(_coded(registry, as_at, activities))
    needs = tuple(dict.fromkeys([*reader.needs, *coded.values()]))
    return Plan(registry, as_at, needs, ordered, reader.kinds, tuple(activities), coded)


def _coded(
    registry: Registry, as_at: dt.date, activities: Iterable[Activity]
) -> Iterator[tuple[str, DaysCoded]]:
    """The activities that count days of one code list in the record of general practice.

    They are found with all else that is asked of coded events, which need not be read again.
    """

    def lists(name: str) -> CodeList:
        return registry.get(CodeList, name)

    for activity in activities:
        if activity.dataset == EVENTS and activity.counts == "days":
            contract = registry.get(Dataset, EVENTS)
            if code_list := only_coded(activity, contract, lists, as_at):
                yield activity.name, DaysCoded(code_list, activity.months)


def _note(names: list[str], name: str) -> bool:
    """Add a name that is not there yet; whether it was new."""
    new = name not in names
    if new:
        names.append(name)
    return new


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
