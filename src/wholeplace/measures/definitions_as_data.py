"""The definitions of a run as data: what each says, its code lists, its SQL, its version."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import ibis
import ibis.expr.types as ir
from ibis.expr.operations import Node

from wholeplace.core.engine import DuckDBEngine, Engine
from wholeplace.core.expressions import flag
from wholeplace.core.registry import content_hash
from wholeplace.core.written import normal_sql
from wholeplace.measures.checking.drawn import DrawnPopulation
from wholeplace.measures.cubes import terms_of
from wholeplace.measures.elsewhere import elsewhere
from wholeplace.measures.measure import Measure
from wholeplace.measures.targets import described
from wholeplace.record.attributes import Activity, Attribute, Measurement
from wholeplace.record.codelists import CodeList
from wholeplace.record.landed import NEEDED
from wholeplace.record.needs import column_type
from wholeplace.record.person import Person, value_of
from wholeplace.record.person_table import schema
from wholeplace.record.plan import Behind, Plan
from wholeplace.record.segmentations import Segmentation
from wholeplace.sources.contracts import Dataset

# A query names the days its windows begin on; versions are those of one day, whatever the run's.
VERSIONS_AS_AT = dt.date(2000, 3, 31)


class Described:
    """Every definition of a plan, described once.

    Args:
        engine: The engine whose SQL is shown.
        plan: The plan.
    """

    def __init__(self, engine: Engine, plan: Plan) -> None:
        self._engine = engine
        self._plan = plan
        self._undated = Plan.of(plan.registry, VERSIONS_AS_AT)
        self._hashes: dict[str, str] = {}
        self._described: dict[str, dict[str, Any]] = {}
        self._texts: dict[Node, str] = {}
        self._drawn = {d.name: d.example for d in plan.registry.all(DrawnPopulation)}
        needed = {need.column: column_type(need) for need in plan.needs}
        self._people = ibis.table(schema(plan), name="person")
        self._history = ibis.table({**schema(plan), **needed}, name="history")

    def measures(self) -> list[dict[str, Any]]:
        """The measures, in the registry's order."""
        return [self._measure(m) for m in self._plan.registry.all(Measure)]

    def measure(self, name: str) -> dict[str, Any]:
        """One measure."""
        return self._measure(self._plan.registry.get(Measure, name))

    def elsewhere(self) -> list[dict[str, Any]]:
        """The measures that are published by others or cannot be produced."""
        return elsewhere(self._plan.registry)

    def attributes(self) -> list[dict[str, Any]]:
        """Attributes, activities and measurements: the columns people are described by."""
        made = [self._attribute(a) for a in self._plan.attributes]
        made += [self._activity(a) for a in self._plan.activities]
        return made + [_measurement(m) for m in self._plan.measurements]

    def code_lists(self) -> list[dict[str, Any]]:
        """The code lists with their codes."""
        return [
            {
                "name": item.name,
                "id": item.id,
                "title": item.title,
                "system": item.system,
                "codes": list(item.codes),
                "source": item.source,
                "clinically_approved": item.clinically_approved,
                "version": item.version,
                "overrides": item.overrides,
                "reason": item.reason,
            }
            for item in self._plan.code_lists
        ]

    def segments(self) -> list[dict[str, Any]]:
        """The segments of every segmentation that has measures, in order of priority."""
        measured = {m.name for m in self._plan.registry.all(Measure)}
        entries = [e for s in self._plan.registry.all(Segmentation) for e in s.as_data()]
        return [entry for entry in entries if entry["measure"] in measured]

    def datasets(self) -> list[dict[str, Any]]:
        """The contracts of the datasets."""
        return [_dataset(d) for d in self._plan.registry.all(Dataset)]

    def _measure(self, measure: Measure) -> dict[str, Any]:
        said = {
            name: getattr(measure, name)
            for name in (
                *("name", "title", "doc", "numerator", "denominator", "statistic", "per", "unit"),
                *("says", "among", "group", "source", "owner", "target", "not_in_it", "flow"),
                *("rationale", "exclusions"),
            )
        } | {
            "polarity": measure.better,
            "basis": list(measure.basis),
            "targets": [target.as_data() for target in measure.targets],
            "ids": [described(one) for one in measure.ids],
            "register_years": [described(one) for one in measure.register_years],
        }
        rests_on = self._rests_on(measure.rule)
        behind = self._plan.behind(measure.rule)
        return said | {
            "id": measure.id,
            "code_lists": behind.code_lists,
            "rests_on": _columns(behind),
            "datasets": [*NEEDED, *behind.datasets],
            "sql": self._shown(self._sums(measure, self._plan)),
            "example": self._drawn.get(measure.name, ""),
            "overrides": measure.overrides,
            "reason": measure.reason,
            "version": content_hash(
                repr(said), self._normal(self._sums(measure, self._undated)), *rests_on
            ),
        }

    def _sums(self, measure: Measure, plan: Plan) -> ir.Table:
        number, among = terms_of(measure, plan, self._people)
        counted = self._people.select(
            numerator=ibis.ifelse(among, number, 0), denominator=flag(among)
        )
        return counted.agg(numerator=counted.numerator.sum(), denominator=counted.denominator.sum())

    def _attribute(self, attribute: Attribute) -> dict[str, Any]:
        behind = self._plan.behind(attribute.rule)
        return {
            "name": attribute.name,
            "id": attribute.id,
            "title": attribute.title,
            "kind": attribute.kind,
            "doc": attribute.doc,
            "ages": attribute.ages,
            "source": attribute.source,
            "example": attribute.example,
            "type": self._plan.kinds[attribute.name],
            "code_lists": behind.code_lists,
            "rests_on": _columns(behind),
            "sql": self._shown(self._column(attribute, self._plan)),
            "overrides": attribute.overrides,
            "reason": attribute.reason,
            "version": content_hash(self._own(attribute), *self._rests_on(attribute.rule)),
        }

    def _column(self, attribute: Attribute, plan: Plan) -> ir.Table:
        value = value_of(attribute.rule(plan.person_over(self._history)))
        return self._history.select(value.name(attribute.name))

    def _activity(self, activity: Activity) -> dict[str, Any]:
        """An activity as data: many measures rest on one, so it is worked out once."""
        if activity.name not in self._described:
            self._described[activity.name] = self._activity_anew(activity)
        return self._described[activity.name]

    def _activity_anew(self, activity: Activity) -> dict[str, Any]:
        query, lists = self._plan.query_of(activity)
        said = {
            name: getattr(activity, name)
            for name in ("name", "title", "doc", "source", "dataset", "months", "counts")
        }
        return said | {
            "id": activity.id,
            "kind": "activity",
            "code_lists": list(lists),
            "sql": self._shown(query),
            "version": content_hash(repr(said), self._normal(self._undated.query_of(activity)[0])),
        }

    def _shown(self, table: ir.Table) -> str:
        """The SQL of the engine."""
        if self._engine.dialect == DuckDBEngine.dialect:
            return self._normal(table)
        return self._engine.sql(table)

    def _normal(self, table: ir.Table) -> str:
        """The SQL that versions are told by: written once, as most queries name no day."""
        query = table.op()
        if query not in self._texts:
            self._texts[query] = normal_sql(table)
        return self._texts[query]

    def _own(self, attribute: Attribute) -> str:
        """A hash of what an attribute itself says, apart from what it rests on."""
        if attribute.name not in self._hashes:
            self._hashes[attribute.name] = content_hash(
                *(attribute.title, attribute.doc, attribute.ages, attribute.source),
                self._normal(self._column(attribute, self._undated)),
            )
        return self._hashes[attribute.name]

    def _rests_on(self, rule: Callable[[Person], Any]) -> list[str]:
        """A hash of each definition a rule uses: when one changes, so do the numbers."""
        registry, behind = self._plan.registry, self._undated.behind(rule)
        return [
            *(self._own(registry.get(Attribute, name)) for name in behind.attributes),
            *(self._activity(registry.get(Activity, n))["version"] for n in behind.activities),
            *(_measurement(registry.get(Measurement, n))["version"] for n in behind.measurements),
            *(registry.get(CodeList, name).version for name in behind.code_lists),
        ]


