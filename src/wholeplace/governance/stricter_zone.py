"""The stricter zone: which flags of councils, police, fire and charities a run may read.

Nothing by default. The settings must name the purpose, which must be the run's own, and each flag.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from difflib import get_close_matches

from wholeplace.core.errors import SettingsError

KEYS = "partners.purpose and partners.flags"


def allowed_flags(
    purpose: str, flags: Sequence[str], run_purpose: str, known: Collection[str]
) -> frozenset[str]:
    """The flags that a run may read; none unless the settings name purpose and flags.

    Args:
        purpose: The purpose the settings name.
        flags: The flags the settings name, in capitals or not.
        run_purpose: What a run is for.
        known: The flags that the contract knows.

    Returns:
        Codes of the flags.

    Raises:
        SettingsError: If only one of the two is named, the purpose is not the run's, or a flag is
            not known: then nothing is read.
    """
    wanted = frozenset(flag.strip().upper() for flag in flags)
    if not purpose and not wanted:
        return frozenset()
    if not purpose or not wanted:
        lacking = "flags but no purpose" if not purpose else "a purpose but no flags"
        raise SettingsError(
            f"The settings name {lacking} for what partners send.",
            f"Set both {KEYS}, as the agreement with the senders says, or neither.",
        )
    if purpose.strip().lower() != run_purpose.lower():
        raise SettingsError(
            f"Partners' flags are allowed for “{purpose}”, and a run is for “{run_purpose}”.",
            f"Clear {KEYS}, or agree the run's purpose with the senders and name it.",
        )
    for flag in sorted(wanted - set(known)):
        near = get_close_matches(flag, sorted(known), n=1, cutoff=0.0)
        raise SettingsError(
            f"partners.flags names {flag}, which is no flag.", f"Did you mean {near[0]}?"
        )
    return wanted
