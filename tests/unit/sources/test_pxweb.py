"""A PxWeb service in the shape of the real one on this machine, with SCB's real files."""

import hashlib
import json
import math
import time
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from web_server import as_json, failing, serving, too_many

from analysis.errors import FetchError, InputError, ParameterError
from analysis.sources.jsonstat import join, read_jsonstat, read_metadata, to_observations
from analysis.sources.pxweb import CodeList, fetch_table, open_service, select, split
from analysis.sources.pxweb.provenance import provenance_of
from analysis.sources.web import Answer, Web

CONFIG = {
    "languages": [{"id": "en", "label": "English"}, {"id": "no", "label": "norsk"}],
    "defaultLanguage": "no",
    "maxDataCells": 1000,
    "maxCallsPerTimeWindow": 100,
    "timeWindow": 1,
}
AGES = [f"{age:03d}" for age in range(10)]
YEARS = ["2022", "2023", "2024", "2025"]


def table(regions=("0", "0301", "1103", "3301"), ages=AGES, **others):
    """A whole table as a service has it; a figure says where it stands."""
    codes = {
        "Region": list(regions),
        "Kjonn": ["1", "2"],
        "Alder": list(ages),
        "ContentsCode": ["Personer1"],
        "Tid": YEARS,
    }
    cells = math.prod(map(len, codes.values()))
    return {
        "version": "2.0",
        "class": "dataset",
        "label": "07459: Befolkning",
        "source": "Statistisk sentralbyrå",
        "updated": "2026-02-25T07:00:00Z",
        "note": ["Grensene er endret."],
        "role": {"time": ["Tid"], "metric": ["ContentsCode"], "geo": ["Region"]},
        "id": list(codes),
        "size": [len(own) for own in codes.values()],
        "dimension": {
            name: {"category": {"index": own}, "extension": {"elimination": name == "Kjonn"}}
            for name, own in codes.items()
        },
        "extension": {"px": {"tableid": "07459"}},
        "value": [None if cell % 7 == 3 else cell for cell in range(cells)],
        "status": {str(cell): ":."[cell % 2] for cell in range(3, cells, 7)},
        **others,
    }


class Fake:
    """What the service has. ``selections`` are the codes of every call for figures."""

    def __init__(self, server, whole, config=None, name="07459"):
        self.config, self.whole = config or CONFIG, whole
        self.cube = read_jsonstat(whole)
        self.cells = {codes: (value, sign) for codes, value, sign in self.cube.rows()}
        self.selections, self.lists = [], {}
        self.reverse = False
        server.routes["/config"] = lambda _: self.config
        server.routes[f"/tables/{name}/metadata"] = lambda _: {
            **whole,
            "value": [],
            "status": {},
        }
        server.routes[f"/tables/{name}/data"] = self.data
        server.routes["/codelists/"] = lambda asked: self.lists[asked.path.split("/")[-1]]

    def data(self, asked):
        assert asked.query["outputFormat"] == "json-stat2"
        if asked.method == "POST":
            entries = asked.json["selection"]
            codes = {entry["variableCode"]: entry["valueCodes"] for entry in entries}
        else:
            codes = {
                key[11:-1]: value.split(",")
                for key, value in asked.query.items()
                if key.startswith("valueCodes[")
            }
        self.selections.append(codes)
        if math.prod(map(len, codes.values())) > self.config["maxDataCells"]:
            return failing(403, "Too many cells selected")
        return self.part(codes)

    def part(self, codes):
        raw = json.loads(json.dumps(self.whole))
        names = [name for name in raw["id"] if name in codes]
        if self.reverse:
            codes = {name: own[::-1] for name, own in codes.items()}
        for name in list(raw["dimension"]):
            if name not in codes:
                del raw["dimension"][name]
                continue
            own = raw["dimension"][name]["category"]
            told = {key: own[key] for key in ("label", "unit", "note") if key in own}
            some = {
                key: {code: each[code] for code in codes[name] if code in each}
                for key, each in told.items()
            }
            raw["dimension"][name]["category"] = {**some, "index": codes[name]}
        keys = list(product(*(codes[name] for name in names)))
        found = [self.cells.get(key, (len(key), "")) for key in keys]
        status = {str(cell): sign for cell, (_, sign) in enumerate(found) if sign}
        size = [len(codes[name]) for name in names]
        return raw | {"id": names, "size": size, "value": [v for v, _ in found], "status": status}


@pytest.fixture
def server():
    with serving() as running:
        yield running


