"""What data quality is worked out from: everything a run has read by the time it ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import ibis.expr.types as ir

from wholeplace.core.engine import Engine
from wholeplace.geography import Geography
from wholeplace.linkage.person_links import Linked
from wholeplace.measures.orders import Order, Prepared
from wholeplace.record.landed import landed_identifiers
from wholeplace.record.plan import Plan
from wholeplace.sources.batches import Batch, all_batches
from wholeplace.sources.contracts import Dataset
from wholeplace.sources.monitoring.standards import QualityStandard
from wholeplace.statistics import DisclosureProfile

BIRTH_DATE = "birth_date"


@dataclass(frozen=True)
class Quality:
    """What data quality is worked out from.

    Attributes:
        plan: The plan of the run.
        datasets: The landed datasets.
        batches: Every file known at the run, superseded ones included.
        links: ``record_id``, ``person``.
        identifiers: What linkage compared, of data sets that tell a birth date.
        people: The person table.
        geography: The geography.
        profile: The disclosure profile.
    """

    plan: Plan
    datasets: Mapping[str, ir.Table]
    batches: Sequence[Batch]
    links: ir.Table
    identifiers: ir.Table
    people: ir.Table
    geography: Geography
    profile: DisclosureProfile

    @property
    def contracts(self) -> list[Dataset]:
        """Contracts of the data sets that were landed."""
        return [c for c in self.plan.registry.all(Dataset) if c.name in self.datasets]

    @property
    def standards(self) -> list[QualityStandard]:
        """What is asked of fields and feeds."""
        return self.plan.registry.all(QualityStandard)

    def contract_of(self, dataset: str) -> Dataset:
        """The contract of a data set."""
        return self.plan.registry.get(Dataset, dataset)


def quality_of(
    engine: Engine,
    order: Order,
    prepared: Prepared,
    datasets: Mapping[str, ir.Table],
    linked: Linked,
    people: ir.Table,
) -> Quality:
    """What the quality of a run's data is worked out from.

    Args:
        engine: The engine.
        order: What the run was asked to do.
        prepared: What it rests on.
        datasets: The landed datasets.
        linked: The outcome of linkage.
        people: The person table.
    """
    data = order.settings.data_folder
    contracts = prepared.plan.registry.all(Dataset)
    telling = [c for c in contracts if any(i.name == BIRTH_DATE for i in c.identifiers)]
    return Quality(
        plan=prepared.plan,
        datasets=datasets,
        batches=[b for b in all_batches(data) if b.received <= order.known_at],
        links=linked.links,
        identifiers=landed_identifiers(engine, data, prepared.batches, telling),
        people=people,
        geography=prepared.geography,
        profile=prepared.profile,
    )
