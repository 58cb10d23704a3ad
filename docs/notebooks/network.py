# %% [markdown]
# # The network of partnerships
#
# What the known partnerships look like as a graph: who has many, how far they reach, whether size
# and country matter. A partnership that is not listed is unknown, so every figure is of what is
# listed.

# %%
import networkx as nx
import numpy as np
import pandas as pd

from matcher.maps.geodesy import haversine_km
from matcher.tables.atlas import Atlas, data_directory

directory = data_directory()
columns = ["city_id", "name", "country", "latitude", "longitude", "population"]
cities = pd.read_parquet(directory / "cities.parquet", columns=columns).set_index("city_id")
links = pd.read_parquet(directory / "partnerships.parquet")
links = links[links["status"] != "proposed"]
a, b = cities.loc[links["city_id_a"]], cities.loc[links["city_id_b"]]
len(links), Atlas.load().version

# %% [markdown]
# ## Who has many
#
# Half of the linked places have one or two partners; a few have dozens.

# %%
graph = nx.from_pandas_edgelist(links, "city_id_a", "city_id_b")
degree = pd.Series(dict(graph.degree()))
assert degree.sum() == 2 * graph.number_of_edges()
degree.describe(percentiles=[0.5, 0.9, 0.99]).round(2)

# %% [markdown]
# ## One network or many
#
# Almost every linked place hangs together with all others.

# %%
sizes = sorted((len(part) for part in nx.connected_components(graph)), reverse=True)
clustering = nx.average_clustering(graph)
assert sum(sizes) == graph.number_of_nodes()
{"components": len(sizes), "largest": sizes[0] / sum(sizes), "clustering": round(clustering, 3)}

# %% [markdown]
# ## How far

# %%
km = np.array(
    [
        haversine_km(
            one.latitude, one.longitude, np.array([two.latitude]), np.array([two.longitude])
        )[0]
        for one, two in zip(a.itertuples(), b.itertuples(), strict=True)
    ]
)
pd.Series(km).describe(percentiles=[0.1, 0.5, 0.9]).round()

# %% [markdown]
# ## Like with like
#
# Ratios of the populations, where both are known: real pairs against the same places paired at
# random.

# %%
known = (a["population"].to_numpy() > 0) & (b["population"].to_numpy() > 0)
mine, theirs = a["population"].to_numpy()[known], b["population"].to_numpy()[known]
shuffled = np.random.default_rng(0).permutation(theirs)
ratios = {
    "real": np.median(np.maximum(mine, theirs) / np.minimum(mine, theirs)),
    "random": np.median(np.maximum(mine, shuffled) / np.minimum(mine, shuffled)),
}
assert ratios["real"] < ratios["random"]
{name: round(float(value), 1) for name, value in ratios.items()}

# %% [markdown]
# ## Two twins in one country
#
# Guides advise one partner a country. How many cities with two or more twins keep to it?

# %%
ends = pd.concat(
    [
        pd.DataFrame({"city": a.index, "country": b["country"].to_numpy()}),
        pd.DataFrame({"city": b.index, "country": a["country"].to_numpy()}),
    ]
)
per_city = ends.groupby("city")["country"].agg(["size", "nunique"])
several = per_city[per_city["size"] >= 2]
share = float((several["nunique"] < several["size"]).mean())
assert 0 < share < 1
round(share, 3)

# %% [markdown]
# ## Ties of countries

# %%
pairs = pd.DataFrame(
    {"one": a["country"].astype(str).to_numpy(), "two": b["country"].astype(str).to_numpy()}
)
pairs = pd.DataFrame(np.sort(pairs.to_numpy(), axis=1), columns=["one", "two"])
pairs.value_counts().head(10)
