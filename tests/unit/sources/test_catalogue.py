"""Programme files: every fault is found, at its place, and nothing else than a fault comes out."""

import copy
import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import Fault, InputError, ParameterError
from analysis.model.definitions import Programme
from analysis.model.periods import Period
from analysis.sources.catalogue import find_programme, programme_files, read_programme
from analysis.sources.workspace import Workspace

PROJECT = Path(__file__).resolve().parents[3]
FIXTURES = PROJECT / "tests" / "fixtures" / "programmes"
VALID = (FIXTURES / "valid.toml").read_text(encoding="utf-8")

# For each bad_<name>.toml: the key, and words of what was found and of what is accepted.
FAULTS = {
    "acceptable_stricter": ("targets[2].value", "8.4 is stricter than the desired 8.5", "stricter"),
    "claim_figure": ("measures[1].claims[1].figure", "no figure 'followers'", "employer-policy"),
    "claim_without_figure": ("measures[1].claims[1].figure", "names no figure", "the document's"),
    "direction": ("indicators[1].direction", "'down'", "'decrease'"),
    "empty_text": ("document.notes[2]", "the text for 'nb' is empty", "a text"),
    "language": ("packages[1].title", "'eng' is not a language", "nb, nn, sv, en"),
    "missing_title": ("title", "is missing", "must be there"),
    "municipality_as_number": ("municipality", "found 4001", "string"),
    "municipality_unknown": ("municipality", "number '0806'", "data/reference/municipalities.toml"),
    "package": ("measures[1].package", "there is no 'plans'", "plan"),
    "party": ("assessments[2].party", "there is no 'unions'", "management, union"),
    "period": ("as_of", "'spring 2009' is not a period", "quarter (2009Q1)"),
    "place": ("measures[2].place", "found 0", "greater than or equal to 1"),
    "printed": ("assessments[1].printed", "'Bravo' is not how", "'Good' or 'Well done'"),
    "repeated_id": ("measures[2].id", "'training' is used twice", "a name of its own"),
    "second_target": ("targets[2]", "a second desired target for 2008", "one target"),
    "snapshot": ("indicators[1].source", "2009Q2.toml: there is no such file", "TOML"),
    "syntax": ("", "Illegal character", "TOML 1.0"),
    "target_indicator": ("targets[1].indicator", "there is no 'sickness'", "sick_leave"),
    "tier": ("targets[2].tier", "'hoped_for'", "'desired' or 'acceptable'"),
    "unknown_key": ("document.note", "is no known key; did you mean 'notes'?", "producer"),
    "verdict": ("assessments[1].verdict", "there is no 'splendid'", "good, poor"),
    "weights": ("indicators[1].weights.usual[2]", "found 1.3", "less than 1"),
}


def faults_of(workspace: Workspace, path: Path) -> tuple[Fault, ...]:
    with pytest.raises(InputError) as refusal:
        read_programme(workspace, path)
    return refusal.value.faults


def marked_lines(path: Path) -> list[int]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [number for number, line in enumerate(lines, start=1) if line.endswith("# fault")]


def faults_in(workspace: Workspace, folder: Path, old: str, new: str) -> tuple[Fault, ...]:
    """The faults of valid.toml after one replacement."""
    assert VALID.count(old) == 1
    path = folder / "changed.toml"
    path.write_text(VALID.replace(old, new), encoding="utf-8")
    return faults_of(workspace, path)


def test_a_file_without_faults_is_read(workspace):
    programme = read_programme(workspace, FIXTURES / "valid.toml")
    assert programme.id == "valid"
    assert programme.as_of == Period(2009, "quarter", 1)
    assert programme.measure("training").claims[0].figure == "leaders"
    assert [target.value for target in programme.targets] == [8.5, 8.8]
    assert programme.title.best("nb") == ("A programme", "en")
    assert programme.source_ids == (
        "drammen-kommune/employer-policy/2012",
        "porsgrunn-kommune/sick-leave/2009Q1",
    )


@pytest.mark.parametrize("name", FAULTS)
def test_one_fault_is_reported_once_with_what_was_found_and_what_is_accepted(workspace, name):
    (fault,) = faults_of(workspace, FIXTURES / f"bad_{name}.toml")
    key, found, accepted = FAULTS[name]
    assert fault.file == f"tests/fixtures/programmes/bad_{name}.toml"
    assert fault.key == key
    assert found in fault.found
    assert accepted in fault.accepted


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_points_at_its_line(workspace, name):
    path = FIXTURES / f"bad_{name}.toml"
    (fault,) = faults_of(workspace, path)
    # What is missing stands on no line.
    assert [fault.line] == (marked_lines(path) or [None])


def test_every_fixture_with_a_fault_is_tested():
    names = {path.stem.removeprefix("bad_") for path in FIXTURES.glob("bad_*.toml")}
    assert names == {*FAULTS, "six"}


