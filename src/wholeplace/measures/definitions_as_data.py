"""The definitions of a run as data: what each says, its code lists, its SQL, its version."""

from __future__ import annotations

import inspect
from typing import Any

import ibis

from wholeplace.core.engine import Engine, normal_sql
from wholeplace.core.expressions import flag
from wholeplace.core.registry import content_hash
from wholeplace.measures.cubes import terms_of
from wholeplace.measures.measure import Measure
from wholeplace.record.attributes import Activity, Attribute, Measurement
from wholeplace.record.codelists import CodeList
from wholeplace.record.needs import column_type
from wholeplace.record.person import value_of
from wholeplace.record.person_table import schema
from wholeplace.record.plan import Plan
from wholeplace.record.segmentations import Segmentation
from wholeplace.sources.contracts import Dataset


class Described:
    """Every definition of a plan, described once.

    Args:
        engine: The engine whose SQL is shown.
        plan: The plan.
    """

    def __init__(self, engine: Engine, plan: Plan) -> None:
        self._engine = engine
        self._plan = plan
        needed = {need.column: column_type(need) for need in plan.needs}
        self._people = ibis.table(schema(plan), name="person")
        self._history = ibis.table({**schema(plan), **needed}, name="history")

    def measures(self) -> list[dict[str, Any]]:
        """The measures, in the registry's order."""
        return [self._measure(m) for m in self._plan.registry.all(Measure)]

    def measure(self, name: str) -> dict[str, Any]:
        """One measure."""
        return self._measure(self._plan.registry.get(Measure, name))

    def attributes(self) -> list[dict[str, Any]]:
        """Attributes, activities and measurements: the columns people are described by."""
        made = [self._attribute(a) for a in self._plan.attributes]
        made += [_activity(a) for a in self._plan.activities]
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

    def versions(self) -> dict[str, str]:
        """Definition id → version, for the manifest of a run."""
        kinds = (self.measures(), self.attributes(), self.code_lists(), self.datasets())
        return {entry["id"]: entry["version"] for entries in kinds for entry in entries}

    def _measure(self, measure: Measure) -> dict[str, Any]:
        number, among = terms_of(measure, self._plan, self._people)
        counted = self._people.select(
            numerator=ibis.ifelse(among, number, 0), denominator=flag(among)
        )
        sums = counted.agg(numerator=counted.numerator.sum(), denominator=counted.denominator.sum())
        lists = list(self._plan.behind(measure.rule).code_lists)
        said = {
            name: getattr(measure, name)
            for name in (
                *("name", "title", "doc", "numerator", "denominator", "statistic", "per", "unit"),
                *("says", "among", "group", "source", "owner", "target", "not_in_it", "flow"),
            )
        }
        hashes = [self._plan.registry.get(CodeList, name).version for name in lists]
        return said | {
            "id": measure.id,
            "polarity": measure.better,
            "code_lists": lists,
            "sql": self._engine.sql(sums),
            "basis": list(measure.basis),
            "overrides": measure.overrides,
            "reason": measure.reason,
            "version": content_hash(repr(said), normal_sql(sums), *hashes),
        }

    def _attribute(self, attribute: Attribute) -> dict[str, Any]:
        value = value_of(attribute.rule(self._plan.person_over(self._history)))
        column = self._history.select(value.name(attribute.name))
        lists = list(self._plan.behind(attribute.rule).code_lists)
        hashes = [self._plan.registry.get(CodeList, name).version for name in lists]
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
            "code_lists": lists,
            "sql": self._engine.sql(column),
            "overrides": attribute.overrides,
            "reason": attribute.reason,
            "version": content_hash(attribute.doc, attribute.source, normal_sql(column), *hashes),
        }


def _activity(activity: Activity) -> dict[str, Any]:
    return {
        "name": activity.name,
        "id": activity.id,
        "title": activity.title,
        "kind": "activity",
        "doc": activity.doc,
        "source": activity.source,
        "dataset": activity.dataset,
        "months": activity.months,
        "counts": activity.counts,
        "code_lists": [],
        "version": content_hash(
            activity.dataset, activity.counts, inspect.getsource(activity.rule)
        ),
    }


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
        "version": content_hash(item.unit, f"{item.lowest} {item.highest}", *item.codes),
    }


def _dataset(item: Dataset) -> dict[str, Any]:
    columns = [
        {
            "name": c.name,
            "kind": c.kind,
            "description": c.description,
            "required": c.required,
            "identifying": c.identifying,
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
