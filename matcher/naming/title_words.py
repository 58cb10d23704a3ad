"""Words of titles, of connectors and of cases, in many languages."""

from __future__ import annotations

from typing import Final

BEFORE: Final = """
place RU BY KZ KG UA UZ TJ TM: город; гор; г; горад; місто; м; град; гр; село; с; посёлок; пос; пгт
place RU BY KZ KG UA UZ TJ TM: деревня; д; станица
place: city of; the city of; town of; village of; borough of; city and county of; township of
place: municipality of; the municipality of; commune of; mayor of; corporation of; city council of
place: london borough of; royal borough of; metropolitan borough of; city and borough of
place: town and country of; city and district of; barangay of; municipal council of
place IT CH SM: città; città metropolitana; comune; municipio; citta
place FR BE CH CA LU: ville; mairie
place: commune; commune urbaine; cité; commune rurale; communauté urbaine; bourg
place DE AT CH LI LU IT: stadt; freie und hansestadt; freie hansestadt; hansestadt
place DE AT CH LI LU IT: landeshauptstadt; kreisstadt
place DE AT: große kreisstadt; universitätsstadt; lutherstadt; barockstadt; klingenstadt
place DE AT: documenta stadt
place DE AT CH LI: markt; marktgemeinde; stadtgemeinde; gemeinde; bundesstadt; bundeshauptstadt
place DE AT CH LI: kurort; bad
place DE AT CH: statutarstadt; flecken; ortsgemeinde; verbandsgemeinde; samtgemeinde
place DE AT CH: einwohnergemeinde
place NL BE: gemeente; stad; hansestad
place CL: ilustre municipalidad
place ES MX DO AR CO CL PE VE EC UY PA NI SV GT HN CR BO PY CU PR: ayuntamiento; ciudad
place ES MX DO AR CO CL PE VE EC UY PA NI SV GT HN CR BO PY CU PR: municipalidad; alcaldía; villa
place ES MX DO AR CO CL PE VE EC UY PA NI SV GT HN CR BO PY CU PR: villa real
place: ajuntament; municipio; intendencia; comuna; cabildo; ciutat; concello; concejo; udala
place: ciudad autónoma; distrito; municipalidad distrital; municipalidad provincial; cantón
place: honorable ayuntamiento; h ayuntamiento; excelentísimo ayuntamiento; delegación; alcaldia
place BR: prefeitura; prefeitura municipal
place PT: câmara municipal
place BR PT AO MZ CV:  município; cidade; concelho; vila
place PL: gmina; miasto; miasto stołeczne; urząd miasta; gmina miejska; m st; urząd gminy
place PL: gmina miejsko wiejska; gmina wiejska; sołectwo
place CZ SK: město; statutární město; hlavní město; městys; obec; mesto; hlavné mesto; mestská časť
place RS ME BA MK HR SI AL XK: opština; grad; općina; občina; mestna občina; komuna; bashkia
place RS ME BA MK HR SI AL XK: komuna e; opstina
place RO MD: municipiul; primăria; primăria municipiului; oraș; orașul; comuna; primăria orașului
place RO MD: primăria comunei; primaria municipiului; orasul
place BG MK RS: община; кметство; општина; громада; территория
place GR CY: δήμος; δημος; δήμου; πόλη; κοινότητα; dimos
place: بلدية; مدينة; محافظة; امانة; أمانة; شهرداری; شهر; بلديه; بلدیه
place: עיריית; העיר; עיר; מועצה מקומית
place VN: thành phố; tp; thị xã; thị trấn; tx; thanh pho
place: kota; kabupaten; kotamadya; bandar; bandaraya; majlis bandaraya; majlis perbandaran
place: majlis daerah; dewan bandaraya; pemerintah kota
place TZ KE UG: manispaa ya; jiji la; mji wa; halmashauri ya; wilaya ya
place: comuna municipal; lungsod ng; bayan ng; lalawigan ng; siudad sa; dakbayan sa
place IN NP PK: nagar nigam; nagar palika; municipal corporation of
place: kommunen; bykommune; kaupunki
unit: county; county of; district of; province of; region of; state of; prefecture of
unit: regional municipality of; united counties of; municipal district of; rural municipality of
unit: regional district of; shire of; council of; department of; governorate of; parish of
unit DE AT CH HU: landkreis; kreis; bezirk; regierungsbezirk; komitat; kanton; regionalverband
unit: provincia; regione; provincia autonoma; città metropolitana; libero consorzio comunale
unit: département; région; canton; arrondissement; collectivité territoriale
unit: provincia; comarca; departamento; partido; comunidad; diputación; mancomunidad; estado
unit: comunidad autónoma; región; condado; província; diputació
unit PL CZ SK HR RO HU: powiat; województwo; okres; kraj; żupa; județul; județ; megye; vármegye
unit RU BY KZ KG UA UZ TJ TM BG: область; край; республика; район; муниципальный район
unit RU BY KZ KG UA UZ TJ TM BG: городской округ; округ; провинция
unit: област; окръг; префектура; муниципальный округ
unit: provincie; arrondissement; landschap
unit: prefeitura regional; distrito; estado; região; comarca
unit: περιφέρεια; νομός; περιφερειακή ενότητα
unit: tỉnh; huyện; quận; kabupaten; propinsi; provinsi
unit: محافظة; ولاية; منطقة; استان; شهرستان; مديرية
"""
"""Words in front of a name: with ``place``, the place of that name is looked for before a
district or county of that name; with ``unit``, the other way round. The countries are those
that are looked in first."""

