"""Which language a text is in, by its commonest words or its script."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

_COMMON: Final = {
    "en": "the of and to in that is was for it with as his on be at by had not are but from have "
    "they which you were said has their will would who been an",
    "de": "der die und den das von zu ist mit sich des auf für nicht ein eine dem im auch als es "
    "sie nach wird bei einer hat dass werden",
    "fr": "le la les de des et en un une du que est pour qui dans par sur pas au plus avec ce il "
    "sont ne se cette aux ont été",
    "es": "el la los las de que y en un una por con no para es se del al lo como más pero su sus "
    "ha fue son este",
    "it": "il la di che e un una in per non con del della si è sono le i gli da al nel anche più "
    "ha come questo alla",
    "pt": "o a os as de que e do da em um uma para com não por no na se mais dos das ao como foi "
    "são pelo ele",
    "nl": "de het een van en in is dat op te zijn voor met niet die aan er om ook bij naar maar "
    "wordt heeft hij ze werd",
    "sv": "och att det som en på är av för med den till inte om har de ett var men jag han från "
    "vi kan så",
    "da": "og at det er en på til af for med de den ikke som har et der var han fra jeg vi kan om",
    "no": "og det er på en til av for med som ikke at de den har et var han fra jeg vi kan om ble",
    "fi": "ja on ei että se oli hän mutta ovat kun myös joka niin tai sen ole kuin",
    "pl": "w i na z się nie do to że jest o jak po co za od tym przez dla ale był są",
    "cs": "a se na je v že to s o z do i za po jako ale by pro byl od jsou také",
    "tr": "ve bir bu da de için ile olarak olan çok daha en sonra kadar ama gibi var",
    "id": "yang dan di dengan untuk dari pada ini itu dalam tidak ke akan adalah juga oleh",
    "ro": "și de la în a cu pe că nu o un din pentru este mai au fost care sunt",
    "hu": "a az és hogy nem is egy ez volt meg de mint csak már még el azt",
}
_LANGUAGES: dict[str, list[str]] = {}
for _language, _words in _COMMON.items():
    for _word in _words.split():
        _LANGUAGES.setdefault(_word, []).append(_language)
_SCRIPTS = (
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("uk", re.compile("[іїєґІЇЄҐ]")),
    ("ru", re.compile("[\u0400-\u04ff]")),
    ("fa", re.compile("[پچژگ]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("hi", re.compile("[\u0900-\u097f]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
)
_WORD = re.compile(r"[^\W\d_]+")


def guess(text: str) -> str | None:
    """ISO 639-1 code of the text's language; None where the words do not tell."""
    sample = text[:6000]
    letters = sum(map(str.isalpha, sample))
    if letters < 20:
        return None
    if not sample.isascii():
        for language, script in _SCRIPTS:
            share = len(script.findall(sample)) / letters
            if share > (0.03 if language in ("ja", "uk", "fa") else 0.3):
                return language
    words = _WORD.findall(sample.casefold())
    scores: Counter[str] = Counter()
    for word, count in Counter(words).items():
        for language in _LANGUAGES.get(word, ()):
            scores[language] += count
    ranked = [*scores.most_common(2), ("", 0), ("", 0)]
    (language, best), (_, second) = ranked[:2]
    return language if best > 0.08 * len(words) and best > second * 1.05 else None
