"""Which cues report speech, and which beliefs, intentions or deeds.

The corpus marks "he believes that …" and "they decided to …" as attributions too. A reader
of quotes wants what was said, written or published; the rest is shown on request only.
"""

from __future__ import annotations

import re

_VERBS_TEXT = """
say tell write tweet post add ask reply respond answer argue claim state explain note warn
report announce declare insist suggest acknowledge admit concede deny call describe quote remark
comment continue conclude assert contend promise vow pledge predict accuse criticize criticise
denounce urge joke quip complain recall recount mention confirm tout shout chant read testify
talk speak allege maintain assure reiterate repeat emphasize emphasise stress point observe
caution counter retort interject interrupt agree disagree boast brag lament muse opine profess
proclaim pronounce reveal disclose divulge relate recite reason rebut refute dismiss reject
retweet scoff sneer snap stammer stutter text thank threaten thunder trumpet utter venture voice
volunteer whisper yell roar scream cry exclaim exhort implore plead beg demand deride decry
lambaste lambast blast slam praise laud hail condemn rebuke chide chastise scold apologise
apologize advise advocate affirm attest aver avow bemoan blame blog blurt broadcast brief charge
cite clarify commend compare confess confide congratulate correct credit declaim decline detail
dictate elaborate email enthuse estimate fume gripe grumble gush hint imply indicate inform
inquire enquire instruct invite issue jab jest lecture liken mock mumble murmur mutter narrate
object offer order outline paraphrase phrase preach propose protest publish query question rail
rant reassure recommend refer remind request ridicule rule specify sum summarise summarize swear
tease teach underline underscore warrant weigh forecast project find show tells guess deadpan
beam boom bellow howl sigh laugh smile grin nod shrug chuckle
"""
_VERBS = _VERBS_TEXT.split()

_WORDS_TEXT = """
according statement interview speech remarks testimony tweet tweets post letter memo email said
told wrote spoke spoken written quoth per says-he went goes like
"""
_WORDS = _WORDS_TEXT.split()

_IRREGULAR = {
    "say": "said says saying",
    "tell": "told tells telling",
    "write": "wrote written writes writing",
    "speak": "spoke spoken speaks speaking",
    "read": "read reads reading",
    "swear": "swore sworn swears swearing",
    "teach": "taught",
    "find": "found finds finding",
    "show": "showed shown shows showing",
    "beg": "begged begging begs",
    "brag": "bragged bragging brags",
    "slam": "slammed slamming slams",
    "quip": "quipped quipping quips",
    "snap": "snapped snapping snaps",
    "blog": "blogged blogging blogs",
    "admit": "admitted admitting admits",
    "rebut": "rebutted rebutting rebuts",
    "refer": "referred referring refers",
    "object": "objected objecting objects",
    "nod": "nodded nodding nods",
    "grin": "grinned grinning grins",
    "shrug": "shrugged shrugging shrugs",
    "chat": "chatted",
    "broadcast": "broadcast broadcasts",
    "forecast": "forecast forecasts forecasting",
}


def _forms(verb: str) -> set[str]:
    if verb in _IRREGULAR:
        return {verb, *_IRREGULAR[verb].split()}
    if verb.endswith("e"):
        return {verb, verb + "s", verb + "d", verb[:-1] + "ing"}
    if re.search(r"[^aeiou]y$", verb):
        return {verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"}
    ending = "es" if re.search(r"(?:s|sh|ch|x|z)$", verb) else "s"
    return {verb, verb + ending, verb + "ed", verb + "ing"}


REPORTING = frozenset(form for verb in _VERBS for form in _forms(verb)) | frozenset(_WORDS)
_WORD = re.compile(r"[a-z]+")


def reports_speech(cue: str) -> bool:
    """Whether a cue says that something was said, written or published."""
    return ":" in cue or any(word in REPORTING for word in _WORD.findall(cue.lower()))


_ASKS = re.compile(r"\b(?:asks?|asked|asking|inquired?|enquired?|queried)\b", re.I)


def asks(cue: str) -> bool:
    """Whether a cue says that something was asked: whoever asks does not answer."""
    return _ASKS.search(cue) is not None


_CLAIMED = re.compile(r"\bclaim(?:s|ed|ing)?$")
_CLAIMS = re.compile(r"(?:full |any |the )?(?:responsibility|credit|victory|asylum)\b")
_NOTHING = re.compile(r"(?:nothing|little)(?: more| else)?")
_FOUND = re.compile(r"\b(?:find|finds|found|finding)$")
_FINDS = re.compile(r"(?:it|him|her|them|this|that|himself|herself|themselves) [\w-]+(?: [\w-]+)?")
_HAVING_SAID = re.compile(r"\bhaving said$", re.I)
_CIRCUMSTANCE = re.compile(
    r"(?:after|at|before|by|during|for|in|on|since|under|with) (?:the|its|this|that|an?) [\w-]+"
    r"(?: [\w-]+)?",
    re.I,
)


def tells_nothing(cue: str, content: str) -> bool:
    """Whether words that often report give nothing of what was said.

    Who claims responsibility says so, but in other words; who finds something funny need not
    speak, nor who says nothing; "under the deal, according to …" is only where the telling
    begins, and "having said that, …" where the writer goes on.
    """
    if _CIRCUMSTANCE.fullmatch(content) or _NOTHING.fullmatch(content):
        return True
    if _HAVING_SAID.search(cue):
        return content.startswith("that, ")
    if _CLAIMED.search(cue):
        return _CLAIMS.match(content) is not None
    return _FOUND.search(cue) is not None and _FINDS.fullmatch(content) is not None
