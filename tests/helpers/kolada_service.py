"""Kolada's service in v3's shape on this machine, for tests."""

import re

from web_server import as_json, failing


class Service:
    """What Kolada serves: ``figures`` by (kpi, place, year), each a list of value items."""

    def __init__(self, server, size=5000):
        self.server, self.size = server, size
        self.address = f"{server.address}/v3"
        self.figures = {}
        self.extra = []
        self.kpis = [kpi("N00090", "Sjukfrånvaro totalt"), kpi("U00200", "HME Totalindex")]
        self.places = [
            {"id": "0000", "title": "Riket", "type": "L"},
            {"id": "0010", "title": "Region Blekinge", "type": "L"},
            {"id": "1060", "title": "Olofström", "type": "K"},
            {"id": "1080", "title": "Karlskrona", "type": "K"},
        ]
        self.groups = [
            {
                "id": "G92786",
                "title": "Lågpendlingskommun (ovägt medel)",
                "members": [
                    {"member_id": "1060", "member_title": "Olofström"},
                    {"id": "1080", "title": "Karlskrona"},
                ],
            },
            {"id": "G1", "title": "Tom grupp", "members": []},
        ]
        routes = server.routes
        routes["/v3/kpi"] = lambda asked: self.paged(asked, self.kpis)
        routes["/v3/municipality"] = lambda asked: self.paged(asked, self.places)
        routes["/v3/municipality_groups"] = lambda asked: self.paged(asked, self.groups)
        routes["/v3/data/kpi/"] = self.data

    def put(self, kpi_id, place, year, *items):
        self.figures[kpi_id, place, year] = list(items)

    def data(self, asked):
        found = re.fullmatch(r"/v3/data/kpi/([^/]*)/municipality/([^/]*)/year/([^/]*)", asked.path)
        kpis, places, years = (part.split(",") for part in found.groups())
        if max(len(kpis), len(places), len(years)) > 25:
            return failing(400, "at most 25 ids in a list")
        rows = [
            {"kpi": one, "municipality": place, "period": int(year), "values": items}
            for one in kpis
            for place in places
            for year in years
            if (items := self.figures.get((one, place, int(year)))) is not None
        ]
        return self.paged(asked, rows + self.extra)

    def paged(self, asked, rows):
        number = int(asked.query.get("page", 1))
        shown = rows[(number - 1) * self.size : number * self.size]
        content = {"count": len(shown), "values": shown}
        if number * self.size < len(rows):
            content["next_url"] = f"{self.server.address}{asked.path}?page={number + 1}"
        return as_json(content)


def kpi(identifier, title, **others):
    return {
        "id": identifier,
        "title": title,
        "description": "",
        "is_divided_by_gender": True,
        "municipality_type": "K",
        "auspice": "E",
        "operating_area": "Kommunen, övergripande",
        "perspective": "Resurser",
        "prel_publication_date": None,
        "publication_date": "2027-03-06",
        "publ_period": "2026",
        "has_ou_data": False,
        **others,
    }


def value(number, gender="T", status="", count=1, **others):
    return {"count": count, "gender": gender, "status": status, "value": number, **others}
