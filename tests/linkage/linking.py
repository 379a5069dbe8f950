"""Draws records of several sources as a table, links them, and says who came out as whom.

```
source | record | number | status | born       | received   || outcome | person
gp     | 1      | A      | 01     | 1950-04-01 | 2026-04-10 || linked  | a
cuh    | 2      | A      | 01     | 1950-04-01 | 2026-04-10 || linked  | a
```

``gp`` is the register of people, and a letter stands for an NHS number. Blank cells are unknown,
except ``status`` (then 01) and ``received`` (then 10 April 2026); a status of ``none`` is unknown.
"""

from __future__ import annotations

import datetime as dt
import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from wholeplace.core.engine import Engine, duckdb_engine
from wholeplace.linkage.person_links import Linked, link

KEY = bytes(range(32))
REGISTER = "gp"
NUMBERS = {"A": "9434765919", "B": "0100000001", "C": "9000000009", "D": "0000000051"}
"""Letter → NHS number, some of them beginning with noughts."""
RECEIVED = "2026-04-10"
COLUMNS = pa.schema(
    [
        ("source", pa.string()),
        ("record_id", pa.int64()),
        ("nhs_number", pa.string()),
        ("nhs_number_status", pa.string()),
        ("birth_date", pa.date32()),
        ("received", pa.date32()),
        ("registry", pa.bool_()),
    ]
)


def drawn(text: str) -> list[dict[str, str]]:
    """The rows of a drawn table, each cell as text, by the names in its first line."""
    lines = [
        [cell.strip() for cell in line.replace("||", "|").split("|")]
        for line in inspect.cleandoc(text).splitlines()
    ]
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]


def records(rows: list[dict[str, str]]) -> pa.Table:
    """Drawn rows as linkage is given them."""
    return pa.Table.from_pylist([_record(row) for row in rows], COLUMNS)


def _record(row: dict[str, str]) -> dict[str, Any]:
    status = row.get("status") or "01"
    born = row.get("born")
    return {
        "source": row["source"],
        "record_id": int(row["record"]),
        "nhs_number": NUMBERS.get(row["number"], row["number"]) or None,
        "nhs_number_status": None if status == "none" else status,
        "birth_date": dt.date.fromisoformat(born) if born else None,
        "received": dt.date.fromisoformat(row.get("received") or RECEIVED),
        "registry": row["source"] == REGISTER,
    }


class Office:
    """An installation's linkage: one vault, one key, any number of runs.

    Args:
        folder: Where its vault is.
        engine: The engine.
    """

    def __init__(self, folder: Path, engine: Engine) -> None:
        self.vault = folder / "vault"
        self.engine = engine

    def link(self, rows: list[dict[str, str]], **says: Any) -> Linked:
        """One run over drawn rows."""
        order = {"vault": self.vault, "run_id": "run", "key": KEY, "purpose": "planning"} | says
        return link(self.engine, self.engine.table(records(rows)), **order)

    def people(self, linked: Linked) -> dict[int, str]:
        """Record id → pseudonym of its person."""
        table = linked.links.join(linked.people, "person").select("record_id", "pseudonym")
        return {r["record_id"]: r["pseudonym"] for r in self.engine.fetch(table).to_pylist()}

    def written(self, run_id: str = "run") -> list[dict[str, Any]]:
        """The links a run left in the vault, by record."""
        table = pq.read_table(self.vault / "person_link" / f"{run_id}.parquet")
        return sorted(table.to_pylist(), key=lambda row: (row["source"], row["record_id"]))

    def index(self) -> dict[str, str]:
        """NHS number, by its letter, → person id, as the vault keeps them."""
        files = sorted((self.vault / "person_index").glob("*.parquet"))
        rows = [row for file in files for row in pq.read_table(file).to_pylist()]
        assert len({row["nhs_number"] for row in rows}) == len(rows), "a number minted twice"
        letters = {number: letter for letter, number in NUMBERS.items()}
        return {letters[row["nhs_number"]]: row["person_id"] for row in rows}


@contextmanager
def office(folder: Path) -> Iterator[Office]:
    """An installation in a folder."""
    with duckdb_engine(folder / "scratch", threads=1) as engine:
        yield Office(folder, engine)
