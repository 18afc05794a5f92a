"""Every rule of the content has a broken piece of content of its own, and says where it stands, to the column."""

import copy
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from bot.content import directory_rules, intent_rules, text_rules
from bot.content.intent import Intent, MustNot
from bot.content.load import RawContent, load_content
from bot.content.rules import RULES, check_all
from bot.content.source import Problem
from bot.directory.records import Agency

assert directory_rules and intent_rules and text_rules, "importing them registers the rules"
READING_RULES = ("C001", "C002", "C003", "C004", "C005", "C006")
Where = tuple[str, tuple[str | int, ...]]
"""A file and the way to a value in it."""


@dataclass(frozen=True)
class Broken:
    """A break of the loaded content: `change` alters a copy and says where the rule must point."""

    rule: str
    name: str
    change: Callable[[RawContent], Where]


BREAKS: list[Broken] = []


def breaks(rule: str) -> Callable[[Callable[[RawContent], Where]], Callable[[RawContent], Where]]:
    """Register a break of `rule`."""

    def register(change: Callable[[RawContent], Where]) -> Callable[[RawContent], Where]:
        BREAKS.append(Broken(rule, change.__name__, change))
        return change

    return register


def _intent(raw: RawContent, intent_id: str, **changes: Any) -> Intent:
    raw.intents[intent_id] = replace(raw.intents[intent_id], **changes)
    return raw.intents[intent_id]


def _agency(raw: RawContent, agency_id: str, **changes: Any) -> Agency:
    raw.agencies[agency_id] = replace(raw.agencies[agency_id], **changes)
    return raw.agencies[agency_id]


def _contact(raw: RawContent, agency_id: str, value: str, **changes: Any) -> Where:
    agency = raw.agencies[agency_id]
    contacts = list(agency.contacts)
    place = next(n for n, contact in enumerate(contacts) if contact.value == value)
    contacts[place] = replace(contacts[place], **changes)
    _agency(raw, agency_id, contacts=tuple(contacts))
    phones = [c for c in contacts[:place] if c.kind not in {"web", "portal", "app", "address", "email"}]
    return agency.path, ("phones", len(phones))


def _about(raw: RawContent, language: str, text: str) -> Where:
    """Give `data_statistics`, which is no danger, another `about`."""
    answer = raw.intents["data_statistics"].answer
    assert answer.about is not None
    about: Any = {**answer.about, language: text}
    intent = _intent(raw, "data_statistics", answer=replace(answer, about=about))
    return intent.path, ("answer", "about", language)


# --- intents ---------------------------------------------------------------------------------------------------------


@breaks("C010")
def an_intent_outside_the_taxonomy(raw: RawContent) -> Where:
    raw.intents["weather"] = replace(raw.intents["thanks"], id="weather")
    return "intents/thanks.yaml", ("id",)


@breaks("C011")
def a_danger_that_is_not_marked(raw: RawContent) -> Where:
    return _intent(raw, "cybercrime", danger=False).path, ("danger",)


@breaks("C011")
def a_danger_that_is_not_sensitive(raw: RawContent) -> Where:
    return _intent(raw, "cybercrime", sensitive=False).path, ("sensitive",)


@breaks("C012")
def a_referral_to_a_body_that_is_not_there(raw: RawContent) -> Where:
    intent = raw.intents["data_statistics"]
    row = replace(intent.referrals, default=(*intent.referrals.default, "nobody-at-all 12345"))
    _intent(raw, intent.id, referrals=row)
    return intent.path, ("referrals", "default", len(row.default) - 1)


@breaks("C012")
def a_referral_to_a_number_that_is_held_back(raw: RawContent) -> Where:
    intent = raw.intents["data_statistics"]
    held = next(f"{a.id} {c.value}" for a in raw.agencies.values() if a.may_be_shown for c in a.contacts if c.withhold)
    row = replace(intent.referrals, default=(*intent.referrals.default, held))
    _intent(raw, intent.id, referrals=row)
    return intent.path, ("referrals", "default", len(row.default) - 1)


