"""The engine of mappings against the same rules in plain Python, on random tables."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sources.mapping.workbench import Workbench

CELL = st.one_of(st.none(), st.sampled_from(["a", "b", "c", "A", "1", "10", "2", "x y"]))
ROWS = st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=12)
OTHERS = st.lists(st.tuples(CELL, CELL, st.integers(0, 12)), max_size=8)
PICKS = ("only", "first", "last")
KEEP = {True: "true", False: "false"}


def mapping(pick: str, keep: bool) -> str:
    order = 'order = ["rank"]' if pick != "only" else ""
    return f"""
[[table]]
name = "events"
[[table]]
name = "codes"
[[output]]
dataset = "person"
from = "events"
[[output.lookup]]
table = "codes"
on = {{ key = "k" }}
pick = "{pick}"
{order}
[[output.leave_out]]
when = "v = 'c'"
reason = "c"
[[output.leave_out]]
blank = "given_name"
reason = "nothing found"
[output.columns]
local_id = "n"
family_name = {{ column = "v", values = {{ a = "alpha", b = "" }}, keep_others = {KEEP[keep]} }}
given_name = {{ first = ["w", "codes.code"] }}
"""


def plain(value: str | None, keep: bool) -> str | None:
    """The value map, by hand."""
    if value is None:
        return None
    return {"A": "alpha", "B": None}.get(value.upper(), value if keep else None)


def found(key: str | None, others: list[tuple[Any, ...]], pick: str) -> str | None:
    """The lookup, by hand."""
    rows = sorted({(rank, code) for k, code, rank in others if k is not None and k == key}, key=str)
    if not rows:
        return None
    if pick == "only":
        codes = {code for _, code in rows}
        return next(iter(codes)) if len(codes) == 1 else None
    blanks_last = sorted(rows, key=lambda row: (row[0], row[1] is None, row[1] or ""))
    if pick == "first":
        return blanks_last[0][1]
    last = max(row[0] for row in rows)
    # From the end the largest comes first, and a blank after every value.
    tied = [code for rank, code in rows if rank == last]
    return max((code for code in tied if code is not None), default=None)


@settings(max_examples=60)
@given(ROWS, OTHERS, st.sampled_from(PICKS), st.booleans())
def test_a_mapping_gives_what_plain_python_gives(
    rows: list[tuple[Any, ...]], others: list[tuple[Any, ...]], pick: str, keep: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        bench = Workbench(Path(folder))
        bench.table(
            "events",
            [{"n": str(n), "k": k, "v": v, "w": w} for n, (k, v, w) in enumerate(rows)]
            + [{"n": "z", "k": "zz", "v": "zz", "w": "zz"}],
        )
        bench.table(
            "codes",
            [{"key": k, "code": c, "rank": str(r)} for k, c, r in others]
            or [{"key": "-", "code": "-", "rank": "-"}],
        )

        tried = bench.apply(mapping(pick, keep))

        expected, left = [], {"c": 0, "nothing found": 0}
        for n, (k, v, w) in enumerate(rows):
            code = w if w is not None else found(k, others, pick)
            if v == "c":
                left["c"] += 1
            elif code is None:
                left["nothing found"] += 1
            else:
                expected.append((str(n), plain(v, keep), code))
        expected.append(("z", "zz" if keep else None, "zz"))
        got = [(r["local_id"], r["family_name"], r["given_name"]) for r in tried.rows("person")]
        assert sorted(got, key=str) == sorted(expected, key=str)
        count = tried.count("person")
        assert count.left_out == {reason: n for reason, n in left.items() if n}
        assert count.read == len(rows) + 1 == count.mapped + sum(count.left_out.values())
