"""One front for figures: snapshots below data/sources and the store."""

import shutil
from datetime import UTC, date, datetime

import pytest
from making import PROJECT

from analysis.errors import InputError, ParameterError
from analysis.model.observations import observation_table
from analysis.model.periods import Period
from analysis.sources.figures import (
    check_readable,
    describe,
    indicators_of,
    read_observations_of,
    read_panel,
)
from analysis.sources.municipalities import find_municipality
from analysis.sources.statements import NOISE, PROCESSED
from analysis.sources.store import Provenance, Store
from analysis.sources.workspace import Workspace

LEAVE = "store:kolada/N00090"


@pytest.fixture
def desk(tmp_path) -> Workspace:
    """A workspace with the project's reference tables and an empty store."""
    (tmp_path / "data" / "programmes").mkdir(parents=True)
    for name in ("reference", "sources"):
        shutil.copytree(PROJECT / "data" / name, tmp_path / "data" / name)
    return Workspace(tmp_path)


def row(number, period, value, **more):
    return {
        "indicator": "N00090",
        "municipality": number,
        "period": Period.parse(str(period)),
        "value": value,
        "source": "kolada/N00090",
        **more,
    }


def put(desk, *rows, day=1, **more):
    stated = {
        "publisher": "kolada",
        "dataset": "N00090",
        "title": "Sjukfrånvaro totalt",
        "address": "https://kolada.example/data",
        "published": date(2025, 3, day),
        "retrieved": datetime(2025, 4, day, 12, tzinfo=UTC),
        "licence": "Terms.",
        "sha256": f"{day:064x}",
        "producer": "RKA/Kolada",
        **more,
    }
    return Store(desk).add(observation_table(rows), Provenance(**stated))


def values(table):
    rows = zip(table["municipality"], table["period"], table["value"], strict=True)
    return [(number, str(period), value) for number, period, value in rows]


