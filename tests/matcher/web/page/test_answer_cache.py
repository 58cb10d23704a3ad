"""Answers kept for the next request."""

from __future__ import annotations

import datetime as dt

from matcher.mandate.model import Mandate
from matcher.matcher import Matcher
from matcher.web.page.answer_cache import MOST_CACHED, AnswerCache


def test_equal_questions_are_answered_once(council: Matcher) -> None:
    kept = AnswerCache(council)
    fields = {"city": "Kostroma", "date": "2026-11-22"}
    first = kept.answer(Mandate.parse(fields))
    assert kept.answer(Mandate.parse(fields)) is first
    assert kept.answer(Mandate.parse({**fields, "count": 3})) is not first
    assert kept.what_if(Mandate.parse(fields)) is kept.what_if(Mandate.parse(fields))


def test_what_was_asked_longest_ago_goes(council: Matcher) -> None:
    kept = AnswerCache(council)
    first = Mandate.parse({"city": "Kostroma", "date": "2000-01-01", "count": 1})
    answer = kept.answer(first)
    for day in range(MOST_CACHED):
        kept.answer(first.model_copy(update={"date": dt.date(2001, 1, 1 + day)}))
    assert kept.answer(first) is not answer
