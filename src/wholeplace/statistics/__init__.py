"""Pure statistics on arrays: proportions, rates, standardisation, means, suppression."""

from wholeplace.statistics.binned_quantiles import binned_quantile
from wholeplace.statistics.case_mix import CaseMix, case_mix
from wholeplace.statistics.compare import Comparison, compare_with
from wholeplace.statistics.concentration import (
    Curve,
    Excess,
    concentration_curve,
    concentration_index,
    gini,
    population_attributable_fraction,
)
from wholeplace.statistics.control_charts import (
    ControlChart,
    assurance_icon,
    variation_icon,
    variations,
    xmr_chart,
)
from wholeplace.statistics.count_charts import (
    CountChart,
    c_chart,
    p_chart,
    time_between_chart,
    u_chart,
)
from wholeplace.statistics.decomposition import stepwise_parts
from wholeplace.statistics.deprivation_index import (
    DOMAIN_WEIGHTS,
    composite_score,
    exponential_scores,
)
from wholeplace.statistics.differences import (
    combination,
    difference,
    proportions_differ,
    rates_differ,
    ratio,
)
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
from wholeplace.statistics.feasible import (
    ANY,
    Sums,
    coarser,
    could_have_been,
    could_have_been_coarsely,
    feasible_range,
    implied_zeros,
)
from wholeplace.statistics.funnels import (
    FunnelLimits,
    OverDispersion,
    funnel_position,
    over_dispersion,
    poisson_funnel,
    proportion_funnel,
    ratio_funnel,
)
from wholeplace.statistics.healthy_life import healthy_life_expectancy
from wholeplace.statistics.indirect import (
    expected_events,
    indirectly_standardised_rate,
    indirectly_standardised_ratio,
)
from wholeplace.statistics.intervals import Interval
from wholeplace.statistics.life_gap import (
    gap_by_age,
    gap_by_cause,
    years_of_life_lost,
    years_of_life_lost_rate,
)
from wholeplace.statistics.life_tables import STARTS_TO_85, STARTS_TO_90, LifeTable, life_table
from wholeplace.statistics.means import mean
from wholeplace.statistics.month_bands import (
    RISK,
    VERDICTS,
    MonthBands,
    count_bands,
    share_bands,
    weighted_quantile,
)
from wholeplace.statistics.peer_gaps import PeerGaps, peer_gaps
from wholeplace.statistics.proportions import wilson
from wholeplace.statistics.quantiles import quantile_groups
from wholeplace.statistics.rates import byar, exact_poisson, poisson_limits, poisson_rate
from wholeplace.statistics.released import (
    Released,
    release_count,
    release_from_true_counts,
    release_proportion,
    release_rate,
)
from wholeplace.statistics.secondary_suppression import (
    COARSER,
    NARROWEST,
    NOTHING_SAID,
    OF_HIDDEN,
    withheld_besides,
)
from wholeplace.statistics.share_clauses import SHARE_VERDICTS, share_verdict
from wholeplace.statistics.shrinkage import Shrunk, shrunken_ratios
from wholeplace.statistics.slope_index import SlopeIndex, slope_index
from wholeplace.statistics.standard_populations import (
    AGE_BANDS,
    StandardPopulation,
    european_2013,
)
from wholeplace.statistics.standardisation import (
    directly_standardised_rate,
    standardised_rate_of_repeated_events,
)
from wholeplace.statistics.suppression import (
    STATUSES,
    Statistic,
    Status,
    round_count,
    significant_figures,
    status_of,
)
from wholeplace.statistics.trends import Trend, estimate_trend, proportion_trend
from wholeplace.statistics.waiting_ahead import ListAhead, likely_to_leave, list_ahead
from wholeplace.statistics.waiting_list_sizes import (
    Flow,
    ListStatistics,
    flow_of,
    referral_flow,
    removal_flow,
    size_of_list,
    waiting_list_statistics,
)
from wholeplace.statistics.waiting_lists import (
    DatedList,
    dated_list,
    list_of_counts,
    queue_sizes,
)
from wholeplace.statistics.waiting_theory import (
    cautious_demand,
    queue_load,
    queue_too_big,
    relief_capacity,
    target_capacity,
    target_mean_wait,
    target_queue_size,
    wait_factor,
    waiting_list_pressure,
)

__all__ = [
    "AGE_BANDS",
    "ANY",
    "BELOW_5",
    "BELOW_8",
    "BELOW_10",
    "COARSER",
    "DOMAIN_WEIGHTS",
    "EXACT",
    "HES",
    "MIDPOINT_6",
    "NARROWEST",
    "NOTHING_SAID",
    "OF_HIDDEN",
    "PROFILES",
    "RISK",
    "SHARE_VERDICTS",
    "STARTS_TO_85",
    "STARTS_TO_90",
    "STATUSES",
    "VERDICTS",
    "CaseMix",
    "Comparison",
    "ControlChart",
    "CountChart",
    "Curve",
    "DatedList",
    "DisclosureProfile",
    "Excess",
    "Flow",
    "FunnelLimits",
    "Interval",
    "LifeTable",
    "ListAhead",
    "ListStatistics",
    "MonthBands",
    "OverDispersion",
    "PeerGaps",
    "Released",
    "Shrunk",
    "SlopeIndex",
    "StandardPopulation",
    "Statistic",
    "Status",
    "Sums",
    "Trend",
    "assurance_icon",
    "binned_quantile",
    "byar",
    "c_chart",
    "case_mix",
    "cautious_demand",
    "coarser",
    "combination",
    "compare_with",
    "composite_score",
    "concentration_curve",
    "concentration_index",
    "could_have_been",
    "could_have_been_coarsely",
    "count_bands",
    "dated_list",
    "difference",
    "directly_standardised_rate",
    "estimate_trend",
    "european_2013",
    "exact_poisson",
    "expected_events",
    "exponential_scores",
    "feasible_range",
    "flow_of",
    "funnel_position",
    "gap_by_age",
    "gap_by_cause",
    "gini",
    "healthy_life_expectancy",
    "implied_zeros",
    "indirectly_standardised_rate",
    "indirectly_standardised_ratio",
    "life_table",
    "likely_to_leave",
    "list_ahead",
    "list_of_counts",
    "mean",
    "over_dispersion",
    "p_chart",
    "peer_gaps",
    "poisson_funnel",
    "poisson_limits",
    "poisson_rate",
    "population_attributable_fraction",
    "proportion_funnel",
    "proportion_trend",
    "proportions_differ",
    "quantile_groups",
    "queue_load",
    "queue_sizes",
    "queue_too_big",
    "rates_differ",
    "ratio",
    "ratio_funnel",
    "referral_flow",
    "release_count",
    "release_from_true_counts",
    "release_proportion",
    "release_rate",
    "relief_capacity",
    "removal_flow",
    "round_count",
    "share_bands",
    "share_verdict",
    "shrunken_ratios",
    "significant_figures",
    "size_of_list",
    "slope_index",
    "standardised_rate_of_repeated_events",
    "status_of",
    "stepwise_parts",
    "target_capacity",
    "target_mean_wait",
    "target_queue_size",
    "time_between_chart",
    "u_chart",
    "variation_icon",
    "variations",
    "wait_factor",
    "waiting_list_pressure",
    "waiting_list_statistics",
    "weighted_quantile",
    "wilson",
    "withheld_besides",
    "xmr_chart",
    "years_of_life_lost",
    "years_of_life_lost_rate",
]