@pytest.fixture
def web(tmp_path):
    return Web(tmp_path / "cache", pause=0.0, attempts=2, limit=5.0)


ALL = dict.fromkeys(["Region", "Kjonn", "Alder", "ContentsCode", "Tid"], "*")


def test_the_limits_are_read_from_the_real_configuration_of_scb(server, web, shared):
    content = (shared / "data" / "scb-pxwebapi2" / "config.json").read_bytes()
    server.routes["/config"] = lambda _: content
    service = open_service(web, server.address, "scb")
    limits = service.limits
    assert (limits.cells, limits.calls, limits.window) == (150000, 3, 1)
    assert limits.languages == ("sv", "en")
    assert service.language == "sv"
    assert service.web.pause == pytest.approx(1.1 / 3)
    assert web.pause == 0.0
    assert open_service(replace(web, pause=2.0), server.address, "scb").web.pause == 2.0
    with pytest.raises(ParameterError, match=r"'no'\. Accepted: sv, en"):
        open_service(web, server.address, "scb", "no")


@pytest.mark.parametrize(
    ("key", "value"),
    [("maxDataCells", None), ("maxDataCells", 0), ("maxCallsPerTimeWindow", "30"),
     ("timeWindow", True), ("timeWindow", -1), ("languages", [])],
)  # fmt: skip
def test_a_configuration_without_limits_is_refused(server, web, key, value):
    server.routes["/config"] = lambda _: CONFIG | {key: value}
    with pytest.raises(InputError) as caught:
        open_service(web, server.address, "ssb")
    assert [fault.key for fault in caught.value.faults] == [key]


def test_a_configuration_that_is_something_else_names_all_that_it_lacks(server, web):
    server.routes["/config"] = lambda _: []
    with pytest.raises(InputError) as caught:
        open_service(web, server.address, "ssb")
    assert len(caught.value.faults) == 4


def test_calls_keep_the_distance_that_the_service_wants(server, web):
    Fake(server, table(), CONFIG | {"maxDataCells": 40, "maxCallsPerTimeWindow": 10})
    service = open_service(web, server.address, "ssb")
    began = time.monotonic()
    fetched = fetch_table(service, "07459", ALL | {"Region": "0301"})
    assert fetched.calls == 2
    assert time.monotonic() - began >= 2 * 0.11


def test_scbs_real_figures_come_whole_from_one_call_and_the_same_from_many(server, web, shared):
    folder = shared / "data" / "scb-pxwebapi2"
    content = (folder / "TAB6471_data.json").read_bytes()
    raw = json.loads(content)
    fake = Fake(server, raw, CONFIG | {"maxDataCells": 150000}, "TAB6471")
    server.routes["/tables/TAB6471/data"] = lambda _: content
    everything = dict.fromkeys(raw["id"], "*")
    one = fetch_table(open_service(web, server.address, "scb"), "TAB6471", everything)
    assert one.cube == read_jsonstat(content)
    assert one.provenance.sha256 == hashlib.sha256(content).hexdigest()
    assert one.calls == 1

    fake.config = fake.config | {"maxDataCells": 100}
    server.routes["/tables/TAB6471/data"] = fake.data
    many = fetch_table(open_service(web, server.address, "scb"), "TAB6471", everything)
    assert many.calls == len(fake.selections) == 42
    assert many.cube == one.cube
    assert many.cube.noisy
    table = to_observations(many.cube, "population", region="Region").table
    assert table["value"].sum() == sum(raw["value"])


def test_provenance_says_all_that_the_store_needs(server, web):
    Fake(server, table())
    fetched = fetch_table(open_service(web, server.address, "ssb"), "07459", ALL)
    provenance = fetched.provenance
    assert provenance.source == "SSB/07459"
    assert provenance.title == "07459: Befolkning"
    assert provenance.address == f"{server.address}/tables/07459/data"
    assert provenance.published == date(2026, 2, 25)
    assert (datetime.now(UTC) - provenance.retrieved).total_seconds() < 60
    assert provenance.licence == "CC BY 4.0"
    assert provenance.notes == ("Grensene er endret.",)
    assert not fetched.kept


def test_the_sum_of_several_answers_is_of_their_sums(server, web, tmp_path):
    Fake(server, table(), CONFIG | {"maxDataCells": 200})
    fetched = fetch_table(open_service(web, server.address, "scb"), "07459", ALL)
    assert fetched.calls == 2
    kept = [path.read_bytes() for path in (tmp_path / "cache").rglob("*.answer")]
    figures = [each for each in kept if b'"status"' in each and b'"value": []' not in each]
    sums = [hashlib.sha256(each).hexdigest() for each in figures]
    orders = [f"{a}\n{b}\n" for a, b in (sums, sums[::-1])]
    assert fetched.provenance.sha256 in [hashlib.sha256(o.encode()).hexdigest() for o in orders]
    assert fetched.provenance.licence == "CC0"


