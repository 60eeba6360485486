"""Old projections against what came."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.methods.results import RESULT_COLUMNS, Status
from analysis.methods.workforce import error_summary, projection_errors


def frame(*rows: tuple) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["age_group", "year", "value"])


PROJECTED = frame(
    ("1-5", 2008, 100), ("1-5", 2010, 110), ("1-5", 2020, 150), ("80+", 2010, 90),
    ("80+", 2020, 95), ("80+", 2030, 99),
).set_index(pd.Index([9, 8, 7, 6, 5, 4]))  # fmt: skip
OUTCOME = frame(("80+", 2020, 100), ("1-5", 2020, 120), ("1-5", 2010, 100), ("80+", 2010, 100))


def test_errors_are_in_per_cent_of_the_outcome_and_the_base_year_is_no_forecast():
    found = projection_errors(PROJECTED, OUTCOME, 2008)
    assert list(found["estimate"][:4]) == [10, 25, -10, -5]
    assert list(found["horizon"]) == [2, 12, 2, 12, 22]
    assert list(found.index) == [8, 7, 6, 5, 4]
    assert list(found.columns[: len(RESULT_COLUMNS)]) == list(RESULT_COLUMNS)


def test_a_year_without_outcome_is_missing_and_not_dropped():
    last = projection_errors(PROJECTED, OUTCOME, 2008).iloc[-1]
    assert (last["status"], last["projected"]) == (Status.MISSING, 99)
    assert np.isnan(last["estimate"])


def test_nobody_left_gives_no_percentage():
    found = projection_errors(frame(("90+", 2010, 3)), frame(("90+", 2010, 0)), 2008)
    assert list(found["status"]) == [Status.UNDEFINED]


def test_the_mean_error_without_sign_and_the_bias_with_it():
    errors = projection_errors(PROJECTED, OUTCOME, 2008)
    found = error_summary(errors).set_index(["statistic", "horizon"])
    assert found["estimate"].dropna().to_dict() == {
        ("mean_absolute_percentage_error", 2): 10, ("bias", 2): 0,
        ("mean_absolute_percentage_error", 12): 15, ("bias", 12): 10,
    }  # fmt: skip
    assert found.loc[("bias", 22), "status"] == Status.TOO_FEW
    assert found.loc[("bias", 12), "n"] == 2
    by_group = error_summary(errors, ["age_group"]).set_index(["statistic", "age_group"])
    assert by_group.loc[("bias", "80+"), "estimate"] == -7.5
    over_all = error_summary(errors, []).set_index("statistic")
    assert over_all.loc["mean_absolute_percentage_error", "estimate"] == 12.5


def test_more_keys_keep_places_apart():
    both = [part.assign(place="x") for part in (PROJECTED, OUTCOME)]
    found = projection_errors(*both, 2008, keys=["place", "age_group"])
    assert set(found["place"]) == {"x"}
    with pytest.raises(ValueError, match="the projection has two values for one age_group"):
        projection_errors(pd.concat([both[0], both[0]]), both[1], 2008)
    with pytest.raises(ValueError, match="the outcome has two values"):
        projection_errors(both[0], pd.concat([both[1], both[1]]), 2008)


def test_a_projection_with_its_base_year_only_has_no_errors():
    found = projection_errors(PROJECTED.iloc[:1], OUTCOME, 2008)
    assert len(found) == 0
    assert len(error_summary(found)) == 0


@given(st.floats(0.1, 10), st.randoms())
def test_errors_do_not_depend_on_the_scale_or_the_order(factor, random):
    scaled = [part.assign(value=part["value"] * factor) for part in (PROJECTED, OUTCOME)]
    found = projection_errors(scaled[0].sample(frac=1, random_state=random.randint(0, 9)),
                              scaled[1].iloc[::-1], 2008)  # fmt: skip
    first = projection_errors(PROJECTED, OUTCOME, 2008)["estimate"]
    assert list(found["estimate"].sort_index()) == pytest.approx(
        list(first.sort_index()), nan_ok=True
    )


@pytest.mark.parametrize("dtype", ["Int64", object, float])
def test_a_value_that_is_missing_in_any_way_is_missing(dtype):
    projected = pd.DataFrame({"year": 2010, "age_group": ["a", "b"], "value": [None, 110]})
    outcome = pd.DataFrame({"year": 2010, "age_group": ["a", "b"], "value": [90, 100]})
    found = projection_errors(projected.astype({"value": dtype}), outcome, 2008)
    assert list(found["status"]) == ["missing", "ok"]
    assert found["estimate"].iloc[1] == pytest.approx(10)
    turned = projection_errors(outcome, projected.astype({"value": dtype}), 2008)
    assert list(turned["status"]) == ["missing", "ok"]


def test_errors_of_a_group_without_a_name_are_not_lost():
    projected = pd.DataFrame({"year": 2010, "age_group": ["a", None], "value": [100, 110]})
    errors = projection_errors(projected, projected.assign(value=100), 2008)
    summary = error_summary(errors, ["age_group"])
    assert summary["n"].sum() == 4
