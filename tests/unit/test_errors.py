"""What a user reads when something is wrong."""

import re

import pytest
from making import PROJECT

from analysis import errors
from analysis.cli.frame import EXIT_CODES
from analysis.errors import Fault, InputError

FAULT = Fault("data/a.toml", 3, "measures[2].start", "'soon' is not a period", "a year (2012)")


def test_a_fault_says_where_what_was_found_and_what_is_accepted():
    expected = "data/a.toml:3: measures[2].start: 'soon' is not a period. Accepted: a year (2012)."
    assert str(FAULT) == expected


def test_a_fault_without_line_and_key_names_the_file_alone():
    fault = Fault("data/a.toml", None, "", "there is no such file", "a TOML file")
    assert str(fault) == "data/a.toml: there is no such file. Accepted: a TOML file."


@pytest.mark.parametrize(("count", "head"), [(1, "1 fault:"), (2, "2 faults:")])
def test_an_input_error_lists_every_fault_on_its_own_line(count, head):
    message = str(InputError([FAULT] * count))
    assert message.splitlines() == [head] + [f"  {FAULT}"] * count


def test_every_error_has_its_own_exit_code_as_the_module_says():
    codes = {
        "TiltakError": 1,
        "ParameterError": 2,
        "InputError": 3,
        "CellRaised": 5,
        "KernelDied": 6,
        "CellTimedOut": 7,
        "ExportRefused": 8,
        "OutputError": 9,
    }
    assert {name: getattr(errors, name).exit_code for name in codes} == codes
    assert all(issubclass(getattr(errors, name), errors.TiltakError) for name in codes)


def test_every_exit_code_stands_in_the_help_of_the_command_and_in_the_readme():
    codes = {kind.exit_code for kind in vars(errors).values() if hasattr(kind, "exit_code")}
    in_help = set(map(int, re.findall(r"^ *(\d+)  ", EXIT_CODES, re.MULTILINE)))
    readme = (PROJECT / "README.md").read_text(encoding="utf-8").split("Exit codes: ")[1]
    in_readme = set(map(int, re.findall(r"\b\d+(?= )", readme.split(".\n")[0])))
    assert in_help == in_readme == {0, 130, *codes}
