"""Asking a PxWeb service, within the limits it states, and explaining what it refuses."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar
from urllib.parse import urlencode

from analysis.errors import Fault, FetchError, InputError, ParameterError
from analysis.sources.jsonstat import Cube, read_metadata
from analysis.sources.jsonstat.fields import whole_number
from analysis.sources.messages import short
from analysis.sources.web import Answer, Web

LONGEST_QUERY = 1500
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*", re.ASCII)
_STATUS = re.compile(r" answered (\d{3}) to ")
Made = TypeVar("Made")

EXPLAINED = {
    "400": "The selection is not accepted: the table has no such variable, value or code list. "
    "Look at the table's metadata, which may have changed since it was fetched.",
    "403": "The selection has more cells than the service gives at once, or it refuses us. "
    "Ask for less.",
    "404": "There is no such table or code list: tables are closed, and get new numbers. "
    "SSB's look like 07459, SCB's like TAB638.",
    "429": "More was asked than is allowed ({limits}). Others behind the same address count too.",
}


@dataclass(frozen=True)
class Limits:
    """What the service allows: ``cells`` in one answer, ``calls`` in ``window`` seconds.
    ``languages`` are those it answers in, the default one first."""

    cells: int
    calls: int
    window: int
    languages: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.calls} calls in {self.window} seconds, {self.cells} cells in each"


@dataclass(frozen=True)
class CodeList:
    """Other values for a variable. ``aggregated``: its codes are sums of the table's own."""

    id: str
    codes: tuple[str, ...]
    aggregated: bool


@dataclass(frozen=True)
class Service:
    """A service that was asked for its limits. ``name`` is ssb or scb. ``web`` waits between
    requests as long as the limits want."""

    web: Web
    address: str
    name: str
    limits: Limits
    language: str

    def metadata(self, table: str) -> Cube:
        """Return what ``table`` has: its variables, codes and notes, without figures."""
        path = f"tables/{checked_id(table, 'table')}/metadata"
        answer = _explained(lambda: self._get(path, {"lang": self.language}), self.limits)
        return read_metadata(answer.content, answer.address)

    def code_list(self, name: str) -> CodeList:
        """Return the code list ``name``: agg_... or vs_...."""
        path = f"codelists/{checked_id(name, 'code list')}"
        answer = _explained(lambda: self._get(path, {"lang": self.language}), self.limits)
        return _code_list(answer, name)

    def figures(
        self, table: str, codes: Mapping[str, tuple[str, ...]], lists: Mapping[str, CodeList]
    ) -> Answer:
        """Return the answer for ``codes`` of each variable, within one call."""
        path = f"tables/{checked_id(table, 'table')}/data"
        common = {"lang": self.language, "outputFormat": "json-stat2"}
        query = common | _query(codes, lists)
        listed = any("," in code for own in codes.values() for code in own)
        if listed or len(urlencode(query)) > LONGEST_QUERY:
            body = _body(codes, lists)
            return _explained(lambda: self._post(path, body, common), self.limits)
        return _explained(lambda: self._get(path, query), self.limits)

    def _get(self, path: str, params: Mapping[str, str]) -> Answer:
        return self.web.get_both(f"{self.address}/{path}", params)[0]

    def _post(self, path: str, body: Any, params: Mapping[str, str]) -> Answer:
        address = f"{self.address}/{path}"
        return self.web.post_both(address, body, params)[0]


def open_service(web: Web, address: str, name: str, language: str = "") -> Service:
    """Ask the service at ``address`` for its limits, and return it.

    ``name`` is ssb or scb; ``language`` one of its own, its default when empty. FetchError when
    it does not answer, InputError when its configuration has no limits, ParameterError for a
    language it has not.
    """
    answer, config = _explained(lambda: web.get_both(f"{address}/config"), None)
    limits = _limits(config, answer.address)
    language = language or limits.languages[0]
    if language not in limits.languages:
        told = ", ".join(limits.languages)
        raise ParameterError(f"{name} does not answer in '{language}'. Accepted: {told}.")
    # A tenth more than evenly: calls that are sent apart may arrive together.
    pause = 1.1 * limits.window / limits.calls
    return Service(replace(web, pause=max(web.pause, pause)), address, name, limits, language)


def checked_id(found: str, kind: str) -> str:
    """``found``, which becomes part of an address; ParameterError when it is no id."""
    if not _ID.fullmatch(found):
        raise ParameterError(f"'{found}' is no {kind}. Accepted: letters and digits, as in 07459.")
    return found


def _limits(config: Any, place: str) -> Limits:
    raw = config if isinstance(config, Mapping) else {}
    faults = []
    for key in ("maxDataCells", "maxCallsPerTimeWindow", "timeWindow"):
        if not whole_number(raw.get(key)) or raw[key] < 1:
            accepted = "a whole number of 1 or more"
            faults.append(Fault(place, None, key, f"found {short(raw.get(key))}", accepted))
    languages = _languages(raw)
    if not languages:
        found = f"found {short(raw.get('languages'))}"
        faults.append(Fault(place, None, "languages", found, "a list of languages with ids"))
    if faults:
        raise InputError(faults)
    return Limits(
        raw["maxDataCells"], raw["maxCallsPerTimeWindow"], raw["timeWindow"], tuple(languages)
    )


def _languages(raw: Mapping[str, Any]) -> list[str]:
    entries = raw.get("languages")
    found = [
        entry["id"]
        for entry in (entries if isinstance(entries, list) else [])
        if isinstance(entry, Mapping) and isinstance(entry.get("id"), str)
    ]
    default = raw.get("defaultLanguage")
    return sorted(found, key=lambda language: language != default)


def _code_list(answer: Answer, name: str) -> CodeList:
    raw = json.loads(answer.content)
    values = raw.get("values") if isinstance(raw, Mapping) else None
    entries = values if isinstance(values, list) else []
    found = [entry.get("code") for entry in entries if isinstance(entry, Mapping)]
    codes = tuple(code for code in found if isinstance(code, str))
    if not codes or len(set(codes)) < len(entries):
        told = f"found {short(values)}"
        raise InputError([Fault(answer.address, None, "values", told, "codes, every one once")])
    return CodeList(name, codes, str(raw.get("type", "")).casefold() == "aggregation")


def _query(codes: Mapping[str, tuple[str, ...]], lists: Mapping[str, CodeList]) -> dict[str, str]:
    query = {f"valueCodes[{name}]": ",".join(own) for name, own in codes.items()}
    for name, code_list in lists.items():
        query[f"codelist[{name}]"] = code_list.id
        if code_list.aggregated:
            query[f"outputValues[{name}]"] = "aggregated"
    return query


def _body(codes: Mapping[str, tuple[str, ...]], lists: Mapping[str, CodeList]) -> dict[str, Any]:
    selection = []
    for name, own in codes.items():
        entry: dict[str, Any] = {"variableCode": name, "valueCodes": list(own)}
        if name in lists:
            entry["codelist"] = lists[name].id
            if lists[name].aggregated:
                entry["outputValues"] = "aggregated"
        selection.append(entry)
    return {"selection": selection}


def _explained(ask: Callable[[], Made], limits: Limits | None) -> Made:
    try:
        return ask()
    except FetchError as error:
        status = _STATUS.search(str(error))
        told = EXPLAINED.get(status[1], "") if status else ""
        if not told:
            raise
        raise FetchError(f"{error}\n{told.format(limits=limits or 'see its /config')}") from None
