"""Forecasts of many series at once, with prediction intervals and an honest back-test."""

from wholeplace.statistics.forecasting.back_test import BackTest, back_test, rolling_origins
from wholeplace.statistics.forecasting.calibration import calibrated, widening
from wholeplace.statistics.forecasting.choosing import Proved, Record, proved_forecast
from wholeplace.statistics.forecasting.exponential import holt_winters
from wholeplace.statistics.forecasting.forecast import Forecast
from wholeplace.statistics.forecasting.holidays import holiday_events
from wholeplace.statistics.forecasting.naive import seasonal_naive

__all__ = [
    "BackTest",
    "Forecast",
    "Proved",
    "Record",
    "back_test",
    "calibrated",
    "holiday_events",
    "holt_winters",
    "proved_forecast",
    "rolling_origins",
    "seasonal_naive",
    "widening",
]