def _columns(behind: Behind) -> list[str]:
    """What describes people and is used by a rule: attributes, counts of use, measurements."""
    return [*behind.attributes, *behind.activities, *behind.measurements]


def _measurement(item: Measurement) -> dict[str, Any]:
    return {
        "name": item.name,
        "id": item.id,
        "title": item.title,
        "kind": "measurement",
        "source": item.source,
        "unit": item.unit,
        "lowest": item.lowest,
        "highest": item.highest,
        "codes": list(item.codes),
        "code_lists": [],
        "version": content_hash(
            *(item.title, item.source, item.unit, f"{item.lowest} {item.highest}"), *item.codes
        ),
    }


def _dataset(item: Dataset) -> dict[str, Any]:
    columns = [
        {
            "name": c.name,
            "kind": c.kind,
            "description": c.description,
            "required": c.required,
            "identifying": c.identifying,
            "often_blank": c.often_blank,
            "codes": dict(c.codes),
            "standard": c.standard,
        }
        for c in item.columns
    ]
    return {
        "name": item.name,
        "id": item.id,
        "title": item.title,
        "source": item.source,
        "standard": item.standard,
        "purpose": item.purpose,
        "legal_basis": item.legal_basis,
        "not_covered": item.not_covered,
        "columns": columns,
        "version": item.version,
    }
