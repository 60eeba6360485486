"""A filled form becomes a programme file; what is wrong with it is told, and nothing is written."""

import random
import shutil
import string
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from making import PROJECT
from making_forms import (
    ABOUT,
    INDICATOR,
    LEAVE,
    MEASURE,
    OWN,
    OWN_INDICATOR,
    PARTIES,
    TARGET,
    prepared,
    put,
)
from making_replies import TODAY
from openpyxl import Workbook, load_workbook

from analysis.errors import Fault, InputError, ParameterError
from analysis.model.periods import Period
from analysis.model.texts import LANGUAGES
from analysis.sources.catalogue import find_programme, read_programme
from analysis.sources.forms.labels import read_labels
from analysis.sources.forms.layout import shown
from analysis.sources.forms.programme import programme_form, rows_of, write_programme_of
from analysis.sources.forms.programme.names import made_id
from analysis.sources.forms.programme.scales import steps_of
from analysis.sources.forms.sheets import write_form
from analysis.sources.forms.status import write_status_form
from analysis.sources.workspace import Workspace


@pytest.fixture
def desk(tmp_path, monkeypatch) -> Workspace:
    monkeypatch.setenv("TILTAK_WORKSPACE", str(tmp_path))
    return prepared(tmp_path)


def filled(desk, language="nb", **tables):
    """Fill in a form and make a programme of it. Its sheets are there with their headings, as the
    bare minimum that a form is known by: to write all of it takes longer than to read it."""
    form = programme_form(
        desk, language, {"programme": [ABOUT], "indicators": [INDICATOR], **tables}
    )
    book = Workbook()
    for table in form.tables:
        page = book.create_sheet(table.title)
        if table.upright:
            page.append([form.words["field"], form.words["answer"]])
            line = table.rows[0]
            for item in table.columns:
                page.append([item.title, shown(item, line.get(item.key))])
        else:
            page.append([item.title for item in table.columns])
            for line in table.rows:
                page.append([shown(item, line.get(item.key)) for item in table.columns])
        for row in page.iter_rows():
            for cell in row:
                if isinstance(cell.value, str):
                    cell.data_type = "s"
    path = desk.root / "filled.xlsx"
    book.save(path)
    return write_programme_of(desk, path, TODAY)


def whole(desk, change=None, **tables):
    """As it is handed out: write the form, filled in, have it changed, make a programme of it."""
    rows = {"programme": [ABOUT], "indicators": [INDICATOR], **tables}
    path = desk.root / "filled.xlsx"
    write_form(path, programme_form(desk, "nb", rows))
    if change is not None:
        book = load_workbook(path)
        change(book)
        book.save(path)
    return write_programme_of(desk, path, TODAY)


def faults(desk, **more) -> list[str]:
    with pytest.raises(InputError) as refusal:
        (whole if "change" in more else filled)(desk, **more)
    assert list(desk.programmes.iterdir()) == []
    return [str(fault).removeprefix("filled.xlsx: ") for fault in refusal.value.faults]


# -- what is written


def test_a_filled_form_is_a_programme_with_what_was_said_in_one_language(desk):
    written = filled(desk, measures=[MEASURE], targets=[TARGET], parties=PARTIES)
    programme = read_programme(desk, written.path)
    assert programme.id == "ours"
    assert (programme.country, programme.municipality) == ("NO", "4001")
    assert dict(programme.title) == {"nb": ABOUT["title"]}
    assert (str(programme.start), str(programme.as_of)) == ("2024Q1", "2025Q4")
    (measure,) = programme.measures
    assert (measure.number, str(measure.start), str(measure.deadline)) == ("1", "2024Q1", "2025Q2")
    assert dict(measure.owner) == {"nb": "HR-sjefen"}
    (indicator,) = programme.indicators
    assert (indicator.id, indicator.source, indicator.direction) == (
        "sick_leave_own_no", OWN, "decrease")  # fmt: skip
    assert (indicator.unit, indicator.rounding, indicator.weights.usual) == (
        "percent", 0.05, (0.2, 0.3))  # fmt: skip
    assert [(item.tier, str(item.period), item.value) for item in programme.targets] == [
        ("acceptable", "2026", 8.0),
        ("desired", "2026", 7.5),
    ]
    assert [(item.id, item.evaluated) for item in programme.parties] == [
        ("ledelsen", True),
        ("verneombud", False),
    ]
    assert programme.document.producer == "HR-avdelingen"
    assert written.remarks == ("Status per: 2025Q4, the last period with a figure.",)


