"""Checking a request to the Bot API: against aiogram's method models, and for what those do not check.

aiogram reads the Bot API independently of the library under test. Its models ignore unknown parameters and know no
limits; both are checked here.
"""

import inspect
import json
import re
import types
import typing
from typing import Any

import aiogram.methods
from aiogram.methods import TelegramMethod
from pydantic import ValidationError

from tests.telegram.markup import BadMarkup, plain_text, utf16_units

METHODS: dict[str, type[TelegramMethod[Any]]] = {
    model.__api_method__.lower(): model
    for _, model in inspect.getmembers(aiogram.methods, inspect.isclass)
    if issubclass(model, TelegramMethod) and model is not TelegramMethod
}
COMMAND = re.compile(r"[a-z0-9_]{1,32}")
LIMITS = {
    "answerinlinequery": {},
    "setmydescription": {"description": (0, 512)},
    "setmyshortdescription": {"short_description": (0, 120)},
    "answercallbackquery": {"text": (0, 200)},
    "sendcontact": {"phone_number": (1, 64), "first_name": (1, 255)},
}


class BadRequest(Exception):
    """Telegram would answer 400 with this description."""


def read(method: str, form: dict[str, str]) -> dict[str, Any]:
    """The parameters of a request, typed. Raises BadRequest for what Telegram refuses and KeyError for no method."""
    model = METHODS[method.lower()]
    unknown = set(form) - set(model.model_fields)
    if unknown:
        raise BadRequest(f"unknown parameters {sorted(unknown)} of {method}")
    data = {name: _value(model.model_fields[name].annotation, value) for name, value in form.items()}
    try:
        model.model_validate(data)
    except ValidationError as error:
        raise BadRequest(f"{method}: {error.errors(include_input=False, include_url=False)[0]}") from None
    _check_limits(method.lower(), data)
    return data


def text_of(data: dict[str, Any], field: str = "text") -> str:
    """The text of a message as a person reads it. Raises BadRequest when it is empty, too long or badly marked up."""
    text = data[field]
    if data.get("parse_mode") == "HTML":
        try:
            text = plain_text(text)
        except BadMarkup as error:
            raise BadRequest(f"can't parse entities: {error}") from None
    text = text.strip()
    if not text:
        raise BadRequest("message text is empty")
    if utf16_units(text) > 4096:
        raise BadRequest("message is too long")
    return str(text)


def buttons_of(data: dict[str, Any]) -> list[list[dict[str, Any]]]:
    """The inline keyboard. Raises BadRequest for a button that Telegram refuses."""
    rows: list[list[dict[str, Any]]] = (data.get("reply_markup") or {}).get("inline_keyboard", [])
    if sum(map(len, rows)) > 100 or any(len(row) > 8 for row in rows):
        raise BadRequest("reply markup is too long")
    for button in (button for row in rows for button in row):
        unknown = set(button) - {"text", "callback_data", "url", "switch_inline_query", "style"}
        if unknown:
            raise BadRequest(f"unknown fields {unknown} of a button")
        if not button["text"].strip():
            raise BadRequest("Text buttons must be non-empty")
        if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= 64:
            raise BadRequest("BUTTON_DATA_INVALID")
    return rows


def _check_limits(method: str, data: dict[str, Any]) -> None:
    for field, (least, most) in LIMITS.get(method, {}).items():
        if field in data and not least <= len(data[field]) <= most:
            raise BadRequest(f"{field} has a wrong length")
    if method == "setmycommands":
        commands = data["commands"]
        if len(commands) > 100:
            raise BadRequest("BOT_COMMANDS_TOO_MUCH")
        for command in commands:
            if not COMMAND.fullmatch(command["command"]):
                raise BadRequest("BOT_COMMAND_INVALID")
            if not 1 <= len(command["description"]) <= 256:
                raise BadRequest("BOT_COMMAND_DESCRIPTION_INVALID")
    if method == "deletemessages" and not 1 <= len(data["message_ids"]) <= 100:
        raise BadRequest("message identifiers are not specified")
    if method == "answerinlinequery":
        _check_inline(data)


def _check_inline(data: dict[str, Any]) -> None:
    results = data["results"]
    ids = [result["id"] for result in results]
    if len(results) > 50 or len(set(ids)) < len(ids) or any(not 1 <= len(id_.encode()) <= 64 for id_ in ids):
        raise BadRequest("RESULT_ID_INVALID")
    for result in results:
        if result["type"] != "article" or not result["title"]:
            raise BadRequest("ARTICLE_TITLE_EMPTY")
        text_of({"text": result["input_message_content"]["message_text"]})


def _value(annotation: Any, value: str) -> Any:
    kinds = _flat(annotation)
    if kinds <= {str, types.NoneType}:
        return value
    if str in kinds and not (int in kinds and re.fullmatch(r"-?\d+", value)):
        return value
    try:
        return json.loads(value)
    except json.JSONDecodeError:
        return value


def _flat(annotation: Any) -> set[Any]:
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        return {kind for part in typing.get_args(annotation) for kind in _flat(part)}
    if annotation.__class__.__name__ == "type" and annotation.__name__ == "Default":
        return set()
    return {annotation}
