"""Frozen dataclasses ⇄ JSON, for what is kept of a search: plain values, tuples and the classes named, nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]


def freeze(value: object) -> str:
    """Write a value as JSON. A dataclass becomes an object whose `is` names its class. TypeError for all but plain values."""
    return json.dumps(plain(value), ensure_ascii=False, separators=(",", ":"))


def thaw(text: str, classes: Iterable[type]) -> object:
    """Read what `freeze` wrote, given every class that may be in it. One that is not among them raises KeyError."""
    return whole(json.loads(text), {one.__name__: one for one in classes})


def plain(value: object) -> Json:
    """Return a value as JSON has it."""
    if isinstance(value, str | int | float | bool | None):
        return value
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if is_dataclass(value):
        return {"is": type(value).__name__} | {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    raise TypeError(f"{type(value).__name__} cannot be kept")


def whole(value: Json, classes: Mapping[str, type]) -> object:
    """Return a value as it was before `plain`."""
    if isinstance(value, list):
        return tuple(whole(item, classes) for item in value)
    if isinstance(value, dict):
        return classes[str(value["is"])](**{name: whole(item, classes) for name, item in value.items() if name != "is"})
    return value
