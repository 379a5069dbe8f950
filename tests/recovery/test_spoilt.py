"""With mistakes planted, what a run loses is what the mistakes must cost, and no more."""

from __future__ import annotations

import pyarrow.parquet as pq
import pytest

from tests.recovery.recovering import FOUND, TRUTH, Recovered
from wholeplace.definitions.datasets import DATASETS
from wholeplace.definitions.measures.prevalences import PREVALENCES

UNUSABLE = {
    *("missing NHS number", "mistyped NHS number", "NHS number not verified"),
    "NHS number not held",
}
# Practices know their people by the person register, and partners' flags are in no run.
KEYS = {
    dataset.name: dataset.key[0]
    for dataset in DATASETS
    if "nhs_number" in {column.name for column in dataset.columns}
    and dataset.zone == "record"
    and dataset.name not in ("person", "prescription", "vaccination")
}


def lost_records(spoilt: Recovered) -> set[tuple[str, str]]:
    """Providers' records of which no row has a usable number: they cannot be linked to anybody."""
    bad = spoilt.errors[spoilt.errors["kind"].isin(UNUSABLE)]
    usable: dict[tuple[str, str], bool] = {}
    for dataset, key in KEYS.items():
        of_dataset = bad[bad["dataset"] == dataset]
        mistaken = set(zip(of_dataset["source"], of_dataset["key"], strict=True))
        rows = spoilt.sent(dataset)
        for source, local_id, name in zip(rows["source"], rows["local_id"], rows[key], strict=True):
            record = (source, local_id)
            usable[record] = usable.get(record, False) or (source, name) not in mistaken
    return {record for record, any_usable in usable.items() if not any_usable}


def test_records_without_any_usable_number_are_those_that_stay_unlinked(
    spoilt: Recovered,
) -> None:
    expected = len(lost_records(spoilt))
    cubes = spoilt.settings.data_folder / "cubes" / spoilt.run_id
    counts = pq.read_table(cubes / "linkage.parquet").to_pylist()

    unlinked = sum(row["records"] for row in counts if row["outcome"] != "linked")

    assert expected > 100
    # A wrong birth date, or somebody else's number, may cost a record that has one row only.
    assert expected <= unlinked <= expected + 20


@pytest.mark.parametrize(
    ("truth", "found"),
    [
        ("emergency_admissions_sent_12m", "emergency_admissions"),
        ("attendances_sent_12m", "urgent_care_attendances"),
    ],
)
def test_care_lost_to_mistakes_is_about_one_in_a_hundred(
    spoilt: Recovered, truth: str, found: str, record_property: pytest.RecordProperty
) -> None:
    sent, counted = spoilt.registered[truth].sum(), spoilt.registered[found].sum()
    record_property("bias", f"{found}: {counted / sent - 1:+.2%}")

    assert -0.02 <= counted / sent - 1 <= 0.002


def test_care_counted_for_the_wrong_person_is_rarer_still(spoilt: Recovered) -> None:
    people = spoilt.registered
    too_many = (people["urgent_care_attendances"] - people["attendances_sent_12m"]).clip(lower=0)

    assert too_many.sum() <= 0.005 * people["attendances_sent_12m"].sum()


@pytest.mark.parametrize("condition", [item.condition for item in PREVALENCES])
def test_conditions_are_unbiased_by_the_mistakes_planted(spoilt: Recovered, condition: str) -> None:
    people = spoilt.registered

    wrong = people[condition + TRUTH].notna() != people[condition + FOUND].notna()

    assert wrong.mean() <= 0.0005


def test_what_was_blanked_is_unknown_and_everything_else_is_right(spoilt: Recovered) -> None:
    people = spoilt.registered
    kinds = spoilt.errors[spoilt.errors["dataset"] == "person"].groupby("kind")["key"].agg(set)
    ours = set(people["gp_local_id"])

    assert (people["sex" + FOUND] == "unknown").sum() == len(kinds["sex not known"] & ours)
    known = people[people["sex" + FOUND] != "unknown"]
    assert (known["sex" + TRUTH] == known["sex" + FOUND]).all()


def test_an_ethnic_category_the_register_lacks_is_taken_from_where_else_it_is_known(
    spoilt: Recovered,
) -> None:
    people = spoilt.registered.set_index("gp_local_id")
    kinds = spoilt.errors[spoilt.errors["dataset"] == "person"].groupby("kind")["key"].agg(set)
    blanked = kinds["ethnic category not known"] | kinds["ethnic category not stated"]
    lacking = people[people.index.isin(blanked)]
    group, where = lacking["ethnic_group"], lacking["ethnic_category_from"].fillna("")

    silent = group.isin(["unknown", "not_stated"])
    assert silent.any() and not silent.all()
    assert not where[~silent].str.startswith("person/").any()
    others = people[~people.index.isin(blanked)]
    assert others["ethnic_category_from"].str.startswith("person/").all()
    assert (others["ethnic_category" + TRUTH] == others["ethnic_category" + FOUND]).all()


def test_hospitals_that_send_nothing_are_named_and_their_care_is_missing(
    spoilt: Recovered,
) -> None:
    people = spoilt.registered

    assert len(spoilt.release.manifest.details["missing_feeds"]) == 5
    assert people["attendances_12m"].sum() > people["attendances_sent_12m"].sum()
