"""What people call regions beside their official names: short forms and historic counties."""

from __future__ import annotations

from typing import Final

from matcher.text.normalise import name_key

_SHORT: Final = """
DE.01: BaWü; Ba-Wü
DE.06: NDS
DE.07: NRW
DE.08: RLP
DE.12: MeckPomm; Meck-Pomm; McPomm
DE.14: LSA
FR.93: PACA
FR.84: AURA
ID.04: DKI Jakarta
"""
"""Short forms that mean one region, by GeoNames' code."""

_ENGLISH: Final = """
A7 C7 D7 L7 M2 O8 Q3: West Midlands; West Midlands County
H3 B4 O7 G8 C2: West Yorkshire
L9 D5 A3 L3: South Yorkshire
I2 L5 B1 C1 K1 L2 N2 O1 O6 P7: Greater Manchester
H8 G9 N1 L8 Q1: Merseyside
I7 E5 J5 M7 N6: Tyne and Wear; Tyne & Wear
NNH WNH: Northamptonshire; Northants
E2 P6 B6: Sussex
B7 A4 J4 M6: Avon
B3 P4 K7 M1 P9 Q2: Berkshire; Berks
Z7 Z8 E9 P2: Cheshire
Z5 Z6 I1: Bedfordshire; Beds
L6 O2: Shropshire; Salop
M9 N4: Staffordshire; Staffs
J9 J8: Nottinghamshire; Notts
D3 D2: Derbyshire
H5 H4: Leicestershire; Leics
D4 K4 O4: Devon; Devonshire
E4 M5 O3: Essex
G5 I3: Kent
F2 K6 M4: Hampshire; Hants
D6 AA: Dorset
P8 N9: Wiltshire; Wilts
B9 I6: Buckinghamshire; Bucks
C3 K3: Cambridgeshire; Cambs
H2 A8 A9: Lancashire; Lancs
D8 D1 F5 N3: County Durham; Co Durham
M3 A4 J4: Somerset
E6 M6: Gloucestershire; Glos
H7 J3 J2: Lincolnshire; Lincs
J7 Q5 I5 K9: North Yorkshire
E1 G6: East Riding of Yorkshire; East Yorkshire; East Riding
F8: Herts
K2: Oxon
P3: Warks
Q4: Worcs
"""
"""Counties of England as people know them, by the codes of the councils that they hold."""

_FORMER: Final = """
FR.75: Aquitaine; Limousin; Poitou-Charentes
FR.84: Auvergne; Rhône-Alpes
FR.44: Alsace; Lorraine; Champagne-Ardenne
FR.32: Nord-Pas-de-Calais; Picardie; Picardy
FR.76: Midi-Pyrénées; Languedoc-Roussillon; Languedoc
FR.27: Bourgogne; Burgundy; Franche-Comté
FR.28: Haute-Normandie; Basse-Normandie; Upper Normandy; Lower Normandy
CA.05: Newfoundland; Labrador
IT.17.TN: Trentino
"""
"""Former regions by the region that they are a part of: for finding a place, not as an area."""

_NO_AREA: Final = """
DK NO SE: Scandinavia; Scandinavian countries; Скандинавия; Scandinavia
DK FI IS NO SE: Nordics; Nordic states; Северные страны; Paesi nordici
EE LV LT: Baltic states; Baltics; Baltic countries; Прибалтика; Страны Балтии; Paesi baltici
AL BA BG GR HR ME MK RS SI XK: Balkans; the Balkans; Balkan; Балканы; Balcani
AL BA ME MK RS XK: Western Balkans; Западные Балканы; Balcani occidentali
AE BH EG IL IQ IR JO KW LB OM PS QA SA SY TR YE: Middle East; Near East; Medio Oriente
AE BH EG IL IQ IR JO KW LB OM PS QA SA SY TR YE: Ближний Восток
GB IE IM: British Isles; Британские острова; Isole britanniche
KZ KG TJ TM UZ: Central Asia; Средняя Азия; Центральная Азия; Asia centrale
AM AZ GE: Caucasus; South Caucasus; Transcaucasia; Кавказ; Закавказье; Caucaso
ES PT: Iberian Peninsula; Иберия; Penisola iberica
DZ LY MA MR TN: Maghreb; Магриб
DZ EG LY MA SD TN: North Africa; Северная Африка; Nord Africa
AT CH DE: DACH; German-speaking countries
BE LU NL: Low Countries
BZ CR GT HN NI PA SV: Central America; Центральная Америка; America centrale
CZ SK: Czechoslovakia; Чехословакия; Cecoslovacchia
BA HR ME MK RS SI XK: Yugoslavia; Югославия; Jugoslavia
CN JP KP KR MN TW: East Asia; Восточная Азия; Asia orientale
KH LA VN: Indochina; Индокитай; Indocina
KP KR: Korea; Корея; Corea
CD CG: Congo; Конго
PL.72 PL.79 PL.83: Silesia; Силезия; Slesia
IR.16 IQ.05 IQ.11: Kurdistan; Курдистан
PL.82 PL.87 DE.12: Pomerania; Померания
"""
"""Parts of the world that no table holds, or that a name of one region would narrow, by what to
write for them."""


def _read(lines: str, head: str = "") -> dict[str, tuple[str, ...]]:
    parted = (line.partition(":") for line in lines.strip().splitlines())
    return {
        name_key(name): tuple(f"{head}{one}" for one in codes.split())
        for codes, _, names in parted
        for name in names.split(";")
    }


COMMON_REGIONS: Final = _read(_SHORT) | _read(_ENGLISH, "GB.ENG.")
"""Codes of the regions that a name means together, by its normal form."""

AROUND: Final = _read(_FORMER)
"""Codes of the regions around a former one, by the normal form of its name."""

PARTS_OF_THE_WORLD: Final = _read(_NO_AREA)
"""What to write for a part of the world that is no area here, by the normal form of its name."""
