"""Worlds: person tables that lie between two runs, with one cause after another changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir

from wholeplace.core.engine import Engine
from wholeplace.core.registry import Registry
from wholeplace.geography import Geography
from wholeplace.measures.changes.feeds import PEOPLES, Feeds, feeds_of, without
from wholeplace.measures.changes.past_runs import PastRun
from wholeplace.record.codelists import CodeList
from wholeplace.record.landed import landed_datasets
from wholeplace.record.person_table import Inputs, person_table, schema
from wholeplace.record.plan import Plan
from wholeplace.sources.contracts import Dataset

Rules = Sequence[Callable[[Any], Any]]
Tables = dict[str, ir.Table]


@dataclass(frozen=True)
class World:
    """A person table and the plan it was made by."""

    plan: Plan
    people: ir.Table


@dataclass(frozen=True)
class Worlds:
    """The worlds between two runs; each is worked out once, and only if it differs.

    Attributes:
        engine: The engine.
        data: The data folder.
        geography: The geography of the later run.
        before: The earlier run.
        after: The later run.
        registry: The definitions of the later run.
        rules: The rules of the measures in question.
    """

    engine: Engine
    data: Path
    geography: Geography
    before: PastRun
    after: PastRun
    registry: Registry
    rules: Rules

    @cached_property
    def changed_lists(self) -> dict[str, tuple[list[str], list[str]]]:
        """Code list → the codes it has gained and lost since the earlier run."""
        then = self.before.codes()
        found = {}
        for item in self.registry.all(CodeList):
            if item.name in then and set(then[item.name]) != set(item.codes):
                old, new = set(then[item.name]), set(item.codes)
                found[item.name] = (sorted(new - old), sorted(old - new))
        return found

    @cached_property
    def earlier_lists(self) -> Registry:
        """The definitions of the later run over the code lists of the earlier one."""
        codes = self.before.codes()
        changed = [self.registry.get(CodeList, name) for name in self.changed_lists]
        return self.registry.replacing(replace(item, codes=codes[item.name]) for item in changed)

    @cached_property
    def same_data(self) -> bool:
        """Whether both runs read the same files."""
        return [b.batch_id for b in self.before.batches] == [b.batch_id for b in self.after.batches]

    @cached_property
    def left(self) -> Feeds:
        """Who sent data before and is not in them now."""
        return self._feeds_before - self._feeds_after

    @cached_property
    def joined(self) -> Feeds:
        """Whose data are there now and were not before."""
        return self._feeds_after - self._feeds_before

    @cached_property
    def new_rules(self) -> World:
        """The later rules over the earlier code lists, data and date."""
        return self._world(self.earlier_lists, self.before.as_at, self._data_before, self.before)

    @cached_property
    def new_lists(self) -> World:
        """The later rules and code lists over the earlier data and date."""
        if not self.changed_lists:
            return self.new_rules
        return self._world(self.registry, self.before.as_at, self._data_before, self.before)

    @cached_property
    def feeds_left(self) -> World:
        """The same without those who no longer send data."""
        if not self.left:
            return self.new_lists
        data = without(self._data_before, self.left)
        return self._world(self.registry, self.before.as_at, data, self.before)

    @cached_property
    def late_data(self) -> World:
        """What is known now of the earlier date, from those who sent data then."""
        if self.same_data:
            return self.feeds_left
        if not self.joined:
            return self.feeds_joined
        data = without(self._data_after, self.joined)
        return self._world(self.registry, self.before.as_at, data, self.after)

    @cached_property
    def feeds_joined(self) -> World:
        """What is known now of the earlier date, from everybody."""
        if self.same_data:
            return self.feeds_left
        return self._world(self.registry, self.before.as_at, self._data_after, self.after)

    @cached_property
    def time_passed(self) -> World:
        """The later date, with people as they then were and nothing recorded since the earlier."""
        if self.before.as_at == self.after.as_at:
            return self.feeds_joined
        data = self._until(self._data_after, self.before.as_at)
        return self._world(self.registry, self.after.as_at, data, self.after)

    @cached_property
    def all_new(self) -> World:
        """The later run."""
        if self.before.as_at == self.after.as_at:
            return self.feeds_joined
        return self._world(self.registry, self.after.as_at, self._data_after, self.after)

    @cached_property
    def _data_before(self) -> Tables:
        return self._landed(self.before)

    @cached_property
    def _data_after(self) -> Tables:
        return self._data_before if self.same_data else self._landed(self.after)

    @cached_property
    def _feeds_before(self) -> Feeds:
        return feeds_of(self.engine, self._data_before)

    @cached_property
    def _feeds_after(self) -> Feeds:
        return self._feeds_before if self.same_data else feeds_of(self.engine, self._data_after)

    def _landed(self, run: PastRun) -> Tables:
        contracts = self.registry.all(Dataset)
        return landed_datasets(self.engine, self.data, run.batches, contracts, run.flags)

    def _until(self, datasets: Mapping[str, ir.Table], day: dt.date) -> Tables:
        """The data without what happened after a day; who people are stays as it is."""
        kept = dict(datasets)
        for contract in self.registry.all(Dataset):
            if contract.name in kept and contract.name not in PEOPLES and contract.order:
                rows = kept[contract.name]
                happened = rows[contract.order[0]].cast("date") <= ibis.literal(day)
                kept[contract.name] = rows.filter(happened)
        return kept

    def _world(self, registry: Registry, as_at: dt.date, datasets: Tables, run: PastRun) -> World:
        plan = Plan.of(registry, as_at).only(self.rules)
        links = self._links(run)
        people = links.select("person").distinct()
        table = person_table(
            self.engine,
            plan,
            Inputs(
                datasets=datasets,
                links=links,
                people=people,
                small_areas=self.engine.read(self.geography.path("small_areas")),
                practices=self.engine.read(self.geography.path("practices")),
            ),
        )
        return World(plan, self.engine.keep(table, schema(plan)))

    def _links(self, run: PastRun) -> ir.Table:
        return self._links_of_both[run.run_id]

    @cached_property
    def _links_of_both(self) -> dict[str, ir.Table]:
        """``record_id``, ``person`` of each run, with one number for a person in both."""
        runs = (self.before, self.after)
        read = [self.engine.read(run.links).select("record_id", "person_id") for run in runs]
        people = ibis.union(*(table.select("person_id") for table in read), distinct=True)
        numbered = people.mutate(person=ibis.row_number().over(order_by="person_id"))
        numbers = self.engine.keep(numbered, {"person_id": "string", "person": "int64"})
        kept = {}
        for run, table in zip(runs, read, strict=True):
            joined = table.join(numbers, "person_id").select("record_id", "person").distinct()
            kept[run.run_id] = self.engine.keep(joined, {"record_id": "int64", "person": "int64"})
        return kept
