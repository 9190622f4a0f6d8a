"""Settings: all have a default, and whatever is wrong is named with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader import config
from reader.news import ReaderError
from tests.cli.conftest import ROOT, Reader


def load(tmp_path: Path, text: str) -> config.Settings:
    file = tmp_path / "config.toml"
    file.write_text(text, "utf-8")
    return config.load(file)


def test_the_template_is_the_defaults(tmp_path: Path) -> None:
    loaded = load(tmp_path, config.template())
    assert loaded._replace(path=None) == config.Settings()


def test_every_setting_has_a_comment_above_it() -> None:
    lines = config.template().splitlines()
    settings = [number for number, line in enumerate(lines) if " = " in line and line[0] != "#"]
    assert len(settings) >= 15
    assert all(lines[number - 1].startswith("# ") for number in settings)


def test_settings_shown_can_be_read_again(tmp_path: Path) -> None:
    text = '[fetch]\ntimeout = 5\n[keys]\n"quote.copy" = "c"\n[appearance]\ntheme = "a\\"b"\n'
    loaded = load(tmp_path, text)
    assert loaded.fetch.timeout == 5
    assert loaded.keys == {"quote.copy": "c"}
    again = load(tmp_path, config.template(loaded))
    assert config.values(again) == config.values(loaded)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("[reading]\n\nmesure = 60\n", 3, "reading.mesure (did you mean 'measure'?)"),
        ("# x\n[raeding]\nmeasure = 60\n", 2, "'raeding' (did you mean 'reading'?)"),
        ("[fetch]\ninterval = 60\nrobots = 1\n", 3, "fetch.robots must be true or false"),
        ("[fetch]\ninterval = true\n", 2, "fetch.interval must be a whole number"),
        ("[reading]\nmeasure = 10\n", 2, "reading.measure must be between 40 and 120"),
        ('[keys]\n"quote.copy" = 3\n', 2, "keys.quote.copy must be a key"),
        ("reading = 3\n", 1, "write [reading]"),
        ("theme = 'x'\n", 1, "no section or setting 'theme'"),
        ("reading.mesure = 3\n", 1, "reading.mesure"),
    ],
)
def test_what_is_wrong_is_named_with_file_and_line(
    tmp_path: Path, text: str, line: int, words: str
) -> None:
    with pytest.raises(ReaderError) as error:
        load(tmp_path, text)
    assert f"config.toml, line {line}:" in str(error.value)
    assert words in str(error.value)


def test_the_rest_of_the_file_holds_where_the_app_opens_all_the_same(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(
        "[raeding]\nmeasure = 50\n[reading]\nmeasure = 10\nsamples = false\n"
        '[fetch]\nrobot = false\n[keys]\n"quote.copy" = 3\n"quote.save" = "c"\n'
    )
    loaded = config.load(file, strict=False)
    assert loaded.reading == config.Reading(samples=False)
    assert loaded.fetch == config.Fetch()
    assert loaded.keys == {"quote.save": "c"}
    told = [problem.partition(": ")[0] for problem in loaded.problems]
    assert told == [f"{file}, line {line}" for line in (1, 4, 7, 9)]
    file.write_text("[reading\n")
    (problem,) = config.load(file, strict=False).problems
    assert "not valid TOML" in problem
    assert "The defaults hold" in problem


def test_a_file_that_is_no_toml_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(ReaderError, match="not valid TOML"):
        load(tmp_path, "[reading\n")
    (tmp_path / "config.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(ReaderError, match="not UTF-8"):
        config.load(tmp_path / "config.toml")
    with pytest.raises(ReaderError, match="cannot be read"):
        config.load(tmp_path)


def test_init_writes_the_file_once(reader: Reader) -> None:
    first = reader("config", "--init")
    assert first.code == 0
    text = config.config_file().read_text("utf-8")
    assert config.load()._replace(path=None) == config.Settings()
    assert text.startswith(config.template().partition("[keys]")[0])
    assert '# "quote.copy" = "y"  # ' in text
    again = reader("config", "--init")
    assert again.code == 1
    assert "stays as it is" in again.err


def test_the_keys_offered_are_keys_that_can_be_set(reader: Reader) -> None:
    from reader.app.keymap import make_keymap

    reader("config", "--init")
    file = config.config_file()
    lines = file.read_text("utf-8").splitlines()
    keys = next(number for number, line in enumerate(lines) if line == "[keys]")
    lines[keys + 2 :] = [line.removeprefix("# ") for line in lines[keys + 2 :]]
    file.write_text("\n".join(lines), "utf-8")
    loaded = config.load()
    assert len(loaded.keys) > 40
    assert not make_keymap(loaded.keys, str).problems


def test_every_setting_is_heeded_somewhere() -> None:
    source = "".join(
        path.read_text("utf-8")
        for path in (ROOT / "reader").rglob("*.py")
        if path.name != "config.py"
    )
    for section, values in config.values(config.Settings()).items():
        for name in values:
            assert f".{name}" in source, f"{section}.{name}"


def test_config_shows_the_settings_in_force(reader: Reader) -> None:
    file = config.config_file()
    file.parent.mkdir(parents=True)
    file.write_text("[reading]\nmeasure = 66\n")
    shown = reader("config")
    assert "measure = 66\n" in shown.out
    assert str(file) in shown.out
    assert reader("config", "--json").object["reading"]["measure"] == 66


def test_a_wrong_setting_stops_with_one_sentence(reader: Reader) -> None:
    file = config.config_file()
    file.parent.mkdir(parents=True)
    file.write_text("[reading]\nmeasures = 66\n")
    shown = reader("config")
    assert shown.code == 1
    assert "line 2" in shown.err
    assert shown.err.count("\n") == 1


def test_the_line_of_a_key_can_be_told(tmp_path: Path) -> None:
    loaded = load(tmp_path, '[keys]\n# x\n"quote.copy" = "c"\n')
    assert config.line_of_key(loaded, "quote.copy").endswith("config.toml, line 3")


def test_resources_are_found() -> None:
    assert config.resource("styles.tcss").is_file()
    assert config.resource("seeds").is_dir()
    with pytest.raises(ReaderError, match="install reader again"):
        config.resource("no-such-thing")
