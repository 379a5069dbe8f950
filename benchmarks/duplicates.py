"""How long suspected duplicates take to find among half a million entries of waiting lists.

    python benchmarks/duplicates.py [ENTRIES]

Invents ENTRIES (500,000 unless told otherwise) requests for a test at six providers, one in twenty
of them on a second list too, and looks for duplicates with the rule and the codes of a run:
finding, scoring, counting, and writing the pairs. The yardstick is a plain scan of the same file
that counts its entries by provider and code. The promise is 20 seconds.
"""

from __future__ import annotations

import datetime as dt
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from wholeplace.core.engine import Engine, duckdb_engine
from wholeplace.definitions.duplicates import EQUIVALENT_TESTS, TEST_TWICE
from wholeplace.measures.duplicates.counting import counts, to_validate
from wholeplace.measures.duplicates.finding import find
from wholeplace.measures.duplicates.writing import PAIRS_SCHEMA

ENTRIES = 500_000
AS_AT = dt.date(2026, 3, 31)
TWICE = 0.05
PROMISED = 20.0
CODES = [code.code for code in EQUIVALENT_TESTS.codes]
BLANK = ("clock_stop_date", "booked_date", "procedure", "treatment_function", "priority", "status")


def invented(entries: int) -> tuple[pa.Table, pa.Table]:
    """Entries as they land, and whose they are."""
    rng = np.random.default_rng(1)
    once = round(entries / (1 + TWICE))
    again = rng.choice(once, entries - once, replace=False)
    rows = np.concatenate([np.arange(once), again])
    person = rng.integers(0, entries, once)[rows]
    provider = rng.integers(0, 6, once)[rows]
    provider[once:] = (provider[once:] + 1) % 6
    days = rng.integers(0, 200, once)[rows]
    days[once:] = np.maximum(days[once:] - rng.integers(0, 60, entries - once), 0)
    last = np.datetime64(AS_AT)
    text = {
        "source": np.char.add("s", provider.astype(str)),
        "pathway_id": np.char.add("W", np.arange(entries).astype(str)),
        "provider_code": np.char.add("P", provider.astype(str)),
        "diagnostic_test": np.array(CODES)[rng.integers(0, len(CODES), once)[rows]],
        "referrer_code": np.char.add("G", rng.integers(0, 90, once)[rows].astype(str)),
        "list_type": np.full(entries, "DIAG"),
        "planned": np.where(rng.random(entries) < 0.03, "Y", "N"),
    }
    kinds = {"clock_stop_date": pa.date32(), "booked_date": pa.date32()}
    table = pa.table(
        {
            "record_id": pa.array(np.arange(entries)),
            "clock_start_date": pa.array(last - days.astype("timedelta64[D]")),
            **{name: pa.array(values) for name, values in text.items()},
            **{name: pa.nulls(entries, kinds.get(name, pa.string())) for name in BLANK},
        }
    )
    return table, pa.table({"record_id": np.arange(entries), "person": person})


def timed(work: Callable[[], object]) -> float:
    """Seconds that something takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def looked_for(engine: Engine, entries: Path, links: Path, out: Path) -> None:
    """Everything a run does about one rule."""
    rows, whose = engine.read(entries), engine.read(links)
    found = find(engine, TEST_TWICE, EQUIVALENT_TESTS, rows, whose, AS_AT)
    table = counts(engine, found)
    people = whose.select("person", pseudonym=whose.person.cast("string")).distinct()
    pairs = to_validate(found, people)
    engine.write(pairs, out, {name: kind for name, kind in PAIRS_SCHEMA.items() if name != "rule"})
    rows_written = pq.read_metadata(out).num_rows
    print(f"  {table['entries'].to_numpy().sum():,} entries, {rows_written:,} suspected pairs")


def main() -> None:
    """Invent, look, and say how long it took."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else ENTRIES
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        entries, links = folder / "entries.parquet", folder / "links.parquet"
        for path, table in zip((entries, links), invented(number), strict=True):
            pq.write_table(table, path)
        with duckdb_engine(folder / "scratch") as engine:
            plain = engine.read(entries).group_by("provider_code", "diagnostic_test")
            scan = timed(lambda: engine.fetch(plain.count()))
            seconds = timed(lambda: looked_for(engine, entries, links, folder / "pairs.parquet"))
    print(f"  {seconds:.1f} s ({seconds / scan:.0f} times a plain scan); promised {PROMISED:.0f} s")
    if number <= ENTRIES and seconds > PROMISED:
        sys.exit("Slower than promised.")


if __name__ == "__main__":
    main()
