"""What goes wrong when news is fetched, in words for people."""

from __future__ import annotations

from typing import Literal

from reader.news import ReaderError

Fault = Literal[
    "address", "private", "name", "connect", "tls", "timeout", "size", "redirects", "status",
    "robots", "protocol", "encoding", "content", "cancelled",
]  # fmt: skip


class FetchError(ReaderError):
    """Something could not be fetched; ``str()`` says what and why without the address."""

    def __init__(
        self,
        message: str,
        fault: Fault,
        *,
        status: int | None = None,
        retry_after: float | None = None,
        moved_to: str | None = None,
    ) -> None:
        super().__init__(message)
        self.fault = fault
        self.status = status
        """The HTTP status, where the server answered with one that is no success."""
        self.retry_after = retry_after
        """Seconds for which the server asked to be left alone."""
        self.moved_to = moved_to
        """Where permanent redirects had led before it failed."""

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuilt, (str(self), self.fault, self.status, self.retry_after, self.moved_to))

    @property
    def gone(self) -> bool:
        """The server says that it is gone for good."""
        return self.status == 410


class FeedError(ReaderError):
    """What was fetched is no feed; ``str()`` says why."""


def _rebuilt(
    message: str,
    fault: Fault,
    status: int | None,
    retry_after: float | None,
    moved_to: str | None,
) -> FetchError:
    return FetchError(message, fault, status=status, retry_after=retry_after, moved_to=moved_to)


_STATUS = {
    400: "the server does not understand the request",
    401: "the server asks for a password",
    402: "the server asks for payment",
    403: "the server refuses to give it",
    404: "there is nothing at this address",
    406: "the server does not offer it in this form",
    410: "it is gone for good",
    429: "the server says that it is asked too often",
    451: "the server withholds it for legal reasons",
    500: "the server failed",
    502: "the server's own server failed",
    503: "the server is overloaded or under maintenance",
    504: "the server's own server did not answer in time",
}


def status_sentence(status: int) -> str:
    """What a status that is no success means, with its number."""
    said = _STATUS.get(status)
    if said is None:
        said = "the server refuses it" if status < 500 else "the server failed"
    return f"{said} (HTTP {status})"
