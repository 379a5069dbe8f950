"""Measures of diabetes care: the care processes and treatment targets, and who is at risk of it."""

from __future__ import annotations

from dataclasses import dataclass

from wholeplace.definitions.measures.plans import LTP, asked, ids, share
from wholeplace.definitions.measures.who_is_missing import NOT_CODED, NOT_RECORDED
from wholeplace.measures.measure import Measure, Terms, count, measure
from wholeplace.measures.targets import ExternalId
from wholeplace.record.person import Person

AUDIT = "National Diabetes Audit, care processes of NICE NG28 and NG17"
DENOMINATOR = "Registered people aged 17 or over with diabetes."
PROCESS_IDS = (ExternalId("National Diabetes Audit", "care process", "counts people of all ages"),)
TARGETS = "National Diabetes Audit, treatment targets; QOF 2024/25"


@dataclass(frozen=True)
class Process:
    """One care process: its attribute, how it is titled and said, and why it is done."""

    attribute: str
    name: str
    title: str
    says: str
    rationale: str
    months: int = 12


PROCESSES = (
    Process(
        "blood_pressure_measured",
        "diabetes_blood_pressure_measured",
        "Diabetes: blood pressure measured in the last year",
        "had their blood pressure measured in the last year",
        "With diabetes, high blood pressure does twice the harm to heart, eyes and kidneys.",
    ),
    Process(
        "cholesterol_in_last_year",
        "diabetes_cholesterol_measured",
        "Diabetes: cholesterol measured in the last year",
        "had their cholesterol measured in the last year",
        "Heart disease is what most people with diabetes die of, and cholesterol drives it.",
    ),
    Process(
        "kidney_function_in_last_year",
        "diabetes_kidney_function_measured",
        "Diabetes: kidney function measured in the last year",
        "had their kidney function measured in the last year",
        "Diabetes is the commonest cause of kidney failure, which shows in blood before it is "
        "felt.",
    ),
    Process(
        "urine_albumin_in_last_year",
        "diabetes_urine_albumin_measured",
        "Diabetes: urine albumin measured in the last year",
        "had their urine albumin measured in the last year",
        "Albumin in urine is the first sign of kidney damage and the process most often left out.",
    ),
    Process(
        "weight_in_last_year",
        "diabetes_weight_measured",
        "Diabetes: weight measured in the last year",
        "were weighed in the last year",
        "Losing weight can put type 2 diabetes into remission, which the plan aims at.",
    ),
    Process(
        "smoking_in_last_year",
        "diabetes_smoking_asked",
        "Diabetes: asked about smoking in the last year",
        "were asked about smoking in the last year",
        "Smoking with diabetes multiplies the risk of heart attack and amputation.",
    ),
    Process(
        "eyes_screened",
        "diabetes_eyes_screened",
        "Diabetes: eyes screened in two years",
        "had their eyes screened in the last two years",
        "Eye disease of diabetes can be treated before sight is lost, if it is looked for.",
        24,
    ),
)


def process_measure(process: Process) -> Measure:
    """The share of people with diabetes who had one care process."""

    def rule(person: Person) -> Terms:
        done = getattr(person, process.attribute)
        return count(done, among=person.registered & person.diabetes)

    return Measure(
        name=process.name,
        title=process.title,
        source=AUDIT if process.months == 12 else "NHS Diabetic Eye Screening Programme",
        rule=rule,
        statistic="proportion",
        doc=f"The share of people with diabetes who {process.says}.",
        rationale=process.rationale,
        group="prevention",
        better="higher",
        says=process.says,
        among="people with diabetes",
        numerator=f"Those with it on the record in the last {process.months} months.",
        denominator=DENOMINATOR,
        exclusions="People under 17.",
        ids=PROCESS_IDS if process.months == 12 else (),
        not_in_it=NOT_CODED,
    )


MEASURES = [process_measure(process) for process in PROCESSES]


@measure(
    title="Diabetes: all eight care processes in the last year",
    source=AUDIT,
    group="prevention",
    statistic="proportion",
    better="higher",
    says="had all eight care processes in the last year",
    among="people with diabetes",
    rationale="Each process finds a different harm; people who have all eight live longer than "
    "people who have some. The plans ask who is missing what.",
    numerator="Those with HbA1c, blood pressure, cholesterol, kidney function, urine albumin, "
    "feet, weight and smoking all on the record in the last 12 months.",
    denominator=DENOMINATOR,
    exclusions="People under 17; eye screening, the ninth process.",
    targets=(asked("better care by finding unmet needs", LTP),),
    ids=ids("National Diabetes Audit", "eight care processes", differs="counts all ages"),
    not_in_it=NOT_CODED,
)
def diabetes_eight_processes(person: Person) -> Terms:
    """People with diabetes who had all eight care processes in 12 months."""
    done = person.diabetes_processes_done == 8
    return count(done, among=person.registered & person.diabetes)


