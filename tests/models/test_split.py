from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np

from models.split import by_hash, city_bucket, concluded, pair_bucket, pair_buckets
from tests.models.world import linked_world


def last_digit(text: str) -> int:
    """Return SHA-256 of the text modulo 10 by long division over its hex digits."""
    rest = 0
    for digit in hashlib.sha256(text.encode()).hexdigest():
        rest = (rest * 16 + int(digit, 16)) % 10
    return rest


def test_pair_bucket_is_the_hash_of_both_ids_smaller_first():
    for a, b in [(543878, 2650628), (1, 2), (9, 10), (100, 99)]:
        assert pair_bucket(a, b) == last_digit(f"{min(a, b)}-{max(a, b)}")
        assert pair_bucket(a, b) == pair_bucket(b, a)


def test_buckets_agree_with_digests_worked_out_elsewhere():
    # printf %s 1-2 | sha256sum, reduced modulo 10 with bc.
    assert [pair_bucket(1, 2), pair_bucket(1, 3), pair_bucket(543878, 2650628)] == [7, 7, 7]
    assert [pair_bucket(1, 9), pair_bucket(2, 10), pair_bucket(1, 4)] == [9, 7, 2]
    assert [city_bucket(543878), city_bucket(2650628)] == [4, 0]


def test_city_bucket_is_the_hash_of_the_id():
    assert [city_bucket(one) for one in (1, 543878)] == [last_digit("1"), last_digit("543878")]


def test_pair_buckets_are_about_a_tenth_each():
    pairs = np.array([(a, a + b) for a in range(1, 101) for b in range(1, 101)])
    counts = np.bincount(pair_buckets(pairs), minlength=10)
    # Binomial with n = 10,000 and p = .1: five standard deviations are 150.
    assert len(counts) == 10
    assert np.abs(counts - 1_000).max() <= 150


def test_concluded_leaves_proposals_out(tmp_path: Path):
    cities = [(one, "DE", 10, 0.0, float(one)) for one in range(1, 5)]
    atlas = linked_world(tmp_path, cities, [(3, 1), (1, 2)], proposed=[(2, 4)])
    assert concluded(atlas).tolist() == [[1, 2], [1, 3]]


def test_order_by_hash_stays_when_pairs_are_added():
    pairs = np.array([[a, a + 1 + b] for a in range(1, 30) for b in range(3)])
    more = np.concatenate([pairs, [[500, 501], [502, 503]]])
    grown = [pair for pair in by_hash(more).tolist() if pair[0] < 500]
    assert grown == by_hash(pairs).tolist()
    assert by_hash(pairs[::-1]).tolist() == by_hash(pairs).tolist()
    assert by_hash(pairs).tolist() != pairs.tolist()
