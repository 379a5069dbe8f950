"""What a run is asked to do, and everything it rests on, which together name it."""

from __future__ import annotations

import datetime as dt
import importlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from wholeplace.core.errors import DefinitionError, RunError
from wholeplace.core.registry import Registry, content_hash
from wholeplace.core.settings import Settings
from wholeplace.core.version import code_version, sources_hash
from wholeplace.geography import Geography, load
from wholeplace.geography.published.imports import Imported, imported
from wholeplace.governance.stricter_zone import allowed_flags
from wholeplace.measures.measure import Measure
from wholeplace.record.attributes import Activity
from wholeplace.record.conditions import condition_names
from wholeplace.record.landed import FLAG
from wholeplace.record.plan import Plan
from wholeplace.record.runs import RunFolders, final_folders, finished_runs
from wholeplace.sources.batches import Batch, all_batches
from wholeplace.sources.contracts import Dataset
from wholeplace.sources.superseding import known
from wholeplace.statistics import PROFILES, DisclosureProfile

REFERENCE = Path("record") / "reference"
PURPOSE = "population health management"


@dataclass(frozen=True)
class Order:
    """What a run is asked to do; the same order on the same data gives the same run id.

    Attributes:
        settings: The installation.
        as_at: The date that everything is true on.
        known_at: The day up to which received data may be known.
        engine: ``duckdb`` or ``spark``.
    """

    settings: Settings
    as_at: dt.date
    known_at: dt.date
    engine: str = "duckdb"


@dataclass(frozen=True)
class Prepared:
    """Everything a run rests on, read before it starts."""

    run_id: str
    plan: Plan
    geography: Geography
    batches: list[Batch]
    profile: DisclosureProfile
    flags: frozenset[str] = frozenset()
    imports: tuple[Imported, ...] = ()
    inputs: str = ""
    """What the numbers rest on, but for the release they are held against, as one word."""
    earlier: RunFolders | None = None
    """The run whose release this run's is held against; None for none."""

    @property
    def measures(self) -> list[Measure]:
        """The measures."""
        return self.plan.registry.all(Measure)

    @property
    def conditions(self) -> list[str]:
        """Names of the long-term conditions."""
        return condition_names(self.plan.registry)


def prepare(order: Order) -> Prepared:
    """Read everything a run rests on, and name the run after it.

    Args:
        order: What to do.

    Raises:
        RunError: If nothing was landed that may be known, or the disclosure profile is unknown.
        SettingsError: If what the settings say of partners' flags does not hold together.
        GeographyError: If there is no geography.
        DefinitionError: If the definitions do not hold together.
    """
    settings = order.settings
    registry = Registry.load(settings.definitions.packages, settings.definition_folders)
    geography = load(settings.data_folder / REFERENCE)
    flags = _flags(settings, registry)
    landed = all_batches(settings.data_folder)
    landed += all_batches(settings.data_folder, "partner") if flags else []
    batches = known(landed, order.known_at)
    if not batches:
        raise RunError(
            f"Nothing was landed that could be known on {order.known_at}.",
            "Land data first: wholeplace land FOLDER.",
        )
    if settings.disclosure.profile not in PROFILES:
        raise RunError(
            f"There is no disclosure profile {settings.disclosure.profile}.",
            f"Use one of {', '.join(PROFILES)}.",
        )
    plan = Plan.of(registry, order.as_at)
    imports = tuple(imported(settings.data_folder, order.known_at))
    parts = [
        code_version(),
        order.as_at.isoformat(),
        order.known_at.isoformat(),
        order.engine,
        geography.content_hash,
        settings.disclosure.profile,
        str(settings.disclosure.protect_sums),
        str(settings.run.earlier_years),
        settings.installation.name,
        *(batch.batch_id for batch in batches),
        settings.installation.identity,
        *sorted(flags),
        *(one.id for one in imports),
        *(sources_hash(place) for place in _definitions_of(settings)),
    ]
    inputs = content_hash(*parts)
    earlier = _held_against(order, inputs)
    parts += [f"held against {earlier.run_id}"] if earlier else []
    run_id = f"{order.as_at.isoformat()}-{content_hash(*parts)}"
    profile = PROFILES[settings.disclosure.profile]
    return Prepared(run_id, plan, geography, batches, profile, flags, imports, inputs, earlier)


def _held_against(order: Order, inputs: str) -> RunFolders | None:
    """The latest release so far that was protected alike, if the settings want it.

    That of an earlier day, or another of the same day, as after a correction. A release that was
    made before of the same inputs stays what it was.
    """
    wanted, data = order.settings.disclosure, order.settings.data_folder
    if not (wanted.protect_sums and wanted.hold_against_earlier):
        return None
    day = order.as_at.isoformat()
    found = [
        manifest
        for manifest in finished_runs(data)
        if manifest["as_at"] <= day and manifest["disclosure_profile"] == wanted.profile
    ]
    before = {manifest["run_id"]: manifest.get("held_against") for manifest in found}
    made = [m["run_id"] for m in found if m["as_at"] == day and m.get("inputs") == inputs]
    if made:
        chosen = before[made[0]]
    else:
        # Of several of one day the last: none was held against it yet.
        last = [m for m in found if m["run_id"] not in before.values()]
        chosen = max(last, key=lambda m: (m["as_at"], m["known_at"], m["run_id"]), default={}).get(
            "run_id"
        )
    return final_folders(data, chosen) if chosen else None


def _flags(settings: Settings, registry: Registry) -> frozenset[str]:
    """The flags of the stricter zone that the settings let a run read.

    Raises:
        DefinitionError: If an activity counts flags and does not say which.
    """
    apart = {d.name: d for d in registry.all(Dataset) if d.zone == "partner"}
    for activity in registry.all(Activity):
        if activity.dataset in apart and not activity.flag:
            raise DefinitionError(
                f"The activity {activity.name} reads {activity.dataset} and names no flag.",
                "Say which flag it counts with flag=, so that it is counted only where allowed.",
            )
    known_flags = {code for dataset in apart.values() for code in dataset.column(FLAG).codes}
    wanted = settings.partners
    return allowed_flags(wanted.purpose, wanted.flags, PURPOSE, known_flags)


def not_produced(
    plan: Plan,
    measures: Sequence[Measure],
    datasets: Mapping[str, object],
    flags: Collection[str] = (),
) -> dict[str, str]:
    """Measures that cannot be produced, and why.

    Args:
        plan: The plan of the run.
        measures: The measures.
        datasets: The landed datasets.
        flags: The flags of the stricter zone that the run may read.

    Returns:
        Measure → why: it rests on a flag that may not be read, or on a dataset not landed.
    """
    asked = {activity.name: activity.flag for activity in plan.activities if activity.flag}
    found = {}
    for measure in measures:
        behind = plan.behind(measure.rule)
        closed = [
            asked[name] for name in behind.activities if asked.get(name, "") not in {"", *flags}
        ]
        absent = [name for name in behind.datasets if name not in datasets]
        if closed:
            found[measure.name] = f"the settings do not let a run read {' or '.join(closed)}"
        elif absent:
            found[measure.name] = f"no {' or '.join(absent)} data were landed"
    return found


def _definitions_of(settings: Settings) -> Iterator[Path]:
    """Where the definitions are: packages, modules and the partnership's own folders."""
    for package in settings.definitions.packages:
        module = importlib.import_module(package)
        yield from (Path(place) for place in getattr(module, "__path__", [module.__file__]))
    yield from settings.definition_folders
