"""Part 1: the mandate as understood, and what in it conflicts."""

from __future__ import annotations

from matcher.documents.model import Block, Bullets, Column, Heading, Paragraph, Table
from matcher.dossier.case import Case
from matcher.dossier.teller import Teller, sentence
from matcher.mandate.model import Limits, Tier
from matcher.records.answer import TierResult

_EVEN = 1.0


def blocks(case: Case, tell: Teller) -> tuple[Block, ...]:
    """Return the part."""
    found = conflicts(case, tell)
    return (
        Table(
            caption=tell("mandate_caption"),
            columns=(Column(tell("col_field"), share=1.0), Column(tell("col_value"), share=2.6)),
            rows=tuple(rows(case, tell)),
        ),
        Paragraph(" ".join([tell("mandate_tier_note"), *_read(case, tell)]), small=True),
        Heading(tell("conflicts")),
        Bullets(tuple(sentence(one) + "." for one in found) or (tell("no_conflict"),)),
    )


def _read(case: Case, tell: Teller) -> list[str]:
    """Say how names were read, and which members of a bloc are associates."""
    told = [tell.language.note(one) for one in case.answer.notes]
    told += [
        tell.language.caution(one)
        for one in case.answer.cautions
        if one.code == "associate_members"
    ]
    return [f"{sentence(one)}." for one in told]


def conflicts(case: Case, tell: Teller) -> list[str]:
    """Say where a mandate works against itself or against what the city already has.

    Returns
    -------
    list of str
        A tier whose country already has a twin, or whose links broke; a tier
        without a candidate.
    """
    found = []
    for tier in case.answer.tiers:
        name = tell.tier(tier)
        for one in case.answer.cautions:
            code = one.facts.get("country_country")
            if one.code == "partner_in_country" and code in tier.countries:
                found.append(tell("conflict_twin", tier=name, text=tell.language.caution(one)))
        broken = [
            link
            for link in case.answer.links
            if link.status in ("suspended", "dormant", "ended")
            and link.partner.country in tier.countries
        ]
        if broken:
            links = ", ".join(tell.city(link.partner) for link in broken)
            found.append(tell("conflict_broken", tier=name, links=links))
        if not tier.candidates:
            found.append(tell("conflict_empty", tier=name))
    return list(dict.fromkeys(found))


def rows(case: Case, tell: Teller) -> list[tuple[str, str]]:
    """Return each field of the mandate that says something, and how it is understood."""
    query, mandate = case.query, case.mandate
    known = query.population is not None
    told = [
        (
            tell("field_city"),
            tell(
                "city_value" if known else "city_value_unknown",
                city=tell.city_both(query),
                country=tell.country(query),
                people=tell.people(query),
                city_id=str(query.city_id),
            ),
        ),
        (tell("field_date"), tell.date(mandate.date.isoformat())),
    ]
    number = 0
    for position, tier in enumerate(case.answer.tiers):
        key = "field_minority" if tier.kind == "minority" else "field_tier"
        number += tier.kind != "minority"
        asked = mandate.tiers[position] if mandate.tiers else None
        told.append(
            (
                tell(key, number=number, name=sentence(tell.tier(tier))),
                _area(case, tell, tier, asked),
            )
        )
    aims = ", ".join(tell.language.aim(aim) for aim in mandate.aims)
    told.append((tell("field_aims"), aims or tell("none")))
    told.append((tell("field_weights"), _weights(case, tell)))
    told.append((tell("field_count"), tell.number(mandate.count)))
    limits = _limits(case, mandate.limits, tell)
    if limits:
        told.append((tell("field_limits"), "; ".join(limits)))
    if mandate.partners:
        given = [
            tell("partner_dropped", city=_found(case, tell, one.city))
            if one.drop
            else f"{_found(case, tell, one.city)}: {tell.language.status(one.status)}"
            for one in mandate.partners
        ]
        told.append((tell("field_partners"), "; ".join(given)))
    return told


def _area(case: Case, tell: Teller, tier: TierResult, asked: Tier | None) -> str:
    parts = [tell.country_code(code) for code in tier.countries]
    if asked is not None:
        regions = case.matcher.countries
        parts += [regions.region_name(one.upper()) for one in asked.regions if "-" in one]
        if asked.cities:
            parts.append(
                tell(
                    "tier_cities", cities=", ".join(_found(case, tell, one) for one in asked.cities)
                )
            )
    return ", ".join(parts) or tell("tier_world")


def _weights(case: Case, tell: Teller) -> str:
    weights = case.mandate.criterion_weights()
    changed = {key: value for key, value in weights.items() if value != _EVEN}
    if not changed:
        return tell("weights_even")
    told = [
        f"{tell.language.criterion(key)} × {tell.number(value, 2).rstrip('0').rstrip('.,')}"
        for key, value in changed.items()
    ]
    return ", ".join(told)


def _found(case: Case, tell: Teller, text: str) -> str:
    """Name the place that a text of the mandate means, as the language's readers write it."""
    city_id = case.matcher.gazetteer.resolve(text).city_id
    return tell.city_country(case.matcher.places.of_id(city_id))


def _limits(case: Case, limits: Limits, tell: Teller) -> list[str]:
    told = []
    for name in (
        "population_min", "population_max", "population_ratio_max", "distance_min_km",
        "distance_max_km", "per_country", "per_tier",
    ):  # fmt: skip
        value = getattr(limits, name)
        if value is not None:
            told.append(tell(f"limit_{name}", value=value))
    if limits.exclude_countries:
        codes = map(case.matcher.countries.country, limits.exclude_countries)
        told.append(tell("limit_exclude_countries", value=", ".join(map(tell.country_code, codes))))
    if limits.exclude_cities:
        found = (_found(case, tell, one) for one in limits.exclude_cities)
        told.append(tell("limit_exclude_cities", value=", ".join(found)))
    if limits.must_have:
        wanted = ", ".join(tell(f"must_{one}") for one in limits.must_have)
        told.append(tell("limit_must_have", value=wanted))
    if limits.revive:
        told.append(tell("limit_revive"))
    if not limits.include_associates:
        told.append(tell("limit_full_members"))
    return told