class TestDescribe:
    def test_a_snapshot_is_told_by_its_sidecar(self, workspace):
        source = describe(workspace, "porsgrunn-kommune/sick-leave/2009Q1")
        assert (source.reader, source.indicator) == ("printed_table", "sick_leave")
        assert source.revisions == ()

    def test_a_source_of_the_store_by_its_newest_snapshot(self, desk):
        first = put(desk, row("1060", 2023, 7.1), notes=("Preliminary.",))
        second = put(desk, row("1060", 2023, 7.2), day=2)
        source = describe(desk, LEAVE)
        assert source.id == LEAVE
        assert dict(source.title) == {"sv": "Sjukfrånvaro totalt"}
        assert source.producer == "RKA/Kolada"
        assert (source.published, source.retrieved) == ("2025-03-02", "2025-04-02")
        assert (source.licence, source.indicator) == ("Terms.", "N00090")
        assert source.notes == ("Preliminary.",)
        assert [item.id for item in source.revisions] == [first, second]
        assert source.revisions[0].published == "2025-03-01"
        assert source.revisions[1].retrieved == "2025-04-02T12:00:00+00:00"

    def test_the_checksum_is_of_every_snapshot(self, desk):
        put(desk, row("1060", 2023, 7.2), day=2)
        before = describe(desk, LEAVE)
        put(desk, row("1060", 2022, 7.1))
        after = describe(desk, LEAVE)
        assert before.revisions[-1] == after.revisions[-1]
        assert before.sha256 != after.sha256

    def test_a_producer_that_is_named_later_makes_no_new_snapshot(self, desk):
        first = put(desk, row("1060", 2023, 7.1), producer="")
        assert describe(desk, LEAVE).producer == "kolada"
        assert put(desk, row("1060", 2023, 7.1)) == first

    def test_what_is_not_dated_is_not_stated(self, desk):
        put(desk, row("1060", 2023, 7.1), published=None)
        assert describe(desk, LEAVE).published == "not stated"

    def test_a_revision_changes_the_checksum_and_the_day_gives_the_former_one(self, desk):
        put(desk, row("1060", 2023, 7.1))
        before = describe(desk, LEAVE)
        put(desk, row("1060", 2023, 7.2), day=2)
        after = describe(desk, LEAVE)
        assert before.sha256 != after.sha256
        assert describe(desk, LEAVE, date(2025, 3, 1)) == before
        with pytest.raises(InputError, match="no 'kolada/N00090' by 2025-02-28"):
            describe(desk, LEAVE, date(2025, 2, 28))

    def test_what_kolada_requires_is_required_of_its_figures_alone(self, desk):
        put(desk, row("1060", 2023, 7.1))
        put(desk, row("1060", 2023, 7.1), publisher="own", dataset="x")
        assert describe(desk, LEAVE).required == (PROCESSED,)
        assert describe(desk, "store:own/x").required == ()

    def test_figures_with_noise_say_so(self, desk):
        note = "From 2025 the Cell Key Method is used."
        put(desk, row("1060", 2025, 9.0), publisher="SCB", dataset="TAB638", notes=(note,))
        assert describe(desk, "store:SCB/TAB638").required == (NOISE,)

    def test_figures_by_unit_have_no_public_checksum_nor_ids_that_hold_one(self, desk):
        put(desk, row("1060", 2023, 7.1), row("1060", 2023, 6.0, unit="Skolan", n=8))
        source = describe(desk, LEAVE)
        assert source.by_unit
        assert source.public_checksum is None
        assert source.revisions[0].id
        assert [item.id for item in source.public_revisions] == [""]
        assert source.public_revisions[0].published == "2025-03-01"

    def test_invented_figures_are_marked(self, desk):
        put(desk, row("1060", 2023, 7.1), synthetic=True)
        put(desk, row("1060", 2024, 7.1), day=2)
        assert describe(desk, LEAVE).synthetic

    @pytest.mark.parametrize(
        ("name", "command"),
        [
            ("kolada/N00090", "tiltak fetch kolada --kpi N00090"),
            ("SSB/07459", "tiltak fetch pxweb ssb 07459"),
            ("SCB/TAB638", "tiltak fetch pxweb scb TAB638"),
            ("own/4001-leave", "tiltak import FILE"),
            ("nobody/x", "tiltak data"),
            ("kolada", "tiltak data"),
        ],
    )
    def test_a_source_that_is_not_there_says_which_command_brings_it(self, desk, name, command):
        with pytest.raises(InputError, match=f"no '{name}'.*{command}"):
            describe(desk, f"store:{name}")