def test_what_is_left_empty_is_listed_with_what_it_is_for(desk):
    lines = "\n".join(filled(desk, measures=[{"text": "Noe"}, MEASURE]).missing)
    assert "what the programme is about" in lines
    assert "a deadline for 1 of 2 measures: whether they are late cannot be said" in lines
    assert "who answers for 1 of 2 measures" in lines
    assert "targets: nothing can be said to be met" in lines
    assert "parties: nobody is named" in lines
    assert "measures: no report" not in lines
    assert "steps for verdicts" not in lines


@pytest.mark.parametrize(
    "said",
    ["Løpende", "løpande", "Fortlöpande", "LÖPANDE", "kontinuerlig", "continuous", "hele perioden"],
)
def test_a_measure_that_goes_on_has_no_deadline_and_lacks_none(desk, said):
    rows = [{**MEASURE, "deadline": said}, {**MEASURE, "number": "2", "deadline": None}, MEASURE]
    written = filled(desk, measures=rows)
    on, _, dated = read_programme(desk, written.path).measures
    assert (on.continuous, on.deadline, dated.continuous) == (True, None, False)
    lines = "\n".join(written.missing)
    assert "a deadline for 1 of 3 measures: whether they are late cannot be said" in lines


def test_what_else_can_have_changed_the_figures_is_written_as_it_was_said(desk):
    said = [
        {"short": "nytt system", "text": "Fra 2025 telles det nytt."},
        {"short": "mild vinter"},
    ]
    written = filled(desk, rivals=said)
    programme = read_programme(desk, written.path)
    assert [(item.short["nb"], item.text["nb"]) for item in programme.rivals] == [
        ("nytt system", "Fra 2025 telles det nytt."),
        ("mild vinter", "mild vinter"),
    ]
    assert not any("other explanations" in line for line in written.missing)
    assert rows_of(programme, "nb")["rivals"] == [said[0], {**said[1], "text": "mild vinter"}]


def test_a_form_from_before_other_explanations_were_asked_for_is_read(desk):
    def as_it_was(book):
        del book["Andre forklaringer"]

    written = whole(desk, as_it_was)
    assert read_programme(desk, written.path).rivals == ()
    assert "other explanations: a report names none beside a change" in written.missing


def test_an_explanation_without_its_few_words_is_a_fault_at_its_cell(desk):
    (fault,) = faults(desk, rivals=[{"text": "Fra 2025 telles det nytt."}])
    assert "Andre forklaringer, row 2, column A (Forklaring): is empty" in fault


def test_a_form_filled_in_with_a_programme_says_which_measures_go_on(desk):
    rows = [{**MEASURE, "deadline": "continuous"}]
    path = whole(desk, measures=rows).path
    again = rows_of(read_programme(desk, path), "sv")["measures"]
    assert again[0]["deadline"] == "continuous"
    (page,) = [
        table for table in programme_form(desk, "sv", {"measures": again}).tables
        if table.key == "measures"
    ]  # fmt: skip
    assert shown(page.column("deadline"), "continuous") == "Fortlöpande"
    path.unlink()
    (fault,) = faults(desk, measures=[{**MEASURE, "deadline": "våren 2025"}])
    assert fault.endswith("2026-03-31 or 31. mars 2026; or Løpende.")


def test_the_form_on_status_says_that_a_measure_goes_on(desk):
    about = {**ABOUT, "scale": "three"}
    rows = [{**MEASURE, "deadline": "continuous"}, MEASURE]
    programme = read_programme(
        desk, filled(desk, programme=[about], measures=rows, parties=PARTIES).path
    )
    path = desk.root / "status.xlsx"
    write_status_form(desk, programme, "ledelsen", Period.parse("2026"), "nn", path)
    cells = [cell.value for page in load_workbook(path) for row in page for cell in row]
    assert cells.count("Løpande") == 1
    assert "2025Q2" in cells


