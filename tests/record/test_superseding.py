"""Any submissions in any order leave the rows that a plain reading of them would, at every date."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from tests.sources.site import BY_NAME, Site
from wholeplace.core.engine import Engine
from wholeplace.core.errors import InputFileError
from wholeplace.definitions.datasets import DATASETS
from wholeplace.record.landed import landed_datasets, landed_identifiers
from wholeplace.sources.batches import LandingError, SubmissionKind, all_batches
from wholeplace.sources.contracts import Column
from wholeplace.sources.extracts import read_extracts
from wholeplace.sources.periods import Period, read_period
from wholeplace.sources.superseding import known

SPELL = "spell_id,local_id,provider_code,admission_date,discharge_date\n"
EVENT = "local_id,event_date,code\n"
FIRST_RECEIVED = dt.date(2026, 4, 1)
LATER = dt.date(2027, 1, 1)
MONTHS = ("2026-01", "2026-02", "2026-03")
Row = tuple[str, ...]


@dataclass
class Sent:
    """One submission, as the oracle remembers it."""

    dataset: str
    source: str
    kind: str
    period: str
    received: dt.date
    rows: list[Row]
    sequence: int = 0


@dataclass
class Oracle:
    """What is left of submissions, worked out one row at a time."""

    sent: list[Sent] = field(default_factory=list)

    def rows(self, dataset: str, known_at: dt.date) -> set[tuple[str, Row]]:
        kept: dict[tuple[str, Row], Row] = {}
        mine = [s for s in self.sent if s.dataset == dataset and s.received <= known_at]
        for one in sorted(mine, key=lambda s: (s.received, s.sequence)):
            for key in [k for k in kept if k[0] == one.source]:
                replaced = one.kind == "period" and _day(kept[key]) in _days(one.period)
                if one.kind == "full" or replaced:
                    del kept[key]
            for row in one.rows:
                kept[one.source, _key(dataset, row)] = row
        return {(source, row) for (source, _), row in kept.items()}


def _key(dataset: str, row: Row) -> Row:
    return row[:1] if dataset == "hospital_spell" else row


def _day(row: Row) -> str:
    return row[1]


def _days(period: str) -> set[str]:
    days = read_period(period)
    count = (days.end - days.start).days + 1
    return {(days.start + dt.timedelta(days=n)).isoformat() for n in range(count)}


day_of = st.builds("{}-{:02d}".format, st.sampled_from(MONTHS), st.sampled_from([1, 15, 28]))
spells = st.lists(
    st.tuples(st.sampled_from(["s1", "s2", "s3"]), day_of, st.sampled_from(["", "2026-03-31"])),
    min_size=1,
    max_size=3,
    unique_by=lambda row: row[0],
)
events = st.lists(
    st.tuples(st.sampled_from(["44054006", "73211009"]), day_of), min_size=1, unique=True
)
content = st.one_of(
    st.tuples(st.just("hospital_spell"), spells), st.tuples(st.just("gp_event"), events)
)


class Submissions(RuleBasedStateMachine):
    """Lands submissions in any order, then asks what a run would read at every date."""

    landed: Path
    engine: Engine

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.site = Site(Path(shutil.copytree(self.landed, self.folder / "site")))
        self.oracle = Oracle()

    @rule(
        what=content,
        source=st.sampled_from(["cuh", "gp"]),
        kind=st.sampled_from(["full", "increment", "increment"]),
        later=st.integers(0, 3),
    )
    def send(self, what: tuple[str, list[Row]], source: str, kind: str, later: int) -> None:
        self._land(what[0], source, kind, f"{len(self.oracle.sent)}", later, what[1])

    @rule(
        what=content,
        source=st.sampled_from(["cuh", "gp"]),
        period=st.sampled_from([*MONTHS, "2026-01/2026-02"]),
        later=st.integers(0, 3),
    )
    def replace_a_period(
        self, what: tuple[str, list[Row]], source: str, period: str, later: int
    ) -> None:
        inside = [row for row in what[1] if _day(row) in _days(period)]
        if inside:
            self._land(what[0], source, "period", period, later, inside)

    @precondition(lambda self: self.oracle.sent)
    @rule(which=st.integers(0, 99))
    def send_the_same_file_again(self, which: int) -> None:
        again = self.oracle.sent[which % len(self.oracle.sent)]
        before = self.site.snapshot()
        self._land(again.dataset, again.source, again.kind, again.period, 3, again.rows)
        assert self.site.snapshot() == before

    def teardown(self) -> None:
        for later in range(5):
            self._agree(FIRST_RECEIVED + dt.timedelta(days=later - 1))
        shutil.rmtree(self.folder)

    def _land(
        self, dataset: str, source: str, kind: str, period: str, later: int, rows: list[Row]
    ) -> None:
        received = FIRST_RECEIVED + dt.timedelta(days=later)
        report = self.site.land(
            dataset,
            _file(dataset, rows),
            source=source,
            kind=kind,
            period=period,
            received=received,
        )
        if not report.already:
            assert report.batch.counts.loaded == len(rows)
            one = Sent(dataset, source, kind, period, received, rows, report.batch.sequence)
            self.oracle.sent.append(one)

    def _agree(self, known_at: dt.date) -> None:
        for dataset in ("hospital_spell", "gp_event"):
            expected = self.oracle.rows(dataset, known_at)
            assert sorted(_read(self.engine, self.site, dataset, known_at)) == sorted(expected)


def _file(dataset: str, rows: list[Row]) -> str:
    if dataset == "gp_event":
        return EVENT + "".join(f"a,{day},{code}\n" for code, day in rows)
    return SPELL + "".join(f"{key},a,RGT01,{day},{end}\n" for key, day, end in rows)


def _read(
    engine: Engine, site: Site, dataset: str, known_at: dt.date = LATER
) -> list[tuple[str, Row]]:
    """The rows a run would read, in the oracle's words."""
    data = site.store.data_folder
    found = landed_datasets(engine, data, known(all_batches(data), known_at), DATASETS)
    if dataset not in found:
        return []
    read = engine.fetch(found[dataset]).to_pylist()
    if dataset == "gp_event":
        return [(r["source"], (str(r["code"]), r["event_date"].isoformat())) for r in read]
    return [
        (
            r["source"],
            (
                r["spell_id"],
                r["admission_date"].isoformat(),
                r["discharge_date"].isoformat() if r["discharge_date"] else "",
            ),
        )
        for r in read
    ]