class TestOneMunicipality:
    def test_older_and_newer_numbers_are_the_same_place(self, desk):
        put(desk, row("0805", 2019, 8.0), row("3806", 2021, 8.1), row("4001", 2024, 8.2),
            row("1060", 2024, 1.0))  # fmt: skip
        expected = [("0805", "2019", 8.0), ("3806", "2021", 8.1), ("4001", "2024", 8.2)]
        for number in ("0805", "3806", "4001"):
            assert values(read_observations_of(desk, LEAVE, "N00090", number)) == expected
        place = find_municipality(desk, "4001", "NO")
        table = read_observations_of(desk, LEAVE, "N00090", place)
        assert set(table["source"]) == {LEAVE}

    def test_figures_from_the_other_side_of_a_merger_are_left_out(self, desk):
        """Drammen 0602 became 3005 with Nedre Eiker and Svelvik in 2020, 3301 alone in 2024."""
        put(desk, row("0602", 2019, 8.0), row("3005", 2022, 8.1), row("3301", 2024, 8.2),
            row("3301", 2018, 8.3))  # fmt: skip
        drammen = find_municipality(desk, "3301", "NO")

        def seen(as_of):
            table = read_observations_of(desk, LEAVE, "N00090", drammen, as_of=as_of)
            return [number + " " + period for number, period, _ in values(table)]

        assert seen(Period(2012)) == ["0602 2019"]
        assert seen(Period(2024)) == ["3005 2022", "3301 2018", "3301 2024"]
        assert len(seen(None)) == 4

    def test_on_the_day_of_a_merger_the_place_is_another(self, desk):
        put(desk, row("0602", 2019, 8.0), row("3005", 2022, 8.1))
        drammen = find_municipality(desk, "3301", "NO")

        def seen(day):
            as_of = Period.parse(day)
            table = read_observations_of(desk, LEAVE, "N00090", drammen, as_of=as_of)
            return set(table["municipality"])

        assert seen("2019-12-31") == {"0602"}
        assert seen("2020-01-01") == {"3005"}

    def test_a_split_makes_another_place_too(self, desk):
        """Haram left Ålesund in 2024, and Ålesund got the number 1508."""
        put(desk, row("1507", 2022, 8.1), row("1508", 2024, 8.2))
        place = find_municipality(desk, "1508", "NO")
        table = read_observations_of(desk, LEAVE, "N00090", place, as_of=Period(2024))
        assert values(table) == [("1508", "2024", 8.2)]

    def test_a_number_that_was_somebody_else_s_is_theirs_for_that_time(self, desk):
        text = (
            '\n[[municipalities]]\nname = "Oppdiktet"\ncountry = "NO"\n'
            'numbers = [{ number = "4001", valid_to = 1999-12-31 }]\n'
        )
        path = desk.municipalities
        path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")
        put(desk, row("4001", 1998, 5.0), row("4001", 2024, 8.2))
        table = read_observations_of(desk, LEAVE, "N00090", "4001")
        assert values(table) == [("4001", "2024", 8.2)]

    def test_two_values_for_one_period_under_two_numbers_are_refused(self, desk):
        put(desk, row("0805", 2019, 8.0), row("4001", 2019, 8.1))
        with pytest.raises(InputError, match="two values for N00090 2019 under two numbers"):
            read_observations_of(desk, LEAVE, "N00090", "4001")

    def test_a_number_without_a_value_gives_way_to_the_one_with_it(self, desk):
        """Services list each number of a place for each year, the others' rows being empty."""
        put(desk, row("0805", 2019, 8.0), row("3806", 2019, None, status="missing"),
            row("4001", 2019, None, status="missing"),
            row("0805", 2024, None, status="missing"), row("4001", 2024, 8.2),
            row("0805", 2025, None, status="missing"),
            row("4001", 2025, None, status="suppressed"))  # fmt: skip
        expected = [("0805", "2019", 8.0), ("4001", "2024", 8.2)]
        found = read_observations_of(desk, LEAVE, "N00090", "4001")
        assert values(found[found["value"].notna()]) == expected
        assert list(found["status"]) == ["reported", "reported", "suppressed"]
        panel = read_panel(desk, LEAVE, "N00090", country="NO")
        assert [str(period) for period in panel["period"]] == ["2019", "2024", "2025"]

    def test_the_country_is_a_place_of_its_own(self, desk):
        put(desk, row("0000", 2019, 8.0), row("1060", 2019, 7.0))
        assert values(read_observations_of(desk, LEAVE, "N00090", "0000")) == [
            ("0000", "2019", 8.0)
        ]

    def test_as_published_by_a_day(self, desk):
        put(desk, row("1060", 2023, 7.1))
        put(desk, row("1060", 2023, 7.2), day=2)
        read = lambda day: read_observations_of(desk, LEAVE, "N00090", "1060", day)  # noqa: E731
        assert values(read(date(2025, 3, 1))) == [("1060", "2023", 7.1)]
        assert values(read(None)) == [("1060", "2023", 7.2)]
        assert read(date(2025, 2, 1)).empty

    def test_figures_of_another_indicator_are_refused(self, desk):
        put(desk, row("1060", 2023, 7.1))
        with pytest.raises(InputError, match=r"it has no 'N00091'\. Accepted: N00090"):
            read_observations_of(desk, LEAVE, "N00091", "1060")
        assert indicators_of(desk, LEAVE) == ("N00090",)

    def test_a_municipality_that_is_not_there_has_an_empty_table(self, desk):
        put(desk, row("1060", 2023, 7.1))
        assert read_observations_of(desk, LEAVE, "N00090", "4001").empty

    def test_a_number_of_both_countries_needs_the_country(self, desk):
        text = '\n[[municipalities]]\nname = "X"\ncountry = "SE"\nnumbers = [{ number = "4001" }]\n'
        path = desk.municipalities
        path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")
        put(desk, row("4001", 2023, 7.1))
        with pytest.raises(ParameterError, match="name the country"):
            read_observations_of(desk, LEAVE, "N00090", "4001")
        assert len(read_observations_of(desk, LEAVE, "N00090", "4001", country="NO")) == 1

    def test_a_series_below_data_sources_is_of_the_place_that_asks(self, workspace):
        name = "ssb/sick-leave-national/2011-12-20"
        table = read_observations_of(workspace, name, "sick_leave", "0000")
        assert set(table["municipality"]) == {"0000"}
        assert len(table) > 20
        early = read_observations_of(workspace, name, "sick_leave", "0000", date(2011, 12, 19))
        assert early.empty
        assert not read_observations_of(
            workspace, name, "sick_leave", "0000", date(2011, 12, 20)
        ).empty
        with pytest.raises(InputError, match="it has no 'absence'"):
            read_observations_of(workspace, name, "absence", "0000")

    def test_a_series_that_names_no_place_is_of_it_as_it_was_then(self, workspace):
        """Drammen of 2009 is not that of today; its own series is not taken for today's."""
        name, drammen = "ssb/sick-leave-national/2011-12-20", "3301"
        every = read_observations_of(workspace, name, "sick_leave", drammen)
        then = read_observations_of(
            workspace, name, "sick_leave", drammen, as_of=Period.parse("2009Q1")
        )
        assert len(then) == len(every) > 20

    def test_a_printed_table_is_no_series(self, workspace):
        with pytest.raises(InputError, match="found 'printed_table'"):
            read_observations_of(
                workspace, "porsgrunn-kommune/sick-leave/2009Q1", "sick_leave", "4001"
            )


