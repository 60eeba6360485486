"""A first programme file from figures in the store, and the report that can be made of it."""

import shutil
from datetime import UTC, date, datetime

import pytest
from click.testing import CliRunner
from making import PROJECT, quarters

from analysis.cli import main
from analysis.errors import InputError, ParameterError
from analysis.model.observations import observation_table
from analysis.model.periods import Period
from analysis.model.provenance import public_revisions
from analysis.notebook import check_subject, open_report, open_subject
from analysis.notebook.openers import sick_leave
from analysis.sources.catalogue import find_programme, read_programme
from analysis.sources.new_programmes import Wanted, check_wanted, write_programme
from analysis.sources.statements import PROCESSED
from analysis.sources.store import Provenance, Store
from analysis.sources.workspace import Workspace

OWN = "store:own/4001-leave"
LEVELS = (8.9, 9.2, 9.4, 9.3, 9.1, 8.2, 8.0)


@pytest.fixture
def desk(tmp_path, monkeypatch) -> Workspace:
    (tmp_path / "data" / "programmes").mkdir(parents=True)
    shutil.copytree(PROJECT / "data" / "reference", tmp_path / "data" / "reference")
    monkeypatch.setenv("TILTAK_WORKSPACE", str(tmp_path))
    return Workspace(tmp_path)


def put(desk, figures, publisher="own", dataset="4001-leave", *, day=1, units=(), **common):
    """Invented figures in the store."""
    shared = {"indicator": "sick_leave_own_no", "municipality": "4001", "source": "x", **common}
    rows = [
        {**shared, "period": Period.parse(str(period)), "value": value}
        for period, value in figures.items()
    ]
    rows += [
        {**shared, "unit": unit, "period": Period.parse(period), "value": value, "n": n}
        for unit, period, n, value in units
    ]
    provenance = Provenance(
        publisher=publisher,
        dataset=dataset,
        title="leave.xlsx",
        address="not stated",
        published=None,
        retrieved=datetime(2026, 4, day, tzinfo=UTC),
        sha256="0" * 64,
        synthetic=True,
        producer="Porsgrunn",
    )
    return Store(desk).add(observation_table(rows), provenance)


def wanted(**more):
    stated = {
        "identifier": "ours",
        "series": "sick_leave_own_no",
        "municipality": "4001",
        "start": Period.parse("2024Q1"),
    }
    return Wanted(**{**stated, **more})


def written(desk, source=OWN, **more):
    write_programme(desk, check_wanted(desk, wanted(**more)), source)
    return find_programme(desk, "ours")


