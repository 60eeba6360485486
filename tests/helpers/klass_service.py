"""Klass's service on this machine, for tests: a few municipalities, or all that there are."""

import gzip
from csv import DictReader

from web_server import failing

OLD, MIDDLE, NEW = ("2000-01-01", "2020-01-01"), ("2020-01-01", "2024-01-01"), ("2024-01-01", None)
FEW = [
    ("0301", "Oslo", "2000-01-01", None),
    ("0602", "Drammen", *OLD),
    ("0625", "Nedre Eiker", *OLD),
    ("0711", "Svelvik", *OLD),
    ("3005", "Drammen", *MIDDLE),
    ("3301", "Drammen", *NEW),
    ("0805", "Porsgrunn", *OLD),
    ("3806", "Porsgrunn", *MIDDLE),
    ("4001", "Porsgrunn", *NEW),
    *[(number, name, *OLD) for number, name in (("1504", "Ålesund"), ("1534", "Haram"))],
    *[(n, name, *OLD) for n, name in (("1523", "Ørskog"), ("1529", "Skodje"), ("1546", "Sandøy"))],
    ("1507", "Ålesund", *MIDDLE),
    ("1508", "Ålesund", *NEW),
    ("1580", "Haram", *NEW),
]
MOVES = [
    *[(old, "3005", "2020-01-01") for old in ("0602", "0625", "0711")],
    ("0805", "3806", "2020-01-01"),
    *[(old, "1507", "2020-01-01") for old in ("1504", "1523", "1529", "1534", "1546")],
    ("3005", "3301", "2024-01-01"),
    ("3806", "4001", "2024-01-01"),
    ("1507", "1508", "2024-01-01"),
    ("1507", "1580", "2024-01-01"),
]
GROUPS = {
    "0301": ("EKG13", "KOSTRA-gruppe 13"),
    "3005": ("EKG11", "KOSTRA-gruppe 11"),
    "3301": ("EKG11", "KOSTRA-gruppe 11"),
    "3806": ("EKG10", "KOSTRA-gruppe 10"),
    "4001": ("EKG11", "KOSTRA-gruppe 11"),
}
SPANS = {number: (begun, ended) for number, _, begun, ended in FEW}


class Klass:
    """What Klass serves; ``groups`` by year, of which those not there are refused (404)."""

    def __init__(self, server, entries=FEW, moves=MOVES, years=range(2020, 2100)):
        self.entries, self.moves, self.years = entries, moves, years
        self.address = f"{server.address}/klass"
        base = "/klass/classifications"
        server.routes[f"{base}/131/codes"] = lambda _: {"codes": [*map(code, self.entries)]}
        server.routes[f"{base}/131/changes"] = lambda _: {
            "codeChanges": [
                {"oldCode": old, "newCode": new, "changeOccurred": on}
                for old, new, on in self.moves
            ]
        }
        server.routes[f"{base}/112/corresponds"] = self.corresponds

    def corresponds(self, asked):
        first, end = asked.query["from"], asked.query["to"]
        if int(first[:4]) not in self.years:
            return failing(404, "no correspondence table")
        items = [
            member(number, *group, *SPANS[number])
            for number, group in GROUPS.items()
            if SPANS[number][0] < end and (SPANS[number][1] or "9999") > first
        ]
        return {"correspondenceItems": items}


def code(entry):
    number, name, begun, ended = entry
    span = {"validFromInRequestedRange": begun, "validToInRequestedRange": ended}
    return {"code": number, "name": name, **span}


def member(number, group, title, begun, ended):
    return {
        "sourceCode": group,
        "sourceName": title,
        "targetCode": number,
        "targetName": number,
        "validFrom": begun,
        "validTo": ended,
    }


def whole_norway(shared):
    """Entries and moves of all municipalities of 2019 to 2024, from two tables of others: to
    2020 by number (fhidata), to 2024 matched by name."""
    with (shared / "data/derived/no_kommune_2023_to_2024.csv").open(encoding="utf-8") as file:
        late = list(DictReader(file))
    path = shared / "data/derived/no_redistricting_to_2020_fhidata.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8") as file:
        early = sorted(
            {
                (row["location_code_original"][7:], row["location_code_current"][7:])
                for row in DictReader(file)
                if row["granularity_geo"] == "municip" and row["calyear"] == "2019.0"
            }
        )
    first = {old for old, _ in early}
    second = {row["code_2020_2023"]: row["name_2023"] for row in late}
    third = {row["code_2024"]: row["name_2024"] for row in late}
    own = {number: name for number, name, _, _ in FEW}
    entries = []
    for number in sorted(first | set(second) | set(third)):
        spans = [
            (number in first, OLD),
            (number in second, MIDDLE),
            (number in third, ("2024-01-01", None)),
        ]
        held = [span for there, span in spans if there]
        name = third.get(number) or second.get(number) or own.get(number, f"Old {number}")
        entries.append((number, name, held[0][0], held[-1][1]))
    moves = [(old, new, "2020-01-01") for old, new in early if old != new]
    moves += [
        (row["code_2020_2023"], row["code_2024"], "2024-01-01")
        for row in late
        if row["change"] != "unchanged"
    ]
    return entries, moves
