"""``reader annotate``: any text in, offsets out, in order, whatever the lines hold."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import ROOT, SEEDS, Reader, run_process

STORY = (SEEDS / "kursk-legitimate-targets.txt").read_bytes().decode("utf-8")


def lines(*objects: Any) -> bytes:
    return b"".join(json.dumps(each).encode() + b"\n" for each in objects)


def check_shape(found: dict[str, Any], text: str) -> None:
    assert list(found) == ["id", "quotes", "entities"]
    for quote in found["quotes"]:
        assert list(quote) == ["kind", "content", "cue", "speaker", "name", "entity"]
        assert quote["kind"] in ("direct", "indirect", "mixed")
        assert quote["content"]
        for start, end in [*quote["content"], quote["cue"] or [0, 1], quote["speaker"] or [0, 1]]:
            assert 0 <= start < end <= len(text)
        assert quote["entity"] is None or 0 <= quote["entity"] < len(found["entities"])
    for entity in found["entities"]:
        assert list(entity) == ["name", "kind", "mentions"]
        assert entity["mentions"]
        for start, end in entity["mentions"]:
            assert 0 <= start < end <= len(text)


def test_jsonl_answers_every_line_in_order() -> None:
    texts = [STORY, "", "   \n", "Das ist ein deutscher Satz über den Hafen.", "x", STORY[:500]] * 4
    given = [{"id": f"{number}", "text": text, "more": [1]} for number, text in enumerate(texts)]
    done = run_process("annotate", "--jsonl", stdin=lines(*given))
    assert done.returncode == 0, done.stderr
    assert done.stderr == b""
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [each["id"] for each in found] == [each["id"] for each in given]
    for each, text in zip(found, texts, strict=True):
        check_shape(each, text)
    assert found[0]["quotes"]
    assert found[1] == {"id": "1", "quotes": [], "entities": []}
    assert found[0] == {**found[6], "id": "0"}


def test_offsets_are_into_exactly_the_text_given() -> None:
    padded = "\r\n \x07" + STORY.replace("\n", "\r\n") + "\u200b"
    done = run_process("annotate", "--jsonl", stdin=lines({"id": 1, "text": padded}))
    found = json.loads(done.stdout)
    check_shape(found, padded)
    words = [padded[start:end] for quote in found["quotes"] for start, end in quote["content"]]
    assert any("legitimate targets" in each for each in words)


def test_a_bad_line_costs_that_line_only() -> None:
    stdin = (
        lines({"id": "a", "text": "One."})
        + b"not json\n"
        + b'"text"\n\n'
        + b'{"id": "b"}\n'
        + b'{"id": "c", "text": "\xff"}\n'
        + b'{"id": "d", "text": "\\ud800 lone"}\n'
        + b"[" * 100_000
        + b"\n"
        + lines({"id": "z", "text": "Two."})
    )
    done = run_process("annotate", "--jsonl", stdin=stdin)
    assert done.returncode == 1
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [each["id"] for each in found] == ["a", None, None, "b", None, "d", None, "z"]
    assert all(each["quotes"] == each["entities"] == [] for each in found)
    complaints = done.stderr.decode().splitlines()
    assert [each.split(" got ")[0] for each in complaints] == [
        f"reader: line {number}" for number in (2, 3, 5, 6, 8)
    ]


def test_each_answer_comes_before_the_next_line_is_there() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "reader", "annotate", "--jsonl"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT,
    ) as process:  # fmt: skip
        assert process.stdin is not None
        assert process.stdout is not None
        for number in range(3):
            process.stdin.write(lines({"id": number, "text": "Nothing was said."}))
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == number
        process.stdin.close()
    assert process.returncode == 0


def test_many_lines_with_one_worker_are_the_same() -> None:
    given = lines(*({"id": n, "text": STORY[: 200 + 40 * n]} for n in range(12)))
    one = run_process("annotate", "--jsonl", "--jobs", "1", stdin=given)
    three = run_process("annotate", "--jsonl", "--jobs", "3", stdin=given)
    assert one.stdout == three.stdout
    assert one.stdout.count(b"\n") == 12


def test_one_text_as_json(reader: Reader, tmp_path: Path) -> None:
    file = tmp_path / "story.txt"
    file.write_bytes(STORY.encode())
    found = reader("annotate", "--json", file).object
    assert found["id"] == str(file)
    check_shape(found, STORY)


def test_one_text_for_people(reader: Reader) -> None:
    shown = reader("annotate", SEEDS / "kursk-legitimate-targets.txt")
    assert shown.code == 0
    assert "Matthew Miller" in shown.out
    assert "\x1b" not in shown.out


def test_the_wide_setting_is_never_less(reader: Reader) -> None:
    file = SEEDS / "kursk-legitimate-targets.txt"
    product = reader("annotate", "--json", file).object["quotes"]
    wide = reader("annotate", "--json", "--wide", file).object["quotes"]
    contents = [quote["content"] for quote in wide]
    assert all(quote["content"] in contents for quote in product)


def test_standard_input_is_read_without_a_file() -> None:
    done = run_process("annotate", "--json", stdin=STORY.encode())
    check_shape(json.loads(done.stdout), STORY)


@pytest.mark.parametrize("name", ["no-such-file.txt", "."])
def test_a_file_that_cannot_be_read_is_named(reader: Reader, name: str) -> None:
    done = reader("annotate", name)
    assert done.code == 1
    assert done.err.startswith(f"reader: {name} cannot be read")


def test_a_file_that_is_no_text_is_said_so(reader: Reader, tmp_path: Path) -> None:
    file = tmp_path / "picture.png"
    file.write_bytes(b"\x89PNG\r\n\x1a\n\xff\xff")
    done = reader("annotate", file)
    assert done.code == 1
    assert "is not UTF-8 text" in done.err


def test_hostile_text_is_harmless_on_a_terminal(
    reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "hostile.txt"
    file.write_text(
        '"We \x1b]52;c;aGk=\x07will \x9b31m[bold]not[/] sail," said Maren\u202e Holt\x1b[2J of '
        "[@click=app.quit]Port Ansgar[/] on Monday.\n",
        "utf-8",
    )
    for arguments in ([], ["--json"]):
        done = reader("annotate", *arguments, file)
        assert done.code == 0
        assert not any(each in done.out for each in "\x1b\x07\x9b\u202e")


def test_worker_output_is_one_line_each(monkeypatch: pytest.MonkeyPatch) -> None:
    from reader.commands import output

    printed = io.StringIO()
    monkeypatch.setattr(sys, "stdout", printed)
    output.json_line({"id": "a\u2028b\nc\x85d\x9b\ud800"})
    assert printed.getvalue() == '{"id": "a\\u2028b\\nc\\u0085d\\u009b\\ud800"}\n'
    assert json.loads(printed.getvalue())["id"] == "a\u2028b\nc\x85d\x9b\ud800"
