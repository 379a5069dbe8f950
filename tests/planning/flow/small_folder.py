"""A small situation to draw on: two services, two places, one hospital, a few people a day."""

from __future__ import annotations

from pathlib import Path

FILES = {
    "situation.toml": """title = "A small place"
source = "Made up"
synthetic = true
begins = 2019-04-01
[bunching]
weekdays = [1.3, 1.1, 1.1, 1.1, 1.4, 0.6, 0.4]
found_together = 2
[hospitals.general]
name = "The General"
beds = 100
others = 40
[places]
north = "North"
south = "South"
""",
    "services.csv": "service,stay_median,stay_mean,process_median,process_mean,"
    """hospital_median,hospital_mean
reablement,8,10,0.5,1,5,7
nursing,12,16,1,2,9,12
""",
    "demand.csv": """place,service,from_hospital_a_year,from_home_a_year
north,reablement,400,100
south,reablement,300,50
north,nursing,150,0
south,nursing,200,20
""",
    "catchments.csv": """place,hospital,percent
north,general,100
south,general,100
""",
    "slots.csv": """service,place,slots,serves
reablement,north,12,anything female_carer
reablement,north,3,anything male_carer
reablement,south,11,
nursing,north,8,
nursing,south,11,
""",
    "asks.csv": """service,ask,percent
reablement,male_carer,20
""",
}


def small_folder(folder: Path, **replaced: str) -> Path:
    """Write the small situation, some files replaced or added by their name without ending."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in FILES.items():
        (folder / name).write_text(replaced.pop(name.partition(".")[0], text))
    for name, text in replaced.items():
        (folder / f"{name}.csv").write_text(text)
    return folder
