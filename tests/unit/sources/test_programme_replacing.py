"""A mended form takes the place of what it said before, and what was said of that stays with it."""

import pytest
from making_forms import ABOUT, INDICATOR, MEASURE, PARTIES, TARGET, prepared
from making_replies import TODAY, empty_form, fill, signed

from analysis.errors import InputError
from analysis.sources.catalogue import find_programme
from analysis.sources.forms.programme import programme_form, write_programme_of
from analysis.sources.forms.sheets import write_form
from analysis.sources.forms.status import read_status_form
from analysis.sources.replies import read_replies, store_reply

STEPS = {**ABOUT, "scale": "three"}
MEASURES = [{"text": "Kurs for ledere"}, {"text": "Mentorordning"}, {"text": "Ny turnus"}]


@pytest.fixture
def desk(tmp_path):
    return prepared(tmp_path)


def take(desk, again=False, **tables):
    """Write a form, filled in, and make a programme of it."""
    rows = {"programme": [STEPS], "indicators": [INDICATOR], "measures": MEASURES,
            "parties": PARTIES, **tables}  # fmt: skip
    path = desk.root / "form.xlsx"
    write_form(path, programme_form(desk, "nb", rows))
    return write_programme_of(desk, path, again)


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
    assert [item.id for item in find_programme(desk, "ours").measures] == [
        "measure-4", "measure-3", "measure-5"]  # fmt: skip
    assert spoken_of(desk) == {"Ny turnus": "om turnus"}
    assert written.remarks[1:] == (
        "'Kurs for ledere' is no more: no reply speaks of it.",
        "'Mentorordning' is no more: 1 reply speaks of it: they stay stored, and no report shows "
        "what they say of it.",
    )


def test_a_title_that_is_mended_keeps_its_id_and_that_is_said(desk):
    take(desk)
    reply(desk, "verneombud", {"measure-2": {"verdict": "Lyktes", "reason": "om mentorer"}})
    mended = [MEASURES[0], {"text": "Mentorordninga"}, MEASURES[2]]
    written = take(desk, True, measures=mended, parties=[PARTIES[0], {"party": "Verneombudet"}])
    assert spoken_of(desk) == {"Mentorordninga": "om mentorer"}
    assert [item.id for item in find_programme(desk, "ours").parties] == ["ledelsen", "verneombud"]
    more = "If it is another, give it another number and a row of its own."
    assert written.remarks[1:] == (
        "'Mentorordning' is now 'Mentorordninga': what was said of it stays with it. " + more,
        "'Verneombud' is now 'Verneombudet': what was said of it stays with it. " + more,
    )


def test_a_number_keeps_a_measure_whose_words_are_all_new(desk):
    take(desk, measures=[MEASURE, {"number": "2", "text": "Mentorordning"}])
    take(desk, True, measures=[{"number": "2", "text": "Alle nye får en fadder"}, MEASURE])
    assert [item.id for item in find_programme(desk, "ours").measures] == ["measure-2", "measure-1"]


def test_an_id_that_was_spoken_of_is_never_given_to_another_measure(desk):
    take(desk)
    reply(desk, "verneombud", {"measure-3": {"verdict": "Lyktes"}})
    take(desk, True, measures=MEASURES[:2])
    take(desk, True, measures=[*MEASURES[:2], {"text": "Noe helt nytt"}])
    assert find_programme(desk, "ours").measures[2].id == "measure-4"


def test_a_party_that_has_replied_and_a_step_that_was_given_cannot_go(desk):
    path = take(desk).path
    first = path.read_bytes()
    reply(desk, "verneombud", {"measure-1": {"verdict": "Lyktes"}})
    about = {**ABOUT, "scale": "Bra; Dårlig"}
    assert refusal(desk, programme=[about], parties=[PARTIES[0], {"party": "En annen"}]) == [
        "the party 'Verneombud' has replied, and is not in it. Accepted: the party as the earlier "
        "form has it.",
        "the step 'Lyktes' was given in a reply, and is not in it. Accepted: the steps with that "
        "one.",
    ]
    assert path.read_bytes() == first
    assert [item.name for item in desk.programmes.iterdir()] == ["ours.toml"]
