"""Malformed sources: never a crash, never half an import, and every row accounted for."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sources.mapping.workbench import Workbench
from wholeplace.core.errors import WholeplaceError

MAPPING = """
[[table]]
name = "people"
[[table]]
name = "events"
[[output]]
dataset = "person"
from = "people"
[output.columns]
local_id = "id"
nhs_number = "nhs"
birth_date = { column = "born", format = "%d/%m/%Y" }
sex = { column = "sex", values = { F = "2", M = "1" } }
[[output]]
dataset = "gp_event"
from = "events"
[[output.lookup]]
table = "people"
on = { id = "who" }
[[output.leave_out]]
when = "people.id IS NULL"
reason = "nobody"
[output.columns]
local_id = "who"
event_date = "day"
code = "code"
value = "value"
"""
PEOPLE = "id,nhs,born,sex\n" + "".join(
    f'P{n},999000{n:04d},0{1 + n % 9}/1{n % 3}/19{50 + n},"{"MF"[n % 2]}"\n' for n in range(20)
)
EVENTS = "who,day,code,value\n" + "".join(
    f"P{n % 22},2024-0{1 + n % 9}-1{n % 10},44054006,{n}.5\n" for n in range(40)
)
FIXED = {
    "empty": b"",
    "header only": b"id,nhs,born,sex\n",
    "no header": b"P1,9990000018,03/04/1950,F\n",
    "zero bytes": b"id,nhs,born,sex\n" + b"\0" * 50,
    "not text": bytes(range(256)) * 4,
    "a Parquet file cut short": b"PAR1" + b"x" * 40,
    "an open quotation mark": PEOPLE.encode() + b'P99,"999,03/04/1950,F\nP100,1,2,3\n',
    "too many values": PEOPLE.encode() + b"P99,1,2,3,4,5,6\n",
    "too few values": PEOPLE.encode() + b"P99\n",
    "Windows-1252": PEOPLE.replace("P1,", "P\xe9,").encode("cp1252"),
    "UTF-16": PEOPLE.encode("utf-16"),
    "semicolons": PEOPLE.replace(",", ";").encode(),
    "carriage returns": PEOPLE.replace("\n", "\r").encode(),
    "a column twice": PEOPLE.replace("id,nhs", "id,ID").encode(),
    "a column lost": PEOPLE.replace("id,nhs", "ident,nhs").encode(),
    "columns shifted": PEOPLE.replace("id,nhs,born,sex", "nhs,born,sex,id").encode(),
    "a huge cell": PEOPLE.encode() + b"P99," + b"9" * 100_000 + b",03/04/1950,F\n",
    "an injection": PEOPLE.replace("P1,", "'); DROP TABLE people; --,").encode(),
}


def whole_or_nothing(bench: Workbench) -> None:
    """Import; then what was landed is all or none of it, and its rows add up."""
    try:
        done = bench.land(MAPPING)
    except WholeplaceError as error:
        assert error.problem
        assert bench.landed() == {}
        return
    for table in done.mapped.tables:
        assert table.usable == table.read - table.broken >= 0
    usable = {table.name: table.usable for table in done.mapped.tables}
    for step in done.mapped.steps:
        assert step.read == usable[step.source] == step.mapped + sum(step.left_out.values())
    assert {report.batch.dataset for report in done.landed} == set(done.mapped.rows)
    for report in done.landed:
        assert report.batch.counts.read == done.mapped.rows[report.batch.dataset]
    assert not [name for name in bench.landed() if name.startswith("vault/.")]


def start(
    bench: Workbench, people: bytes = PEOPLE.encode(), events: bytes = EVENTS.encode()
) -> None:
    (bench.source / "people.csv").write_bytes(people)
    (bench.source / "events.csv").write_bytes(events)


def test_a_good_source_lands_whole_and_landing_it_again_changes_nothing(bench: Workbench) -> None:
    start(bench)
    whole_or_nothing(bench)
    before = bench.landed()

    again = bench.land(MAPPING)

    assert before and bench.landed() == before
    assert all(report.already for report in again.landed)
    assert again.mapped.steps[1].left_out == {"nobody": 2}


@pytest.mark.parametrize("content", FIXED.values(), ids=list(FIXED))
def test_a_malformed_file_lands_whole_or_not_at_all(bench: Workbench, content: bytes) -> None:
    start(bench, people=content)

    whole_or_nothing(bench)


def test_one_bad_table_keeps_the_good_one_out(bench: Workbench) -> None:
    start(bench, events=EVENTS.replace("2024-", "24/").encode())

    with pytest.raises(WholeplaceError):
        bench.land(MAPPING)

    assert bench.landed() == {}


def test_broken_rows_are_counted_and_the_rest_is_mapped(bench: Workbench) -> None:
    start(bench, people=FIXED["too many values"])

    done = bench.land(MAPPING)

    assert (done.mapped.tables[0].read, done.mapped.tables[0].broken) == (21, 1)
    assert done.mapped.rows["person"] == 20


@settings(max_examples=25)
@given(st.integers(0, 2**32), st.integers(1, 6), st.booleans())
def test_mutated_files_land_whole_or_not_at_all(seed: int, times: int, which: bool) -> None:
    chosen = random.Random(seed)
    content = bytearray((PEOPLE if which else EVENTS).encode())
    for _ in range(times):
        place = chosen.randrange(len(content))
        kind = chosen.randrange(4)
        if kind == 0:
            content[place] = chosen.choice(b'",;\n\r\t\0\xff0/-x')
        elif kind == 1:
            del content[place : place + chosen.randrange(1, 30)]
        elif kind == 2:
            content[place:place] = bytes(chosen.choices(b"\",\n'9 -/;\xe9", k=5))
        else:
            content[place:place] = content[: chosen.randrange(1, 60)]
        content = content or bytearray(b"x")
    with tempfile.TemporaryDirectory() as folder:
        bench = Workbench(Path(folder))
        start(bench, **{"people" if which else "events": bytes(content)})
        whole_or_nothing(bench)


def test_an_import_that_is_refused_leaves_nothing_of_it_in_the_vault(bench: Workbench) -> None:
    start(bench, people=FIXED["not text"])

    with pytest.raises(WholeplaceError):
        bench.land(MAPPING)

    assert not (bench.store.data_folder / "vault" / ".import").exists()


def test_what_a_killed_import_left_is_removed_by_the_next(bench: Workbench) -> None:
    left = bench.store.data_folder / "vault" / ".import" / "extracts"
    left.mkdir(parents=True)
    (left / "person.parquet").write_bytes(b"somebody")
    start(bench)

    bench.land(MAPPING)

    assert not left.parent.exists()