def test_a_programme_file_does_not_say_both_that_a_measure_goes_on_and_when_it_ends(desk):
    path = filled(desk, measures=[MEASURE]).path
    text = path.read_text()
    path.write_text(text.replace('deadline = "2025Q2"', 'deadline = "2025Q2"\ncontinuous = true'))
    with pytest.raises(InputError) as refused:
        read_programme(desk, path)
    (fault,) = refused.value.faults
    assert fault.found == "a deadline, 2025Q2, of a measure that is continuous"
    assert fault.accepted == "one of the two"


def test_the_steps_for_verdicts_come_with_an_empty_form_in_all_languages(desk):
    for code in LANGUAGES:
        (row,) = programme_form(desk, code).table("programme").rows
        assert row["scale"] == "three"
    written = filled(desk, programme=[{**ABOUT, "scale": "three"}], parties=PARTIES)
    scale = read_programme(desk, written.path).scale
    assert [item.id for item in scale] == ["succeeded", "partly-succeeded", "did-not-succeed"]
    assert [item.title["nb"] for item in scale] == ["Lyktes", "Lyktes delvis", "Lyktes ikke"]
    assert [item.title["sv"] for item in scale] == ["Lyckades", "Lyckades delvis", "Lyckades inte"]
    assert set(scale[0].prints) == {"Lyktes", "Lykkast", "Lyckades", "Succeeded"}


def test_steps_of_one_s_own_are_written_in_the_order_and_language_they_stand_in(desk):
    said = " Helt ;Nesten;  Ikke i det hele tatt; "
    written = filled(desk, programme=[{**ABOUT, "scale": said}], parties=PARTIES)
    programme = read_programme(desk, written.path)
    assert [dict(item.title) for item in programme.scale] == [
        {"nb": "Helt"}, {"nb": "Nesten"}, {"nb": "Ikke i det hele tatt"}]  # fmt: skip
    (about,) = rows_of(programme, "nb")["programme"]
    assert about["scale"] == "Helt; Nesten; Ikke i det hele tatt"


def test_a_step_is_never_called_what_means_that_a_verdict_is_taken_back():
    assert [step.id for step in steps_of("Withdrawn; Kept", "en")] == ["step-withdrawn", "kept"]


@pytest.mark.parametrize(
    "said",
    ["Bra", "Bra; bra", ";;", "; ".join(f"Trinn {number}" for number in range(10)),
     f"Bra; {'Dårlig' * 11}", "★; ☆"],
)  # fmt: skip
def test_what_is_no_scale_is_refused_at_its_cell(desk, said):
    (told,) = faults(desk, programme=[{**ABOUT, "scale": said}], parties=PARTIES)
    assert "(Trinn for vurderinger)" in told
    assert "Accepted: two to nine different steps, best first, with semicolons between" in told


def test_without_steps_parties_cannot_be_asked_and_without_parties_there_are_no_steps(desk):
    written = filled(desk, parties=PARTIES)
    assert "steps for verdicts: the parties cannot be asked" in "\n".join(written.missing)
    assert read_programme(desk, written.path).scale == ()
    written.path.unlink()
    written = filled(desk, programme=[{**ABOUT, "scale": "three"}])
    assert read_programme(desk, written.path).scale == ()


def test_nine_steps_of_sixty_letters_are_a_scale():
    steps = steps_of("; ".join(f"{number} {'x' * 58}" for number in range(1, 10)), "nb")
    assert len(steps) == 9


def test_an_indicator_of_one_s_own_needs_no_figures_and_says_where_they_are(desk):
    about = {**ABOUT, "as_of": "2025", "summary": "Om opplæring."}
    written = filled(desk, programme=[about], indicators=[OWN_INDICATOR])
    (indicator,) = read_programme(desk, written.path).indicators
    assert indicator.id == "andel-ledere-med-opplaering"
    assert (indicator.source, dict(indicator.where)) == (None, {"nb": "HR-avdelingen"})
    assert dict(indicator.definition) == {"nb": "av alle ledere"}
    assert "figures of 'Andel ledere med opplæring': bring them with `tiltak import FILE`" in (
        written.missing
    )


