"""The employer's own staff: who there is, how many are likely to leave, how many must come.

Ages, competence and position sizes are counted in heads and pass disclosure control before
anything leaves this module; exits are pooled over all ages. Heads become full-time equivalents
once, at the end, by the average position of all staff.

What is needed is a sum of the staff of each service, weighted by the growth of its ages, which
is printed. Where a service is hidden, that sum would give it away: nothing made of it is kept.
"""

from dataclasses import dataclass

import pandas as pd

from analysis.errors import ParameterError
from analysis.evaluation.workforce_outlook.needs import Needs, needed
from analysis.methods.disclosure import protect_counts
from analysis.methods.results import Status
from analysis.methods.workforce import exit_rates, project_exits, staffing_gap, to_fte

FEWEST_STAFF = 20
BANDS = ((0, 29), (30, 39), (40, 49), (50, 59), (60, None))
TOTAL = "Total"
MISSING = float("nan")


@dataclass(frozen=True)
class Staffing:
    """What the employer's register says of the staff whose service has an age group.

    ``heads`` and ``position_size`` (average, per cent) are of these in ``year``; ``unserved`` are
    the services that are left out, ``everybody`` all employees with theirs; None where this number
    would give small services away.

    ``by_service``, ``by_age`` and ``by_competence`` are counts that may be shown (value, status).
    ``left`` is the share who left in a year, all ages and reasons together, with its years.
    ``exits`` are the rows of project_exits in the years shown, ``needed`` of band, ``gap`` of
    staffing_gap in heads and ``gap_fte`` in full-time equivalents. The rows of these three are
    SUPPRESSED, without a number, where a service is hidden.
    """

    year: int
    heads: int
    position_size: float
    leave_by: int
    by_service: pd.DataFrame
    by_age: pd.DataFrame
    by_competence: pd.DataFrame
    left: pd.Series
    exits: pd.DataFrame
    needed: pd.DataFrame
    gap: pd.DataFrame
    gap_fte: pd.DataFrame
    unserved: tuple[str, ...]
    everybody: int | None

    @property
    def alternatives(self) -> int:
        """The fewest alternatives behind what is needed: 1 means that there is no range."""
        return int(self.needed["n"].min()) if len(self.needed) else 0

    @property
    def need_hidden(self) -> bool:
        """Whether what is needed would give a hidden service away, and is therefore not here."""
        return _hides(self.by_service)


def read_staff(table: pd.DataFrame) -> pd.DataFrame:
    """Return the register with numbers: service, age, competence, position_size and heads.

    ValueError where a cell that should be a number is none.
    """
    numbers = {"age": int, "heads": int, "position_size": float}
    return table.astype(numbers)


def read_exits(table: pd.DataFrame) -> pd.DataFrame:
    """Return exits with numbers: year, from_age, to_age, staff, retirement, disability, other."""
    found = table.apply(lambda column: pd.to_numeric(column.replace("", None)))
    whole = [name for name in found.columns if name != "to_age"]
    return found.astype(dict.fromkeys(whole, int))


def staffing_of(
    staff: pd.DataFrame, exits: pd.DataFrame, needs: Needs, year: int, leave_by: int
) -> Staffing:
    """Return what the registers say, looking ahead to the years that ``needs`` has.

    ParameterError for fewer than FEWEST_STAFF persons.
    """
    known = staff[staff["service"].isin(needs.base.index)]
    if (heads := int(known["heads"].sum())) < FEWEST_STAFF:
        raise ParameterError(
            f"the staff of {year} has fewer than {FEWEST_STAFF} persons in the services of the "
            "outlook: too few to look ahead, and to be shown."
        )
    size = float((known["heads"] * known["position_size"]).sum() / heads)
    total = _needed(known, needs)
    leaving = _leaving(known, exits, needs, year, leave_by)
    gap = staffing_gap(total, leaving[leaving["statistic"].eq("staff")])
    by_service = counts(known.groupby("service")["heads"].sum())
    equivalents = to_fte(gap, size)
    if _hides(by_service):
        total, gap, equivalents = (_without_numbers(item) for item in (total, gap, equivalents))
    return Staffing(
        *(year, heads, size, leave_by),
        by_service,
        counts(known.groupby(known["age"].map(band_of))["heads"].sum()),
        counts(known.groupby("competence")["heads"].sum()),
        _left(exits),
        leaving,
        total,
        gap,
        equivalents,
        tuple(sorted(set(staff["service"]) - set(needs.base.index))),
        _everybody(staff, known),
    )


def _needed(staff: pd.DataFrame, needs: Needs) -> pd.DataFrame:
    heads = staff.groupby("service", as_index=False)["heads"].sum()
    services = heads.assign(age_group=heads["service"]).rename(columns={"heads": "staff"})
    return needed(services, needs.base, needs.people, needs.projection, "heads", by=("year",))


def counts(heads: pd.Series) -> pd.DataFrame:
    """Return counts that may be shown: ``label``, ``value`` (NaN where hidden) and ``status``."""
    table = pd.DataFrame({"label": heads.index.astype(str), "value": heads.to_numpy()})
    whole = pd.DataFrame([{"label": TOTAL, "value": int(heads.sum())}])
    # Nobody in a group is no row, and says nothing of anybody.
    frame = pd.concat([table[table["value"].gt(0)], whole], ignore_index=True)
    return protect_counts(frame, ["label"]).published


def _everybody(staff: pd.DataFrame, known: pd.DataFrame) -> int | None:
    """All employees: with those who are looked at it tells how many are left out."""
    rest = int(staff["heads"].sum()) - int(known["heads"].sum())
    both = counts(pd.Series({"known": int(known["heads"].sum()), "rest": rest}))
    return None if _hides(both) else int(staff["heads"].sum())


def _hides(shown: pd.DataFrame) -> bool:
    return bool(shown["status"].eq("suppressed").any())


def _without_numbers(frame: pd.DataFrame) -> pd.DataFrame:
    """``frame`` with its years alone: nothing is left that was calculated from hidden counts."""
    told = ["statistic", "method", "status", "year", "unit", "n"]
    return frame.assign(
        status=Status.SUPPRESSED,
        **dict.fromkeys((name for name in frame.columns if name not in told), MISSING),
    )


def band_of(age: int) -> str:
    """Return the label of the age band: "30-39", "60-"."""
    first, last = next(band for band in BANDS if band[1] is None or age <= band[1])
    return f"{first}-" if last is None else f"{first}-{last}"


def _leaving(
    staff: pd.DataFrame, exits: pd.DataFrame, needs: Needs, year: int, leave_by: int
) -> pd.DataFrame:
    bands = ["from_age", "to_age"]
    register = exits.assign(age_group=exits["from_age"])
    rates = exit_rates(register).query("reason == 'all'")
    ends = exits.drop_duplicates("from_age").set_index("from_age")["to_age"]
    rates = rates.assign(from_age=rates["age_group"], to_age=rates["age_group"].map(ends))
    by_age = staff.groupby("age")["heads"].sum()
    years = needs.years_shown()
    found = project_exits(by_age, rates[[*bands, "exits", "n"]], max(years) - year,
                          leave_by=leave_by)  # fmt: skip
    found = found.assign(year=found["year"] + year)
    return found[found["year"].isin(years)].reset_index(drop=True)


def _left(exits: pd.DataFrame) -> pd.Series:
    """The share who left in a year, all ages and reasons together."""
    pooled = exits.drop(columns=["from_age", "to_age"]).groupby("year", as_index=False).sum()
    rates = exit_rates(pooled.assign(age_group="all"))
    return rates[rates["reason"].eq("all")].iloc[0]
