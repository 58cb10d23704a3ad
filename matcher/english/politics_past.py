"""English sentences on the past that two states share: context, in neutral words."""

from __future__ import annotations

from typing import Final

PAST: Final[dict[str, str]] = {
    "overseas_rule": (
        "{ruled}, wholly or in part, was formerly under the rule or protectorate of {ruler}{years}"
    ),
    "mandate": (
        "{ruled}, wholly or in part, was administered by {ruler} "
        "under an international mandate or trusteeship{years}"
    ),
    "condominium": (
        "{ruled} was formerly administered by {ruler} together with another power{years}"
    ),
    "territory": (
        "{ruled} is linked with {ruler} as a part of it, under its administration or in free "
        "association{years}"
    ),
    "empire": (
        "{ruled}, wholly or in part, formerly belonged to an empire governed from present-day "
        "{ruler}{years}"
    ),
    "realm": (
        "{ruled}, wholly or in part, formerly belonged to the state or realm of {ruler}{years}"
    ),
    "part": "{ruled} was part of {ruler}{years}",
    "grand_duchy": (
        "{ruled} was formerly an autonomous grand duchy within an empire governed from "
        "present-day {ruler}{years}; {ruled} and the Soviet Union were at war in 1939 and 1940 and "
        "from 1941 to 1944"
    ),
    "annexation": ("the territory of {ruled} was formerly annexed and governed by {ruler}{years}"),
    "annexation_korea": "Korea was annexed by {ruler} in 1910 and ruled by it until 1945",
    "departments": (
        "{ruled} was conquered by {ruler} from 1830; its north was governed as departments of it "
        "from 1848; independent in 1962 after the war of 1954 to 1962"
    ),
    "overseas_rule_killings": (
        "{ruled} was formerly under the rule of {ruler}{years}, whose troops killed a large part "
        "of the Herero and Nama from 1904 to 1908; its government called these killings genocide "
        "in 2021"
    ),
    "occupation": "{ruled}, wholly or in part, was formerly occupied by {ruler}{years}",
    "partition_occupation": (
        "parts of {ruled} were annexed by predecessors of {ruler} in the partitions, "
        "and {ruled} was occupied by {ruler} in the Second World War{years}"
    ),
    "partition_soviet": (
        "parts of {ruled} were annexed by predecessors of {ruler} in the partitions; the Soviet "
        "Union annexed its east in 1939, and its government was under Soviet influence from 1945 "
        "to 1989{years}"
    ),
    "partition_annexation": (
        "parts of {ruled} were annexed by predecessors of {ruler} in the partitions{years}"
    ),
    "union": "{one} and {other} were once under one head of state{years}",
    "common_state": (
        "{one} and {other}, wholly or in part, were formerly within one state: {state}{years}"
    ),
    "common_state_kosovo": (
        "{one} and {other} were formerly within one state, Yugoslavia; war 1998–1999; under United "
        "Nations administration from 1999; independence declared in 2008"
    ),
    "soviet": (
        "{one} and {other} were within the Soviet Union{years}; many states did not recognise "
        "the incorporation of Estonia, Latvia and Lithuania"
    ),
    "common_administration": (
        "{one} and {other}, wholly or in part, were once administered together "
        "by a third power{years}"
    ),
    "partition": "{one} and {other} came about by the partition of British India{years}",
    "division": "{one} and {other} were one country until its division{years}",
}
"""Shared past by kind: context, in no list of what two cities have in common."""

REGION_PAST: Final = "the region of {city} belonged to {ruler} until {when}"
"""The past of a place whose region lay in the other state, in place of that of its country."""

REGION_AND_COUNTRY: Final = {
    kind: f"{REGION_PAST}; {PAST[kind]}"
    for kind in ("occupation", "partition_annexation", "partition_occupation", "partition_soviet")
}
"""The past of a place's region, then that of its country, where the same state had both."""

UNTIL: Final = "until {when}"
"""The years of a past whose beginning is not given."""


def years_text(years: str, until: str = UNTIL) -> str:
    """Write the years of a past in brackets.

    Parameters
    ----------
    years : str
        The first and the last year with a hyphen between; the first may be missing.
    until : str
        What is said where the first is missing, in the reader's language.

    Examples
    --------
    >>> years_text("1809-1917"), years_text("-1962")
    (' (1809–1917)', ' (until 1962)')
    """
    first, _, last = years.partition("-")
    told = "–".join(dict.fromkeys((first, last))) if first else until.format(when=last)
    return f" ({told})"