@pytest.fixture(scope="module")
def landed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation with what no run can do without, received before everything else."""
    site = Site(tmp_path_factory.mktemp("superseding"))
    early = dt.date(2026, 3, 1)
    person = "local_id,nhs_number,nhs_number_status,birth_date\na,9990000018,01,1950-04-01\n"
    site.land("person", person, received=early)
    site.land(
        "registration", "local_id,practice_code,start_date\na,D81001,2015-01-01\n", received=early
    )
    site.land("residence", "local_id,lsoa21,start_date\na,E01018183,2015-01-01\n", received=early)
    return site.folder


@pytest.fixture
def site(landed: Path, tmp_path: Path) -> Site:
    return Site(Path(shutil.copytree(landed, tmp_path / "site")))


def test_rows_landed_before_the_contract_gained_a_column_have_a_blank_there(
    engine: Engine, site: Site
) -> None:
    gained = [
        replace(d, columns=(*d.columns, Column("place", "code", "The ward or clinic")))
        if d.name == "hospital_spell"
        else d
        for d in DATASETS
    ]
    spell = _file("hospital_spell", [("s1", "2026-01-15", "")])
    for period in ("2026-01", "2026-02"):
        site.land("hospital_spell", spell, kind="increment", period=period)
    data = site.store.data_folder

    found = landed_datasets(engine, data, all_batches(data), gained)["hospital_spell"]

    assert engine.fetch(found.select("spell_id", "place")).to_pylist() == [
        {"spell_id": "s1", "place": None}
    ]


def test_any_interleaving_leaves_what_a_plain_reading_leaves(engine: Engine, landed: Path) -> None:
    machine = type("Machine", (Submissions,), {"landed": landed, "engine": engine})

    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=12,
            stateful_step_count=8,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_a_period_sent_again_takes_back_what_it_no_longer_holds(engine: Engine, site: Site) -> None:
    site.land("hospital_spell", _file("hospital_spell", [("s1", "2026-01-15", "")]), source="cuh")
    for rows in ([("s2", "2026-02-01", ""), ("s3", "2026-02-15", "")], [("s3", "2026-02-15", "")]):
        site.land(
            "hospital_spell",
            _file("hospital_spell", rows),
            source="cuh",
            kind="period",
            period="2026-02",
            received=dt.date(2026, 4, 20) - dt.timedelta(days=len(rows)),
        )

    assert {row[0] for _, row in _read(engine, site, "hospital_spell")} == {"s1", "s3"}


@pytest.mark.parametrize("kind", ["increment", "period"])
def test_a_stay_sent_again_without_its_nhs_number_is_nobodys(
    engine: Engine, site: Site, kind: SubmissionKind
) -> None:
    header = "spell_id,local_id,nhs_number,nhs_number_status,provider_code,admission_date\n"
    stays = [("s1", "b", "9990000018,01"), ("s2", "c", "9990000026,01")]
    for number, again in enumerate([stays, [("s1", "b", ",07"), stays[1]]]):
        file = header + "".join(f"{s},{p},{nhs},RGT01,2026-02-01\n" for s, p, nhs in again)
        received = dt.date(2026, 4, 1 + number)
        says = {"source": "cuh", "kind": kind, "period": "2026-02"}
        site.land("hospital_spell", file, received=received, **says)
    data = site.store.data_folder

    def linked(known_at: dt.date) -> list[str | None]:
        batches = known(all_batches(data), known_at)
        found = engine.fetch(landed_identifiers(engine, data, batches, DATASETS))
        rows = [row for row in found.to_pylist() if row["source"] == "cuh"]
        return sorted(row["nhs_number"] or "" for row in rows)

    assert linked(dt.date(2026, 4, 1)) == ["9990000018", "9990000026"]
    assert linked(dt.date(2026, 4, 2)) == ["", "9990000026"]


def test_a_row_moved_to_another_month_does_not_come_back_when_that_month_is_replaced(
    engine: Engine, site: Site
) -> None:
    says = {"source": "cuh", "kind": "increment"}
    first = _file("hospital_spell", [("s1", "2026-01-15", "")])
    moved = _file("hospital_spell", [("s1", "2026-02-15", "")])
    other = _file("hospital_spell", [("s2", "2026-02-01", "")])
    site.land("hospital_spell", first, received=dt.date(2026, 4, 1), **says)
    site.land("hospital_spell", moved, received=dt.date(2026, 4, 2), **says)
    site.land("hospital_spell", other, source="cuh", kind="period", period="2026-02")

    assert {row[0] for _, row in _read(engine, site, "hospital_spell")} == {"s2"}


def test_a_row_outside_the_period_that_a_file_replaces_is_rejected(site: Site) -> None:
    rows: list[Row] = [("s1", "2026-01-31", ""), ("s2", "2026-02-01", ""), ("s3", "2026-03-01", "")]
    report = site.land(
        "hospital_spell", _file("hospital_spell", rows), kind="period", period="2026-02"
    )

    assert site.rejects(report) == [
        (1, "admission_date", "2026-01-31"),
        (3, "admission_date", "2026-03-01"),
    ]
    assert report.batch.problems == {"outside_period": 2}
    assert report.batch.counts.loaded == 1


@pytest.mark.parametrize("period", ["March", "2026-13", "2026-02-30", "2026-03/2026-01", "2025/26"])
def test_a_period_that_cannot_be_read_stops_before_the_file_is_opened(
    site: Site, period: str
) -> None:
    before = site.snapshot()

    with pytest.raises(LandingError, match="does not say which days it covers"):
        site.land(
            "gp_event",
            _file("gp_event", [("44054006", "2026-01-01")]),
            kind="period",
            period=period,
        )

    assert site.snapshot() == before


def test_people_cannot_be_replaced_by_period_for_their_birth_dates_place_them_in_none(
    site: Site,
) -> None:
    with pytest.raises(LandingError, match="no date that always places them"):
        site.land("person", "local_id\na\n", kind="period", period="2026-01")


def test_a_list_of_extracts_says_which_entry_has_the_unreadable_period(
    site: Site, tmp_path: Path
) -> None:
    (tmp_path / "extract.toml").write_text(
        '[[file]]\ndataset = "gp_event"\nsource = "gp"\npath = "a.csv"\nperiod = "spring"\n'
        'received = 2026-04-10\nsubmission = "period"\n'
    )

    with pytest.raises(InputFileError, match=r"spring.*2026-03") as error:
        read_extracts(tmp_path, BY_NAME)

    assert "period" in str(error.value)


def test_a_file_sent_as_another_kind_is_another_submission(engine: Engine, site: Site) -> None:
    one = _file("hospital_spell", [("s1", "2026-01-15", "")])
    two = _file("hospital_spell", [("s2", "2026-01-16", "")])
    site.land("hospital_spell", one, kind="increment", received=dt.date(2026, 4, 1))
    site.land("hospital_spell", two, kind="increment", received=dt.date(2026, 4, 2))

    again = site.land("hospital_spell", one, kind="full", received=dt.date(2026, 4, 3))

    assert not again.already
    assert {row[0] for _, row in _read(engine, site, "hospital_spell")} == {"s1"}


def test_what_a_batch_replaced_whole_is_in_its_manifest(site: Site) -> None:
    def land(day: str, period: str) -> str:
        file = _file("gp_event", [("44054006", day)])
        return site.land("gp_event", file, kind="period", period=period).batch.batch_id

    january, february = land("2026-01-01", "2026-01"), land("2026-02-01", "2026-02")
    both = land("2026-01-02", "2026-01/2026-02")

    batches = {batch.batch_id: batch for batch in all_batches(site.store.data_folder)}
    assert set(batches[both].supersedes) == {january, february}


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2024-02-29", "2024-02-29", "2024-02-29"),
        ("2025-10/2025-12", "2025-10-01", "2025-12-31"),
        ("2025-12-31/2026-01-01", "2025-12-31", "2026-01-01"),
        ("2025-12/2026", "2025-12-01", "2026-12-31"),
    ],
)
def test_a_period_covers_the_days_it_names(text: str, start: str, end: str) -> None:
    expected = Period(dt.date.fromisoformat(start), dt.date.fromisoformat(end))

    assert read_period(text) == expected
