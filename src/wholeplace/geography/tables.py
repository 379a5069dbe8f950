"""The geography tables: every column, its type and what it means, declared once."""

from __future__ import annotations

import pyarrow as pa

from wholeplace.geography.published.contract import PUBLISHED_TABLES
from wholeplace.geography.table import Column, Table

TEXT = pa.string()
WHOLE = pa.int32()
YES_NO = pa.bool_()
DATE = pa.date32()
DECIMAL = pa.float64()


def _optional(name: str, type_: pa.DataType, meaning: str) -> Column:
    return Column(name, type_, meaning, required=False)


AREA_TYPES: dict[str, str] = {
    "lsoa21": "small area (LSOA 2021)",
    "lsoa11": "small area (LSOA 2011)",
    "msoa": "neighbourhood area (MSOA 2011)",
    "ward": "ward (2024)",
    "district": "district or unitary authority",
    "upper_tier": "county or unitary authority",
    "icb": "integrated care system",
    "practice": "GP practice",
    "pcn": "primary care network",
    "place": "place partnership (a set of primary care networks)",
    "provider": "hospital provider of the system",
}

DOMAINS: dict[str, str] = {
    "imd": "Index of Multiple Deprivation",
    "income": "Income",
    "employment": "Employment",
    "education": "Education, skills and training",
    "health": "Health deprivation and disability",
    "crime": "Crime",
    "housing": "Barriers to housing and services",
    "environment": "Living environment",
    "idaci": "Income deprivation affecting children",
    "idaopi": "Income deprivation affecting older people",
}

AREAS = Table(
    "areas",
    "One area of any kind. The code alone is not unique: an unchanged small area keeps its code "
    "in both vintages, and a unitary authority is both a district and an upper tier.",
    ("area_type", "code"),
    (
        Column("area_type", TEXT, "one of AREA_TYPES"),
        Column("code", TEXT, "ONS or ODS code; 'north' and 'south' for places; 'ZZ-…' if made up"),
        Column("name", TEXT, "name as shown, without the kind of area"),
        Column("full_name", TEXT, "name as first written on a page"),
        Column("slug", TEXT, "address of its page; unique over all areas"),
        _optional("parent_type", TEXT, "kind of the next area up its own hierarchy"),
        _optional("parent_code", TEXT, "code of the next area up; empty for the ICB"),
        Column("basis", TEXT, "resident, registered, both (the ICB) or treated_here (providers)"),
        _optional("vintage", WHOLE, "year of the boundaries or of the organisation list"),
        _optional("opened", DATE, "first day of an organisation, where known"),
        _optional("closed", DATE, "last day of an organisation; empty while open"),
        Column("whole", YES_NO, "false where only part of the area lies in the system (Royston)"),
        Column("synthetic", YES_NO, "true if made up"),
    ),
)

SMALL_AREAS = Table(
    "small_areas",
    "One LSOA 2021 of the system.",
    ("lsoa21",),
    (
        Column("lsoa21", TEXT, "LSOA 2021 code"),
        Column("lsoa21_name", TEXT, "LSOA 2021 name"),
        Column("lsoa11", TEXT, "LSOA 2011 it is read as: itself, its parent, or the most populous"),
        Column("msoa", TEXT, "MSOA 2011, through lsoa11"),
        Column("msoa_name", TEXT, "MSOA 2011 name"),
        Column("ward", TEXT, "ward 2024, best fit"),
        Column("ward_name", TEXT, "ward 2024 name"),
        Column("district", TEXT, "district code"),
        Column("district_name", TEXT, "district name"),
        Column("upper_tier", TEXT, "county or unitary code"),
        Column("upper_tier_name", TEXT, "county or unitary name"),
        Column("icb", TEXT, "integrated care board code"),
        Column("in_districts", YES_NO, "one of the six districts (false for Royston)"),
        Column("rural", YES_NO, "rural in the rural-urban classification 2021"),
        _optional("population", WHOLE, "usual residents, Census 2021"),
        _optional("nearest_hospital", TEXT, "provider of the general hospital nearest its middle"),
        Column("imd25_rank", WHOLE, "IMD 2025 rank in England, 1 most deprived"),
        Column("imd25_decile", WHOLE, "IMD 2025 national tenth, 1 most deprived"),
        Column("imd25_fifth", WHOLE, "IMD 2025 national fifth, 1 most deprived"),
        Column("imd19_fifth", WHOLE, "IMD 2019 national fifth carried from LSOA 2011"),
        Column("imd19_basis", TEXT, "how imd19_fifth was carried: same, split, merged or complex"),
        Column("synthetic", YES_NO, "true if made up"),
    ),
)

