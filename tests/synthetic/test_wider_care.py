"""Wider care agrees with the rest of the record: nobody has a feed's care without its reason."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from wholeplace.sources.synthetic import Synthesis, targets

HERE = duckdb.connect()
CONDITIONS_FOR = {
    "0601022B0AAABAB": ("diabetes",),
    "0208020Z0AAABAB": ("atrial_fibrillation",),
    "0202020L0AABDBD": ("heart_failure",),
    "0301011R0AAAPAP": ("asthma", "copd"),
}


def ask(question: str, **tables: str | Path) -> list[tuple]:
    """Rows that answer a question about files, each written as ``{name}``."""
    return HERE.sql(question.format(**{n: f"'{path}'" for n, path in tables.items()})).fetchall()


def every(made: Synthesis, dataset: str) -> str:
    return str(made.extracts / "*" / f"{dataset}.parquet")


def truth(made: Synthesis) -> Path:
    return made.truth / "person.parquet"


def test_influenza_doses_are_those_of_the_gp_record(clean: Synthesis) -> None:
    rows = ask(
        "select count(*), count(*) filter (where code is null) from"
        " (select local_id, given_date from {given} where procedure = 86198006"
        " and status = 'GIVEN') left join (select distinct local_id, event_date, code from {events}"
        " where code = 86198006) using (local_id) where given_date = event_date or code is null",
        given=every(clean, "vaccination"),
        events=every(clean, "gp_event"),
    )
    sent = ask(
        "select count(*) from {given} where procedure = 86198006 and status = 'GIVEN'",
        given=every(clean, "vaccination"),
    )

    assert rows == [(sent[0][0], 0)]
    assert sent[0][0] > 0


@pytest.mark.parametrize(("bnf", "conditions"), CONDITIONS_FOR.items())
def test_a_medicine_is_given_only_for_what_it_is_for(
    clean: Synthesis, bnf: str, conditions: tuple[str, ...]
) -> None:
    without = " and ".join(f"{name} is null" for name in conditions)
    rows = ask(
        f"select count(*), count(*) filter (where {without}) from {{items}} i"
        f" join {{people}} p on p.gp_local_id = i.local_id where bnf_code = '{bnf}'",
        items=every(clean, "prescription"),
        people=truth(clean),
    )

    assert rows[0][0] > 0
    assert rows[0][1] == 0


def test_people_taken_to_a_department_attended_it_that_day(clean: Synthesis) -> None:
    """Only hospitals whose feed arrives can be asked; the ambulance service knows the others."""
    rows = ask(
        "select count(*), count(a.nhs_number) from {incidents} i left join (select distinct"
        " nhs_number, provider_code, arrival_date from {visits}) a on a.nhs_number = i.nhs_number"
        " and a.arrival_date = i.incident_date and a.provider_code = i.destination"
        " where i.destination in (select distinct provider_code from {visits})",
        incidents=every(clean, "ambulance_incident"),
        visits=every(clean, "emergency_attendance"),
    )

    assert rows[0][0] > 0
    assert rows[0][0] == rows[0][1]


def test_deliveries_are_among_the_maternity_stays_and_follow_their_booking(
    clean: Synthesis,
) -> None:
    rows = ask(
        "select count(*), count(s.nhs_number), count(*) filter (where b.booking_date >="
        " d.delivery_date) from {deliveries} d left join {stays} s on s.nhs_number = d.nhs_number"
        " and s.admission_method in ('31', '32') and s.provider_code = d.provider_code"
        " and d.delivery_date - s.admission_date between 0 and 1"
        " left join {bookings} b using (pregnancy_id)",
        deliveries=every(clean, "maternity_delivery"),
        stays=every(clean, "hospital_spell"),
        bookings=every(clean, "maternity_booking"),
    )

    assert rows[0][0] > 0
    assert rows[0][:2] == (rows[0][0], rows[0][0])
    assert rows[0][2] == 0


def test_cancers_are_registered_on_the_day_the_gp_record_has(clean: Synthesis) -> None:
    rows = ask(
        "select count(*), count(*) filter (where p.cancer = c.diagnosis_date) from {cancers} c"
        " join {people} p using (nhs_number)",
        cancers=every(clean, "cancer_registration"),
        people=truth(clean),
    )

    assert rows[0][0] > 0
    assert rows[0][0] == rows[0][1]


def test_long_waits_at_each_hospital_are_those_published(clean: Synthesis) -> None:
    size = clean.people / targets.REGISTERED
    found = dict(
        ask(
            "select right(provider_code, 3), count(*) from {waits} where clock_stop_date is null"
            " and list_type != 'DIAG' and date '2026-03-31' - clock_start_date > 126 group by 1",
            waits=every(clean, "waiting_list_entry"),
        )
    )

    for code, (over_18, _) in targets.WAITING.items():
        # Infants have waited no longer than they have lived.
        assert abs(found[code] - over_18 * size) <= 0.01 * over_18 * size + 3


def test_what_is_booked_is_still_to_come_and_what_is_past_has_an_answer(clean: Synthesis) -> None:
    rows = ask(
        "select count(*) filter (where (attended = '0') != (appointment_date > '2026-03-31')),"
        " count(*) filter (where referral_date > '2026-03-31'), count(*) from {clinics}",
        clinics=every(clean, "outpatient_appointment"),
    )

    assert rows[0][:2] == (0, 0)
    assert rows[0][2] > 0


def test_missed_appointments_rise_with_deprivation(clean: Synthesis) -> None:
    """The planted gradient, seen over all people at once."""
    missed = ask(
        "select imd19_fifth <= 2, sum(outpatients_missed_12m) / sum(outpatients_missed_12m +"
        " outpatients_seen_12m) from {people} where imd19_fifth is not null group by 1 order by 1",
        people=truth(clean),
    )

    assert missed[1][1] > missed[0][1]