@breaks("C013")
def a_near_miss_that_belongs_to_nothing(raw: RawContent) -> Where:
    intent = raw.intents["data_statistics"]
    tests = replace(intent.tests, must_not=(MustNot(text="x", belongs_to="weather"), *intent.tests.must_not))
    return _intent(raw, intent.id, tests=tests).path, ("tests", "must_not", 0)


@breaks("C013")
def a_test_that_names_no_variant(raw: RawContent) -> Where:
    intent = raw.intents["missing_child"]
    first = replace(intent.tests.must[0], variant="no_such_variant")
    tests = replace(intent.tests, must=(first, *intent.tests.must[1:]))
    return _intent(raw, intent.id, tests=tests).path, ("tests", "must", 0)


@breaks("C014")
def the_same_sentence_under_two_intents(raw: RawContent) -> Where:
    first, second = raw.examples[0], next(f for f in raw.examples if f.intent != raw.examples[0].intent)
    key = "now" if second.now else "examples"
    taken = (first.now or first.examples)[0]
    rows: dict[str, Any] = {key: (taken.upper() + " !!", *getattr(second, key)[1:])}
    changed = replace(second, **rows)
    raw.examples[raw.examples.index(second)] = changed
    return f"intents/examples/{second.intent}.{second.language}.yaml", (key, 0)


@breaks("C014")
def an_example_without_words(raw: RawContent) -> Where:
    file = raw.examples[0]
    key = "now" if file.now else "examples"
    rows: dict[str, Any] = {key: ("🙂", *getattr(file, key)[1:])}
    raw.examples[0] = replace(file, **rows)
    return f"intents/examples/{file.intent}.{file.language}.yaml", (key, 0)


@breaks("C015")
def a_pattern_with_a_concept_that_is_not_there(raw: RawContent) -> Where:
    intent = raw.intents["missing_child"]
    phrases = {**intent.emergency, "en": ("{nobody} gum", *intent.emergency["en"][1:])}
    return _intent(raw, intent.id, emergency=phrases).path, ("emergency", "en", 0)


@breaks("C016")
def a_concept_of_two_words(raw: RawContent) -> Where:
    name = next(iter(raw.lexicon))
    script = next(iter(raw.lexicon[name]))
    raw.lexicon[name] = {**raw.lexicon[name], script: ("two words", *raw.lexicon[name][script][1:])}
    return "data/lexicon.yaml", ("concepts", name, script, 0)


@breaks("C017")
def a_conversation_intent_that_says_nothing(raw: RawContent) -> Where:
    return _intent(raw, "thanks", reply=None).path, ("kind",)


@breaks("C017")
def a_service_that_does_not_say_what_it_is(raw: RawContent) -> Where:
    answer = replace(raw.intents["data_statistics"].answer, about=None)
    return _intent(raw, "data_statistics", answer=answer).path, ("answer",)


@breaks("C019")
def an_intent_without_examples_in_a_script(raw: RawContent) -> Where:
    raw.examples = [f for f in raw.examples if (f.intent, f.language) != ("thanks", "ur")]
    return "intents/thanks.yaml", ("id",)


@breaks("C020")
def a_danger_card_with_one_number(raw: RawContent) -> Where:
    intent = raw.intents["cybercrime"]
    row = replace(intent.referrals, default=("nccia 1799",), instead={}, also={})
    return _intent(raw, intent.id, referrals=row).path, ("referrals",)


# --- words -----------------------------------------------------------------------------------------------------------


@breaks("C030")
def a_text_without_urdu(raw: RawContent) -> Where:
    answer = raw.intents["data_statistics"].answer
    return (
        _intent(raw, "data_statistics", answer=replace(answer, about={"en": "Only English."})).path,
        ("answer", "about"),
    )


