"""Write a document as one HTML file that loads nothing from anywhere."""

from __future__ import annotations

from html import escape

from matcher.documents.model import (
    Block,
    Bullets,
    Code,
    Document,
    Figure,
    Heading,
    Letter,
    Paragraph,
    Section,
    Table,
)

STYLE = """
:root{color-scheme:light}
body{font:16px/1.5 Georgia,'Times New Roman',serif;color:#1b1b1b;background:#fff;margin:0;
overflow-wrap:anywhere}
main,header,footer{max-width:52rem;margin:0 auto;padding:0 1.2rem}
h1{font-size:1.9rem;line-height:1.2;margin:1.6rem 0 .2rem;color:#1d3f72}
h2{font-size:1.35rem;margin:2.2rem 0 .6rem;color:#1d3f72;border-bottom:1px solid #b9c4d3}
h3{font-size:1.05rem;margin:1.2rem 0 .3rem}
p{margin:.35rem 0}.small{font-size:.875rem;color:#444}
table{border-collapse:collapse;width:100%;font-size:.875rem;margin:.8rem 0}
caption{text-align:left;font-weight:bold;padding:.3rem 0}
th,td{border:1px solid #c9cfd6;padding:.3rem .45rem;text-align:left;vertical-align:top;
overflow-wrap:break-word}
thead th{background:#e8edf3}.right{text-align:right}
tbody th{font-weight:normal}
.scroll{overflow-x:auto}
figure{margin:1rem 0}figure svg{width:100%;height:auto;border:1px solid #dde2e7}
figcaption{font-size:.875rem;color:#444}
pre{white-space:pre-wrap;overflow-wrap:anywhere;background:#f2f4f6;padding:.7rem;font-size:.875rem}
blockquote{margin:.8rem 0;padding:.8rem 1.2rem;border-left:4px solid #b9c4d3;background:#fafbfc}
nav ol{columns:2}a{color:#1d3f72}
@page{size:A4;margin:18mm 16mm}
@media print{body{font-size:10.5pt}main,header,footer{max-width:none;padding:0}
nav,.skip{display:none}thead{display:table-header-group}tr,figure,blockquote{break-inside:avoid}
h2,h3,caption,thead{break-after:avoid}.annex{break-before:page}.scroll{overflow:visible}
.decision{font-size:8.8pt;line-height:1.28}.decision h2{margin:.7rem 0 .2rem}
.decision table{margin:.4rem 0}
.decision td,.decision th{padding:.15rem .35rem}.decision ul,.decision ol{margin:.2rem 0}}
.skip{position:absolute;left:-999px}.skip:focus{left:1rem}
""".strip()


def html(document: Document) -> bytes:
    """Return the document as UTF-8 HTML."""
    contents = "".join(
        f'<li><a href="#{one.key}">{escape(one.title.partition(". ")[2])}</a></li>'
        for one in document.sections
    )
    parts = [
        "<!DOCTYPE html>",
        f'<html lang="{document.language}"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(document.title)}</title><style>{STYLE}</style></head><body>",
        f"<header><h1>{escape(document.title)}</h1><p>{escape(document.subtitle)}</p></header>",
        "<main>",
        '<div class="decision">',
        *(_block(block, "h2") for block in document.decision),
        "</div>",
        f'<h2 class="annex" id="annex">{escape(document.annex)}</h2>',
        f'<nav aria-labelledby="annex"><ol>{contents}</ol></nav>',
        *(_section(one) for one in document.sections),
        f'</main><footer><p class="small">{escape(document.footer)}</p></footer></body></html>',
    ]
    return ("\n".join(parts) + "\n").encode()


def _section(section: Section) -> str:
    blocks = "\n".join(_block(block, "h3") for block in section.blocks)
    title = escape(section.title)
    return (
        f'<section aria-labelledby="{section.key}"><h2 id="{section.key}">{title}</h2>\n'
        f"{blocks}</section>"
    )


def _block(block: Block, heading: str) -> str:
    if isinstance(block, Heading):
        return f"<{heading}>{escape(block.text)}</{heading}>"
    if isinstance(block, Paragraph):
        kind = ' class="small"' if block.small else ""
        lead = f"<strong>{escape(block.lead)}.</strong> " if block.lead else ""
        return f"<p{kind}>{lead}{escape(block.text)}</p>"
    if isinstance(block, Bullets):
        tag = "ol" if block.numbered else "ul"
        items = "".join(f"<li>{escape(item)}</li>" for item in block.items)
        return f"<{tag}>{items}</{tag}>"
    if isinstance(block, Table):
        return _table(block)
    if isinstance(block, Figure):
        return _figure(block)
    if isinstance(block, Letter):
        lines = "".join(f"<p>{escape(line)}</p>" for line in block.lines)
        return f'<blockquote lang="{block.language}">{lines}</blockquote>'
    if isinstance(block, Code):
        return f"<pre><code>{escape(block.text)}</code></pre>"
    raise TypeError(f"no way to write a {type(block).__name__} as HTML")


def _table(table: Table) -> str:
    def kind(position: int) -> str:
        return ' class="right"' if table.columns[position].align == "right" else ""

    head = "".join(
        f'<th scope="col"{kind(i)}>{escape(column.title)}</th>'
        for i, column in enumerate(table.columns)
    )
    body = "".join(
        "<tr>"
        + "".join(
            f'<th scope="row"{kind(i)}>{escape(cell)}</th>'
            if i == 0 and table.row_headings
            else f"<td{kind(i)}>{escape(cell)}</td>"
            for i, cell in enumerate(row)
        )
        + "</tr>"
        for row in table.rows
    )
    label = escape(table.caption, quote=True)
    # A narrow screen scrolls the table by keyboard as well.
    return (
        f'<div class="scroll" tabindex="0" role="group" aria-label="{label}">'
        f"<table><caption>{escape(table.caption)}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _figure(figure: Figure) -> str:
    # The drawing is described by its own words, not by its letters one by one.
    labelled = figure.svg.replace(
        'role="img"', f'role="img" aria-label="{escape(figure.alt, quote=True)}"', 1
    )
    return f"<figure>{labelled}<figcaption>{escape(figure.caption)}</figcaption></figure>"
