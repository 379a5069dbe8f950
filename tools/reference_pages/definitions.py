"""Pages about definitions: attributes, measurements, counts of use, measures and code lists."""

from __future__ import annotations

from tools.reference_pages.markdown import code, items, names, page, table
from wholeplace.core.registry import Registry
from wholeplace.measures.measure import Measure
from wholeplace.record.attributes import Activity, Attribute, Measurement
from wholeplace.record.codelists import CodeList

KINDS = {"condition": "Conditions", "segment": "Segments", "fact": "Other attributes"}


def attributes_page(registry: Registry) -> str:
    """Everything that can be true of one person, with its drawn test."""
    parts = ["What a run works out for each person. Each drawn table is also a test."]
    for kind, heading in KINDS.items():
        kept = [a for a in registry.all(Attribute) if a.kind == kind]
        if kept:
            parts.append(f"## {heading}")
        for attribute in kept:
            facts = items(("Source", attribute.source), ("Applies to", attribute.ages))
            parts += [f"### {attribute.name}", f"**{attribute.title}.** {attribute.doc}", facts]
            parts.append(code(attribute.example))
    readings = [
        (f"`{m.name}`", m.title, m.unit, f"{m.lowest:g} to {m.highest:g}", names(m.codes))
        for m in registry.all(Measurement)
    ]
    if readings:
        parts += ["## Readings", "Values outside the range are errors: left out and counted."]
        parts.append(table(("name", "", "unit", "range", "codes"), readings))
    use = [
        (f"`{a.name}`", a.title, f"`{a.dataset}`", f"{a.counts} in {a.months} months", a.doc)
        for a in registry.all(Activity)
    ]
    if use:
        parts += ["## Use of services", table(("name", "", "from", "counts", ""), use)]
    return page("What is worked out for each person", parts)


def measures_page(registry: Registry) -> str:
    """Every measure with the words that make it safe to read."""
    parts = ["What a run counts for every place and group. `wholeplace measures` lists the same."]
    for measure in registry.all(Measure):
        per = f" per {measure.per:,}" if measure.per != 1 else ""
        facts = items(
            (
                "Statistic",
                f"{measure.statistic}{per}{f' ({measure.unit})' if measure.unit else ''}",
            ),
            ("Numerator", measure.numerator),
            ("Denominator", measure.denominator),
            ("Who is not in it", measure.not_in_it),
            ("Better", "" if measure.better == "none" else measure.better),
            ("Counted for", names(measure.basis)),
            ("Target", measure.target),
            ("Source", measure.source),
        )
        parts += [f"## {measure.name}", f"**{measure.title}.** {measure.doc}", facts]
    return page("Measures", parts)


def codelists_page(registry: Registry) -> str:
    """Every code list, with where it came from and whether a clinician approved it."""
    rows = [
        (
            f"`{c.name}`",
            c.title,
            f"{len(c.codes):,} {c.system}",
            "yes" if c.clinically_approved else "no",
            c.source,
            f"`{c.version}`",
        )
        for c in registry.all(CodeList)
    ]
    parts = [
        "Code lists are concept ids without terms. A list that is not clinically approved is a "
        "starter: put the list your partnership has approved in your own definitions folder.",
        table(("name", "", "codes", "approved", "source", "version"), rows),
    ]
    return page("Code lists", parts)
