"""What landing promises: repeatable, append-only, separated, private, and one at a time."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from tests.sources.site import BY_NAME
from wholeplace.core.errors import InputFileError
from wholeplace.sources import placing
from wholeplace.sources.batches import LandingError, all_batches, landing_lock
from wholeplace.sources.landing import land_file
from wholeplace.sources.superseding import known

EVENTS = "local_id,event_date,code,value,unit\n"
PEOPLE = "local_id,nhs_number,family_name,given_name,birth_date,sex,postcode\n"
SECRETS = ["P-77", "9434765919", "Featherstonehaugh", "Cassiopeia", "CB1 1ZZ"]
PERSON_ROW = "P-77,9434765919,Featherstonehaugh,Cassiopeia,1980-01-01,2,CB1 1ZZ\n"


def event(local_id="a", day="2024-03-01"):
    return EVENTS + f"{local_id},{day},44054006,,\n"


def test_landing_the_same_file_again_changes_nothing(site):
    site.land("gp_event", event())
    before = site.snapshot()
    assert site.land("gp_event", event()).already
    assert site.snapshot() == before


def test_the_batch_is_found_by_content_source_and_period(site):
    first = site.land("gp_event", event())
    for says in ({"period": "2026-04"}, {"source": "cuh"}):
        other = site.land("gp_event", event(), **says)
        assert other.batch.batch_id != first.batch.batch_id
    assert [batch.sequence for batch in all_batches(site.store.data_folder)] == [1, 2, 3]


def test_a_later_full_submission_supersedes_and_an_increment_adds(site):
    received = [date(2026, month, 10) for month in (1, 2, 3, 4)]
    kinds = ["full", "increment", "full", "increment"]
    batches = [
        site.land("gp_event", event(str(n)), received=day, kind=kind).batch
        for n, (day, kind) in enumerate(zip(received, kinds, strict=True))
    ]
    first, second, third, fourth = (batch.batch_id for batch in batches)
    assert batches[2].supersedes == (first, second)

    def readable(day):
        return [b.batch_id for b in known(all_batches(site.store.data_folder), day)]

    assert readable(date(2026, 1, 9)) == []
    assert readable(date(2026, 2, 28)) == [first, second]
    assert readable(date(2026, 3, 10)) == [third]
    assert readable(date(2026, 12, 31)) == [third, fourth]


def test_an_older_full_submission_landed_late_does_not_supersede(site):
    new = site.land("gp_event", event("new"), received=date(2026, 3, 1)).batch
    old = site.land("gp_event", event("old"), received=date(2026, 2, 1)).batch
    assert old.supersedes == ()
    assert [b.batch_id for b in known(all_batches(site.store.data_folder), date.max)] == [
        new.batch_id
    ]


def test_sources_do_not_supersede_each_other_nor_share_record_ids(site):
    gp, cuh = (site.land("gp_event", event(), source=source) for source in ("gp", "cuh"))
    assert len(known(all_batches(site.store.data_folder), date.max)) == 2
    assert site.rows(gp)[0]["record_id"] != site.rows(cuh)[0]["record_id"]


def test_two_people_with_one_record_id_are_not_landed(site, monkeypatch):
    monkeypatch.setattr(placing, "record_ids", lambda key, source, ids: [7] * len(ids))
    two = PEOPLE + PERSON_ROW + "P-78,,,,1981-01-01,1,\n"
    with pytest.raises(LandingError, match="same record id, so nothing was landed"):
        site.land("person", two)
    assert all_batches(site.store.data_folder) == []


def test_the_same_person_has_the_same_record_id_in_every_dataset_of_a_source(site):
    person = site.land("person", PEOPLE + PERSON_ROW)
    events = site.land("gp_event", event("P-77"))
    assert site.rows(person)[0]["record_id"] == site.rows(events)[0]["record_id"]


def test_a_file_is_read_by_what_its_contract_says_now(site):
    contract = BY_NAME["gp_event"]
    columns = [
        replace(column, maximum=5.0) if column.name == "value" else column
        for column in contract.columns
    ]
    stricter = replace(contract, columns=tuple(columns))
    file = site.file(EVENTS + "a,2026-01-01,44054006,7,\nb,2026-01-01,44054006,3,\n")
    landed = [
        land_file(one, file, replace(site.submission, source=source), site.store).batch.counts
        for one, source in ((contract, "one"), (stricter, "two"), (contract, "three"))
    ]
    assert [(counts.loaded, counts.rejected) for counts in landed] == [(2, 0), (1, 1), (2, 0)]


def test_dates_are_held_against_the_day_the_same_columns_were_received(site):
    for source, day, loaded in (("one", 10, 2), ("two", 2, 1), ("three", 10, 2)):
        body = "a,2026-04-01,44054006,,\nb,2026-04-09,44054006,,\n"
        batch = site.land(
            "gp_event", EVENTS + body, source=source, received=date(2026, 4, day)
        ).batch
        assert batch.counts.loaded == loaded


def test_rows_are_sorted_by_record_id_and_then_the_main_date(site):
    body = "".join(f"p{n % 7},20{10 + n % 13}-01-01,{44054006 + n % 3},,\n" for n in range(200))
    rows = site.rows(site.land("gp_event", EVENTS + body))
    keys = [(row["record_id"], row["event_date"], row["code"]) for row in rows]
    assert keys == sorted(keys)


def test_identifying_values_stay_in_the_vault(site, capsys):
    said = []
    bad_row = "P-77b,9434765918,Featherstonehaugh,Cassiopeia,1980-02-30,2,CB1 1ZZ\n"
    report = site.land("person", PEOPLE + PERSON_ROW + bad_row, store={"say": said.append})
    outside = {name: content for name, content in site.snapshot().items() if name[:6] == "record"}
    assert len(outside) == 3
    words = (
        b"".join(outside.values()) + " ".join([*said, repr(report), *capsys.readouterr()]).encode()
    )
    assert not [secret for secret in SECRETS if secret.encode() in words]
    vault = site.identifiers(report)[0]
    assert [
        str(vault[c]) for c in ("local_id", "nhs_number", "family_name", "given_name", "postcode")
    ] == SECRETS


def test_dates_of_birth_and_sex_are_kept_in_both_for_linkage(site):
    report = site.land("person", PEOPLE + PERSON_ROW)
    for rows in (site.rows(report), site.identifiers(report)):
        assert [(row["birth_date"], row["sex"]) for row in rows] == [(date(1980, 1, 1), "2")]


def test_only_the_owner_can_read_the_vault_and_the_record(site):
    site.land("person", PEOPLE + PERSON_ROW + "b,x,,,1980-01-01,5,\nc,x,,,,,\n")
    data = site.store.data_folder
    assert [(data / zone).stat().st_mode & 0o777 for zone in ("vault", "record")] == [0o700] * 2
    files = [path for path in data.rglob("*.*") if path.is_file() and path.name[0] != "."]
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}


def test_two_landings_never_run_at_once(site):
    with landing_lock(site.store.data_folder), pytest.raises(LandingError, match="is running"):
        site.land("gp_event", event())
    assert site.land("gp_event", event()).batch.counts.loaded == 1


def test_quality_facts_are_written_beside_the_manifest(site):
    body = "a,2024-03-01,44054006,1,\nb,2023-03-01,44054006,,\nc,2024-02-30,44054006,,\n"
    site.land("gp_event", EVENTS + body)
    [text] = [c for name, c in site.snapshot().items() if name.endswith("quality.json")]
    fields = {field["field"]: field for field in json.loads(text)}
    assert (fields["event_date"]["earliest"], fields["event_date"]["latest"]) == (
        "2023-03-01",
        "2024-03-01",
    )
    assert [(f["rows"], f["missing"], f["invalid"]) for f in fields.values()] == [
        (3, 0, 0),
        (3, 0, 1),
        (3, 0, 0),
        (3, 2, 0),
        (3, 3, 0),
    ]


class TestPseudonymisedAtSource:
    """An installation that may hold no clear identity."""

    STORE = {"pseudonymised": True, "synthetic": False}  # noqa: RUF012

    def test_tokens_land_as_they_are(self, site):
        report = site.land("person", "local_id,nhs_number,sex\na,tok-5f21,1\n", store=self.STORE)
        assert site.identifiers(report)[0]["nhs_number"] == "tok-5f21"
        assert report.warnings is None

    @pytest.mark.parametrize(
        ("content", "column"),
        [
            ("local_id,nhs_number,sex\na,tok,1\nb,943 476 5919,1\n", "nhs_number"),
            ("local_id,nhs_number,family_name\na,tok,\nb,tok,Low\n", "family_name"),
            ("local_id,nhs_number,postcode\na,tok,\nb,tok,CB1 1AA\n", "postcode"),
        ],
    )
    def test_a_clear_identity_stops_the_file_and_is_not_repeated(self, site, content, column):
        with pytest.raises(InputFileError, match=f"row 2, column {column}") as caught:
            site.land("person", content, store=self.STORE)
        assert not [secret for secret in ("943", "Low", "CB1") if secret in str(caught.value)]
        assert site.snapshot() == {}


class TestRestrictedCodes:
    """Codes that law or local agreement keeps out."""

    @pytest.fixture
    def listed(self, site):
        return {
            "restricted_codes": site.file(
                "code,from_date\n44054006,2020-01-01\nZ313,2020-01-01\n38341003,2030-01-01\n",
                "restricted.csv",
            )
        }

    def test_events_are_dropped_counted_and_not_listed(self, site, listed):
        report = site.land(
            "gp_event", event() + "b,2024-03-01,38341003,,\nc,x,44054006,,\n", store=listed
        )
        counts = report.batch.counts
        assert (counts.read, counts.loaded, counts.rejected, counts.restricted) == (3, 1, 2, 1)
        assert site.rejects(report) == [(3, "event_date", "x")]
        assert [row["local_id"] for row in site.identifiers(report)] == ["b"]

    def test_diagnoses_are_taken_out_of_a_spell_that_stays(self, site, listed):
        header = (
            "spell_id,local_id,provider_code,admission_date,primary_diagnosis,secondary_diagnoses\n"
        )
        body = "1,a,RGT,2024-01-01,Z313,I10X;Z313;E119\n2,b,RGT,2024-01-01,I10X,Z313\n"
        report = site.land("hospital_spell", header + body, store=listed)
        rows = {row["spell_id"]: row for row in site.rows(report)}
        assert rows["1"]["primary_diagnosis"] is None
        assert rows["1"]["secondary_diagnoses"] == "I10X;E119"
        assert rows["2"]["secondary_diagnoses"] is None
        assert any("3 restricted codes" in note for note in report.batch.notes)

    def test_without_a_readable_list_nothing_lands(self, site):
        store = {"restricted_codes": site.file("kode\n1\n", "restricted.csv")}
        with pytest.raises(InputFileError, match="list of restricted codes"):
            site.land("gp_event", event(), store=store)


@pytest.mark.parametrize("name", sorted(BY_NAME))
def test_every_contract_says_what_it_is_for_and_who_is_missing(name):
    dataset = BY_NAME[name]
    assert dataset.title and dataset.source and dataset.standard
    assert dataset.purpose and dataset.legal_basis and dataset.not_covered
    assert all(column.description for column in dataset.columns)
