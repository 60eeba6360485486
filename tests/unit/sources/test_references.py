"""The sections of the kinds of programme: every fault at its line, once, with what is accepted."""

import pytest

from analysis.errors import InputError
from analysis.sources.catalogue import read_programme

NETWORK, REVIEW = "kvalitetskommuneprogrammet", "olofstrom-2017"
OUTLOOK, ACTION = "porsgrunn-employer-strategy", "attraktiv-arbetsgivare"


def faults(copied, programme, old, new):
    """The faults of a programme file after one replacement of the first ``old`` in it."""
    path = copied.programmes / f"{programme}.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text, old
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError) as refused:
        read_programme(copied, path)
    lines = path.read_text(encoding="utf-8").splitlines()
    return [(fault, lines[fault.line - 1] if fault.line else "") for fault in refused.value.faults]


@pytest.mark.parametrize(
    ("programme", "section", "name", "key"),
    [
        (ACTION, "[action]", "by", "action.by"),
        (NETWORK, "[[network.counts]]", "by", "network.counts[1].by"),
        (NETWORK, "[[network.outcomes]]", "by", "network.outcomes[1].by"),
        (NETWORK, "[network.effect]", "indicator", "network.effect.indicator"),
    ],
)
def test_a_name_that_nothing_has_is_a_fault_at_its_line(copied, programme, section, name, key):
    text = (copied.programmes / f"{programme}.toml").read_text(encoding="utf-8")
    rest = text.partition(f"{section}\n")[2]
    line = next(item for item in rest.splitlines() if item.startswith(f"{name} = "))
    begun = section + "\n" + rest[: rest.index(line)]
    wrong = f'{name} = "nobody"'
    ((fault, at),) = faults(copied, programme, begun + line, begun + wrong)
    assert (fault.key, at, fault.found) == (key, wrong, "there is no 'nobody'")
    assert line.partition('"')[2].rstrip('"') in fault.accepted


def test_a_printed_figure_that_the_document_does_not_have_is_a_fault(copied):
    text = (copied.programmes / f"{REVIEW}.toml").read_text(encoding="utf-8")
    item = text.split('item = "', 1)[1].split('"', 1)[0]
    found = faults(copied, REVIEW, f'item = "{item}"', 'item = "nothing"')
    assert [fault.found for fault, _ in found] == ["there is no figure 'nothing'"]
    assert found[0][0].accepted.startswith("an item of olofstrom")


def test_an_indicator_that_a_point_names_and_nobody_defines_is_a_fault(copied):
    text = (copied.programmes / f"{ACTION}.toml").read_text(encoding="utf-8")
    named = next(line for line in text.splitlines() if "indicators = [" in line)
    changed = named.replace('indicators = ["', 'indicators = ["happiness", "')
    ((fault, at),) = faults(copied, ACTION, named, changed)
    assert fault.key.endswith(".point.undertakings[1].indicators[1]")
    assert fault.found == "there is no 'happiness'"
    assert at == changed


@pytest.mark.parametrize(
    ("programme", "name"),
    [(OUTLOOK, "outlook.groups"), (OUTLOOK, "outlook.projections"), (NETWORK, "network.outcomes")],
)
def test_two_items_of_a_section_with_one_id_are_a_fault(copied, programme, name):
    text = (copied.programmes / f"{programme}.toml").read_text(encoding="utf-8")
    first, second = (part.split("\n", 3)[1] for part in text.split(f"[[{name}]]")[1:3])
    assert first.startswith('id = "')
    found = faults(copied, programme, f"[[{name}]]\n{second}", f"[[{name}]]\n{first}")
    assert [(fault.key, at) for fault, at in found] == [(f"{name}[2].id", first)]
    assert "is used twice" in found[0][0].found


def test_a_list_is_not_blamed_for_the_fault_of_its_only_item(copied):
    text = (copied.programmes / f"{OUTLOOK}.toml").read_text(encoding="utf-8")
    rest = text[text.index("alternatives = ") :]
    identifier = rest.partition('id = "')[2].partition('"')[0]
    begun = rest[: rest.index(identifier)]
    found = faults(copied, OUTLOOK, begun + identifier, begun + "2010")
    assert [fault.key for fault, _ in found] == ["outlook.projections[1].alternatives[1].id"]


def test_an_empty_list_that_needs_an_item_says_so_in_plain_words(copied):
    text = (copied.programmes / f"{OUTLOOK}.toml").read_text(encoding="utf-8")
    years = next(line for line in text.splitlines() if line.startswith("years = ["))
    ((fault, at),) = faults(copied, OUTLOOK, years, "years = []")
    assert (fault.key, fault.found, fault.accepted) == (
        "outlook.projections[1].years",
        "found 0 items",
        "1 or more",
    )
    assert at == "years = []"


def test_a_source_that_is_not_there_is_a_fault_of_the_key_that_names_it(copied):
    text = (copied.programmes / f"{NETWORK}.toml").read_text(encoding="utf-8")
    line = next(item for item in text.splitlines() if item.startswith("participants = "))
    ((fault, at),) = faults(copied, NETWORK, line, 'participants = "nobody/list/2009"')
    assert fault.key == "network.participants"
    assert at == 'participants = "nobody/list/2009"'


@pytest.mark.parametrize("name", ["../../../../etc/passwd", "a/../b", ".hidden/file", "a//b"])
def test_a_source_cannot_lie_outside_the_folder_of_sources(copied, name):
    text = (copied.programmes / f"{NETWORK}.toml").read_text(encoding="utf-8")
    line = next(item for item in text.splitlines() if item.startswith("participants = "))
    ((fault, _),) = faults(copied, NETWORK, line, f'participants = "{name}"')
    assert f"'{name}' is no name of a source" in fault.found


def test_a_wrong_value_of_any_length_is_told_briefly(copied):
    long = ", ".join(f'"word {number}"' for number in range(200))
    found = faults(copied, ACTION, 'by = "alliance"', f"by = [{long}]")
    assert all(len(fault.found) < 100 for fault, _ in found)


def test_a_municipality_that_is_no_number_is_one_fault(copied):
    ((fault, _),) = faults(
        copied, "porsgrunn-sick-leave", 'municipality = "', 'municipality = "Porsgrunn '
    )
    assert fault.key == "municipality"
    assert fault.accepted == "four digits, in quotes"
