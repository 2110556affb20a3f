#!/usr/bin/env python3
"""Prints the numbers that the tests of pressgang-weigh hold it against, computed by other people's code.

Needs scipy 1.17 and scikit-learn 1.9: isotonic regression, ROC, optimisers and quantiles are theirs.
"""

import numpy as np
from scipy.optimize import minimize
from sklearn.isotonic import IsotonicRegression
from sklearn.metrics import roc_auc_score, roc_curve

SAME = [2.1, 1.4, 0.3, 3.0, -0.4, 0.9, 1.4, 2.6, 0.0, 1.1, 4.2, 0.7, -1.2, 1.9, 2.1, 0.3]
DIFFERENT = [-2.0, -0.4, -1.1, 0.3, -3.1, -0.7, 0.0, -1.6, -0.4, 0.8, -2.2, -1.3, -0.1, 1.4, -2.7, -0.9, -1.8, 0.1, -0.6, -1.1]
# Second score of the fusion, group of each trial.
SECOND_SAME = [0.5, 0.0, 0.0, 1.2, 0.0, 0.5, 0.0, 0.3, 0.0, 1.2, 0.8, 0.0, 0.0, 0.5, 0.0, 0.0]
SECOND_DIFFERENT = [0.0, 0.0, 0.3, 0.0, 0.0, 0.0, 0.5, 0.0, 0.0, 0.0, 0.0, 0.0, 0.3, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]
LN10 = np.log(10)


def cllr(same, different):
    miss = np.mean(np.logaddexp(0, -np.asarray(same) * LN10))
    alarm = np.mean(np.logaddexp(0, np.asarray(different) * LN10))
    return (miss + alarm) / (2 * np.log(2))


def cllr_min(same, different):
    x = np.concatenate([same, different])
    y = np.concatenate([np.ones(len(same)), np.zeros(len(different))])
    p = IsotonicRegression(y_min=0, y_max=1).fit_transform(x, y)
    with np.errstate(divide="ignore"):
        log10 = (np.log(p) - np.log1p(-p) - np.log(len(same) / len(different))) / LN10
    return cllr(log10[y == 1], log10[y == 0])


def fit(same, different, shrinkage, sources):
    """Shrunk logistic regression with weights >= 0, by L-BFGS-B on the loss written out row by row."""
    same, different = np.atleast_2d(same).T, np.atleast_2d(different).T
    rows = np.concatenate([same, different])
    one = np.concatenate([np.ones(len(same)) / len(same), np.zeros(len(different))])
    other = np.concatenate([np.zeros(len(same)), np.ones(len(different)) / len(different)])
    pseudo = shrinkage / sources * (one + other) / 2

    def loss(t):
        z = t[0] + rows @ t[1:]
        return np.sum((one + pseudo) * np.logaddexp(0, -z) + (other + pseudo) * np.logaddexp(0, z)) + 1e-6 * np.sum(t[1:] ** 2)

    bounds = [(None, None)] + [(0, None)] * rows.shape[1]
    found = minimize(loss, np.zeros(rows.shape[1] + 1), bounds=bounds, method="L-BFGS-B", options={"ftol": 1e-16, "gtol": 1e-12, "maxiter": 10000})
    return (found.x / LN10).tolist()


print("cllr", cllr(SAME, DIFFERENT), "min", cllr_min(SAME, DIFFERENT))
x = np.concatenate([SAME, DIFFERENT])
y = np.concatenate([np.ones(len(SAME)), np.zeros(len(DIFFERENT))])
print("area", roc_auc_score(y, x))
far, hits, thresholds = roc_curve(y, x, drop_intermediate=False)
print("roc", list(zip(thresholds.tolist(), far.tolist(), hits.tolist())))
print("eer", float(np.interp(0, far - (1 - hits), far)))
for shrinkage, sources in [(0.0, 16), (1.0, 16), (1.0, 4), (5.0, 4)]:
    print("fit", shrinkage, sources, fit(SAME, DIFFERENT, shrinkage, sources))
print("fused", fit([SAME, SECOND_SAME], [DIFFERENT, SECOND_DIFFERENT], 1.0, 16))
# A score that speaks the wrong way gets no weight.
print("wrong way", fit([SAME, [-v for v in SECOND_SAME]], [DIFFERENT, [-v for v in SECOND_DIFFERENT]], 1.0, 16))
