"""The shapes that programs rely on: keys, order, exit codes, from page to quote."""

from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path

import pytest

from tests.cli.conftest import SEEDS, Reader, run_process

KURSK = SEEDS / "kursk-legitimate-targets.txt"


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return tmp_path / "library"


def test_add_search_quotes_show(reader: Reader, library: Path) -> None:
    added = reader("--library", library, "add", "--json", KURSK)
    assert added.code == 0
    line = added.object
    assert list(line) == ["target", "id", "status", "title", "reason"]
    assert line["target"] == str(KURSK)
    assert line["status"] == "added"
    assert line["title"].startswith("North Korean soldiers")

    found = reader("--library", library, "search", "--json", "legitimate targets").object
    assert list(found) == ["id", "title", "site", "published", "url", "score", "snippet"]
    assert found["id"] == line["id"]
    assert "targets" in found["snippet"]

    quotes = reader(
        "--library", library, "quotes", "--json", "--speaker", "miller", "legitimate targets"
    ).lines
    assert quotes
    for quote in quotes:
        assert list(quote) == ["text", "name", "kind", "article", "content"]
        assert list(quote["article"]) == ["id", "title", "site", "published", "url"]
        assert quote["name"] == "Matthew Miller"
        assert quote["article"]["id"] == line["id"]

    shown = reader("--library", library, "show", str(line["id"]), "--json").object
    assert list(shown) == [
        "id", "title", "byline", "site", "published", "url", "language", "text", "blocks",
        "quotes", "entities",
    ]  # fmt: skip
    text = shown["text"]
    for quote in quotes:
        assert quote["text"] == " […] ".join(text[start:end] for start, end in quote["content"])
    assert [block["start"] for block in shown["blocks"]] == sorted(
        block["start"] for block in shown["blocks"]
    )
    assert any(entity["name"] == "Matthew Miller" for entity in shown["entities"])


def test_the_same_again_is_known(reader: Reader, library: Path) -> None:
    first = reader("--library", library, "add", "--json", "--no-quotes", KURSK).object
    again = reader("--library", library, "add", "--json", "--no-quotes", KURSK)
    assert again.code == 0
    assert again.object["status"] == "known"
    assert again.object["id"] == first["id"]


def test_what_cannot_be_used_is_named_and_the_rest_goes_on(
    reader: Reader, library: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "saved"
    folder.mkdir()
    (folder / "broken.html").write_text("<html><body><p>404 not found</p></body></html>")
    (folder / "story.txt").write_bytes(KURSK.read_bytes())
    done = reader("--library", library, "add", "--json", "--no-quotes", folder)
    assert done.code == 1
    by_status = {line["status"]: line for line in done.lines}
    assert set(by_status) == {"added", "refused"}
    assert by_status["refused"]["target"].endswith("broken.html")
    assert by_status["refused"]["reason"]
    assert by_status["refused"]["id"] is None


def test_a_target_that_is_not_there_is_one_sentence(reader: Reader, library: Path) -> None:
    done = reader("--library", library, "add", "no-such-file.html", KURSK)
    assert done.code == 1
    assert "no-such-file.html" in done.out + done.err
    assert reader("--library", library, "search", "kursk", "--json").lines


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("", "empty name"),
        ("http://", "not a whole address"),
        ("https://:80/x", "not a whole address"),
        ("ftp://x.example/a", "Only http and https"),
        ("javascript:alert(1)", "Only http and https"),
        ("/dev/null", "neither a file nor a folder"),
        ("gazette.example/news", "write https://gazette.example/news"),
    ],
)
def test_what_is_no_target_is_refused_with_the_reason(
    reader: Reader, library: Path, target: str, reason: str
) -> None:
    done = reader("--library", library, "add", "--json", target)
    assert done.code == 1
    assert done.object["target"] == target
    assert done.object["status"] == "refused"
    assert reason in done.object["reason"]


