"""Two indicators on one axis: refused with the reason, in the reader's language."""

import pytest

from analysis.display.axes import SharedAxis
from analysis.display.languages import Language
from analysis.errors import ParameterError
from analysis.sources.indicators import read_registry


@pytest.fixture(scope="module")
def registry(workspace):
    return read_registry(workspace)


def test_indicators_of_one_kind_share_an_axis_and_its_unit(registry):
    names = ("hme_motivation", "hme_leadership")
    axis = SharedAxis(registry, names, Language.named("sv"))
    assert axis.label.plain == "index 0–100"
    titles = [axis.title(name).plain for name in names]
    assert titles == [registry.indicator(name).title["sv"] for name in names]


@pytest.mark.parametrize(
    ("code", "words"),
    [("en", "The levels cannot be compared."), ("nb", "Nivåene kan ikke sammenlignes.")],
)
def test_norwegian_and_swedish_sick_leave_have_no_axis(registry, code, words):
    names = ("sick_leave_own_no", "sick_leave_ssb_total", "sick_leave_se")
    with pytest.raises(ParameterError) as refused:
        SharedAxis(registry, names, Language.named(code))
    assert words in str(refused.value)
    assert registry.indicator("sick_leave_se").title[code] in str(refused.value)
    assert registry.indicator("sick_leave_ssb_total").title[code] not in str(refused.value)


def test_an_unknown_indicator_has_no_axis(registry):
    with pytest.raises(ParameterError, match="no indicator is called 'sick_leaf'"):
        SharedAxis(registry, ("hme_total", "sick_leaf"), Language.named("en"))


def test_no_indicator_has_no_axis(registry):
    with pytest.raises(ParameterError, match="it is for no indicator"):
        SharedAxis(registry, (), Language.named("en"))
