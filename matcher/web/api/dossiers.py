"""The answer to a mandate as a document to table."""

from __future__ import annotations

import base64
import hashlib
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request, Response

from matcher.matcher import Matcher
from matcher.web.answers import answered
from matcher.web.bodies import DossierForm, HttpMandate
from matcher.web.desk import DeskParam
from matcher.web.examples import MANDATES, examples
from matcher.web.strict import StrictRoute

router = APIRouter(prefix="/v1", route_class=StrictRoute, tags=["mandates"])

MEDIA_TYPES: Final = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@router.post(
    "/dossiers",
    summary="Write a dossier",
    response_class=Response,
    responses={
        200: {
            "description": "The document",
            "content": {
                name.partition(";")[0]: {"schema": {"type": "string", "format": "binary"}}
                for name in MEDIA_TYPES.values()
            },
        }
    },
    openapi_extra=examples(**MANDATES),
)
async def dossiers(
    request: Request, desk: DeskParam, mandate: HttpMandate, form: Annotated[DossierForm, Query()]
) -> Response:
    """Write the answer to a mandate as a document of one page to decide on and an annex.

    The same mandate, date included, gives the same bytes as `matcher dossier`.
    """
    style = form.format

    def work(matcher: Matcher) -> bytes:
        from matcher.dossier import dossier, render

        return render(dossier(matcher, mandate, form.lang, style), style)

    question = ("dossiers", mandate.to_dict(), style, form.lang)
    answer = await answered(request, desk, question, work, "long", MEDIA_TYPES[style])
    answer.headers["Content-Disposition"] = f'attachment; filename="dossier.{style}"'
    if style == "html":
        answer.headers["Content-Security-Policy"] = document_policy()
    return answer


def document_policy() -> str:
    """Return the policy of a document in HTML: its one style sheet, by its hash, and no script."""
    from matcher.documents.to_html import STYLE

    digest = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; frame-ancestors 'none'"
