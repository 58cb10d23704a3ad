from __future__ import annotations

import json
import random

from matcher.mandate.model import Mandate
from matcher.matcher import Matcher
from matcher.web.warm import warmed
from tests.matcher.web.test_same_answer import random_mandate


def test_what_is_read_ahead_changes_no_answer(shipped):
    cold, warm = Matcher.load(shipped.directory), warmed(Matcher.load(shipped.directory))
    rng = random.Random(11)
    for _ in range(12):
        mandate = Mandate.parse({**random_mandate(rng, cold), "count": 3})
        answers = [json.dumps(one.recommend(mandate).to_dict()) for one in (cold, warm)]
        assert answers[0] == answers[1], mandate


def test_a_similarity_needs_no_reading_ahead(council):
    assert warmed(council) is council
