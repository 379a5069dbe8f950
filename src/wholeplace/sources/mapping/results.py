"""What a mapping makes of a source, looked at as landing would: values, types, dates and keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import ibis
from sqlglot import exp

from wholeplace.core.engine import Engine, duckdb_engine
from wholeplace.sources.checks import PROBLEM, TEXT, Checked, Rules, check, costs_row
from wholeplace.sources.contracts import Column, Dataset
from wholeplace.sources.mapping.application import Application, text_columns
from wholeplace.sources.mapping.compiling import GAP, LEFT_OUT, RAW
from wholeplace.sources.mapping.definition import Step
from wholeplace.sources.mapping.findings import Finding
from wholeplace.sources.problems import PROBLEMS
from wholeplace.sources.submission import Store, Submission
from wholeplace.sources.tables import look_at, open_table

EXAMPLES = 3
MOST_VALUES = 12


def unlisted_values(application: Application) -> list[Finding]:
    """The values of a source that no rule covers, with how often each was seen.

    Args:
        application: A mapping that has been worked out.
    """
    counts = {(count.name, count.source): count for count in application.counts}
    return [
        _unlisted(application, step, column, number)
        for step in (*application.mapping.steps, *application.mapping.outputs)
        if (step.name, step.source) in counts
        for column, number in counts[step.name, step.source].not_understood.items()
    ]


def check_extract(
    dataset: Dataset, path: Path, submission: Submission, store: Store, scratch: Path
) -> list[Finding]:
    """What landing would refuse, or leave blank, of one extract, and keys that repeat.

    Args:
        dataset: The contract.
        path: The extract.
        submission: What would be said about it.
        store: How this installation lands files.
        scratch: A folder of the vault.
    """
    rules = Rules(submission.received, "", store.synthetic, store.pseudonymised)
    with duckdb_engine(
        scratch / f"{dataset.name}.check", store.memory_limit, store.threads
    ) as engine:
        raw = open_table(engine, look_at(path), dataset, scratch)
        checked = check(engine, raw, dataset, rules)
        found = [
            finding
            for column in dataset.columns
            if column.name in checked.present
            for finding in _column_problems(engine, checked, column)
        ]
        return [*found, *_repeated_keys(engine, checked, path)]


def _column_problems(engine: Engine, checked: Checked, column: Column) -> Iterator[Finding]:
    table = checked.table
    wrong = table.select(problem=table[column.name + PROBLEM], text=table[column.name + TEXT])
    counted = (
        wrong.filter(wrong.problem.notnull()).group_by("problem", "text").agg(n=ibis._.count())
    )
    rows = engine.fetch(counted.order_by(ibis.desc("n"), "text")).to_pylist()
    for code in dict.fromkeys(row["problem"] for row in rows):
        here = [row for row in rows if row["problem"] == code]
        number = sum(row["n"] for row in here)
        rows_said = "1 row" if number == 1 else f"{number:,} rows"
        yield Finding(
            "mistake" if costs_row(column) else "doubt",
            f"{checked.dataset.name}.{column.name}",
            f"{rows_said}: {_lower(PROBLEMS[code].sentence)}{_examples(column, here)}.",
            PROBLEMS[code].remedy,
        )


def _repeated_keys(engine: Engine, checked: Checked, path: Path) -> Iterator[Finding]:
    key = checked.dataset.key
    if not key or not set(key) <= checked.present:
        return
    rows = engine.connection.read_parquet(str(path)).distinct()
    repeated = rows.group_by(list(key)).agg(n=rows.count()).filter(lambda t: t.n > 1)
    number = engine.fetch(repeated.agg(n=repeated.count(), rows=repeated.n.sum())).to_pylist()[0]
    if number["n"]:
        yield Finding(
            "mistake",
            checked.dataset.name,
            f"{number['rows']:,} rows share a key ({', '.join(key)}) with another that differs "
            "from them: landing would load none of them.",
            "Gather them with a [[group]], or choose one with leave_out.",
        )


def _unlisted(application: Application, step: Step, column: str, number: int) -> Finding:
    rule = step.columns[column]
    where = f"{step.name}.{column}"
    words = "one value is" if number == 1 else f"{number:,} values are"
    words += " covered by no rule and left blank"
    if _identifying(application, step, column):
        return Finding("doubt", where, f"{words}; not shown, as it may name somebody.", "")
    seen = _values_seen(application, step, column)
    listed = ", ".join(f"{value} ({count:,})" for value, count in seen[:MOST_VALUES])
    more = " …" if len(seen) > MOST_VALUES else ""
    remedy = "Add them to values, or say otherwise." if rule.values else "Correct matching."
    return Finding("doubt", where, f"{words}: {listed}{more}.", remedy)


def _values_seen(application: Application, step: Step, column: str) -> list[tuple[str, int]]:
    """The uncovered values of one column in rows that are kept, the commonest first."""
    dataset = application.work.datasets.get(step.name)
    names = text_columns(dataset) if dataset and step in application.mapping.outputs else set()
    value = exp.column(f"{RAW}{column}", quoted=True)
    kept = exp.Is(this=exp.column(LEFT_OUT, quoted=True), expression=exp.Null())
    counted = (
        exp.select(value, exp.Count(this=exp.Star()))
        .from_(application.judged(step, names).subquery("judged"))
        .where(exp.and_(kept, exp.column(f"{GAP}{column}", quoted=True)))
        .group_by(value)
        .order_by(exp.Ordered(this=exp.Literal.number(2), desc=True), exp.Literal.number(1))
    )
    return [(text, number) for text, number in application.relation(counted).fetchall()]


def _identifying(application: Application, step: Step, column: str) -> bool:
    """Whether a column's values may name somebody: what the contracts do not know, may."""
    datasets, mapping = application.work.datasets, application.mapping
    names = [step.name] if step in mapping.outputs else mapping.datasets
    known = [c for name in names for c in datasets[name].columns if c.name == column]
    return any(c.identifying for c in known) if known else not step.columns[column].values


def _examples(column: Column, rows: list[dict[str, object]]) -> str:
    texts = [str(row["text"]) for row in rows if row["text"] is not None][:EXAMPLES]
    if not texts:
        return ""
    return (
        " (not shown: they may name somebody)"
        if column.identifying
        else f", such as {', '.join(texts)}"
    )


def _lower(sentence: str) -> str:
    return sentence if sentence[:2].isupper() else sentence[0].lower() + sentence[1:]
