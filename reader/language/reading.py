"""From a text to its `Analysis`: windows, tags, spans, links, exact offsets."""

from __future__ import annotations

from dataclasses import replace

from reader.language import clauses, inversion, layout, speeches
from reader.language.analysis import Analysis, Attribution, Name
from reader.language.attribute import Draft, attributions
from reader.language.cues import reports_speech, tells_nothing
from reader.language.joint import JointModel, Prepared
from reader.language.kinds import name_kind
from reader.language.labels import PARTS
from reader.language.layout import Loose
from reader.language.tagging import Place, Tagged, tagged
from reader.language.trimming import Trimmer
from reader.language.windows import CONTEXT, SIZE
from reader.news import QuoteKind, Span

_SCARE = 4
"""Most words between marks that, with nobody to have said them, are no quote."""
_FEW, _SURE = 2, 0.85
"""So few marked words, without a cue of speech, are a quote only if the model is so sure."""
_CERTAIN = 0.8
"""So sure must be a report of one or two words."""
_LIKELY = 0.45
"""So sure must be a belief, an intention or a deed that is reported: as good from 0.4 to 0.5 on
both halves of the development articles."""


def analyse(text: str, model: JointModel, size: int = SIZE, context: int = CONTEXT) -> Analysis:
    """Everything the model finds in a text."""
    prepared = model.prepare(text)
    return settled(prepared, tagged(model.read(prepared, size, context), prepared.encoded), model)


def settled(prepared: Prepared, spans: Tagged, model: JointModel) -> Analysis:
    """The tagged spans of a text made into names and attributions."""
    text = prepared.text
    drafts = attributions(spans, model.linker)
    names: list[Name] = []
    for paragraph, span in spans.names:
        words = prepared.paragraphs[paragraph].words
        start, end = words[span.first][0], words[span.last][1]
        kind = name_kind(text, start, end, span.kind)
        if kind is not None and (not names or names[-1].end <= start):
            names.append(Name(start, end, kind, span.score))
    parts = sorted(
        (_span(part.place, prepared), PARTS[kind])
        for kind, found in enumerate(spans.parts)
        for part in found
    )
    return Analysis(text, tuple(names), tuple(_finish(drafts, prepared, names, parts)))


def _finish(
    drafts: list[Draft],
    prepared: Prepared,
    names: list[Name],
    parts: list[tuple[Span, str]],
) -> list[Attribution]:
    prepared = speeches.typed_alike(prepared)
    trimmer = Trimmer(prepared, [(n.start, n.end) for n in names])
    out: list[Attribution] = []
    last: Span | None = None
    loosely = inversion.apply([_loose(d, prepared) for d in drafts], prepared, parts)
    loosely = inversion.gone_on(loosely, prepared)
    loosely = clauses.interrupted(loosely, prepared, parts)
    loosely = clauses.parted(clauses.embedded(loosely, prepared), prepared)
    loosely = speeches.exchanged(speeches.filled(loosely, prepared), prepared)
    loosely = speeches.apply(loosely, prepared)
    loosely = layout.lead_ins(layout.apply(loosely, prepared), prepared, parts)
    loosely = [part for one in loosely for part in _apart(one, trimmer)]
    for loose in speeches.carried(speeches.resumed(loosely, prepared), prepared):
        content = trimmer.contents(loose.content, loose.spoken, loose.cue)
        if not content or layout.is_stage_direction(prepared.text[slice(*content[0])]):
            continue
        cue, speaker = loose.cue, loose.speaker
        if cue is None and trimmer.is_heading(content):
            continue
        letter = loose.spoken and speaker and prepared.text[slice(*speaker)] in ("Q", "A")
        speaker = trimmer.speaker(speaker, cue) if speaker and not letter else speaker
        kind: QuoteKind = "direct" if loose.spoken else _kind(content, trimmer)
        if speaker is not None and kind == "direct" and _holds(content, speaker):
            speaker = None  # somebody spoken to; the resolution finds who speaks
        elif speaker is not None:
            last = last if letter else speaker
        elif cue is None and (kind == "direct" or _goes_on(last, kind, content, prepared.text)):
            speaker = last
        said = loose.spoken or _is_speech(
            content, kind, cue, speaker, trimmer, loose.score, loose.sure
        )
        if kind == "indirect" and (cue is None or (not said and loose.sure < _LIKELY)):
            continue
        out.append(Attribution(tuple(content), cue, speaker, kind, said, loose.score))
    return sorted(out, key=lambda a: a.content)


