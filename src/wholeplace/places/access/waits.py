"""The page of waits and contacts of one place: sentences, then groups, then who is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wholeplace.measures.catalogue import Area, ReleasedMeasure
from wholeplace.measures.release import Release
from wholeplace.places.access.figures import share_figures, wait_figures
from wholeplace.places.access.list_sizes import size_sections, verdicts
from wholeplace.places.access.reading import AccessList, AccessNumbers, access_lists
from wholeplace.places.access.suspected import duplicate_sections, duplicates_not_produced
from wholeplace.places.access.words import weeks, weeks_gap, widest
from wholeplace.places.figures import Headline, Section
from wholeplace.places.sentences import (
    Gap,
    apart,
    compare,
    frequency,
    gap_sentence,
    headline,
    one_denominator,
)
from wholeplace.places.wording import SUPPRESSED, whole

NOT_DIVIDED = ("practice", "ward", "msoa", "provider")
"""Kinds of area too small, or of another kind, for waits to be divided by group."""
_UNKNOWN = {"deprivation": "Deprivation", "ethnic_group": "Ethnicity"}


@dataclass(frozen=True)
class WaitsView:
    """The page.

    Attributes:
        area: The place.
        basis: Whose waits are counted.
        lede: Of the system, how many wait and how many could; who waits longest and who misses
            most, by deprivation, where that can be said.
        sections: One for each waiting list that has numbers; of the system also the size of each
            list, and suspected duplicates; then one for each share of contacts.
        not_produced: Titles of those that cannot be produced, each with the reason.
        lists: What they say of themselves.
    """

    area: Area
    basis: str
    lede: tuple[str, ...]
    sections: tuple[Section, ...]
    not_produced: tuple[tuple[str, str], ...]
    lists: tuple[AccessList, ...]

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What each list counts, and where that is laid down."""
        return [(item.title, f"{item.doc} Source: {item.source}.") for item in self.lists]


def build_waits_view(release: Release, area: Area, basis: str) -> WaitsView:
    """Build the page of one place.

    Args:
        release: The release.
        area: The place.
        basis: "registered" or "resident".
    """
    lists = access_lists(release)
    reader = _Reader(release, area, basis)
    waits = [section for item in lists if item.noun for section in reader.sections(item)]
    contacts = [section for item in lists if not item.noun for section in reader.sections(item)]
    missing = [(item.title, item.missing) for item in lists if item.missing]
    lede = [sentence for item in lists for sentence in reader.gaps(item)]
    if area.key == release.system.key:
        # A hospital's own list is of people from many places, so it is judged for the system only.
        waits += [*size_sections(release), *duplicate_sections(release)]
        missing += duplicates_not_produced(release)
        lede = [*verdicts(release), *lede]
    return WaitsView(
        area,
        basis,
        tuple(lede),
        (*waits, *contacts),
        tuple(missing),
        tuple(item for item in lists if not item.missing),
    )


