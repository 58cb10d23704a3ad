import numpy as np

from models.popularity import SMALL_TOWN, measure_popularity


def test_popularity_counts_famous_partners_of_small_towns(learned) -> None:  # type: ignore[no-untyped-def]
    found = measure_popularity(learned, n_towns=5)
    place_facts, ends = learned.world.place_facts, learned.world.graph.ends
    people = np.nan_to_num(place_facts.population)
    true = []
    for a, b in np.concatenate([ends, ends[:, ::-1]]):
        if 0 < people[a] < SMALL_TOWN and not place_facts.is_part[a]:
            true.append(place_facts.admin_rank[b] == 0 or people[b] >= 1_000_000)
    assert found.towns == 5
    assert found.true_share == np.mean(true)
    assert 0 <= found.share_of_places <= found.share_of_lists <= 1