@measure(
    title="Diabetes: blood pressure at or below 140/90",
    source="QOF 2024/25, diabetes indicator DM033; NICE NG136",
    group="prevention",
    statistic="proportion",
    better="higher",
    says="have blood pressure at or below 140/90",
    among="people with diabetes",
    rationale="One of the three treatment targets: strokes and kidney failure in diabetes fall "
    "with blood pressure.",
    numerator="Those whose latest reading of the last 12 months is at most 140/90 mmHg.",
    denominator=f"{DENOMINATOR.removesuffix('.')}, those not measured included.",
    exclusions="People under 17. The framework also leaves out people with moderate or severe "
    "frailty, who are counted here.",
    ids=ids("QOF", "DM033", differs="leaves out people with moderate or severe frailty"),
    not_in_it=NOT_CODED,
)
def diabetes_blood_pressure_at_target(person: Person) -> Terms:
    """People with diabetes whose last blood pressure was at or below 140/90."""
    low = person.blood_pressure_up_to_140_90
    return count(low, among=person.registered & person.diabetes)


@measure(
    title="Diabetes: all three treatment targets met",
    source=TARGETS,
    group="prevention",
    statistic="proportion",
    better="higher",
    says="meet all three treatment targets",
    among="people with diabetes",
    rationale="Blood sugar, blood pressure and a statin together prevent most of the harm of "
    "diabetes. In 2019 35 in 100 met all three; the plan wants more than half.",
    numerator="Those with HbA1c of at most 58 mmol/mol and blood pressure of at most 140/90 in the "
    "last 12 months, and an item of a statin in six months if aged 40 or over or with "
    "cardiovascular disease.",
    denominator=f"{DENOMINATOR.removesuffix('.')}, those not measured included.",
    exclusions="People under 17. Nobody is asked to take a statin who is under 40 and has no "
    "cardiovascular disease.",
    targets=(share(0.5, LTP),),
    ids=ids(
        "National Diabetes Audit", "three treatment targets", differs="counts all ages by type"
    ),
    not_in_it=f"Statins from hospital or bought; other medicines that lower lipids. {NOT_CODED}",
)
def diabetes_three_targets(person: Person) -> Terms:
    """People with diabetes who meet the targets of sugar and pressure and take a statin if due."""
    due = (person.age >= 40) | person.cardiovascular_disease
    statin = ~due | (person.statin_items > 0)
    met = person.hba1c_at_target & person.blood_pressure_up_to_140_90 & statin
    return count(met, among=person.registered & person.diabetes)


@measure(
    title="Non-diabetic hyperglycaemia",
    source="QOF 2024/25, NDH register; NHS Diabetes Prevention Programme",
    group="conditions",
    statistic="proportion",
    says="have raised blood sugar short of diabetes",
    among="people aged 18 or over",
    rationale="One in twelve of these people will have diabetes within a year, and half of that "
    "can be prevented.",
    numerator="People aged 18 or over recorded with it and without diabetes now.",
    denominator="People aged 18 or over registered with a practice of the system.",
    exclusions="People under 18; people with diabetes.",
    ids=ids("CVDPREVENT", "CVDP001NDH"),
    not_in_it=f"People whose blood sugar nobody has measured. {NOT_RECORDED}",
)
def non_diabetic_hyperglycaemia_prevalence(person: Person) -> Terms:
    """The share of adults with raised blood sugar short of diabetes."""
    adults = person.registered & (person.age >= 18)
    return count(person.non_diabetic_hyperglycaemia, among=adults)


@measure(
    title="Raised blood sugar: HbA1c measured in the last year",
    source="QOF 2024/25, indicator NDH002",
    group="prevention",
    statistic="proportion",
    better="higher",
    says="had their HbA1c measured in the last year",
    among="adults with raised blood sugar short of diabetes",
    rationale="A yearly test finds diabetes when it begins, before it has done harm.",
    numerator="Those with an HbA1c in the last 12 months.",
    denominator="Registered people aged 18 or over recorded with it and without diabetes now.",
    exclusions="People under 18; people with diabetes.",
    ids=ids("QOF", "NDH002"),
    not_in_it=NOT_CODED,
)
def non_diabetic_hyperglycaemia_checked(person: Person) -> Terms:
    """Adults with raised blood sugar short of diabetes whose HbA1c was measured in 12 months."""
    raised = person.registered & (person.age >= 18) & person.non_diabetic_hyperglycaemia
    return count(person.hba1c_in_last_year, among=raised)
