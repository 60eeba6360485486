"""A mended form takes the place of what it said before, and what was said of that stays with it."""

from datetime import timedelta

import pytest
from making_forms import ABOUT, INDICATOR, PARTIES, TARGET, prepared
from making_replies import TODAY, empty_form, fill, signed

from analysis.errors import InputError
from analysis.sources.catalogue import find_programme
from analysis.sources.forms.programme import programme_form, write_programme_of
from analysis.sources.forms.sheets import write_form
from analysis.sources.forms.status import read_status_form
from analysis.sources.replies import read_replies, store_reply

STEPS = {**ABOUT, "scale": "three"}
MEASURES = [{"text": "Kurs for ledere"}, {"text": "Mentorordning"}, {"text": "Ny turnus"}]

ANOTHER_MEASURE = (
    "what was said of it stays with it. If it is another measure, give it a title that is less "
    "like the earlier one, and hand the form in again."
)
NOT_SHOWN = (
    "of it. That stays stored, and no report shows it any more. To have it shown again, hand in "
    "the form with a row of that title."
)
STEP_GONE = (
    "sheet Om programmet, Trinn for vurderinger: the step '{}' was given in a reply, and is not in "
    "it. Accepted: the steps with that one."
)


@pytest.fixture
def desk(tmp_path):
    return prepared(tmp_path)


def take(desk, again=False, day=TODAY, **tables):
    """Write a form, filled in, and make a programme of it."""
    rows = {"programme": [STEPS], "indicators": [INDICATOR], "measures": MEASURES,
            "parties": PARTIES, **tables}  # fmt: skip
    path = desk.root / "form.xlsx"
    write_form(path, programme_form(desk, "nb", rows))
    return write_programme_of(desk, path, day, again)


def reply(desk, party, answers):
    """Have a party fill its form in, and store what it says."""
    path = empty_form(desk, desk.root / f"{party}.xlsx", "ours", party)
    taken = read_status_form(desk, fill(path, signed(), answers), TODAY)
    store_reply(desk, taken.programme, taken.reply, TODAY)


def spoken_of(desk) -> dict[str, str]:
    """By the titles of measures, what the replies that are there say of them."""
    programme = find_programme(desk, "ours")
    titles = {item.id: item.title["nb"] for item in programme.measures}
    return {
        titles[answer.measure]: answer.reason
        for reply in read_replies(desk, programme)
        for answer in reply.answers
    }


def numbered(*titles) -> list[dict[str, str]]:
    return [{"number": str(place), "text": title} for place, title in enumerate(titles, start=1)]


def ids(desk) -> list[str]:
    return [item.id for item in find_programme(desk, "ours").measures]


def parties(desk) -> dict[str, str]:
    return {item.title["nb"]: item.id for item in find_programme(desk, "ours").parties}


def refusal(desk, **tables) -> list[str]:
    with pytest.raises(InputError) as refused:
        take(desk, True, **tables)
    return [str(fault).removeprefix("form.xlsx: ") for fault in refused.value.faults]


def test_the_earlier_file_is_kept_and_the_new_one_says_what_the_form_says(desk):
    path = take(desk, targets=[TARGET]).path
    first = path.read_bytes()
    written = take(desk, True, targets=[{**TARGET, "desired": 7.2}])
    assert [item.value for item in find_programme(desk, "ours").targets] == [8.0, 7.2]
    assert written.earlier == path.with_name("ours.toml.earlier")
    assert written.earlier.read_bytes() == first
    again = take(desk, True, targets=[{**TARGET, "desired": 7.1}])
    assert again.earlier.name == "ours.toml.earlier-2"
    assert written.earlier.read_bytes() == first
    assert [item.value for item in find_programme(desk, "ours").targets] == [8.0, 7.1]


def test_a_form_that_says_the_same_keeps_nothing(desk):
    path = take(desk).path
    assert take(desk, True).earlier is None
    assert [item.name for item in desk.programmes.iterdir()] == [path.name]


def test_a_form_that_says_the_same_on_a_later_day_leaves_the_file_as_it_is(desk):
    first = take(desk).path.read_bytes()
    later = take(desk, True, TODAY + timedelta(days=9))
    assert later.earlier is None
    assert [item.read_bytes() for item in desk.programmes.iterdir()] == [first]
    changed = take(desk, True, TODAY + timedelta(days=9), measures=MEASURES[:2])
    assert changed.earlier.read_bytes() == first
    assert find_programme(desk, "ours").document.dated["nb"] == "lest inn 2026-12-01"