def test_a_programme_speaks_from_the_last_figure_of_any_indicator_and_may_end_as_it_begins(desk):
    put(desk.root, "own", "presence", "presence_no", "4001", first=2015)
    item = {"indicator": "presence_no", "source": "store:own/presence"}
    measure = {**MEASURE, "start": "2024Q1", "deadline": "2024-02"}
    written = filled(desk, indicators=[item, INDICATOR], measures=[measure])
    assert str(read_programme(desk, written.path).as_of) == "2025Q4"


def test_what_a_source_calls_the_figures_and_its_units_are_written(desk):
    put(desk.root, "kolada", "N00090", "N00090", "1060")
    put(desk.root, "kolada", "N00090", "N00090", "1060", unit="Skolan", n=40)
    about = {**ABOUT, "municipality": "SE 1060"}
    item = {"indicator": "sick_leave_se", "source": "kolada/N00090"}
    written = filled(desk, programme=[about], indicators=[item])
    (indicator,) = read_programme(desk, written.path).indicators
    assert (indicator.id, indicator.source, indicator.series, indicator.units) == (
        "sick_leave_se", "store:kolada/N00090", "N00090", "store:kolada/N00090")  # fmt: skip
    assert indicator.registered == "sick_leave_se"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_of_each_language_makes_a_programme_in_it(desk, language):
    about = {**ABOUT, "language": language}
    title = programme_title(language)
    written = filled(desk, language, programme=[about], targets=[{**TARGET, "indicator": title}])
    programme = read_programme(desk, written.path)
    assert dict(programme.title) == {language: ABOUT["title"]}
    assert len(programme.targets) == 2


def programme_title(language: str) -> str:
    workspace = Workspace(PROJECT)
    form = programme_form(workspace, language)
    choices = form.table("indicators").column("indicator").choices
    return next(item.title for item in choices if item.id == "sick_leave_own_no")


def test_a_form_that_libreoffice_saved_as_ods_says_the_same(desk):
    path = PROJECT / "tests" / "fixtures" / "forms" / "filled-by-libreoffice.ods"
    programme = read_programme(desk, write_programme_of(desk, path, TODAY).path)
    assert programme.id == "ned-med-fravaeret"
    assert [(str(item.period), item.value) for item in programme.targets] == [
        ("2025", 8.2), ("2025", 7.8), ("2026", 8.0), ("2026", 7.5)]  # fmt: skip
    assert [str(item.deadline) for item in programme.measures] == ["2025Q2", "2026", "None"]


# -- municipalities


@pytest.mark.parametrize("said", ["4001", "porsgrunn ", "4001 Porsgrunn (NO)", "0805"])
def test_a_municipality_is_known_by_number_name_or_both(desk, said):
    written = filled(desk, programme=[{**ABOUT, "municipality": said}])
    assert read_programme(desk, written.path).municipality == "4001"
    assert not any("zero" in remark for remark in written.remarks)


def answer(book, key, value, language="nb"):
    """Answer a question of the first sheet."""
    words = read_labels("programme")[language]["programme"]
    page = book[words["title"]]
    title = words["title_of" if key == "title" else key][0]
    row = next(row for row in page.iter_rows() if str(row[0].value).rstrip(" *") == title)
    row[1].value = value


def test_a_zero_that_a_spreadsheet_took_away_is_put_back_and_said(desk):
    written = filled(desk, programme=[{**ABOUT, "municipality": 805}])
    assert read_programme(desk, written.path).municipality == "4001"
    assert (
        "sheet Om programmet, B4: '805' was read as 0805 Porsgrunn, the only municipality that "
        "fits; a spreadsheet removes the zero in front."
    ) in written.remarks


def test_a_number_that_two_countries_use_is_not_guessed(desk):
    (desk.root / "data" / "reference").mkdir()
    table = (PROJECT / "data" / "reference" / "municipalities.toml").read_text(encoding="utf-8")
    table += '\n[[municipalities]]\nname = "Her"\ncountry = "NO"\nnumbers = [{ number = "0115" }]\n'
    desk.fetched.joinpath("municipalities.toml").write_text(table, encoding="utf-8")
    about = {**ABOUT, "municipality": 115, "as_of": "2025"}
    (fault,) = faults(desk, programme=[about], indicators=[OWN_INDICATOR])
    assert "found '115': the number '0115' is both" in fault


# -- faults


