"""Pages for the tests, made of parts that real pages have."""

from __future__ import annotations

PROSE = (
    "The council of Marrow Bay voted on Tuesday to keep the old pier open for another winter, "
    "after a meeting that ran past midnight and filled the hall to its doors.",
    '"We are not going to close a thing that people walk on every day," said Odile Brandt, the '
    "mayor. She added that the money would come from the harbour fund.",
    "Engineers had warned in March that two of the pier's forty piles were soft. A diver sent "
    "down last week found that three more had been eaten by worms.",
    "Tomas Iwu, who sells coffee at the landward end, said that he had heard such warnings since "
    "he was a boy. He did not expect to sell less coffee because of them.",
    "The vote was seven to four. Work on the piles is to begin in spring, when the water is calm "
    "enough for the barge that carries the crane.",
)


def article_page(
    body: str | None = None, *, head: str = "", title: str = "Marrow Bay keeps its pier"
) -> bytes:
    """A page with the usual furniture around ``body`` (default: `PROSE` as paragraphs)."""
    if body is None:
        body = "".join(f"<p>{paragraph}</p>" for paragraph in PROSE)
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>{title} - The Bay Post</title>{head}</head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<div id="cookie-banner"><p>We use cookies. <button>Accept all cookies</button></p></div>
<main><article><h1>{title}</h1><div class="article-body">{body}</div>
<div class="share"><a href="#">Share on Facebook</a></div></article>
<aside class="related"><h3>Related</h3><ul><li><a href="/a">Another story of the day</a></li>
<li><a href="/b">One more story of the day</a></li></ul></aside></main>
<footer><p>Copyright 2025 The Bay Post. All rights reserved.</p></footer></body></html>""".encode()
