"""A round as a page to read and as tables for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from matcher.documents.model import (
    Block,
    Bullets,
    Column,
    Document,
    Heading,
    Paragraph,
    Section,
    Table,
)
from matcher.english.phrases import render
from matcher.english.politics import (
    KNOWN_UP_TO,
    LEVEL_NAMES,
    LEVEL_SHORT,
    LEVEL_SIGNS,
    date_text,
)
from matcher.mandate.reasons import LEVELS
from matcher.records.feasibility import PairFeasibility
from matcher.records.places import Place
from matcher.render.plain import rows_text
from matcher.rounds.outcome import Match, Round, Side

_METHODS = {
    "greedy": "Pairs were made in the order of the mutual score while both had room. Both sides "
    "rank a pair by the same number, so no two would leave their partners for each other.",
    "maximum": "The pairs have the largest sum of mutual scores. Such a matching serves more "
    "councils but is not stable: some would leave their partners for each other.",
}
_MUTUAL = (
    "The mutual score of a pair is the geometric mean of the two standings, 1 for the first of a "
    "list and falling evenly to its end. A list holds the councils of the round that the rules of "
    "both sides allow; an earlier tier comes first, then the score under the council's own "
    "weights. Councils that are not on the ranker's shortlist of all places of the tier stand "
    "behind those that are, by its first stage, and have no score."
)

_SIDE_COLUMNS = (
    "city_id", "name", "country", "filed", "tier", "rank", "listed", "score", "feasibility",
    "reasons",
    "against", "cautions", "unknowns",
)  # fmt: skip
_MATCH_COLUMNS = (
    "pair",
    "mutual",
    *(f"{name}_{side}" for side in "ab" for name in _SIDE_COLUMNS),
)
_ALONE_COLUMNS = ("city_id", "name", "country", "wanted", "found", "reason", "text")


def document(outcome: Round, date: str) -> Document:
    """Return the report of a round, ready for :func:`matcher.documents.to_html.html`.

    Parameters
    ----------
    outcome : Round
    date : str
        ISO 8601, as the reader is told it.
    """
    parts: dict[str, tuple[str, list[Block]]] = {
        "pairs": ("Pairs", _pairs(outcome)),
        "alone": ("Councils with fewer partners than they take", _alone(outcome)),
        "fairness": ("Who got which rank", _fairness(outcome)),
        "own-first": ("If every council wrote to its own first", _own_first(outcome)),
        "evidence": ("Why each pair", _evidence(outcome)),
        "rejects": ("Requests that took no part", _rejects(outcome)),
        "method": ("How the round was held", _method(outcome)),
    }
    return Document(
        language="en",
        title="Matching round",
        subtitle=f"{outcome.councils:,} councils, {len(outcome.matches):,} pairs, {date}",
        date=date,
        decision=tuple(_summary(outcome)),
        annex="Contents",
        sections=tuple(
            Section(key, f"{number}. {title}", tuple(blocks))
            for number, (key, (title, blocks)) in enumerate(parts.items(), start=1)
            if blocks
        ),
        footer=", ".join(f"{key} {value}" for key, value in outcome.provenance.items()),
    )


def tables(outcome: Round) -> dict[str, str]:
    """Return the tables of a round as CSV by file name, each with its header."""
    rejects = [{"origin": one.origin, "reason": one.reason} for one in outcome.rejects]
    return {
        "matches.csv": rows_text([*_match_rows(outcome)], "csv", _MATCH_COLUMNS),
        "alone.csv": rows_text([*_alone_rows(outcome)], "csv", _ALONE_COLUMNS),
        "rejects.csv": rows_text(rejects, "csv", ("origin", "reason")),
    }


def _match_rows(outcome: Round) -> Iterator[dict[str, Any]]:
    for number, match in enumerate(outcome.matches, start=1):
        values: list[Any] = [number, match.mutual]
        for side in match.sides:
            score = "" if side.score is None else side.score
            values += [
                side.place.city_id, side.place.name, side.place.country, side.filed, side.tier,
                side.rank, side.listed, score, side.feasibility.level, _rendered(side, "reasons"),
                _rendered(side, "against"), _rendered(side, "cautions"),
                _rendered(side, "unknowns"),
            ]  # fmt: skip
        yield dict(zip(_MATCH_COLUMNS, values, strict=True))


def _alone_rows(outcome: Round) -> Iterator[dict[str, Any]]:
    for one in outcome.alone:
        place = one.place
        values = place.city_id, place.name, place.country, one.wanted, one.found
        yield dict(zip(_ALONE_COLUMNS, (*values, one.reason, one.text), strict=True))


def _rendered(side: Side, field: str) -> str:
    return "" if side.why is None else "; ".join(one.text for one in getattr(side.why, field))


def _name(place: Place) -> str:
    return f"{place.name} ({place.country_name})"


def _share(part: int, whole: int) -> str:
    return f"{part:,} of {whole:,} ({100 * part / whole:.1f} %)" if whole else "0"


def _table(caption: str, titles: Iterable[str], rows: Iterable[Iterable[Any]], left: int) -> Table:
    """Return a table whose first ``left`` columns are texts and whose others are numbers."""
    columns = tuple(
        Column(title, "left" if at < left else "right") for at, title in enumerate(titles)
    )
    return Table(caption, columns, tuple(tuple(map(_cell, row)) for row in rows))


def _cell(value: Any) -> str:
    if value is None:
        return "–"
    return f"{value:,}" if isinstance(value, int) else str(value)


def _summary(outcome: Round) -> list[Block]:
    filed = [one for one in outcome.matches if one.other.filed]
    empty = sum(one.found == 0 for one in outcome.alone)
    first = outcome.own_first
    lines = [
        (
            f"{len(filed):,} pairs between councils that filed a request, out of "
            f"{outcome.possible:,} that the rules of both sides allow."
        ),
        (
            f"{_share(outcome.councils - empty, outcome.councils)} councils have a partner; "
            f"{empty:,} have none."
        ),
        f"{_share(outcome.blocking, outcome.possible)} possible pairs stand higher by the mutual "
        "score than what both have"
        + (": the round is stable." if not outcome.blocking else ": the round is not stable."),
        (
            f"Without a round, {_share(first.colliding, first.councils)} councils would write to "
            "one that gets more letters than it takes partners; "
            f"{first.mutual:,} pairs would write to each other."
        ),
    ]
    if len(filed) < len(outcome.matches):
        lines.insert(
            1, f"{len(outcome.matches) - len(filed):,} councils are sent to a place without one."
        )
    return [Bullets(tuple(lines))]


def _rank(side: Side) -> str:
    tier = f", {side.tier}" if side.tier else ""
    return f"{side.rank:,} of {side.listed:,}{tier}"


def _pairs(outcome: Round) -> list[Block]:
    if not outcome.matches:
        return [Paragraph("No pair is possible.")]
    rows = (
        (
            _name(one.one.place),
            _name(one.other.place) + ("" if one.other.filed else ", no request"),
            _rank(one.one),
            _rank(one.other),
            _verdict(one),
            f"{one.mutual:.3f}",
        )
        for one in outcome.matches
    )
    titles = (
        "Council", "Partner", "Rank on the council's list", "Rank on the partner's",
        "Partnership", "Mutual",
    )  # fmt: skip
    return [_table("Pairs, the highest mutual score first", titles, rows, 5)]


def _verdict(match: Match) -> str:
    """Name the graver verdict of the two sides."""
    found = max((one.feasibility for one in match.sides), key=_gravity)
    return f"{LEVEL_SIGNS[found.named]} {LEVEL_SHORT[found.named]}"


def _gravity(one: PairFeasibility) -> tuple[int, bool]:
    """Order verdicts; of two that are clear, that of a destroyed town is the graver."""
    return LEVELS.index(one.level), one.asks_first


def _alone(outcome: Round) -> list[Block]:
    if not outcome.alone:
        return [Paragraph("Every council has as many partners as it takes.")]
    rows = ((_name(one.place), one.text, one.found, one.wanted) for one in outcome.alone)
    titles = ("Council", "Why", "Has", "Takes")
    return [_table("Councils with fewer partners than they take", titles, rows, 2)]


def _fairness(outcome: Round) -> list[Block]:
    fair = outcome.fairness
    partners = sum(fair.ranks.values())
    ranks = (
        (name, count, f"{100 * count / max(partners, 1):.1f}") for name, count in fair.ranks.items()
    )
    groups = (
        (
            f"{one.kind}: {one.name}",
            one.councils,
            one.matched,
            None if one.median_rank is None else f"{one.median_rank:g}",
            None if one.median_standing is None else f"{one.median_standing:.3f}",
        )
        for one in fair.groups
    )
    gap = "" if fair.rank_gap is None else (
        f" The two ranks of a pair are {fair.rank_gap:g} apart in the middle."
    )  # fmt: skip
    return [
        _table(
            "Partners by their rank on the council's own list",
            ("Rank", "Councils", "Per cent"), ranks, 1,
        ),
        Paragraph(
            f"{fair.envious:,} councils would rather have a place that another got; for "
            f"{fair.justified:,} of them such a place would rather have them as well, by the own "
            f"lists alone ({outcome.blocking_own:,} pairs).{gap}",
            lead="Envy",
        ),
        _table(
            "Groups of councils",
            ("Group", "Councils", "With a partner", "Median rank", "Median standing"), groups, 1,
        ),
    ]  # fmt: skip


def _own_first(outcome: Round) -> list[Block]:
    first = outcome.own_first
    rows = (
        ("Councils whose rules allow another of the round", first.councils),
        ("Different councils written to", first.asked),
        ("Councils that write to one with more letters than it takes partners", first.colliding),
        ("Letters beyond what the addressees take", first.turned_away),
        ("Letters to a council whose own rules forbid the sender", first.refused),
        ("Pairs that write to each other", first.mutual),
        ("Councils that the round gives their own first", first.in_round),
    )
    most = ((_name(place), count) for place, count in first.most_asked)
    return [
        _table("Each council writes to the first of its own list", ("What", "Count"), rows, 1),
        _table("Those with the most letters", ("Council", "Letters"), most, 1),
    ]


def _evidence(outcome: Round) -> list[Block]:
    blocks: list[Block] = []
    for match in outcome.matches:
        if match.one.why is None or match.other.why is None:
            continue
        blocks.append(Heading(f"{_name(match.one.place)} and {_name(match.other.place)}"))
        blocks += _both_sides(match)
    return blocks


def _both_sides(match: Match) -> Iterable[Block]:
    for mine, theirs in (match.sides, match.sides[::-1]):
        if mine.why is None:
            continue
        lead = f"{mine.place.name} sees {theirs.place.name} as {mine.rank:,} of {mine.listed:,}"
        rendered = {
            "Partnership": [LEVEL_NAMES[mine.feasibility.named]]
            + [one.text for one in mine.feasibility.told],
            "For": [one.text for one in mine.why.reasons],
            "Against": [one.text for one in mine.why.against],
            "Caution": [one.text for one in mine.why.cautions],
        }
        items = tuple(f"{label}: {text}" for label, texts in rendered.items() for text in texts)
        unknown = ", ".join(one.text for one in mine.why.unknowns)
        if unknown:
            items = (*items, f"Unknown: {unknown}")
        yield Paragraph("" if items else "nothing known speaks for or against it.", lead=lead)
        if items:
            yield Bullets(items)


def _rejects(outcome: Round) -> list[Block]:
    if not outcome.rejects:
        return []
    rows = ((one.origin, one.reason) for one in outcome.rejects)
    return [_table("Requests that took no part", ("Request", "Why"), rows, 2)]


def _method(outcome: Round) -> list[Block]:
    blocks: list[Block] = [Paragraph(_MUTUAL), Paragraph(_METHODS[outcome.method])]
    if outcome.bound is not None:
        gap = 100 * (outcome.bound - outcome.total) / max(outcome.bound, 1e-9)
        blocks.append(
            Paragraph(
                f"The sum is {outcome.total:,.3f}; no matching exceeds {outcome.bound:,.3f}, "
                f"which is {gap:.4f} % more."
            )
        )
    if outcome.partners == "any":
        blocks.append(
            Paragraph(
                "Councils left with room were then matched with places that filed no request. "
                "Such a place has no rules; all criteria count alike for it."
            )
        )
    if outcome.as_of:
        known = render(KNOWN_UP_TO, {"when": date_text(outcome.as_of)})
        blocks.append(Paragraph(f"{known[0].upper()}{known[1:]}.", small=True))
    return blocks
