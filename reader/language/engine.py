"""Text in, quotes and entities out: the whole language part behind one function.

Heavy: the first call imports onnxruntime and loads the model (a tenth to a third of a
second). Call it in a worker process, never in the app's.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from importlib import util

from reader.language.analysis import Analysis
from reader.language.joint import MODEL, MODEL_FILE, VERSION_FILE, JointModel
from reader.language.other_languages import is_english
from reader.news import Annotation, Quote, ReaderError

_CODE = "joint-9"
"""Raised with every change to the code that changes what is found."""


def _version() -> str:
    """The name of the model's file, as its export wrote it down."""
    try:
        return (MODEL / VERSION_FILE).read_text(encoding="ascii").strip()
    except OSError:
        return "none"


ENGINE = f"{_CODE}+{_version()}"
"""Changes with the model and with anything that changes what is found."""

LONGEST = 4_000_000
"""Characters annotated of one text; a longer one is no article."""


def available() -> str | None:
    """None, or the sentence that says why nothing can be annotated here."""
    for module in ("onnxruntime", "numpy"):
        if util.find_spec(module) is None:
            return (
                f"Quotes and names cannot be found here because {module} is not installed; "
                f"everything else works (pip install {module} if your machine has it)."
            )
    if not (MODEL / MODEL_FILE).is_file():
        return (
            "Quotes and names cannot be found because the language model is missing "
            "from this installation; install reader again."
        )
    return None


@lru_cache(maxsize=1)
def _model() -> JointModel:
    reason = available()
    if reason is not None:
        raise ReaderError(reason)
    return JointModel()


def load() -> None:
    """Load the model now; ReaderError where it cannot be."""
    _model()


def analyse(text: str) -> Analysis:
    """What the model finds, before names and speakers are resolved."""
    from reader.language.reading import analyse as read

    return read(text[:LONGEST], _model())


def annotate(text: str, wide: bool = False) -> Annotation:
    """The quotes and entities of a text.

    Reported speech only, unless `wide`, which gives beliefs and intentions too. A text that
    is empty or in another language has none. Raises ReaderError where no model can be run.
    """
    empty = Annotation(engine=ENGINE)
    if not text.strip() or not is_english(text):
        return empty
    from reader.language.resolution import resolve

    found = resolve(analyse(text))
    quotes = tuple(_worded(q, text) for q in found.quotes if wide or q.speech)
    return replace(found, quotes=quotes, engine=ENGINE)


def _worded(quote: Quote, text: str) -> Quote:
    """A quote whose cue is words: a colon or a dash alone reports nothing by its name."""
    if quote.cue is None or any(c.isalpha() for c in text[slice(*quote.cue)]):
        return quote
    return replace(quote, cue=None)
