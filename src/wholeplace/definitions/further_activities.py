"""Use of services beyond the practice and the stay in hospital: what counts, dataset by dataset."""

from __future__ import annotations

import datetime as dt

import ibis
import ibis.expr.types as ir

from wholeplace.record.activity import Row
from wholeplace.record.attributes import activity

DICTIONARY = "NHS Data Model and Dictionary"
BNF = "NHS Business Services Authority, BNF codes"
RTT = "NHS England, consultant-led referral to treatment waiting times"
MSDS = "Maternity Services Data Set version 2.0"
NDRS = "National Disease Registration Service"

SEEN, MISSED = ("5", "6"), ("3", "7")
TREATMENT_LISTS = ("ORTT", "IRTT")
# Chemical substances of BNF 2.12 that are statins, simvastatin with ezetimibe among them.
STATINS = ("0212000AA", "0212000AC", "0212000B0", "0212000M0", "0212000X0", "0212000Y0")
COVID = (1324681000000101, 1324691000000104, 1362591000000103)
PNEUMOCOCCAL = (12866006,)
EIGHTEEN_WEEKS = 126
TEN_WEEKS = 70
EVER, LONGEST_WAIT = 1_200, 120  # months


def is_waiting(row: Row) -> ir.BooleanValue:
    """Whether a referral to treatment clock runs on the date of the run."""
    today = ibis.literal(row.as_at)
    runs = row.clock_stop_date.isnull() | (row.clock_stop_date > today)
    return runs & row.list_type.isin(TREATMENT_LISTS)


@activity(
    title="Outpatient appointments attended",
    dataset="outpatient_appointment",
    date="appointment_date",
    source=f"{DICTIONARY}, attended or did not attend code 5 and 6",
)
def outpatient_attendances(row: Row) -> ir.BooleanValue:
    """Appointments at which the person was seen, in person or by telephone or video."""
    return row.attended.isin(SEEN)


@activity(
    title="Outpatient appointments missed",
    dataset="outpatient_appointment",
    date="appointment_date",
    source=f"{DICTIONARY}, attended or did not attend code 3 and 7",
)
def outpatient_missed(row: Row) -> ir.BooleanValue:
    """Appointments not attended without warning, or reached too late to be seen."""
    return row.attended.isin(MISSED)


@activity(
    title="Pathways waiting for treatment",
    dataset="waiting_list_entry",
    date="clock_start_date",
    source=RTT,
    months=LONGEST_WAIT,
)
def treatment_waits(row: Row) -> ir.BooleanValue:
    """Referral to treatment clocks that run on the date of the run; tests are not among them."""
    return is_waiting(row)


@activity(
    title="Pathways waiting more than 18 weeks for treatment",
    dataset="waiting_list_entry",
    date="clock_start_date",
    source=RTT,
    months=LONGEST_WAIT,
)
def treatment_waits_over_18_weeks(row: Row) -> ir.BooleanValue:
    """Clocks that have run for more than 126 days on the date of the run."""
    latest = row.as_at - dt.timedelta(days=EIGHTEEN_WEEKS)
    return is_waiting(row) & (row.clock_start_date < ibis.literal(latest))


@activity(
    title="Calls to NHS 111",
    dataset="nhs111_call",
    date="call_date",
    source="Integrated Urgent Care Aggregate Data Collection",
)
def nhs111_calls(row: Row) -> ir.BooleanValue:
    """Calls that were answered."""
    return row.abandoned.fill_null("N") == "N"


@activity(
    title="Ambulance incidents",
    dataset="ambulance_incident",
    date="incident_date",
    source="NHS England, Ambulance Quality Indicators",
)
def ambulance_incidents(row: Row) -> ir.BooleanValue:
    """Incidents closed by telephone, on scene or by taking the person somewhere."""
    return row.outcome.notnull()


@activity(
    title="Prescriptions of a statin in six months",
    dataset="prescription",
    date="issued_date",
    source=f"{BNF}, statins of paragraph 2.12",
    months=6,
)
def statin_items(row: Row) -> ir.BooleanValue:
    """Items of a statin in the six months that end on the date of the run."""
    return row.bnf_code.substr(0, 9).isin(STATINS)