class TestTheFile:
    def test_says_what_is_known_and_no_more(self, desk):
        put(desk, quarters(2019, LEVELS))
        programme = written(desk)
        (indicator,) = programme.indicators
        assert (programme.country, programme.municipality) == ("NO", "4001")
        assert str(programme.as_of) == "2025Q4"
        assert str(programme.start) == "2024Q1"
        assert programme.document.producer == "Porsgrunn"
        assert programme.document.dated["en"] == "brought in on 2026-04-01"
        assert indicator.source == OWN
        assert indicator.registered == indicator.id == indicator.figures_id
        assert (indicator.unit, indicator.direction) == ("percent", "decrease")
        assert indicator.weights.wide == (0.15, 0.35)
        assert (programme.targets, programme.measures, programme.rivals) == ((), (), ())
        assert indicator.units is None

    @pytest.mark.parametrize(
        ("values", "rounding"),
        [((8.0, 9.0), 0.5), ((8.1, 9.0), 0.05), ((8.12, 9.0), 0.005), ((8.12345, 9.0), 0.0)],
    )
    def test_infers_rounding_from_the_last_decimal_that_is_given(self, desk, values, rounding):
        put(desk, dict(zip(("2025Q3", "2025Q4"), values, strict=True)))
        assert written(desk).indicators[0].rounding == rounding

    def test_earlier_figures_in_whole_numbers_make_the_rounding_theirs(self, desk):
        values = (9, 9, 8, 9, 8.6, 8.5, 7.6, 8.6)
        put(desk, {f"{2024 + at // 4}Q{at % 4 + 1}": value for at, value in enumerate(values)})
        assert written(desk).indicators[0].rounding == 0.5

    def test_holds_the_targets_that_were_stated(self, desk):
        put(desk, quarters(2019, LEVELS))
        year = Period(2025)
        targets = (("desired", year, 7.5), ("acceptable", year, 8.2))
        found = written(desk, targets=targets, title="Nærvær").targets
        assert [(item.tier, item.period, item.value) for item in found] == list(targets)
        assert dict(find_programme(desk, "ours").title) == {"nb": "Nærvær"}

    def test_kolada_s_figures_keep_their_name_and_get_the_minimum_of_swedish_law(self, desk):
        put(desk, {2022: 7.0, 2023: 7.2}, "kolada", "N00090", municipality="1060",
            indicator="N00090")  # fmt: skip
        programme = written(desk, "store:kolada/N00090", series="N00090", municipality="1060")
        (indicator,) = programme.indicators
        assert (indicator.id, indicator.series) == ("sick_leave_se", "N00090")
        assert indicator.minimum_n == 11
        assert indicator.weights is None
        assert programme.country == "SE"

    def test_units_are_named_where_there_are_some(self, desk):
        put(desk, {"2025Q4": 8.0}, units=[("Skole", "2025Q4", 30, 8.1)])
        assert written(desk).indicators[0].units == OWN

    def test_is_never_written_over_another(self, desk):
        put(desk, quarters(2019, LEVELS))
        written(desk)
        before = (desk.programmes / "ours.toml").read_bytes()
        with pytest.raises(ParameterError, match="there is a programme 'ours' already"):
            written(desk, start=Period(2020))
        assert (desk.programmes / "ours.toml").read_bytes() == before

    @pytest.mark.parametrize(
        ("change", "message"),
        [
            ({"identifier": "Our programme"}, "no id of a programme"),
            ({"identifier": "../ours"}, "no id of a programme"),
            ({"title": "Nærvær\udcff"}, "cannot be printed"),
            ({"title": "two\nlines"}, "cannot be printed"),
            ({"series": "sick_leave"}, "sick_leave_own_no"),
            ({"municipality": "9999"}, "no municipality"),
            ({"targets": (("desired", Period(2025), 8.0),) * 2}, "two targets of one tier"),
            (
                {"targets": (("desired", Period(2025), 8.0), ("acceptable", Period(2025), 7.0))},
                "stricter than the target 8.0",
            ),
        ],
    )
    def test_what_does_not_hold_together_is_refused(self, desk, change, message):
        with pytest.raises(ParameterError, match=message):
            check_wanted(desk, wanted(**change))

    def test_a_municipality_without_figures_is_refused_and_nothing_is_written(self, desk):
        put(desk, {"2025Q4": 8.0}, municipality="3301")
        with pytest.raises(ParameterError, match="no figures of Porsgrunn"):
            written(desk)
        assert list(desk.programmes.iterdir()) == []


