"""Every kind of page of the made release, for tests that hold for all of them."""

from __future__ import annotations

PAGES = {
    "home": "/",
    "every place": "/places",
    "search that finds several": "/places?q=surgery",
    "search that finds none": "/places?q=zzzz",
    "district": "/places/fenland",
    "inequalities of a district": "/places/fenland/inequalities",
    "inequalities by ethnic group": "/places/fenland/inequalities?by=ethnic_group",
    "system, resident": "/places/cambridgeshire-and-peterborough-icb",
    "system, registered": "/places/cambridgeshire-and-peterborough-icb?basis=registered",
    "place partnership": "/places/north-place",
    "network": "/places/north-network-1-pcn",
    "practice": "/places/north-surgery-11-zn11-practice",
    "hospital": "/places/riverside-hospital-trust-hospital-provider",
    "care given at a hospital": "/measures/emergency_admissions"
    "?place=riverside-hospital-trust-hospital-provider",
    "middle-layer area": "/places/fenland-001-msoa",
    "proportion": "/measures/diabetes?place=fenland",
    "rate with months": "/measures/emergency_admissions?place=fenland",
    "standardised rate": "/measures/deaths_under_75?place=north-place",
    "mean": "/measures/mean_conditions?place=fenland",
    "count": "/measures/people?place=fenland",
    "measure of the system": "/measures/diabetes",
    "published figures": "/published",
    "published series": "/published/made-hypertension?subject=district:ZD02",
    "published series of a trust": "/published/made-attendances",
    "published contradictions": "/published/conflicts",
    "data": "/data",
    "what a practice sends": "/data/gp_event/gp~ZN11",
    "what a hospital sends": "/data/hospital_spell/cuh~ZQ2",
    "definitions": "/definitions",
    "measure's definition": "/definitions/measures/diabetes",
    "condition's definition": "/definitions/attributes/diabetes",
    "code list": "/definitions/code-lists/diabetes",
    "segment": "/definitions/segments/healthy",
    "documentation": "/docs",
}
ERROR_PAGES = {"no such place": "/places/nowhere", "no such run": "/places/fenland?run=gone"}
