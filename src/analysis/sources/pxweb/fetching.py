"""Fetching a table: as many calls as its size needs, and one table from them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analysis.errors import ParameterError
from analysis.sources.jsonstat import Cube, join, read_jsonstat
from analysis.sources.pxweb.provenance import PUBLISHERS, provenance_of
from analysis.sources.pxweb.selection import select, split
from analysis.sources.pxweb.service import Service
from analysis.sources.store.provenance import Provenance

MOST_CALLS = 200


@dataclass(frozen=True)
class Fetched:
    """A table with exactly the cells that were asked for, in the order of its metadata.

    ``calls`` is how many answers it was put together from; ``kept`` says that one at least came
    from the cache.
    """

    cube: Cube
    provenance: Provenance
    calls: int
    kept: bool


def fetch_table(
    service: Service,
    table: str,
    selection: Mapping[str, str | Sequence[str]],
    code_lists: Mapping[str, str] | None = None,
) -> Fetched:
    """Return the cells of ``table`` that ``selection`` names; see :func:`select`.

    ``code_lists`` names a code list for a variable: {"Region": "agg_KommSummer"}; the selection
    then is of its codes. ParameterError for what the table does not have and for more than
    MOST_CALLS calls; FetchError when the service refuses, with the reason; InputError when what
    it answers is not what was asked for. Nothing is returned in part.
    """
    if service.name not in PUBLISHERS:
        told = ", ".join(PUBLISHERS)
        raise ParameterError(f"'{service.name}' is no PxWeb service here. Accepted: {told}.")
    lists = {name: service.code_list(own) for name, own in (code_lists or {}).items()}
    codes = select(service.metadata(table), selection, lists)
    parts = split(codes, service.limits.cells)
    if len(parts) > MOST_CALLS:
        found = f"the selection needs {len(parts)} calls of {service.limits.cells} cells each"
        raise ParameterError(f"{found}. Accepted: at most {MOST_CALLS}. Ask for less.")
    answers = [service.figures(table, part, lists) for part in parts]
    cubes = [read_jsonstat(answer.content, answer.address) for answer in answers]
    cube = join(cubes, codes, answers[0].address)
    provenance = provenance_of(service.name, table, cube, answers)
    return Fetched(cube, provenance, len(answers), any(answer.kept for answer in answers))
