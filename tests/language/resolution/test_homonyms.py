"""Different places, and a firm and a river, of one name; events known by their names."""

from __future__ import annotations

from tests.language.resolution.marked import annotate, entities


def _mentions(marked: str) -> dict[str, int]:
    return {name: len(entity.mentions) for name, entity in entities(marked).items()}


def test_towns_in_different_states() -> None:
    marked = (
        "He left [L Marrow], [L Ohio], on Monday. [L Marrow] is small. "
        "In [L Marrow], [L Texas], he stopped. [L Marrow] was hot."
    )
    rows = [entity for entity in annotate(marked).entities if entity.name == "Marrow"]
    assert [len(row.mentions) for row in rows] == [2, 2]
    marked = "He left [L Paris], [L Texas], for [L Paris], [L France]. They slept."
    assert sum(entity.name == "Paris" for entity in annotate(marked).entities) == 2


def test_one_town_with_its_state_and_its_country() -> None:
    marked = "[L Marrow], [L Ohio], is wet. [L Marrow], [L United States]. [L Marrow] sleeps."
    assert _mentions(marked)["Marrow"] == 3


def test_states_in_a_list_are_no_towns() -> None:
    marked = "[L Ohio], [L Texas] and [L Utah] agreed; [L Ohio], [L Utah] and [L Texas] signed."
    assert _mentions(marked) == {"Ohio": 2, "Texas": 2, "Utah": 2}


def test_the_river_and_the_firm() -> None:
    marked = "[O Amazon] sells pictures of the [O Amazon]. [O Amazon] is glad."
    rows = [(row.kind, len(row.mentions)) for row in annotate(marked).entities]
    assert rows == [("organisation", 2), ("place", 1)]


def test_events_known_by_name() -> None:
    found = entities("[L COP31] and [W Eurovision] clash with [W Euro 2028], said [P Ann Ray].")
    kinds = {name: entity.kind for name, entity in found.items()}
    assert kinds == {
        "COP31": "event",
        "Eurovision": "event",
        "Euro 2028": "event",
        "Ann Ray": "person",
    }


def test_a_marshal_with_both_names() -> None:
    assert set(entities("[P Marshal Georgy Orlanov] rode. [P Marshal Law] did not.")) == {
        "Georgy Orlanov",
        "Marshal Law",
    }


def test_the_congo_that_the_article_names() -> None:
    marked = "The [L Democratic Republic of Congo] is big. [L Congo] has copper."
    assert list(_mentions(marked).values()) == [2]
    marked = "[L Congo-Brazzaville] and the [L DRC] met. [L Congo-Brazzaville] left."
    assert sorted(_mentions(marked).values()) == [1, 2]


def test_a_listed_party_that_sounds_like_a_people() -> None:
    assert entities("[N Pheu Thai] won.")["Pheu Thai"].kind == "organisation"
