# %% [markdown]
# # The founding case
#
# Kostroma, on the Volga, looks for a twin in Turkmenistan first, in Azerbaijan or Uzbekistan next;
# some members want an Italian city. This notebook asks, reads the answer and questions it.

# %%
from matcher import Mandate, Matcher

matcher = Matcher.load()
mandate = Mandate.parse(
    {
        "city": "Kostroma",
        "date": "2026-11-21",
        "count": 5,
        "aims": ["culture", "economy", "sport", "youth"],
        "tiers": [
            {"name": "Turkmenistan", "countries": ["TM"]},
            {"name": "CIS", "countries": ["AZ", "UZ"]},
            {"name": "minority", "countries": ["IT"]},
        ],
    }
)
answer = matcher.recommend(mandate)

# %% [markdown]
# ## What is known of Kostroma's twins
#
# A list that shows all of them as alive would be wrong.

# %%
links = {link.partner.name + ", " + link.partner.country: link.status for link in answer.links}
no_longer = {name: status for name, status in links.items() if status not in ("active", "unknown")}
assert no_longer == {
    "Aachen, DE": "dormant",
    "Durham, GB": "ended",
    "Durham, US": "suspended",
    "Rivne, UA": "ended",
}
len(links), no_longer

# %% [markdown]
# ## What must be said before any list
#
# Bari is already the Italian twin, and Mary is twinned with Oryol.

# %%
cautions = [caution.text for caution in answer.cautions]
assert any("already twinned with Bari in Italy" in text for text in cautions)
assert any("Mary with Oryol" in text for text in cautions)
cautions

# %% [markdown]
# ## The lists
#
# No tier shows another country than its own.

# %%
frame = answer.to_frame()
allowed = {"Turkmenistan": {"TM"}, "CIS": {"AZ", "UZ"}, "minority": {"IT"}}
for tier, rows in frame.groupby("tier"):
    assert set(rows["country"]) <= allowed[tier]
frame[["tier", "rank", "name", "country", "score"]]

# %% [markdown]
# ## Why the first of them
#
# The bars of a candidate add up to its score.

# %%
first = answer.tiers[0].candidates[0]
bars = {key: one.contribution for key, one in first.criteria.items()}
assert abs(sum(bars.values()) + first.habit.contribution - first.score) < 1e-6
first.place.name, bars, [reason.text for reason in first.reasons]

# %% [markdown]
# ## What would change the order
#
# Veterans on the council may weigh the history of war higher.

# %%
standings = matcher.what_if(mandate).rerank({"war_history": 5.0}, most=3)
assert {one.tier for one in standings} == set(allowed)
[(one.tier, one.rank_before, one.rank, one.place.name) for one in standings]