class TestTheReport:
    def said(self, **more):
        report = open_report("sick_leave", "ours", language="en", **more)
        return report, [(block.statement.plain, block.grade) for block in report.findings()]

    def test_without_targets_says_so_and_does_the_rest(self, desk):
        put(desk, quarters(2019, LEVELS))
        written(desk)
        report, said = self.said()
        assert said[1] == ("No targets are known for this programme.", "not_assessable")
        assert said[2][1] == "indicated"
        assert len(said) == 4
        assert list(report.target_path()) == []

    def test_a_target_that_was_met_changes_the_first_page(self, desk):
        put(desk, quarters(2019, LEVELS))
        written(desk, targets=(("desired", Period(2025), 8.5),))
        _, said = self.said()
        assert said[1][1] == "observed"
        assert "was met" in said[1][0]

    def test_prints_the_sentence_that_kolada_requires_in_its_language(self, desk):
        put(desk, quarters(2019, LEVELS), "kolada", "N00090", municipality="1060",
            indicator="N00090")  # fmt: skip
        written(desk, "store:kolada/N00090", series="N00090", municipality="1060")
        for language in ("sv", "en"):
            report = open_report("sick_leave", "ours", language=language)
            (note,) = next(iter(report.sources())).notes
            assert note.plain == PROCESSED[language]

    def test_figures_of_years_alone_are_refused_before_anything_runs(self, desk):
        put(desk, {2022: 7.0, 2023: 7.2}, "kolada", "N00090", municipality="1060",
            indicator="N00090")  # fmt: skip
        written(desk, "store:kolada/N00090", series="N00090", municipality="1060")
        subject = open_subject(desk, "ours", "", "", "sv")
        message = "gives Olofström figures by year only .2022 to 2023..*quarters.*tiltak import"
        with pytest.raises(ParameterError, match=message):
            check_subject(desk, "sick_leave", subject)
        with pytest.raises(ParameterError, match=message):
            open_report("sick_leave", "ours")

    def test_before_the_first_figure_the_first_page_says_that_nothing_can_be_said(self, desk):
        put(desk, quarters(2019, LEVELS))
        written(desk)
        report, said = self.said(as_of="2018")
        assert said[0][0].startswith("There are no figures by the end of 2018")
        assert {grade for _, grade in said} == {"not_assessable"}
        assert "There are no quarterly figures to draw." in str(list(report.overview()))

    def test_figures_under_a_number_that_came_with_a_merger_are_refused_with_the_reason(self, desk):
        """Drammen of 2012 is not that of today; under its number of then the figures are its."""
        old = {Period.parse(f"{year}Q{n}"): 8.0 for year in range(2005, 2013) for n in range(1, 5)}
        put(desk, old, municipality="3301")
        written(desk, municipality="3301", start=Period(2008))
        subject = open_subject(desk, "ours", "", "", "en")
        message = "figures under 3301, which are not of Drammen as it was in 2012Q4: a merger"
        with pytest.raises(ParameterError, match=message):
            check_subject(desk, "sick_leave", subject)
        put(desk, old, dataset="0602-leave", municipality="0602")
        (desk.programmes / "ours.toml").unlink()
        written(desk, "store:own/0602-leave", municipality="0602", start=Period(2008))
        check_subject(desk, "sick_leave", open_subject(desk, "ours", "", "", "en"))

    def test_units_that_may_not_be_shown_are_nowhere_in_it(self, desk):
        years = ("2024", "2025")
        units = [
            (name, year, n, 8.0 + n / 10)
            for year in years
            for name, n in (("Skole", 40), ("Hjem", 35), ("Lager", 3))
        ]
        put(desk, {**quarters(2019, LEVELS), 2024: 8.2, 2025: 8.0}, units=units)
        written(desk)
        report = open_report("sick_leave", "ours", language="en")
        assert set(report.evaluation.lead.observations["unit"]) == {""}
        shown = report.evaluation.units.table("status")
        assert set(shown.loc["Lager"]) == {"suppressed"}
        receipt = report.masthead().receipt
        assert receipt["sources"] == {OWN: None}
        assert [item["id"] for item in receipt["revisions"][OWN]] == [""]

    def test_a_correction_is_in_the_receipt_and_changes_the_checksum(self, desk):
        first = put(desk, quarters(2019, LEVELS))
        written(desk)
        before = open_subject(desk, "ours", "", "", "en").sources
        second = put(desk, {"2025Q4": 9.9}, day=2)
        after = open_subject(desk, "ours", "", "", "en").sources
        assert [item["id"] for item in public_revisions(after)[OWN]] == [first, second]
        assert before[0].public_checksum != after[0].public_checksum
        report = open_report("sick_leave", "ours")
        assert report.quarters().frame.loc[2025, 4] == 9.9

    def test_is_compared_with_the_place_and_the_figures_that_are_named(self, desk):
        put(desk, quarters(2019, LEVELS))
        put(desk, quarters(2019, (7.0,) * 7), dataset="3301-leave", municipality="3301",
            indicator="absence")  # fmt: skip
        written(desk)
        path = desk.programmes / "ours.toml"
        more = """
[indicators.comparison]
source = "store:own/3301-leave"
series = "absence"
municipality = "3301"
title = { nb = "Drammen" }
caveat = { nb = "Oppdiktet." }
"""
        path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
        report = open_report("sick_leave", "ours", language="en")
        assert len(report.evaluation.comparison) == 28
        assert report.evaluation.lead.compared.computed

    def test_a_programme_of_another_kind_without_targets_is_not_what_it_is_about(self, workspace):
        programme = find_programme(workspace, "saman-om-ein-betre-kommune")
        with pytest.raises(ParameterError, match="a report of its own"):
            sick_leave.suits(programme)

    def test_units_with_more_persons_than_the_whole_are_a_fault_of_the_source(self, desk):
        units = [("Skole", "2025", 60, 8.0), ("Hjem", "2025", 60, 8.0), ("", "2025", 100, 8.0)]
        put(desk, quarters(2019, LEVELS), units=units)
        written(desk)
        with pytest.raises(InputError, match=f"{OWN}: n: the units of 2025 hold 120 persons"):
            open_report("sick_leave", "ours")