def _apart(loose: Loose, trimmer: Trimmer) -> list[Loose]:
    """An attribution without what is away from its cue, which is one of its own.

    What goes on with marks that were never closed stays with the part before it; a mark without
    a word is no part.
    """
    worded = tuple(span for span in loose.content if trimmer.letters(span))
    if len(worded) < len(loose.content):
        loose = replace(loose, content=worded or loose.content[:1])
    if loose.cue is None or loose.spoken or len(loose.content) < 2:
        return [loose]
    own: list[Span] = []
    others: list[list[Span]] = []
    last = own
    for number, span in enumerate(sorted(loose.content)):
        if not number or not trimmer.goes_on(span[0]):
            last = own
            if trimmer.is_away(span, loose.cue, not number):
                last = []
                others.append(last)
        last.append(span)
    if not own:
        return [loose]
    apart = [replace(loose, content=tuple(spans), cue=None) for spans in others]
    return [replace(loose, content=tuple(own)), *apart]


def _goes_on(speaker: Span | None, kind: QuoteKind, content: list[Span], text: str) -> bool:
    """Whether words of which some are marked go on with a speaker named in their paragraph."""
    return kind == "mixed" and speaker is not None and "\n" not in text[speaker[1] : content[0][0]]


def _holds(content: list[Span], speaker: Span) -> bool:
    return any(start <= speaker[0] < end for start, end in content)


def _is_speech(
    content: list[Span],
    kind: QuoteKind,
    cue: Span | None,
    speaker: Span | None,
    trimmer: Trimmer,
    score: float,
    sure: float,
) -> bool:
    """Whether something was said, rather than believed, meant, or named by a title."""
    if speaker is None and kind != "indirect" and trimmer.is_byname(content):
        return False
    if cue is not None and reports_speech(trimmer.text[slice(*cue)]):
        first = trimmer.text[slice(*content[0])]
        if kind == "indirect" and tells_nothing(trimmer.text[slice(*cue)], first):
            return False
        return kind != "indirect" or sure >= _CERTAIN or trimmer.word_count(content) > 2
    if kind == "indirect" or trimmer.holds_title(content) or trimmer.is_byname(content):
        return False
    marked = trimmer.quoted_count(content)
    if marked <= _FEW and score < _SURE:
        return False
    return speaker is not None or marked > _SCARE


def _loose(draft: Draft, prepared: Prepared) -> Loose:
    return Loose(
        tuple(_span(p, prepared) for p in draft.content),
        _span(draft.cue, prepared) if draft.cue else None,
        _span(draft.source, prepared) if draft.source else None,
        draft.score,
        sure=draft.sure,
    )


def _span(place: Place, prepared: Prepared) -> Span:
    return _words(place.paragraph, place.first, place.last, prepared)


def _words(paragraph: int, first: int, last: int, prepared: Prepared) -> Span:
    words = prepared.paragraphs[paragraph].words
    return words[first][0], words[last][1]


def _kind(content: list[Span], trimmer: Trimmer) -> QuoteKind:
    within = all_ = 0
    for span in content:
        if not trimmer.meets_marks(span):
            all_ += 1
            continue
        for start, _ in trimmer.letters(span):
            all_ += 1
            within += trimmer.is_quoted(start)
    if not within:
        return "indirect"
    return "direct" if within == all_ else "mixed"
