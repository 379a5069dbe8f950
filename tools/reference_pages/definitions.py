"""Pages about definitions: attributes, measurements, counts of use, measures and code lists."""

from __future__ import annotations

from tools.reference_pages.markdown import code, items, names, page, table
from wholeplace.core.registry import Registry
from wholeplace.measures.checking.drawn import DrawnPopulation
from wholeplace.measures.elsewhere import MeasureWanted, PublishedMeasure
from wholeplace.measures.measure import Measure, MeasureWords
from wholeplace.record.attributes import Activity, Attribute, Measurement
from wholeplace.record.codelists import CodeList, ListWanted
from wholeplace.record.segmentations import Segmentation

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


def segments_page(registry: Registry) -> str:
    """Every segmentation: its segments in order of priority, and the rules that place people."""
    parts = [
        "Everybody is in exactly one segment of a segmentation: the first, from the top, of which "
        "a rule is true. Each person carries the rule that placed them."
    ]
    for model in registry.all(Segmentation):
        rows = [
            (
                f"{order}. {segment.title}",
                segment.doc,
                f"`{rule.when or 'otherwise'}`: {rule.because}",
            )
            for order, segment in enumerate(model.segments, start=1)
            for rule in segment.rules
        ]
        parts += [f"## {model.title}", model.doc, items(("Source", model.source))]
        parts += [table(("segment", "who", "placed there because"), rows), code(model.example)]
    return page("Segments", parts)


def measures_page(registry: Registry) -> str:
    """Every measure with the words that make it safe to read."""
    parts = [
        "What a run counts for every place and group. `wholeplace measures` lists the same. Each "
        "drawn table is also a test, on 31 March 2026: `wholeplace measures check` runs them."
    ]
    drawn = {population.name: population.example for population in registry.all(DrawnPopulation)}
    for measure in registry.all(Measure):
        per = f" per {measure.per:,}" if measure.per != 1 else ""
        facts = items(
            (
                "Statistic",
                f"{measure.statistic}{per}{f' ({measure.unit})' if measure.unit else ''}",
            ),
            *_words(measure),
            ("Counted for", names(measure.basis)),
        )
        parts += [f"## {measure.name}", f"**{measure.title}.** {measure.doc}", facts]
        if measure.register_years:
            parts.append(_register(measure))
        parts.append(code(drawn.get(measure.name, "")))
    return page("Measures", [*parts, *_elsewhere(registry)])


def _words(measure: MeasureWords) -> list[tuple[str, str]]:
    """What is said of a measure wherever its numbers come from."""
    ids = [f"{i.scheme} {i.id}{f' ({i.differs})' if i.differs else ''}" for i in measure.ids]
    return [
        ("Why it matters", measure.rationale),
        ("Numerator", measure.numerator),
        ("Denominator", measure.denominator),
        ("Left out on purpose", measure.exclusions),
        ("Who is not in it", measure.not_in_it),
        ("Better", "" if measure.better == "none" else measure.better),
        ("Target", measure.target),
        ("The same elsewhere", "; ".join(ids)),
        ("Source", measure.source),
    ]


def _register(measure: Measure) -> str:
    rows = [
        (one.year, one.indicator, one.rule, one.standing, one.here or "the same")
        for one in measure.register_years
    ]
    return table(("year", "register", "who is on it", "in the framework", "here"), rows)


def _elsewhere(registry: Registry) -> list[str]:
    """The measures that are not counted from people."""
    parts = ["## Measures that others publish"]
    for published in registry.all(PublishedMeasure):
        facts = items(("Read from", names(published.series)), *_words(published))
        why = f"Not counted from people here because {published.because}."
        parts += [f"### {published.name}", f"**{published.title}.** {published.doc} {why}", facts]
    parts.append("## Measures that cannot be produced")
    for wanted in registry.all(MeasureWanted):
        facts = items(("What is needed", wanted.needs), *_words(wanted))
        why = f"Cannot be produced because {wanted.because}."
        parts += [f"### {wanted.name}", f"**{wanted.title}.** {wanted.doc} {why}", facts]
    return parts


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
    wanted = [(w.title, w.why, w.source) for w in registry.all(ListWanted)]
    if wanted:
        parts += [
            "## Without a list",
            "Plans and registers name these, and they are not counted: nothing was invented where "
            "no published list was at hand.",
            table(("", "why", "named by"), wanted),
        ]
    return page("Code lists", parts)
