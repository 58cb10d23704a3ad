"""Draw the stratified sample of new partnerships that are judged one by one.

Writes the pairs that the first edition lacked, with empty columns for the
verdict (right, wrong, cannot tell) and its ground. Pairs are taken by the
hash of their ids, so the same data and seed give the same sample, and most
pairs stay in it when the ledger grows.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import sys
from pathlib import Path
from typing import Final

import pandas as pd

from matcher.tables import columns as c

SEED: Final = "ledger 0.2, seventh draw"

STRATA: Final = {
    "confirmed, register and others": 55,
    "confirmed, wikidata and wikipedia_lists": 55,
    "listed, register": 20,
    "listed, wikidata": 20,
    "listed, wikidata and directory": 15,
    "listed, wikipedia_lists": 20,
    "listed, wikipedia_lists and directory": 10,
    "no longer listed": 5,
}
"""How many pairs of each stratum; 200 in all."""

_PLACE: Final = (c.NAME, c.COUNTRY, c.ADMIN1_CODE, c.POPULATION, c.LATITUDE, c.LONGITUDE)


def stratum(status: str, grade: str, sources: str) -> str:
    """Name the stratum of a pair, "" for those that are not sampled."""
    kinds = set(re.findall(r"[a-z_]+", sources))
    if status == "no_longer_listed":
        return "no longer listed"
    if grade == "confirmed":
        others = "register and others" if "register" in kinds else "wikidata and wikipedia_lists"
        return f"confirmed, {others}"
    if grade == "listed" and "register" in kinds:
        return "listed, register"
    wiki = kinds & {"wikidata", "wikipedia_lists"}
    if grade != "listed" or not wiki:
        return ""
    return f"listed, {wiki.pop()}" + (" and directory" if "directory" in kinds else "")


def draw(links: pd.DataFrame, cities: pd.DataFrame, seed: str = SEED) -> pd.DataFrame:
    """Draw the sample.

    Parameters
    ----------
    links, cities : DataFrame
        Tables ``partnerships`` and ``cities``.
    seed : str, optional

    Returns
    -------
    DataFrame
        By stratum and pair, with both places described and ``verdict`` and
        ``ground`` empty.
    """
    new = links[~links[c.FIRST_EDITION].astype(bool)].copy()
    told = zip(*(new[name].astype(str) for name in (c.STATUS, c.GRADE, c.SOURCES)), strict=True)
    new["stratum"] = [stratum(*one) for one in told]
    pairs = zip(new[c.CITY_ID_A], new[c.CITY_ID_B], strict=True)
    new["order"] = [hashlib.sha256(f"{seed}:{a}:{b}".encode()).hexdigest() for a, b in pairs]
    new = new.sort_values("order")
    parts = [new[new["stratum"] == name].head(count) for name, count in STRATA.items()]
    sample = pd.concat(parts).sort_values(["stratum", c.CITY_ID_A, c.CITY_ID_B], ignore_index=True)
    known = cities.set_index(c.CITY_ID)[list(_PLACE)]
    columns = [sample["stratum"]]
    for side, column in (("a", c.CITY_ID_A), ("b", c.CITY_ID_B)):
        place = known.loc[sample[column]].reset_index(drop=True)
        place = place.round({c.LATITUDE: 2, c.LONGITUDE: 2})
        columns += [sample[column], place.add_suffix(f"_{side}")]
    columns.append(sample[[c.STATUS, c.GRADE, c.SOURCES, c.SINCE, c.FORM]])
    return pd.concat(columns, axis=1).assign(verdict="", ground="")


def main() -> int:
    """Run the script."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("data"))
    parser.add_argument("--out", type=Path, default=Path("tests/features/ledger_sample.csv"))
    parser.add_argument("--seed", default=SEED)
    options = parser.parse_args()
    links = pd.read_parquet(options.data / "partnerships.parquet")
    cities = pd.read_parquet(options.data / "cities.parquet", columns=[c.CITY_ID, *_PLACE])
    sample = draw(links, cities, options.seed)
    sample.to_csv(options.out, index=False, lineterminator="\n")
    print(f"{len(sample)} pairs written to {options.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
