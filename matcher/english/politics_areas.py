"""Status of disputed areas: one neutral sentence each, by area and class.

A sentence says who controls, who claims, and names a UN document where there is one.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from matcher.english.politics import PLACE_NOTES

_DONBAS_BEFORE: Final = (
    "under a self-declared administration with Russian support since 2014; regarded as part of "
    "Ukraine by Ukraine and the UN General Assembly (resolution 68/262)"
)

_KARABAKH_BEFORE: Final = (
    "under a self-declared administration with Armenian support that no UN member recognises; "
    "regarded as part of Azerbaijan by Azerbaijan and the UN Security Council (resolution 884)"
)

AREA_STATUS: Final[dict[str, str]] = {
    "abkhazia.A.2008": (
        "under a self-declared administration that no UN member recognises; regarded as part of "
        "Georgia by Georgia and the UN Security Council (resolution 876)"
    ),
    "south_ossetia.A.2008": (
        "under a self-declared administration that no UN member recognises; regarded as part of "
        "Georgia by Georgia"
    ),
    "abkhazia.A": (
        "under a self-declared administration with Russian support; recognised by Russia and a "
        "few other states; regarded as part of Georgia by Georgia and the UN General Assembly "
        "(resolution 63/307)"
    ),
    "south_ossetia.A": (
        "under a self-declared administration with Russian support; recognised by Russia and a "
        "few other states; regarded as part of Georgia by Georgia and the UN General Assembly "
        "(resolution 63/307)"
    ),
    "crimea.A": (
        "under the control of Russia, which has claimed it since 2014; regarded as part of "
        "Ukraine by Ukraine and the UN General Assembly (resolution 68/262)"
    ),
    "sevastopol.A": (
        "under the control of Russia, which has claimed it since 2014; regarded as part of "
        "Ukraine by Ukraine and the UN General Assembly (resolution 68/262)"
    ),
    "donetsk_oblast.A.2022": _DONBAS_BEFORE,
    "luhansk_oblast.A.2022": _DONBAS_BEFORE,
    "kherson_oblast_right_bank.A.2022": (
        "under the control of Russia when last known; regarded as part of Ukraine by Ukraine and "
        "the UN General Assembly (resolution ES-11/1)"
    ),
    "donetsk_oblast.A": (
        "when last known under the control of Russia, which has claimed it since 2022; regarded "
        "as part of Ukraine by Ukraine and the UN General Assembly (resolution ES-11/4)"
    ),
    "donetsk_oblast.B": (
        "under Ukrainian control or at the front line when last known; claimed by Russia since "
        "2022; regarded as part of Ukraine by the UN General Assembly (resolution ES-11/4)"
    ),
    "luhansk_oblast.A": (
        "when last known under the control of Russia, which has claimed it since 2022; regarded "
        "as part of Ukraine by Ukraine and the UN General Assembly (resolution ES-11/4)"
    ),
    "kherson_oblast_left_bank.A": (
        "when last known under the control of Russia, which has claimed it since 2022; regarded "
        "as part of Ukraine by Ukraine and the UN General Assembly (resolution ES-11/4)"
    ),
    "kherson_oblast_right_bank.B": (
        "under Ukrainian control when last known; claimed by Russia since 2022; regarded as part"
        " of Ukraine by the UN General Assembly (resolution ES-11/4)"
    ),
    "zaporizhzhia_oblast.A": (
        "when last known under the control of Russia, which has claimed it since 2022; regarded "
        "as part of Ukraine by Ukraine and the UN General Assembly (resolution ES-11/4)"
    ),
    "zaporizhzhia_oblast.B": (
        "under Ukrainian control or at the front line when last known; claimed by Russia since "
        "2022; regarded as part of Ukraine by the UN General Assembly (resolution ES-11/4)"
    ),
    "northern_cyprus.A.1983": (
        "under a Turkish Cypriot administration since Turkish forces landed in 1974; regarded as "
        "part of the Republic of Cyprus by the UN Security Council (resolution 367)"
    ),
    "northern_cyprus.A": (
        "under the administration of a self-declared state that Türkiye alone recognises; "
        "regarded as part of the Republic of Cyprus by the UN Security Council (resolutions 541 "
        "and 550)"
    ),
    "nicosia.B": (
        "divided: its north lies beyond a buffer zone of the United Nations and has been under "
        "another administration since 1974, today a self-declared state that Türkiye alone "
        "recognises (UN Security Council resolution 541)"
    ),
    "golan_heights.A": (
        "under the control of Israel, which applies its law there, since 1967; claimed by Syria; "
        "regarded as occupied territory by the UN Security Council (resolution 497)"
    ),
    "west_bank_settlements.A.2016": (
        "an Israeli settlement in territory controlled by Israel since 1967 and claimed for the "
        "State of Palestine; held to have no legal validity by the UN Security Council "
        "(resolution 446)"
    ),
    "west_bank_settlements.A": (
        "an Israeli settlement in territory controlled by Israel since 1967 and claimed for the "
        "State of Palestine; held to have no legal validity by the UN Security Council "
        "(resolution 2334)"
    ),
    "transnistria_and_bender.A.2018": (
        "under a self-declared administration that no UN member recognises; regarded as part of "
        "Moldova by Moldova and all UN members"
    ),
    "transnistria_and_bender.A": (
        "under a self-declared administration that no UN member recognises; regarded as part of "
        "Moldova by Moldova and the UN General Assembly (resolution 72/282)"
    ),
    "nagorno_karabakh.A.2020": _KARABAKH_BEFORE,
    "nagorno_karabakh.A.2023": _KARABAKH_BEFORE,
    "shusha.A": (
        "under the control of Azerbaijan since 2020 and claimed by Azerbaijan alone among UN "
        "members; regarded as part of Azerbaijan by the UN General Assembly (resolution 62/243); "
        "a self-declared administration claimed it until 2023; its Armenian population left in "
        "2020, and the authorities that concluded earlier partnerships no longer exist"
    ),
    "nagorno_karabakh.A": (
        "under the control of Azerbaijan since 2023 and claimed by Azerbaijan alone among UN "
        "members; regarded as part of Azerbaijan by the UN General Assembly (resolution 62/243); "
        "a self-declared administration held it until then; its Armenian population left in 2023, "
        "and the authorities that concluded earlier partnerships no longer exist"
    ),
    "districts_around_nagorno_karabakh.A.2020": (
        "under the control of Armenian forces, its Azerbaijani population displaced in 1992 or "
        "1993; regarded as part of Azerbaijan by Azerbaijan and the UN Security Council "
        "(resolution 884)"
    ),
    "districts_around_nagorno_karabakh.B": (
        "under the control of Azerbaijan again since 2020; being rebuilt and cleared of mines"
    ),
    "east_jerusalem.B": (
        "under the control of Israel, which claims it, since 1967; claimed for the State of "
        "Palestine; regarded as occupied territory by the UN Security Council (resolution 478)"
    ),
    "jerusalem.B": (
        "under the control of Israel, which claims the whole city; its east, held since 1967, is "
        "claimed for the State of Palestine and regarded as occupied territory by the UN Security "
        "Council (resolution 478); most states leave its status to an agreement"
    ),
    "west_bank.B": (
        "under the Palestinian Authority and under Israeli military control; regarded as "
        "occupied territory by the UN Security Council (resolution 242)"
    ),
    "gaza_strip.B.2007": (
        "occupied by Israel in 1967 and partly under the Palestinian Authority since 1994; "
        "regarded as occupied territory by the UN Security Council (resolution 242)"
    ),
    "gaza_strip.B.2023": (
        "governed by Hamas since 2007; claimed for the State of Palestine; regarded as occupied "
        "territory by the UN Security Council (resolution 1860)"
    ),
    "gaza_strip.B": (
        "control divided in the war that began in 2023; claimed for the State of Palestine; "
        "regarded as occupied territory by the UN Security Council (resolution 1860)"
    ),
    "quneitra_area.B": (
        "in Syria, in or beside the area of separation of 1974 (UN Security Council resolution "
        "350), where Israeli forces have stood since December 2024"
    ),
    "kosovo.B.2008": (
        "under the interim administration of the United Nations since 1999 (UN Security Council "
        "resolution 1244)"
    ),
    "kosovo.B": (
        "in Kosovo, which declared its independence in 2008; many states recognise it, and others "
        "do not, Serbia among them, which claims it (UN Security Council resolution 1244)"
    ),
    "northern_kosovo.B": (
        "a municipality of the north of Kosovo with a Serb majority; the status of Kosovo is "
        "disputed (UN Security Council resolution 1244)"
    ),
    "taiwan.B": (
        "governed from Taipei and claimed by the People's Republic of China; most states keep "
        "unofficial relations, and the wording of agreements matters"
    ),
    "hong_kong.B": "a special administrative region of China",
    "macau.B": "a special administrative region of China",
    "western_sahara.B.2025": (
        "a non-self-governing territory on the list of the United Nations, mostly under Moroccan"
        " control; claimed by Morocco and the Polisario Front (UN Security Council resolution "
        "690)"
    ),
    "western_sahara.B": (
        "a non-self-governing territory on the list of the United Nations, mostly under Moroccan"
        " control; claimed by Morocco and the Polisario Front (UN Security Council resolution "
        "2797)"
    ),
    "jammu_and_kashmir_ladakh.B": (
        "administered by India, claimed by Pakistan and in part by China (UN Security Council "
        "resolution 47)"
    ),
    "azad_kashmir_gilgit_baltistan.B": (
        "administered by Pakistan, claimed by India (UN Security Council resolution 47)"
    ),
    "arunachal_pradesh.B": "administered by India, claimed by China",
    "southern_kuril_islands.B": "administered by Russia, claimed by Japan",
    "falkland_islands.B": (
        "administered by the United Kingdom, claimed by Argentina (UN General Assembly "
        "resolution 2065)"
    ),
    "gibraltar.B": (
        "administered by the United Kingdom, claimed by Spain; on the UN list of non-self-"
        "governing territories"
    ),
    "ceuta_and_melilla.B": "a Spanish city, claimed by Morocco",
    "mayotte.B": (
        "a department of France, claimed by the Comoros (UN General Assembly resolution 31/4)"
    ),
    "essequibo.B": (
        "administered by Guyana, claimed by Venezuela; before the International Court of Justice"
    ),
    "somaliland.B.2025": (
        "self-governed since 1991 and claimed by Somalia; recognised by no UN member"
    ),
    "somaliland.B": (
        "self-governed since 1991 and claimed by Somalia; recognised by one UN member when last "
        "known"
    ),
    "sool_and_sanaag.B": "control disputed within Somalia",
    "darfur.B": "not under the control of the government of Sudan when last known",
    "eastern_congo.B": (
        "not under the control of the government of the Democratic Republic of the Congo when "
        "last known"
    ),
    "eastern_and_southern_libya.B": "under the eastern authorities of Libya when last known",
    "northern_yemen.B": (
        "not under the control of the internationally recognised government of Yemen when last "
        "known"
    ),
}
"""Sentences by ``area.class``; a status that is over has the year of its last day behind."""

PLACE_STATUS: Final[dict[str, str]] = {
    **AREA_STATUS,
    **{f"destroyed.{cause.replace(' ', '_')}": text for cause, text in PLACE_NOTES.items()},
}
"""What stands beside a place's name, by the codes of its status."""


def place_note(codes: Iterable[str]) -> str:
    """Return the sentences of a place's status.

    Examples
    --------
    >>> place_note(["destroyed.nuclear_accident"])
    'the town was evacuated after a nuclear accident'
    """
    return "; ".join(PLACE_STATUS[code] for code in codes if code in PLACE_STATUS)


AUTHORITIES_GONE: Final = {"nagorno_karabakh.A": "2023-09-20", "shusha.A": "2020-11-08"}
"""Areas that one state alone claims today, and since when others' authorities are gone there."""
