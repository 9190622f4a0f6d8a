"""Worker processes: what goes wrong in one costs one item."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reader.news import ReaderError
from reader.workers import TimedOut, WorkerDied, WorkerFailed, WorkerPool

_TASK = "tests.ingest.tasks:work"


@pytest.fixture
def pool() -> Iterator[WorkerPool]:
    with WorkerPool(_TASK, size=2, time_limit=60) as made:
        yield made


def _until(condition: Callable[[], bool], seconds: float = 120) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return condition()


def _gone(process: int) -> bool:
    stat = Path(f"/proc/{process}/stat")
    try:
        return stat.read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def test_results_come_back(pool: WorkerPool) -> None:
    assert dict(pool.map_unordered(range(50))) == {number: number * 2 for number in range(50)}


def test_what_a_task_prints_or_raises_harms_nobody(pool: WorkerPool) -> None:
    assert pool.submit("print").result() == "printed"
    with pytest.raises(ValueError, match="on purpose"):
        pool.submit("raise").result()
    with pytest.raises(ReaderError, match="a sentence"):
        pool.submit("refuse").result()
    with pytest.raises(WorkerFailed, match="Odd"):
        pool.submit("raise odd").result()
    assert pool.submit(4).result() == 8


def test_a_dead_worker_costs_its_item_only(pool: WorkerPool) -> None:
    results = dict(pool.map_unordered([1, "die", 2, "die hard", 3]))
    assert isinstance(results.pop("die"), WorkerDied)
    assert isinstance(results.pop("die hard"), WorkerDied)
    assert results == {1: 2, 2: 4, 3: 6}


def test_a_hanging_item_is_given_up() -> None:
    with WorkerPool(_TASK, size=1, time_limit=0.5) as pool:
        with pytest.raises(TimedOut, match="longer than"):
            pool.submit("hang").result()
        with pytest.raises(TimedOut):
            pool.submit("hang in C").result()


def test_an_urgent_item_overtakes_those_that_wait(tmp_path: Path) -> None:
    order: list[object] = []
    free = tmp_path / "free"
    with WorkerPool(_TASK, size=1, time_limit=300) as pool:
        futures = [pool.submit(free)]  # holds the worker until all the others wait
        futures += [pool.submit(number) for number in range(3)]
        futures.append(pool.submit("print", first=True))
        for future in futures:
            future.add_done_callback(lambda done: order.append(done.result()))
        free.touch()
        for future in futures:
            future.result()
    assert order == [None, "printed", 0, 2, 4] or order == ["printed", None, 0, 2, 4]


def test_workers_yield_to_the_person_as_much_as_they_are_told() -> None:
    own = os.nice(0)
    with WorkerPool(_TASK, size=1, time_limit=60, nice=5) as pool:
        assert pool.submit("niceness").result() == min(own + 5, 19)


def test_what_cannot_be_imported_says_so() -> None:
    pool = WorkerPool("tests.ingest.tasks:missing", size=1, time_limit=60)
    with pool, pytest.raises(WorkerDied, match="missing"):
        pool.submit(1).result()


def test_closing_ends_work_and_processes(pool: WorkerPool) -> None:
    process = pool.submit("process").result()
    hanging = pool.submit("hang")
    waiting = [pool.submit("hang") for _ in range(5)]
    assert _until(hanging.running)
    pool.close()
    with pytest.raises(WorkerDied):
        hanging.result(120)
    assert all(future.cancelled() or future.exception() for future in waiting)
    assert _until(lambda: _gone(process))
    with pytest.raises(ReaderError, match="stopped"):
        pool.submit(1)


_PARENT = """
import sys, time
from reader.workers import WorkerPool
pool = WorkerPool("tests.ingest.tasks:work", size=1, time_limit=3600)
print(pool.submit("process").result(), flush=True)
pool.submit("hang")
time.sleep(3600)
"""


@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="looks for processes in /proc")
def test_workers_end_with_their_parent() -> None:
    parent = subprocess.Popen([sys.executable, "-c", _PARENT], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    worker = int(parent.stdout.readline())
    assert not _gone(worker)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert _until(lambda: _gone(worker))
