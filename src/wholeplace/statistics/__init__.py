"""Pure statistics on arrays: proportions, rates, standardisation, means, suppression."""

from wholeplace.statistics.compare import Comparison, compare_with
from wholeplace.statistics.decomposition import stepwise_parts
from wholeplace.statistics.disclosure_profiles import (
    BELOW_5,
    BELOW_8,
    BELOW_10,
    EXACT,
    HES,
    MIDPOINT_6,
    PROFILES,
    DisclosureProfile,
)
from wholeplace.statistics.intervals import Interval
from wholeplace.statistics.means import mean
from wholeplace.statistics.month_bands import (
    VERDICTS,
    MonthBands,
    count_bands,
    share_bands,
    weighted_quantile,
)
from wholeplace.statistics.proportions import wilson
from wholeplace.statistics.rates import byar, exact_poisson, poisson_limits, poisson_rate
from wholeplace.statistics.released import (
    Released,
    release_count,
    release_from_true_counts,
    release_proportion,
    release_rate,
)
from wholeplace.statistics.standard_populations import (
    AGE_BANDS,
    StandardPopulation,
    european_2013,
)
from wholeplace.statistics.standardisation import directly_standardised_rate
from wholeplace.statistics.suppression import (
    STATUSES,
    Statistic,
    Status,
    round_count,
    significant_figures,
    status_of,
)

__all__ = [
    "AGE_BANDS",
    "BELOW_5",
    "BELOW_8",
    "BELOW_10",
    "EXACT",
    "HES",
    "MIDPOINT_6",
    "PROFILES",
    "STATUSES",
    "VERDICTS",
    "Comparison",
    "DisclosureProfile",
    "Interval",
    "MonthBands",
    "Released",
    "StandardPopulation",
    "Statistic",
    "Status",
    "byar",
    "compare_with",
    "count_bands",
    "directly_standardised_rate",
    "european_2013",
    "exact_poisson",
    "mean",
    "poisson_limits",
    "poisson_rate",
    "release_count",
    "release_from_true_counts",
    "release_proportion",
    "release_rate",
    "round_count",
    "share_bands",
    "significant_figures",
    "status_of",
    "stepwise_parts",
    "weighted_quantile",
    "wilson",
]
