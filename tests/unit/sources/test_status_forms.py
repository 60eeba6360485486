"""The form on status and verdicts: what a party fills in is what is stored, and nothing else."""

import csv
import shutil
import string
import uuid
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from making_replies import (
    PROGRAMME,
    TODAY,
    action_with_parties,
    empty_form,
    fill,
    invented_policy,
    rounds,
    signed,
    take,
)
from openpyxl import load_workbook

from analysis.errors import InputError, ParameterError, TiltakError
from analysis.model.periods import Period
from analysis.model.replies import WHOLE, Answer
from analysis.model.texts import LANGUAGES
from analysis.sources.catalogue import find_programme
from analysis.sources.forms.status import is_status_form, read_status_form, write_status_form
from analysis.sources.replies import read_replies, reply_ids, store_reply

POLICY = "invented-policy"


@pytest.fixture(scope="module")
def untouched(tmp_path_factory):
    return invented_policy(tmp_path_factory.mktemp("policy"))


@pytest.fixture(scope="module")
def blank(untouched, tmp_path_factory):
    """An empty form of the union, to be copied."""
    return empty_form(untouched, tmp_path_factory.mktemp("forms") / "blank.xlsx", POLICY, "union")


@pytest.fixture
def workspace(tmp_path):
    return invented_policy(tmp_path / "workspace")


def filled(blank: Path, path: Path, head, answers) -> Path:
    shutil.copy(blank, path)
    return fill(path, head, answers)


def faults(workspace, path: Path) -> list[str]:
    with pytest.raises(InputError) as refusal:
        read_status_form(workspace, path, TODAY)
    assert reply_ids(workspace, POLICY) == ()
    return [str(fault) for fault in refusal.value.faults]


WORDS = st.text(
    alphabet=st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Co", "Cn")),
    max_size=60,
).map(lambda text: f"={text}")
DAYS = st.dates(date(2024, 1, 1), TODAY)
ANSWER = st.fixed_dictionaries(
    {},
    optional={
        "state": st.sampled_from(["done", "under_way", "not_started", "abandoned"]),
        "verdict": st.sampled_from(["succeeded", "partly", "failed"]),
        "reason": WORDS,
        "comment": WORDS,
        "kept_back": st.just("yes"),
    },
)


@given(
    on=DAYS,
    answers=st.dictionaries(
        st.sampled_from(["mentors", "rotas", "dialogue", "premises"]), ANSWER, min_size=1
    ),
)
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_filled_in_is_what_is_read_back(untouched, blank, tmp_path, on, answers):
    said = {ref: cells for ref, cells in answers.items() if set(cells) - {"kept_back"}}
    root = tmp_path / uuid.uuid4().hex
    shutil.copytree(untouched.root / "data", root / "data")
    workspace = type(untouched)(root.resolve())
    path = filled(blank, root / "form.xlsx", signed(on=str(on)), answers)
    if not said:
        assert "nothing is answered" in faults(workspace, path)[0]
        return
    name = take(workspace, path).identifier
    (reply,) = read_replies(workspace, find_programme(workspace, POLICY))
    assert (reply.source, reply.party, reply.by) == (name, "union", "The chair")
    assert reply.signed == Period.parse(str(on))
    assert {item.measure: item for item in reply.answers} == {
        ref: expected(ref, cells) for ref, cells in said.items()
    }


def expected(ref: str, cells) -> Answer:
    words = {key: " ".join(cells.get(key, "").split()) for key in ("reason", "comment")}
    kept_back = "kept_back" in cells and any(words.values())
    return Answer(
        ref,
        state=cells.get("state", ""),
        verdict=cells.get("verdict", ""),
        kept_back=kept_back,
        **({} if kept_back else words),
    )


@pytest.mark.parametrize("examples", [5, pytest.param(100, marks=pytest.mark.slow)])
def test_a_damaged_form_is_refused_in_words_or_read(untouched, blank, tmp_path, examples):
    @given(data=st.data())
    @settings(max_examples=examples)
    def damaged(data):
        _damage_and_read(untouched, blank, tmp_path / "damaged.xlsx", data)

    damaged()


