from __future__ import annotations

from matcher.web import Settings, create_app
from tests.matcher.web.fuzzing import PATIENCE_S, fuzz


def test_no_generated_request_is_a_fault_of_ours(council):
    app = create_app(council, settings=Settings(seconds=PATIENCE_S))
    found = fuzz(app, most=500, random_state=3)
    assert found.total() >= 500
    answered = {label for label, status in found if status == 200}
    assert {label for label, _ in found} == answered, "every operation should answer some"
