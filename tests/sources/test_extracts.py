"""A folder of extracts, and the command that lands it or one file."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.sources.site import BY_NAME
from wholeplace.cli.main import main
from wholeplace.core.errors import InputFileError
from wholeplace.sources.extracts import land_folder, read_extracts
from wholeplace.sources.landing import LandingReport

ENTRY = """
[[file]]
dataset = "gp_event"
source = "gp"
path = "events.csv"
period = "2026-03"
received = 2026-04-10
"""
EVENTS = "local_id,event_date,code\na,2024-03-01,44054006\nb,2024-02-30,44054006\n"


@pytest.fixture
def extracts(site) -> Path:
    site.file(EVENTS, "events.csv")
    site.file(ENTRY, "extract.toml")
    return site.folder


def test_each_file_is_described_by_its_entry(extracts, site):
    site.file(ENTRY + 'submission = "increment"\nthousands = ","\n', "extract.toml")
    [extract] = read_extracts(extracts, BY_NAME)
    assert extract.dataset is BY_NAME["gp_event"]
    assert extract.path == extracts / "events.csv"
    says = extract.submission
    assert (says.source, says.received, says.kind, says.thousands) == (
        "gp",
        date(2026, 4, 10),
        "increment",
        ",",
    )


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("dataset =", "datset ="), "Unknown key datset. Did you mean dataset?"),
        (("2026-04-10", '"2026-04-10"'), "received is missing or not a date"),
        (('source = "gp"\n', ""), "source is missing"),
        (('"gp_event"', '"gp_events"'), "no dataset gp_events. Did you mean gp_event?"),
        (("period", 'submission = "all"\nperiod'), "submission is 'all'"),
        (("[[file]]", "[other]"), "lists no file"),
        (("[[file]]", "[[file"), "cannot be read"),
    ],
)
def test_a_wrong_list_is_refused_with_what_to_do(extracts, site, change, says):
    site.file(ENTRY.replace(*change), "extract.toml")
    with pytest.raises(InputFileError) as caught:
        read_extracts(extracts, BY_NAME)
    assert says in str(caught.value)


def test_a_folder_without_a_list_is_refused(site):
    with pytest.raises(InputFileError, match="no such list"):
        read_extracts(site.folder, BY_NAME)


def test_one_bad_file_does_not_hold_up_the_rest(extracts, site):
    site.file(ENTRY.replace("events.csv", "none.csv") + ENTRY, "extract.toml")
    bad, good = land_folder(extracts, BY_NAME, site.store)
    assert isinstance(bad, InputFileError)
    assert isinstance(good, LandingReport)
    assert good.batch.counts.loaded == 1


class Done(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str


@pytest.fixture
def run(site, monkeypatch, capsys):
    """Runs the command in a folder of its own settings."""
    site.file("[installation]\nsynthetic = true\n", "wholeplace.toml")
    monkeypatch.chdir(site.folder)

    def runner(*arguments: str) -> Done:
        with pytest.raises(SystemExit) as ended:
            main(["land", *arguments])
        return Done(ended.value.code, *capsys.readouterr())

    return runner


SAYS = ("--source", "gp", "--period", "2026-03", "--received", "2026-04-10")


def test_the_command_lands_one_file_and_says_what_became_of_its_rows(extracts, run):
    done = run("gp_event", "events.csv", *SAYS)
    assert done.code == 0
    heading, row = done.out.splitlines()[:2]
    assert heading.split() == [
        "dataset",
        "source",
        "read",
        "loaded",
        "rejected",
        "duplicate",
        "warnings",
    ]
    assert row.split() == ["gp_event", "gp", "2", "1", "1", "0", "0"]
    assert "1 × There is no such day or time." in done.out
    assert f"Rejected rows: {Path('data/vault/rejects')}{os.sep}" in done.out
    assert "reading events.csv" in done.err
    assert "already landed" in run("gp_event", "events.csv", *SAYS).out


def test_the_command_lands_a_folder_and_lists_what_it_landed(extracts, run, site):
    assert run(".").code == 0
    site.file(EVENTS.replace("2024-03-01", "2024-03-02"), "later.csv")
    assert run("gp_event", "later.csv", *SAYS).code == 0
    first, second = run("--list").out.splitlines()[1:]
    assert "superseded" in first
    assert "superseded" not in second


def test_the_command_fails_when_a_file_of_the_folder_was_refused(extracts, run, site):
    site.file(ENTRY + ENTRY.replace("events.csv", "none.csv"), "extract.toml")
    done = run(".")
    assert done.code == 1
    assert "Not landed: none.csv" in done.err
    assert "gp_event" in done.out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "Name a DATASET and a FILE"),
        (("gp_event", "events.csv"), "Name a DATASET and a FILE"),
        (("events", "events.csv", *SAYS), "There is no dataset events"),
        (("gp_event", "none.csv", *SAYS), "cannot be opened"),
    ],
)
def test_the_command_says_what_is_missing(extracts, run, arguments, says):
    done = run(*arguments)
    assert done.code != 0
    assert says in done.err
