"""The six data sets of the starter contract, one module each."""

from wholeplace.definitions.datasets.emergency_attendance import EMERGENCY_ATTENDANCE
from wholeplace.definitions.datasets.gp_event import GP_EVENT
from wholeplace.definitions.datasets.hospital_spell import HOSPITAL_SPELL
from wholeplace.definitions.datasets.person import PERSON
from wholeplace.definitions.datasets.registration import REGISTRATION
from wholeplace.definitions.datasets.residence import RESIDENCE

DATASETS = (PERSON, REGISTRATION, RESIDENCE, GP_EVENT, HOSPITAL_SPELL, EMERGENCY_ATTENDANCE)
