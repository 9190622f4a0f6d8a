"""Is a text in English? By its commonest little words.

The model knows English only; on other languages it would give nonsense with confidence.
"""

from __future__ import annotations

import re

_ENGLISH_TEXT = """
the of and to in a is that for it was on with as his he be by at have are this not but had from
they she which or we an were been their has would there what will one all if can who said its
you more when up out about into than them could some her him i my your our says say after over
no so did do against before while who's don't it's
"""
_ENGLISH = frozenset(_ENGLISH_TEXT.split())
_OTHERS_TEXT = """
le la les des une est et que dans pour qui sur pas avec sont ont été aux cette ces mais leur
nous vous ils elle au du je der die das und ist nicht ein eine den von zu mit dem auf für sich
auch werden wurde nach bei wird sind noch aus einer über haben hat oder el los las una por para
del con como más pero sus ya fue también entre desde sobre hasta muy il lo gli che di per non
sono della dei nel alla più anche questo ha o os uma não com dos da se foi ao pelo sua het een
van niet zijn voor aan ook maar naar door och att det som inte av till har ett jag men på er og
til ikke af med i na nie się w z do jest to že jako ve bir bu için
"""
_OTHERS = frozenset(_OTHERS_TEXT.split())
_SAYS_TEXT = """
sagte sagt meinte erklärte betonte schrieb déclaré dit affirmé expliqué dijo afirmó aseguró
explicó disse detto dichiarato afirmou zegt zei sade säger sagde siger powiedział dedi
"""
_SAYS = frozenset(_SAYS_TEXT.split())
"""What reports speech in other languages: enough to know a short text by."""
_SHARED_TEXT = "a no in as he was all me so on do has at her his"
_SHARED = frozenset(_SHARED_TEXT.split())
"""English words that are words of other languages too."""
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_SAMPLE = 20_000
"""Characters looked at."""


def is_english(text: str) -> bool:
    """False where a text is plainly in another language; short ones are given the doubt."""
    words = [w.group().lower() for w in _WORD.finditer(text[:_SAMPLE])]
    if not words:
        return True
    latin = sum(1 for w in words if w[0] < "\u0250")
    if latin * 2 < len(words):
        return False
    english = sum(w in _ENGLISH for w in words)
    other = sum(w in _OTHERS and w not in _ENGLISH for w in words)
    if any(w in _SAYS for w in words) and not any(w in _ENGLISH - _SHARED for w in words):
        return False
    if len(words) < 8:
        return english >= other or other < 2
    if other > english and other >= 3:
        return False
    return len(words) < 40 or english * 25 >= len(words) or other * 8 < english * 4 or english > 6
