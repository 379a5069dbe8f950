"""Every worked example of the forecasts runs as it is printed."""

import doctest
import importlib
import pkgutil

import pytest

from wholeplace.statistics import forecasting

MODULES = [module.name for module in pkgutil.iter_modules(forecasting.__path__)]


@pytest.mark.parametrize("name", MODULES)
def test_worked_examples_print_what_they_say(name: str) -> None:
    module = importlib.import_module(f"wholeplace.statistics.forecasting.{name}")

    assert doctest.testmod(module).failed == 0