def test_without_the_option_the_refusal_names_it(desk):
    first = take(desk).path.read_bytes()
    with pytest.raises(InputError) as refused:
        take(desk)
    (fault,) = refused.value.faults
    assert fault.found == "there is a programme 'ours' already: data/programmes/ours.toml"
    assert fault.accepted == (
        "another name; or the command with --replace, if this form is to take its place"
    )
    assert (desk.programmes / "ours.toml").read_bytes() == first


def test_only_what_a_form_wrote_and_nobody_changed_is_replaced(desk):
    (fault,) = refusal(desk)
    assert "there is no programme 'ours' to replace" in fault
    path = take(desk).path
    text = path.read_text()
    path.write_text(text.replace("Mentorordning", "Mentorer"))
    (fault,) = refusal(desk)
    assert "data/programmes/ours.toml was changed by hand since it was written from a form" in fault
    assert "or the file moved away" in fault
    path.write_text(text.split("\n", 2)[2])
    (fault,) = refusal(desk)
    assert "data/programmes/ours.toml was not written from a form" in fault
    # An editor that ends lines otherwise has changed nothing.
    path.write_bytes(text.replace("\n", "\r\n").encode() + b"\r\n")
    assert take(desk, True, parties=PARTIES[:1]).remarks[1:] == ()


def test_of_a_file_without_a_sum_it_is_said_that_a_change_cannot_be_told(desk):
    path = take(desk).path
    head, _, rest = path.read_text().split("\n", 2)
    path.write_text(f"{head}\n{rest}")
    written = take(desk, True)
    assert written.remarks[1].startswith("Whether the earlier file was changed by hand cannot be")
    assert written.earlier.read_text() == f"{head}\n{rest}"


def test_replies_stay_with_their_measures_when_rows_move(desk):
    take(desk)
    reply(desk, "verneombud", {
        "measure-2": {"verdict": "Lyktes", "reason": "om mentorer"},
        "measure-3": {"verdict": "Lyktes ikke", "reason": "om turnus"},
    })  # fmt: skip
    moved = [{"text": "Noe helt nytt"}, {"text": "Ny  turnus"}, {"text": "Mentorordningen"}]
    written = take(desk, True, measures=moved)
    assert ids(desk) == ["measure-4", "measure-3", "measure-2"]
    assert spoken_of(desk) == {"Ny turnus": "om turnus", "Mentorordningen": "om mentorer"}
    assert written.remarks[1:] == (
        "'Mentorordning' is now 'Mentorordningen': " + ANOTHER_MEASURE,
        "'Kurs for ledere' is no more: no reply speaks of it.",
    )


def test_a_title_that_is_mended_keeps_its_id_and_that_is_said(desk):
    take(desk)
    reply(desk, "verneombud", {"measure-2": {"verdict": "Lyktes", "reason": "om mentorer"}})
    mended = [MEASURES[0], {"text": "Mentorordninga"}, MEASURES[2]]
    written = take(desk, True, measures=mended, parties=[PARTIES[0], {"party": "Verneombudet"}])
    assert spoken_of(desk) == {"Mentorordninga": "om mentorer"}
    assert parties(desk) == {"Ledelsen": "ledelsen", "Verneombudet": "verneombud"}
    assert written.remarks[1:] == (
        "'Mentorordning' is now 'Mentorordninga': " + ANOTHER_MEASURE,
        "'Verneombud' is now 'Verneombudet': what it has said stays with it. If it is another "
        "party, get the earlier file back, and hand in a form with a row for each of the two.",
    )


def test_what_is_said_of_a_mended_title_that_is_another_measure_leads_there(desk):
    take(desk)
    reply(desk, "verneombud", {"measure-2": {"verdict": "Lyktes", "reason": "om mentorer"}})
    take(desk, True, measures=[MEASURES[0], {"text": "Mentorordninga"}, MEASURES[2]])
    take(desk, True, measures=[MEASURES[0], {"text": "Fadder for nye"}, MEASURES[2]])
    assert ids(desk) == ["measure-1", "measure-4", "measure-3"]
    assert spoken_of(desk) == {}


