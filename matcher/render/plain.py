"""Answers for programs and papers: JSON, CSV and Markdown."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from matcher.answer.context import shared_past
from matcher.english.phrases import render
from matcher.english.politics import KNOWN_UP_TO, LEVEL_NAMES, date_text
from matcher.english.terms import STATUS_NAMES
from matcher.records.answer import Candidate, Recommendation
from matcher.records.feasibility import FeasibilityReason, told_at_tier
from matcher.wording.facts import fact_name, value_text
from matcher.wording.language import Language
from matcher.world.city_card import CityProfile
from matcher.world.corrections import Correction

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def json_text(content: Any) -> str:
    """Return plain values as JSON; a number that is not finite is refused."""
    return json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False)


def csv_text(recommendation: Recommendation) -> str:
    """Return one line a candidate.

    A cell that a spreadsheet would run as a formula gets a leading apostrophe.
    """
    frame = recommendation.to_frame()
    for name in ("tier", "name", "reasons", "cautions", "unknowns"):
        if name in frame:
            frame[name] = [inert(str(value)) for value in frame[name]]
    return str(frame.to_csv(index=False))


def inert(text: str) -> str:
    """Keep a text one cell of one line that a spreadsheet shows as it is."""
    line = text.replace("\r", " ").replace("\n", " ")
    return f"'{line}" if text.startswith(_FORMULA_STARTS) else line


def _cell(text: str) -> str:
    """Keep a text one cell of plain words: no new column, line, link, code or tag."""
    escaped = "".join(f"\\{ch}" if ch in "\\|[]`*" else ch for ch in text)
    return " ".join(escaped.split()).replace("<", "&lt;")


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(_cell(cell) for cell in cells) + " |"


def markdown(recommendation: Recommendation) -> str:
    """Return the answer as Markdown with one table a tier."""
    city = recommendation.query
    lines = [f"# Candidates for {_cell(city.name)} ({city.country})", ""]
    lines += [f"- {_cell(note.text)}" for note in recommendation.notes]
    lines += [f"- {_cell(caution.text)}" for caution in recommendation.cautions]
    kept_out: dict[str, list[str]] = {}
    for one in recommendation.exclusions:
        kept_out.setdefault(one.text, []).append(one.named)
    lines += [f"- not proposed ({_cell(text)}): {_cell(', '.join(names))}"
              for text, names in kept_out.items()]  # fmt: skip
    for tier in recommendation.tiers:
        lines += ["", f"## {_cell(tier.name)}", ""]
        lines += [f"- {_cell(caution.text)}" for caution in tier.cautions] + [""]
        if not tier.candidates:
            lines += [] if tier.cautions else ["No place of this tier passes the limits."]
            continue
        lines += [_row(_HEADS), "|" + "|".join(" --- " for _ in _HEADS) + "|"]
        told = told_at_tier([one.feasibility for one in tier.candidates])
        lines += [_row(_cells(one, told)) for one in tier.candidates]
        lines += [f"\nContext: {_cell(one.text)}." for one in shared_past(tier.candidates)]
    if recommendation.as_of:
        lines += ["", render(KNOWN_UP_TO, {"when": date_text(recommendation.as_of)})]
    lines += ["", ", ".join(f"{key} {value}" for key, value in recommendation.provenance.items())]
    return "\n".join(lines)


_HEADS = (
    "rank", "city", "country", "inhabitants", "km", "score", "partnership", "for", "against",
    "cautions",
)  # fmt: skip


def _cells(one: Candidate, told: Sequence[FeasibilityReason]) -> list[str]:
    verdict = "; ".join(
        [LEVEL_NAMES[one.feasibility.named]]
        + [reason.text for reason in one.feasibility.told if reason not in told]
    )
    return [
        str(one.rank),
        one.place.name,
        one.place.country,
        "unknown" if one.place.population is None else f"{one.place.population:,}",
        f"{one.distance_km:,.0f}",
        f"{one.score:.3f}",
        verdict,
        "; ".join(reason.text for reason in one.reasons),
        "; ".join(reason.text for reason in one.against),
        "; ".join(caution.text for caution in one.cautions),
    ]


def profile_text(profile: CityProfile, style: str) -> str:
    """Return a profile as CSV or Markdown, one line a fact; codes in words in Markdown.

    Parameters
    ----------
    profile : CityProfile
    style : {"csv", "md"}
    """
    words, english = style == "md", Language("en")
    rows: list[dict[str, object]] = [
        {
            "section": section,
            "fact": fact_name(fact, english) if words else fact.key,
            "value": value_text(fact, english) if words or fact.value is None else fact.value,
            "grade": fact.grade,
            "source": fact.source,
            **_correction(fact.correction),
        }
        for section, facts in profile.sections.items()
        for fact in facts
    ]
    rows += [
        {
            "section": "partnerships",
            "fact": STATUS_NAMES[link.standing],
            "value": f"{link.partner.name} ({link.partner.country})",
            "grade": link.grade,
            "source": link.source,
            **_correction(correction),
            "since": link.since,
            "until": link.until,
            "form": link.form,
            "disputed": link.disputed,
            "note": link.partner.note,
        }
        for link, correction in zip(profile.links, profile.link_corrections, strict=True)
    ]
    rows += [
        {
            "section": "partnerships of units",
            "fact": STATUS_NAMES[one.status],
            "value": f"{one.partner} ({one.country})",
            "source": one.source,
            "since": one.since,
            "until": one.until,
            "note": f"of {one.own_unit}" if one.own_unit else "",
        }
        for one in profile.unit_links
    ]
    return rows_text(rows, style)


def _correction(one: Correction) -> dict[str, object]:
    return {"id": one.id, "file": one.file, "line": one.line}


def rows_text(rows: Sequence[Mapping[str, object]], style: str, columns: Sequence[str] = ()) -> str:
    """Return rows as JSON, CSV or Markdown, a cell that a row lacks empty.

    ``columns`` head a table without rows.
    """
    if style == "json":
        return json_text([dict(row) for row in rows]) + "\n"
    names = list(dict.fromkeys(name for row in rows for name in row)) or list(columns)
    if style == "md":
        lines = [_row(names), _row("---" for _ in names)]
        lines += [_row(str(row.get(name, "")) for name in names) for row in rows]
        return "\n".join(lines) + "\n"
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(names)
    for row in rows:
        values = [row.get(name, "") for name in names]
        writer.writerow([inert(one) if isinstance(one, str) else one for one in values])
    return buffer.getvalue()