@breaks("C030")
def a_danger_without_its_first_line_in_roman_urdu(raw: RawContent) -> Where:
    intent = raw.intents["cybercrime"]
    assert intent.answer.first_line is not None
    line: Any = {key: text for key, text in intent.answer.first_line.items() if key != "ur-Latn"}
    return _intent(raw, intent.id, answer=replace(intent.answer, first_line=line)).path, ("answer", "first_line")


@breaks("C031")
def a_number_typed_by_hand(raw: RawContent) -> Where:
    return _about(raw, "en", "Call 1099 now.")


@breaks("C031")
def digits_of_another_script(raw: RawContent) -> Where:
    return _about(raw, "ur", "۱۵ پر کال کریں۔")


@breaks("C032")
def a_placeholder_that_leads_nowhere(raw: RawContent) -> Where:
    return _about(raw, "en", "Call {phone:nobody-at-all 12}.")


@breaks("C032")
def a_stray_brace(raw: RawContent) -> Where:
    return _about(raw, "en", "Call {phone} now.")


@breaks("C033")
def a_word_that_is_never_said(raw: RawContent) -> Where:
    return _about(raw, "en", "Have patience.")


@breaks("C034")
def a_sentence_that_is_too_long(raw: RawContent) -> Where:
    return _about(raw, "en", "One two three four five six seven eight nine ten and so on it goes without an end.")


@breaks("C034")
def a_title_that_fits_no_button(raw: RawContent) -> Where:
    intent = raw.intents["data_statistics"]
    return _intent(raw, intent.id, title={**intent.title, "en": "Statistics " * 4}).path, ("title", "en")


@breaks("C034")
def a_fourth_step(raw: RawContent) -> Where:
    answer = raw.intents["data_statistics"].answer
    step: Any = {"en": "Call.", "ur": "کال کریں۔", "ur-Latn": "Call karein."}
    intent = _intent(raw, "data_statistics", answer=replace(answer, do_now=(step,) * 4))
    return intent.path, ("answer", "do_now", 3)


# --- directory -------------------------------------------------------------------------------------------------------


@breaks("D001")
def a_number_with_an_undated_source(raw: RawContent) -> Where:
    old = raw.agencies["nadra"].contact("8009")
    assert old is not None
    undated = tuple(replace(source, date=None, read_on=None) for source in old.sources[:1])
    path, place = _contact(raw, "nadra", "8009", sources=undated)
    return path, (*place, "sources", 0)


@breaks("D002")
def an_emergency_number_with_one_source(raw: RawContent) -> Where:
    where: Where = ("", ())
    for agency in list(raw.agencies.values()):
        for contact in agency.contacts:
            if contact.value == "130":
                here = _contact(raw, agency.id, "130", sources=contact.sources[:1])
                where = where if where[0] else here
    return where


@breaks("D003")
def a_body_superseded_by_nobody(raw: RawContent) -> Where:
    old = next(a for a in raw.agencies.values() if a.superseded_by)
    return _agency(raw, old.id, superseded_by="no-such-body").path, ("superseded_by",)


@breaks("D003")
def a_superseded_body_without_its_successor(raw: RawContent) -> Where:
    old = next(a for a in raw.agencies.values() if a.status == "superseded")
    return _agency(raw, old.id, superseded_by=None).path, ("status",)


@breaks("D004")
def a_full_number_that_cannot_be(raw: RawContent) -> Where:
    nadra = raw.agencies["nadra"]
    landline = next(c for c in nadra.contacts if c.kind == "voice")
    _agency(raw, "nadra", contacts=(replace(landline, value="+92511"), *nadra.contacts))
    return nadra.path, ("phones", 0)


@breaks("D005")
def a_short_code_with_two_owners(raw: RawContent) -> Where:
    return _contact(raw, "zarra", "1099", primary_for=("federal",))