class _Reader:
    """Builds the sections of one place, beside the system's numbers."""

    def __init__(self, release: Release, area: Area, basis: str) -> None:
        self._area, self._system = area, release.system
        self._here = AccessNumbers(release, area, basis)
        same = area.key == release.system.key
        self._there = self._here if same else AccessNumbers(release, release.system, basis)
        self._source = f"Wholeplace run {release.run_id}"

    def sections(self, item: AccessList) -> Iterator[Section]:
        """The sections of one list; none where the place has no numbers of it."""
        if item.shares:
            for share in item.shares:
                if self._here.everyone(item.name, share.name) is not None:
                    yield self._shares(item, share)
        elif self._here.everyone(item.name, "waiting") is not None:
            yield self._waits(item)

    def gaps(self, item: AccessList) -> Iterator[str]:
        """How the two ends of deprivation differ, for each measure where the limits say so."""
        gap = self._gap(item.name, "median") if item.noun else None
        if gap is not None and apart(gap.first, gap.second):
            yield weeks_gap(gap, f"{item.title}: like for like")
        for share in item.shares:
            gap = self._gap(item.name, share.name)
            if gap is not None and apart(gap.first, gap.second):
                yield gap_sentence(share, gap, f"{share.title}: like for like, the share is")

    def _waits(self, item: AccessList) -> Section:
        gap = self._gap(item.name, "median")
        sentences = [" ".join(self._length(item)), self._beyond(item)]
        sentences += [weeks_gap(gap, f"Like for like in {item.alike_in}")] if gap else []
        return Section(
            item.name,
            item.title,
            tuple(Headline(text) for text in sentences if text),
            tuple(wait_figures(self._here, item, self._source)),
            notes=(*self._unknown(item, "waiting"), f"Not in these numbers: {item.not_in_it}"),
        )

    def _shares(self, item: AccessList, share: ReleasedMeasure) -> Section:
        here = self._here.everyone(item.name, share.name)
        there = self._there.everyone(item.name, share.name)
        gap = self._gap(item.name, share.name)
        sentences = [
            headline(
                share,
                self._area,
                here.raw if here else None,
                self._system,
                there.raw if there else None,
            )
        ]
        if gap:
            sentences.append(
                gap_sentence(share, gap, f"Like for like in {item.alike_in}, the share is")
            )
        return Section(
            f"{item.name}-{share.name}",
            share.title,
            tuple(Headline(text) for text in sentences if text),
            tuple(share_figures(self._here, item, share, self._source)),
            notes=(
                *self._unknown(item, share.name),
                f"{item.doc} Not in these numbers: {item.not_in_it}",
            ),
        )

    def _gap(self, name: str, measure: str) -> Gap | None:
        breakdown = self._here.deprivation(name, measure)
        return widest(breakdown, self._here.groups(name, measure, breakdown))

    def _length(self, item: AccessList) -> list[str]:
        """How many wait, and how long, against the system."""
        waiting, median, ninetieth = (
            self._value(item.name, name) for name in ("waiting", "median", "ninetieth")
        )
        place = self._area.name
        if not waiting:
            return [f"Too few {item.noun} are going on in {place} to describe."]
        said = [f"In {place}, about {whole(waiting)} {item.noun} are going on."]
        if median is None:
            return [*said, "They are too few to say how long."]
        said.append(f"Half have lasted more than {weeks(median)}{self._stands(item)}.")
        if ninetieth is not None:
            said.append(f"One in ten have lasted more than {weeks(ninetieth)}.")
        return said

    def _stands(self, item: AccessList) -> str:
        """How half of the waits compare with the system's; nothing for the system itself."""
        here, there = (n.everyone(item.name, "median") for n in (self._here, self._there))
        if here is None or there is None or here is there or there.raw.value is None:
            return ""
        relation = {"higher": "longer than in", "lower": "shorter than in"}
        stands = relation.get(compare(here.raw, there.raw) or "", "similar to")
        return f": {stands} {self._system.name} as a whole ({weeks(there.raw.value)})"

    def _beyond(self, item: AccessList) -> str:
        """The shares over each number of weeks, on one denominator, beside the standard."""
        found = {number: self._here.everyone(item.name, f"over_{number}") for number in item.over}
        known = {number: a.raw for number, a in found.items() if a is not None}
        shares = [value.value for value in known.values() if value.value]
        if not shares:
            return ""
        denominator = one_denominator(shares)
        parts = []
        for number, value in known.items():
            if value.value is not None:
                much = frequency(value.value, denominator) if value.value else "none"
                parts.append(f"{much} have lasted over {number} weeks")
            elif value.status == "suppressed":
                parts.append(f"{SUPPRESSED} in all have lasted over {number} weeks")
        standard = f" The standard is {item.standard}." if item.standard else ""
        return f"Of these waits, {', '.join(parts)}.{standard}"

    def _value(self, name: str, measure: str) -> float | None:
        found = self._here.everyone(name, measure)
        return found.raw.value if found is not None else None

    def _unknown(self, item: AccessList, measure: str) -> Iterator[str]:
        """For how many the group is not known, for each breakdown where that is anybody."""
        breakdowns = (self._here.deprivation(item.name, measure), "ethnic_group")
        for breakdown, what in zip(breakdowns, _UNKNOWN.values(), strict=True):
            groups = self._here.groups(item.name, measure, breakdown)
            counts = {
                key: a.raw.denominator if item.shares else a.raw.numerator
                for key, a in groups.items()
            }
            total = sum(n for n in counts.values() if n)
            missing = sum(counts.get(key) or 0 for key in ("unknown", "not_stated"))
            if missing and total:
                share = missing / total
                of = "appointments" if item.shares else "waits"
                yield (
                    f"{what} is not known for {frequency(share, one_denominator([share]))} {of}."
                )