def _damage_and_read(untouched, blank, path, data):
    filled(blank, path, signed(), {"rotas": {"verdict": "failed", "reason": "So it is."}})
    book = load_workbook(path)
    for _ in range(data.draw(st.integers(1, 4))):
        page = book[data.draw(st.sampled_from(book.sheetnames[1:3]))]
        row, column = data.draw(st.integers(1, 12)), data.draw(st.integers(1, 15))
        cell = page.cell(row, column)
        if type(cell).__name__ == "Cell":
            junk = st.one_of(
                st.none(), st.integers(), st.floats(), st.booleans(), DAYS,
                st.text(string.printable[:94] + "æøå", max_size=9),
            )  # fmt: skip
            cell.value = data.draw(junk)
    if data.draw(st.booleans()):
        book.move_sheet(book.sheetnames[1], 1)
    book.save(path)
    with suppress(TiltakError):
        assert read_status_form(untouched, path, TODAY).programme.id == POLICY


@pytest.mark.parametrize("size", [0, 10, 4000])
def test_a_file_cut_off_is_refused_in_words(untouched, blank, tmp_path, size):
    path = tmp_path / "cut.xlsx"
    path.write_bytes(blank.read_bytes()[:size])
    assert not is_status_form(path)
    with pytest.raises(InputError):
        read_status_form(untouched, path, TODAY)


