"""The command that repeats a dossier, and the hash of what it rests on."""

from __future__ import annotations

import hashlib
import json
import shlex

from matcher.mandate.model import Mandate
from matcher.mandate.parts import Limits, Tier
from matcher.records.answer import Recommendation

_FLAGS = {
    "population_min": "--min-population",
    "population_max": "--max-population",
    "population_ratio_max": "--max-ratio",
    "distance_min_km": "--min-distance-km",
    "distance_max_km": "--max-distance-km",
    "per_country": "--per-country",
}
_HASH_LENGTH = 16
_FIRST_RARE_LETTER = 0x0530  # beyond Latin, Greek and Cyrillic


def reproduction_hash(answer: Recommendation) -> str:
    """Return a short digest of mandate, data, model and ranking."""
    content = {
        "mandate": answer.mandate,
        "data": answer.provenance["data"],
        "model": answer.provenance["model"],
        "ranking": [
            [tier.name, [[one.place.city_id, round(one.score, 9)] for one in tier.candidates]]
            for tier in answer.tiers
        ],
    }
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:_HASH_LENGTH]


def mandate_json(mandate: Mandate) -> str:
    """Return the mandate as JSON without what is left at its default."""
    fields = mandate.model_dump(mode="json", exclude_defaults=True)
    return json.dumps({**fields, "date": mandate.date.isoformat()}, ensure_ascii=False, indent=1)


def command(mandate: Mandate, language: str, out: str) -> str | None:
    """Return the command line that asks for the same dossier.

    Parameters
    ----------
    mandate : Mandate
    language : str
    out : str
        File name.

    Returns
    -------
    str or None
        None where flags cannot say what the mandate says; it goes in a file then.

    Examples
    --------
    >>> asked = Mandate.parse({"city": "Suva", "date": "2027-01-01",
    ...     "tiers": [{"name": "near", "countries": ["NZ", "AU"]}]})
    >>> command(asked, "en", "suva.pdf")
    'matcher dossier Suva --tier near=NZ,AU --count 10 --date 2027-01-01 --lang en --out suva.pdf'
    """
    if not all(map(_plain_tier, mandate.tiers)):
        return None
    words = [mandate.city]
    for tier in mandate.tiers:
        areas = ",".join((*tier.countries, *tier.blocs, *tier.regions))
        words += ["--tier", f"{tier.name}={areas}"]
    words += ["--count", str(mandate.count)]
    for aim in mandate.aims:
        words += ["--aim", aim]
    for key, value in mandate.weights.items():
        words += ["--weight", f"{key}={value:g}"]
    for partner in mandate.partners:
        words += ["--partner", f"{partner.city}={'drop' if partner.drop else partner.status}"]
    limits = _limit_words(mandate.limits)
    if limits is None:
        return None
    words += [*limits, "--date", mandate.date.isoformat(), "--lang", language, "--out", out]
    return "matcher dossier " + " ".join(map(_quote, words))


def _quote(word: str) -> str:
    """Quote a word for a shell; letters that a font may lack are spelt out as bash reads them."""
    if ord(max(word, default=" ")) < _FIRST_RARE_LETTER:
        return shlex.quote(word)
    spelt = "".join(
        letter
        if letter.isascii() and letter not in "'\\"
        else f"\\{letter}"
        if letter.isascii()
        else f"\\u{ord(letter):04x}"
        if ord(letter) <= 0xFFFF
        else f"\\U{ord(letter):08x}"
        for letter in word
    )
    return f"$'{spelt}'"


def _plain_tier(tier: Tier) -> bool:
    areas = (*tier.countries, *tier.blocs, *tier.regions)
    called_minority = tier.name.strip().casefold() == "minority"
    return (
        bool(areas)
        and not tier.cities
        and (tier.kind == "minority") == called_minority
        and not any(mark in text for text in (tier.name, *areas) for mark in "=,")
    )


def _limit_words(limits: Limits) -> list[str] | None:
    words: list[str] = []
    for name, flag in _FLAGS.items():
        value = getattr(limits, name)
        if value is not None:
            words += [flag, f"{value:g}" if isinstance(value, float) else str(value)]
    if limits.per_tier is not None:
        return None
    for flag, values in (
        ("--exclude-country", limits.exclude_countries),
        ("--exclude-city", limits.exclude_cities),
        ("--must-have", limits.must_have),
    ):
        for value in values:
            words += [flag, value]
    if not limits.include_associates:
        words.append("--full-members-only")
    if limits.revive:
        words.append("--revive")
    if limits.feasibility != "blocked_last":
        words += ["--feasibility", limits.feasibility]
    if limits.disputed:
        words.append("--disputed")
    return words
