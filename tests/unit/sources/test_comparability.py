"""What a programme may set beside its indicators: refused at its line, with the reason."""

import pytest

from analysis.errors import InputError
from analysis.sources.catalogue import read_programme
from analysis.sources.indicators import registry_path

NORWAY = "ssb/sick-leave-national/2011-12-20"
SERIES = 'registered = "sick_leave_own_no"\n'


def faults(copied, *changes, programme="porsgrunn-sick-leave"):
    path = copied.programmes / f"{programme}.toml"
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    try:
        read_programme(copied, path)
    except InputError as error:
        return error.faults
    return ()


def beside(source, series):
    return f'source = "{NORWAY}"', f'source = "{source}"\nseries = "{series}"'


def test_porsgrunn_may_stand_beside_norway(copied):
    assert faults(copied) == ()


@pytest.mark.parametrize(
    ("source", "series", "reason"),
    [
        ("published/national-reference-se/2026-11", "sick_leave_se", "ordinary working time"),
        ("published/national-reference-no/2026-11", "sick_leave_ssb_doctor_national",
         "only the doctor-certified"),
        ("ssb/sick-leave-municipalities/2009-06-30", "sick_leave_ssb_persons", "share of persons"),
        ("published/national-reference-no/2026-11", "presence_no", "Presence is what is not"),
        ("published/national-reference-se/2026-11", "hme_total", "different units"),
    ],
)  # fmt: skip
def test_a_comparison_that_the_registry_refuses_is_a_fault_with_its_reason(
    copied, source, series, reason
):
    (fault,) = faults(copied, beside(source, series))
    assert fault.key == "indicators[1].comparison.source"
    assert reason in fault.found
    assert fault.found.startswith("“Sick leave in the municipality, own figures (Norway)” and “")
    assert fault.accepted.startswith("figures of sick_leave_own_no from elsewhere, sick_leave_ks, ")
    assert "sick_leave_se" not in fault.accepted
    path = copied.programmes / "porsgrunn-sick-leave.toml"
    line = path.read_text(encoding="utf-8").splitlines()[fault.line - 1]
    assert line == f'source = "{source}"'


@pytest.mark.parametrize("series", ["sick_leave_ssb_total", "sick_leave_ks"])
def test_a_comparison_of_the_same_kind_is_none(copied, series):
    assert faults(copied, beside("published/national-reference-no/2026-11", series)) == ()


def test_the_data_set_tells_what_a_series_is(copied):
    changed = (SERIES, 'registered = "sick_leave_ssb_doctor"\n')
    (fault,) = faults(copied, changed)
    assert "“Sick leave in all, Statistics Norway” may not share an axis" in fault.found


def test_without_an_indicator_of_the_registry_nothing_is_refused(copied):
    source = "published/national-reference-se/2026-11"
    assert faults(copied, (SERIES, ""), beside(source, "sick_leave_se")) == ()


def test_an_unknown_indicator_is_one_fault_and_no_traceback(copied):
    (fault,) = faults(copied, (SERIES, 'registered = "sick_leaf"\n'))
    assert fault.key == "indicators[1].registered"


def test_a_workspace_without_a_registry_compares_nothing(copied):
    registry_path(copied).unlink()
    changes = (SERIES, ""), beside("published/national-reference-se/2026-11", "sick_leave_se")
    assert faults(copied, *changes) == ()


def of_others(copied, indicator, called, series=""):
    """The faults of a network that says what its participants are compared in, and with whom."""
    source = 'source = "published/national-reference-no/2026-11"'
    named = f', series = "{series}"' if series else ""
    words = 'title = { en = "Others" }, caveat = { en = "None" }'
    return faults(
        copied,
        ('[[indicators]]\nid = "sick_leave"\n', f'[[indicators]]\nid = "sick_leave"\n{SERIES}'),
        ('[network.effect]\nindicator = "sick_leave"\n',
         f'[network.effect]\nindicator = "{indicator}"\ncalled = "{called}"\n'
         f"others = {{ {source}{named}, {words} }}\n"),
        programme="saman-om-ein-betre-kommune",
    )  # fmt: skip


def refused(found):
    return [fault for fault in found if "may not share an axis" in fault.found]


def test_the_others_of_a_network_are_compared_in_what_the_panel_calls_it(copied):
    (fault,) = refused(of_others(copied, "sick_leave", "sick_leave_ssb_doctor_national"))
    assert fault.key == "network.effect.others.source"
    assert "only the doctor-certified" in fault.found


def test_what_the_others_name_themselves_goes_first(copied):
    called, series = "sick_leave_ssb_doctor_national", "sick_leave_ssb_total"
    assert not refused(of_others(copied, "sick_leave", called, series))


def test_only_the_indicator_of_the_effect_is_compared_with_the_others(copied):
    assert not refused(of_others(copied, "position_size", "sick_leave_ssb_doctor_national"))


def test_national_values_beside_the_points_of_an_action_programme_are_of_the_same_thing(copied):
    programme = "attraktiv-arbetsgivare"
    assert faults(copied, programme=programme) == ()
    registered = 'id = "hourly_share_se"\nregistered = "hourly_share_se"'
    another = 'id = "hourly_share_se"\nregistered = "hourly_paid_se"'
    (fault,) = faults(copied, (registered, another), programme=programme)
    assert fault.key == "action.national"
    assert "may not share an axis: They are measured in different units" in fault.found
