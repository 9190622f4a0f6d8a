"""What the layout of a text says of its quotes: signed lines, transcripts, long speeches, trims."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.language import layout, speeches
from reader.language.layout import Loose
from reader.language.trimming import Trimmer
from tests.language.loosely import at, prepared


def said(text: str) -> list[tuple[str, str]]:
    return [(text[slice(*x.speaker)], text[slice(*x.reach)]) for x in layout.lines(prepared(text))]


@pytest.mark.parametrize("dash", ["—", "–", "―", "-", "--", " — "])
def test_a_name_after_a_dash_signs_the_quote(dash: str) -> None:
    text = f"“We paid for the bridge twice.” {dash} Krista Corrao, Port Ansgar\nThe bridge is shut."
    assert said(text) == [("Krista Corrao", "“We paid for the bridge twice.”")]


def test_a_signature_may_have_its_own_line() -> None:
    text = "“We paid for the bridge twice.”\n— Krista Corrao\n"
    assert said(text) == [("Krista Corrao", "“We paid for the bridge twice.”")]


def test_a_dash_that_goes_on_is_no_signature() -> None:
    assert said("“We paid twice” — Krista Corrao was not amused by it — she said.") == []


def test_transcripts_name_their_speakers() -> None:
    text = "WALLACE: Will you resign?\nPENCE: No.\n(CROSSTALK)\nWALLACE: Why not?"
    assert said(text) == [
        ("WALLACE", "Will you resign?"),
        ("PENCE", "No."),
        ("WALLACE", "Why not?"),
    ]


def test_questions_and_answers() -> None:
    text = "Q. Where were you?\nA. In the van.\nQ. And the van?\nA. By the sea."
    assert [who for who, _ in said(text)] == ["Q", "A", "Q", "A"]


@pytest.mark.parametrize(
    "text", ["Note: the ferry is late.", "Update: it sailed.\nCorrection: it did not.", "At 5: tea"]
)
def test_other_labels_are_no_speakers(text: str) -> None:
    assert said(text) == []


def test_a_list_with_labels_is_no_transcript() -> None:
    day = "Portion Fix: 1 Green, 2 Red, 1 tsp.\nDinner Plan: 1 Purple, 1 Blue.\n"
    assert said(day * 4) == []
    assert said("Portion Fix: you need one of the green.\n" * 5) == []


def test_what_the_model_found_is_put_right_by_the_line() -> None:
    text = "“We paid for the bridge twice.” — Krista Corrao\n"
    wrong = Loose((at(text, "We paid for the bridge twice."),), None, at(text, "We"))
    (right,) = layout.apply([wrong], prepared(text))
    assert right.speaker == at(text, "Krista Corrao")
    assert right.cue == at(text, "—")


def test_a_statement_below_a_colon_is_said() -> None:
    text = (
        "In a statement the union said:\nWe will not sign a paper that nobody has read.\nIt left."
    )
    parts = [(at(text, "the union"), "source"), (at(text, "said"), "cue")]
    (one,) = layout.lead_ins([], prepared(text), parts)
    assert one.content == (at(text, "We will not sign a paper that nobody has read."),)
    assert one.speaker == at(text, "the union")
    assert layout.lead_ins([one], prepared(text), parts) == [one]
    assert layout.lead_ins([], prepared(text.replace(":", ".")), parts) == []
    assert layout.lead_ins([], prepared(text), []) == []


def test_a_statement_below_a_colon_that_is_found_in_part_is_said_whole() -> None:
    text = "The union said:\nWe will not sign. A paper that nobody has read is no paper.\nIt left."
    parts = [(at(text, "The union"), "source"), (at(text, "said"), "cue")]
    begun = Loose((at(text, "We will not sign. A"),), at(text, "said"), at(text, "The union"))
    (one,) = layout.lead_ins([begun], prepared(text), parts)
    assert one.content == (at(text, "We will not sign. A paper that nobody has read is no paper."),)
    assert one.spoken
    reported = [*parts, (at(text, "read"), "cue")]
    assert layout.lead_ins([begun], prepared(text), reported) == [begun]


def test_a_sentence_behind_whole_marks_is_the_reporters() -> None:
    text = "She wrote: « We did all we could. » What follows is the letter."
    told = Trimmer(prepared(text)).contents([at(text, "« We did all we could. » What follows is")])
    assert [text[a:b] for a, b in told] == ["We did all we could."]
    text = "She wrote that « all we could » was done."
    whole = at(text, "that « all we could » was done")
    assert Trimmer(prepared(text)).contents([whole]) == [whole]


def test_no_content_ends_within_a_name() -> None:
    text = "He said it was late at the Customs House on Monday."
    trimmer = Trimmer(prepared(text), [at(text, "Customs House")])
    assert trimmer.contents([at(text, "it was late at the Customs")]) == [
        at(text, "it was late at the Customs House")
    ]


SPEECH = "“We came by sea.\n“Then we walked.\n“Now we rest,” Ada Marsh said."


def test_a_piece_of_a_speech_without_a_cue_is_no_quote_of_its_own() -> None:
    text = "“We came by sea, Mr. Lund, and it was cold.\n“Then we walked.\n“Now we rest.”"
    whole = Loose((at(text, "We came by sea, Mr. Lund, and it was cold."),), None, None)
    piece = Loose((at(text, "We came by sea"),), None, at(text, "Lund"))
    rest = Loose((at(text, "Then we walked."),), None, None)
    (one,) = speeches.apply([whole, piece, rest], prepared(text))
    assert len(one.content) == 3


def test_speech_over_paragraphs_is_one() -> None:
    text = SPEECH
    first = Loose((at(text, "We came by sea."),), None, None)
    last = Loose((at(text, "Now we rest"),), at(text, "said"), at(text, "Ada Marsh"))
    (one,) = speeches.apply([first, last], prepared(text))
    assert one.speaker == at(text, "Ada Marsh")
    assert [text[a:b].strip("“") for a, b in one.content] == [
        "We came by sea.",
        "Then we walked.",
        "Now we rest",
    ]


def test_a_quote_fills_its_marks() -> None:
    text = "“We came by sea, and then we walked for a week,” he said."
    cut = Loose((at(text, "We came by sea, and then we walked"),), at(text, "said"), None)
    (one,) = speeches.filled([cut], prepared(text))
    assert one.content == (at(text, "We came by sea, and then we walked for a week,"),)
    few = Loose((at(text, "sea"),), None, None)
    assert speeches.filled([few], prepared(text)) == [few]


def test_separate_quotes_stay_apart() -> None:
    text = "“We came by sea,” he said.\n“Then we walked,” she said."
    parts = [Loose((at(text, w),), None, None) for w in ("We came by sea", "Then we walked")]
    assert speeches.apply(parts, prepared(text)) == parts


@pytest.mark.parametrize(
    ("text", "given_", "expected"),
    [
        ("“No,” he said.", "“No,”", ["No"]),
        ("He said “no”.", "“no”.", ["no"]),
        ("He said it was “dead” now.", "it was “dead” now.", ["it was “dead” now"]),
        ("He called it “dead”.", "it “dead”", ["it “dead”"]),
        ("It is the U.S.", "the U.S.", ["the U.S."]),
        ("“Why?” he asked.", "“Why?”", ["Why?"]),
        ("“One,” he said. “Two.”", "“One,” he said. “Two.”", ["One", "Two."]),
        ("that, “For those few.”", "that, “For those few.”", ["that, “For those few.”"]),
        ("the", "the", []),
    ],
)
def test_contents_are_trimmed_to_what_was_said(text: str, given_: str, expected: list[str]) -> None:
    spans = Trimmer(prepared(text)).contents([at(text, given_)])
    assert [text[a:b] for a, b in spans] == expected


SPLIT = "« It is sunk », the skipper told those who had come. « We shall dive for it. »"


@pytest.mark.parametrize(
    "given_",
    [
        ["« It is sunk »", "who had come. « We shall dive for it. »"],
        ["« It is sunk »", "who had come", "« We shall dive for it. »"],
        ["« It is sunk », the skipper told those who had come. « We shall dive for it. »"],
    ],
)
def test_the_reporters_words_between_two_marked_stretches_stay_out(given_: list[str]) -> None:
    spans = [at(SPLIT, words) for words in given_]
    found = Trimmer(prepared(SPLIT)).contents(spans, cue=at(SPLIT, "told"))
    assert [SPLIT[a:b] for a, b in found] == ["It is sunk", "We shall dive for it."]


def test_reported_words_between_marked_ones_stay_in() -> None:
    text = "She called the plan “daft” and the harbour “a bath” on Friday."
    words = "the plan “daft” and the harbour “a bath”"
    assert Trimmer(prepared(text)).contents([at(text, words)]) == [at(text, words)]


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        ("it would need “a new", ["it would need", "a new"]),
        ("it would need “a new keel", ["it would need “a new keel”"]),
    ],
)
def test_no_opening_mark_stands_alone(given_: str, expected: list[str]) -> None:
    text = "He said it would need “a new keel” soon."
    found = Trimmer(prepared(text)).contents([at(text, given_)])
    assert [text[a:b] for a, b in found] == expected


def test_a_transcript_keeps_its_full_stop() -> None:
    text = "MARSH: It is late."
    trimmer = Trimmer(prepared(text))
    assert trimmer.contents([at(text, "It is late.")], spoken=True) == [at(text, "It is late.")]
    assert trimmer.contents([at(text, "It is late.")]) == [at(text, "It is late")]


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        ("the agency (HUR)", "the agency (HUR)"),
        ("the agency (HUR", "the agency (HUR)"),
        (", it,", "it"),
    ],
)
def test_speakers_lose_commas_not_brackets(given_: str, expected: str) -> None:
    text = "Then the agency (HUR), it, said so."
    span = Trimmer(prepared(text)).speaker(at(text, given_))
    assert span is not None
    assert text[slice(*span)] == expected


@pytest.mark.parametrize(
    ("text", "given_", "expected"),
    [
        ("said Odd Berg and “no” followed", "Odd Berg and", "Odd Berg"),
        (
            "said a tired Odd Berg after the match",
            "a tired Odd Berg after the match",
            "a tired Odd Berg",
        ),
        ("said Odd Berg of the union", "Odd Berg of the union", "Odd Berg of the union"),
        ("the crew who met Odd Berg before that", "the crew who met Odd Berg before that", None),
    ],
)
def test_a_named_speaker_ends_before_what_follows(
    text: str, given_: str, expected: str | None
) -> None:
    trimmer = Trimmer(prepared(text), [at(text, "Odd Berg")])
    span = trimmer.speaker(at(text, given_))
    assert span is not None
    assert text[slice(*span)] == (expected or given_)


_TEXT = st.text(alphabet="Ab C.,:?“”\"'‘’—QA\n()", max_size=90)


@given(_TEXT, st.data())
def test_no_text_and_no_spans_break_it(text: str, data: st.DataObject) -> None:
    ready = prepared(text)
    place = st.integers(0, len(text))
    spans = data.draw(st.lists(st.tuples(place, place), max_size=4))
    found = [Loose((s,), None, None) for s in spans if s[0] < s[1]]
    for one in layout.apply(speeches.apply(speeches.filled(found, ready), ready), ready):
        trimmed = Trimmer(ready).contents(one.content, one.spoken)
        assert all(0 <= a < b <= len(text) for a, b in trimmed)
        assert trimmed == sorted(trimmed)
