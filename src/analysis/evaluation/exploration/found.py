"""What can be said of what is looked at. It describes; nothing is tested, and nothing is credited
to a programme: that is left to reports."""

from typing import Any

from analysis.evaluation.exploration.explored import Explored
from analysis.evaluation.findings import Finding, Grade
from analysis.model.periods import Period


def find(seen: Explored) -> tuple[Finding, ...]:
    """Return the newest value with the same part of the year before, how it stands beside the
    peers, and what is hidden; or that there is nothing to say anything of."""
    series = seen.series
    hidden = _hidden(seen)
    if series.empty:
        return (Finding("nothing", Grade.NOT_ASSESSABLE, {}), *hidden)
    last: Period = series.index[-1]
    values = {"period": last, "value": float(series.iloc[-1]), **_before(seen, last)}
    quality = seen.own.set_index("period")["quality"]
    found = Finding("newest", Grade.OBSERVED, {**values, "quality": str(quality[last])})
    return (found, _beside(seen, last), *hidden)


def _before(seen: Explored, last: Period) -> dict[str, Any]:
    """The same part of the year before, and whether the definition changed in between."""
    earlier = Period(last.year - 1, last.kind, last.number, last.day)
    value = seen.series.get(earlier)
    crossed = [item for item in seen.breaks if earlier.start < item.at.start <= last.start]
    doubtful = seen.own.loc[seen.own["period"].eq(earlier), "quality"].eq("doubtful").any()
    names = {"earlier": earlier, "before": value, "before_doubtful": bool(doubtful)}
    return {**names, "crossed": tuple(crossed)}


def _beside(seen: Explored, last: Period) -> Finding:
    n = int(seen.others["period"].eq(last).sum())
    if last not in seen.band.index:
        values = {"period": last, "n": n, "counted": seen.counted}
        return Finding("no_peers", Grade.NOT_ASSESSABLE, values)
    row, value = seen.band.loc[last], float(seen.series.iloc[-1])
    names = {"low": float(row["low"]), "middle": float(row["middle"]), "high": float(row["high"])}
    return Finding("beside", Grade.OBSERVED, {"period": last, "value": value, "n": n, **names})


def _hidden(seen: Explored) -> tuple[Finding, ...]:
    if not seen.hidden:
        return ()
    return (Finding("hidden", Grade.NOT_ASSESSABLE, {"n": seen.hidden}),)
