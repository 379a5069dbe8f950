"""Problems of data quality as sentences: what is wrong, where and since when, and what to do."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from wholeplace.sources.monitoring.passes import month_start
from wholeplace.sources.monitoring.problems import Problem
from wholeplace.statistics import DisclosureProfile, release_proportion, round_count

_TO_DO = {
    "silent": "Ask for these months to be sent.",
    "low": "Ask whether these months are complete, and for what is missing.",
    "high": "Ask whether rows were sent twice, or a service was added.",
    "fell": "Ask what changed in the extract or the system at the start of these months.",
    "incomplete": "Fill it in at the next contact, and check that the extract carries it.",
    "late": "Agree when each month is sent, and who notices when it is not.",
}
_LETTERS = {"gp", "nhs", "lsoa21", "lsoa11", "id", "imd", "nhs111"}
_PLAIN_FIELDS = {
    "lsoa21": "small area of residence",
    "lsoa11": "small area of residence (2011)",
    "practice_code": "GP practice",
    "value": "the value measured",
    "unit": "the unit of the value",
}


def what_to_do(problem: Problem) -> str:
    """The next step of whoever looks after the feed."""
    return _TO_DO[problem.kind]


def sentence(
    problem: Problem,
    *,
    sender: str,
    title: str,
    newest: int,
    late_after: int,
    profile: DisclosureProfile,
) -> str:
    """A problem in words; numbers as the disclosure gate lets them be seen.

    Args:
        problem: The problem.
        sender: Who sent the rows, as it reads in a sentence.
        title: What the rows are, in the plural: "GP records".
        newest: Number of the newest month of the run.
        late_after: Days after which a row of it is late.
        profile: The disclosure profile.
    """
    when = months_in_words(problem.months, newest)
    came, wanted = (round_count([n], profile)[0] for n in (problem.part, round(problem.whole)))
    if problem.kind == "silent":
        return f"{sender} sent no {title} {when}; {_about(wanted)} were expected."
    if problem.kind in ("low", "high"):
        more = "fewer" if problem.kind == "low" else "more"
        return (
            f"{sender} sent {more} {title} than expected {when}: {_about(came)}, where "
            f"{_about(wanted)} were expected."
        )
    share, field = _share(problem, profile), plain_field(problem.field)
    asked = round(100 * (problem.standard or 0))
    if problem.kind == "fell":
        return (
            f"{begun(field)} is filled in for {share} of {title} from {sender} "
            f"{when}; before, it was {asked} in 100."
        )
    if problem.kind == "incomplete":
        of = "" if not newest else " of the last 12 months"
        return (
            f"{begun(field)} is known for {share} of {title}{of} from {sender}; "
            f"at least {asked} in 100 is asked."
        )
    return (
        f"{begun(share)} of {title} of the last 12 months from {sender} came more "
        f"than {late_after} days after the event; up to {asked} in 100 is accepted."
    )


def months_in_words(months: Sequence[int], newest: int) -> str:
    """When a problem was, as it reads after a verb.

    >>> months_in_words([24313, 24314], 24314)
    'since February 2026'
    >>> months_in_words([24301, 24303], 24314)
    'in 2 months from February 2025 to April 2025'
    """
    if not months:
        return "in the last 12 months"
    first, last = (f"{month_start(month):%B %Y}" for month in (months[0], months[-1]))
    together = months[-1] - months[0] + 1 == len(months)
    if len(months) == 1:
        return f"in {first}"
    if not together:
        return f"in {len(months)} months from {first} to {last}"
    return f"since {first}" if months[-1] == newest else f"from {first} to {last}"


def plain_field(field: str) -> str:
    """A field's name as words.

    >>> plain_field("ethnic_category"), plain_field("practice_code")
    ('ethnic category', 'GP practice')
    """
    return _PLAIN_FIELDS.get(field) or plain(field)


def plain(name: str) -> str:
    """A name of the data as words: ``gp_event`` is "GP event"."""
    words = name.replace("_", " ").split(" ")
    return " ".join(word.upper() if word in _LETTERS else word for word in words)


def begun(words: str) -> str:
    """Words with a capital at the start and nothing else changed."""
    return words[:1].upper() + words[1:]


def plural(title: str) -> str:
    """The title of a data set in the plural, as it reads in a sentence.

    >>> plural("Hospital spell"), plural("Coded entry in a GP record"), plural("Person")
    ('hospital spells', 'coded entries in a GP record', 'people on the register')
    """
    if title == "Person":
        return "people on the register"
    noun, *rest = title.split(" in ", 1) if " in " in title else title.split(" with ", 1)
    joined = " in " if " in " in title else " with "
    first = noun[:1].lower() + noun[1:] if noun[1:2].islower() else noun
    many = f"{first[:-1]}ies" if first.endswith("y") else f"{first}s"
    return joined.join([many, *rest])


def name_of(names: Callable[[str], str], provider: str, source: str) -> str:
    """Who sent rows, as it reads in a sentence."""
    return names(provider) if provider else f"the source {source}"


def _about(count: float) -> str:
    return "a few" if np.isnan(count) else f"about {count:,.0f}"


def _share(problem: Problem, profile: DisclosureProfile) -> str:
    gated = release_proportion([problem.part], [problem.whole], profile=profile)
    value = gated.value[0]
    if np.isnan(value):
        return "few"
    return "none" if value == 0 else f"{100 * value:.0f} in 100"
