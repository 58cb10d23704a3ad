"""Fit the first stage: a linear score by the softmax likelihood of the hidden partner."""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy.optimize import minimize

from matcher.ranking.learned.retrieval import FirstStage
from matcher.tables.atlas import Array
from models.lists import Lists

RIDGE: Final = 1e-3


def fit_first_stage(lists: Lists) -> FirstStage:
    """Fit the coefficients.

    Parameters
    ----------
    lists : Lists
        Of first-stage features; a row weighs as many candidates as it stands for.

    Notes
    -----
    Maximises ``sum_l log(exp(s_l1) / sum_i w_li exp(s_li))`` less a ridge, where
    the first row of list ``l`` is the hidden partner.
    """
    spread = lists.X.std(axis=0)
    # A constant feature, blown up, would take a coefficient from rounding errors.
    scale = np.where(spread < 1e-6, 1, spread + 1e-6)
    X = lists.X / scale
    starts = lists.start[:-1]
    n_lists = len(starts)
    owner = np.repeat(np.arange(n_lists), np.diff(lists.start))

    def loss(beta: Array) -> tuple[float, Array]:
        score = X @ beta
        weighted = score + lists.log_weight
        peak = np.maximum.reduceat(weighted, starts)
        mass = np.exp(weighted - peak[owner])
        total = np.add.reduceat(mass, starts)
        value = (np.log(total) + peak - score[starts]).mean()
        gradient = (mass / total[owner]) @ X - X[starts].sum(axis=0)
        return value + RIDGE * beta @ beta, gradient / n_lists + 2 * RIDGE * beta

    found = minimize(loss, np.zeros(X.shape[1]), jac=True, method="L-BFGS-B")
    return FirstStage(found.x / scale)
