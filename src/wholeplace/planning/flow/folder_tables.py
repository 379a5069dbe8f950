"""The files of a folder of inputs for the discharge model, and what each column says."""

from __future__ import annotations

import datetime as dt

SITUATION = "situation.toml"
TOML_KEYS: dict[str, type] = {
    "title": str,
    "source": str,
    "synthetic": bool,
    "begins": dt.date,
    "process_in_working_days": bool,
    "bunching": dict,
    "hospitals": dict,
    "places": dict,
    "needs": dict,
}
_SOURCE = {
    "source": "where the row comes from",
    "dated": "the date or year of that source",
    "verified": "whether it was checked against the source",
}
_PLACE = "the place, by its key in situation.toml"
_SERVICE = "the service, by its key"
COLUMNS: dict[str, dict[str, str]] = {
    "services": {
        "service": "the service, by its key; home for those who leave without support",
        "stay_median": "median length of the service, days; none for home",
        "stay_mean": "mean length of the service, days; not below the median",
        "process_median": "median days from being ready to leave to being accepted",
        "process_mean": "mean of the same",
        "choice_percent": "share of people for whom choosing takes longer",
        "choice_median": "median days longer, for them",
        "choice_mean": "mean days longer, for them",
        "hospital_median": "median days from admission to being ready",
        "hospital_mean": "mean of the same",
        "weekend_starts": "whether the service takes people on Saturday and Sunday",
        **_SOURCE,
    },
    "demand": {
        "place": _PLACE,
        "service": _SERVICE,
        "from_hospital_a_year": "people ready to leave hospital for the service in a year",
        "from_home_a_year": "people referred to it from home in a year",
        **_SOURCE,
    },
    "catchments": {
        "place": _PLACE,
        "hospital": "the hospital, by its key in situation.toml",
        "percent": "share of the place's people who leave that hospital",
        **_SOURCE,
    },
    "slots": {
        "service": _SERVICE,
        "place": _PLACE,
        "slots": "how many people the service can have at once",
        "serves": "needs it can meet, with spaces between; empty means all",
        "takes_from": "hospitals, and home, that it takes people from; empty means all",
        **_SOURCE,
    },
    "asks": {
        "service": _SERVICE,
        "ask": "what people need: one known everywhere, or of [needs] in situation.toml",
        "percent": "share of people who need it",
        **_SOURCE,
    },
    "lengths": {
        "service": _SERVICE,
        "place": _PLACE,
        "days": "length of a stay, or days so far",
        "ended": "whether it has ended",
        "people": "how many people had it",
        **_SOURCE,
    },
    "ready_by_day": {
        "day": "the day",
        "hospital": "the hospital; empty for people referred from home",
        "place": _PLACE,
        "service": _SERVICE,
        "people": "people who became ready, or were referred, that day",
        **_SOURCE,
    },
}
NEEDED: dict[str, tuple[str, ...]] = {
    "services": (
        "service",
        "process_median",
        "process_mean",
        "hospital_median",
        "hospital_mean",
    ),
    "demand": ("place", "service", "from_hospital_a_year"),
    "catchments": ("place", "hospital", "percent"),
    "slots": ("service", "place", "slots"),
    "asks": ("service", "ask", "percent"),
    "lengths": ("service", "place", "days"),
    "ready_by_day": ("day", "hospital", "place", "service", "people"),
}
