"""Pages about what data hold: the contracts of extracts, the geography tables, disclosure."""

from __future__ import annotations

from tools.reference_pages.markdown import items, names, page, table
from wholeplace.core.registry import Registry
from wholeplace.geography.tables import TABLES
from wholeplace.sources.contracts import Column, Dataset
from wholeplace.statistics.disclosure_profiles import PROFILES, DisclosureProfile

STRICTER = "the stricter one; see [Two stores](../explanation/stores.md#four-zones)"


def datasets_page(registry: Registry) -> str:
    """Every contract a file can be landed against."""
    parts = [
        "What each extract holds. A file is landed against one of these contracts: see "
        "[Land your own extract](../how-to/land-your-own-extract.md). Columns kept in the vault "
        "never reach the record.",
    ]
    for dataset in registry.all(Dataset):
        about = items(
            ("Purpose", dataset.purpose),
            ("Standard", dataset.standard),
            ("Source", dataset.source),
            ("Key", names(dataset.key) or "the whole row"),
            ("Legal basis", dataset.legal_basis),
            ("Who is not in it", dataset.not_covered),
            ("Zone", "" if dataset.zone == "record" else STRICTER),
            ("Rules", "; ".join(rule.sentence for rule in dataset.date_orders)),
            ("Version", f"`{dataset.version}`"),
        )
        rows = [_column(column) for column in dataset.columns]
        parts += [f"## {dataset.name}", f"{dataset.title}.", about]
        parts.append(table(("column", "is", "kept in", ""), rows))
    return page("Data sets", parts)


def _column(column: Column) -> tuple[str, str, str, str]:
    codes = "; ".join(f"`{code}` {meaning}" for code, meaning in column.codes.items())
    kept = "vault" if column.identifying else "vault and record" if column.linking else "record"
    return (
        f"`{column.name}`",
        column.kind.replace("_", " ") + (", required" if column.required else ""),
        kept,
        f"{column.description.rstrip('.')}. {codes}".strip(),
    )


def geography_tables_page() -> str:
    """The reference tables that ``wholeplace reference`` writes."""
    parts = [
        "Written to `record/reference/` by `wholeplace reference`, one Parquet file each. "
        "Real ones come from [a reference folder](../how-to/use-a-reference-folder.md).",
    ]
    for geography in TABLES.values():
        rows = [
            (f"`{c.name}`", f"{c.type}{'' if c.required else ', may be empty'}", c.meaning)
            for c in geography.columns
        ]
        parts += [f"## {geography.name}", f"{geography.meaning} Key: {names(geography.key)}."]
        parts.append(table(("column", "is", ""), rows))
    return page("Geography tables", parts)


def disclosure_page() -> str:
    """The disclosure profiles an installation may choose from."""
    parts = [
        "The rules by which small numbers are protected, chosen by `disclosure.profile` in "
        "[the settings](settings.md). [The disclosure gate](../explanation/disclosure-gate.md) "
        "says why.",
        "Each released number has a status: `shown`; `suppressed` (the count, or its group, is "
        "small); `too_few` (a standardised rate or a mean of too few); `all_or_none` (it would say "
        "one thing of everybody in a small group); `withheld` (a small number could be worked out "
        "from it); `no_data`; `not_applicable`.",
    ]
    for profile in PROFILES.values():
        parts += [f"## {profile.name}", f"{profile.title}.", _rules(profile)]
    return page("Disclosure", parts)


def _rules(profile: DisclosureProfile) -> str:
    hidden = f"1 to {profile.suppressed_up_to}" if profile.suppressed_up_to else "none"
    return items(
        ("Counts never shown", hidden),
        ("Rounding of other counts", f"{profile.rounding}, base {profile.base}"),
        ("Standardised rates and means are hidden under", str(profile.minimum_events)),
        ("Significant figures of standardised rates and means", str(profile.significant_figures)),
        ("“Nobody” and “everybody” are hidden in groups under", str(profile.all_or_none_below)),
        ("Source", profile.source),
    )