def test_a_verdict_never_moves_to_another_measure_that_has_its_number(desk):
    take(desk, measures=numbered("Kurs for ledere", "Mentorordning", "Ny turnus"))
    reply(desk, "verneombud", {
        "measure-1": {"verdict": "Lyktes", "reason": "om kurs"},
        "measure-3": {"verdict": "Lyktes ikke", "reason": "om turnus"},
    })  # fmt: skip
    written = take(desk, True, measures=numbered("Mentorordningen", "Ny turnus."))
    assert ids(desk) == ["measure-2", "measure-3"]
    assert spoken_of(desk) == {"Ny turnus.": "om turnus"}
    assert written.remarks[-1] == f"'Kurs for ledere' is no more: 1 reply speaks {NOT_SHOWN}"


def test_a_number_alone_keeps_nothing(desk):
    take(desk, measures=numbered("Kurs for ledere", "Mentorordning", "Ny turnus"))
    reply(desk, "verneombud", {"measure-2": {"verdict": "Lyktes", "reason": "om mentorer"}})
    others = numbered("Kurs for ledere", "Kantinen stenges", "Ny turnus")
    written = take(desk, True, measures=others)
    assert ids(desk) == ["measure-1", "measure-4", "measure-3"]
    assert spoken_of(desk) == {}
    assert written.remarks[1:] == (f"'Mentorordning' is no more: 1 reply speaks {NOT_SHOWN}",)


def test_the_very_title_is_taken_first_and_then_the_one_that_is_most_like_it(desk):
    take(desk, measures=[{"text": "Kurs for ledere"}, {"text": "Kurs i samtaler"}])
    take(desk, True, measures=[{"text": "Kurs i samtale om"}, {"text": "Kurs i samtalar"},
                               {"text": "Kurs for ledere"}])  # fmt: skip
    assert ids(desk) == ["measure-3", "measure-2", "measure-1"]


def test_of_measures_with_one_title_the_number_tells_which(desk):
    take(desk, measures=numbered("Kurs", "Kurs"))
    take(desk, True, measures=[{"number": "2", "text": "Kurs"}])
    assert ids(desk) == ["measure-2"]


def test_measures_left_out_by_mistake_get_what_was_said_of_them_back(desk):
    take(desk)
    reply(desk, "verneombud", {"measure-2": {"verdict": "Lyktes", "reason": "om mentorer"}})
    written = take(desk, True, measures=[])
    gone = f"'Mentorordning' is no more: 1 reply speaks {NOT_SHOWN}"
    assert gone in written.remarks
    # What is not shown is said again, as long as it is so.
    assert take(desk, True, measures=[{"text": "Noe helt nytt"}]).remarks[1:] == (gone,)
    assert ids(desk) == ["measure-4"]
    written = take(desk, True, measures=[{"text": "Noe helt nytt"}, *reversed(MEASURES)])
    assert ids(desk) == ["measure-4", "measure-3", "measure-2", "measure-1"]
    assert spoken_of(desk) == {"Mentorordning": "om mentorer"}
    assert written.remarks[1:] == ("'Mentorordning' is there again, with what replies say of it.",)


def test_an_id_under_which_another_measure_stood_later_is_not_given_back(desk):
    path = take(desk).path
    text = path.read_text()
    path.with_name("ours.toml.earlier").write_text(text)
    path.with_name("ours.toml.earlier-2").write_text(text.replace("Mentorordning", "Kantine"))
    path.with_name("ours.toml.earlier-3").write_text("no programme")
    reply(desk, "verneombud", {"measure-2": {"verdict": "Lyktes", "reason": "om kantina"}})
    path.unlink()
    take(desk, measures=MEASURES[:1])
    take(desk, True, measures=MEASURES)
    assert ids(desk) == ["measure-1", "measure-4", "measure-3"]
    assert spoken_of(desk) == {}


def test_what_is_kept_comes_after_all_that_was_kept_before(desk):
    path = take(desk).path
    for number in (1, 2):
        take(desk, True, measures=MEASURES[:number])
    path.with_name("ours.toml.earlier").unlink()
    assert take(desk, True).earlier.name == "ours.toml.earlier-3"


