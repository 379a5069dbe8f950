"""An installation whose numbers move for planted causes, and the question why."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tests.measures.small_installation import (
    AS_AT,
    DEFINITIONS,
    RECEIVED,
    Installation,
    Life,
    gp_extracts,
    made_lives,
    spells,
)
from wholeplace import geography
from wholeplace.core.engine import duckdb_engine
from wholeplace.core.registry import Registry
from wholeplace.measures.catalogue import Area
from wholeplace.measures.changes import Explanation, Question, explain
from wholeplace.measures.measure import Measure
from wholeplace.statistics import EXACT, DisclosureProfile

PEOPLE = 3_000
SECOND = RECEIVED + dt.timedelta(days=30)
NEXT_MONTH = dt.date(2026, 4, 30)
FIRST_SENT = "first sent"


@dataclass(frozen=True)
class Move:
    """Somebody who moves to another practice and another home on a day."""

    local_id: str
    practice: str
    small_area: str
    day: dt.date

    def put_in(self, dataset: str, rows: list[dict[str, Any]]) -> None:
        """End the old registration and residence the day before, and begin the new ones."""
        place = {
            "registration": {"practice_code": self.practice},
            "residence": {"lsoa21": self.small_area},
        }.get(dataset)
        if place is not None:
            old = next(row for row in rows if row["local_id"] == self.local_id)
            rows.append(old | place | {"start_date": self.day, "end_date": ""})
            old["end_date"] = self.day - dt.timedelta(days=1)


@dataclass
class Story:
    """Two submissions of one population, and the runs over them."""

    installation: Installation
    lives: list[Life]

    @property
    def ours(self) -> Path:
        """The definitions, which a story may edit."""
        return self.installation.folder / "small_definitions"

    def edit(self, before: str, after: str) -> None:
        """Change the definitions."""
        rules = self.ours / "rules.py"
        text = rules.read_text(encoding="utf-8")
        assert before in text
        rules.write_text(text.replace(before, after), encoding="utf-8")

    def unprotected(self) -> None:
        """From here on, let a run withhold nothing for the sake of another number."""
        settings = self.installation.settings
        gate = replace(settings.disclosure, protect_sums=False)
        self.installation.settings = replace(settings, disclosure=gate)

    def send(
        self, lives: Sequence[Life], received: dt.date = RECEIVED, moves: Sequence[Move] = ()
    ) -> None:
        """Land all that is known of some people, in full."""
        period = f"{received:%Y-%m}"
        for dataset, rows in gp_extracts(list(lives)).items():
            for move in moves:
                move.put_in(dataset, rows)
            self.installation.land(dataset, rows, received=received, period=period)
        stays = spells(list(lives))
        says: dict[str, Any] = {"source": "cuh", "received": received, "period": period}
        self.installation.land("hospital_spell", stays, **says)

    def run(self, as_at: dt.date = AS_AT, known_at: dt.date = RECEIVED) -> str:
        """Run as at a date, by what was known."""
        return self.installation.run(as_at=as_at, known_at=known_at)

    def why(
        self,
        before: str,
        after: str,
        measures: Sequence[str] = (),
        profile: DisclosureProfile = EXACT,
    ) -> dict[str, Explanation]:
        """The explanations for the whole system, by measure."""
        system = self.installation.release(after).system
        found = self.why_in([system], before, after, measures, profile)
        return {one.measure.name: one for one in found}

    def why_in(
        self,
        areas: Sequence[Area],
        before: str,
        after: str,
        measures: Sequence[str] = (),
        profile: DisclosureProfile = EXACT,
    ) -> list[Explanation]:
        """The explanations for some areas."""
        settings, data = self.installation.settings, self.installation.data
        registry = Registry.load(settings.definitions.packages, settings.definition_folders)
        names = measures or [m.name for m in registry.all(Measure)]
        with duckdb_engine(self.installation.folder / "scratch", threads=1) as engine:
            question = Question(
                engine=engine,
                data=data,
                registry=registry,
                geography=geography.load(data / "record" / "reference"),
                before=before,
                after=after,
                areas=areas,
                measures=[registry.get(Measure, name) for name in names],
                profile=profile,
            )
            return list(explain(question))


def new_story(folder: Path, base: Path | None = None, people: int = PEOPLE) -> Story:
    """An installation with definitions of its own, and people of whom nothing is landed yet.

    Args:
        folder: Where it is made.
        base: A folder of another story to begin from.
        people: How many.
    """
    if base is not None:
        shutil.copytree(base, folder)
    else:
        folder.mkdir(parents=True)
        shutil.copytree(DEFINITIONS, folder / "small_definitions")
    installation = Installation(folder).of_one_year()
    own = replace(installation.settings.definitions, folders=(str(folder / "small_definitions"),))
    installation.settings = replace(installation.settings, definitions=own)
    reference = installation.data / "record" / "reference"
    if not reference.exists():
        geography.build(None, reference)
    return Story(installation, made_lives(reference, people))


def parts(explanation: Explanation) -> dict[str, tuple[int, int]]:
    """Cause → what it did to the numerator and to the denominator, where it did anything."""
    return {
        part.cause: (part.figures.numerator or 0, part.figures.denominator or 0)
        for part in explanation.parts
        if not part.nothing
    }
