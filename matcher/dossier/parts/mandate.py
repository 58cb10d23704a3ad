"""Part 1: the mandate as understood, and what in it conflicts."""

from __future__ import annotations

from matcher.documents.model import Block, Bullets, Column, Heading, Paragraph, Table
from matcher.dossier.case import Case
from matcher.dossier.parts import verdict
from matcher.mandate.parts import Limits, Tier
from matcher.records.answer import TierResult
from matcher.records.places import Link
from matcher.tables.vocabulary import BROKEN_STATUSES
from matcher.wording.document_text import DocumentText, sentence, whole_sentence

_EVEN = 1.0


def blocks(case: Case, texts: DocumentText) -> tuple[Block, ...]:
    """Return the part."""
    barred = [one for one in case.answer.tiers if verdict.barred(one)]
    found = conflicts(case, texts)
    found += [texts("conflict_barred", tier=sentence(texts.tier(one))) for one in barred]
    return (
        Table(
            caption=texts("mandate_caption"),
            columns=(Column(texts("col_field"), share=1.0), Column(texts("col_value"), share=2.6)),
            rows=tuple(rows(case, texts)),
        ),
        Paragraph(" ".join([texts("mandate_tier_note"), *_read(case, texts)]), small=True),
        Heading(texts("conflicts")),
        Bullets(tuple(map(whole_sentence, found)) or (texts("no_conflict"),)),
    )


def _read(case: Case, texts: DocumentText) -> list[str]:
    """Say how names were read, and which members of a bloc are associates."""
    rendered = [texts.language.note(one) for one in case.answer.notes]
    rendered += [
        texts.language.caution(one)
        for one in case.answer.cautions
        if one.code == "associate_members"
    ]
    return list(map(whole_sentence, rendered))


def conflicts(case: Case, texts: DocumentText) -> list[str]:
    """Say where a mandate works against itself or against what the city already has.

    Returns
    -------
    list of str
        A tier whose country already has a twin, or whose links broke; a tier
        without a candidate; nothing of a tier that is barred.
    """
    found = []
    for tier in case.answer.tiers:
        if verdict.barred(tier):
            continue  # what a council cannot change is nothing to settle
        name = texts.tier(tier)
        for one in case.answer.cautions:
            code = one.facts.get("country_country")
            if one.code in verdict.TWIN_THERE and code in tier.countries:
                told = texts.language.caution(one)
                several = len(case.answer.tiers) > 1
                found.append(texts("conflict_twin", tier=name, text=told) if several else told)
        broken = [
            link
            for link in case.answer.links
            if link.status in BROKEN_STATUSES and link.partner.country in tier.countries
        ]
        if broken:
            links = ", ".join(_broken(texts, link) for link in broken)
            city = texts.city(case.query)
            found.append(texts("conflict_broken", tier=sentence(name), city=city, links=links))
        if not tier.candidates:
            found.append(texts("conflict_empty", tier=name))
    return list(dict.fromkeys(found))


def _broken(texts: DocumentText, link: Link) -> str:
    """Name a partner with what became of the partnership, and when."""
    fate = [texts.language.status(link.status), texts.date(link.until)]
    return f"{texts.city(link.partner)} ({', '.join(filter(None, fate))})"


def rows(case: Case, texts: DocumentText) -> list[tuple[str, str]]:
    """Return each field of the mandate that says something, and how it is understood."""
    query, mandate = case.query, case.mandate
    known = query.population is not None
    rendered = [
        (
            texts("field_city"),
            texts(
                "city_value" if known else "city_value_unknown",
                city=texts.city_both(query),
                country=texts.country(query),
                people=texts.people(query),
                city_id=str(query.city_id),
            ),
        ),
        (texts("field_date"), texts.date(mandate.date.isoformat())),
    ]
    number = 0
    for position, tier in enumerate(case.answer.tiers):
        key = "field_minority" if tier.kind == "minority" else "field_tier"
        number += tier.kind != "minority"
        asked = mandate.tiers[position] if mandate.tiers else None
        rendered.append(
            (
                texts(key, number=number, name=sentence(texts.tier(tier))),
                _area(case, texts, tier, asked),
            )
        )
    aims = ", ".join(texts.language.aim(aim) for aim in mandate.aims)
    rendered.append((texts("field_aims"), aims or texts("none")))
    rendered.append((texts("field_weights"), _weights(case, texts)))
    rendered.append((texts("field_count"), texts.number(mandate.count)))
    limits = _limits(case, mandate.limits, texts)
    if limits:
        rendered.append((texts("field_limits"), "; ".join(limits)))
    if mandate.partners:
        given = [
            texts("partner_dropped", city=_found(case, texts, one.city))
            if one.drop
            else f"{_found(case, texts, one.city)}: {texts.language.status(one.status)}"
            for one in mandate.partners
        ]
        rendered.append((texts("field_partners"), "; ".join(given)))
    return rendered


def _area(case: Case, texts: DocumentText, tier: TierResult, asked: Tier | None) -> str:
    parts = [texts.country_code(code) for code in tier.countries]
    if asked is not None:
        countries = case.matcher.world.countries
        parts += [
            countries.region_codes.name(area.code, texts.language.code)
            for one in asked.regions
            for area in countries.readings(one, ("region",))[:1]
        ]
        if asked.cities:
            parts.append(
                texts(
                    "tier_cities",
                    cities=", ".join(_found(case, texts, one) for one in asked.cities),
                )
            )
    return ", ".join(parts) or texts("tier_world")


def _weights(case: Case, texts: DocumentText) -> str:
    weights = case.mandate.criterion_weights()
    changed = {key: value for key, value in weights.items() if value != _EVEN}
    if not changed:
        return texts("weights_even")
    rendered = [
        f"{texts.language.criterion(key)} × {texts.number(value, 2).rstrip('0').rstrip('.,')}"
        for key, value in changed.items()
    ]
    return ", ".join(rendered)


def _found(case: Case, texts: DocumentText, text: str) -> str:
    """Name the place that a text of the mandate means, as the language's readers write it."""
    city_id = case.matcher.world.gazetteer.resolve(text).city_id
    return texts.city_country(case.matcher.world.places.of_id(city_id))


def _limits(case: Case, limits: Limits, texts: DocumentText) -> list[str]:
    rendered = []
    for name in (
        "population_min", "population_max", "population_ratio_max", "distance_min_km",
        "distance_max_km", "per_country", "per_tier",
    ):  # fmt: skip
        value = getattr(limits, name)
        if value is not None:
            rendered.append(texts(f"limit_{name}", value=value))
    if limits.exclude_countries:
        codes = map(case.matcher.world.countries.country, limits.exclude_countries)
        rendered.append(
            texts("limit_exclude_countries", value=", ".join(map(texts.country_code, codes)))
        )
    if limits.exclude_cities:
        found = (_found(case, texts, one) for one in limits.exclude_cities)
        rendered.append(texts("limit_exclude_cities", value=", ".join(found)))
    if limits.must_have:
        wanted = ", ".join(texts(f"must_{one}") for one in limits.must_have)
        rendered.append(texts("limit_must_have", value=wanted))
    if limits.revive:
        rendered.append(texts("limit_revive"))
    if limits.feasibility != "blocked_last":
        rendered.append(texts(f"limit_feasibility_{limits.feasibility}"))
    if limits.disputed:
        rendered.append(texts("limit_disputed"))
    if not limits.include_associates:
        rendered.append(texts("limit_full_members"))
    return rendered