@pytest.mark.parametrize("is_first", [True, False])
def test_a_newcomer_never_gets_what_another_party_has_said(desk, is_first):
    take(desk)
    reply(desk, "verneombud", {"measure-2": {"verdict": "Lyktes", "reason": "om mentorer"}})
    renamed, newcomer = {"party": "Verneombudet"}, {"party": "Verneombud"}
    take(desk, True, parties=[PARTIES[0], renamed])
    both = [newcomer, renamed] if is_first else [renamed, newcomer]
    written = take(desk, True, parties=[PARTIES[0], *both])
    assert written.remarks[1:] == ()
    known = {"Ledelsen": "ledelsen", "Verneombudet": "verneombud", "Verneombud": "verneombud-2"}
    assert parties(desk) == known
    # Both mended at once: each is still who it was.
    both = [{"party": "verneombud."}, {"party": "Verneombudet."}]
    take(desk, True, parties=[PARTIES[0], *both])
    assert parties(desk) == {"Ledelsen": "ledelsen", "verneombud.": "verneombud-2",
                             "Verneombudet.": "verneombud"}  # fmt: skip


def test_an_id_that_was_spoken_of_is_never_given_to_another_measure(desk):
    take(desk)
    reply(desk, "verneombud", {"measure-3": {"verdict": "Lyktes"}})
    take(desk, True, measures=MEASURES[:2])
    take(desk, True, measures=[*MEASURES[:2], {"text": "Noe helt nytt"}])
    assert ids(desk) == ["measure-1", "measure-2", "measure-4"]


def test_a_party_that_has_replied_and_a_step_that_was_given_cannot_go(desk):
    path = take(desk).path
    first = path.read_bytes()
    reply(desk, "verneombud", {"measure-1": {"verdict": "Lyktes"}})
    about = {**ABOUT, "scale": "Bra; Dårlig"}
    assert refusal(desk, programme=[about], parties=[PARTIES[0], {"party": "En annen"}]) == [
        "sheet Parter, Part: the party 'Verneombud' has replied, and is not in it. Accepted: the "
        "party as the earlier form has it.",
        STEP_GONE.format("Lyktes"),
    ]
    assert path.read_bytes() == first
    assert [item.name for item in desk.programmes.iterdir()] == ["ours.toml"]


@pytest.mark.parametrize(("head", "answers", "measures"), [
    ({"whole_verdict": "Lyktes delvis"}, {}, MEASURES),
    ({}, {"measure-2": {"verdict": "Lyktes delvis"}}, [MEASURES[0], MEASURES[2]]),
])  # fmt: skip
def test_a_step_given_to_the_whole_or_to_a_measure_that_is_gone_cannot_go(
    desk, head, answers, measures
):
    take(desk)
    path = empty_form(desk, desk.root / "v.xlsx", "ours", "verneombud")
    taken = read_status_form(desk, fill(path, signed(**head), answers), TODAY)
    store_reply(desk, taken.programme, taken.reply, TODAY)
    take(desk, True, measures=measures)
    there = sorted(item.name for item in desk.programmes.iterdir())
    about = {**ABOUT, "scale": "Lyktes; Lyktes ikke"}
    assert refusal(desk, programme=[about], measures=measures) == [
        STEP_GONE.format("Lyktes delvis")]  # fmt: skip
    assert sorted(item.name for item in desk.programmes.iterdir()) == there
    assert len(read_replies(desk, find_programme(desk, "ours"))) == 1


def test_a_step_keeps_its_verdicts_where_others_come_beside_it(desk):
    take(desk)
    reply(desk, "verneombud", {"measure-2": {"verdict": "Lyktes", "reason": "om mentorer"}})
    take(desk, True, programme=[{**ABOUT, "scale": "Lyktes; Lyktes nesten; Lyktes ikke"}])
    scale = {item.title["nb"]: item.id for item in find_programme(desk, "ours").scale}
    assert scale == {"Lyktes": "succeeded", "Lyktes nesten": "lyktes-nesten",
                     "Lyktes ikke": "did-not-succeed"}  # fmt: skip
    assert spoken_of(desk) == {"Mentorordning": "om mentorer"}


def test_replies_that_no_report_could_read_are_a_refusal(desk):
    path = take(desk).path
    first = path.read_bytes()
    reply(desk, "verneombud", {"measure-2": {"verdict": "Lyktes"}})
    (sidecar,) = desk.sources.rglob("*/verneombud/*.toml")
    text = sidecar.read_text()
    sidecar.write_text(text.replace('published = "2026-11-22"', 'published = "2026-11-21"'))
    (fault,) = refusal(desk, measures=MEASURES[:2])
    assert fault.endswith("found '2026-11-21'. Accepted: the file's day, 2026-11-22.")
    assert path.read_bytes() == first
