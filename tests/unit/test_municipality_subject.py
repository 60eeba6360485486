"""Whose page it is: numbers of both countries, parts in programmes, mergers, snapshots, store."""

import pytest
from making_municipality import as_of, empty, panel, with_programme
from telling import words

from analysis.errors import ParameterError
from analysis.model.observations import observation_table
from analysis.model.periods import Period
from analysis.model.places import Municipality, NumberInForce
from analysis.notebook import open_place, open_report
from analysis.notebook.places import takes_part
from analysis.sources.catalogue import find_programme
from analysis.sources.municipalities import find_municipality
from analysis.sources.store import Store
from analysis.sources.store.provenance import Provenance
from analysis.sources.workspace import VARIABLE

SSB = "sick_leave_ssb_doctor"


@pytest.fixture
def place(workspace):
    return lambda number: find_municipality(workspace, number)


@pytest.mark.parametrize(
    ("programme", "number", "part"),
    [
        ("porsgrunn-sick-leave", "4001", "own"),
        ("porsgrunn-sick-leave", "3301", None),
        ("saman-om-ein-betre-kommune", "4001", "named"),
        ("saman-om-ein-betre-kommune", "3301", "named"),
        ("saman-om-ein-betre-kommune", "1508", None),
        ("saman-om-ein-betre-kommune", "1060", None),
        ("kvalitetskommuneprogrammet", "4001", "named"),
        ("attraktiv-arbetsgivare", "1060", None),
    ],
)
def test_which_municipality_takes_part_in_which_programme(
    workspace, place, programme, number, part
):
    assert takes_part(workspace, find_programme(workspace, programme), place(number)) == part


def test_a_participant_that_the_list_doubts_is_doubtful(workspace):
    verdal = Municipality(name="Verdal", country="NO", numbers=(NumberInForce(number="5038"),))
    programme = find_programme(workspace, "saman-om-ein-betre-kommune")
    # A name that no reference table has could be anybody's.
    assert takes_part(workspace, programme, verdal) is None
    known = workspace.municipalities.read_text(encoding="utf-8")
    assert '"Verdal"' not in known


def test_a_name_of_two_municipalities_names_neither(copied):
    path, entry = copied.municipalities, '\n[[municipalities]]\nname = "{}"\ncountry = "NO"\n'
    with path.open("a", encoding="utf-8") as file:
        file.write(entry.format("Verdal") + 'numbers = [{ number = "5038" }]\n')
    programme = find_programme(copied, "saman-om-ein-betre-kommune")
    assert takes_part(copied, programme, find_municipality(copied, "5038")) == "doubtful"
    with path.open("a", encoding="utf-8") as file:
        file.write(entry.format("Verdal") + 'numbers = [{ number = "5999" }]\n')
    assert takes_part(copied, programme, find_municipality(copied, "5038")) is None


class TestNumbers:
    @pytest.fixture
    def both(self, copied):
        with copied.municipalities.open("a", encoding="utf-8") as file:
            for name, country in (("Vestvågøy", "NO"), ("Laxå", "SE")):
                file.write(f'\n[[municipalities]]\nname = "{name}"\ncountry = "{country}"\n')
                file.write('numbers = [{ number = "1860" }]\n')
        return copied

    @pytest.mark.parametrize(("asked", "name"), [("NO-1860", "Vestvågøy"), ("SE-1860", "Laxå")])
    def test_one_of_both_countries_needs_its_country_and_keeps_it(self, both, asked, name):
        subject = open_place(both, asked, "", "nb")
        assert (subject.place, subject.number) == (name, asked)
        assert subject.folder[0] == asked
        assert subject.parameters["municipality"] == asked

    def test_without_it_the_question_is_asked(self, both):
        with pytest.raises(ParameterError, match="name the country"):
            open_place(both, "1860", "", "nb")

    def test_one_of_a_single_country_goes_without(self, workspace):
        subject = open_place(workspace, "NO-0805", "", "nb")
        assert subject.number == "4001"
        assert subject.folder == ("4001", str(subject.as_of), "nb")


class TestAsOf:
    def test_is_the_latest_date_of_programmes_and_figures(self, tmp_path):
        workspace = with_programme(tmp_path)
        assert str(open_place(workspace, "4001", "", "nb").as_of) == "2019"
        panel(tmp_path, [("population_no", "4001", "2021", 37000)])
        assert str(open_place(workspace, "4001", "", "nb").as_of) == "2021"
        as_of(workspace.programmes / "invented.toml", "2022Q1")
        assert str(open_place(workspace, "4001", "", "nb").as_of) == "2022Q1"

    def test_figures_after_an_earlier_date_do_not_move_it(self, tmp_path):
        workspace = with_programme(tmp_path)
        assert str(open_place(workspace, "4001", "2020", "nb").as_of) == "2020"

    def test_a_programme_that_began_later_is_not_there(self, tmp_path):
        workspace = with_programme(tmp_path)
        assert open_place(workspace, "4001", "2017", "nb").programmes == ()
        assert len(open_place(workspace, "4001", "2018-01-01", "nb").programmes) == 1


