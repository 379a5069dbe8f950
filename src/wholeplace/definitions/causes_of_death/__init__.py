"""Lists of causes of death, as data: broad groups, and the causes that need not have killed."""

from __future__ import annotations

from pathlib import Path

from wholeplace.measures.mortality.causes import CauseList, read_causes

_HERE = Path(__file__).parent

BROAD_GROUPS = CauseList(
    name="broad_groups",
    title="Broad groups of causes of death",
    source="Office for Health Improvement and Disparities, Segment Tool, technical guide: groups "
    "of causes by ICD-10 chapter, Alzheimer's disease beside dementia",
    use="groups",
    published="2022-01",
    causes=read_causes(_HERE / "groups.csv"),
    doc="Every death falls in one group, so that the parts of a gap add up to it. Deaths whose "
    "cause a coroner has not found yet are among every other cause.",
)

AVOIDABLE = CauseList(
    name="avoidable_2022",
    title="Preventable and treatable causes of death, 2022 version",
    source="OECD and Eurostat. Avoidable mortality: lists of preventable and treatable causes of "
    "death, January 2022 version; used by the Office for National Statistics for the UK",
    use="avoidable",
    published="2022-01",
    causes=read_causes(_HERE / "avoidable.csv"),
    doc="A death under 75 is preventable if public health and prevention could have avoided it, "
    "and treatable if care in time could have. Where both could, half of it is counted as each. "
    "The codes were typed afresh from the published list and are to be checked against it before "
    "figures are published as official.",
    under_age=75,
)