class TestWhatProgrammesName:
    def faults(self, desk, **replaced):
        path = desk.programmes / "ours.toml"
        text = path.read_text(encoding="utf-8")
        for old, new in replaced.values():
            assert old in text
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")
        with pytest.raises(InputError) as caught:
            read_programme(desk, path)
        return [str(fault) for fault in caught.value.faults]

    def test_an_unknown_source_of_the_store_says_what_brings_it(self, desk):
        put(desk, {"2025Q4": 8.0})
        written(desk)
        (fault,) = self.faults(desk, source=(OWN, "store:kolada/N00090"))
        assert "source: store:kolada/N00090: the store has no 'kolada/N00090'" in fault
        assert "tiltak fetch kolada --kpi N00090" in fault

    def test_figures_of_another_name_say_which_there_are(self, desk):
        put(desk, {"2025Q4": 8.0})
        written(desk)
        line = f'source = "{OWN}"'
        (fault,) = self.faults(desk, source=(line, f'{line}\nseries = "leave"'))
        assert "holds 'sick_leave_own_no'. Accepted: a source of 'leave', or series" in fault

    def test_an_indicator_that_is_not_registered_is_a_fault(self, desk):
        put(desk, {"2025Q4": 8.0})
        written(desk)
        old = 'registered = "sick_leave_own_no"'
        (fault,) = self.faults(desk, registered=(old, 'registered = "absence"'))
        assert "no indicator is called 'absence'" in fault
        assert "data/reference/indicators.toml" in fault

    def test_units_from_the_store_are_looked_for_too(self, desk):
        put(desk, {"2025Q4": 8.0}, units=[("Skole", "2025Q4", 30, 8.1)])
        written(desk)
        (fault,) = self.faults(desk, units=(f'units = "{OWN}"', 'units = "store:own/none"'))
        assert "units: store:own/none: the store has no 'own/none'" in fault


