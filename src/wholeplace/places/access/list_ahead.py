"""A waiting list half a year ahead, if nothing changes: a sentence, a picture and its table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wholeplace.core.calendar import in_words
from wholeplace.measures.release import Release
from wholeplace.places.access.words import weeks
from wholeplace.places.ahead_chart import ahead_chart
from wholeplace.places.charts import Spec
from wholeplace.places.figures import Cell, Figure, Table, number_cell
from wholeplace.places.wording import SUPPRESSED, begun, whole

TABLE, SIZES = "waiting_lists_ahead", "waiting_lists"
ALL = "all"
NOT_IN_IT = (
    "The range holds chance from week to week, and that 13 weeks tell the rates only roughly. It "
    "holds no change of either rate: no winter, strike, new clinic or validation of the list."
)
_TOLD = (4, 8, 13, 26)
"""Weeks ahead that the table tells."""
Rows = Sequence[Mapping[str, Any]]


class ListsAhead:
    """One list of a release, ahead: of everybody, of each hospital and of each specialty.

    Args:
        release: The release.
        said: What the list's size is judged by.
    """

    def __init__(self, release: Release, said: Mapping[str, Any]) -> None:
        self._said, self._source = said, f"Wholeplace run {release.run_id}"
        self._rows: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
        for row in release.select(TABLE, list=said["list"]):
            key = row["provider"], row["specialty"], row["what"]
            self._rows.setdefault(key, []).append(row)

    def sentence(self, provider: str = ALL) -> str:
        """How many will wait in half a year, against now; "" where the list is not shown."""
        waiting, over = (self._of(provider, what) for what in ("waiting", "over_target"))
        if not _known(waiting):
            return ""
        last, now = waiting[-1], _now(waiting)
        said = (
            f"If as many are referred and seen as in the last {self._said['window']} weeks, on "
            f"{in_words(last['week_end'])} there will be about {whole(last['value'])} "
            f"{self._said['noun']} ({_range(last)} in four of five such half years), "
            f"{_against(now, last)}."
        )
        return f"{said} {self._over(over)}" if _known(over) else said

    def short(self) -> str:
        """How many will wait in half a year if nothing changes; "" where that is not shown."""
        waiting = self._of(ALL, "waiting")
        if not _known(waiting):
            return ""
        last = waiting[-1]
        return (
            f"If nothing changes, on {in_words(last['week_end'])} there will be about "
            f"{whole(last['value'])} ({_range(last)})."
        )

    def at_last(self, provider: str, specialty: str) -> str:
        """The size of one list in half a year with its range, for a table; "" if not shown."""
        waiting = self._rows.get((provider, specialty, "waiting"), [])
        if not _known(waiting):
            return ""
        return f"{whole(waiting[-1]['value'])} ({_range(waiting[-1])})"

    def figure(self, provider: str = ALL, target: float | None = None) -> Figure | None:
        """The past weeks and those to come; None where the list is not shown.

        Args:
            provider: A hospital, or all.
            target: How many could wait for the standard to be kept, drawn as a line.
        """
        waiting, over = (self._of(provider, what) for what in ("waiting", "over_target"))
        if not _known(waiting):
            return None
        past = [_point(row) for row in waiting if not row["ahead"]]
        ahead = [_point(row) for row in waiting if row["ahead"]]
        noun = self._said["noun"]
        return Figure(
            self._title(waiting),
            f"{begun(noun)} at the end of each week. Dashed: expected if nothing changes. Dark: in "
            "four of five such half years. Light: in 19 of 20."
            + (" Dotted: as many as could wait" if target else ""),
            ahead_chart(
                past, ahead, unit=noun, time_format="%-d %b", lines=_target(target, past, ahead)
            ),
            self._table(waiting, over),
            self._source,
            note=f"{NOT_IN_IT} {self._record()}".strip(),
        )

    def _of(self, provider: str, what: str) -> list[dict[str, Any]]:
        return self._rows.get((provider, ALL, what), [])

    def _title(self, waiting: Rows) -> str:
        now, last, noun = _now(waiting), waiting[-1], self._said["noun"]
        if now is None or last["lower_80"] <= now <= last["upper_80"]:
            return f"If nothing changes, there may be more or fewer {noun}."
        way = "more" if last["lower_80"] > now else "fewer"
        return f"If nothing changes, there will be {way} {noun}."

    def _over(self, over: Rows) -> str:
        last, now, longest = over[-1], _now(over), weeks(self._said["weeks"])
        against = "" if now is None else f", against {whole(now)} now"
        return (
            f"Of them about {whole(last['value'])} ({_range(last)}) will have lasted over "
            f"{longest}{against}."
        )

    def _table(self, waiting: Rows, over: Rows) -> Table:
        beyond = {row["ahead"]: row for row in over}
        longest = weeks(self._said["weeks"])
        now = next(row for row in reversed(waiting) if not row["ahead"])
        told = [now, *(row for row in waiting if row["ahead"] in _TOLD)]
        rows = tuple(
            (Cell(in_words(row["week_end"])), *_cells(row), *_cells(beyond.get(row["ahead"])))
            for row in told
        )
        columns = ("Week ending", "Waiting", "Four in five", f"Over {longest}", "Four in five")
        return Table(f"{begun(self._said['noun'])} if nothing changes", columns, rows)

    def _record(self) -> str:
        """How the same method would have done lately."""
        record = self._said["record"]
        if not record["lists"]:
            return ""
        return (
            f"Told only what was known {record['weeks']} weeks ago, its ranges would have held "
            f"{record['held']} of {record['lists']} lists as they are today; meant are four in "
            "five."
        )


def _known(rows: Rows) -> bool:
    return bool(rows) and rows[-1]["ahead"] > 0


def _now(rows: Rows) -> float | None:
    """What was counted last."""
    value: float | None = next(row["value"] for row in reversed(rows) if not row["ahead"])
    return value


def _against(now: float | None, last: Mapping[str, Any]) -> str:
    if now is None:
        return "against 1 to 7 now"
    if last["lower_80"] <= now <= last["upper_80"]:
        return f"which may be more or fewer than today's {whole(now)}"
    more = last["value"] > now
    return f"{'more' if more else 'fewer'} than today's {whole(now)}"


def _range(row: Mapping[str, Any]) -> str:
    return f"{whole(row['lower_80'])} to {whole(row['upper_80'])}"


def _cells(row: Mapping[str, Any] | None) -> tuple[Cell, Cell]:
    if row is None:
        return number_cell("Too few to show"), number_cell("")
    value = SUPPRESSED if row["value"] is None else whole(row["value"])
    return number_cell(value), number_cell(_range(row) if row["ahead"] else "counted")


def _point(row: Mapping[str, Any]) -> Spec:
    names = {"low_80": "lower_80", "high_80": "upper_80", "low_95": "lower_95"}
    point: Spec = {"start": row["week_end"].isoformat(), "value": row["value"]}
    if row["ahead"]:
        point |= {to: row[of] for to, of in (names | {"high_95": "upper_95"}).items()}
    return point


def _target(target: float | None, past: list[Spec], ahead: list[Spec]) -> list[Spec]:
    """A line at the size that could wait."""
    if not target:
        return []
    ends = [{"start": row["start"], "value": target} for row in (past[0], ahead[-1])]
    encoding: Spec = {
        "x": {"field": "start", "type": "temporal"},
        "y": {"field": "value", "type": "quantitative"},
    }
    mark: Spec = {"type": "line", "strokeDash": [2, 3], "strokeWidth": 1.5}
    return [{"data": {"values": ends}, "mark": mark, "encoding": encoding}]
