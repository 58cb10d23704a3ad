"""What the published network of 2017 and ours differ in, told from computed variants."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.network.measures import Measures
from matcher.network.published import KONECT, RING, Comparison


def differences(ours: Measures, comparison: Comparison) -> Iterator[str]:
    """Say what our figures have beside the published ones, by what the variants show.

    Parameters
    ----------
    ours : Measures
    comparison : Comparison
    """
    by_name = {one.name: one.measures for one in comparison.variants}
    without = by_name["without rings"]
    more = 100 * (ours.links / KONECT["links"] - 1)
    yield (
        f"Size: {ours.links:,} links are {more:+.1f} % against the published "
        f"{KONECT['links']:,.0f}. With the listed partnerships whose ends could not be linked to a "
        f"place they would be {by_name['with unlinked ends'].links:,}."
    )
    gone = 100 * (1 - without.triangles / max(ours.triangles, 1))
    sizes = ", ".join(map(str, comparison.rings)) or "none"
    yield (
        f"Clustering: rings of {RING} or more places that are all linked with one another (groups "
        f"of {sizes}) hold {comparison.ring_links:,} links, "
        f"{100 * comparison.ring_links / max(ours.links, 1):.1f} % of all, and {gone:.0f} % of the "
        f"triangles. Without them clustering is {without.clustering:.3f}."
    )
    if comparison.share_for_published is not None:
        thinned = by_name["rings thinned"]
        yield (
            f"The published clustering of {KONECT['clustering']:.3f} appears when "
            f"{100 * comparison.share_for_published:.0f} % of the links within rings are kept: a "
            "list that holds these rings less completely than ours would give it. Assortativity "
            f"is {thinned.assortativity:.3f} then."
        )
    yield (
        f"Assortativity: {ours.assortativity:.3f} against {KONECT['assortativity']:.3f}. Without "
        f"rings, whose members have many links with others that have many, it is "
        f"{without.assortativity:.3f}; with the unlinked ends "
        f"{by_name['with unlinked ends'].assortativity:.3f}; between countries alone "
        f"{by_name['between countries'].assortativity:.3f}."
    )
    mixed = by_name["shuffled"]
    yield (
        f"Neither follows from the numbers of links a place: partners exchanged at random give "
        f"{mixed.assortativity:.3f} and {mixed.clustering:.3f}."
    )
    at_its_wedges = 3 * ours.triangles / KONECT["wedges"]
    between = KONECT["clustering"] < at_its_wedges < ours.clustering
    cause = (
        ", so larger hubs explain a part of its lower figure and fewer triangles the rest"
        if between
        else ""
    )
    yield (
        f"Hubs: the most linked place has {KONECT['max_degree']:.0f} links in the published "
        f"network and {ours.max_degree} in ours; its wedges are {KONECT['wedges']:,.0f} against "
        f"{ours.wedges:,}. Our triangles over its wedges would be a clustering of "
        f"{at_its_wedges:.3f}{cause}. The links themselves are not held here, so which of them "
        "differ is not known."
    )