class TestTheCommand:
    OURS = ("new", "programme", "ours", "--source", OWN, "--municipality", "4001")

    def run(self, *words):
        return CliRunner().invoke(main, [str(word) for word in words])

    def test_new_writes_what_is_said(self, desk):
        put(desk, quarters(2019, LEVELS))
        told = self.run("new", "programme", "ours", "--source", OWN, "--municipality", "4001",
                        "--start", "2024Q1", "--target", "2025=7,5",
                        "--acceptable", "2025=8")  # fmt: skip
        assert (told.exit_code, told.stderr) == (0, "")
        assert "Programme written: data/programmes/ours.toml" in told.stdout
        found = [(item.tier, item.value) for item in find_programme(desk, "ours").targets]
        assert found == [("desired", 7.5), ("acceptable", 8.0)]

    def test_new_says_why_there_is_no_report_of_yearly_figures_and_what_there_is(self, desk):
        put(desk, {2022: 7.0, 2023: 7.2}, "kolada", "N00090", municipality="1060",
            indicator="N00090")  # fmt: skip
        told = self.run("new", "programme", "ours", "--source", "kolada/N00090",
                        "--municipality", "1060", "--start", "2023")  # fmt: skip
        assert told.exit_code == 0, told.stderr
        assert "figures by year only (2022 to 2023)" in told.stdout
        assert "Next: tiltak report municipality --municipality 1060" in told.stdout

    @pytest.mark.parametrize(
        ("more", "message"),
        [
            ((), "say when the programme began"),
            (("--start", "spring"), "--start has 'spring'"),
            (("--start", "2024", "--target", "2025"), "PERIOD=VALUE"),
            (("--start", "2024", "--target", "2025=low"), "--target has 'low'"),
            (("--start", "2024", "--target", "2025=nan"), "--target has 'nan'"),
            (("--start", "2024", "--target", "2025=7", "--target", "2025=8"), "twice"),
        ],
    )
    def test_what_is_not_said_as_it_must_be_is_refused(self, desk, more, message):
        put(desk, quarters(2019, LEVELS))
        told = self.run(
            "new", "programme", "ours", "--source", OWN, "--municipality", "4001", *more
        )
        assert told.exit_code == 2
        assert message in told.stderr
        assert list(desk.programmes.iterdir()) == []

    def test_a_source_with_several_indicators_asks_which(self, desk):
        put(desk, {"2025Q4": 8.0})
        put(desk, {"2025Q4": 8.0}, indicator="turnover", day=2)
        told = self.run(
            "new", "programme", "ours", "--source", OWN, "--municipality", "4001", "--start", "2024"
        )
        assert "--series, one of sick_leave_own_no, turnover" in told.stderr

    def test_import_marks_what_is_invented_and_keeps_a_programme_that_is_there(self, desk):
        file = desk.root / "leave.csv"
        file.write_text("Kvartal;Sykefravær\n2025K3;7,9\n2025K4;8,0\n", encoding="utf-8")
        command = ("import", file, "--indicator", "sick_leave_own_no", "--municipality", "4001",
                   "--invented", "--programme", "ours", "--start", "2025Q4")  # fmt: skip
        proposed = self.run(*command)
        assert (proposed.exit_code, proposed.stderr) == (0, "")
        assert "invented = true" in (desk.root / "leave.mapping.toml").read_text(encoding="utf-8")
        imported = self.run(*command)
        assert "Programme written" in imported.stdout
        source = open_subject(desk, "ours", "", "", "nb").sources[0]
        assert (source.synthetic, source.producer) == (True, "Porsgrunn")
        assert source.address == "not stated"
        text = (desk.programmes / "ours.toml").read_bytes()
        again = self.run(*command)
        assert again.exit_code == 0
        assert "is there already, and is left as it is" in again.stdout
        assert (desk.programmes / "ours.toml").read_bytes() == text

    def test_import_refuses_what_the_mapping_does_not_say(self, desk):
        file = desk.root / "leave.csv"
        file.write_text("Kvartal;Sykefravær\n2025K3;7,9\n2025K4;8,0\n", encoding="utf-8")
        named = ("import", file, "--indicator", "sick_leave_own_no", "--municipality", "4001")
        self.run(*named)
        told = self.run(*named, "--invented")
        assert told.exit_code == 2
        assert "--invented is not what leave.mapping.toml says" in told.stderr
        assert self.run("import", file, "--municipality", "3301").exit_code == 2
        assert self.run(*named).exit_code == 0

    def test_import_writes_no_programme_elsewhere_and_imports_nothing(self, desk):
        file = desk.root / "leave.csv"
        file.write_text("Kvartal;Sykefravær\n2025K3;7,9\n2025K4;8,0\n", encoding="utf-8")
        named = ("import", file, "--indicator", "sick_leave_own_no", "--municipality", "4001")
        self.run(*named)
        told = self.run(*named, "--programme", "../reference/indicators", "--start", "2024")
        assert told.exit_code == 2
        assert "no id of a programme" in told.stderr
        assert Store(desk).summary(None).empty

    def test_import_says_at_once_what_a_programme_lacks(self, desk):
        file = desk.root / "leave.csv"
        file.write_text("Kvartal;Sykefravær\n2025K3;7,9\n2025K4;8,0\n", encoding="utf-8")
        told = self.run("import", file, "--indicator", "sick_leave_own_no", "--municipality",
                        "4001", "--programme", "ours")  # fmt: skip
        assert told.exit_code == 2
        assert "say when the programme began" in told.stderr
        assert not (desk.root / "leave.mapping.toml").exists()


def test_known_at_of_the_day(desk):
    """Figures known later than a day are not in what was known then."""
    put(desk, {"2025Q4": 8.0})
    assert Store(desk).snapshots("own/4001-leave", date(2026, 3, 31)) == []
