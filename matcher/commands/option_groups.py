"""Options that several commands take, declared once as a dataclass."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import wraps
from inspect import Parameter, signature
from typing import Any, get_type_hints


def with_groups(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of every dataclass that it takes.

    Parameters
    ----------
    command : callable
        A parameter whose type is a dataclass stands for the options that the
        fields declare, in their order, and receives an instance of it.

    Returns
    -------
    callable
        Takes the options one by one, by keyword, as Typer gives them.
    """
    groups: dict[str, type[Any]] = {}
    parameters: list[Parameter] = []
    for name, one in signature(command, eval_str=True).parameters.items():
        if is_dataclass(one.annotation) and isinstance(one.annotation, type):
            groups[name] = one.annotation
            parameters += _options(one.annotation)
        else:
            parameters.append(one.replace(kind=Parameter.KEYWORD_ONLY))

    @wraps(command)
    def run(**given: Any) -> None:
        for name, group in groups.items():
            given[name] = group(**{field.name: given.pop(field.name) for field in fields(group)})
        command(**given)

    run.__signature__ = signature(command).replace(parameters=parameters)  # type: ignore[attr-defined]
    return run


def _options(group: type[Any]) -> list[Parameter]:
    hints = get_type_hints(group, include_extras=True)
    return [
        Parameter(
            field.name, Parameter.KEYWORD_ONLY, default=field.default, annotation=hints[field.name]
        )
        for field in fields(group)
    ]
