"""Word the validation errors of source and family files so that a person can correct the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args, get_origin

from pydantic import BaseModel

from crawler.sources.field_types import did_you_mean
from crawler.sources.model import Source

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

LONGEST_SHOWN = 60  # characters of a value


def error_text(error: ErrorDetails, path: tuple[str | int, ...]) -> str:
    """Return "key: what is wrong" for a validation error at a key path."""
    key = ".".join(str(part) for part in path if isinstance(part, str))
    kind, given = error["type"], error.get("input")
    if kind == "value_error":
        return _value_text(key, str(error["msg"]).removeprefix("Value error, "), given)
    if kind == "literal_error":
        names = error["ctx"]["expected"].replace("'", "").replace(" or ", ", ").split(", ")
        return f"{key}: {given!r} is not one of {', '.join(names)}{did_you_mean(str(given), names)}"
    as_list = f": [{_short(given)}]" if isinstance(given, str) else ""
    texts = {
        "extra_forbidden": f"unknown key{did_you_mean(str(path[-1]), _keys_at(path[:-1]))}" if path else "",
        "missing": "is missing" + (" (or a family that gives it)" if key == "shape" else ""),
        "tuple_type": f"must be a list{as_list}",
        "model_type": "must be a mapping of keys to values",
        "dict_type": "must be a mapping of keys to values",
    }
    return f"{key}: {texts.get(kind, error['msg'])}"


def _value_text(key: str, message: str, given: Any) -> str:
    if not key:  # an error about several keys names them itself
        return message
    shown = f" (it is {_short(given)!r})" if isinstance(given, str) and _short(given) not in message else ""
    return f"{key}: {message}{shown}"


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 3] + "…"


def _keys_at(path: tuple[str | int, ...]) -> list[str]:
    """Return the keys that the source model allows at a key path."""
    model: Any = Source
    for part in path:
        is_model = isinstance(model, type) and issubclass(model, BaseModel)
        field = model.model_fields.get(str(part)) if is_model else None
        model = field.annotation if field else None
        if get_origin(model) is not None:
            model = next((one for one in get_args(model) if isinstance(one, type)), None)
    if isinstance(model, type) and issubclass(model, BaseModel):
        return [name for name in model.model_fields if name != "id"]
    return []