@activity(
    title="COVID-19 vaccinations",
    dataset="vaccination",
    date="given_date",
    source="SNOMED CT UK Edition, COVID-19 vaccination procedures",
)
def covid_vaccinations(row: Row) -> ir.BooleanValue:
    """Doses given in the last 12 months."""
    return row.procedure.isin(COVID) & (row.status == "GIVEN")


@activity(
    title="Pneumococcal vaccinations ever",
    dataset="vaccination",
    date="given_date",
    source="SNOMED CT, administration of pneumococcal vaccine",
    months=EVER,
)
def pneumococcal_vaccinations(row: Row) -> ir.BooleanValue:
    """Doses on the record, however long ago."""
    return row.procedure.isin(PNEUMOCOCCAL) & (row.status == "GIVEN")


@activity(
    title="Maternity bookings",
    dataset="maternity_booking",
    date="booking_date",
    source=f"{MSDS}, table MSD101",
)
def maternity_bookings(row: Row) -> ir.BooleanValue:
    """Booking appointments whose week of pregnancy is known."""
    return row.gestation_days.notnull()


@activity(
    title="Maternity bookings within ten weeks",
    dataset="maternity_booking",
    date="booking_date",
    source=f"{MSDS}; National Institute for Health and Care Excellence, NG201",
)
def early_maternity_bookings(row: Row) -> ir.BooleanValue:
    """Booking appointments at 70 days of pregnancy or earlier."""
    return row.gestation_days <= TEN_WEEKS


@activity(
    title="Bookings with a continuity of carer pathway known",
    dataset="maternity_booking",
    date="booking_date",
    source=MSDS,
)
def continuity_known(row: Row) -> ir.BooleanValue:
    """Bookings for which it is said whether the pathway is one of continuity of carer."""
    return row.continuity_pathway.isin(("Y", "N"))


@activity(
    title="Bookings onto a continuity of carer pathway",
    dataset="maternity_booking",
    date="booking_date",
    source=MSDS,
)
def continuity_pathways(row: Row) -> ir.BooleanValue:
    """Bookings onto a pathway of continuity of carer."""
    return row.continuity_pathway == "Y"


@activity(
    title="Deliveries with smoking status known",
    dataset="maternity_delivery",
    date="delivery_date",
    source=f"{MSDS}, smoking at delivery",
)
def deliveries_with_smoking_known(row: Row) -> ir.BooleanValue:
    """Deliveries for which it is known whether the mother smoked."""
    return row.smoking.isin(("CURRENT", "EX", "NEVER"))


@activity(
    title="Deliveries of mothers who smoked",
    dataset="maternity_delivery",
    date="delivery_date",
    source=f"{MSDS}, smoking at delivery",
)
def deliveries_smoking(row: Row) -> ir.BooleanValue:
    """Deliveries of mothers who smoked at the time."""
    return row.smoking == "CURRENT"


@activity(
    title="Cancers diagnosed in two years whose stage is known",
    dataset="cancer_registration",
    date="diagnosis_date",
    source=f"{NDRS}, stage at diagnosis",
    months=24,
)
def staged_cancers(row: Row) -> ir.BooleanValue:
    """Malignant tumours registered with stage 1 to 4; skin cancer other than melanoma left out."""
    malignant = row.site.startswith("C") & ~row.site.startswith("C44")
    return malignant & row.stage.substr(0, 1).isin(("1", "2", "3", "4"))


@activity(
    title="Cancers diagnosed in two years at stage 1 or 2",
    dataset="cancer_registration",
    date="diagnosis_date",
    source=f"{NDRS}, stage at diagnosis",
    months=24,
)
def early_cancers(row: Row) -> ir.BooleanValue:
    """Malignant tumours registered with stage 1 or 2."""
    malignant = row.site.startswith("C") & ~row.site.startswith("C44")
    return malignant & row.stage.substr(0, 1).isin(("1", "2"))
