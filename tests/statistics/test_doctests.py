"""Every worked example in the statistics room runs as it is printed."""

import doctest
import importlib
import pkgutil

import pytest

from wholeplace import statistics

MODULES = [module.name for module in pkgutil.iter_modules(statistics.__path__)]
FUNCTIONS = [name for name in statistics.__all__ if name.islower() and name != "european_2013"]


@pytest.mark.parametrize("name", MODULES)
def test_worked_examples_print_what_they_say(name: str) -> None:
    module = importlib.import_module(f"wholeplace.statistics.{name}")

    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_public_function_has_a_worked_example(name: str) -> None:
    assert ">>>" in (getattr(statistics, name).__doc__ or "")


OWN = {
    *("coarser", "implied_zeros", "release_count", "significant_figures"),  # of the gate, by rule
    *("likely_to_leave", "weighted_quantile"),  # plain counting
    *("dated_list", "flow_of", "list_of_counts", "queue_sizes", "referral_flow", "removal_flow"),
}
"""Functions that follow no paper: rounding by rule, and counting."""


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_public_function_cites_its_paper(name: str) -> None:
    function = getattr(statistics, name)
    module = importlib.import_module(function.__module__)

    cites = "Source:" in (function.__doc__ or "") or "Source:" in (module.__doc__ or "")

    assert cites != (name in OWN)
