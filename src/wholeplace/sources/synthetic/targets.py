"""The published figures the synthetic population is drawn to, each with its source and basis.

Sources, all about Cambridgeshire and Peterborough: JFP = Integrated Care System Joint Forward Plan
(draft, 2023); JHWS = Joint Health and Wellbeing Strategy (draft, 2020); LTP = Long Term Plan
(draft, 2019); QOF = Quality and Outcomes Framework 2020/21; Census 2021 and mid-2020 population
estimates, Office for National Statistics; RTT = Consultant-led Referral to Treatment Waiting
Times, NHS England. Where they conflict, the local plans win.
"""

from __future__ import annotations

REGISTERED = 1_031_469  # JFP, registered people
NORTH, SOUTH = 586_049, 445_420  # JFP, registered people by place
CORE20_NORTH, CORE20_SOUTH = 107_000, 5_000  # JFP, in the most deprived national fifth, IMD 2019
RESIDENTS = 914_718  # Census 2021 usual residents, six districts and Royston
AGED_65_AND_OVER = 0.184  # JFP
ASIAN = 0.059  # JFP
ANY_CHRONIC = {"north": 0.30, "south": 0.24}  # JFP; 27 % in the system
ANY_CHRONIC_AT_85 = 0.87  # JFP
FIVE_OR_MORE_AT_85 = 0.31  # JFP
HEART_DISEASE_IN_HYPERTENSION = 0.27  # JFP
DIABETES_IN_HYPERTENSION = 0.29  # JFP
ADMISSIONS_A_YEAR = 185_000  # LTP
ATTENDANCES_A_YEAR = 300_000  # LTP
WITHIN_FOUR_HOURS = 0.86  # LTP, emergency departments of the two main hospitals
SUSPECTED_CANCER_REFERRALS = 23_000  # LTP, a year, North West Anglia Foundation Trust
# People waiting over 18 and over 52 weeks by provider, February 2025 (NHS England, RTT).
WAITING = {"RGN": (45_912, 4_593), "RGT": (37_210, 3_921), "RGM": (4_523, 129)}
# People aged 65 and over newly in care homes that a council pays for, per 100,000 a year: twice the
# 196 of the half-year to September 2018 (Better Care Fund report, Cambridgeshire).
CARE_HOME_ADMISSIONS = 392.0
# Delayed days of 2018/19 (Better Care Fund report, Cambridgeshire), and people delayed at one time
# after the year's fall from over 200 (LTP).
DELAYED_DAYS = 38_390
DELAYED_AT_ONCE = (75, 200)
LIFE_EXPECTANCY_GAP = 10.0  # JFP, years, most to least deprived
ROYSTON = "royston"

# Mid-2020 estimates by five-year age band from 0-4 to 90+ (ONS). Royston is read as South
# Cambridgeshire, its neighbour.
# fmt: off
AGES: dict[str, tuple[int, ...]] = {
    "peterborough": (14977, 16497, 14056, 10738, 9923, 12857, 15695, 15739, 13705, 13164,
        13079, 11856, 9847, 8609, 8044, 5452, 4159, 2695, 1534),
    "cambridge": (6886, 7146, 6866, 9318, 20143, 12465, 7314, 6555, 6774, 6585,
        6870, 6359, 5134, 4549, 4036, 2980, 2300, 1630, 1153),
    "east cambridgeshire": (4755, 5808, 5900, 4714, 3844, 4378, 5068, 5983, 6130, 6595,
        6698, 6296, 5347, 4902, 5139, 3594, 2498, 1568, 955),
    "fenland": (5592, 6162, 5471, 4957, 5068, 5914, 6381, 6008, 5393, 6321,
        7232, 7391, 6433, 6280, 6440, 4531, 3181, 2027, 1298),
    "huntingdonshire": (9963, 10860, 10285, 9105, 8178, 9899, 11637, 11544, 11230, 12370,
        13498, 13029, 10911, 9620, 10307, 7225, 4822, 2790, 1712),
    "south cambridgeshire": (8911, 10589, 10766, 8987, 6319, 7329, 9234, 10611, 11724, 12243,
        11943, 11215, 9248, 8109, 8620, 6154, 4401, 2772, 1729),
}
# fmt: on
# Students: within 15-19, most of Cambridge is 18 or 19 (ONS mid-2020).
STUDENT_TEENS = (0.126, 0.133, 0.133, 0.181, 0.427)

# Recorded on GP registers, percent, by district, 2017/18 (JHWS). Depression and obesity: 18 and
# over. East Cambridgeshire's severe mental illness is lost in print: its 609 people over the list
# that its other two rows imply.
DISTRICT_PREVALENCE: dict[str, dict[str, float]] = {
    "severe_mental_illness": {
        "cambridge": 1.0,
        "east cambridgeshire": 0.7,
        "fenland": 0.6,
        "huntingdonshire": 0.7,
        "south cambridgeshire": 0.8,
        "peterborough": 0.8,
    },
    "depression": {
        "cambridge": 7.0,
        "east cambridgeshire": 9.4,
        "fenland": 11.0,
        "huntingdonshire": 9.7,
        "south cambridgeshire": 8.6,
        "peterborough": 8.5,
    },
    "dementia": {
        "cambridge": 0.5,
        "east cambridgeshire": 0.7,
        "fenland": 0.7,
        "huntingdonshire": 0.8,
        "south cambridgeshire": 0.7,
        "peterborough": 0.7,
    },
    "learning_disability": {
        "cambridge": 0.3,
        "east cambridgeshire": 0.4,
        "fenland": 0.6,
        "huntingdonshire": 0.5,
        "south cambridgeshire": 0.3,
        "peterborough": 0.5,
    },
    "obesity": {
        "cambridge": 4.7,
        "east cambridgeshire": 9.2,
        "fenland": 13.2,
        "huntingdonshire": 8.7,
        "south cambridgeshire": 7.1,
        "peterborough": 10.1,
    },
}

# Emergency admissions for falls per 100,000 people a year, 2017/18 (JHWS), by district:
# persons 65-79, males 65-79, persons 80 and over, females 80 and over.
FALLS: dict[str, tuple[float, float, float, float]] = {
    "peterborough": (897, 759, 5357, 6082),
    "cambridge": (1263, 1172, 6440, 7243),
    "east cambridgeshire": (752, 533, 5673, 6570),
    "fenland": (951, 799, 5730, 6031),
    "huntingdonshire": (956, 794, 5246, 6008),
    "south cambridgeshire": (876, 658, 5741, 6521),
}
FALLS_ALL = (935.0, 764.0, 5636.0, 6345.0)


def district_key(name: str) -> str:
    """A district's name as the tables here know it ("Cambridge City" is Cambridge)."""
    known = name.lower().removesuffix(" city").removesuffix(" district").strip()
    return known if known in AGES else ROYSTON
