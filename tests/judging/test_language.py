"""Notes on language: what is noted, what is not, and that no note is a verdict."""

from __future__ import annotations

from claiming import claim, month

from pyrrhus.judging.language import notes_on
from pyrrhus.reading.claim import Claim

KYIV, MOSCOW = {"source": "ua_general_staff"}, {"source": "ru_mod", "party": "ukraine"}


def rules_for(text: str, *claims: Claim) -> list[str]:
    return [one.rule for one in notes_on(text, claims)]


def test_killed_and_wounded_together_called_dead_is_noted() -> None:
    text = "January's death toll on the Russian side was 48,240, Kyiv says."
    assert rules_for(text, claim("48,240", text, value=48240, **KYIV, **month("2025-01"))) == ["casualties_called_dead"]


def test_killed_and_wounded_called_so_is_not() -> None:
    text = "Kyiv says that 48,240 Russian soldiers were killed or wounded in January."
    assert rules_for(text, claim("48,240", text, value=48240, **KYIV, **month("2025-01"))) == []


def test_the_dead_may_be_called_dead() -> None:
    text = "The two newsrooms know 91,000 dead by name."
    said = claim(
        "91,000", text, metric="killed_confirmed", kind="cumulative", value=91000, source="mediazona_bbc", end="2025-01-31"
    )
    assert rules_for(text, said) == []


def test_a_loss_that_names_nobody_is_noted_and_one_with_a_name_without_id_is_not() -> None:
    text = "Some 700,000 Russians are killed or wounded."
    said = {"kind": "cumulative", "value": 700000, "end": "2024-12-01"}
    assert rules_for(text, claim("700,000", text, **said)) == ["no_party_named"]
    assert rules_for(text, claim("700,000", text, **said, source_as_written="a colonel")) == []


def test_ground_without_its_scope_is_noted_only_in_the_months_in_which_it_matters() -> None:
    said = {"metric": "ground", "basis": "gained", "source": "isw", "value": 498}
    text = "Russia took 498 square kilometres."
    assert rules_for(text, claim("498", text, **said, **month("2025-01"))) == ["scope_left_out"]
    assert rules_for(text, claim("498", text, **said, **month("2024-01"))) == []
    named = "Russia took 498 square kilometres in Ukraine and Kursk."
    assert rules_for(named, claim("498", named, **said, **month("2025-01"))) == []


def test_a_stronger_verb_for_one_side_than_for_the_other_is_noted_at_the_weaker() -> None:
    day = {"start": "2025-02-03", "end": "2025-02-03"}
    text = (
        "Kyiv confirmed that 1,270 Russians were killed or wounded. Moscow claimed that 1,265 Ukrainians were killed or wounded."
    )
    claims = (claim("1,270", text, value=1270, **KYIV, **day), claim("1,265", text, value=1265, **MOSCOW, **day))
    (note,) = notes_on(text, claims)
    assert (note.rule, note.span.text) == ("stronger_verb", "1,265")
    assert "Russia" in note.sentence
    even = text.replace("confirmed", "said").replace("claimed", "said")
    assert (
        rules_for(
            even,
            *(
                claim(one.span.text, even, value=1, **({"source": one.said.source, "party": one.said.party} | day))
                for one in claims
            ),
        )
        == []
    )


def test_words_of_one_side_are_noted() -> None:
    assert rules_for("Three villages were liberated in meat assaults.") == ["loaded_word", "loaded_word"]
