"""The inputs of the long-range model: a folder of six tables, read and checked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from wholeplace.core.errors import InputFileError
from wholeplace.planning.long_range.base_year import read_base
from wholeplace.planning.long_range.columns import COLUMNS, NEEDED
from wholeplace.planning.long_range.mitigating import refuse_overlaps
from wholeplace.planning.long_range.parts import WHOLE, Activity, Base, Beds, Mitigation, Part
from wholeplace.planning.long_range.ranges import Range
from wholeplace.planning.models.assumption import Dimensions
from wholeplace.planning.models.input_files import InputRow, read_rows

ABOUT = "about.csv"
POPULATION, COUNTS = "population.csv", "counts.csv"
OPTIONAL = ("parts.csv", "mitigations.csv")
Made = TypeVar("Made", Activity, Part, Mitigation, Beds)


@dataclass(frozen=True)
class LongRangeInputs:
    """What the long-range model is run on.

    Attributes:
        title: What the inputs are.
        synthetic: Whether they are invented.
        fingerprint: A hash of every file.
        base: Activity of the base year and the projected people.
        activities, parts, mitigations: What is projected.
        beds: The beds held, by pool.
        warnings: What a reader of any answer must know.
    """

    title: str
    synthetic: bool
    fingerprint: str
    base: Base
    activities: Sequence[Activity]
    parts: Sequence[Part]
    mitigations: Sequence[Mitigation]
    beds: Sequence[Beds]
    warnings: Sequence[str] = ()

    @property
    def dimensions(self) -> Dimensions:
        """The members that families of assumptions are made for."""
        return {
            "activity": {one.name: one.title for one in self.activities},
            "mitigation": {one.name: one.title for one in self.mitigations},
            "pool": {one.name: one.title for one in self.beds},
            "variant": {one: one for one in self.base.variants},
        }

    def now(self, key: str) -> str:
        """What the inputs say of an assumption that is a change to them."""
        family, _, member = key.partition(".")
        if family == "growth_change":
            found = next(one for one in self.activities if one.name == member)
            of = "all activity" if found.growth_of == "all" else "rates"
            percent = Range(*(100 * part for part in found.growth))
            return f"{percent.words('%')} a year of {of}"
        if family == "delivered":
            one = next(one for one in self.mitigations if one.name == member)
            takes = Range(*(100 * part for part in one.share)).words("%")
            what = "avoids" if one.acts_on == "admissions" else "shortens stays by"
            return f"{what} {takes}, in full from {one.full}. Source: {one.source}, {one.dated}"
        if family == "more_beds":
            return f"{next(one for one in self.beds if one.name == member).held:,.0f} beds"
        return ""


def read_inputs(folder: Path) -> LongRangeInputs:
    """Read and check a folder of inputs.

    Args:
        folder: The tables of :data:`~wholeplace.planning.long_range.columns.COLUMNS`.

    Raises:
        InputFileError: If a table cannot be read, or names what no other table holds.
        ScenarioError: If two mitigations claim the same activity.
    """
    about = read_rows(folder / ABOUT, COLUMNS[ABOUT], ("title", "synthetic"))[0]
    activities = _read(folder, "activities.csv", _activity)
    beds = _read(folder, "beds.csv", _beds)
    parts = _read(folder, "parts.csv", _part)
    mitigations = _read(folder, "mitigations.csv", _mitigation)
    base = read_base(folder / POPULATION, folder / COUNTS, [one.name for one in activities])
    _check(folder, activities, parts, mitigations, beds, base)
    note = about.text("note", default="")
    return LongRangeInputs(
        title=about.text("title"),
        synthetic=about.yes("synthetic", default=False),
        fingerprint=_fingerprint(folder),
        base=base,
        activities=activities,
        parts=parts,
        mitigations=mitigations,
        beds=beds,
        warnings=(note,) if note else (),
    )


def _fingerprint(folder: Path) -> str:
    digest = sha256()
    for file in sorted(folder.glob("*.csv")):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:16]


def _read(folder: Path, name: str, make: Callable[[InputRow], Made]) -> list[Made]:
    file = folder / name
    if name in OPTIONAL and not file.is_file():
        return []
    return [make(row) for row in read_rows(file, COLUMNS[name], NEEDED[name])]


def _activity(row: InputRow) -> Activity:
    growth_of = row.text("growth_of", ("rates", "all"), default="rates")
    return Activity(
        name=row.text("activity"),
        title=row.text("title"),
        unit=row.text("unit"),
        pool=row.text("pool", default=""),
        growth=_range(row, "growth", -50, 50),
        growth_of="all" if growth_of == "all" else "rates",
        source=row.text("source"),
        dated=row.text("dated"),
    )


def _part(row: InputRow) -> Part:
    share = row.number_of("share", low=0, high=100) / 100
    return Part(
        activity=row.text("activity"),
        name=row.text("part"),
        title=row.text("title"),
        share=share,
        share_of_days=row.number_of("share_of_days", low=0, high=100, default=share * 100) / 100,
        source=row.text("source"),
        dated=row.text("dated"),
    )


def _mitigation(row: InputRow) -> Mitigation:
    acts_on = row.text("acts_on", ("admissions", "stay"))
    begins, full = row.whole("begins"), row.whole("full")
    if full <= begins:
        raise row.wrong(
            "full", "It is at full effect before it begins.", "Give a year after begins."
        )
    return Mitigation(
        name=row.text("mitigation"),
        title=row.text("title"),
        activity=row.text("activity"),
        part=row.text("part", default=WHOLE),
        acts_on="stay" if acts_on == "stay" else "admissions",
        share=_range(row, "share", 0, 100),
        begins=begins,
        full=full,
        from_age=row.whole("from_age", default=0),
        after=tuple(row.text("after", default="").split()),
        source=row.text("source"),
        dated=row.text("dated"),
    )


def _beds(row: InputRow) -> Beds:
    return Beds(
        name=row.text("pool"),
        title=row.text("title"),
        held=row.number_of("beds", low=0),
        source=row.text("source"),
        dated=row.text("dated"),
    )


def _range(row: InputRow, column: str, low: float, high: float) -> Range:
    """A percentage with its ends, which are itself where they are blank."""
    likely = row.number_of(column, low=low, high=high)
    ends = (
        row.number_of(f"{column}_{end}", low=low, high=high, default=likely)
        for end in ("low", "high")
    )
    found = Range(likely / 100, *(end / 100 for end in ends))
    if not found.in_order:
        raise row.wrong(column, "It is not between its low and its high.", "Correct the three.")
    return found


def _check(
    folder: Path,
    activities: Sequence[Activity],
    parts: Sequence[Part],
    mitigations: Sequence[Mitigation],
    beds: Sequence[Beds],
    base: Base,
) -> None:
    """Every name a table uses is in the table it points to, and parts are not more than all."""
    names = {one.name for one in activities}
    _known(folder, "activities.csv", "pool", (a.pool for a in activities if a.pool), beds)
    _known(folder, "parts.csv", "activity", (one.activity for one in parts), activities)
    _known(folder, "mitigations.csv", "activity", (one.activity for one in mitigations), activities)
    for name in sorted(names):
        mine = [one for one in parts if one.activity == name]
        if max(sum(p.share for p in mine), sum(p.share_of_days for p in mine)) > 1 + 1e-9:
            raise InputFileError(
                folder / "parts.csv",
                f"The parts of {name} are more than all of it.",
                "Parts do not overlap: give each case to one of them.",
            )
    held = {(one.activity, one.name) for one in parts}
    for one in mitigations:
        if one.part != WHOLE and (one.activity, one.part) not in held:
            raise InputFileError(
                folder / "mitigations.csv",
                f"{one.name} acts on {one.part}, which is no part of {one.activity}.",
                "Name a part of parts.csv, or leave it blank for the whole activity.",
            )
        if one.from_age not in (0, *base.ages):
            raise InputFileError(
                folder / "mitigations.csv",
                f"{one.name} begins at {one.from_age}, in the middle of an age band.",
                f"Use one of {', '.join(map(str, base.ages))}.",
            )
        if one.begins < base.year:
            raise InputFileError(
                folder / "mitigations.csv",
                f"{one.name} has an effect before the end of {base.year}, the base year.",
                "What it did by then is in the counts: give its further effect, from then on.",
            )
    refuse_overlaps(mitigations)


def _known(
    folder: Path,
    file: str,
    column: str,
    used: Iterable[str],
    held: Sequence[Activity] | Sequence[Beds],
) -> None:
    known = [one.name for one in held]
    for name in used:
        if name not in known:
            raise InputFileError(
                folder / file,
                f"{name} is not known.",
                f"Use one of {', '.join(known)}.",
                column=column,
            )
