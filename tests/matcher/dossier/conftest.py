import pytest

from matcher.dossier import Document, dossier
from matcher.dossier.case import Case, gather
from matcher.mandate.model import Mandate
from matcher.matcher import Matcher

FIELDS = {
    "city": "Kostroma, Russia",
    "date": "2026-11-21",
    "count": 2,
    "aims": ["culture", "sport", "youth"],
    "tiers": [
        {"name": "Turkmenistan", "countries": ["TM"]},
        {"name": "CIS", "countries": ["UZ"]},
        {"name": "minority", "countries": ["GB", "IT"]},
    ],
}


@pytest.fixture(scope="session")
def mandate() -> Mandate:
    return Mandate.parse(FIELDS)


@pytest.fixture(scope="session")
def case(council: Matcher, mandate: Mandate) -> Case:
    return gather(council, mandate)


@pytest.fixture(scope="session")
def documents(council: Matcher, mandate: Mandate) -> dict[str, Document]:
    return {code: dossier(council, mandate, code) for code in ("en", "ru", "it")}
