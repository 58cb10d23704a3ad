from dataclasses import dataclass
from typing import Annotated

import pytest
import typer
from typer.testing import CliRunner

from matcher.commands.option_groups import with_groups


@dataclass(frozen=True)
class Size:
    width: Annotated[int, typer.Option(help="How wide.")] = 3
    deep: Annotated[bool, typer.Option(help="Deep as well.")] = False


@pytest.fixture
def command():
    app, given = typer.Typer(), []

    @app.command()
    @with_groups
    def draw(name: str, size: Size, colour: str = "red"):
        given.append((name, size, colour))

    def run(*words):
        result = CliRunner().invoke(app, list(words))
        return result, given

    return run


def test_options_of_a_group_reach_the_command_as_one_object(command):
    result, given = command("house", "--width", "7", "--deep", "--colour", "blue")
    assert result.exit_code == 0
    assert given == [("house", Size(7, True), "blue")]


def test_options_of_a_group_have_its_defaults_when_not_given(command):
    result, given = command("house")
    assert result.exit_code == 0
    assert given == [("house", Size(), "red")]


def test_options_of_a_group_stand_in_the_place_of_the_parameter(command):
    result, _ = command("--help")
    places = [result.output.index(word) for word in ("--width", "--deep", "--colour")]
    assert places == sorted(places)
    assert "How wide." in result.output


def test_wrong_option_of_a_group_is_refused(command):
    result, given = command("house", "--width", "wide")
    assert result.exit_code == 2
    assert given == []