def test_every_fault_of_a_form_is_told_at_once_in_the_order_of_its_sheets(desk):
    def change(book):
        answer(book, "id", "Ned Med")
        answer(book, "municipality", 301)
        answer(book, "start", "våren")
        answer(book, "filled_by", None)

    found = faults(
        desk,
        change=change,
        measures=[{**MEASURE, "deadline": "2023"}],
        targets=[{"indicator": "Turnover", "period": "2026", "desired": 7.0},
                 {"indicator": LEAVE, "period": "2026"}],
        parties=[{"party": "Ledelsen"}, {"party": "ledelsen"}],
    )  # fmt: skip
    starts = [
        "sheet Om programmet, row 6, column B (Kortnavn): 'Ned Med' is no id of a programme",
        "sheet Om programmet, row 7, column B (Kommune): found '301': no municipality has the "
        "number '0301'",
        "sheet Om programmet, row 8, column B (Startet): found 'våren'",
        "sheet Om programmet, row 10, column B (Fylt ut av): is empty",
        "sheet Tiltak, row 7, column F (Frist): 2023 is before the measure begins, 2024Q1",
        "sheet Mål, row 7, column B (Indikator): found 'Turnover'",
        "sheet Mål, row 8, column E (Ønsket): is empty. Accepted: a number here, or beside it",
        "sheet Parter, row 9, column B (Part): 'ledelsen' is there already",
    ]
    assert [fault[: len(start)] for fault, start in zip(found, starts, strict=True)] == starts
    assert "tiltak fetch klass municipalities" in found[1]


WHERE = {"where": "HR"}


@pytest.mark.parametrize(
    ("tables", "expected"),
    [
        ({"indicators": [{**INDICATOR, "source": "store:own/none"},
                         {"indicator": "sick_leave_own_no"},
                         {**INDICATOR, "indicator": "presence_no"},
                         {"indicator": "sick_leave_se", **WHERE},
                         {"indicator": "full_time_share_ks", "unit": "persons", **WHERE},
                         {"indicator": "position_size_ks", "definition": "x", **WHERE},
                         {**OWN_INDICATOR, "unit": None}]},
         [(2, "E (Tall): the store has no 'own/none'. Accepted: one of " + OWN),
          (3, f"E (Tall): is empty. Accepted: one of {OWN}; or, beside it, where"),
          (3, f"A (Indikator): '{LEAVE}' is there already"),
          (4, f"E (Tall): {OWN} holds figures of sick_leave_own_no"),
          (5, "A (Indikator): 'Sykefravær i alt, svenske kommuner' is an indicator of SE"),
          (6, "C (Enhet): 'Heltidsandel, KS' is counted in per cent of the employees"),
          (7, "D (Definisjon): 'Gjennomsnittlig stillingsstørrelse, KS' has its definition"),
          (8, "C (Enhet): is empty. Accepted: an answer, since the list has no 'Andel ledere")]),
        ({"programme": [{**ABOUT, "municipality": "SE 1060"}]},
         [(2, "A (Indikator): 'Sykefravær i kommunen, egne tall' is an indicator of NO"),
          (2, f"E (Tall): {OWN} has no figures of Olofström as a whole")]),
        ({"programme": [{**ABOUT, "as_of": "2023Q4"}]},
         [(6, "B (Status per): 2023Q4 is before the start, 2024Q1")]),
        ({"indicators": []}, [(6, "B (Status per): is empty. Accepted: a period, such as")]),
        ({"targets": [{**TARGET, "acceptable": 7.0},
                      {**TARGET, "period": "2027", "desired": 780.0, "acceptable": None},
                      {**TARGET, "period": "2028", "desired": 0.075, "acceptable": None},
                      {**TARGET, "acceptable": None}]},
         [(2, "C (Godt nok): 7 is stricter than the desired 7.5"),
          (3, "D (Ønsket): found 780. Accepted: from 0 to 100"),
          (4, "D (Ønsket): found 0.075: a share, or per cent?"),
          (5, f"B (Innen): a second target of '{LEAVE}' for 2026")]),
    ],
)  # fmt: skip
def test_what_does_not_hold_together_is_a_fault_at_its_cell(desk, tables, expected):
    found = [fault.partition(", row ")[2] for fault in faults(desk, **tables)]
    starts = [f"{row}, column {start}" for row, start in expected]
    assert sorted(
        fault[: len(start)] for fault, start in zip(sorted(found), sorted(starts), strict=True)
    ) == sorted(starts)


