"""What the workers under test are made to do."""

from __future__ import annotations

import os
import re
import signal
import time
from pathlib import Path

from reader.news import ReaderError


class Odd(Exception):
    """An exception that cannot be sent between processes."""

    def __init__(self, one: object, two: object) -> None:
        super().__init__(f"{one} {two}")


def work(item: object) -> object:
    """Double a number, or misbehave as told."""
    match item:
        case int():
            return item * 2
        case "print":
            print("this must not end up among the answers")
            return "printed"
        case "process":
            return os.getpid()
        case "niceness":
            return os.nice(0)
        case "raise":
            raise ValueError("on purpose")
        case "raise odd":
            raise Odd(1, 2)
        case "refuse":
            raise ReaderError("This is a sentence.")
        case "die":
            os._exit(3)
        case "die hard":
            os.kill(os.getpid(), signal.SIGKILL)
        case Path():
            while not item.exists():
                time.sleep(0.01)
        case "hang":
            time.sleep(3600)
        case "hang in C":
            re.match("(a+)+b", "a" * 60)
    return None


def read_or_die(job: object) -> object:
    """What the workers of a refresh do, but for pages that kill them."""
    from reader.cleaning.work import CleanJob
    from reader.ingest.feed_work import OwnWordsJob, ParseJob, work

    assert isinstance(job, (CleanJob, OwnWordsJob, ParseJob))
    if isinstance(job, CleanJob) and b"poison" in job.page.body:
        os._exit(9)
    return work(job)
