"""Mistakes are where the truth says, and as many."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from wholeplace.sources.synthetic import Synthesis
from wholeplace.sources.synthetic.codes import ETHNICITY
from wholeplace.sources.synthetic.faults import RATES

HERE = duckdb.connect()


def count(question: str, *files: Path) -> int:
    return HERE.sql(question.format(*(f"'{file}'" for file in files))).fetchall()[0][0]


def noted(made: Synthesis, kind: str, dataset: str) -> int:
    return count(
        f"select count(*) from {{}} where kind = '{kind}' and dataset = '{dataset}'",
        made.truth / "errors.parquet",
    )


SPELLS = "(select * from read_parquet({}) qualify row_number() over (partition by spell_id) = 1)"


@pytest.mark.parametrize(
    ("kind", "where"),
    [
        ("missing NHS number", "nhs_number is null"),
        ("missing main diagnosis", "primary_diagnosis is null"),
        ("discharged before admission", "discharge_date < admission_date"),
    ],
)
def test_a_mistake_in_spells_is_found_as_often_as_it_was_made(
    spoilt: Synthesis, kind: str, where: str
) -> None:
    found = count(
        f"select count(*) from {SPELLS} where {where}",
        spoilt.extracts / "*" / "hospital_spell.parquet",
    )

    assert found == noted(spoilt, kind, "hospital_spell") > 0


def test_spells_sent_twice_are_found(spoilt: Synthesis) -> None:
    found = count(
        "select count(*) - count(distinct spell_id) from read_parquet({})",
        spoilt.extracts / "*" / "hospital_spell.parquet",
    )

    assert found == noted(spoilt, "row sent twice", "hospital_spell") > 0


def test_events_sent_twice_and_impossible_pressures_are_found(spoilt: Synthesis) -> None:
    events = spoilt.extracts / "gp" / "gp_event.parquet"
    repeated = count(
        "select count(*) - count(distinct (local_id, event_date, code)) from {}", events
    )
    high = count(
        "select count(distinct (local_id, event_date)) from {} where code = 271649006"
        " and value > 400",
        events,
    )

    # An event that moved before birth, or doubled, may meet another of its day and code.
    assert abs(repeated - noted(spoilt, "event sent twice", "gp_event")) <= 2
    assert high == noted(spoilt, "blood pressure ten times too high", "gp_event") > 0


def test_ethnicity_is_missing_where_the_truth_has_it(spoilt: Synthesis) -> None:
    for code, kind in (("Z", "ethnic category not stated"), ("99", "ethnic category not known")):
        found = count(
            f"select count(*) from {{}} where ethnic_category = '{code}'",
            spoilt.extracts / "gp" / "person.parquet",
        )
        overwritten = noted(spoilt, kind, "person")
        assert 0.9 * overwritten <= found <= overwritten
    truth = count(
        "select count(*) from {} where ethnic_category in ('Z', '99')",
        spoilt.truth / "person.parquet",
    )
    assert truth == 0


def test_every_kind_of_mistake_has_a_rate_and_most_are_seen(spoilt: Synthesis) -> None:
    rows = HERE.sql(f"select distinct kind from '{spoilt.truth / 'errors.parquet'}'").fetchall()
    kinds = {kind for (kind,) in rows}

    assert kinds <= set(RATES)
    rare = {"event before birth", "discharged before admission", "sex not known"}
    rare |= {"delay without a reason", "care ended before it began"}
    assert set(RATES) - kinds <= rare


def test_mistakes_change_records_and_never_the_people(clean: Synthesis, spoilt: Synthesis) -> None:
    differ = count(
        "select count(*) from (select * exclude (frailty) from {} except"
        " select * exclude (frailty) from {})",
        clean.truth / "person.parquet",
        spoilt.truth / "person.parquet",
    )

    assert differ == 0


def test_a_coded_ethnicity_disagrees_with_the_person_where_noted(spoilt: Synthesis) -> None:
    codes = "', '".join("ABCDEFGHJKLMNPRS")
    order = ", ".join(str(code) for code in ETHNICITY)
    found = count(
        f"select count(*) from (select distinct local_id, event_date, code from {{}}) e"
        f" join {{}} t on t.gp_local_id = e.local_id where list_contains([{order}], e.code)"
        f" and list_position([{order}], e.code)"
        f" != list_position(['{codes}'], t.ethnic_category)",
        spoilt.extracts / "gp" / "gp_event.parquet",
        spoilt.truth / "person.parquet",
    )

    assert found == noted(spoilt, "coded ethnicity disagrees", "gp_event") > 0