class TestFigures:
    def rows(self, workspace, number, as_of=""):
        table = open_place(workspace, number, as_of, "nb").panel.table
        return {
            (row.municipality, str(row.period)): row.value
            for row in table.itertuples()
            if row.indicator == SSB
        }

    def test_figures_from_before_a_merger_are_of_another_place(self, tmp_path):
        workspace = empty(tmp_path)
        panel(tmp_path, [(SSB, "0602", "2019", 6.0), (SSB, "3005", "2020", 7.0),
                         (SSB, "3301", "2024", 8.0)])  # fmt: skip
        assert self.rows(workspace, "3301") == {("3301", "2020"): 7.0, ("3301", "2024"): 8.0}
        assert self.rows(workspace, "3301", "2019") == {("3301", "2019"): 6.0}

    def test_a_new_number_alone_is_the_same_place(self, tmp_path):
        workspace = empty(tmp_path)
        panel(tmp_path, [(SSB, "0805", "2019", 6.0), (SSB, "3806", "2020", 7.0)])
        assert self.rows(workspace, "4001") == {("4001", "2019"): 6.0, ("4001", "2020"): 7.0}

    def test_a_number_that_another_one_got_later_is_the_others(self, tmp_path):
        workspace = empty(tmp_path)
        with workspace.municipalities.open("a", encoding="utf-8") as file:
            file.write('\n[[municipalities]]\nname = "Later"\ncountry = "NO"\n')
            file.write('numbers = [{ number = "0805", valid_from = 2025-01-01 }]\n')
        panel(tmp_path, [(SSB, "0805", "2019", 6.0), (SSB, "0805", "2025", 9.0)])
        assert self.rows(workspace, "4001") == {("4001", "2019"): 6.0}

    def test_others_come_from_other_files_too(self, tmp_path):
        workspace = empty(tmp_path)
        panel(tmp_path, [(SSB, "4001", "2024", 6.0)], "own-figures")
        panel(tmp_path, [(SSB, "3301", "2024", 7.0), (SSB, "0000", "2024", 6.5)], "more")
        panel(tmp_path, [("population_no", "3301", "2024", 100000)], "unasked")
        found = open_place(workspace, "4001", "", "nb")
        assert set(self.rows(workspace, "4001")) == {
            ("4001", "2024"), ("3301", "2024"), ("0000", "2024")
        }  # fmt: skip
        assert [source.id for source in found.sources] == [
            "synthetic/more/2026", "synthetic/own-figures/2026"
        ]  # fmt: skip

    def test_counties_and_groups_are_no_municipalities(self, tmp_path):
        workspace = empty(tmp_path)
        panel(tmp_path, [(SSB, "4001", "2024", 6.0), (SSB, "0039", "2024", 9.0)])
        assert set(self.rows(workspace, "4001")) == {("4001", "2024")}

    @pytest.fixture
    def store(self):
        """Puts figures into the store of a workspace: indicator, number, period, value."""

        def put(workspace, dataset, *figures):
            table = observation_table(
                {"indicator": name, "municipality": number, "period": Period.parse(period),
                 "value": value, "source": "trial"}
                for name, number, period, value in figures
            )  # fmt: skip
            provenance = Provenance(
                publisher=dataset[0], dataset=dataset[1], title="Trial", address="not stated",
                published=None, sha256="0" * 64, retrieved="2026-11-22T10:00:00Z",
            )  # fmt: skip
            Store(workspace).add(table, provenance)

        return put

    def test_what_was_fetched_counts_before_what_is_shipped(self, tmp_path, store):
        workspace = empty(tmp_path)
        panel(tmp_path, [(SSB, "4001", "2024", 6.0), (SSB, "4001", "2023", 5.0)])
        store(workspace, ("ssb", "12441"), (SSB, "4001", "2024", 6.4), (SSB, "3301", "2024", 7.0))
        assert self.rows(workspace, "4001") == {
            ("4001", "2024"): 6.4, ("4001", "2023"): 5.0, ("3301", "2024"): 7.0
        }  # fmt: skip
        names = [source.id for source in open_place(workspace, "4001", "", "nb").sources]
        assert names == ["store:ssb/12441", "synthetic/panel/2026"]

    def test_where_only_some_figures_are_invented_the_page_says_which(
        self, tmp_path, store, monkeypatch
    ):
        workspace = with_programme(tmp_path)
        monkeypatch.setenv(VARIABLE, str(workspace.root))

        def page():
            return open_report("municipality", municipality="4001", language="en")

        (warning,) = page().masthead().warnings
        assert "They describe no real municipality" in str(warning)
        store(workspace, ("ssb", "12441"), (SSB, "4001", "2018", 6.4), (SSB, "3301", "2018", 7.0))
        mixed = page()
        (warning,) = mixed.masthead().warnings
        assert str(warning) == (
            "Some of the figures on this page are invented, for trial only: Oppdiktet program."
        )
        assert "Its figures are invented." in words(mixed.findings())

    def test_koladas_figures_are_found_under_koladas_own_names(self, tmp_path, store):
        workspace = empty(tmp_path)
        store(workspace, ("kolada", "N00090"), ("N00090", "1283", "2018", 6.4),
              ("N00090", "1214", "2018", 5.5), ("N00090", "0000", "2018", 6.9))  # fmt: skip
        found = open_place(workspace, "1283", "", "nb").panel.table
        assert set(found["indicator"]) == {"sick_leave_se"}
        assert set(found["municipality"]) == {"1283", "1214", "0000"}