def test_several_answers_are_as_old_as_the_oldest():
    times = [datetime(2026, 6, day, tzinfo=UTC) for day in (9, 8, 10)]
    answers = [Answer(f"https://x/{when.day}", b"", when) for when in times]
    provenance = provenance_of("scb", "TAB1", read_jsonstat(table(label="")), answers)
    assert provenance.retrieved == times[1]
    assert provenance.address == "https://x/9"
    assert provenance.title == "TAB1"
    undated = provenance_of("scb", "TAB1", read_jsonstat(table(updated=None)), answers)
    assert undated.published is None


@pytest.mark.parametrize("updated", ["2999-01-01T00:00:00Z", "soon"])
def test_a_date_of_update_that_cannot_be_is_refused(server, web, updated):
    Fake(server, table(updated=updated))
    with pytest.raises(InputError, match="updated"):
        fetch_table(open_service(web, server.address, "ssb"), "07459", ALL)


def test_a_short_selection_goes_by_get_with_exactly_its_codes(server, web):
    fake = Fake(server, table())
    selection = {"Region": "0301,33??", "Alder": ["top(2)"], "ContentsCode": "*", "Tid": "top(2)"}
    fetched = fetch_table(open_service(web, server.address, "ssb", "en"), "07459", selection)
    asked = server.asked[-1]
    assert asked.method == "GET"
    assert asked.query["lang"] == "en"
    assert asked.query["valueCodes[Region]"] == "0301,3301"
    assert "valueCodes[Kjonn]" not in asked.query
    assert fake.selections[-1]["Tid"] == ["2024", "2025"]
    assert [each.id for each in fetched.cube.dimensions] == [
        "Region",
        "Alder",
        "ContentsCode",
        "Tid",
    ]
    assert fetched.cube.dimension("Alder").codes == ("000", "001")


def test_a_long_selection_goes_by_post_and_comes_in_the_order_of_the_table(server, web):
    regions = [f"{number:04d}" for number in range(1000, 1400)]
    fake = Fake(server, table(regions), CONFIG | {"maxDataCells": 50000})
    fake.reverse = True
    fetched = fetch_table(open_service(web, server.address, "ssb"), "07459", ALL)
    asked = server.asked[-1]
    assert asked.method == "POST"
    assert asked.query == {"lang": "no", "outputFormat": "json-stat2"}
    assert asked.json["selection"][0] == {"variableCode": "Region", "valueCodes": regions}
    assert fetched.cube == fake.cube
    assert fetched.provenance.retrieved.tzinfo is not None


def test_a_code_with_a_comma_goes_by_post(server, web):
    fake = Fake(server, table(ages=["0,5", "1"]))
    fetched = fetch_table(open_service(web, server.address, "ssb"), "07459", ALL)
    assert server.asked[-1].method == "POST"
    assert fetched.cube == fake.cube


def test_an_aggregated_code_list_brings_its_own_codes(server, web):
    fake = Fake(server, table())
    values = [{"code": "K-3301", "label": "Drammen"}, {"code": "K-0301", "label": "Oslo"}]
    fake.lists = {
        "agg_KommSummer": {"id": "agg_KommSummer", "type": "Aggregation", "values": values},
        "vs_Komm": {"type": "Valueset", "values": values},
        "agg_Twice": {"type": "Aggregation", "values": [*values, values[0]]},
        "agg_None": {"type": "Aggregation", "values": []},
    }
    service = open_service(web, server.address, "ssb")
    fetched = fetch_table(service, "07459", ALL, {"Region": "agg_KommSummer"})
    assert server.asked[-1].query["codelist[Region]"] == "agg_KommSummer"
    assert server.asked[-1].query["outputValues[Region]"] == "aggregated"
    assert fetched.cube.dimension("Region").codes == ("K-3301", "K-0301")
    observed = to_observations(fetched.cube, "population", "Region").table
    assert set(observed["municipality"]) == {"3301", "0301"}
    fetch_table(service, "07459", ALL, {"Region": "vs_Komm"})
    assert server.asked[-1].query["codelist[Region]"] == "vs_Komm"
    assert "outputValues[Region]" not in server.asked[-1].query
    for broken in ("agg_Twice", "agg_None"):
        with pytest.raises(InputError, match="values"):
            service.code_list(broken)
    codes = {"Region": tuple(f"K-{number}" for number in range(1000, 1400))}
    service.figures("07459", codes, {"Region": service.code_list("agg_KommSummer")})
    [entry] = server.asked[-1].json["selection"]
    assert (entry["codelist"], entry["outputValues"]) == ("agg_KommSummer", "aggregated")