SMALL_AREAS_2011 = Table(
    "small_areas_2011",
    "One LSOA 2011 of the system.",
    ("lsoa11",),
    (
        Column("lsoa11", TEXT, "LSOA 2011 code"),
        Column("lsoa11_name", TEXT, "LSOA 2011 name"),
        Column("msoa", TEXT, "MSOA 2011 code"),
        Column("msoa_name", TEXT, "MSOA 2011 name"),
        Column("district", TEXT, "district code"),
        Column("district_name", TEXT, "district name"),
        Column("upper_tier", TEXT, "county or unitary code"),
        Column("upper_tier_name", TEXT, "county or unitary name"),
        Column("icb", TEXT, "integrated care board code"),
        Column("in_districts", YES_NO, "one of the six districts (false for Royston)"),
        Column("rural", YES_NO, "rural in the rural-urban classification 2011"),
        _optional("population", WHOLE, "mid-2020 estimate, all ages"),
        Column("imd19_rank", WHOLE, "IMD 2019 rank in England, 1 most deprived"),
        Column("imd19_decile", WHOLE, "IMD 2019 national tenth, 1 most deprived"),
        Column("imd19_fifth", WHOLE, "IMD 2019 national fifth, 1 most deprived"),
        Column("synthetic", YES_NO, "true if made up"),
    ),
)

LSOA_CHANGE = Table(
    "lsoa_change",
    "One overlap of an LSOA 2011 with an LSOA 2021.",
    ("lsoa11", "lsoa21"),
    (
        Column("lsoa11", TEXT, "LSOA 2011 code"),
        Column("lsoa21", TEXT, "LSOA 2021 code"),
        Column("change_code", TEXT, "U unchanged, S split, M merged, X complex"),
    ),
)

DEPRIVATION = Table(
    "deprivation",
    "One edition × small area × domain, each edition on its own vintage.",
    ("edition", "area_code", "domain"),
    (
        Column("edition", WHOLE, "2019 (LSOA 2011) or 2025 (LSOA 2021)"),
        Column("area_type", TEXT, "lsoa11 or lsoa21"),
        Column("area_code", TEXT, "small area code"),
        Column("domain", TEXT, "one of DOMAINS"),
        _optional("rank", WHOLE, "rank in England, 1 most deprived; empty if not in the source"),
        _optional("decile", WHOLE, "national tenth, 1 most deprived"),
        _optional("fifth", WHOLE, "national fifth, 1 most deprived"),
        _optional("score", DECIMAL, "score; see score_basis"),
        _optional("score_basis", TEXT, "published, reconstructed or estimated"),
        _optional("numerator", DECIMAL, "people counted as deprived (idaci, idaopi)"),
    ),
)

POPULATIONS = Table(
    "populations",
    "People of one area, year, sex and age band from one source; never add over sources.",
    ("area_type", "area_code", "year", "sex", "age_from", "source"),
    (
        Column("area_type", TEXT, "kind of area"),
        Column("area_code", TEXT, "area code"),
        _optional("vintage", WHOLE, "year of the boundaries"),
        Column("year", WHOLE, "year the count belongs to (mid-year unless the source says)"),
        _optional("sex", TEXT, "female or male; empty for persons"),
        Column("age_from", WHOLE, "youngest age in the band"),
        _optional("age_to", WHOLE, "oldest age in the band; empty for 'and over'"),
        Column("population", WHOLE, "people"),
        Column("basis", TEXT, "resident or registered"),
        Column("source", TEXT, "mid_year_estimate, census_2021, projection_2018, list_size, …"),
    ),
)