def test_a_form_is_known_by_its_sheets(untouched, blank, tmp_path):
    assert is_status_form(blank)
    assert not is_status_form(tmp_path / "none.xlsx")
    for language in LANGUAGES:
        path = tmp_path / f"{language}.xlsx"
        assert is_status_form(empty_form(untouched, path, POLICY, "union", language=language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_of_every_language_is_read(workspace, tmp_path, language):
    path = empty_form(workspace, tmp_path / "form.xlsx", POLICY, "union", language=language)
    fill(path, signed(), {"rotas": {"verdict": "Partly succeeded", "state": "under_way"}})
    (answer,) = read_status_form(workspace, path, TODAY).reply.answers
    assert (answer.measure, answer.verdict, answer.state) == ("rotas", "partly", "under_way")


@pytest.mark.parametrize(
    ("head", "answers", "places", "accepted"),
    [
        ({"signed": date(2026, 11, 23)}, {}, "column B (Date of the reply)", "2026-11-22 (today)"),
        ({"signed": date(2006, 11, 1)}, {}, "column B (Date of the reply)", "2024-01-01"),
        ({"by": None}, {}, "(The reply is from)", "a role or a body"),
        ({"confirmed": None}, {}, "(The party has approved the reply)", "choose “Yes”"),
        ({"version": "2"}, {}, "(Edition of the form)", "edition 1: a new form"),
        ({"party": "union2"}, {}, "(Party (id))", "one of management, union, committee, council"),
        ({"programme": "other"}, {}, "(Programme (id))", "a form of a programme here: invented"),
        ({"by": "x" * 2001}, {}, "(The reply is from)", "at most 2,000"),
        ({}, {"rotas": {"verdict": "Superb"}}, "row 7, column J (Verdict)", "Did not succeed"),
        ({}, {"rotas": {"state": "Ready"}}, "row 7, column G (Status)", "under way"),
        ({}, {"rotas": {"completed": "2026-01"}}, "column H (Done on)", "unless the status is"),
        ({}, {"rotas": {"state": "done", "completed": "2026-12"}}, "(Done on)", "2026-11-22"),
        ({}, {"rotas": {"given": date(2026, 1, 1)}}, "(Day of the verdict)", "or a verdict"),
        (
            {},
            {"rotas": {"verdict": "partly", "given": date(2026, 12, 1)}},
            "row 7, column K (Day of the verdict)",
            "a day from 2024-01-01 (the programme's start) to 2026-11-22 (the reply)",
        ),
        ({}, {"rotas": {"verdict": "withdrawn"}}, "(Verdict)", "no verdict on the measure"),
        ({}, {"rotas": {"ref": "gone", "state": "done"}}, "row 7, column B (Key)", "today"),
        ({}, {"rotas": {"ref": "mentors", "state": "done"}}, "(Key)", "one row for each key"),
        ({}, {"rotas": {"reason": "Ask o.n@example.org"}}, "(Reason)", "without identity numbers"),
        ({}, {"rotas": {"comment": "He is 010190 10046"}}, "(Comment)", "identity numbers"),
    ],
)
def test_what_cannot_be_is_refused_at_its_cell(
    workspace, blank, tmp_path, head, answers, places, accepted
):
    told = {"mentors": {"state": "done"}, **answers}
    path = filled(blank, tmp_path / "form.xlsx", {**signed(), **head}, told)
    (fault,) = faults(workspace, path)
    place, _, rest = fault.partition(". Accepted: ")
    assert places in place
    assert accepted in rest
    assert "010190" not in fault
    assert "example.org" not in fault


def test_every_fault_of_a_form_is_told_at_once(workspace, blank, tmp_path):
    answers = {"rotas": {"verdict": "Superb"}, "mentors": {"completed": "2027", "state": "Fine"}}
    path = filled(blank, tmp_path / "form.xlsx", signed(by=None, on="2027-01-01"), answers)
    assert len(faults(workspace, path)) == 5


def test_a_measure_that_is_no_more_is_named(workspace, blank, tmp_path):
    path = filled(blank, tmp_path / "form.xlsx", signed(), {"premises": {"verdict": "failed"}})
    file = workspace.programmes / f"{POLICY}.toml"
    file.write_text(file.read_text().replace('"premises"', '"buildings"'))
    (fault,) = faults(workspace, path)
    assert "invented-policy has no measure 'premises' (any more)" in fault
    fill(path, {}, {"premises": {"verdict": None}, "rotas": {"verdict": "failed"}})
    (remark,) = read_status_form(workspace, path, TODAY).remarks
    assert remark == "the form has no row for buildings: nothing was said of it."


def test_an_empty_form_is_refused(workspace, blank, tmp_path):
    (fault,) = faults(workspace, filled(blank, tmp_path / "form.xlsx", signed(), {}))
    assert "nothing is answered" in fault
    whole = filled(blank, tmp_path / "word.xlsx", signed(whole="One word."), {})
    assert read_status_form(workspace, whole, TODAY).reply.whole.comment == "One word."


def test_a_verdict_on_the_programme_as_a_whole_is_stored_and_may_be_withdrawn(
    workspace, blank, tmp_path
):
    given = signed(on="2026-11-01", whole_verdict="partly", whole="It goes on.")
    path = filled(blank, tmp_path / "whole.xlsx", given, {})
    read = read_status_form(workspace, path, TODAY).reply
    assert read.answers == ()
    assert read.whole == Answer(WHOLE, verdict="partly", comment="It goes on.")
    programme = find_programme(workspace, POLICY)
    back = signed(on="2026-11-02", whole_verdict="withdrawn")
    withdrawn = filled(blank, tmp_path / "back.xlsx", back, {})
    (fault,) = faults(workspace, withdrawn)
    assert "a verdict is withdrawn that is not there" in fault
    assert "column B (Verdict on the programme as a whole)" in fault
    store_reply(workspace, programme, read, TODAY)
    assert read_status_form(workspace, withdrawn, TODAY).reply.whole.verdict == "withdrawn"
    (stored,) = read_replies(workspace, programme)
    assert stored.whole == read.whole


def test_a_form_from_before_the_whole_was_asked_about_is_read(workspace, blank, tmp_path):
    path = filled(blank, tmp_path / "old.xlsx", signed(), {"rotas": {"state": "done"}})
    book = load_workbook(path)
    page = book["Who replies"]
    (row,) = [
        cells[0].row
        for cells in page.iter_rows()
        if str(cells[0].value).startswith("Verdict on the programme as a whole")
    ]
    page.delete_rows(row)
    book.save(path)
    read = read_status_form(workspace, path, TODAY).reply
    assert (read.whole.verdict, read.answers[0].state) == ("", "done")


def test_words_that_are_not_to_be_shown_are_in_no_file(workspace, blank, tmp_path):
    answers = {
        "rotas": {"verdict": "failed", "reason": "A secret", "kept_back": "Yes"},
        "mentors": {"state": "done", "comment": "Said aloud"},
    }
    taken = take(workspace, filled(blank, tmp_path / "form.xlsx", signed(), answers))
    stored = "".join(
        file.read_text() for file in (workspace.sources / "own").rglob("*") if file.is_file()
    )
    assert "Said aloud" in stored
    assert "secret" not in stored
    head = signed(hide_all="Yes", whole="Another secret", on="2026-11-21")
    later = filled(blank, tmp_path / "all.xlsx", head, answers)
    assert read_status_form(workspace, later, TODAY).kept_back == 3
    name = take(workspace, later).identifier
    assert name != taken.identifier
    rows = list(csv.DictReader((workspace.sources / f"{name}.csv").open()))
    assert [row["kept_back"] for row in rows] == ["yes", "yes", "yes"]
    assert all(row["reason"] == row["comment"] == "" for row in rows)


def test_words_that_are_kept_back_are_dropped_where_they_are_read_and_where_they_are_written(
    workspace, blank, tmp_path
):
    said = {"verdict": "failed", "reason": "Secret", "comment": "Secret", "kept_back": "yes"}
    path = filled(blank, tmp_path / "form.xlsx", signed(), {"rotas": said})
    reply = read_status_form(workspace, path, TODAY).reply
    assert reply.answers == (Answer("rotas", verdict="failed", kept_back=True),)
    told = replace(reply.answers[0], reason="Secret", comment="Secret")
    programme = find_programme(workspace, POLICY)
    whole = replace(reply, answers=(told,), whole=Answer(WHOLE, comment="Secret", kept_back=True))
    stored = store_reply(workspace, programme, whole, TODAY)
    assert "Secret" not in (workspace.sources / f"{stored.identifier}.csv").read_text()


def test_the_same_answers_from_somebody_else_are_another_reply(workspace, blank, tmp_path):
    told = {"rotas": {"verdict": "failed"}}
    first = take(workspace, filled(blank, tmp_path / "a.xlsx", signed(), told))
    other = take(workspace, filled(blank, tmp_path / "b.xlsx", signed("The deputy"), told))
    real = take(workspace, tmp_path / "b.xlsx", invented=False)
    assert [item.is_new for item in (first, other, real)] == [True, True, True]
    assert len(reply_ids(workspace, POLICY)) == 3


def test_the_same_form_twice_changes_nothing(workspace, blank, tmp_path):
    path = filled(blank, tmp_path / "form.xlsx", signed(), {"rotas": {"verdict": "failed"}})
    first, again = take(workspace, path), take(workspace, path)
    assert (first.is_new, again.is_new) == (True, False)
    assert first.identifier == again.identifier
    assert reply_ids(workspace, POLICY) == ("own/invented-policy/union/2026-11-22",)


def test_a_later_reply_stands_beside_the_earlier_which_is_not_touched(workspace, blank, tmp_path):
    first = take(
        workspace,
        filled(blank, tmp_path / "a.xlsx", signed(on="2026-11-01"), {"rotas": {"state": "done"}}),
    )
    file = workspace.sources / f"{first.identifier}.csv"
    before = file.read_bytes()
    second = filled(blank, tmp_path / "b.xlsx", signed(), {"rotas": {"state": "under_way"}})
    third = filled(blank, tmp_path / "c.xlsx", signed(), {"rotas": {"state": "abandoned"}})
    assert take(workspace, second).earlier == (first.identifier,)
    assert take(workspace, third).identifier == "own/invented-policy/union/2026-11-22.2"
    assert file.read_bytes() == before
    early = filled(
        blank, tmp_path / "d.xlsx", signed(on="2026-10-01"), {"rotas": {"state": "done"}}
    )
    assert take(workspace, early).later[-1] == "own/invented-policy/union/2026-11-22.2"
    programme = find_programme(workspace, POLICY)
    days = [str(reply.signed) for reply in read_replies(workspace, programme)]
    assert days == ["2026-10-01", "2026-11-01", "2026-11-22", "2026-11-22"]


def test_replies_signed_after_the_date_are_not_read(workspace, tmp_path):
    rounds(workspace, tmp_path)
    programme = find_programme(workspace, POLICY)

    def until(day: str) -> list[str]:
        found = read_replies(workspace, programme, date.fromisoformat(day))
        return [f"{reply.party} {reply.signed}" for reply in found]

    assert until("2026-02-28") == []
    assert until("2026-03-01") == ["management 2026-03-01"]
    assert until("2026-09-14")[-1] == "management 2026-09-01"
    assert len(until("2026-09-15")) == 4


def test_the_form_shows_what_was_told_by_its_date(workspace, tmp_path):
    rounds(workspace, tmp_path)
    cells = {}
    for as_of in ("2024-06-30", "2026-02-01", "2026-03-05", "2026-10-01"):
        path = empty_form(workspace, tmp_path / f"{as_of}.xlsx", POLICY, "management", as_of)
        page = load_workbook(path)["Replies on the measures"]
        rows = {row[1].value: [cell.value for cell in row] for row in page.iter_rows(min_row=6)}
        cells[as_of] = rows["rotas"][5], rows["rotas"][8], rows["mentors"][8]
    assert cells == {
        "2024-06-30": (None, None, None),
        "2026-02-01": (None, None, "Succeeded, 2025"),
        "2026-03-05": ("done, 2026-03-01, The director of staff", "Succeeded, 2026-03-01",
                       "Succeeded, 2025"),
        "2026-10-01": ("under way, 2026-03-10, The chief union representative",
                       "Partly succeeded, 2026-08-20", "Succeeded, 2025"),
    }  # fmt: skip


def test_the_form_says_what_is_published_and_how_words_stay_in_it(blank):
    page = load_workbook(blank).worksheets[0]
    said = " ".join(str(cell.value) for row in page.iter_rows() for cell in row if cell.value)
    assert "is shown in reports that anybody can read" in said
    assert "do not write names of single persons" in said
    assert "Reason and comment then stay in this form" in said


@pytest.mark.parametrize(
    ("party", "change", "told"),
    [
        ("nobody", ("", ""), "has no party 'nobody'. Its parties: management, union"),
        ("union", ("[[scale]]", "[[rivals]]"), "nothing to ask"),
        ("union", ('id = "partly"', 'id = "withdrawn"'), "a step 'withdrawn'"),
    ],
)
def test_a_form_without_a_reader_is_not_written(workspace, tmp_path, party, change, told):
    programme = find_programme(workspace, POLICY)
    if change[0] == "[[scale]]":
        programme = programme.model_copy(update={"scale": ()})
    elif change[0]:
        level = programme.scale[1].model_copy(update={"id": "withdrawn"})
        programme = programme.model_copy(update={"scale": (level,)})
    path = tmp_path / "form.xlsx"
    with pytest.raises(ParameterError, match=told.replace("'", ".")):
        write_status_form(workspace, programme, party, Period(2026), "en", path)
    assert not path.exists()


def test_yearly_undertakings_have_a_row_for_each_year_so_far(tmp_path):
    workspace = action_with_parties(tmp_path / "workspace")
    path = empty_form(workspace, tmp_path / "form.xlsx", PROGRAMME, "unions", "2017-06-30")
    page = load_workbook(path)["Replies on the measures"]
    refs = [row[1].value for row in page.iter_rows(min_row=6)]
    yearly = [ref for ref in refs if ref and ref.startswith("hourly_staff_review")]
    assert yearly == [
        "hourly_staff_review",
        *(f"hourly_staff_review@{y}" for y in (2015, 2016, 2017)),
    ]
    assert "Verdict" not in [cell.value for cell in page[4]]
    fill(path, signed(), {"hourly_staff_review": {"state": "done"},
                          "hourly_staff_review@2016": {"state": "abandoned"}})  # fmt: skip
    with pytest.raises(InputError) as refusal:
        read_status_form(workspace, path, TODAY)
    whole, single = map(str, refusal.value.faults)
    assert "a status of all years at once" in whole
    assert "the single year 2016 given up" in single


def test_a_verdict_is_asked_once_for_a_measure_of_several_parts(tmp_path):
    workspace = action_with_parties(tmp_path / "workspace")
    file = workspace.programmes / f"{PROGRAMME}.toml"
    scale = '[[scale]]\nid = "good"\ntitle = { sv = "Bra" }\nprints = ["Bra"]\n\n[[parties]]'
    file.write_text(file.read_text().replace("[[parties]]", scale, 1))
    path = empty_form(workspace, tmp_path / "form.xlsx", PROGRAMME, "unions")
    answers = {f"men_in_preschool/{part}": {"verdict": "good"} for part in "ab"}
    with pytest.raises(InputError) as refusal:
        read_status_form(workspace, fill(path, signed(), answers), TODAY)
    (fault,) = refusal.value.faults
    assert "a verdict in the row men_in_preschool/b" in str(fault)


def test_a_stored_reply_that_was_changed_is_refused(workspace, tmp_path):
    rounds(workspace, tmp_path, 1)
    programme = find_programme(workspace, POLICY)
    (name,) = reply_ids(workspace, POLICY)
    file = workspace.sources / f"{name}.csv"
    file.write_text(file.read_text().replace("partly", "failed"))
    with pytest.raises(InputError, match="changed after it was recorded"):
        read_replies(workspace, programme)


def test_a_reply_whose_party_or_step_is_no_more_is_refused_in_words(workspace, tmp_path):
    rounds(workspace, tmp_path, 1)
    programme = find_programme(workspace, POLICY)
    fewer = programme.model_copy(update={"parties": programme.parties[1:]})
    with pytest.raises(InputError, match="has no party 'management'"):
        read_replies(workspace, fewer)
    other = programme.model_copy(update={"scale": programme.scale[:1]})
    with pytest.raises(InputError, match=r"found 'partly'\. Accepted: succeeded, withdrawn"):
        read_replies(workspace, other)
    gone = programme.model_copy(update={"measures": programme.measures[:2]})
    (reply,) = read_replies(workspace, gone)
    assert reply.gone == ("dialogue",)
    assert [answer.measure for answer in reply.answers] == ["rotas"]


@pytest.mark.parametrize("name", ["spring", "2026-13-01", "2026-01-01.1", "2026-01-01.02"])
def test_a_file_that_is_no_day_is_named(workspace, name):
    folder = workspace.sources / "own" / POLICY / "union"
    folder.mkdir(parents=True)
    (folder / f"{name}.toml").write_text("")
    with pytest.raises(InputError, match="the file's name is no day"):
        reply_ids(workspace, POLICY)


def test_days_are_in_order_of_the_calendar_and_of_the_day(workspace, tmp_path):
    folder = workspace.sources / "own" / POLICY / "union"
    folder.mkdir(parents=True)
    names = ["2025-12-31", "2026-01-01", "2026-01-01.2", "2026-01-01.10"]
    for name in names:
        (folder / f"{name}.toml").write_text("")
    assert [found.rpartition("/")[2] for found in reply_ids(workspace, POLICY)] == names
    assert len(reply_ids(workspace, POLICY, date(2026, 1, 1) - timedelta(days=1))) == 1
