"""Sentences that report two things, and halves of a sentence that report one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.language import clauses, inversion, layout, reading, speeches
from reader.language.layout import Loose
from reader.language.trimming import Trimmer
from reader.news import Span
from tests.language.loosely import at, loose, prepared, told


@pytest.mark.parametrize(
    ("first", "cue", "second"),
    [
        ("the pier was unsafe,", "warned", "visitors to stay away"),
        ("that it would mend the pier,", "also promised", "that nobody would pay for it"),
        ("that it would mend the pier", "also said", "that nobody would pay for it"),
        ("the pier was unsafe, but", "said", "it would open it all the same"),
    ],
)
def test_a_second_verb_of_speech_begins_a_report_of_its_own(
    first: str, cue: str, second: str
) -> None:
    join = "" if first.endswith("but") else " and"
    text = f"The harbour board said {first}{join} {cue} {second}."
    one = loose(text, f"{first}{join} {cue} {second}", "said", "The harbour board")
    shown = first.removesuffix(" but").removesuffix(",")
    assert told(clauses.parted([one], prepared(text)), text) == [
        ("said", [shown]),
        (cue, [second]),
    ]


def test_behind_what_is_no_clause_every_verb_is_the_speakers() -> None:
    text = "The board praised the crew of the boat and told reporters it would pay."
    one = loose(
        text, "the crew of the boat and told reporters it would pay", "praised", "The board"
    )
    assert told(clauses.parted([one], prepared(text)), text) == [
        ("praised", ["the crew of the boat"]),
        ("told", ["it would pay"]),
    ]


@pytest.mark.parametrize(
    "content",
    [
        "a man walked into the shop on Monday and demanded cash from the clerk",
        "the driver ran a red light and admitted drinking before the crash",
        "two men were held at the pier and charged with theft",
        "he approached two women and told them he had a knife",
        "the guard who stopped him was polite and asked for his ticket",
        "“we came and said no”",
        "the pier was shut. It was late and warned nobody",
        "the pier and the said boat were his",
    ],
)
def test_other_verbs_behind_and_begin_nothing(content: str) -> None:
    text = f"Ada Marsh said {content}."
    one = loose(text, content, "said", "Ada Marsh")
    assert clauses.parted([one], prepared(text)) == [one]


def test_reports_in_the_present_go_on() -> None:
    text = "Ada Marsh says they came home and told everybody."
    one = loose(text, "they came home and told everybody", "says", "Ada Marsh")
    assert clauses.parted([one], prepared(text)) == [one]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("The pier", "was unsafe in winter"),
        ("It was", "“not a place for children”"),
        ("In the long winter of that year", "nobody walked there"),
        ("The repair would take three weeks", "and the noise could be heard in town"),
        ("But the fault", "was the mayor's"),
    ],
)
def test_a_sentence_that_a_cue_interrupts_is_reported_on_both_sides_of_it(
    first: str, second: str
) -> None:
    text = f"Nobody fished there. {first}, Ada Marsh said on Monday, {second}. It closed."
    one = loose(text, second, "said", "Ada Marsh")
    assert told(clauses.interrupted([one], prepared(text), []), text) == [("said", [first, second])]


@pytest.mark.parametrize(
    "text",
    [
        "Still, Ada Marsh said, nobody walked there.",
        "In the end, Ada Marsh said, nobody walked there.",
        "Of the pier, Ada Marsh said, “Nobody walked there.”",
        "He built a pier which, Ada Marsh said, nobody walked on.",
        "He built a pier - a folly, Ada Marsh said, nobody walked on.",
        "“A folly,” Ada Marsh said, nobody walked there.",
    ],
)
def test_what_only_leads_to_what_is_said_is_no_half_of_it(text: str) -> None:
    start = text.index("“N") if "“N" in text else text.index("nobody")
    one = Loose(((start, len(text)),), at(text, "said"), at(text, "Ada Marsh"))
    assert clauses.interrupted([one], prepared(text), []) == [one]


def test_a_cue_between_a_subject_and_its_verb_reports_though_the_model_saw_nothing() -> None:
    text = "The museum, Mr. Marsh said, celebrated the fishermen of the coast. It is free."
    parts = [(at(text, "Mr. Marsh"), "source"), (at(text, "said"), "cue")]
    whole = [("said", ["The museum", "celebrated the fishermen of the coast."])]
    assert told(clauses.interrupted([], prepared(text), parts), text) == whole
    half = loose(text, "The museum", "said", "Mr. Marsh")
    assert told(clauses.interrupted([half], prepared(text), parts), text) == whole


def test_the_first_half_is_not_taken_from_another_report() -> None:
    text = "Bo Lind thought it was late, Ada Marsh said, nobody being there."
    other = loose(text, "it was late", "thought", "Bo Lind")
    one = loose(text, "nobody being there", "said", "Ada Marsh")
    assert clauses.interrupted([other, one], prepared(text), []) == [other, one]


def test_a_subject_belongs_to_what_it_says_within_what_is_said() -> None:
    text = "The mayor said she would return the $900 she says she was lent for the fair."
    outer = loose(text, "she would return the $900 she", "said", "The mayor")
    inner = Loose((at(text, "she was lent for the fair"),), at(text, "says"), None)
    (whole,) = clauses.embedded([outer, inner], prepared(text))
    assert told([whole], text) == [
        ("said", ["she would return the $900 she says she was lent for the fair"])
    ]


def test_two_reports_in_a_row_stay_two() -> None:
    text = "The mayor said it was late. She said it was cold."
    one = loose(text, "it was late", "said", "The mayor")
    two = Loose((at(text, "it was cold"),), (31, 35), at(text, "She"))
    assert clauses.embedded([one, two], prepared(text)) == [one, two]


def test_a_quote_goes_on_at_the_end_of_its_sentence() -> None:
    text = (
        "“Every time you ring,” Ada Marsh said, pointing at the bell, “you wake the dog.” He left."
    )
    begun = loose(text, "“Every time you ring,”", "said", "Ada Marsh")
    other = loose(text, "the bell, “you wake the dog.”", "pointing", "Ada Marsh")
    assert told(inversion.gone_on([begun, other], prepared(text)), text) == [
        ("said", ["“Every time you ring,”", "“you wake the dog.”"]),
        ("pointing", ["the bell"]),
    ]


def test_a_quote_of_another_sentence_does_not_go_on() -> None:
    text = "“No,” Ada Marsh said. Bo Lind left, calling it, in short, “a scandal.”"
    one = loose(text, "“No,”", "said", "Ada Marsh")
    two = loose(text, "it, in short, “a scandal.”", "calling", "Bo Lind")
    assert inversion.gone_on([one, two], prepared(text)) == [one, two]


def test_ill_set_marks_before_a_signature_leave_the_model_what_it_saw() -> None:
    text = "“We paid twice. They call it “the price of the sea’.” ― Krystal Correa."
    whole = loose(text, text[: text.index(" ―")], "―", "Krystal Correa")
    (right,) = layout.apply([whole], prepared(text))
    assert right.content == whole.content
    assert right.speaker is not None
    assert text[slice(*right.speaker)].startswith("Krystal Correa")


def test_the_line_below_a_transcript_is_nobodys() -> None:
    text = "WALLACE: Will you go?\nPENCE: No.\nWALLACE: Why?\nFollow Ada Marsh on Twitter @ada"
    assert layout.lines(prepared(text))[-1].content == (at(text, "Why?"),)


@pytest.mark.parametrize(
    "before", ["Her commentary, ", "In the song ", "a memoir, ", "the so-called ", "The film "]
)
def test_what_a_work_is_called_is_a_byname(before: str) -> None:
    text = f"{before}“Tell me where you were,” was praised."
    trimmer = Trimmer(prepared(text))
    assert trimmer.is_byname([at(text, "Tell me where you were")])


@pytest.mark.parametrize(
    ("found", "whole"),
    [
        ("that she was seen in", "that she was seen in New York last winter"),
        ("that she had asked for the", "that she had asked for the keys"),
        ("that the pier was shut and", "that the pier was shut"),
        ("the", None),
    ],
)
def test_no_content_ends_within_a_phrase_nor_with_what_joins_it_to_the_next(
    found: str, whole: str | None
) -> None:
    rest = {"in": " New York last winter, and left", "and": " told nobody", "the": " keys. Bo left"}
    text = f"Ada Marsh said {found}{rest[found.split()[-1]]}."
    shown = Trimmer(prepared(text)).contents([at(text, found)], cue=at(text, "said"))
    assert [text[slice(*span)] for span in shown] == ([whole] if whole else [])


def test_a_speaker_ends_with_all_that_is_told_of_them_but_not_with_the_cue() -> None:
    text = "“No,” said a clerk, who spoke in private, and left."
    trimmer = Trimmer(prepared(text))
    speaker = trimmer.speaker(at(text, "a clerk, who spoke"), at(text, "said"))
    assert speaker == at(text, "a clerk, who spoke in private")
    text = "A clerk, who left early told nobody."
    trimmer = Trimmer(prepared(text))
    speaker = trimmer.speaker(at(text, "A clerk, who left early"), at(text, "told"))
    assert speaker == at(text, "A clerk, who left early")


def test_the_time_that_opens_a_line_is_no_part_of_the_speaker() -> None:
    text = "14:32 Manager Ola Krantz: “No.”"
    assert Trimmer(prepared(text)).speaker((3, 24)) == at(text, "Manager Ola Krantz")


def test_an_account_speaks_by_its_handle_whose_sign_is_no_cue() -> None:
    text = "“Stay at home,” tweeted @adamarsh. “Stay dry.” @bolind posted nothing."
    first = Loose((at(text, "“Stay at home,”"),), at(text, "tweeted"), None)
    second = Loose((at(text, "“Stay dry.”"),), (47, 48), at(text, "bolind"))
    one, two = inversion.apply([first, second], prepared(text), [])
    assert one.speaker == at(text, "@adamarsh")
    assert (two.cue, two.speaker) == (None, None)


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("‘Nobody told us.’", True),
        ("‘Nobody told us’.", True),
        ("“Nobody told us.”", False),
        ("‘Nobody told us,’ she said.", False),
        ("She said: ‘Nobody told us.’", False),
        ("‘Nobody told us, and if they had we would never have come here.’", False),
    ],
)
def test_a_line_in_single_marks_among_others_is_a_heading(line: str, heading: bool) -> None:
    text = f"“We knew,” Bo said.\n{line}\nThey left."
    words = at(text, "Nobody told us")
    assert Trimmer(prepared(text)).is_heading([words]) == heading
    single = text.replace("“", "‘").replace("”", "’")
    assert not Trimmer(prepared(single)).is_heading([words])


def test_a_mark_without_a_word_does_not_part_a_quote() -> None:
    text = "“Bo slept.\n“Here he is,” she said. “There he goes.”"
    spans = ((0, 1), at(text, "“Here he is,”"), at(text, "“There he goes.”"))
    one = Loose(spans, at(text, "said"), at(text, "she"))
    (whole,) = reading._apart(one, Trimmer(prepared(text)))
    assert told([whole], text) == [("said", ["“Here he is,”", "“There he goes.”"])]


@given(st.text(alphabet="ab and, said, .“” he\n", max_size=60), st.data())
def test_nothing_is_made_up(text: str, data: st.DataObject) -> None:
    place = st.integers(0, len(text))

    def span() -> Span:
        a, b = sorted((data.draw(place), data.draw(place)))
        return a, b

    found = [
        Loose((span(),), span() if data.draw(st.booleans()) else None, span())
        for _ in range(data.draw(st.integers(0, 3)))
    ]
    text_ = prepared(text)
    known = {k for one in found for s in one.content for k in range(*s)}
    for step in (clauses.parted, clauses.embedded):
        out = step(found, text_)
        assert all(one.content for one in out)
        assert {k for one in out for s in one.content for k in range(*s)} <= known | {
            k for one in found if one.cue for k in range(one.cue[0] - 1, one.cue[1] + 1)
        }
    assert all(one.content for one in inversion.gone_on(found, text_))
    said = {k for one in found for s in one.content for k in range(*s)}
    real = [one for one in found if one.content[0][0] < one.content[0][1]]
    apart = speeches.exchanged(real, text_)
    assert {k for one in apart for s in one.content for k in range(*s)} == said
    line = speeches.carried(speeches.resumed(real, text_), text_)
    assert {k for one in line for s in one.content for k in range(*s)} == said
    parts = [(span(), "cue"), (span(), "source")]
    assert all(one.content for one in clauses.interrupted(found, text_, parts))


@pytest.mark.parametrize("join", [" adding that", ",” while noting that"])
def test_adding_begins_a_report_of_its_own(join: str) -> None:
    mark = "“" if "”" in join else ""
    comma = "" if "”" in join else ","
    text = f"In a letter the firm said {mark}it had paid{comma}{join} it was sorry."
    one = loose(text, text[text.index("it had") : -1], "said", "the firm")
    first, second = clauses.parted([one], prepared(text))
    assert text[slice(*first.content[0])].startswith("it had paid")
    assert "that" not in text[slice(*first.content[0])]
    assert text[slice(*second.content[0])] == " that it was sorry"
    assert second.speaker == one.speaker
    assert second.cue is not None
    assert text[slice(*second.cue)] in ("adding", "noting")


def speaker_of(one: Loose, text: str) -> tuple[str, str]:
    words = (("the union", "source"), ("wrote", "cue"))
    parts = [(at(text, word), kind) for word, kind in words if word in text]
    (out,) = inversion.apply([one], prepared(text), parts)
    assert out.speaker is not None
    assert out.cue is not None
    return text[slice(*out.speaker)], text[slice(*out.cue)]


def test_a_source_and_a_cue_that_end_the_sentence_are_those_of_the_quote_before() -> None:
    text = "The letter is about Ada Marsh: “She has opened every door for us,” the union wrote."
    one = loose(text, "“She has opened every door for us,”", "is about", "The letter")
    assert speaker_of(one, text) == ("the union", "wrote")


def test_a_source_and_a_cue_that_go_on_report_something_else() -> None:
    text = "To chants of “Sail on, sail on,” the union wrote that it would not."
    one = loose(text, "“Sail on, sail on,”", "chants", "To")
    assert speaker_of(one, text) == ("To", "chants")


def test_whoever_is_shown_saying_it_has_said_it() -> None:
    text = "The film ends with Ada Marsh saying at the pier last year, “We shall be back.”"
    one = loose(text, text[text.index("Ada") :], "ends with", "The film")
    assert speaker_of(one, text) == ("Ada Marsh", "saying")


@pytest.mark.parametrize("cue", ["looked into", "claim"])
def test_a_claim_is_made_by_whose_it_is(cue: str) -> None:
    text = "The Harbour Post looked into Ada Marsh’s claim that the pier was “as good as new.”"
    words = "Ada Marsh’s claim that" if cue == "looked into" else "that"
    content = text[text.index(words) :]
    assert speaker_of(loose(text, content, cue, "The Harbour Post"), text) == (
        "Ada Marsh’s",
        "claim",
    )


def test_it_is_the_last_owners_claim_and_the_sentences_first_word_is_none_of_the_name() -> None:
    text = "Few heard Ada Marsh’s claim. But Bo Lind’s claim that the pier was shut was heard."
    cue = text.rindex("claim")
    said = at(text, "that the pier was shut")
    one = Loose((said,), (cue, cue + len("claim")), at(text, "Few"))
    assert speaker_of(one, text) == ("Bo Lind’s", "claim")


def test_a_message_from_somebody_is_theirs() -> None:
    text = "A message from Ada Marsh: ‘Count the boats twice.’"
    one = Loose((at(text, "Count the boats twice."),), None, at(text, "A message"))
    (out,) = inversion.apply([one], prepared(text), [])
    assert out.speaker == at(text, "Ada Marsh")
