"""JSON-stat 2.0: SCB's real answer, and tables of every shape written here and read back."""

import copy
import json
import math
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import InputError, ParameterError
from analysis.model.observations import COLUMNS
from analysis.model.periods import Period
from analysis.sources.jsonstat import join, read_jsonstat, read_metadata, to_observations
from analysis.sources.jsonstat.meanings import period_of, region_of

SIGNS = ("", ".", "..", ":", "-", "*", "e")


def small(**others):
    """Two places, two sexes and the whole, one content, two years; six cells of twelve empty."""
    return {
        "version": "2.0",
        "class": "dataset",
        "label": "Folkemengde",
        "source": "SSB",
        "updated": "2026-02-25T07:00:00Z",
        "note": ["Tall for hele landet.", "Obligatorisk."],
        "role": {"time": ["Tid"], "metric": ["ContentsCode"], "geo": ["Region"]},
        "id": ["Region", "Kjonn", "ContentsCode", "Tid"],
        "size": [2, 3, 1, 2],
        "dimension": {
            "Region": {
                "label": "region",
                "category": {
                    "index": ["0301", "K-3301"],
                    "label": {"0301": "Oslo", "K-3301": "Drammen"},
                    "note": {"K-3301": ["Slått sammen.", "Nytt nummer."]},
                },
                "extension": {"categoryNoteMandatory": {"K-3301": {"1": True}}},
            },
            "Kjonn": {
                "label": "kjønn",
                "note": ["Juridisk kjønn."],
                "category": {"index": {"2": 1, "0": 0, "1": 2}},
                "extension": {"eliminationValueCode": "0", "noteMandatory": {"0": True}},
            },
            "ContentsCode": {
                "category": {
                    "label": {"P1": "Personer"},
                    "unit": {"P1": {"base": "personer", "decimals": 0}},
                }
            },
            "Tid": {"category": {"index": ["2024", "2025"]}},
        },
        "extension": {"noteMandatory": {"1": True}, "px": {"tableid": "07459", "decimals": 1}},
        "value": list(range(12)),
        **others,
    }


def changed(path, value):
    """The small table with one thing in it changed, or taken away when ``value`` is ..."""
    table = copy.deepcopy(small())
    inner = table
    for key in path[:-1]:
        inner = inner[key]
    if value is ...:
        del inner[path[-1]]
    else:
        inner[path[-1]] = value
    return table


def refusal(table, place="answer"):
    with pytest.raises(InputError) as caught:
        read_jsonstat(table, place)
    return [(fault.file, fault.key) for fault in caught.value.faults], str(caught.value)


@pytest.fixture(scope="module")
def real(shared):
    path = shared / "data" / "scb-pxwebapi2" / "TAB6471_data.json"
    content = path.read_bytes()
    return json.loads(content), read_jsonstat(content, path.name)


def test_the_real_answer_has_every_cell_where_a_walk_over_the_raw_json_finds_it(real):
    raw, cube = real
    orders = [
        sorted(raw["dimension"][n]["category"]["index"].items(), key=lambda p: p[1])
        for n in raw["id"]
    ]
    expected = {}
    for number, codes in enumerate(product(*([code for code, _ in order] for order in orders))):
        expected[codes] = raw["value"][number]
    found = {codes: value for codes, value, _ in cube.rows()}
    assert len(found) == 2772 == cube.cells
    assert found == expected
    assert cube.values == tuple(raw["value"])
    # Read off the file by hand: the first two cells, and the last.
    assert found["01", "0-9", "TotSa", "000007SF", "2026M01"] == 245284
    assert found["01", "0-9", "TotSa", "000007SF", "2026M02"] == 247245
    assert found["25", "100+10", "2", "000007SF", "2026M04"] == raw["value"][-1]


def test_the_real_answer_keeps_its_total_through_to_observations(real):
    raw, cube = real
    observed = to_observations(cube, "population", region="Region", source="SCB/TAB6471")
    table = observed.table
    assert list(table.columns) == list(COLUMNS)
    assert len(table) == 2772
    assert table["value"].sum() == sum(raw["value"])
    by_month = table[table["period"] == Period.parse("2026-03")]["value"].sum()
    assert by_month == sum(raw["value"][2::4])
    stockholm = table[table["municipality"] == "01"]["value"].sum()
    assert stockholm == sum(raw["value"][: 11 * 3 * 4])
    both = table[~table["breakdown"].str.contains("Kon=")]["value"].sum()
    assert both == sum(sum(raw["value"][start : start + 4]) for start in range(0, 2772, 12))
    assert set(table["status"]) == {"reported"}
    assert set(table["source"]) == {"SCB/TAB6471"}
    assert table["n"].isna().all()


