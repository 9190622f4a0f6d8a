"""The pipeline: what is found is cleaned, stored, annotated and indexed, in this order.

Each stage has its file; this is the one place that names them all. Nothing heavy is
imported before a stage runs.
"""

from reader.ingest.adding import add, add_samples, samples_wanted
from reader.ingest.annotating import annotate_pending
from reader.ingest.feeds import fetch_again, refresh
from reader.ingest.indexing import ensure_index, index_pending
from reader.ingest.model import Added, AddOptions, FeedChoice, FeedOutcome, Progress
from reader.ingest.retaining import retain

__all__ = [
    "AddOptions",
    "Added",
    "FeedChoice",
    "FeedOutcome",
    "Progress",
    "add",
    "add_samples",
    "annotate_pending",
    "ensure_index",
    "fetch_again",
    "index_pending",
    "refresh",
    "retain",
    "samples_wanted",
]
