"""Worker processes that can be killed: slow or risky work never runs in the app's process.

Each worker is a Python process of its own that imports one function and calls it with
one argument at a time. A worker beyond its time limit, or dead, is replaced, and only
the item it had is lost. Workers end with their parent, however that ends.
"""

from reader.workers.errors import TimedOut, WorkerDied, WorkerFailed
from reader.workers.pool import WorkerPool

__all__ = ["TimedOut", "WorkerDied", "WorkerFailed", "WorkerPool"]