def test_the_real_note_on_noise_is_recognised_and_told(real):
    raw, cube = real
    observed = to_observations(cube, "population", region="Region")
    assert cube.noisy
    assert observed.noisy
    assert observed.noise == cube.noise == raw["note"][0]
    told = observed.report.lines()
    assert sum("should not be added" in line for line in told) == 1
    assert sum("Cell Key Method" in line for line in told) == 1
    mandatory = [note.text for note in cube.notes if note.mandatory]
    assert mandatory == [*raw["note"], *raw["dimension"]["Alder"]["note"]]


def test_real_sums_differ_from_totals_because_of_the_noise(real):
    """What the note says can be seen: a test of sums must allow it."""
    _, cube = real
    found = {codes: value for codes, value, _ in cube.rows()}
    gaps = [
        value
        - found[codes[0], codes[1], "1", *codes[3:]]
        - found[codes[0], codes[1], "2", *codes[3:]]
        for codes, value in found.items()
        if codes[2] == "TotSa"
    ]
    assert any(gaps)
    assert max(map(abs, gaps)) < 50


def test_real_metadata_has_its_structure_and_no_figures(shared):
    path = shared / "data" / "scb-pxwebapi2" / "TAB6471_metadata.json"
    content = path.read_bytes()
    table = read_metadata(content, path.name)
    assert table.size == (312, 134, 3, 1, 16)
    assert table.cells == 2006784
    assert table.values == ()
    assert table.dimension("Region").codes[:3] == ("00", "01", "0114")
    with pytest.raises(InputError, match="0 entries for 2006784 cells"):
        read_jsonstat(content, path.name)


def test_everything_that_a_table_says_of_itself_is_kept():
    cube = read_jsonstat(small())
    assert (cube.id, cube.label, cube.source) == ("07459", "Folkemengde", "SSB")
    assert cube.updated == "2026-02-25T07:00:00Z"
    assert cube.decimals == 1
    region, sex, content, time = cube.dimensions
    assert [each.role for each in cube.dimensions] == ["geo", "", "metric", "time"]
    assert (region.label, time.label) == ("region", "Tid")
    assert [category.label for category in region.categories] == ["Oslo", "Drammen"]
    assert sex.codes == ("0", "2", "1")
    assert sex.whole == "0"
    assert region.whole is None
    [persons] = content.categories
    assert (persons.code, persons.label, persons.unit, persons.decimals) == (
        "P1",
        "Personer",
        "personer",
        0,
    )
    notes = {(n.text, n.mandatory, n.dimension, n.category) for n in cube.notes}
    assert notes == {
        ("Tall for hele landet.", False, "", ""),
        ("Obligatorisk.", True, "", ""),
        ("Slått sammen.", False, "Region", "K-3301"),
        ("Nytt nummer.", True, "Region", "K-3301"),
        ("Juridisk kjønn.", True, "Kjonn", ""),
    }
    assert not cube.noisy
    assert cube.noise == ""


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (None, [""] * 12),
        (":", [":"] * 12),
        ({"0": "..", "11": ":"}, [".."] + [""] * 10 + [":"]),
        ([None, "."] + [""] * 10, ["", "."] + [""] * 10),
    ],
)
def test_a_status_may_be_one_for_all_a_list_or_an_object(status, expected):
    cube = read_jsonstat(small(status=status))
    assert list(cube.statuses) == expected


def test_a_sparse_value_leaves_the_other_cells_empty_and_in_place():
    cube = read_jsonstat(small(value={"1": 5, "10": 2.5}))
    assert cube.values == (None, 5, *[None] * 8, 2.5, None)


