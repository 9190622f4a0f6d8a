"""The tables of ``library.db`` as they are, and the steps from how they were.

The number of the tables stands in ``PRAGMA user_version``. A new library gets ``TABLES``; an
older one goes through the ``STEPS`` it lacks, and a test holds the two alike. A step is never
edited; a change of the tables is made in ``TABLES`` and in a new step at the end. Lists must be
quick at 100,000 articles: texts and marks have tables of their own, and each list has an index.
"""

from __future__ import annotations

TABLES = """
CREATE TABLE feeds (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    url TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL DEFAULT '',
    own_title TEXT,                     -- given by the person; wins over title
    site_url TEXT,
    interval INTEGER,                   -- seconds, given by the person
    ttl INTEGER,                        -- seconds, asked for by the feed
    paused INTEGER NOT NULL DEFAULT 0,
    error TEXT,
    failures INTEGER NOT NULL DEFAULT 0,
    last_fetched TEXT,
    next_fetch TEXT,
    fresh_until TEXT,                   -- the server's own word for how long it keeps
    hold_until TEXT,                    -- not to be asked before that (Retry-After)
    etag TEXT,
    modified TEXT,
    digest TEXT,
    added TEXT NOT NULL
);
CREATE TABLE feed_tags (
    feed_id INTEGER NOT NULL REFERENCES feeds(id) ON DELETE CASCADE,
    tag TEXT NOT NULL,
    PRIMARY KEY (feed_id, tag)
) WITHOUT ROWID;

CREATE TABLE articles (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL DEFAULT 1, -- of the text
    title TEXT NOT NULL,
    byline TEXT,
    site TEXT,
    published TEXT,
    url TEXT,
    language TEXT,
    summary INTEGER NOT NULL DEFAULT 0,
    sample INTEGER NOT NULL DEFAULT 0,
    added TEXT NOT NULL,
    sort_at INTEGER NOT NULL,           -- seconds since 1970: published, or else added
    feed_id INTEGER REFERENCES feeds(id) ON DELETE SET NULL,
    words INTEGER NOT NULL,
    first TEXT NOT NULL,
    quotes INTEGER,                     -- NULL until annotated
    engine TEXT,                        -- what annotated it
    group_id INTEGER,                   -- near-identical articles share it
    lead INTEGER NOT NULL DEFAULT 1     -- 1 for the one of its group that lists show
);
CREATE INDEX articles_listed ON articles(sort_at) WHERE lead = 1;
CREATE INDEX articles_dated ON articles(sort_at);
CREATE INDEX articles_sample ON articles(sample) WHERE sample = 1;
CREATE INDEX articles_feed ON articles(feed_id, sort_at);
CREATE INDEX articles_group ON articles(group_id) WHERE group_id IS NOT NULL;
CREATE INDEX articles_behind ON articles(id) WHERE lead = 0;

CREATE TABLE unread (                   -- marks are rows: to mark thousands rewrites no article
    article_id INTEGER PRIMARY KEY REFERENCES articles(id) ON DELETE CASCADE
);
CREATE TABLE starred (
    article_id INTEGER PRIMARY KEY REFERENCES articles(id) ON DELETE CASCADE
);
CREATE TABLE later (
    article_id INTEGER PRIMARY KEY REFERENCES articles(id) ON DELETE CASCADE
);

CREATE TABLE texts (
    article_id INTEGER PRIMARY KEY REFERENCES articles(id) ON DELETE CASCADE,
    text TEXT NOT NULL,
    blocks TEXT NOT NULL,               -- JSON [[kind, start, end, level], ...]
    digest BLOB NOT NULL                -- of the words of the text
);
CREATE INDEX texts_digest ON texts(digest);

CREATE TABLE addresses (
    key TEXT PRIMARY KEY,               -- see keys.url_key
    article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX addresses_article ON addresses(article_id);

CREATE TABLE files (                    -- taken in from disk, so that a bulk import resumes
    key BLOB PRIMARY KEY,               -- digest of the path
    stamp TEXT NOT NULL,                -- size and time of the file then
    article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX files_article ON files(article_id);

CREATE TABLE versions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
    seen TEXT NOT NULL,
    article TEXT NOT NULL,              -- JSON, see records.py
    quotes TEXT NOT NULL DEFAULT '[]'   -- JSON [[words, name], ...]
);
CREATE INDEX versions_article ON versions(article_id);

CREATE TABLE bands (                    -- near-duplicates, see duplicates.py
    hash INTEGER NOT NULL,
    article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
    PRIMARY KEY (hash, article_id)
) WITHOUT ROWID;
CREATE INDEX bands_article ON bands(article_id);

CREATE TABLE article_tags (
    article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
    tag TEXT NOT NULL,
    PRIMARY KEY (article_id, tag)
) WITHOUT ROWID;
CREATE INDEX article_tags_tag ON article_tags(tag);

CREATE TABLE feed_items (               -- what each feed has shown us
    feed_id INTEGER NOT NULL REFERENCES feeds(id) ON DELETE CASCADE,
    key TEXT NOT NULL,                  -- the item's id, or what stands for it
    url TEXT,
    digest TEXT,                        -- of the item, to see a change
    article_id INTEGER REFERENCES articles(id) ON DELETE SET NULL,
    seen TEXT NOT NULL,                 -- first time
    last_seen TEXT NOT NULL,
    status TEXT NOT NULL DEFAULT 'new', -- new, stored, summary, refused, failed
    reason TEXT,
    attempts INTEGER NOT NULL DEFAULT 0,
    retry_at TEXT,
    PRIMARY KEY (feed_id, key)
) WITHOUT ROWID;
CREATE INDEX feed_items_article ON feed_items(article_id) WHERE article_id IS NOT NULL;

CREATE TABLE entities (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    articles INTEGER NOT NULL DEFAULT 0,
    mentions INTEGER NOT NULL DEFAULT 0,
    quotes INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX entities_kind ON entities(kind, articles);
CREATE INDEX entities_articles ON entities(articles);
CREATE TABLE entity_keys (              -- which entity an identity key means
    key TEXT PRIMARY KEY,
    entity_id INTEGER NOT NULL REFERENCES entities(id) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX entity_keys_entity ON entity_keys(entity_id);
CREATE TABLE entity_splits (            -- the person said: this name is someone else
    entity_id INTEGER NOT NULL REFERENCES entities(id) ON DELETE CASCADE,
    folded TEXT NOT NULL,
    target INTEGER NOT NULL REFERENCES entities(id) ON DELETE CASCADE,
    PRIMARY KEY (entity_id, folded)
) WITHOUT ROWID;
CREATE INDEX entity_splits_target ON entity_splits(target);
CREATE TABLE aliases (
    entity_id INTEGER NOT NULL REFERENCES entities(id) ON DELETE CASCADE,
    alias TEXT NOT NULL,
    named INTEGER NOT NULL DEFAULT 0,   -- articles in which it is the name
    seen INTEGER NOT NULL DEFAULT 0,    -- articles in which it is the name or an alias
    PRIMARY KEY (entity_id, alias)
) WITHOUT ROWID;
CREATE TABLE entity_words (             -- folded words of all names, for finding by prefix
    word TEXT NOT NULL,
    entity_id INTEGER NOT NULL REFERENCES entities(id) ON DELETE CASCADE,
    PRIMARY KEY (word, entity_id)
) WITHOUT ROWID;
CREATE INDEX entity_words_entity ON entity_words(entity_id);

CREATE TABLE article_entities (
    article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    entity_id INTEGER NOT NULL REFERENCES entities(id),
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    aliases TEXT NOT NULL,              -- JSON
    role TEXT,
    spans TEXT NOT NULL,                -- JSON
    mentions INTEGER NOT NULL,
    PRIMARY KEY (article_id, ordinal)
) WITHOUT ROWID;
CREATE INDEX article_entities_entity ON article_entities(entity_id, article_id);

CREATE TABLE quotes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    kind TEXT NOT NULL,
    content TEXT NOT NULL,              -- JSON
    cue_start INTEGER, cue_end INTEGER,
    speaker_start INTEGER, speaker_end INTEGER,
    name TEXT,
    entity INTEGER,                     -- ordinal in article_entities
    entity_id INTEGER REFERENCES entities(id),
    speech INTEGER NOT NULL DEFAULT 1,
    words_hash INTEGER                  -- of the folded words, where there are enough
);
CREATE UNIQUE INDEX quotes_article ON quotes(article_id, ordinal);
CREATE INDEX quotes_said ON quotes(entity_id, article_id, ordinal) WHERE entity_id IS NOT NULL;
CREATE INDEX quotes_words ON quotes(words_hash) WHERE words_hash IS NOT NULL;

CREATE TABLE annotation_queue (
    article_id INTEGER PRIMARY KEY REFERENCES articles(id) ON DELETE CASCADE,
    sort_at INTEGER NOT NULL,
    urgent INTEGER NOT NULL DEFAULT 0,  -- the greater the sooner
    reason TEXT,                        -- why it failed; it then waits for another engine
    engine TEXT
);
CREATE INDEX annotation_queue_order ON annotation_queue(urgent, sort_at) WHERE reason IS NULL;

CREATE TABLE changes (                  -- what the index has not taken up yet
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    article_id INTEGER NOT NULL UNIQUE, -- its last change stands for all
    what TEXT NOT NULL
);

CREATE TABLE notebook (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    article_id INTEGER REFERENCES articles(id) ON DELETE SET NULL,
    text TEXT NOT NULL,                 -- its own copy: it outlives the article
    content TEXT NOT NULL,              -- JSON
    name TEXT, role TEXT, cue TEXT,
    kind TEXT NOT NULL,
    title TEXT NOT NULL, site TEXT, byline TEXT, published TEXT, url TEXT,
    note TEXT NOT NULL DEFAULT '',
    tags TEXT NOT NULL DEFAULT '[]',    -- JSON
    saved TEXT NOT NULL
);
CREATE INDEX notebook_article ON notebook(article_id) WHERE article_id IS NOT NULL;
CREATE INDEX notebook_saved ON notebook(saved);

CREATE TABLE searches (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    query TEXT NOT NULL
);

CREATE TABLE state (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL                 -- JSON
) WITHOUT ROWID;
"""

