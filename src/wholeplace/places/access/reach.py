"""The page of reach of one place: each service against need, and clauses of contracts tested."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wholeplace.measures.catalogue import Area
from wholeplace.measures.release import Release
from wholeplace.places.access.reach_figures import ReachFigures
from wholeplace.places.access.reach_reading import (
    ReachClause,
    ReachedService,
    ReachNumbers,
    clauses,
    services,
)
from wholeplace.places.access.reach_words import (
    index_words,
    lean,
    not_known,
    verdict,
)
from wholeplace.places.access.words import widest_of
from wholeplace.places.figures import Cell, Headline, Section, Table, number_cell
from wholeplace.places.sentences import gap_sentence, headline
from wholeplace.places.wording import percent, whole
from wholeplace.statistics import wilson

ASKED = "A clause you try out"


@dataclass(frozen=True)
class ReachView:
    """The page.

    Attributes:
        lede: Which way each service leans, where that can be said.
        sections: One for each service that has numbers.
        clauses: Clauses with their verdicts; None where there is no service.
        not_produced: Titles of services that cannot be produced, each with the reason.
        facts: What each service counts, and where that is laid down.
    """

    lede: tuple[str, ...]
    sections: tuple[Section, ...]
    clauses: Table | None
    not_produced: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, str], ...]


def build_reach_view(
    release: Release, area: Area, basis: str, asked: int | None = None
) -> ReachView:
    """Build the page of one place.

    Args:
        release: The release.
        area: The place.
        basis: "registered" or "resident".
        asked: The percentage of a clause to try out on every service, if any.
    """
    every = services(release)
    reader = _Reader(release, area, basis)
    present = [service for service in every if reader.has(service)]
    return ReachView(
        tuple(f"{service.title}: {_begun(reader.lean(service))}" for service in present),
        tuple(reader.section(service) for service in present),
        reader.clauses(present, asked) if present else None,
        tuple((service.title, service.missing) for service in every if service.missing),
        tuple(
            (s.title, f"{s.doc} Clients: {s.used_by}. Need: {s.needed_by}. Source: {s.source}.")
            for s in present
        ),
    )


class _Reader:
    """Builds the parts of one place, beside the system's numbers."""

    def __init__(self, release: Release, area: Area, basis: str) -> None:
        self._release, self._area = release, area
        self._here = ReachNumbers(release, area, basis)
        same = area.key == release.system.key
        self._there = None if same else ReachNumbers(release, release.system, basis)
        self._figures = ReachFigures(release, area, self._here)

    def has(self, service: ReachedService) -> bool:
        """Whether the place has numbers of a service."""
        return self._here.use(service.name) is not None

    def lean(self, service: ReachedService) -> str:
        """Which way a service leans."""
        return lean(self._here.concentration(service.name))

    def section(self, service: ReachedService) -> Section:
        """One service."""
        here = self._here.use(service.name)
        there = self._there.use(service.name) if self._there else None
        breakdown = self._here.deprivation(service.name)
        gap = widest_of(breakdown, self._here.groups(service.name, breakdown))
        sentences = [
            headline(service.as_measure, self._area, here, self._release.system, there),
            gap_sentence(service.as_measure, gap, "Use against need is") if gap else "",
            self.lean(service),
            index_words(self._here.concentration(service.name)),
        ]
        return Section(
            service.name,
            service.title,
            tuple(Headline(text) for text in sentences if text),
            tuple(self._figures.of(service)),
            notes=(f"Not in these numbers: {service.not_in_it}",),
        )

    def clauses(self, present: list[ReachedService], asked: int | None) -> Table:
        """Clauses of contracts with their verdicts, and one to try out on every service."""
        titles = {service.name: service.title for service in present}
        tested = [clause for clause in clauses(self._release) if clause.service in titles]
        if asked is not None:
            words = f"At least {asked}% of clients from the most deprived fifth"
            tested += [ReachClause(ASKED, name, words, asked / 100) for name in titles]
        rows = tuple(tuple(self._clause(clause, titles)) for clause in tested)
        columns = (
            "Clause",
            "Service",
            "Clients from the most deprived fifth",
            "95% limits",
            "Clients whose area is not known",
            "Result",
        )
        return Table("Clauses that ask for clients from deprived areas", columns, rows)

    def _clause(self, clause: ReachClause, titles: dict[str, str]) -> Iterator[Cell]:
        clients = self._here.clients_by_fifth(clause.service)
        source = f" ({clause.source})" if clause.source else ""
        yield Cell(f"{clause.title}: “{clause.words}”{source}")
        yield Cell(titles[clause.service])
        if clients is None or not sum(clients[0]):
            yield number_cell("")
            yield number_cell("")
        else:
            most, known = clients[0][0], sum(clients[0])
            found = wilson(most, known)
            yield number_cell(f"{percent(float(found.value))} ({whole(most)} of {whole(known)})")
            yield number_cell(f"{percent(float(found.lower))} to {percent(float(found.upper))}")
        yield number_cell(not_known(clients))
        yield Cell(verdict(clause, clients))


def _begun(sentence: str) -> str:
    return f"{sentence[0].lower()}{sentence[1:]}"