@pytest.mark.parametrize("status", [400, 403, 404])
def test_a_refusal_is_explained(server, web, status):
    Fake(server, table())
    service = open_service(web, server.address, "ssb")
    server.routes["/tables/07459/data"] = lambda _: failing(status, "what it says")
    words = {400: "not accepted", 403: "more cells", 404: "no such table"}
    with pytest.raises(FetchError, match=words[status]) as caught:
        fetch_table(service, "07459", ALL)
    assert "what it says" in str(caught.value)
    assert str(status) in str(caught.value)


def test_too_many_calls_are_obeyed_and_then_explained(server, web):
    fake = Fake(server, table())
    service = open_service(web, server.address, "ssb")
    server.first(too_many(0.0))
    assert fetch_table(service, "07459", ALL).cube == fake.cube
    server.routes["/tables/07459/data"] = lambda _: too_many()
    with pytest.raises(FetchError, match=r"100 calls in 1 seconds, 1000 cells in each"):
        fetch_table(service, "07459", ALL | {"Tid": "2024"})
    server.routes["/config"] = lambda _: too_many()
    with pytest.raises(FetchError, match="see its /config"):
        open_service(web, server.address, "ssb")


def test_an_answer_to_something_else_is_refused(server, web):
    fake = Fake(server, table())
    service = open_service(web, server.address, "ssb")
    for other in ({"Tid": ["2024"]}, {"Tid": [*YEARS, "2026"]}):
        codes = {each.id: list(each.codes) for each in fake.cube.dimensions} | other
        server.routes["/tables/07459/data"] = lambda _, own=codes: fake.part(own)
        with pytest.raises(InputError, match="cells of the 320 asked for"):
            fetch_table(service, "07459", ALL)
    server.routes["/tables/07459/data"] = lambda _: as_json({"title": "Not Found"})
    with pytest.raises(InputError, match="version"):
        fetch_table(service, "07459", ALL)


def test_what_was_fetched_is_there_offline_with_its_time(server, web, tmp_path):
    regions = [f"{number:04d}" for number in range(1000, 1400)]
    Fake(server, table(regions), CONFIG | {"maxDataCells": 20000})
    first = fetch_table(open_service(web, server.address, "ssb"), "07459", ALL)
    server.stop()
    away = Web(tmp_path / "cache", offline=True)
    again = fetch_table(open_service(away, server.address, "ssb"), "07459", ALL)
    assert again.cube == first.cube
    assert again.kept
    assert again.provenance.sha256 == first.provenance.sha256
    gap = again.provenance.retrieved - first.provenance.retrieved
    assert abs(gap.total_seconds()) < 0.001
    with pytest.raises(FetchError, match="never fetched"):
        fetch_table(open_service(away, server.address, "ssb"), "07459", ALL | {"Tid": "2022"})


def test_more_calls_than_is_decent_and_ids_that_are_none_are_refused(server, web):
    Fake(server, table(), CONFIG | {"maxDataCells": 1})
    service = open_service(web, server.address, "ssb")
    with pytest.raises(ParameterError, match="320 calls of 1 cells"):
        fetch_table(service, "07459", ALL)
    for wrong in ("../config", "", "a/b", "07459?x"):
        with pytest.raises(ParameterError, match="is no table"):
            service.metadata(wrong)
    with pytest.raises(ParameterError, match="is no code list"):
        service.code_list("../tables")
    other = open_service(web, server.address, "dst")
    with pytest.raises(ParameterError, match="'dst' is no PxWeb service"):
        fetch_table(other, "07459", ALL)


# --- selections ---------------------------------------------------------------------------------

CUBE = read_metadata(table(["0", "0301", "1103", "1106", "3301"]))


def chosen(name, expressions):
    return select(CUBE, ALL | {name: expressions})[name]


