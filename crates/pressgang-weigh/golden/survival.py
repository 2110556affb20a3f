#!/usr/bin/env python3
"""Prints the numbers that the tests of survival are held against, computed by other people's code.

Needs lifelines 0.30.3 and scipy 1.17. The fits of interval-censored lives are the likelihood itself, written out and
maximised; those of the cosmesis data are also those of Fay and Shaw 2010.
"""

import warnings

import numpy as np
from lifelines import AalenJohansenFitter, KaplanMeierFitter
from lifelines.statistics import logrank_test
from lifelines.utils import median_survival_times
from scipy.optimize import minimize

warnings.filterwarnings("ignore")

# Freireich and others 1963: remission under 6-mercaptopurine, in weeks.
TIMES = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
EVENTS = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
# Placebo arm, all events.
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]
# Left-truncated lives with a cause (0: none): entry, exit, cause. No entry is at the time of an exit.
LIVES = [
    (0.5, 12, 1), (1.5, 7, 2), (0.25, 30, 0), (3.5, 9, 1), (2.5, 20, 0), (4.5, 12, 1), (6.5, 18, 2), (5.5, 25, 1),
    (8.5, 33, 0), (10.5, 14, 3), (11.5, 40, 0), (2.75, 7, 1), (13.5, 25, 2), (15.5, 28, 1), (0.75, 5, 0), (16.5, 40, 0),
]
# Competing causes without ties, everybody there from the start: the fitter knows no entry and jitters ties.
EXITS = [1, 2, 3.5, 4, 5, 6.5, 8, 9, 11, 12, 14, 15, 18, 21, 22, 30]
CAUSES = [1, 2, 0, 1, 1, 3, 0, 2, 1, 0, 1, 2, 1, 0, 3, 0]
# Finkelstein and Wolfe 1985: cosmetic deterioration after radiotherapy, in months.
INF = np.inf
COSMESIS = [
    (45, INF), (25, 37), (37, INF), (6, 10), (46, INF), (0, 5), (0, 7), (26, 40), (18, INF), (46, INF), (46, INF),
    (24, INF), (46, INF), (27, 34), (36, INF), (7, 16), (36, 44), (5, 11), (17, INF), (46, INF), (19, 35), (7, 14),
    (36, 48), (17, 25), (37, 44), (37, INF), (24, INF), (0, 8), (40, INF), (32, INF), (4, 11), (17, 25), (33, INF),
    (15, INF), (46, INF), (19, 26), (11, 15), (11, 18), (37, INF), (22, INF), (38, INF), (34, INF), (46, INF), (5, 12),
    (36, INF), (46, INF),
]
# Interval-censored and left-truncated: entry, last seen, first missed.
WINDOWS = [
    (0, 2, 5), (0, 4, 9), (0, 6, INF), (1, 1, 4), (1, 7, 12), (2, 8, INF), (2, 3, 6), (3, 9, 14), (3, 5, INF), (4, 4, 8),
    (5, 11, INF), (5, 6, 10), (6, 12, INF), (7, 10, 13), (8, 8, 11), (9, 15, INF),
]


def show(title, rows):
    print(f"\n{title}")
    for row in rows:
        print("   ", row)


def kaplan_meier(title, times, events, entry=None):
    fit = KaplanMeierFitter().fit(times, events, entry=entry)
    ci = fit.confidence_interval_survival_function_
    show(title, [(t, s, *map(float, ci.loc[t])) for t, s in fit.survival_function_["KM_estimate"].items()])
    print("    median", fit.median_survival_time_, median_survival_times(ci).values.tolist())


kaplan_meier("Freireich 6-MP", TIMES, EVENTS)
kaplan_meier("Freireich placebo", PLACEBO, [1] * len(PLACEBO))
entry, exit_, cause = (np.array(column) for column in zip(*LIVES))
kaplan_meier("left-truncated", exit_, cause > 0, entry)
for which in (1, 2, 3):
    fit = AalenJohansenFitter(calculate_variance=True).fit(EXITS, CAUSES, event_of_interest=which)
    rows = zip(fit.cumulative_density_.index, fit.cumulative_density_.values, fit.variance_.values, fit.confidence_interval_.values)
    show(f"incidence of cause {which}", [(float(t), *map(float, np.ravel([*np.ravel(f), *np.ravel(v), *c]))) for t, f, v, c in rows])
result = logrank_test(TIMES, PLACEBO, EVENTS, [1] * len(PLACEBO))
print("\nlog-rank 6-MP against placebo", result.test_statistic, result.p_value)


def maximum(title, windows):
    """Mass between neighbouring ends of intervals (half-open to the left) that makes the windows likeliest."""
    ends = np.array(sorted({t for window in windows for t in window if t < INF}) + [INF])
    cells = np.stack([ends[:-1], ends[1:]], 1)
    inside = np.array([(cells[:, 0] >= last) & (cells[:, 1] <= missed) for _, last, missed in windows], float)
    known = np.array([cells[:, 0] >= entered for entered, _, _ in windows], float)

    def loss(mass):
        return -np.log(inside @ mass).sum() + np.log(known @ mass).sum()

    def slope(mass):
        return -(inside / (inside @ mass)[:, None]).sum(0) + (known / (known @ mass)[:, None]).sum(0)

    count = len(cells)
    whole = {"type": "eq", "fun": lambda mass: mass.sum() - 1, "jac": lambda mass: np.ones(count)}
    starts = (np.ones(count), np.arange(1.0, count + 1), np.arange(count, 0.0, -1))
    fits = [
        minimize(loss, start / start.sum(), jac=slope, method="SLSQP", bounds=[(1e-12, 1)] * count, constraints=[whole],
                 options={"ftol": 1e-15, "maxiter": 5000}) for start in starts
    ]
    best = min(fits, key=lambda fit: fit.fun)
    print(f"\n{title}: log-likelihood", -best.fun)
    rows = [(float(q), float(p), round(float(m), 7), round(float(1 - s), 7)) for (q, p), m, s in zip(cells, best.x, np.cumsum(best.x))]
    show("from, to, mass, survival", [row for row in rows if row[2] > 1e-6])


maximum("cosmesis", [(0, *window) for window in COSMESIS])
maximum("left-truncated windows", WINDOWS)
