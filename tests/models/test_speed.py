from models.speed import measure_speed


def test_speed_times_both_scopes_with_and_without_the_other_side(learned) -> None:  # type: ignore[no-untyped-def]
    found = measure_speed(learned, 4)
    assert list(found) == [
        "world",
        "world, our side alone",
        "country",
        "country, our side alone",
    ]
    for one in found.values():
        assert one.requests == 4
        assert 0 < one.p50_ms <= one.p99_ms
        assert 0 < one.cpu_p50_ms <= one.cpu_p99_ms
        assert one.scans > 0