ETHNICITY = Table(
    "ethnicity",
    "Usual residents of one LSOA 2021 in one broad ethnic group, Census 2021.",
    ("lsoa21", "ethnic_group"),
    (
        Column("lsoa21", TEXT, "LSOA 2021 code"),
        Column("ethnic_group", TEXT, "asian, black, mixed, white or other"),
        Column("population", WHOLE, "usual residents"),
    ),
)

PRACTICES = Table(
    "practices",
    "One GP practice, open or closed; network and place are the last ones known.",
    ("practice_code",),
    (
        Column("practice_code", TEXT, "ODS code"),
        Column("name", TEXT, "name"),
        _optional("pcn_code", TEXT, "primary care network, the last one known"),
        _optional("pcn_name", TEXT, "name of that network"),
        _optional("place", TEXT, "north or south, through the network"),
        _optional("postcode_district", TEXT, "first half of the postcode"),
        _optional("opened", DATE, "open date"),
        _optional("closed", DATE, "close date; empty while open"),
        _optional("successor_code", TEXT, "practice that took over, where the data say"),
        _optional("successor_from", DATE, "first day of the successor's care"),
        _optional("successor_basis", TEXT, "how the successor is known"),
        Column("in_system", YES_NO, "open and in one of the system's networks"),
        _optional("list_size", WHOLE, "latest registered list held"),
        _optional("list_size_65_and_over", WHOLE, "of whom 65 and over, where held"),
        Column("synthetic", YES_NO, "true if made up"),
    ),
)

PRACTICE_NETWORKS = Table(
    "practice_networks",
    "One spell of a practice in a primary care network.",
    ("practice_code", "pcn_code", "start_date"),
    (
        Column("practice_code", TEXT, "ODS code of the practice"),
        Column("pcn_code", TEXT, "ODS code of the network"),
        _optional("start_date", DATE, "first day"),
        _optional("end_date", DATE, "last day; empty while it lasts"),
    ),
)

PROVIDERS = Table(
    "providers",
    "One hospital site of a provider that people of the system use, its own or a neighbour's.",
    ("provider_code", "site"),
    (
        Column("provider_code", TEXT, "ODS code; 'ZZ-…' if made up"),
        Column("name", TEXT, "name of the provider as shown"),
        Column("slug", TEXT, "address of the provider, where it belongs to the system"),
        Column("site", TEXT, "name of the hospital"),
        Column("longitude", DECIMAL, "degrees east"),
        Column("latitude", DECIMAL, "degrees north"),
        Column("general", YES_NO, "takes emergencies of every kind"),
        Column("in_system", YES_NO, "belongs to the system, not to a neighbour"),
        Column("synthetic", YES_NO, "true if made up"),
    ),
)

PCNS = Table(
    "pcns",
    "One primary care network and the plan's neighbourhood of the same name.",
    ("pcn_code",),
    (
        Column("pcn_code", TEXT, "ODS code"),
        Column("name", TEXT, "name as shown"),
        Column("ods_name", TEXT, "name as the source prints it"),
        Column("neighbourhood", TEXT, "neighbourhood named in the Joint Forward Plan"),
        Column("place", TEXT, "north or south"),
        _optional("note", TEXT, "anything doubtful about the match"),
    ),
)

CATCHMENTS = Table(
    "catchments",
    "Share of a network's patients taken to live in a district (our approximation, used only "
    "to place synthetic people).",
    ("pcn_code", "district"),
    (
        Column("pcn_code", TEXT, "network"),
        Column("district", TEXT, "district code (North Hertfordshire for Royston)"),
        Column("share", DECIMAL, "between 0 and 1; adds to 1 over a network"),
    ),
)

TABLES: dict[str, Table] = {
    t.name: t
    for t in (
        AREAS,
        SMALL_AREAS,
        SMALL_AREAS_2011,
        LSOA_CHANGE,
        DEPRIVATION,
        POPULATIONS,
        ETHNICITY,
        PRACTICES,
        PRACTICE_NETWORKS,
        PROVIDERS,
        PCNS,
        CATCHMENTS,
        *PUBLISHED_TABLES,
    )
}