_MARKS = """
CREATE TABLE unread (                   -- marks are rows: to mark thousands rewrites no article
    article_id INTEGER PRIMARY KEY REFERENCES articles(id) ON DELETE CASCADE
);
CREATE TABLE starred (
    article_id INTEGER PRIMARY KEY REFERENCES articles(id) ON DELETE CASCADE
);
CREATE TABLE later (
    article_id INTEGER PRIMARY KEY REFERENCES articles(id) ON DELETE CASCADE
);
INSERT INTO unread SELECT id FROM articles WHERE unread = 1;
INSERT INTO starred SELECT id FROM articles WHERE starred = 1;
INSERT INTO later SELECT id FROM articles WHERE later = 1;
DROP INDEX articles_unread;
DROP INDEX articles_starred;
DROP INDEX articles_later;
DROP INDEX articles_feed;
ALTER TABLE articles DROP COLUMN unread;
ALTER TABLE articles DROP COLUMN starred;
ALTER TABLE articles DROP COLUMN later;
CREATE INDEX articles_feed ON articles(feed_id, sort_at);
CREATE INDEX articles_behind ON articles(id) WHERE lead = 0;
"""

_SAID = """
DROP INDEX quotes_entity;
CREATE INDEX quotes_said ON quotes(entity_id, article_id, ordinal) WHERE entity_id IS NOT NULL;
"""

STEPS: tuple[str, ...] = (_MARKS, _SAID)
"""SQL scripts that bring older tables up to date, in order."""

NUMBER = 1 + len(STEPS)
"""What ``PRAGMA user_version`` says of tables like ``TABLES``."""
