"""Which flags a run may read: the truth table of the stricter zone."""

from __future__ import annotations

import pytest

from wholeplace.core.errors import SettingsError
from wholeplace.governance.stricter_zone import allowed_flags

RUN = "population health management"
KNOWN = {"FOOD_SUPPORT", "HIGH_FIRE_RISK", "HOMELESSNESS_DUTY"}


@pytest.mark.parametrize(
    ("purpose", "flags", "allowed"),
    [
        ("", [], set()),
        (RUN, ["HOMELESSNESS_DUTY"], {"HOMELESSNESS_DUTY"}),
        (RUN.title(), [" food_support "], {"FOOD_SUPPORT"}),
        (RUN, ["FOOD_SUPPORT", "HIGH_FIRE_RISK"], {"FOOD_SUPPORT", "HIGH_FIRE_RISK"}),
    ],
)
def test_a_run_reads_the_flags_named_for_its_own_purpose(purpose, flags, allowed):
    assert allowed_flags(purpose, flags, RUN, KNOWN) == allowed


@pytest.mark.parametrize(
    ("purpose", "flags", "says"),
    [
        ("", ["FOOD_SUPPORT"], "flags but no purpose"),
        (RUN, [], "a purpose but no flags"),
        ("direct care", ["FOOD_SUPPORT"], "a run is for “population health management”"),
        (RUN, ["FOOD_BANK"], "Did you mean FOOD_SUPPORT?"),
    ],
)
def test_settings_that_do_not_hold_together_are_refused(purpose, flags, says):
    with pytest.raises(SettingsError) as refused:
        allowed_flags(purpose, flags, RUN, KNOWN)
    assert says in str(refused.value)