class TestPanel:
    def test_all_municipalities_and_nothing_else(self, desk):
        put(
            desk,
            row("0000", 2023, 9.0), row("0001", 2023, 9.0), row("03", 2023, 9.0),
            row("G92786", 2023, 9.0), row("1060", 2023, 7.1), row("1080", 2023, 7.2),
            row("1080", 2023, 5.0, unit="Skolan", n=20),
            row("1080", 2023, 8.0, breakdown="women"),
        )  # fmt: skip
        panel = read_panel(desk, LEAVE, "N00090")
        assert set(panel["municipality"]) == {"1060", "1080"}
        assert sorted(panel["value"]) == [7.1, 7.2, 8.0]

    def test_a_new_number_alone_is_the_same_series_and_a_merger_is_not(self, desk):
        put(desk, row("0805", 2019, 8.0), row("4001", 2024, 8.2), row("0602", 2019, 7.0),
            row("3005", 2022, 7.1))  # fmt: skip
        panel = read_panel(desk, LEAVE, "N00090", country="NO")
        assert values(panel) == [
            ("0602", "2019", 7.0),
            ("3301", "2022", 7.1),
            ("4001", "2019", 8.0),
            ("4001", "2024", 8.2),
        ]
        assert set(read_panel(desk, LEAVE, "N00090")["municipality"]) == {
            "0805", "4001", "0602", "3005",
        }  # fmt: skip

    def test_a_source_that_names_no_municipalities_has_none(self, workspace):
        with pytest.raises(InputError, match=r"found 'series'\. Accepted: observations"):
            read_panel(workspace, "ssb/sick-leave-national/2011-12-20", "sick_leave")


def test_what_cannot_be_read_is_refused_before_a_report_is_made(desk):
    put(desk, row("1060", 2023, 7.1))
    source = describe(desk, LEAVE)
    check_readable(desk, source)
    (path,) = (desk.root / "data" / "store").rglob("*.parquet")
    path.write_bytes(b"nothing")
    with pytest.raises(InputError, match="damaged"):
        check_readable(desk, source)
