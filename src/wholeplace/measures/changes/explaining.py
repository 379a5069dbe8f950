"""The question why a number moved, and its answer: a part for each cause, adding up exactly."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from wholeplace.core.engine import Engine
from wholeplace.core.errors import RunError
from wholeplace.core.registry import Registry
from wholeplace.geography import Geography
from wholeplace.measures.catalogue import Area
from wholeplace.measures.cells import ALL
from wholeplace.measures.changes.causes import Causes
from wholeplace.measures.changes.counting import KINDS, Counting, Sums
from wholeplace.measures.changes.parts import Figures, Part, split
from wholeplace.measures.changes.past_runs import read_run
from wholeplace.measures.changes.worlds import Worlds
from wholeplace.measures.cubes import CUBES
from wholeplace.measures.disclosure.withholding import WITHHELD
from wholeplace.measures.measure import Basis, Measure
from wholeplace.measures.release import Release
from wholeplace.statistics import EXACT, DisclosureProfile

_SAME = 1e-9
"""How much two numbers that are the same may differ by, for the last figures."""


@dataclass(frozen=True)
class Question:
    """Two runs, areas and measures.

    Attributes:
        engine: The engine to work it out on.
        data: The data folder.
        registry: The definitions installed, which must be those of the later run.
        geography: The geography built, which must be that of the later run.
        before: Id of the earlier run.
        after: Id of the later run.
        areas: The areas, as the later run knows them.
        measures: The measures.
        profile: The disclosure profile; :data:`~wholeplace.statistics.EXACT` for exact counts.
    """

    engine: Engine
    data: Path
    registry: Registry
    geography: Geography
    before: str
    after: str
    areas: Sequence[Area]
    measures: Sequence[Measure]
    profile: DisclosureProfile


@dataclass(frozen=True)
class Explanation:
    """Why a measure moved in an area.

    Attributes:
        measure: The measure.
        area: The area.
        basis: Whose people are counted.
        runs: Ids of the earlier and the later run.
        before: The number in the earlier run.
        after: The number in the later run.
        parts: What each cause did, in the order in which the causes were changed.
        exact: Whether the counts are exact, and so not for release.
    """

    measure: Measure
    area: Area
    basis: Basis
    runs: tuple[str, str]
    before: Figures
    after: Figures
    parts: tuple[Part, ...]
    exact: bool

    @property
    def moved(self) -> bool:
        """Whether anything did anything."""
        return not all(part.nothing for part in self.parts)


def explain(question: Question) -> Iterator[Explanation]:
    """Say why each measure moved between two runs.

    Args:
        question: What is asked.

    Yields:
        For each area, an explanation of each measure that both runs have for it.

    Raises:
        RunError: If a run or its data are gone, the runs stand in the wrong order, or the
            definitions or the geography are no longer those of the later run.
    """
    worlds = _worlds(question)
    before, after = worlds.before, worlds.after
    measures = [m for m in question.measures if before.measure(m.name) and after.measure(m.name)]
    causes = Causes(worlds)
    causes.refuse_other_definitions(measures)
    releases = [Release(question.data / "release" / run) for run in (before.run_id, after.run_id)]
    for area in question.areas:
        for cube in CUBES:
            mine = [m for m in measures if basis_of(m, area) == cube.basis]
            inside = after.inside(cube, area.key) if mine else []
            counting = Counting(question.engine, mine, cube, inside)
            states = _states(worlds, counting, area) if mine else {}
            for measure in mine:
                start, end, parts = split(measure, states, counting.columns, question.profile)
                found = Explanation(
                    measure=measure,
                    area=area,
                    basis=cube.basis,
                    runs=(before.run_id, after.run_id),
                    before=start,
                    after=end,
                    parts=tuple(causes.named(part, measure) for part in parts),
                    exact=question.profile == EXACT,
                )
                yield found if found.exact else as_released(found, releases)


def basis_of(measure: Measure, area: Area) -> Basis | None:
    """Whose people a measure counts in an area, the usual way first; None where it does not."""
    shared = [
        cube.basis for cube in CUBES if cube.basis in measure.basis and cube.basis in area.bases
    ]
    return next((basis for name in area.bases for basis in shared if basis == name), None)


def as_released(found: Explanation, releases: Sequence[Release]) -> Explanation:
    """An explanation with the numbers of the releases, which may say less for the sake of others.

    Where one does, its parts may not be shown: with the other run's number they would give it away.

    Args:
        found: The explanation, with numbers gated on their own.
        releases: The releases of the earlier and the later run.

    Returns:
        The explanation; a number of which a release has no row is withheld.
    """
    own = (found.before, found.after)
    before, after = (_released(release, found) for release in releases)
    alike = all(_alike(*two) for two in zip((before, after), own, strict=True))
    if alike:
        return replace(found, before=before, after=after)
    hidden = Figures(None, None, None, WITHHELD)
    parts = tuple(replace(part, figures=hidden) for part in found.parts)
    return replace(found, before=before, after=after, parts=parts)


def _released(release: Release, found: Explanation) -> Figures:
    """What a release says of a number, and nothing where it has no row of it."""
    for row in release.values(
        area_types=[found.area.area_type],
        area_codes=[found.area.code],
        measures=[found.measure.name],
        breakdowns=[ALL],
        basis=found.basis,
    ):
        return Figures(row.numerator, row.denominator, row.value, row.status)
    return Figures(None, None, None, WITHHELD)


def _alike(released: Figures, own: Figures) -> bool:
    """Whether a release says of a number all that can be said of it alone."""
    counts = (released.numerator, released.denominator) == (own.numerator, own.denominator)
    if released.value is None or own.value is None:
        same = released.value is own.value
    else:
        same = math.isclose(released.value, own.value, rel_tol=_SAME)
    return counts and same and released.status == own.status


def _worlds(question: Question) -> Worlds:
    """The worlds between the two runs, if they can be compared."""
    before, after = (read_run(question.data, name) for name in (question.before, question.after))
    if before.run_id == after.run_id:
        raise RunError("The two runs are the same.", "Name two runs: see `wholeplace run --list`.")
    if before.as_at > after.as_at or before.known_at > after.known_at:
        raise RunError(
            f"Run {before.run_id} is of a later date than run {after.run_id}, or knew more.",
            "Name the earlier run first, and as the second one that knew at least as much.",
        )
    if question.geography.content_hash != after.manifest["geography_hash"]:
        raise RunError(
            f"The geography has been built again since run {after.run_id}.",
            "Run again as at the same date, and compare with that run.",
        )
    return Worlds(
        question.engine,
        question.data,
        question.geography,
        before,
        after,
        question.registry,
        [measure.rule for measure in question.measures],
    )


def _states(worlds: Worlds, counting: Counting, area: Area) -> dict[str, Sums]:
    """Cause → the sums once it and all causes before it are changed; the first is the start."""
    cube = worlds.before.cube(counting.cube)
    states = {"": counting.of_cube(cube, worlds.before.inside(counting.cube, area.key))}
    states["areas"] = counting.of_cube(cube, counting.inside)
    world, sums = None, states["areas"]
    for cause, changed in (
        ("definition", worlds.new_rules),
        ("code_list", worlds.new_lists),
        ("feed_left", worlds.feeds_left),
        ("late", worlds.late_data),
        ("feed_joined", worlds.feeds_joined),
    ):
        sums = sums if changed is world else counting.of_world(changed)
        world, states[cause] = changed, sums
    between = counting.between(worlds.feeds_joined, worlds.time_passed)
    for kind in KINDS:
        sums = sums + between[kind]
        states[kind] = sums
    states["new"] = sums if worlds.all_new is world else counting.of_world(worlds.all_new)
    states["unexplained"] = counting.of_cube(worlds.after.cube(counting.cube), counting.inside)
    return states
