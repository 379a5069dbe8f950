"""Published indicators: open statistics taken as they are, never recomputed."""

from __future__ import annotations

from collections.abc import Mapping

from wholeplace.geography.slugs import slugify
from wholeplace.geography.source import Row, Source
from wholeplace.geography.system import icb

LOCAL_HEALTH: dict[str, str] = {
    "local_health_district": "district",
    "local_health_upper_tier": "upper_tier",
    "local_health_msoa": "msoa",
}
SEX_ENDINGS: dict[str, str] = {" for females": "female", " for males": "male"}
TIERS: dict[str, str] = {"lt": "district", "ut": "upper_tier"}
PERCENT_TITLES = ("prevalence", "Limiting long-term illness")


def read_published(source: Source, areas: list[Row]) -> list[Row]:
    """Return the published values for the areas that lie wholly in the system.

    A published figure for the whole of a district says nothing of the part in the system.

    Args:
        source: Where the indicators come from.
        areas: Rows of ``areas``.
    """
    codes = {(r["area_type"], r["name"]): r["code"] for r in areas if r["whole"]}
    own = {(r["area_type"], r["code"]) for r in areas if r["whole"]}
    rows = [
        *_registers(source),
        *_system_registers(source),
        *_modelled_registers(source),
        *_local_health(source),
        *_fingertips(source, codes),
    ]
    return [r for r in rows if (r["area_type"], r["area_code"]) in own]


def _row(indicator: str, title: str, area_type: str, area_code: str, **more: object) -> Row:
    return {
        "indicator": indicator,
        "title": title,
        "area_type": area_type,
        "area_code": area_code,
        "period": None,
        "sex": None,
        "unit": "",
        "lower": None,
        "upper": None,
        "numerator": None,
        "denominator": None,
    } | more


def _percent(numerator: float, denominator: float) -> float | None:
    return 100 * numerator / denominator if denominator else None


def _registers(source: Source) -> list[Row]:
    return [
        _row(
            f"qof-{slugify(r['group'])}",
            f"{r['title']}: patients on the register",
            "practice",
            r["area_code"],
            period="2020-21",
            unit="percent",
            value=_percent(r["numerator"], r["denominator"]),
            numerator=r["numerator"],
            denominator=r["denominator"],
            source="Quality and Outcomes Framework, NHS Digital",
        )
        for r in source.rows("qof_practice")
    ]


def _system_registers(source: Source) -> list[Row]:
    titles = {r["group"]: r["title"] for r in source.rows("qof_practice")}
    return [
        _row(
            f"qof-{slugify(r['group'])}",
            f"{titles.get(r['group'], r['group'])}: patients on the register",
            "icb",
            source.icb,
            period="2020-21",
            unit="percent",
            value=_percent(r["numerator"], r["denominator"]),
            numerator=r["numerator"],
            denominator=r["denominator"],
            source="Quality and Outcomes Framework, NHS Digital",
        )
        for r in source.rows("qof_icb")
        if r["ods_code"] == icb()["ods_code"]
    ]


def _modelled_registers(source: Source) -> list[Row]:
    return [
        _row(
            f"qof-{slugify(r['group'])}",
            f"{r['group']}: patients on the register, spread over districts by a model",
            "district",
            r["area_code"],
            period="2019-20",
            unit="percent",
            value=_percent(r["numerator"], r["denominator"]),
            numerator=r["numerator"],
            denominator=r["denominator"],
            source="House of Commons Library, modelled from the Quality and Outcomes Framework",
        )
        for r in source.rows("qof_district")
    ]


def _local_health(source: Source) -> list[Row]:
    rows = []
    for contract, area_type in LOCAL_HEALTH.items():
        for r in source.rows(contract):
            title, sex = r["title"], None
            for ending, named in SEX_ENDINGS.items():
                if title.endswith(ending):
                    title, sex = title.removesuffix(ending), named
            rows.append(
                _row(
                    f"local-health-{slugify(title)}",
                    title,
                    area_type,
                    r["area_code"],
                    sex=sex,
                    unit=_unit(title),
                    value=r["value"],
                    source="Local Health, Office for Health Improvement and Disparities",
                )
            )
    return rows


def _unit(title: str) -> str:
    if title.startswith("Life expectancy"):
        return "years"
    if any(words in title for words in PERCENT_TITLES):
        return "percent"
    return "ratio (England = 100)"


def _fingertips(source: Source, codes: Mapping[tuple[str, str], str]) -> list[Row]:
    """Return Fingertips values, matched to areas by name since the file has no codes.

    A value printed with both limits 0 has no limits.
    """
    rows = []
    for r in source.rows("fingertips"):
        code = codes.get((TIERS[r["tier"]], r["name"]))
        if code is None:
            continue
        limits = (r["lower"], r["upper"]) if r["lower"] or r["upper"] else (None, None)
        rows.append(
            _row(
                f"fingertips-{slugify(r['title'])}",
                r["title"],
                TIERS[r["tier"]],
                code,
                unit="as the source defines it",
                value=r["value"],
                lower=limits[0],
                upper=limits[1],
                numerator=r["numerator"],
                denominator=r["denominator"],
                source="Fingertips, Public Health England, February 2020",
            )
        )
    return rows
