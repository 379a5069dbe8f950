"""``wholeplace diff``: why numbers moved from one run to another."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Sequence
from pathlib import Path

import click

from wholeplace import geography
from wholeplace.core.engine import duckdb_engine
from wholeplace.core.errors import RunError
from wholeplace.core.registry import Registry
from wholeplace.core.settings import Settings
from wholeplace.measures.catalogue import Area
from wholeplace.measures.changes import Explanation, Question, explain, sentence
from wholeplace.measures.measure import Measure
from wholeplace.measures.orders import REFERENCE
from wholeplace.measures.release import Release
from wholeplace.record.openings import note_opening
from wholeplace.reports.changes import about, lines, refuse_other_forms, write_changes
from wholeplace.statistics import EXACT, PROFILES, DisclosureProfile


@click.command()
@click.argument("before", metavar="RUN1")
@click.argument("after", metavar="RUN2")
@click.option("--measure", "names", multiple=True, help="A measure; may be repeated.")
@click.option(
    "--area",
    "slugs",
    multiple=True,
    metavar="SLUG",
    help="A place; may be repeated. By default the whole system.",
)
@click.option(
    "--to",
    "file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Also write a table to this file (.csv or .json).",
)
@click.option("--exact", is_flag=True, help="Exact counts, not for release; needs --purpose.")
@click.option("--purpose", help="What the exact counts are for; written down in record/.")
@click.pass_obj
def diff(
    settings: Settings,
    before: str,
    after: str,
    names: tuple[str, ...],
    slugs: tuple[str, ...],
    file: Path | None,
    exact: bool,
    purpose: str | None,
) -> None:
    """Say why numbers moved from RUN1 to RUN2, the later one.

    Each cause is changed in turn, and what it did is counted; the parts add up to the change.
    """
    if file is not None:
        refuse_other_forms(file)
    release = Release(settings.data_folder / "release" / after)
    profile = PROFILES[str(release.document("manifest")["disclosure_profile"])]
    if exact:
        profile = _opened(settings, purpose, f"diff {before} {after}")
    found = _explained(settings, release, before, names, slugs, profile)
    if not found:
        raise RunError(
            "No measure named is in both runs for that place.", "See `wholeplace measures`."
        )
    _say(found, profile, with_tables=bool(names))
    if file is not None:
        write_changes(found, profile, file)
        click.echo(f"Wrote {file}")


def _opened(settings: Settings, purpose: str | None, what: str) -> DisclosureProfile:
    """Write down that exact counts are looked at, and what for."""
    if not (purpose or "").strip():
        raise click.UsageError('Say what exact counts are for: --purpose "checking a submission".')
    note_opening(settings.data_folder, dt.datetime.now(dt.UTC), str(purpose), what)
    return EXACT


def _explained(
    settings: Settings,
    release: Release,
    before: str,
    names: Sequence[str],
    slugs: Sequence[str],
    profile: DisclosureProfile,
) -> list[Explanation]:
    registry = Registry.load(settings.definitions.packages, settings.definition_folders)
    measures = [registry.get(Measure, name) for name in names] or registry.all(Measure)
    limits = settings.engine
    with (
        tempfile.TemporaryDirectory(dir=settings.data_folder / "record") as folder,
        duckdb_engine(Path(folder) / "scratch", limits.memory_limit, limits.threads) as engine,
    ):
        question = Question(
            engine=engine,
            data=settings.data_folder,
            registry=registry,
            geography=geography.load(settings.data_folder / REFERENCE),
            before=before,
            after=release.run_id,
            areas=_areas(release, slugs),
            measures=measures,
            profile=profile,
        )
        return list(explain(question))


def _areas(release: Release, slugs: Sequence[str]) -> list[Area]:
    for slug in slugs:
        if slug not in release.areas_by_slug:
            raise RunError(f"The release has no place {slug}.", "See the pages of places.")
    return [release.areas_by_slug[slug] for slug in slugs] or [release.system]


def _say(found: Sequence[Explanation], profile: DisclosureProfile, *, with_tables: bool) -> None:
    moved = [one for one in found if one.moved]
    for one in found if with_tables else moved:
        click.echo(sentence(one))
        if with_tables:
            click.echo()
            click.echo("\n".join(lines(one)))
            click.echo()
    if not with_tables:
        click.echo(f"{len(found) - len(moved)} other numbers did not move.")
        click.echo("Name a measure with --measure to see its table.")
    click.echo(about(profile))