BEHIND: Final = """
place: city; town; village; municipality; borough; urban district; cdp; zona urbana; comunidad
place: city and borough; metropolitan government; unified government; consolidated government
place: municipal corporation; city corporation; corporation; township; charter township; plantation
place: city council; town council; borough council; parish council; village council; council
place: metropolitan council; municipal council; metropolitan municipality; local municipality
place: metropolitan borough council; district municipality; city municipality; unitary authority
place DK NO SE FI IS: kommune; kommun; stad; bykommune; kaupunki; kunta; kommunalförbund; köping
place DK NO SE FI IS: herred
place EE LV LT IS FO: linn; vald; pilsēta; novads; pagasts; miestas; savivaldybė; miesto savivaldybė
place: seniūnija; bær; borg; kaupstaður; hreppur
place TR CY: belediyesi; büyükşehir belediyesi; belediye; ilçesi; şehri; ili; büyükşehir
place TR: merkez; merkez ilçesi
place TR CY: kaymakamlığı
place AZ: şəhəri; rayonu; şəhər
place UZ: shahri; tumani; shahar; tuman; шаҳри; шахри
place KZ: қаласы; қала; ауданы; qalasy; qalası
place KG: шаары; shaary
place MN: хот
place TM: shäheri; şäheri
place RU BY KZ UA: город
place DE AT CH: gemeinde; stadt; kreisstadt; markt
place NL BE: gemeente; stad
place FR BE CH: ville; commune
place IT CH: comune
place: municipio
place HU RO: község; város; megyei jogú város; nagyközség; önkormányzata; város önkormányzata
place: shi; machi; cho; mura; son; ku; si; gun; gu; shi shi; xian; qu; shiqu; -shi
place: qalasi; katonga; mji; nagar; metropolitan city; special city; capital city; special district
place: municipality city; governorate; nagara; mahanagar; mahanagara palika
place: stadtgemeinde; marktgemeinde; opština; općina; hromada; громада; council area
unit: county; county council; district; district council; region; regional council; province
unit: prefecture; shire; shire council; parish; department; governorate; state; oblast; raion; rayon
unit: borough; metropolitan borough; county borough; rural gmina; urban gmina
unit: council area; territory; voivodeship; canton; division
unit: autonomous prefecture; autonomous region; autonomous county; banner; league; zone; woreda
unit: krai; okrug; republic; regency; rural municipality; regional municipality; local board
unit: область; край; республика; район; муниципальный район; городской округ; округ; ўлус
unit: область; район; вобласць; раён; облысы; ауданы; вилояти; тумани; областная
unit EE FI NO SE DK LT HU: rajono savivaldybė; maakond; maakunta; län; fylke; amt; apskritis; megye
unit EE FI NO SE DK LT HU: vármegye; rajonas
unit: kreis; landkreis; bezirk; okres; kraj; powiat; landschap; syssel; maalaiskunta
unit: ken; fu; do; to; sheng; autonomous city; il; ili; ilçesi; bölgesi; rayonu; vilayəti
unit: provincia; departamento; partido; district municipality; province
"""

