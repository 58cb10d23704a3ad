"""Train the network by the softmax likelihood of the hidden partner."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from matcher.ranking.learned.network import FeatureTransform, Layer, Networks
from matcher.tables.atlas import Array, IntArray
from models.lists import Lists

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Settings:
    """What the network is trained with; found on the validation set.

    Attributes
    ----------
    epochs : int
    lists_a_batch : int
    learning_rate : float
        Peak of a one-cycle schedule.
    weight_decay : float
    input_dropout, dropout : float
    hidden : tuple of int
        Sizes of the two hidden layers.
    """

    epochs: int = 4
    lists_a_batch: int = 64
    learning_rate: float = 1.5e-3
    weight_decay: float = 0.05
    input_dropout: float = 0.1
    dropout: float = 0.2
    hidden: tuple[int, int] = (160, 48)


class Learner:
    """A network with its gradients and Adam moments."""

    def __init__(self, n_inputs: int, hidden: tuple[int, int], rng: np.random.Generator) -> None:
        sizes = (n_inputs, *hidden, 1)
        self.values: list[Array] = []
        for fan_in, fan_out in pairwise(sizes):
            bound = 1 / np.sqrt(fan_in)
            self.values.append(rng.uniform(-bound, bound, (fan_in, fan_out)).astype(np.float32))
            self.values.append(np.zeros(fan_out, dtype=np.float32))
        self.first = [np.zeros_like(one) for one in self.values]
        self.second = [np.zeros_like(one) for one in self.values]

    def forward(self, Z: Array, settings: Settings, rng: np.random.Generator) -> Array:
        """Return the score with dropout, shape (n,), keeping what backward needs."""
        w1, b1, w2, b2, w3, b3 = self.values
        self.z = Z * _mask(Z.shape, settings.input_dropout, rng)
        self.a1 = self.z @ w1 + b1
        self.s1 = _sigmoid(self.a1)
        self.m1 = _mask(self.a1.shape, settings.dropout, rng)
        self.h1 = self.a1 * self.s1 * self.m1
        self.a2 = self.h1 @ w2 + b2
        self.s2 = _sigmoid(self.a2)
        self.h2 = self.a2 * self.s2
        return (self.h2 @ w3 + b3)[:, 0]

    def backward(self, slope: Array) -> list[Array]:
        """Return the gradient of each value for the slope of the loss, shape (n,)."""
        _, _, w2, _, w3, _ = self.values
        up = slope[:, None]
        g3 = self.h2.T @ up
        d2 = (up @ w3.T) * self.s2 * (1 + self.a2 * (1 - self.s2))
        g2 = self.h1.T @ d2
        d1 = (d2 @ w2.T) * self.m1 * self.s1 * (1 + self.a1 * (1 - self.s1))
        g1 = self.z.T @ d1
        return [g1, d1.sum(axis=0), g2, d2.sum(axis=0), g3, up.sum(axis=0)]

    def step(self, gradients: list[Array], rate: float, decay: float, count: int) -> None:
        """Take one step of Adam with decoupled weight decay."""
        for index, gradient in enumerate(gradients):
            first, second = self.first[index], self.second[index]
            first += 0.1 * (gradient - first)
            second += 0.001 * (gradient**2 - second)
            ahead = first / (1 - 0.9**count)
            spread = np.sqrt(second / (1 - 0.999**count)) + 1e-8
            self.values[index] *= 1 - rate * decay
            self.values[index] -= rate * ahead / spread

    @property
    def layers(self) -> list[Layer]:
        """The three layers as weights and bias."""
        return [(self.values[i], self.values[i + 1]) for i in (0, 2, 4)]


def _mask(shape: tuple[int, ...], share: float, rng: np.random.Generator) -> Array:
    kept = rng.random(shape, dtype=np.float32) >= share
    return kept.astype(np.float32) / np.float32(1 - share)


def _sigmoid(values: Array) -> Array:
    return 1 / (1 + np.exp(-values))


def train_network(
    lists: Lists, settings: Settings | None = None, random_state: int = 0
) -> tuple[FeatureTransform, list[Layer]]:
    """Fit the feature transform and the network.

    Parameters
    ----------
    lists : Lists
        Of all features; the hidden partner leads each list.
    settings : Settings, optional
    random_state : int

    Returns
    -------
    transform : FeatureTransform
    layers : list of (weights, bias)
        A pair of which nothing is known has the score 0, which changes no order.
    """
    settings = settings or Settings()
    rng = np.random.default_rng(random_state)
    sample = rng.choice(len(lists.X), min(len(lists.X), 200_000), replace=False)
    transform = FeatureTransform().fit(lists.X[np.sort(sample)])
    Z = np.empty((len(lists.X), 2 * lists.X.shape[1]), dtype=np.float16)
    for first in range(0, len(Z), 50_000):
        Z[first : first + 50_000] = transform.transform(lists.X[first : first + 50_000])
    learner = Learner(Z.shape[1], settings.hidden, rng)
    n_lists = len(lists.start) - 1
    batches = max(1, n_lists // settings.lists_a_batch)
    total, count = settings.epochs * batches, 0
    for epoch in range(settings.epochs):
        order = rng.permutation(n_lists)
        lost = 0.0
        for batch in range(batches):
            count += 1
            chosen = np.sort(order[batch::batches])
            rate = settings.learning_rate * _one_cycle(count / total)
            lost += _learn(learner, Z, lists, chosen, settings, rate, count, rng)
        _log.info("epoch %d: loss %.4f", epoch + 1, lost / batches)
    layers = learner.layers
    unknown = Networks([layers]).score(np.zeros((1, 1, Z.shape[1]), dtype=np.float32))
    weights, bias = layers[-1]
    return transform, [*layers[:-1], (weights, bias - np.float32(unknown[0, 0]))]


def _one_cycle(progress: float, warm: float = 0.1) -> float:
    if progress < warm:
        return 0.04 + 0.96 * (1 - np.cos(np.pi * progress / warm)) / 2
    return (1 + np.cos(np.pi * (progress - warm) / (1 - warm))) / 2 + 1e-4


def _learn(
    learner: Learner, Z: Array, lists: Lists, chosen: IntArray,
    settings: Settings, rate: float, count: int, rng: np.random.Generator,
) -> float:  # fmt: skip
    lengths = lists.start[chosen + 1] - lists.start[chosen]
    starts = np.r_[0, np.cumsum(lengths)[:-1]]
    rows = np.repeat(lists.start[chosen] - starts, lengths) + np.arange(lengths.sum())
    owner = np.repeat(np.arange(len(chosen)), lengths)
    score = learner.forward(Z[rows].astype(np.float32), settings, rng)
    weighted = score + lists.log_weight[rows]
    peak = np.maximum.reduceat(weighted, starts)
    mass = np.exp(weighted - peak[owner])
    total = np.add.reduceat(mass, starts)
    slope = mass / total[owner]
    slope[starts] -= 1
    slope = (slope / len(chosen)).astype(np.float32)
    learner.step(learner.backward(slope), rate, settings.weight_decay, count)
    return float((np.log(total) + peak - score[starts]).mean())
