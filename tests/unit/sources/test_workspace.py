"""Which folder is the workspace."""

import pytest

from analysis.errors import ParameterError
from analysis.sources.workspace import VARIABLE, Workspace


@pytest.fixture
def place(copied, tmp_path):
    """A workspace as the only thing around: no variable names another."""
    assert copied.programmes.is_dir()
    return tmp_path.resolve()


def test_a_folder_above_is_found(place):
    inside = place / "notebooks" / "deep"
    inside.mkdir(parents=True)
    assert Workspace.find(inside).root == place


def test_the_current_folder_is_where_the_search_begins(place, monkeypatch):
    monkeypatch.chdir(place / "data")
    assert Workspace.find().root == place


def test_the_variable_wins_over_the_current_folder(place, monkeypatch, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    monkeypatch.chdir(elsewhere)
    monkeypatch.setenv(VARIABLE, str(place))
    assert Workspace.find().root == place
    assert Workspace.find(elsewhere).root == place


def test_without_a_workspace_the_refusal_says_how_to_name_one(tmp_path, monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)
    with pytest.raises(ParameterError) as refusal:
        Workspace.find(tmp_path)
    assert str(tmp_path) in str(refusal.value)
    assert "data/programmes" in str(refusal.value)
    assert VARIABLE in str(refusal.value)


def test_a_variable_that_names_no_workspace_is_refused(place, monkeypatch, tmp_path_factory):
    wrong = tmp_path_factory.mktemp("wrong")
    monkeypatch.setenv(VARIABLE, str(wrong))
    monkeypatch.chdir(place)
    with pytest.raises(ParameterError, match=str(wrong)):
        Workspace.find()


def test_a_path_in_a_message_is_seen_from_the_workspace(place):
    workspace = Workspace(place)
    assert workspace.relative(place / "data" / "a.toml") == "data/a.toml"
    assert workspace.relative(place.parent / "b.toml") == str(place.parent / "b.toml")
