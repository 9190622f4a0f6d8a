"""Work off the event loop: newest wins where it reads, everything in order where it writes."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest

from reader.app.lanes import Lanes
from reader.app.launch import meanwhile
from reader.news import ReaderError


class Loop:
    """Stands where the event loop stands: takes what is delivered and runs it in one thread."""

    def __init__(self) -> None:
        self.calls: list[Callable[[], None]] = []
        self.come = threading.Condition()

    def deliver(self, call: Callable[[], None]) -> None:
        with self.come:
            self.calls.append(call)
            self.come.notify_all()

    def run(self, lanes: Lanes) -> None:
        until = time.monotonic() + 120
        while lanes.busy and time.monotonic() < until:
            time.sleep(0.005)
        for call in list(self.calls):
            call()


def never(error: Exception) -> None:
    raise AssertionError(error)


def test_only_the_newest_job_of_a_lane_is_answered() -> None:
    loop, got, started = Loop(), list[int](), threading.Event()
    lanes = Lanes(loop.deliver)

    def slow(cancel: threading.Event) -> int:
        started.set()
        assert cancel.wait(120)
        return 1

    lanes.submit("search", slow, got.append, never)
    assert started.wait(120)
    for number in range(2, 6):
        lanes.submit("search", lambda cancel, number=number: number, got.append, never)  # type: ignore[misc]
    loop.run(lanes)
    assert got[-1] == 5
    assert 1 not in got
    assert got == sorted(got)
    lanes.close("write")


def test_lanes_do_not_wait_for_each_other() -> None:
    loop, got, free = Loop(), list[str](), threading.Event()
    lanes = Lanes(loop.deliver)

    def two(cancel: threading.Event) -> str:
        free.set()
        return "two"

    lanes.submit("one", lambda cancel: "one" if free.wait(120) else "late", got.append, never)
    lanes.submit("two", two, got.append, never)
    loop.run(lanes)
    assert sorted(got) == ["one", "two"]
    lanes.close("write")


def test_writes_are_all_done_in_order_even_while_closing() -> None:
    loop, done = Loop(), list[int]()
    lanes = Lanes(loop.deliver)

    def job(number: int) -> Callable[[threading.Event], None]:
        def write(cancel: threading.Event) -> None:
            time.sleep(0.01)
            done.append(number)

        return write

    for number in range(8):
        lanes.enqueue("write", job(number), lambda _: None, never)
    lanes.close("write", patience=120)
    assert done == list(range(8))


def test_what_a_job_raises_is_delivered() -> None:
    loop, got = Loop(), list[Exception]()
    lanes = Lanes(loop.deliver)

    def job(cancel: threading.Event) -> int:
        raise ValueError("no")

    lanes.submit("x", job, lambda _: None, got.append)
    loop.run(lanes)
    assert [str(error) for error in got] == ["no"]
    lanes.close("write")


def test_what_is_done_meanwhile_is_waited_for_on_a_thread_of_its_own() -> None:
    go_on = threading.Event()

    def job() -> str:
        assert go_on.wait(60)
        return threading.current_thread().name

    result = meanwhile(job)
    go_on.set()
    assert result() != threading.current_thread().name
    assert result() == "opening"


def test_what_goes_wrong_meanwhile_is_raised_to_whoever_waits() -> None:
    def job() -> None:
        raise ReaderError("The library cannot be read.")

    with pytest.raises(ReaderError, match="cannot be read"):
        meanwhile(job)()