def test_an_empty_folder_is_said_to_be_empty(reader: Reader, library: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = reader("--library", library, "add", tmp_path / "empty")
    assert done.code == 1
    assert "There is nothing in" in done.err


def test_a_file_s_name_that_is_no_text_is_told_as_text(library: Path, tmp_path: Path) -> None:
    folder = tmp_path / "saved"
    folder.mkdir()
    name = os.fsencode(folder) + b"/caf\xe9.txt"
    try:
        Path(os.fsdecode(name)).write_bytes(KURSK.read_bytes())
    except OSError:
        pytest.skip("this file system takes no such name")
    done = run_process("--library", library, "add", "--json", "--no-quotes", folder)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["target"] == str(folder / "caf\ufffd.txt")
    assert rb"\ud" not in done.stdout


def test_standard_input_with_what_is_known_better(library: Path) -> None:
    done = run_process(
        "--library", library, "add", "--json", "--no-quotes", "--title", "A\x1b[31m better title",
        "--site", "Harbour Gazette", "--published", "2024-11-02",
        "--url", "https://harbour-gazette.example/x", "-",
        stdin=KURSK.read_bytes(),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["target"] == "-"
    found = json.loads(run_process("--library", library, "search", "--json", "kursk").stdout)
    assert found["title"] == "A better title"
    assert found["site"] == "Harbour Gazette"
    assert found["published"] == "2024-11-02"
    assert found["url"] == "https://harbour-gazette.example/x"


def test_what_is_known_better_is_for_one_target(reader: Reader, library: Path) -> None:
    done = reader("--library", library, "add", "--title", "x", KURSK, KURSK)
    assert done.code == 2
    assert "one at a time" in done.err


def test_search_of_the_samples(reader: Reader, samples: Path) -> None:
    lines = reader("--library", samples, "search", "--json", "ferry").lines
    assert len(lines) >= 3
    scores = [line["score"] for line in lines]
    assert scores == sorted(scores, reverse=True)
    assert len(reader("--library", samples, "search", "--json", "--limit", "2", "ferry").lines) == 2
    everything = reader("--library", samples, "search", "--json", "--limit", "100").lines
    assert len(everything) >= 12


def test_nothing_found_is_no_failure(reader: Reader, samples: Path) -> None:
    done = reader("--library", samples, "search", "zzyzx")
    assert done.code == 0
    assert done.out == ""
    assert done.err.startswith("No articles found: zzyzx.\n")
    quotes = reader("--library", samples, "quotes", "is:starred", "--speaker", "nobody")
    assert quotes.err == "No quotes found: starred, said by nobody.\n"
    assert reader("--library", samples, "search", "--json", "zzyzx").out == ""


@pytest.mark.parametrize("query", ['"unfinished', "((", "AND OR NOT", "speaker:", "\x00", "-", "*"])
def test_whatever_is_typed_is_a_query(reader: Reader, samples: Path, query: str) -> None:
    for command in ("search", "quotes"):
        done = reader("--library", samples, command, "--json", query)
        assert done.code == 0, done.err


def test_quotes_in_a_format(reader: Reader, samples: Path) -> None:
    done = reader("--library", samples, "quotes", "--format", "csv", "--limit", "7", "ferry")
    rows = list(csv.DictReader(io.StringIO(done.out)))
    assert 0 < len(rows) <= 7
    assert all(row["quote"] and row["title"] for row in rows)
    quoted = reader("--library", samples, "quotes", "--format", "markdown", "ferry").out
    assert quoted.startswith("> ")


def test_the_quotes_of_an_article_come_as_they_stand_in_it(reader: Reader, samples: Path) -> None:
    lines = reader("--library", samples, "quotes", "--json", "--speaker", "haddadin").lines
    assert len(lines) > 5
    by_article: dict[int, list[int]] = {}
    for line in lines:
        by_article.setdefault(line["article"]["id"], []).append(line["content"][0][0])
    assert len(by_article) > 1
    assert [starts for starts in by_article.values() if starts != sorted(starts)] == []
    dates = [line["article"]["published"] for line in lines]
    assert dates == sorted(dates, reverse=True)


def test_quotes_about_something(reader: Reader, samples: Path) -> None:
    lines = reader("--library", samples, "quotes", "--json", "--about", "ferry").lines
    assert lines


def test_entities(reader: Reader, samples: Path) -> None:
    lines = reader("--library", samples, "entities", "--json", "--kind", "person").lines
    assert lines
    for line in lines:
        assert list(line) == ["id", "name", "kind", "aliases", "articles", "mentions", "quotes"]
        assert line["kind"] == "person"
    miller = reader("--library", samples, "entities", "--json", "matthew mill").lines
    assert [line["name"] for line in miller] == ["Matthew Miller"]


def test_verify_exact_words(reader: Reader, samples: Path) -> None:
    done = reader("--library", samples, "verify", "--json", "already legitimate targets")
    assert done.code == 0
    first = done.lines[0]
    assert list(first) == ["exact", "name", "kind", "text", "article", "span", "differences"]
    assert first["exact"] is True
    assert first["name"] == "Matthew Miller"


def test_verify_near_miss_fails_and_marks_the_words(reader: Reader, samples: Path) -> None:
    words = "North Korean soldiers who were sent to Kursk are already legitimate targets"
    done = reader("--library", samples, "verify", "--json", words)
    assert done.code == 1
    assert done.lines
    assert not any(line["exact"] for line in done.lines)
    assert any("sent" in str(line["differences"]) for line in done.lines)


def test_verify_tells_the_speakers_words_from_the_reporters(reader: Reader, samples: Path) -> None:
    reported = reader("--library", samples, "verify", "burning soldiers' bodies")
    assert reported.code == 0
    assert "Volodymyr Zelensky (paraphrased:" in " ".join(reported.out.split())
    mixed = reader(
        "--library", samples, "verify", "are already legitimate targets for the Ukrainian"
    )
    assert "Matthew Miller (partly paraphrased:" in " ".join(mixed.out.split())
    said = reader("--library", samples, "verify", "legitimate targets")
    assert said.code == 0
    assert "paraphrased" not in said.out


def test_check_counts_every_article_of_a_group(
    reader: Reader, library: Path, tmp_path: Path
) -> None:
    text = KURSK.read_text("utf-8")
    for number, change in enumerate(("", "On Monday, ")):
        (tmp_path / f"{number}.txt").write_text(change + text, "utf-8")
    files = sorted(tmp_path.glob("*.txt"))
    added = reader("--library", library, "add", "--no-quotes", "--json", *files).lines
    number = sum(line["status"] == "added" for line in added)
    checked = reader("--library", library, "check", "--json").object
    assert checked["articles"] == number


def test_check_is_clean_and_reindex_counts(reader: Reader, library: Path) -> None:
    reader("--library", library, "add", "--no-quotes", KURSK)
    checked = reader("--library", library, "check", "--json").object
    assert checked == {"whole": True, "articles": 1, "waiting": 1, "problems": []}
    done = reader("--library", library, "reindex", "--json", "--quotes").object
    assert done == {"indexed": 1, "annotated": 1}
    assert reader("--library", library, "check").out == "whole: 1 article\n"


def test_check_names_damage(reader: Reader, library: Path) -> None:
    reader("--library", library, "add", "--no-quotes", KURSK)
    (library / "library.db").write_bytes(b"this is no database" * 100)
    for wal in library.glob("library.db-*"):
        wal.unlink()
    done = reader("--library", library, "check")
    assert done.code == 1
    assert "bug" not in done.err


def test_an_index_that_is_lost_is_made_anew(reader: Reader, library: Path) -> None:
    import shutil

    reader("--library", library, "add", "--no-quotes", KURSK)
    shutil.rmtree(library / "index")
    assert reader("--library", library, "search", "--json", "kursk").lines
    assert reader("--library", library, "check").code == 0


def test_remove(reader: Reader, library: Path) -> None:
    number = reader("--library", library, "add", "--json", "--no-quotes", KURSK).object["id"]
    assert reader("--library", library, "remove").code == 2
    gone = reader("--library", library, "remove", "--json", str(number), "999")
    assert gone.code == 1
    assert gone.object == {"removed": 1, "unknown": [999]}
    assert reader("--library", library, "show", str(number)).code == 1
    assert reader("--library", library, "search", "--json", "kursk").lines == []


def test_samples_go_with_one_command(reader: Reader, library: Path) -> None:
    from reader import ingest
    from reader.library.store import Library

    opened = Library.open(library)
    list(ingest.add_samples(opened))
    total = opened.articles.count(grouped=False)
    opened.close()
    assert total >= 12
    assert reader("--library", library, "remove", "--samples", "--json").object["removed"] == total
    assert reader("--library", library, "search", "--json").lines == []


def test_notebook(reader: Reader, library: Path) -> None:
    from reader.library.store import Library
    from reader.news import Quotation, Source

    opened = Library.open(library)
    opened.notebook.save(
        Quotation(
            "The ferries will sail.",
            Source(title="Ferry talks", site="Gazette", url="https://gazette.example/x"),
            name="Maren Holt",
            note="for Monday",
            tags=("ferry",),
        )
    )
    opened.close()
    (line,) = reader("--library", library, "notebook", "--json").lines
    assert line["text"] == "The ferries will sail."
    assert line["tags"] == ["ferry"]
    assert line["saved"]
    assert "for Monday" in reader("--library", library, "notebook").out
    assert reader("--library", library, "notebook", "--tag", "other", "--json").lines == []
    assert reader("--library", library, "notebook", "--speaker", "holt", "--json").lines == [line]
    assert "@article{" in reader("--library", library, "notebook", "--format", "bibtex").out


def test_show_for_people(reader: Reader, samples: Path) -> None:
    (found,) = reader("--library", samples, "search", "--json", "--limit", "1", "kursk").lines
    shown = reader("--library", samples, "show", str(found["id"]))
    assert shown.out.startswith(found["title"])
    assert "They entered a war" in shown.out
    missing = reader("--library", samples, "show", "99999")
    assert missing.code == 1
    assert "no article 99999" in missing.err


def test_versions_of_an_article_that_changed(reader: Reader, library: Path, tmp_path: Path) -> None:
    first = KURSK.read_text("utf-8")
    options = ["--json", "--no-quotes", "--url", "https://gazette.example/kursk"]
    for text in (first, first.replace("legitimate targets", "fair targets")):
        file = tmp_path / "story.txt"
        file.write_text(text, "utf-8")
        status = reader("--library", library, "add", *options, file).object["status"]
    assert status == "updated"
    shown = reader("--library", library, "show", "1", "--versions")
    assert "- " in shown.out
    assert "fair targets" in shown.out
    versions = reader("--library", library, "show", "1", "--versions", "--json").object["versions"]
    assert [version["text"] for version in versions] == [
        json.loads(run_process("--library", library, "show", "1", "--json").stdout)["text"].replace(
            "fair targets", "legitimate targets"
        )
    ]


def test_versions_of_one_second_stand_in_their_order(
    reader: Reader, library: Path, tmp_path: Path
) -> None:
    first = KURSK.read_text("utf-8")
    changed = first.replace("legitimate targets", "fair targets")
    file = tmp_path / "story.txt"
    for text in (first, changed, f"{changed}\n\n-- The desk in Kursk\n", first):
        file.write_text(text, "utf-8")
        options = ["--json", "--no-quotes", "--url", "https://gazette.example/kursk?key=s3cret"]
        assert reader("--library", library, "add", *options, file).code == 0
    shown = reader("--library", library, "show", "1", "--versions").out
    told = [
        line[:3] + words
        for line in shown.splitlines()
        for words in ("fair targets", "legitimate targets", "-- The desk in Kursk")
        if line.startswith("  ") and words in line
    ]
    assert list(dict.fromkeys(told)) == [
        "  -legitimate targets", "  +fair targets", "  +-- The desk in Kursk",
        "  -fair targets", "  +legitimate targets", "  --- The desk in Kursk",
    ]  # fmt: skip
    page = reader("--library", library, "show", "1").out
    assert "https://gazette.example/kursk?key=…" in page
    assert "s3cret" not in page


def test_hostile_words_are_harmless_in_every_command(
    reader: Reader, library: Path, tmp_path: Path
) -> None:
    evil = "\x1b]52;c;aGk=\x07\x9b31m[@click=app.quit]x[/] [/] \u202e\x1b]8;;http://e.example\x07"
    file = tmp_path / f"a{evil[:3]}b.txt"
    body = f'"We {evil} will sail," said Maren {evil} Holt of Port Ansgar on Monday. '
    file.write_text(body * 5, "utf-8")
    reader(
        "--library", library, "add", "--title", f"T {evil} T", "--byline", evil, "--site", evil,
        "--force", file,
    )  # fmt: skip
    for arguments in (
        ["add", file], ["search", "sail"], ["search", "--json", "sail"], ["quotes"],
        ["quotes", "--json"], ["quotes", "--format", "text"], ["entities"], ["show", "1"],
        ["show", "1", "--json"], ["verify", "sail"], ["verify", evil], ["notebook"],
        ["search", evil], ["entities", evil], ["add", evil], ["feeds", evil],
        ["search", "caf\udcff"], ["quotes", "--speaker", "caf\udcff"], ["verify", "caf\udcff x"],
        ["entities", "caf\udcff"], ["notebook", "--tag", "caf\udcff"], ["add", "caf\udcff"],
    ):  # fmt: skip
        done = reader("--library", library, *arguments)
        assert not any(each in done.out + done.err for each in "\x1b\x07\x9b\u202e"), arguments
        assert "bug" not in done.err, done.err


def test_no_secret_of_an_address_leaves_by_any_command(
    reader: Reader, library: Path, tmp_path: Path
) -> None:
    page = tmp_path / "page.txt"
    page.write_text(KURSK.read_text("utf-8"), "utf-8")
    url = "https://gazette.example/a?id=3&token=s3cretW0rd#top"
    reader("--library", library, "add", "--url", url, page)
    reader("--library", library, "save", "already legitimate targets")
    words = "already legitimate targets"
    for asked in (
        ["search", "--json", "legitimate"], ["quotes", "--json", "legitimate"],
        ["quotes", "--format", "markdown", "legitimate"], ["quotes", "--format", "csv"],
        ["show", "1"], ["show", "1", "--json"], ["verify", "--json", words],
        ["notebook", "--json"], ["notebook", "--format", "bibtex"],
    ):  # fmt: skip
        done = reader("--library", library, *asked)
        assert "gazette.example/a?id=3" in done.out, asked
        assert "s3cretW0rd" not in done.out + done.err, asked
