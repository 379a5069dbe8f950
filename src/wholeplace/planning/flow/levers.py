"""What a scenario changes, as the simulation reads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from wholeplace.planning.flow.situation import Situation
from wholeplace.planning.models.assumption import groups_of
from wholeplace.planning.models.model import Values

Groups = tuple[frozenset[str], ...]

EVERY_LEVER = (
    "extra_slots",
    "pooled",
    "open_eligibility",
    "seven_day_discharge",
    "faster_assessment",
    "faster_choice",
    "smoother_discharges",
    "admissions_change",
    "home_first",
    "shorter_stays",
    "open_to",
    "home_without_support",
)


@dataclass(frozen=True)
class Levers:
    """What a scenario changes; shares are from 0 to 1.

    Attributes:
        extra_slots: (service, place) → slots more, or fewer.
        pooled: Service → groups of places; in each, people and slots are one.
        open_eligibility: The share of slots with a restriction that are opened to everybody.
        open_to: Need → the share of slots that cannot meet it which are made able to.
        seven_day: Whether assessments and starts go on at weekends.
        process: Way out → what is left of the process delay.
        choice: What is left of the time people and families take to choose.
        smoothing: The share of people who are ready at an even pace rather than in bunches.
        admissions: People more or fewer who come to need care after hospital.
        home_first: The share of people bound for a bed or a home who go home with care instead.
        without_support: The share of people bound for support at home who go without it.
        stays: Service → what is left of its length of stay.
        limit_beds: Whether people wait for a hospital bed when all are taken.
        today: Whether it begins with who is there now; else in a typical state, warmed up.
        warm_up: Days simulated before the first that counts.
        days: Days that count.
        unlimited: Whether every service has room for everybody: only asked to find causes.
    """

    extra_slots: Mapping[tuple[str, str], int]
    pooled: Mapping[str, Groups]
    process: Mapping[str, float]
    stays: Mapping[str, float]
    open_eligibility: float = 0.0
    open_to: Mapping[str, float] = field(default_factory=dict)
    seven_day: bool = False
    choice: float = 1.0
    smoothing: float = 0.0
    admissions: float = 0.0
    home_first: float = 0.0
    without_support: float = 0.0
    limit_beds: bool = False
    today: bool = False
    warm_up: int = 180
    days: int = 365
    unlimited: bool = False

    @property
    def horizon(self) -> int:
        """Days simulated in all."""
        return self.warm_up + self.days

    def without_process(self) -> Levers:
        """The same with nobody waiting for assessment, funding or choice."""
        return replace(self, process=dict.fromkeys(self.process, 0.0), choice=0.0)

    def without_mismatch(self, situation: Situation) -> Levers:
        """The same with every slot open to people of every place and with every request."""
        return replace(self, pooled=shared_everywhere(situation), open_eligibility=1.0)

    def without_bunching(self) -> Levers:
        """The same with people ready at an even pace, and services starting every day."""
        return replace(self, smoothing=1.0, seven_day=True)

    def without_shortage(self) -> Levers:
        """The same with room for everybody in every service."""
        return replace(self, unlimited=True)


def shared_everywhere(situation: Situation) -> Mapping[str, Groups]:
    """Every service with all places in one group."""
    return dict.fromkeys(situation.services, (frozenset(situation.places),))


def levers(values: Values, situation: Situation) -> Levers:
    """What the values of a scenario mean.

    Args:
        values: Key → value, for every assumption of the discharge model.
        situation: The services and places.
    """
    services, places = situation.services, situation.places

    def share(key: str) -> float:
        return min(1.0, _number(values, key) / 100)

    return Levers(
        extra_slots={
            (s, p): int(_number(values, f"extra_slots.{s}.{p}")) for s in services for p in places
        },
        pooled={s: _groups(values, f"pooled.{s}") for s in services},
        open_eligibility=share("open_eligibility"),
        open_to={need: share(f"open_to.{need}") for need in situation.unmet},
        seven_day=values["seven_day_discharge"] is True,
        process={way: 1 - share(f"faster_assessment.{way}") for way in situation.ways},
        choice=1 - share("faster_choice"),
        smoothing=share("smoother_discharges"),
        admissions=share("admissions_change"),
        home_first=share("home_first"),
        without_support=share("home_without_support"),
        stays={s: 1 - share(f"shorter_stays.{s}") for s in services},
        limit_beds=values["limit_beds"] is True,
        today=values["start"] == "today",
        warm_up=0 if values["start"] == "today" else int(_number(values, "warm_up_days")),
        days=int(_number(values, "days")),
    )


def _number(values: Values, key: str) -> float:
    found = values[key]
    assert isinstance(found, int | float)  # the assumption's kind has been checked
    return float(found)


def _groups(values: Values, key: str) -> Groups:
    found = values[key]
    return tuple(map(frozenset, groups_of(found))) if isinstance(found, tuple) else ()
