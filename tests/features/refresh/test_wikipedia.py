from __future__ import annotations

import pytest

from features.links.listing import ENDS
from features.refresh.fetch import FetchError
from features.refresh.wikipedia import fetch_lists, read_list
from tests.features.refresh.server import Reply, as_json

ALBANIA = "List of twin towns and sister cities in Albania"
EUROPE = "List of twin towns and sister cities in Europe"
OHIO = "List of sister cities in Ohio"

TEXTS = {
    ALBANIA: """{{short description|x}}
This is a list.
==B==
'''[[Berat]]'''
{{div col|colwidth=20em}}
*{{flagicon|TUR}} [[Amasya]], Turkey (2001)<ref>{{cite web|title=A, b}}</ref>
*{{flagicon|FRA}} [[Bérat, Haute-Garonne|Bérat]], [[France]]
* [[Nowhere]], Italy
{{div col end}}
==See also==
* [[List of places in Albania]], Albania
""",
    EUROPE: """==Andorra==
'''[[Andorra la Vella]]'''
*{{flagdeco|FRA}} [[Foix]], France
==Monaco==
'''Monte Carlo'''
* Ostend, Belgium
* [[File:Flag.svg|20px]] [[Lucciana]], France
""",
    OHIO: "'''[[Columbus, Ohio|Columbus]]'''\n* [[Ahmedabad]], India\n",
}
POINTS = {
    "Berat": (40.7, 19.95), "Amasya": (40.65, 35.83), "Bérat, Haute-Garonne": (43.37, 1.17),
    "Andorra la Vella": (42.5, 1.52), "Foix": (42.97, 1.61), "Columbus": (39.96, -83.0),
    "Ahmedabad": (23.02, 72.57),
}  # fmt: skip


def wiki(fields: dict[str, str]) -> Reply:
    if fields.get("list") == "allpages":
        titles = [one for one in sorted(TEXTS) if one.startswith(fields["apprefix"])]
        start = int(fields.get("apcontinue", 0))
        query = {"allpages": [{"pageid": 1, "ns": 0, "title": one} for one in titles[start:][:1]]}
        more = {"continue": {"apcontinue": str(start + 1), "continue": "-||"}}
        return as_json({"query": query, **(more if start + 1 < len(titles) else {})})
    titles = fields["titles"].split("|")
    if fields["prop"] == "revisions":
        revision = {"slots": {"main": {"contentmodel": "wikitext", "content": TEXTS[titles[0]]}}}
        return as_json({"query": {"pages": [{"title": titles[0], "revisions": [revision]}]}})
    assert len(titles) <= 50
    final = {one: one.removesuffix(", Ohio") for one in titles}
    pages = [
        {"title": one}
        | ({"coordinates": [{"lat": POINTS[one][0], "lon": POINTS[one][1], "primary": True}]}
           if one in POINTS else {"missing": True})
        for one in final.values()
    ]  # fmt: skip
    redirects = [{"from": one, "to": to} for one, to in final.items() if one != to]
    return as_json({"query": {"pages": pages, "redirects": redirects}})


def test_lists_become_rows_with_coordinates(server, fetcher) -> None:
    server.routes["/w/api.php"] = wiki
    links, without = fetch_lists(fetcher, server.address + "/w/api.php")
    assert list(links.columns) == list(ENDS)
    assert links.to_dict("split")["data"] == [
        ["Berat", "Albania", 40.7, 19.95, "Amasya", "Turkey", 40.65, 35.83],
        ["Berat", "Albania", 40.7, 19.95, "Bérat", "France", 43.37, 1.17],
        ["Andorra la Vella", "Andorra", 42.5, 1.52, "Foix", "France", 42.97, 1.61],
        ["Columbus, Ohio", "United States", 39.96, -83.0, "Ahmedabad", "India", 23.02, 72.57],
    ]
    assert without.to_numpy().tolist() == [
        ["Berat", "Albania", "Nowhere", "Italy"],
        ["Monte Carlo", "Monaco", "Ostend", "Belgium"],
        ["Monte Carlo", "Monaco", "Lucciana", "France"],
    ]


def test_what_stands_below_see_also_is_no_partner() -> None:
    assert len(read_list(ALBANIA, TEXTS[ALBANIA])) == 3


@pytest.mark.parametrize(
    "text", ["", "* [[Amasya]], Turkey", "'''[[Berat]]'''\n*", "'''", "=", "=="]
)
def test_text_without_a_pair_gives_none(text) -> None:
    assert read_list(ALBANIA, text) == []


def test_error_of_the_service_is_quoted(server, fetcher) -> None:
    reply = as_json({"error": {"code": "maxlag", "info": "waiting for a database"}})
    with pytest.raises(FetchError, match=r"refuses.*waiting for a database"):
        fetch_lists(fetcher, server.always("/w/api.php", reply))


def test_answer_of_another_shape_is_an_error(server, fetcher) -> None:
    address = server.always("/w/api.php", as_json({"query": {}}))
    with pytest.raises(FetchError, match="MediaWiki"):
        fetch_lists(fetcher, address)


def test_no_list_at_all_is_an_error(server, fetcher) -> None:
    address = server.always("/w/api.php", as_json({"query": {"allpages": []}}))
    with pytest.raises(FetchError, match="no list of twin towns"):
        fetch_lists(fetcher, address)