def test_a_list_of_persons_is_refused(desk):
    names = ("Kari", "Ola", "Per", "Anne", "Lars", "Ingrid", "Jan", "Hilde", "Knut", "Eva", "Tor")
    rows = [{"text": f"Tiltak nummer {name}", "owner": f"{name} Nordmann"} for name in names]
    (fault,) = faults(desk, measures=rows)
    assert "looks like personal data: names of persons" in fault


def test_a_programme_that_is_there_is_never_written_over(desk):
    first = filled(desk).path.read_text(encoding="utf-8")
    with pytest.raises(InputError, match="there is a programme 'ours' already"):
        filled(desk, measures=[MEASURE])
    assert (desk.programmes / "ours.toml").read_text(encoding="utf-8") == first


def test_texts_with_the_signs_of_toml_stay_texts(desk):
    text = "Si \"ja\" \\ nei {x} [y] # z = 1 '''"
    written = filled(desk, programme=[{**ABOUT, "title": text, "summary": text}])
    assert dict(read_programme(desk, written.path).title) == {"nb": text}


@pytest.mark.parametrize(
    ("title", "name"),
    [("Ledelsen", "ledelsen"), ("Ängar & Øyer", "angar-oyer"), ("2024", "party-2024"),
     ("北京", "party"), (" - ", "party"), ("Éva", "eva")],
)  # fmt: skip
def test_an_id_is_made_of_a_title(title, name):
    assert made_id(title, "party") == name


# -- there and back


def test_the_form_can_begin_from_a_programme_there_is(desk):
    shutil.copytree(PROJECT / "data" / "sources", desk.sources)
    source = PROJECT / "data" / "programmes" / "porsgrunn-sick-leave.toml"
    shutil.copyfile(source, desk.programmes / source.name)
    rows = rows_of(find_programme(desk, "porsgrunn-sick-leave"), "en")
    assert rows["programme"][0]["municipality"] == "NO 0805"
    assert len(rows["measures"]) == 29
    assert rows["targets"][0]["desired"] is not None
    write_form(desk.root / "form.xlsx", programme_form(desk, "en", rows))
    with pytest.raises(InputError, match="there is a programme 'porsgrunn-sick-leave' already"):
        write_programme_of(desk, desk.root / "form.xlsx", TODAY)


WORDS = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=30
).map(lambda text: " ".join(text.split())).filter(
    lambda text: any(sign.isalpha() for sign in text)
)  # fmt: skip
PERIODS = st.sampled_from(["2024", "2025Q2", "2025-06", "2026H1", "2026T3", "2025-03-31"])
VALUES = st.integers(10, 1000).map(lambda number: number / 10)
TARGETS = st.lists(
    st.tuples(PERIODS, VALUES, VALUES), max_size=4, unique_by=lambda target: target[0]
)
MEASURES = st.lists(
    st.fixed_dictionaries(
        {"text": WORDS}, optional={"number": st.sampled_from(["1", "2a", "10"]), "owner": WORDS,
                                   "start": st.just("2024Q1"), "deadline": PERIODS}
    ), max_size=5)  # fmt: skip
RIVALS = st.lists(st.fixed_dictionaries({"short": WORDS}, optional={"text": WORDS}), max_size=3)


@st.composite
def programmes(draw) -> dict:
    targets = [
        {"indicator": LEAVE, "period": period, "acceptable": max(pair), "desired": min(pair)}
        for period, *pair in draw(TARGETS)
    ]
    parties = draw(st.lists(WORDS, max_size=3, unique_by=lambda title: made_id(title, "party")))
    about = {**ABOUT, "title": draw(WORDS), "summary": draw(WORDS), "as_of": "2025Q4"}
    about["scale"] = draw(st.sampled_from([None, "three", "Bra; Dårlig"]))
    return {
        "programme": [about],
        "measures": draw(MEASURES),
        "indicators": [INDICATOR],
        "targets": targets,
        "parties": [{"party": title, "evaluated": draw(st.sampled_from(["yes", "no"]))}
                    for title in parties],
        "rivals": draw(RIVALS),
    }  # fmt: skip


