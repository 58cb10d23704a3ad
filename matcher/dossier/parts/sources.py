"""Part 10: sources, versions, the hash and the command that repeats the paper."""

from __future__ import annotations

from matcher.documents.model import Block, Code, Column, Paragraph, Table
from matcher.dossier.case import Case
from matcher.dossier.command import command, mandate_json, reproduction_hash
from matcher.matcher import Matcher
from matcher.wording.document_text import DocumentText

_OWN = "curated/"


def blocks(case: Case, texts: DocumentText, format_: str) -> tuple[Block, ...]:
    """Return the part.

    Parameters
    ----------
    case : Case
    texts : DocumentText
    format_ : str
        Ending of the file the command writes.
    """
    provenance = case.answer.provenance
    versions = texts(
        "versions",
        program=str(provenance["program"]),
        data=str(provenance["data"]),
        model=str(provenance["model"]),
        date=texts.date(str(provenance["date"])),
    )
    out = f"dossier.{format_}"
    line = command(case.mandate, texts.language.code, out)
    parts: list[Block] = [
        Paragraph(versions),
        Paragraph(texts("hash", digest=reproduction_hash(case.answer))),
    ]
    if line is not None:
        parts += [Paragraph(texts("repeat")), Code(line)]
    else:
        by_file = f"matcher dossier --mandate mandate.json --lang {texts.language.code} --out {out}"
        parts += [Paragraph(texts("repeat_file")), Code(by_file), Code(mandate_json(case.mandate))]
    return (*parts, *tables(case.matcher, texts))


def tables(matcher: Matcher, texts: DocumentText) -> tuple[Table, ...]:
    """Return the table of what the data rest on; none where the manifest names no source."""
    known = matcher.world.atlas.manifest.get("sources", {})
    rows: dict[str, tuple[str, ...]] = {}
    for source_id in sorted(known):
        one = known[source_id]
        if source_id.startswith(_OWN):
            key, address = texts("kept_by_hand"), "data/curated"
        else:
            key, address = one["attribution"], one["address"]
        licences = ", ".join(texts.language.term(part) for part in one["licence"].split("; "))
        rows.setdefault(key, (key, address, texts.date(one["date"]), licences))
    if not rows:
        return ()
    table = Table(
        caption=texts("sources_caption"),
        columns=(
            Column(texts("col_source"), share=2.2),
            Column(texts("col_address"), share=2.2),
            Column(texts("col_date"), share=0.8),
            Column(texts("col_licence"), share=1.4),
        ),
        rows=tuple(rows[key] for key in sorted(rows)),
    )
    return (table,)