@pytest.mark.parametrize(
    ("path", "value", "key"),
    [
        (("version",), "1.3", "version"),
        (("version",), ..., "version"),
        (("class",), "collection", "class"),
        (("id",), ["Region", "Region", "ContentsCode", "Tid"], "id"),
        (("id",), [], "id"),
        (("size",), [2, 3, 1], "size"),
        (("size",), [2, 3, 1, 2.0], "size"),
        (("size",), [2, 3, True, 2], "size"),
        (("size",), [2, 3, 1, 0], "size"),
        (("size",), [2, 3, 1, 3], "dimension.Tid.category.index"),
        (("role", "time"), ["Time"], "role.time"),
        (("role", "geo"), ["Tid"], "role.geo"),
        (("dimension", "Tid"), ..., "dimension.Tid"),
        (("dimension", "Extra"), {}, "dimension.Extra"),
        (
            ("dimension", "Tid", "category", "index"),
            ["2024", "2024"],
            "dimension.Tid.category.index",
        ),
        (("dimension", "Tid", "category", "index"), ["2024"], "dimension.Tid.category.index"),
        (("dimension", "Tid", "category", "index"), [2024, 2025], "dimension.Tid.category.index"),
        (("dimension", "Tid", "category", "index"), ..., "dimension.Tid.category.index"),
        (("dimension", "Kjonn", "category", "index", "1"), 1, "dimension.Kjonn.category.index"),
        (("dimension", "Kjonn", "category", "index", "1"), 3, "dimension.Kjonn.category.index"),
        (("dimension", "Kjonn", "category", "index", "1"), "2", "dimension.Kjonn.category.index"),
        (
            ("dimension", "Region", "category", "label", "0301"),
            ...,
            "dimension.Region.category.label",
        ),
        (
            ("dimension", "Region", "category", "label", "0302"),
            "x",
            "dimension.Region.category.label",
        ),
        (
            ("dimension", "Region", "category", "note", "0302"),
            "x",
            "dimension.Region.category.note",
        ),
        (
            ("dimension", "ContentsCode", "category", "unit", "P1", "decimals"),
            -1,
            "dimension.ContentsCode.category.unit.P1.decimals",
        ),
        (("label",), 3, "label"),
        (("note",), [3], "note"),
        (("value",), list(range(11)), "value"),
        (("value",), list(range(13)), "value"),
        (("value",), "12", "value"),
        (("value",), ..., "value"),
        (("value", 4), "8,7", "value.4"),
        (("value", 4), True, "value.4"),
        (("value", 4), math.nan, "value.4"),
        (("value", 4), math.inf, "value.4"),
        (("value",), {"12": 1}, "value"),
        (("value",), {"01": 1}, "value"),
        (("value",), {"-1": 1}, "value"),
        (("value",), {"²": 1}, "value"),
        (("status",), [""] * 11, "status"),
        (("status",), {"12": ":"}, "status"),
        (("status",), {"3": 1}, "status.3"),
        (("status",), 1, "status"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_place(path, value, key):
    places, told = refusal(changed(path, value))
    assert ("answer", key) in places
    assert "Accepted:" in told


def test_all_faults_are_told_at_once():
    places, _ = refusal(small(value=["x", *range(1, 11), "y"], status={"5": 3}))
    assert places == [("answer", "value.0"), ("answer", "value.11"), ("answer", "status.5")]


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b"null", b"\xff", b"[" * 100_000])
def test_what_is_no_dataset_is_refused(content):
    places, _ = refusal(content)
    assert places == [("answer", "")]


def test_a_category_that_stands_twice_in_an_object_is_seen_in_the_bytes():
    content = json.dumps(small()).replace('"index": {"2": 1,', '"index": {"2": 1, "2": 1,').encode()
    places, told = refusal(content)
    assert places == [("answer", "2")]
    assert "stands twice" in told


# --- observations -------------------------------------------------------------------------------


def observed(**others):
    sexes = {"Kjonn": {"1": "men", "2": "women"}}
    return to_observations(read_jsonstat(small(**others)), "population", "Region", breakdowns=sexes)


def test_codes_become_places_periods_and_breakdowns():
    table = observed().table
    assert len(table) == 12
    found = {
        (row.municipality, str(row.period), row.breakdown): row.value for row in table.itertuples()
    }
    assert found["0301", "2024", ""] == 0
    assert found["0301", "2025", "women"] == 3
    assert found["3301", "2024", ""] == 6
    assert found["3301", "2025", "men"] == 11
    assert set(table["indicator"]) == {"population"}


def test_a_breakdown_without_words_names_its_dimension_and_code():
    table = to_observations(read_jsonstat(small()), {"P1": "population"}, "Region").table
    assert sorted(set(table["breakdown"])) == ["", "Kjonn=1", "Kjonn=2"]


def test_several_contents_become_several_indicators_and_parts_are_joined():
    raw = small()
    raw["role"] = {"time": ["Tid"], "metric": ["Kjonn"]}
    table = to_observations(
        read_jsonstat(raw), {"0": "all", "1": "men", "2": "women"}, None, "Tid"
    ).table
    assert sorted(set(table["indicator"])) == ["all", "men", "women"]
    assert set(table["municipality"]) == {"0000"}
    assert "Region=K-3301;ContentsCode=P1" in set(table["breakdown"])


def test_the_whole_of_one_dimension_leaves_the_others_in_the_breakdown():
    table = to_observations(read_jsonstat(small()), "p", None).table
    assert sorted(set(table["breakdown"])) == [
        "Region=0301",
        "Region=0301;Kjonn=1",
        "Region=0301;Kjonn=2",
        "Region=K-3301",
        "Region=K-3301;Kjonn=1",
        "Region=K-3301;Kjonn=2",
    ]


def test_signs_become_statuses_and_none_is_lost():
    value = [None, None, None, None, None, None, 6, 7, 0, None, None, 11]
    status = ["", ".", "..", ":", "*", "-", "*", "e", "-", "e", " : ", ""]
    result = observed(value=value, status=status)
    rows = {
        (row.municipality, row.breakdown, str(row.period)): (row.value, row.status)
        for row in result.table.itertuples()
    }
    assert len(rows) == 12
    assert rows["0301", "", "2024"][1] == "missing"
    assert rows["0301", "", "2025"][1] == "not_applicable"
    assert rows["0301", "women", "2024"][1] == "missing"
    assert rows["0301", "women", "2025"][1] == "suppressed"
    assert rows["0301", "men", "2024"][1] == "suppressed"
    assert rows["0301", "men", "2025"] == (0.0, "reported")
    assert rows["3301", "", "2024"] == (6.0, "provisional")
    assert rows["3301", "", "2025"] == (7.0, "reported")
    assert rows["3301", "women", "2024"] == (0.0, "reported")
    assert rows["3301", "women", "2025"][1] == "missing"
    assert rows["3301", "men", "2024"][1] == "suppressed"
    assert rows["3301", "men", "2025"] == (11.0, "reported")
    report = result.report
    assert report.words == {
        ".": 1, "..": 1, ":": 1, "*": 2, "-": 2, "e": 2, " : ": 1,
    }  # fmt: skip
    assert report.unknown_words == {"e": 2}
    assert (report.cells, report.empty, report.zeros) == (12, 1, 2)
    told = "\n".join(report.lines())
    assert "12 cells, 12 observations." in told
    assert "Status without a meaning here: 'e', 2 cells." in told
    assert "Written as '-', which means zero: 2." in told
    assert "kept as missing: 1." in told
    assert "Must be shown: Nytt nummer." in told
    assert "Slått sammen." not in told


@pytest.mark.parametrize("sign", [".", "..", ":"])
def test_a_number_beside_a_sign_for_none_is_refused(sign):
    with pytest.raises(InputError) as caught:
        observed(status={"3": sign})
    [fault] = caught.value.faults
    assert fault.key == "0301 2 P1 2025"
    assert f"3 with the status '{sign}'" in fault.found


@pytest.mark.parametrize(("cell", "status"), [(5, {"5": "-"}), (2**53 + 1, None), (10**400, None)])
def test_a_number_that_would_change_is_refused(cell, status):
    with pytest.raises(InputError) as caught:
        observed(value=[*range(5), cell, *range(6, 12)], status=status)
    assert [fault.key for fault in caught.value.faults] == ["0301 1 P1 2025"]


@pytest.mark.parametrize(
    ("code", "period"),
    [("2024", "2024"), ("2024K1", "2024Q1"), ("2024K4", "2024Q4"), ("2024M03", "2024-03"),
     ("2024M12", "2024-12")],
)  # fmt: skip
def test_a_period_is_read(code, period):
    assert str(period_of(code)) == period


@pytest.mark.parametrize(
    "code", ["2024U01", "2024K5", "2024K0", "2024M13", "2024M00", "2023-2024", "", "24", "٢٠٢٤",
             "2024\n", "2024H1", "2024k1"],
)  # fmt: skip
def test_what_is_no_period_is_refused(code):
    with pytest.raises(ValueError, match="is no period"):
        period_of(code)


@pytest.mark.parametrize(
    ("code", "place"),
    [("0301", "0301"), ("K-3301", "3301"), ("0", "0000"), ("00", "0000"), ("03", "03"),
     ("0000", "0000")],
)  # fmt: skip
def test_a_region_is_read(code, place):
    assert region_of(code) == place


@pytest.mark.parametrize("code", ["EAK", "K-33", "K-03010", "030101", "3", "", "0301\n", "F-03"])
def test_what_is_no_region_is_refused(code):
    with pytest.raises(ValueError, match="is no municipality"):
        region_of(code)


def test_unreadable_codes_are_all_named_and_nothing_is_dropped():
    raw = small()
    raw["dimension"]["Region"]["category"] = {
        "index": ["0301", "EKG01"],
        "label": {"0301": "Oslo", "EKG01": "Gruppe 1"},
    }
    raw["dimension"]["Tid"]["category"]["index"] = ["2024", "2024U07"]
    with pytest.raises(InputError) as caught:
        to_observations(read_jsonstat(raw), "population", "Region")
    assert [fault.key for fault in caught.value.faults] == ["Region.EKG01", "Tid.2024U07"]
    assert "Gruppe 1" in caught.value.faults[0].found
    assert {fault.file for fault in caught.value.faults} == {"07459"}


def test_two_cells_for_one_observation_are_refused():
    raw = small()
    raw["dimension"]["Region"]["category"] = {"index": ["3301", "K-3301"]}
    with pytest.raises(InputError, match="two cells become this observation"):
        to_observations(read_jsonstat(raw), "population", "Region")


@pytest.mark.parametrize(
    ("indicators", "region", "time", "breakdowns"),
    [
        ("p", "Regions", None, None),
        ("p", "Region", "Time", None),
        ("p", "Tid", "Tid", None),
        ("p", "Region", None, {"Alder": {}}),
        ("p", "Region", None, {"Region": {}}),
    ],
)
def test_a_dimension_that_is_not_there_is_named(indicators, region, time, breakdowns):
    with pytest.raises(ParameterError, match=r"Region|both|breakdown|dimension"):
        to_observations(read_jsonstat(small()), indicators, region, time, breakdowns)


def test_contents_without_an_indicator_and_words_without_a_category_are_refused():
    cube = read_jsonstat(small())
    with pytest.raises(InputError, match=r"ContentsCode\.P1: no indicator for 'Personer'"):
        to_observations(cube, {"P2": "x"}, "Region")
    with pytest.raises(InputError, match=r"Kjonn\.9"):
        to_observations(cube, "p", "Region", breakdowns={"Kjonn": {"9": "men"}})
    raw = small(role={"time": ["Tid"], "metric": ["Kjonn"]})
    with pytest.raises(InputError, match="one indicator for several contents"):
        to_observations(read_jsonstat(raw), "p", "Region")
    with pytest.raises(ParameterError, match="name a single indicator"):
        to_observations(read_jsonstat(small(role={"time": ["Tid"]})), {"P1": "p"}, "Region")
    with pytest.raises(ParameterError, match="0 dimensions of time"):
        to_observations(read_jsonstat(small(role={})), "p", "Region")


@pytest.mark.parametrize("text", ["The Cell Key Method is used.", "Metoden heter CKM."])
def test_noise_is_seen_in_any_note(text):
    raw = small()
    raw["dimension"]["Kjonn"]["note"] = [text]
    assert read_jsonstat(raw).noise == text


# --- random tables ------------------------------------------------------------------------------

NAMES = st.text(min_size=1, max_size=6)
NUMBERS = (
    st.none() | st.integers(-(10**20), 10**20) | st.floats(allow_nan=False, allow_infinity=False)
)


@st.composite
def cubes(draw):
    """A table as JSON-stat, and what must be read: the codes, values and statuses."""
    names = draw(st.lists(NAMES, min_size=1, max_size=4, unique=True))
    codes = [draw(st.lists(NAMES, min_size=1, max_size=4, unique=True)) for _ in names]
    cells = math.prod(map(len, codes))
    values = draw(st.lists(NUMBERS, min_size=cells, max_size=cells))
    signs = draw(st.lists(st.sampled_from(SIGNS), min_size=cells, max_size=cells))
    dimension = {
        name: {"category": {"index": draw(st.sampled_from([own, _numbered(own)]))}}
        for name, own in zip(names, codes, strict=True)
    }
    sparse = {str(cell): value for cell, value in enumerate(values) if value is not None}
    status = {str(cell): sign for cell, sign in enumerate(signs) if sign}
    table = {
        "version": "2.0",
        "class": "dataset",
        "id": names,
        "size": list(map(len, codes)),
        "dimension": dimension,
        "value": draw(st.sampled_from([values, sparse])),
        "status": draw(st.sampled_from([signs, status])),
    }
    return table, codes, values, signs


def _numbered(codes):
    """Places by code, in another order than they have."""
    return {code: place for place, code in reversed(list(enumerate(codes)))}


@given(cubes())
@settings(max_examples=300)
def test_any_table_is_read_back_exactly(made):
    table, codes, values, signs = made
    for form in (table, json.dumps(table).encode()):
        cube = read_jsonstat(form)
        rows = list(cube.rows())
        assert len(rows) == cube.cells == len(values)
        assert rows == list(zip(product(*codes), values, signs, strict=True))
        assert [type(row[1]) for row in rows] == [type(value) for value in values]


@given(st.data())
@settings(max_examples=300)
def test_a_damaged_table_is_refused_or_read_exactly(data):
    content = json.dumps(small(status={"3": ":"})).encode()
    place = data.draw(st.integers(0, len(content) - 1))
    kept = data.draw(st.sampled_from([content[:place], content[:place] + content[place + 1 :]]))
    try:
        cube = read_jsonstat(kept)
    except InputError:
        return
    raw = json.loads(kept)
    assert list(cube.values) == raw["value"]
    assert cube.cells == 12 == len(cube.statuses)


@given(cubes(), st.data())
@settings(max_examples=200)
def test_parts_in_any_order_join_to_the_same_table(made, data):
    table, codes, _, _ = made
    whole = read_jsonstat(table)
    along = data.draw(st.integers(0, len(codes) - 1))
    order = data.draw(st.permutations(codes[along]))
    parts = [part_of(whole, along, code) for code in order]
    joined = join(parts, {each.id: each.codes for each in whole.dimensions}, "parts")
    assert joined == whole
    if len(parts) > 1:
        with pytest.raises(InputError, match="first missing"):
            join(parts[1:], {each.id: each.codes for each in whole.dimensions}, "parts")
        with pytest.raises(InputError, match="came twice"):
            join([*parts, parts[0]], {each.id: each.codes for each in whole.dimensions}, "parts")


def part_of(cube, along, code):
    """The cells of ``cube`` of one category."""
    kept = [row for row in cube.rows() if row[0][along] == code]
    dimension = {each.id: {"category": {"index": list(each.codes)}} for each in cube.dimensions}
    dimension[cube.dimensions[along].id] = {"category": {"index": [code]}}
    return read_jsonstat(
        {
            "version": "2.0",
            "class": "dataset",
            "id": list(dimension),
            "size": [len(each["category"]["index"]) for each in dimension.values()],
            "dimension": dimension,
            "value": [value for _, value, _ in kept],
            "status": [sign for _, _, sign in kept],
        }
    )


def test_parts_of_two_dates_or_with_a_cell_not_asked_for_are_refused():
    cube = read_jsonstat(small())
    codes = {each.id: each.codes for each in cube.dimensions}
    later = read_jsonstat(small(updated="2026-03-01T07:00:00Z"))
    with pytest.raises(InputError, match="two dates"):
        join([cube, later], codes, "parts")
    with pytest.raises(InputError, match="12 cells of the 6 asked for"):
        join([cube], codes | {"Tid": ["2024"]}, "parts")
    with pytest.raises(InputError, match="id: found Region, Kjonn"):
        join([cube], {"Region": codes["Region"]}, "parts")


def test_joined_parts_keep_every_note_and_the_code_of_the_whole():
    parts = []
    for code, extension in (("1", {}), ("0", {"eliminationValueCode": "0"})):
        raw = small(size=[2, 1, 1, 2], value=[1, 2, 3, 4], note=["A", code])
        raw["dimension"]["Kjonn"] = {"category": {"index": [code]}, "extension": extension}
        parts.append(read_jsonstat(raw))
    codes = {each.id: each.codes for each in parts[0].dimensions} | {"Kjonn": ("0", "1")}
    joined = join(parts, codes, "parts")
    assert joined.dimension("Kjonn").codes == ("0", "1")
    assert joined.dimension("Kjonn").whole == "0"
    assert [note.text for note in joined.notes if not note.dimension] == ["A", "1", "0"]


# --- the same by another way: a cell at a time ---------------------------------------------------


SOUND = [(None, sign) for sign in ("", ".", " : ", "*", "-", "e")]
SOUND += [(number, sign) for number in (0, 2.5, -3, 2**53 - 1) for sign in ("", "*", "e")]
SOUND += [(0, "-"), (-0.0, "-")]
UNSOUND = [(1, "-"), (7, ":"), (0, "."), (2**53 + 1, ""), (2**53 + 1, "-")]


@st.composite
def countable(draw):
    """A cube of places, breakdowns and years, with and without contradictions and doubles."""
    pools = {
        "Region": draw(st.sampled_from([["0301", "0", "03", "K-3301"], ["0301", "K-0301", "0"]])),
        "Kjonn": ["1", "2", "T"],
        "Alder": ["a", "b"],
        "Tid": ["2024", "2023", "2024K1", "2024M01"],
    }
    names = draw(st.permutations(sorted(pools)))
    codes = [draw(st.lists(st.sampled_from(pools[n]), min_size=1, unique=True)) for n in names]
    cells = math.prod(map(len, codes))
    entry = st.sampled_from(SOUND if draw(st.integers(0, 3)) else SOUND + UNSOUND)
    entries = draw(st.lists(entry, min_size=cells, max_size=cells))
    return read_jsonstat(
        {
            "version": "2.0",
            "class": "dataset",
            "role": {"time": ["Tid"]},
            "id": names,
            "size": list(map(len, codes)),
            "dimension": {
                name: {"category": {"index": own}} for name, own in zip(names, codes, strict=True)
            },
            "value": [value for value, _ in entries],
            "status": [sign for _, sign in entries],
        }
    )


def one_by_one(cube, words):
    """Observations by key, or None where they must be refused."""
    found = {}
    for codes, value, sign in cube.rows():
        own = dict(zip((each.id for each in cube.dimensions), codes, strict=True))
        word = sign.strip()
        if value is not None and (word in (":", ".") or (word == "-" and value)):
            return None
        if value is not None and int(value) > 2**53:
            return None
        parts = [
            words.get(code, f"{name}={code}") if name == "Kjonn" else f"{name}={code}"
            for name, code in own.items()
            if name in ("Kjonn", "Alder")
        ]
        key = (
            region_of(own["Region"]),
            str(period_of(own["Tid"])),
            ";".join(part for part in parts if part),
        )
        if key in found:
            return None
        bare = {":": "suppressed", "*": "suppressed", ".": "not_applicable"}.get(word, "missing")
        if word == "-":
            found[key] = (0.0, "reported")
        elif value is None:
            found[key] = (None, bare)
        else:
            found[key] = (float(value), "provisional" if word == "*" else "reported")
    return found


@given(countable(), st.sampled_from([{}, {"T": ""}, {"1": "men", "2": "women", "T": ""}]))
@settings(max_examples=300)
def test_every_cell_becomes_what_it_becomes_on_its_own(cube, words):
    words = {code: word for code, word in words.items() if code in cube.dimension("Kjonn").codes}
    expected = one_by_one(cube, words)
    if expected is None:
        with pytest.raises(InputError):
            to_observations(cube, "population", "Region", breakdowns={"Kjonn": words})
        return
    table = to_observations(cube, "population", "Region", breakdowns={"Kjonn": words}).table
    found = {
        (row.municipality, str(row.period), row.breakdown): (
            None if math.isnan(row.value) else row.value,
            row.status,
        )
        for row in table.itertuples()
    }
    assert found == expected
    keys = list(table[["municipality", "period", "breakdown"]].itertuples(index=False, name=None))
    assert keys == sorted(keys)


def test_a_cell_that_is_refused_is_not_told_again_as_a_double():
    raw = small(status={"0": ":"})
    raw["dimension"]["Region"]["category"] = {"index": ["3301", "K-3301"]}
    with pytest.raises(InputError) as caught:
        to_observations(read_jsonstat(raw), "population", "Region")
    keys = [fault.key for fault in caught.value.faults]
    assert keys[0] == "3301 0 P1 2024"
    assert len(keys) == 1 + 5
    assert "population 3301 2024" not in keys