def returns(root: Path, rows: dict) -> None:
    """Fill in, make the programme, fill the form in from it, and make it again: the same."""
    desk = Workspace(root)
    for path in desk.programmes.iterdir():
        path.unlink()
    first = filled(desk, **rows)
    programme = read_programme(desk, first.path)
    assert [item.title["nb"] for item in programme.measures] == [
        item["text"] for item in rows["measures"]
    ]
    assert len(programme.targets) == 2 * len(rows["targets"])
    again = rows_of(programme, "nb")
    again["programme"][0] = {**again["programme"][0], "document": None}
    first.path.unlink()
    assert read_programme(desk, filled(desk, **again).path) == programme


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Path:
    return prepared(tmp_path_factory.mktemp("forms")).root


@settings(max_examples=2, suppress_health_check=list(HealthCheck))
@given(rows=programmes())
def test_a_programme_goes_through_its_form_and_comes_back_the_same(place, rows):
    returns(place, rows)


@pytest.mark.slow
@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(rows=programmes())
def test_any_programme_goes_through_its_form_and_comes_back_the_same(place, rows):
    returns(place, rows)


ODD = (None, 0, -1, 3.5, 1e300, True, "x", "=A1", "2024", "#N/A", " ", "Eksempel", "Slik", "*",
       datetime(2024, 3, 1), "\u200b", "store:", "NO 9999", string.printable[:90])  # fmt: skip


def damage(book, dice: random.Random) -> None:
    """Change a workbook as somebody in a hurry would, or worse."""
    page = book[dice.choice(book.sheetnames)]
    row, column = dice.randint(1, 14), dice.randint(1, 8)
    kinds = ("cell", "cell", "cell", "row", "column", "sheet", "title", "insert", "move", "hide")
    kind = dice.choice(kinds)
    if kind == "cell":
        page._cells.pop((row, column), None)
        page.cell(row, column).value = dice.choice(ODD)
    elif kind == "row":
        page.delete_rows(row)
    elif kind == "column":
        page.delete_cols(column)
    elif kind == "sheet" and len(book.sheetnames) > 2:
        book.remove(page)
    elif kind == "title":
        page.title = dice.choice(["Mål", "Targets", "X", "Tiltak (2)", "Åtgärder"])
    elif kind == "insert":
        page.insert_cols(column)
        page.insert_rows(row)
    elif kind == "move":
        page.move_range("B4:C12", rows=dice.randint(0, 3), cols=dice.randint(1, 9))
    else:
        page.sheet_state = "hidden"


def survives(root: Path, seed: int) -> None:
    """A damaged form is a programme file without faults, or faults and no file."""
    desk, dice = Workspace(root), random.Random(seed)
    for path in desk.programmes.iterdir():
        path.unlink()

    def change(book):
        for _ in range(dice.randint(1, 6)):
            damage(book, dice)
        book.create_sheet("Last")
        book.active = len(book.sheetnames) - 1

    faults: tuple[Fault, ...] = ()
    try:
        whole(desk, change, measures=[MEASURE], targets=[TARGET], parties=PARTIES)
    except InputError as error:
        faults = error.faults
    paths = list(desk.programmes.iterdir())
    assert bool(faults) is not bool(paths)
    assert all(fault.found and fault.accepted for fault in faults)
    for path in paths:
        read_programme(desk, path)


@pytest.mark.parametrize("seed", range(3))
def test_a_damaged_form_gives_faults_and_never_a_traceback(place, seed):
    survives(place, seed)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3, 200))
def test_any_damaged_form_gives_faults_and_never_a_traceback(place, seed):
    survives(place, seed)


def test_what_is_no_form_at_all_is_refused_in_words(desk):
    for name, content in (("a.xlsx", b"PK\x03\x04 no"), ("b.xlsx", b"Year;Value\n2024;7")):
        (desk.root / name).write_bytes(content)
        with pytest.raises(InputError):
            write_programme_of(desk, desk.root / name, TODAY)
    with pytest.raises(InputError, match="no such file"):
        write_programme_of(desk, desk.root / "none.xlsx", TODAY)
    with pytest.raises(ParameterError):
        find_programme(desk, "ours")