@breaks("D006")
def a_known_code_that_nobody_owns(raw: RawContent) -> Where:
    path, _ = _contact(raw, "nadra", "1777", primary_for=())
    return path, ("phones",)


@breaks("D007")
def a_role_that_names_nobody(raw: RawContent) -> Where:
    rows = raw.roles["PDMA"]
    raw.roles["PDMA"] = {**rows, "punjab": ("no-such-body 1", *rows["punjab"])}
    return "data/roles.yaml", ("roles", "PDMA", "punjab", 0)


@breaks("D008")
def a_body_without_an_urdu_name(raw: RawContent) -> Where:
    agency = raw.agencies["nadra"]
    return _agency(raw, "nadra", name={"en": agency.name["en"]}).path, ("name",)


@breaks("D008")
def a_contact_without_an_urdu_description(raw: RawContent) -> Where:
    return _contact(raw, "nadra", "8009", description={"en": "Check"})


def _copied(raw: RawContent) -> RawContent:
    """A copy whose tables can be changed. What stands in them is frozen and may be shared."""
    copied = copy.copy(raw)
    for name in ("intents", "examples", "agencies", "roles", "lexicon", "problems"):
        setattr(copied, name, copy.copy(getattr(raw, name)))
    return copied


@pytest.mark.parametrize("broken", BREAKS, ids=lambda b: f"{b.rule}-{b.name}")
def test_rule_fires_at_the_place(raw: RawContent, problems: list[Problem], broken: Broken) -> None:
    content = _copied(raw)
    path, at = broken.change(content)
    found = [problem for problem in RULES[broken.rule](content) if problem not in problems]
    place = content.sources[path].places
    while at not in place and at:
        at = at[:-1]
    line, column = place.get(at, (1, 1))
    assert (path, line, column, broken.rule) in {(p.path, p.line, p.column, p.rule) for p in found}, found
    assert {p.path for p in found} == {path}, "no other file is accused"
    assert re.fullmatch(rf"\S+:{line}:{column} {broken.rule} .+", str(next(p for p in found if p.line == line)))


@pytest.mark.parametrize(
    "broken",
    [b for b in BREAKS if b.name in {"a_danger_that_is_not_sensitive", "a_word_that_is_never_said", "a_fourth_step"}],
    ids=lambda b: b.name,
)
def test_a_break_of_one_rule_is_no_break_of_another(raw: RawContent, problems: list[Problem], broken: Broken) -> None:
    content = _copied(raw)
    broken.change(content)
    assert {p.rule for p in set(check_all(content)) - set(problems)} == {broken.rule}


def test_a_missing_intent_is_told_at_the_folder(raw: RawContent) -> None:
    content = _copied(raw)
    del content.intents["thanks"]
    assert "intents:1:1 C010 the file of the intent 'thanks' is missing" in map(str, RULES["C010"](content))


# --- reading ---------------------------------------------------------------------------------------------------------

THANKS = """id: thanks
kind: conversation
title: {en: Thanks, ur: شکریہ, ur-Latn: Shukriya}
asks: {en: Thanks, ur: شکریہ, ur-Latn: Shukriya}
reply: {en: Welcome, ur: خوش, ur-Latn: Khush}
"""

