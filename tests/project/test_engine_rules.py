"""No module breaks the engine rules, and each rule catches what it is meant to catch."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import engine_rules

BROKEN = [
    "import ibis\nt.person.hash()",
    "t.asof_join(u, 'day')",
    "ibis.memtable({'a': [1]})",
    "connection.create_table('a', frame)",
    "t.born.delta(t.died, unit='year')",
    "t.born.delta(t.died, 'month')",
    "import ibis\ndays / 365.25",
    "import ibis\ndays // 365",
    "t.value.first(order_by=t.day)",
    "t.word.group_concat(',')",
    "import ibis\nt.value.argmax(t.day)",
    "connection.raw_sql(f'SELECT {column} FROM t')",
    "connection.execute('SELECT * FROM ' + name)",
    "connection.sql('SELECT %s' % name)",
    "connection.sql('SELECT {}'.format(name))",
    "query = f'SELECT {column} FROM t'",
    "import ibis\nrate = t.cases.sum() / t.people.sum()",
    "import ibis\nshare = (t.a / t.b).cast('int64')",
    "import datetime\ndatetime.date.today()",
    "from datetime import datetime\ndatetime.now()",
]

SAFE = [
    "admissions_a_day = admissions / 365",
    "import ibis\nt.person.hexdigest('sha256')",
    "t.born.delta(t.died, unit='day')",
    "import ibis\nt.value.argmax(t.day, where=t.day.notnull())",
    "import numpy as np\nnp.argmax(values)",
    "connection.execute('SELECT * FROM t WHERE a = ?', [value])",
    "message = f'{name} selects nobody'",
    "query = f'SELECT {FIXED} FROM t'  # noqa: S608",
    "import ibis\nrate = t.cases.sum() / t.people.sum().nullif(0)",
    "import ibis\npath = folder / name",
    "import ibis\nwhole = t.value.floor().cast('int64')",
    "import numpy as np\nrate = cases.sum() / people.sum()",
]


@pytest.mark.parametrize("source", BROKEN)
def test_a_broken_rule_is_found(source: str) -> None:
    assert list(engine_rules.violations("wholeplace/record/example.py", source))


@pytest.mark.parametrize("source", SAFE)
def test_the_safe_form_passes(source: str) -> None:
    assert list(engine_rules.violations("wholeplace/record/example.py", source)) == []


def test_only_the_commands_read_the_clock() -> None:
    source = "import datetime\ndatetime.date.today()"

    assert list(engine_rules.violations("wholeplace/cli/run.py", source)) == []
    assert list(engine_rules.violations("wholeplace/measures/run.py", source))


def test_no_module_breaks_the_engine_rules(repository: Path) -> None:
    assert engine_rules.violations_below(repository / "src") == []
