"""What is wrong with a page where more than its reason matters."""

from __future__ import annotations

from reader.news import Refused


class NotAnArticle(Refused):
    """It has words, but they do not look like an article; taken all the same with force."""
