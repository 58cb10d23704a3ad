"""Work is bounded: so much at once, so long, and a refusal says when to come again."""

from __future__ import annotations

import asyncio
import threading

import pytest
from fastapi.testclient import TestClient

from matcher.errors import DataError
from matcher.mandate.model import Mandate
from matcher.web import Settings, create_app
from matcher.web.desk import BusyError, Desk, TooSlowError
from matcher.web.metrics import Metrics


def desk_of(matcher, **settings) -> Desk:
    return Desk(lambda: matcher, Settings(**settings), Metrics())


def test_work_runs_in_its_lane_and_lanes_do_not_wait_for_each_other(council):
    async def main() -> None:
        desk, gate = desk_of(council), threading.Event()
        long = asyncio.ensure_future(desk.do(lambda _: gate.wait(30), "long"))
        name = await desk.do(lambda _: threading.current_thread().name, "lookup")
        assert name.startswith("matcher-lookup")
        gate.set()
        assert await long
        desk.close()

    asyncio.run(main())


def test_one_lane_does_one_thing_at_a_time(council):
    running, most = 0, 0

    def work(_) -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        threading.Event().wait(0.005)
        running -= 1

    async def main() -> None:
        desk = desk_of(council)
        await asyncio.gather(*(desk.do(work) for _ in range(10)))
        desk.close()

    asyncio.run(main())
    assert most == 1


def test_who_comes_when_the_lane_is_full_is_refused_and_may_come_again(council):
    async def main() -> None:
        desk, gate = desk_of(council, waiting=2), threading.Event()
        taken = [asyncio.ensure_future(desk.do(lambda _: gate.wait(30))) for _ in range(3)]
        await asyncio.sleep(0.05)
        with pytest.raises(BusyError):
            await desk.do(lambda _: None)
        gate.set()
        await asyncio.gather(*taken)
        assert await desk.do(lambda _: "taken") == "taken"
        desk.close()

    asyncio.run(main())


def test_the_time_limit_counts_waiting_and_what_waits_is_dropped(council):
    async def main() -> None:
        desk, gate, begun = desk_of(council, seconds=0.2), threading.Event(), []
        slow = asyncio.ensure_future(desk.do(lambda _: gate.wait(30)))
        await asyncio.sleep(0.02)
        with pytest.raises(TooSlowError):
            await desk.do(begun.append)
        with pytest.raises(TooSlowError):
            await slow
        gate.set()
        assert await desk.do(lambda _: "next") == "next"
        assert begun == []
        desk.close()

    asyncio.run(main())


def test_a_client_that_gives_up_does_not_undo_the_loading(council):
    gate = threading.Event()

    async def main() -> None:
        desk = Desk(lambda: gate.wait(30) and council, Settings(seconds=0.05), Metrics())
        with pytest.raises(TooSlowError):
            await desk.matcher()
        assert desk.state() == "loading"
        gate.set()
        assert await asyncio.wrap_future(desk.start()) is council
        assert desk.state() == "ready"
        desk.close()

    asyncio.run(main())


def test_tables_are_loaded_once_and_a_failure_is_told_to_everyone(council, caplog):
    calls = []

    def load():
        calls.append(1)
        raise DataError("damaged")

    async def main() -> None:
        desk = Desk(load, Settings(), Metrics())
        for _ in range(2):
            with pytest.raises(DataError):
                await desk.do(lambda _: None)
        assert desk.state() == "failed"
        desk.close()

    asyncio.run(main())
    assert len(calls) == 1


def test_a_busy_server_says_when_to_come_again(council, monkeypatch):
    gate = threading.Event()
    app = create_app(council, settings=Settings(waiting=0, seconds=0.3))
    with TestClient(app) as client:
        app.state.desk.start().result(timeout=30)
        monkeypatch.setattr(council, "recommend", lambda *_: gate.wait(30))
        slow = client.post("/v1/recommendations", json={"city": "Kostroma"})
        refused = client.post("/v1/recommendations", json={"city": "Windhoek"})
        gate.set()
    for answer, code in ((slow, "too_slow"), (refused, "busy")):
        assert answer.status_code == 503
        assert answer.json()["code"] == code
        assert int(answer.headers["retry-after"]) > 0


def test_lanes_do_not_disturb_each_other(service):
    mandates = [
        Mandate.parse({"city": city, "date": "2026-11-21", "count": 3,
                       "tiers": [{"name": area, "countries": [area]}], **more})
        for city, area, more in (
            ("Kostroma", "TM", {}),
            ("Coventry", "PL", {"partners": [{"city": "Kostroma"}]}),
            ("Suva", "NZ", {"weights": {"size": 3}}),
            ("Windhoek", "DE", {}),
        )
    ]  # fmt: skip
    names = ("Костр", "Durham", "Kostrma", "北京")
    pairs = [(543878, 3182351), (2652221, 472757)]

    def ranked(matcher) -> list:
        return list(matcher.pair_ranker(mandates[0].date, "country").rank(pairs))

    async def together() -> list:
        desk = desk_of(service, seconds=600)
        asked = [desk.do(lambda m, one=one: m.recommend(one).to_dict()) for one in mandates]
        asked += [desk.do(lambda m, one=one: m.search(one), "lookup") for one in names * 3]
        asked += [desk.do(ranked, "long") for _ in range(2)]
        found = await asyncio.gather(*asked)
        desk.close()
        return found

    found = asyncio.run(together())
    alone = [service.recommend(one).to_dict() for one in mandates]
    alone += [service.search(one) for one in names * 3]
    assert found == [*alone, ranked(service), ranked(service)]