READING = {
    "C001-not-yaml": ("intents/thanks.yaml", THANKS + "pairs: [a\n", ":7:1 C001 not YAML: "),
    "C001-tab": ("intents/thanks.yaml", THANKS + "pairs:\n\t- a\n", ":7:1 C001 not YAML: "),
    "C001-not-utf-8": ("intents/thanks.yaml", THANKS.encode() + b"x: \xff\n", ":1:1 C001 not UTF-8: "),
    "C002": ("intents/thanks.yaml", "# nothing but a comment\n", ":1:1 C002 the file is empty"),
    "C003": ("intents/thanks.yaml", THANKS + "  \nkind: service\n", ":7:1 C003 the key 'kind' stands twice"),
    "C003-no-word": ("intents/thanks.yaml", THANKS + "[a, b]: c\n", ":6:1 C003 a key must be a plain word"),
    "C004-not-a-block": ("intents/thanks.yaml", "- a\n- b\n", ":1:1 C004 the file must be a block"),
    "C004-wrong-choice": ("intents/thanks.yaml", THANKS.replace("conversation", "song"), ":2:7 C004 kind: "),
    "C004-no-such-key": ("intents/thanks.yaml", THANKS.replace("id: thanks\n", ""), ":1:1 C004 id: "),
    "C004-table": ("data/guides.yaml", "gides: {}\n", ":1:1 C004 the key 'guides' is missing"),
    "C005": ("intents/thanks.yaml", THANKS + "replay: x\n", ":6:9 C005 unknown key 'replay'"),
    "C005-deep": (
        "intents/thanks.yaml",
        THANKS + "tests:\n  must:\n    - {text: ok, emergancy: true}\n",
        ":8:29 C005 unknown key 'emergancy'",
    ),
    "C006-intent": ("intents/thankyou.yaml", THANKS, ":1:5 C006 the id 'thanks' and the file name differ"),
    "C006-examples": (
        "intents/examples/thanks.ur.yaml",
        "intent: thanks\nlanguage: en\nexamples: [ok]\n",
        ":1:9 C006 ",
    ),
    "C006-agency": (
        "data/agencies/police.yaml",
        "id: police-15\nname: {en: P, ur: پ}\ndescription: {en: P, ur: پ}\nstatus: active\npublic_contact: true\n"
        "service_areas: [federal]\nassured_date: '2026-11-21'\n",
        ":1:5 C006 the id 'police-15' and the file name differ",
    ),
}


@pytest.mark.parametrize(("name", "text", "said"), READING.values(), ids=READING.keys())
def test_reading_rule_fires_at_the_place(tmp_path: Path, name: str, text: str | bytes, said: str) -> None:
    file = tmp_path / name
    file.parent.mkdir(parents=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    here = [str(p) for p in load_content(tmp_path).problems if p.path == name]
    assert any(problem.startswith(name + said) for problem in here), here
    rule = re.findall(r" (C\d+) ", said)[0]
    assert {re.findall(r" (C\d+) ", problem)[0] for problem in here} == {rule}


def test_an_empty_folder_is_told(tmp_path: Path) -> None:
    said = [str(p) for p in load_content(tmp_path).problems]
    assert "intents:1:1 C001 no .yaml file stands in this folder" in said
    assert any(line.startswith("data/roles.yaml:1:1 C001 cannot be read") for line in said)


def test_all_errors_come_at_once_and_sorted(tmp_path: Path) -> None:
    (tmp_path / "intents").mkdir()
    (tmp_path / "intents/thanks.yaml").write_text(THANKS + "a: 1\nb: 2\nkind: x\n", "utf-8")
    (tmp_path / "intents/zzz.yaml").write_text("", "utf-8")
    found = [p for p in load_content(tmp_path).problems if p.path.endswith(".yaml") and p.path.startswith("intents/")]
    assert [(p.path[8:], p.line, p.rule) for p in found] == [
        ("thanks.yaml", 6, "C005"),
        ("thanks.yaml", 7, "C005"),
        ("thanks.yaml", 8, "C003"),
        ("zzz.yaml", 1, "C002"),
    ]
    assert found == sorted(found)


# --- nothing forgotten -----------------------------------------------------------------------------------------------


def _tested() -> Iterator[str]:
    yield from (broken.rule for broken in BREAKS)
    yield from (name[:4] for name in READING)


def test_every_rule_has_a_break() -> None:
    assert {*RULES, *READING_RULES} - set(_tested()) == set()


def test_every_rule_is_a_sentence() -> None:
    """An operator reads the docstring: it says what must hold."""
    assert [rule for rule, check in RULES.items() if not (check.__doc__ or "").strip().endswith(".")] == []
