"""The data sets of the starter contract, one module each."""

from wholeplace.definitions.datasets.ambulance_incident import AMBULANCE_INCIDENT
from wholeplace.definitions.datasets.cancer_registration import CANCER_REGISTRATION
from wholeplace.definitions.datasets.care_after_hospital import CARE_AFTER_HOSPITAL
from wholeplace.definitions.datasets.community_contact import COMMUNITY_CONTACT
from wholeplace.definitions.datasets.death import DEATH
from wholeplace.definitions.datasets.discharge_delay import DISCHARGE_DELAY
from wholeplace.definitions.datasets.emergency_attendance import EMERGENCY_ATTENDANCE
from wholeplace.definitions.datasets.gp_event import GP_EVENT
from wholeplace.definitions.datasets.hospital_discharge import HOSPITAL_DISCHARGE
from wholeplace.definitions.datasets.hospital_spell import HOSPITAL_SPELL
from wholeplace.definitions.datasets.maternity_booking import MATERNITY_BOOKING
from wholeplace.definitions.datasets.maternity_delivery import MATERNITY_DELIVERY
from wholeplace.definitions.datasets.mental_health_contact import MENTAL_HEALTH_CONTACT
from wholeplace.definitions.datasets.nhs111_call import NHS111_CALL
from wholeplace.definitions.datasets.outpatient_appointment import OUTPATIENT_APPOINTMENT
from wholeplace.definitions.datasets.partner_flag import PARTNER_FLAG
from wholeplace.definitions.datasets.person import PERSON
from wholeplace.definitions.datasets.prescription import PRESCRIPTION
from wholeplace.definitions.datasets.registration import REGISTRATION
from wholeplace.definitions.datasets.residence import RESIDENCE
from wholeplace.definitions.datasets.service_capacity import SERVICE_CAPACITY
from wholeplace.definitions.datasets.social_care_service import SOCIAL_CARE_SERVICE
from wholeplace.definitions.datasets.talking_therapy import TALKING_THERAPY
from wholeplace.definitions.datasets.vaccination import VACCINATION
from wholeplace.definitions.datasets.waiting_list_entry import WAITING_LIST_ENTRY

DATASETS = (
    PERSON,
    REGISTRATION,
    RESIDENCE,
    GP_EVENT,
    PRESCRIPTION,
    VACCINATION,
    HOSPITAL_SPELL,
    HOSPITAL_DISCHARGE,
    DISCHARGE_DELAY,
    EMERGENCY_ATTENDANCE,
    OUTPATIENT_APPOINTMENT,
    WAITING_LIST_ENTRY,
    NHS111_CALL,
    AMBULANCE_INCIDENT,
    MATERNITY_BOOKING,
    MATERNITY_DELIVERY,
    CANCER_REGISTRATION,
    COMMUNITY_CONTACT,
    MENTAL_HEALTH_CONTACT,
    TALKING_THERAPY,
    SOCIAL_CARE_SERVICE,
    CARE_AFTER_HOSPITAL,
    SERVICE_CAPACITY,
    DEATH,
    PARTNER_FLAG,
)
