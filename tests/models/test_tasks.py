from __future__ import annotations

import numpy as np
import pytest

from matcher.errors import MandateError
from models.split import city_bucket, concluded, pair_bucket
from models.tasks import build_tasks, excluded_by_product, slices


def asked_ids(atlas, task):
    ids = atlas.city_ids
    return set(zip(ids[task.query].tolist(), ids[task.partner].tolist(), strict=True))


def known_ids(task):
    ids = task.known.atlas.city_ids
    return {tuple(sorted(pair)) for pair in ids[task.known.graph.ends].tolist()}


@pytest.mark.parametrize(("split", "hidden"), [("test", {0}), ("validation", {1})])
def test_tasks_ask_every_hidden_pair_both_ways(many_links, split, hidden):
    pairs = [tuple(pair) for pair in concluded(many_links).tolist()]
    wanted = {pair for pair in pairs if pair_bucket(*pair) in hidden}
    country, world, _ = build_tasks(many_links, split)
    both = wanted | {(b, a) for a, b in wanted}
    assert asked_ids(many_links, country) == both == asked_ids(many_links, world)
    assert len(country) == 2 * len(wanted)
    assert country.known is world.known


@pytest.mark.parametrize(("split", "first"), [("test", 1), ("validation", 2)])
def test_known_graph_holds_the_buckets_of_training_and_on_test_of_validation(
    many_links, split, first
):
    pairs = [tuple(pair) for pair in concluded(many_links).tolist()]
    country, _, _ = build_tasks(many_links, split)
    assert known_ids(country) == {pair for pair in pairs if pair_bucket(*pair) >= first}


@pytest.mark.parametrize("split", ["test", "validation"])
def test_hidden_and_known_links_are_apart(many_links, split):
    for task in build_tasks(many_links, split):
        hidden = {tuple(sorted(pair)) for pair in asked_ids(many_links, task)}
        assert hidden
        assert not hidden & known_ids(task)
        assert concluded(task.known.atlas).tolist() == sorted(map(list, known_ids(task)))


def test_test_links_are_never_known_nor_asked_on_validation(many_links):
    for task in build_tasks(many_links, "validation"):
        seen = known_ids(task) | {tuple(sorted(pair)) for pair in asked_ids(many_links, task)}
        assert not [pair for pair in seen if pair_bucket(*pair) == 0]


@pytest.mark.parametrize(("split", "bucket"), [("test", 0), ("validation", 1)])
def test_new_cities_have_lost_every_link(many_links, split, bucket):
    fresh = build_tasks(many_links, split)[2]
    assert not fresh.known.graph.linked[fresh.query].any()
    ids = many_links.city_ids[fresh.query]
    assert {city_bucket(one) for one in ids.tolist()} == {bucket}
    wanted = {
        (query, partner)
        for a, b in concluded(many_links).tolist()
        for query, partner in ((a, b), (b, a))
        if city_bucket(query) == bucket and (split == "test" or pair_bucket(a, b) != 0)
    }
    assert asked_ids(many_links, fresh) == wanted


def test_both_directions_share_the_number_of_their_pair(many_links):
    country = build_tasks(many_links, "test")[0]
    number = {}
    for query, partner, pair in zip(country.query, country.partner, country.pair, strict=True):
        number.setdefault(pair, set()).add(frozenset((int(query), int(partner))))
    assert all(len(ends) == 1 for ends in number.values())
    assert np.bincount(country.pair).tolist() == [2] * (len(country) // 2)


def test_sample_is_the_same_part_each_time(many_links):
    once, again = (build_tasks(many_links, "test", sample=10)[0] for _ in range(2))
    assert len(once) == 10
    assert asked_ids(many_links, once) == asked_ids(many_links, again)
    assert asked_ids(many_links, once) < asked_ids(many_links, build_tasks(many_links, "test")[0])


def test_slices_divide_the_queries(many_links):
    task = build_tasks(many_links, "test")[0]
    masks = slices(task)
    assert masks["all"].all()
    for prefix in ("continent ", "population "):
        parts = [mask for name, mask in masks.items() if name.startswith(prefix)]
        assert len(parts) > 1
        assert np.sum(parts, axis=0).tolist() == [1] * len(task)
    population = task.known.place_facts.population[task.query]
    middling = (population >= 5_000) & (population < 20_000)
    assert masks["population 5,000 to 20,000"].tolist() == middling.tolist()
    degree = task.known.graph.degree[task.query]
    assert masks["warm"].tolist() == (degree > 0).tolist()
    assert masks["cold"].tolist() == (degree == 0).tolist()


def test_excluded_by_product_counts_own_country_only_where_no_country_is_named(many_links):
    country, world, _ = build_tasks(many_links, "test")
    code = country.known.place_facts.country
    same = int((code[country.query] == code[country.partner]).sum())
    assert same > 0
    assert excluded_by_product(country) == {}
    assert excluded_by_product(world) == {"own_country": same}


def test_unknown_split_is_refused(many_links):
    with pytest.raises(MandateError, match="no split is called 'dev'"):
        build_tasks(many_links, "dev")
