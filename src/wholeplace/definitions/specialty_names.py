"""What specialties and tests are called, in words that people outside a hospital know."""

from __future__ import annotations

from wholeplace.measures.variation.code_names import CodeNames

TREATMENT_FUNCTIONS = CodeNames(
    name="treatment_function",
    title="Specialties in which people are treated",
    source="NHS Data Model and Dictionary, ACTIVITY TREATMENT FUNCTION CODE",
    names={
        "100": "General surgery",
        "101": "Urology",
        "107": "Vascular surgery",
        "110": "Trauma and orthopaedics",
        "120": "Ear, nose and throat",
        "130": "Ophthalmology",
        "140": "Oral surgery",
        "150": "Neurosurgery",
        "160": "Plastic surgery",
        "170": "Cardiothoracic surgery",
        "300": "General internal medicine",
        "301": "Gastroenterology",
        "302": "Endocrinology",
        "303": "Clinical haematology",
        "307": "Diabetes",
        "320": "Cardiology",
        "330": "Dermatology",
        "340": "Respiratory medicine",
        "361": "Renal medicine",
        "370": "Medical oncology",
        "400": "Neurology",
        "410": "Rheumatology",
        "420": "Paediatrics",
        "430": "Elderly medicine",
        "501": "Obstetrics",
        "502": "Gynaecology",
        "650": "Physiotherapy",
        "800": "Clinical oncology",
    },
)

TESTS = CodeNames(
    name="procedure",
    title="Tests that people wait for",
    source="NHS Classifications Service, OPCS Classification of Interventions and Procedures 4",
    names={
        "G459": "Gastroscopy",
        "H229": "Colonoscopy",
        "U201": "Echocardiography",
        "U211": "Magnetic resonance imaging",
        "U212": "Computed tomography",
        "U216": "Ultrasound",
    },
)
