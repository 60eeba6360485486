"""Findings on what the parties of a programme say in forms: whose it is, and who is silent."""

import pandas as pd

from analysis.evaluation.findings import Finding, Grade
from analysis.evaluation.replies import Replied
from analysis.methods.results import Status

_TOLD = ("measure", "party", "state", "on")


def find_replied(replied: Replied) -> list[Finding]:
    """Return what can be said of the verdicts of several parties; [] where nobody has replied."""
    if not replied:
        return []
    found = []
    if replied.verdicts is not None:
        whole, spread = find_whole(replied), _spread(replied)
        # Whether parties agree on the whole has been said where two have judged it.
        several = [spread] if spread.key == "spread" or len(replied.whole) < 2 else []
        found += [*whole, *_others(replied), *several, *_changed(replied)]
    return [*found, *_told_apart(replied, False), *find_silent(replied)]


def find_told(replied: Replied) -> list[Finding]:
    """Return what the parties say of the programme as a whole, and what can be said of the states
    that several report; [] where nobody has replied."""
    if not replied:
        return []
    return [*find_whole(replied), *_told_apart(replied, True), *find_silent(replied)]


def find_heard(replied: Replied) -> list[Finding]:
    """Return what the parties say of the programme as a whole, how they differ on its measures,
    and who is silent; [] where nobody has replied. For a report that tests something itself."""
    if not replied:
        return []
    several = [item for item in (_spread(replied),) if item.key == "spread"]
    return [*find_whole(replied), *several, *_told_apart(replied, False), *find_silent(replied)]


def find_whole(replied: Replied) -> list[Finding]:
    """Return the verdicts on the programme as a whole; [] where no party gave one."""
    if not replied.whole:
        return []
    verdicts = tuple((item.party, item.verdict, item.on, item.comment) for item in replied.whole)
    heard = {reply.party for reply in replied.replies} - {item.party for item in replied.whole}
    without = tuple(party.id for party in replied.programme.parties if party.id in heard)
    values = {"verdicts": verdicts, "without": without}
    return [Finding("whole", Grade.ASSERTED, values)]


def find_silent(replied: Replied) -> list[Finding]:
    """Return that parties have not replied; [] where all have."""
    silent, quoted = replied.silent, replied.only_quoted
    if not silent and not quoted:
        return []
    return [Finding("silent", Grade.NOT_ASSESSABLE, {"silent": silent, "quoted": quoted})]


def _told_apart(replied: Replied, counted: bool) -> list[Finding]:
    """On which measures parties report different states; ``counted``: the latest is in a count."""
    apart = replied.apart
    if apart.empty:
        return []
    values = {
        "measures": tuple(dict.fromkeys(apart["measure"])),
        "told": tuple(apart[list(_TOLD)].to_dict("records")),
        "counted": counted,
    }
    return [Finding("told_apart", Grade.ASSERTED, values)]


def _others(replied: Replied) -> list[Finding]:
    """How often each party that does not judge itself gave each step."""
    programme = replied.programme
    counts = {}
    for party in replied.judges:
        if not programme.party(party).evaluated:
            given = [voice.verdict for voice in replied.voices if voice.party == party]
            counts[party] = {level.id: given.count(level.id) for level in programme.scale}
    values = {"counts": counts, "n_measures": len(programme.measures)}
    return [Finding("others_verdicts", Grade.ASSERTED, values)] if counts else []


def _spread(replied: Replied) -> Finding:
    """On how many measures more than one party judged, and on which they differ."""
    rows = replied.spread if replied.spread is not None else pd.DataFrame(columns=["status"])
    several = rows[rows["status"].eq(Status.OK)]
    if several.empty:
        n_single = int(rows["status"].eq(Status.TOO_FEW).sum())
        return Finding("no_spread", Grade.NOT_ASSESSABLE, {"n_single": n_single})
    differ = several[several["estimate"].gt(0)]
    far = differ[differ["far_apart"].astype(bool)]
    values = {
        "n": len(several),
        "differ": tuple(differ["measure"]),
        "far": tuple(far["measure"]),
    }
    return Finding("spread", Grade.ASSERTED, values)


def _changed(replied: Replied) -> list[Finding]:
    changes = replied.changes
    if changes.empty:
        return []
    values = {"changes": tuple(changes.to_dict("records"))}
    return [Finding("changed", Grade.ASSERTED, values)]
