"""The figures that the discharge model gives."""

from __future__ import annotations

from wholeplace.planning.models.model import Output

OUTPUTS = (
    Output("people_delayed", "People ready to leave hospital and waiting", "people", "lower"),
    Output("delayed_days", "Delayed days in a year", "days", "lower"),
    Output("days_waited", "Wait from being ready to leaving", "days", "lower"),
    Output("long_waits", "People who wait over a week", "% of people ready", "lower"),
    Output("process_share", "Delay before a slot is even asked for", "% of delayed days"),
    Output("slots_used", "Slots in use", "% of slots"),
    Output("waiting_at_home", "People waiting at home for the same services", "people", "lower"),
    Output("bed_cost", "Cost of delayed days", "£ a year", "lower"),
    Output("total_cost", "Delayed days, slots and changes together", "£ a year", "lower"),
)
BY_NAME = {output.name: output for output in OUTPUTS}
