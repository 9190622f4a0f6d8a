"""Which cues report speech, which texts are English, what kind a name is."""

from __future__ import annotations

import pytest

from reader.language.cues import reports_speech, tells_nothing
from reader.language.kinds import name_kind
from reader.language.labels import TYPES
from reader.language.other_languages import is_english


@pytest.mark.parametrize(
    "cue", ["said", "according to", "told reporters", "WALLACE:", "has denied"]
)
def test_cues_of_speech(cue: str) -> None:
    assert reports_speech(cue)


@pytest.mark.parametrize("cue", ["believes", "decided", "hoped", "wants"])
def test_cues_of_thought(cue: str) -> None:
    assert not reports_speech(cue)


@pytest.mark.parametrize(
    ("cue", "content", "expected"),
    [
        ("claimed", "responsibility", True),
        ("has claimed", "full responsibility for the fire", True),
        ("claimed", "it was responsible", False),
        ("did not find", "it funny", True),
        ("found", "that the pier was closed", False),
        ("said", "responsibility", False),
        ("according to", "Under the new deal", True),
        ("Having said", "that, there are ways out", True),
        ("having said", "that there are ways out", False),
        ("according to", "the deal is signed", False),
        ("said", "nothing", True),
        ("has said", "little else", True),
        ("said", "nothing had been signed", False),
    ],
)
def test_a_deed_a_feeling_and_a_circumstance_give_nothing_said(
    cue: str, content: str, expected: bool
) -> None:
    assert tells_nothing(cue, content) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", True),
        ("Ferry talks stall again", True),
        ("The harbour board said on Monday that it had no plan.", True),
        ("Le conseil du port a dit lundi que les ferrys ne sont pas sûrs.", False),
        ("Der Hafenrat sagte am Montag, dass er keinen Plan für die Fähren hat.", False),
        ("El consejo del puerto dijo el lunes que no tiene un plan para los ferris.", False),
        ("Рада порту заявила в понеділок, що плану немає.", False),
        ("港口委员会周一表示没有计划", False),
    ],
)
def test_english_is_told_from_others(text: str, expected: bool) -> None:
    assert is_english(text) is expected


@pytest.mark.parametrize(
    ("name", "type_", "kind"),
    [
        ("Ada Marsh", "PER", "person"),
        ("North Korean", "MISC", "nationality"),
        ("World Cup", "MISC", "event"),
        ("The Long Ferry", "MISC", "work"),
    ],
)
def test_kinds(name: str, type_: str, kind: str) -> None:
    assert name_kind(name, 0, len(name), TYPES.index(type_)) == kind
