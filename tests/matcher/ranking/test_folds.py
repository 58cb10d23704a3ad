from __future__ import annotations

import hashlib

import numpy as np
import pytest

from matcher.ranking.folds import N_HIDDEN_FOLDS, fold_name, hidden_fold
from models.split import pair_bucket


def test_fold_is_the_hash_of_both_ids_in_either_order():
    for a, b in ((543878, 2650628), (7, 11), (1, 2_000_000_001)):
        digest = hashlib.sha256(f"fold:{min(a, b)}-{max(a, b)}".encode()).digest()
        expected = int.from_bytes(digest[:8], "big") % N_HIDDEN_FOLDS
        assert hidden_fold(a, b) == hidden_fold(b, a) == expected
        assert hidden_fold(np.int32(a % 2**31), np.int32(b % 2**31)) in range(N_HIDDEN_FOLDS)


def test_folds_are_even_and_do_not_follow_the_split():
    pairs = [(a, a + b) for a in range(60) for b in range(1, 51)]
    folds = np.array([hidden_fold(*pair) for pair in pairs])
    share = np.bincount(folds, minlength=N_HIDDEN_FOLDS) / len(pairs)
    assert share == pytest.approx(np.full(N_HIDDEN_FOLDS, 1 / N_HIDDEN_FOLDS), abs=0.03)
    hidden = np.array([pair_bucket(*pair) for pair in pairs]) == 0
    share = np.bincount(folds[hidden], minlength=N_HIDDEN_FOLDS) / hidden.sum()
    assert share == pytest.approx(np.full(N_HIDDEN_FOLDS, 1 / N_HIDDEN_FOLDS), abs=0.1)


def test_names_of_folds_differ():
    assert len({fold_name(one) for one in range(N_HIDDEN_FOLDS)}) == N_HIDDEN_FOLDS
