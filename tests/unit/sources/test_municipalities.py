"""The reference table of municipalities."""

import pytest

from analysis.errors import InputError, ParameterError
from analysis.sources.municipalities import find_municipality, read_municipalities


def test_both_municipalities_of_the_seed_are_there(workspace):
    assert {item.name for item in read_municipalities(workspace)} >= {"Drammen", "Porsgrunn"}


def test_an_unknown_number_is_refused_with_the_known_ones(workspace):
    with pytest.raises(ParameterError, match=r"number '9999'.*4001 Porsgrunn"):
        find_municipality(workspace, "9999")


def test_a_number_without_quotes_is_a_fault_at_its_line(copied):
    text = copied.municipalities.read_text(encoding="utf-8")
    changed = text.replace('name = "Drammen"', "name = 3301  # fault")
    copied.municipalities.write_text(changed, encoding="utf-8")
    with pytest.raises(InputError) as refusal:
        read_municipalities(copied)
    (fault,) = refusal.value.faults
    lines = changed.splitlines()
    assert lines[fault.line - 1].endswith("# fault")
    assert fault.file == "data/reference/municipalities.toml"
    assert (fault.key, fault.found) == ("municipalities[1].name", "found 3301")


def test_no_two_municipalities_share_a_number(workspace):
    numbers = [entry.number for item in read_municipalities(workspace) for entry in item.numbers]
    assert len(numbers) == len(set(numbers))