def test_six_faults_are_all_reported_at_once_in_the_order_of_the_file(workspace):
    path = FIXTURES / "bad_six.toml"
    faults = faults_of(workspace, path)
    assert [fault.line for fault in faults] == marked_lines(path)
    assert [fault.key for fault in faults] == [
        "municipality",
        "as_of",
        "indicators[1].unit",
        "targets[2].value",
        "measures[1].claims[1].figure",
        "assessments[1].verdict",
    ]
    assert all(fault.found and fault.accepted for fault in faults)


def test_the_message_of_six_faults_has_a_line_for_each(workspace):
    with pytest.raises(InputError) as refusal:
        read_programme(workspace, FIXTURES / "bad_six.toml")
    head, *rest = str(refusal.value).splitlines()
    assert head == "6 faults:"
    assert len(rest) == 6
    assert all(line.startswith("  tests/fixtures/programmes/bad_six.toml:") for line in rest)


def test_for_an_increasing_indicator_a_higher_acceptable_value_is_stricter(workspace, tmp_path):
    (fault,) = faults_in(workspace, tmp_path, 'direction = "decrease"', 'direction = "increase"')
    assert fault.found == "8.8 is stricter than the desired 8.5"


def test_a_file_that_is_not_there_is_a_fault(workspace):
    (fault,) = faults_of(workspace, FIXTURES / "nowhere.toml")
    assert fault.found == "there is no such file"


def test_a_file_that_is_not_utf_8_is_a_fault(workspace, tmp_path):
    path = tmp_path / "latin.toml"
    path.write_bytes('title = { nb = "Sykefravær" }'.encode("latin-1"))
    (fault,) = faults_of(workspace, path)
    assert "is not UTF-8" in fault.found


def test_a_byte_order_mark_of_an_editor_on_windows_does_not_matter(workspace, tmp_path):
    path = tmp_path / "marked.toml"
    path.write_text(VALID, encoding="utf-8-sig")
    assert read_programme(workspace, path).id == "valid"


def test_a_figures_source_of_another_kind_is_a_fault(workspace, tmp_path):
    faults = faults_in(
        workspace,
        tmp_path,
        'figures = "drammen-kommune/employer-policy/2012"',
        'figures = "porsgrunn-kommune/sick-leave/2009Q1"',
    )
    assert "figures" in [fault.key for fault in faults]


def test_a_missing_figures_source_is_one_fault_and_claims_are_not_blamed_for_it(
    workspace, tmp_path
):
    faults = faults_in(
        workspace,
        tmp_path,
        'figures = "drammen-kommune/employer-policy/2012"',
        'figures = "drammen-kommune/employer-policy/2013"',
    )
    assert [fault.key for fault in faults] == ["figures"]


@pytest.mark.parametrize("value", ["nan", "inf", "true", '"8.4"'])
def test_a_target_that_is_no_plain_number_is_refused(workspace, tmp_path, value):
    """Nothing can be met or stricter than it; text would slip past the comparison of tiers."""
    (fault,) = faults_in(workspace, tmp_path, "value = 8.8", f"value = {value}")
    assert fault.key == "targets[2].value"
    assert "stricter" not in fault.found


def test_a_target_may_be_a_whole_number(workspace, tmp_path):
    path = tmp_path / "changed.toml"
    path.write_text(VALID.replace("value = 8.8", "value = 9"), encoding="utf-8")
    assert read_programme(workspace, path).targets[1].value == 9.0


@pytest.mark.parametrize("usual", ["[0.30, 0.20]", "[0.30, 0.40]", "[0.10, 0.20]"])
def test_weights_that_no_year_can_have_are_refused(workspace, tmp_path, usual):
    """The lowest must not exceed the highest, and four of them must be able to make a whole."""
    (fault,) = faults_in(workspace, tmp_path, "usual = [0.20, 0.30]", f"usual = {usual}")
    assert fault.key.startswith("indicators[1].weights")


@pytest.mark.parametrize("name", ["parties", "indicators", "scale"])
def test_an_id_that_is_no_text_is_a_fault_and_no_traceback(workspace, tmp_path, name):
    path = tmp_path / "changed.toml"
    data = tomllib.loads(VALID)
    data[name][0]["id"] = ["a", "list"]
    path.write_text(as_toml(data), encoding="utf-8")
    assert f"{name}[1].id" in [fault.key for fault in faults_of(workspace, path)]


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('indicator = "sick_leave"\nperiod = "2008"\ntier = "desired"',
         'indicator = ["sick_leave"]\nperiod = "2008"\ntier = "acceptable"',
         "targets[1].indicator"),
        ('verdict = "good"', 'verdict = ["good"]', "assessments[1].verdict"),
        ('figure = "leaders"', 'figure = ["leaders"]', "measures[1].claims[1].figure"),
    ],
)  # fmt: skip
def test_a_reference_that_is_no_text_is_a_fault_and_no_traceback(
    workspace, tmp_path, old, new, key
):
    assert key in [fault.key for fault in faults_in(workspace, tmp_path, old, new)]