ATTACHED_BEHIND: Final = """
place JP: 町; 村; 区; 市
place: 區; 縣; 县; 市区; 鎮; 镇
place KR KP: 시; 군; 구; 읍; 특별시; 광역시; 특별자치시
place IS: borg; bær; kaupstaður
unit: 県; 府; 都; 道; 省; 자치도; 특별자치도; 도; 自治州; 自治区; 地区; 郡; 盟; kreis
"""

ATTACHED_BEFORE: Final = """
place: เทศบาลนคร; เทศบาลเมือง; เทศบาลตำบล; เมือง; นคร; อำเภอ
unit: จังหวัด
"""

CONNECTORS: Final = {
    "de": "", "di": "", "d": "", "do": "o", "da": "a", "dos": "os", "das": "as", "du": "le",
    "des": "les", "del": "el", "dell": "l", "della": "la", "dello": "lo", "dei": "i", "degli": "",
    "of": "", "von": "", "den": "", "the": "the", "la": "la", "el": "el", "e": "", "y": "",
    "ng": "", "ya": "", "van": "",
}  # fmt: skip
"""Words between a title and a name, and the article that they hold."""

GENITIVES: Final[dict[str, tuple[tuple[str, ...], tuple[tuple[str, str], ...]]]] = {
    "stad": (("SE", "FI"), (("s", ""),)),
    "kommun": (("SE", "FI"), (("s", ""),)),
    "kommune": (("DK", "NO"), (("s", ""), ("es", ""))),
    "kaupunki": (("FI",), (("n", ""), ("en", "i"), ("an", "a"), ("en", ""), ("un", "ku"),
                           ("den", "ti"), ("rannan", "ranta"), ("joen", "joki"), ("gin", "ki"),
                           ("niemen", "niemi"), ("linnan", "linna"), ("reen", "re"),
                           ("nnan", "nta"), ("men", "mi"), ("ren", "ri"))),
    "kunta": (("FI",), (("n", ""), ("en", "i"), ("den", "ti"), ("joen", "joki"))),
    "maalaiskunta": (("FI",), (("n", ""), ("en", "i"), ("den", "ti"), ("joen", "joki"))),
    "linn": (("EE",), (("a", ""), ("u", ""), ("e", ""), ("i", ""), ("de", ""), ("la", "l"),
                       ("na", "n"), ("va", "va"))),
    "vald": (("EE",), (("a", ""), ("u", ""), ("e", ""), ("i", ""))),
    "miestas": (("LT",), (("iaus", "ius"), ("o", "as"), ("u", "us"), ("os", "a"), ("es", "e"),
                          ("io", "is"), ("u", "ai"), ("io", "ys"), ("ziu", "dziai"))),
    "savivaldybe": (("LT",), (("iaus", "ius"), ("o", "as"), ("u", "us"), ("os", "a"), ("es", "e"),
                              ("io", "is"), ("u", "ai"), ("io", "ys"))),
    "pilseta": (("LV",), (("as", "a"), ("es", "e"), ("s", "is"), ("a", "s"), ("u", "i"),
                          ("ls", "lis"), ("us", "us"))),
    "novads": (("LV",), (("as", "a"), ("es", "e"), ("a", "s"), ("u", "i"))),
    "borg": (("IS",), (("ur", ""), ("ar", ""), ("a", "i"), ("s", ""))),
    "baer": (("IS",), (("ur", ""), ("ar", ""), ("s", ""), ("", ""))),
    "δημος": (("GR", "CY"), (("ων", "α"), ("αιων", "α"), ("ιων", "ια"), ("ου", "ο"), ("ου", "ος"),
                             ("ης", "η"), ("ας", "α"), ("εων", "α"), ("ων", "η"), ("εων", "αι"),
                             ("αιων", "αι"), ("ιων", "η"), ("αιων", ""), ("ναιων", "να"),
                             ("κλειου", "κλειο"), ("ιτων", "α"), ("ατων", "α"), ("ειων", "η"))),
    "primaria municipiului": (("RO",), (("ului", ""), ("ei", "a"), ("i", ""))),
    "stadt": (("DE",), (("er", ""),)),
}  # fmt: skip
"""By title: where it is used, and how the nominative is made of the case in front of it."""
