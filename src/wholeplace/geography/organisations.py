"""Practices, their networks over time, who took over from whom, and the places they form."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from wholeplace.core.errors import GeographyError
from wholeplace.geography.names import network_name, tidy
from wholeplace.geography.slugs import slugify
from wholeplace.geography.source import Row, Source
from wholeplace.geography.system import neighbourhood_of, neighbourhoods

GP_PRACTICE = "4"  # prescribing setting of a GP practice in the ODS file epraccur


def read_networks(source: Source) -> tuple[list[Row], list[Row]]:
    """Return the spells of practices in networks, and the networks themselves.

    Args:
        source: Where the membership file comes from.

    Returns:
        Rows of ``practice_networks`` and of ``pcns``.

    Raises:
        GeographyError: If a network matches no neighbourhood, or a neighbourhood no network.
    """
    spells, names = [], {}
    for r in source.rows("practice_networks"):
        names[r["pcn_code"]] = r["pcn_name"]
        spells.append(
            {k: r.get(k) for k in ("practice_code", "pcn_code", "start_date", "end_date")}
        )
    networks = []
    for code, ods_name in sorted(names.items()):
        match = neighbourhood_of(ods_name)
        networks.append(
            {
                "pcn_code": code,
                "name": network_name(ods_name),
                "ods_name": ods_name,
                "neighbourhood": match.name,
                "place": match.place,
                "note": match.note,
            }
        )
    unmatched = {n.name for n in neighbourhoods()} - {r["neighbourhood"] for r in networks}
    if unmatched:
        raise GeographyError(
            f"No network is named like the neighbourhood {', '.join(sorted(unmatched))}.",
            "Check the network membership file, or geography/neighbourhoods.toml.",
        )
    return sorted(spells, key=lambda r: (r["practice_code"], r["start_date"] or date.min)), networks


def read_practices(
    source: Source, spells: list[Row], networks: list[Row], populations: list[Row]
) -> list[Row]:
    """Return every GP practice, open or closed, with its last network and its successor.

    Args:
        source: Where the practices come from.
        spells: Rows of ``practice_networks``.
        networks: Rows of ``pcns``.
        populations: Rows of ``populations``, for list sizes.
    """
    pcns = {r["pcn_code"]: r for r in networks}
    last = {r["practice_code"]: r for r in spells}
    nice_names = {r["practice_code"]: r["name"] for r in source.rows("practice_names")}
    lists, older = _list_sizes(populations)
    found = [r for r in source.rows("practices") if r["setting"] == GP_PRACTICE]
    successors = _successors(source, found)
    rows = []
    for r in sorted(found, key=lambda r: r["practice_code"]):
        code = r["practice_code"]
        spell = last.get(code)
        pcn = pcns[spell["pcn_code"]] if spell else {}
        closed = r.get("closed") or (spell and spell["end_date"])
        rows.append(
            {
                "practice_code": code,
                "name": tidy(nice_names.get(code) or r["name"]),
                "pcn_code": pcn.get("pcn_code"),
                "pcn_name": pcn.get("name"),
                "place": pcn.get("place"),
                "postcode_district": (r["postcode"] or "").split(" ")[0] or None,
                "opened": r["opened"],
                "closed": closed,
                **successors.get(code, {}),
                "in_system": spell is not None and closed is None,
                "list_size": lists.get(code),
                "list_size_65_and_over": older.get(code),
                "synthetic": source.synthetic,
            }
        )
    return rows


def _list_sizes(populations: list[Row]) -> tuple[dict[str, int], dict[str, int]]:
    """Return each practice's latest list and its latest count of people aged 65 and over."""
    by_year: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    older: dict[str, int] = {}
    for r in populations:
        if r["area_type"] == "practice":
            by_year[r["area_code"]][r["year"]] += r["population"]
            if r["age_from"] == 65:
                older[r["area_code"]] = r["population"]
    return {code: years[max(years)] for code, years in by_year.items()}, older


def _successors(source: Source, practices: list[Row]) -> dict[str, Row]:
    """Return who took over from each closed practice, as far as the data say.

    A partnership's own file of successors comes first. Otherwise a practice that opened at the
    same postcode after the closure is taken to be the successor; anything further is not guessed.
    """
    known = {
        r["practice_code"]: {
            "successor_code": r["successor_code"],
            "successor_from": r["from_date"],
            "successor_basis": r["basis"] or "stated by the partnership",
        }
        for r in source.rows("successors")
    }
    for r in practices:
        closed = r.get("closed")
        if closed is None or r["practice_code"] in known:
            continue
        later = [p for p in practices if p["postcode"] == r["postcode"] and p["opened"] > closed]
        if len(later) == 1:
            known[r["practice_code"]] = {
                "successor_code": later[0]["practice_code"],
                "successor_from": max(later[0]["opened"], closed + timedelta(days=1)),
                "successor_basis": "opened later at the same postcode",
            }
    return known


def catchments(networks: list[Row], district_codes: dict[str, str]) -> list[Row]:
    """Return the share of each network's patients taken to live in each district.

    Args:
        networks: Rows of ``pcns``.
        district_codes: District code by the slug of the district's name.
    """
    return [
        {"pcn_code": r["pcn_code"], "district": district_codes[slugify(slug)], "share": share}
        for r in networks
        for slug, share in neighbourhood_of(r["ods_name"]).lives_in.items()
    ]