@pytest.mark.parametrize(
    ("name", "expressions", "codes"),
    [
        ("Region", "*", ("0", "0301", "1103", "1106", "3301")),
        ("Region", "????", ("0301", "1103", "1106", "3301")),
        ("Region", "11*", ("1103", "1106")),
        ("Region", "*01", ("0301", "3301")),
        ("Region", "3301, 0301", ("0301", "3301")),
        ("Region", ["3301", "11??"], ("1103", "1106", "3301")),
        ("Region", "top(2)", ("0", "0301")),
        ("Region", "TOP(2,1)", ("0301", "1103")),
        ("Region", "bottom(2)", ("1106", "3301")),
        ("Region", "bottom(1,1)", ("1106",)),
        ("Tid", "top(1)", ("2025",)),
        ("Tid", "top(2,1)", ("2023", "2024")),
        ("Tid", "bottom(1)", ("2022",)),
        ("Tid", "from(2024)", ("2024", "2025")),
        ("Tid", "to(2022)", ("2022",)),
        ("Tid", "range(2023,2024)", ("2023", "2024")),
        ("Tid", "[range(2023,2024)]", ("2023", "2024")),
        ("Tid", "to(2022),top(1)", ("2022", "2025")),
    ],
)
def test_an_expression_means_these_codes(name, expressions, codes):
    assert chosen(name, expressions) == codes


@pytest.mark.parametrize(
    ("name", "expressions"),
    [
        ("Region", "0302"),
        ("Region", "99*"),
        ("Region", "from(0301)"),
        ("Region", "top(0)"),
        ("Region", "[0]301*"),
        ("Region", ""),
        ("Region", []),
        ("Region", "0301,,3301"),
        ("Tid", "from(2026)"),
        ("Tid", "range(2023)"),
        ("Tid", "from(2023,2024)"),
        ("Tid", "range(2024,2023)"),
    ],
)
def test_an_expression_that_means_nothing_is_refused(name, expressions):
    with pytest.raises(ParameterError, match=f"'{name}'"):
        chosen(name, expressions)


def test_all_that_is_wrong_with_a_selection_is_told_at_once():
    with pytest.raises(ParameterError) as caught:
        select(CUBE, {"Regio": "*", "Region": "0310", "Tid": "*"})
    told = str(caught.value)
    assert "'Regio' is no variable. Accepted: Region, Kjonn, Alder, ContentsCode, Tid." in told
    assert "'0310' is nothing of 'Region'" in told
    assert "'Alder' (Alder) must be selected" in told
    assert "'ContentsCode'" in told
    assert "'Kjonn'" not in told


def test_a_code_list_without_a_selection_is_refused():
    others = {name: "*" for name in ALL if name != "Kjonn"}
    assert "Kjonn" not in select(CUBE, others)
    with pytest.raises(ParameterError, match=r"'Kjonn' \(Kjonn\) must be selected"):
        select(CUBE, others, {"Kjonn": CodeList("vs_K", ("1",), False)})


@given(st.lists(st.integers(1, 7), min_size=1, max_size=4), st.integers(1, 60), st.randoms())
def test_splitting_and_joining_changes_nothing(sizes, most, random):
    names = [f"d{number}" for number in range(len(sizes))]
    codes = {n: tuple(f"c{c}" for c in range(size)) for n, size in zip(names, sizes, strict=True)}
    cells = math.prod(sizes)
    whole = {
        "version": "2.0",
        "class": "dataset",
        "id": names,
        "size": sizes,
        "dimension": {name: {"category": {"index": list(own)}} for name, own in codes.items()},
        "value": [random.choice([None, 0, cell, cell / 7]) for cell in range(cells)],
        "status": [random.choice(["", ".", ":", "*"]) for _ in range(cells)],
    }
    cube = read_jsonstat(whole)
    found = {key: (value, sign) for key, value, sign in cube.rows()}
    parts = split(codes, most)
    assert all(math.prod(map(len, part.values())) <= most for part in parts)
    assert (len(parts) == 1) == (cells <= most)
    answers = []
    for part in parts:
        own = [found[key] for key in product(*part.values())]
        dimension = {name: {"category": {"index": list(c)}} for name, c in part.items()}
        size = [len(c) for c in part.values()]
        pairs = {"value": [v for v, _ in own], "status": [s for _, s in own]}
        answers.append(read_jsonstat(whole | {"size": size, "dimension": dimension} | pairs))
    random.shuffle(answers)
    assert join(answers, codes, "parts") == cube


def test_the_longest_variable_is_split_first():
    codes = {"a": tuple("1234567890"), "b": ("x", "y"), "c": ("z",)}
    parts = split(codes, 6)
    assert [part["a"] for part in parts] == [
        ("1", "2", "3"),
        ("4", "5", "6"),
        ("7", "8", "9"),
        ("0",),
    ]
    assert {part["b"] for part in parts} == {("x", "y")}