def test_a_remark_beside_a_level_of_the_scale_without_id_is_no_traceback(workspace, tmp_path):
    faults = faults_in(workspace, tmp_path, 'id = "good"\n', "")
    assert "scale[1].id" in [fault.key for fault in faults]


def test_a_level_of_the_scale_without_prints_is_one_fault(workspace, tmp_path):
    """What the verdicts print cannot be checked then, so they are not blamed."""
    (fault,) = faults_in(workspace, tmp_path, 'prints = ["Good", "Well done"]\n', "")
    assert (fault.key, fault.found) == ("scale[1].prints", "is missing")


def test_a_source_whose_name_no_file_can_have_is_a_fault(workspace, tmp_path):
    old = 'source = "porsgrunn-kommune/sick-leave/2009Q1"'
    (fault,) = faults_in(workspace, tmp_path, old, 'source = "porsgrunn\\u0000"')
    assert fault.key == "indicators[1].source"


# -- a programme is found by its name


def test_the_programmes_of_the_workspace_are_found_by_name(workspace):
    names = [path.stem for path in programme_files(workspace)]
    assert names == sorted(names)
    assert {"drammen-employer-policy", "porsgrunn-sick-leave"} <= set(names)


def test_an_unknown_programme_is_refused_with_the_known_ones(workspace):
    with pytest.raises(ParameterError, match=r"no programme 'valid'.*porsgrunn-sick-leave"):
        find_programme(workspace, "valid")


def test_the_id_of_a_programme_is_the_name_of_its_file(copied):
    (copied.programmes / "other.toml").write_text(VALID, encoding="utf-8")
    with pytest.raises(InputError) as refusal:
        find_programme(copied, "other")
    (fault,) = refusal.value.faults
    assert (fault.key, fault.found) == ("id", "'valid'")


# -- whatever stands in a file, it is a programme or a list of faults


def read_or_refuse(text: str, folder: Path) -> Programme | InputError:
    path = folder / "mutated.toml"
    path.write_text(text, encoding="utf-8")
    try:
        return read_programme(Workspace(PROJECT), path)
    except InputError as error:
        return error


def assert_sound(outcome: Programme | InputError) -> None:
    faults = outcome.faults if isinstance(outcome, InputError) else ()
    assert isinstance(outcome, Programme) or faults
    assert all(fault.found and fault.accepted for fault in faults)


def as_toml(data: dict[str, Any]) -> str:
    return "".join(f"{_toml(key)} = {_toml(value)}\n" for key, value in data.items())


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_toml(key)} = {_toml(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_toml(item) for item in value) + "]"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return str(value).lower()


def leaves(value: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The place of every value in nested dicts and lists, the inner ones and their containers."""
    if place:
        yield place
    if isinstance(value, dict | list):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(item, (*place, key))


SCALARS = st.one_of(
    st.booleans(),
    st.integers(-5, 3000),
    st.floats(),
    st.text(max_size=8),
    st.sampled_from(["2008", "2008Q5", "sick_leave", "training", "good", "desired", "../x", ""]),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(["nb", "en", "id", "place"]), inner, max_size=2)
    ),
    max_leaves=4,
)
DELETE = object()


@st.composite
def mutated(draw: st.DrawFn) -> dict[str, Any]:
    data = copy.deepcopy(tomllib.loads(VALID))
    for _ in range(draw(st.integers(1, 3))):
        *outer, last = draw(st.sampled_from(list(leaves(data))))
        target: Any = data
        for step in outer:
            target = target[step]
        value = draw(st.one_of(st.just(DELETE), VALUES))
        if value is DELETE:
            del target[last]
        else:
            target[last] = value
        if not data:
            break
    return data


def test_the_writer_of_these_tests_writes_what_was_read():
    assert tomllib.loads(as_toml(tomllib.loads(VALID))) == tomllib.loads(VALID)


@settings(max_examples=150)
@given(mutated())
def test_whatever_values_stand_in_a_file_only_faults_come_out(tmp_path_factory, data):
    assert_sound(read_or_refuse(as_toml(data), tmp_path_factory.getbasetemp()))


@settings(max_examples=100)
@given(st.data())
def test_whatever_lines_are_lost_doubled_or_moved_only_faults_come_out(tmp_path_factory, data):
    lines = VALID.splitlines()
    for _ in range(data.draw(st.integers(1, 4))):
        where = data.draw(st.integers(0, len(lines) - 1))
        other = data.draw(st.integers(0, len(lines) - 1))
        change = data.draw(st.sampled_from(["lose", "double", "move"]))
        if change == "lose":
            del lines[where]
        else:
            lines.insert(other, lines[where] if change == "double" else lines.pop(where))
    assert_sound(read_or_refuse("\n".join(lines), tmp_path_factory.getbasetemp()))
