"""Where the services are, and whom to trust."""

import os
from typing import Any
from urllib.parse import urlsplit

from analysis.errors import ParameterError
from analysis.sources.toml import read_toml
from analysis.sources.workspace import Workspace

ADDRESSES = {
    "kolada": "https://api.kolada.se/v3",
    "ssb": "https://data.ssb.no/api/pxwebapi/v2",
    "scb": "https://statistikdatabasen.scb.se/api/v2",
    "klass": "https://data.ssb.no/api/klass/v1",
}
"""Where the services are. ``[addresses]`` in a workspace's tiltak.toml, or a variable such as
TILTAK_KOLADA, says otherwise."""


def address_of(workspace: Workspace, service: str) -> str:
    """Return the address of ``service``, without a slash at its end.

    ParameterError for one that is not HTTPS: figures must come from whom they say. A service on
    this machine may do without.
    """
    settings = workspace.root / "tiltak.toml"
    own: Any = {}
    if settings.is_file():
        own = read_toml(settings, workspace.relative(settings))[0].get("addresses", {})
    if not isinstance(own, dict):
        raise ParameterError(f"[addresses] in {workspace.relative(settings)} is no table.")
    named = os.environ.get(f"TILTAK_{service.upper()}") or own.get(service) or ADDRESSES[service]
    address = str(named).rstrip("/")
    if not trusted(address):
        raise ParameterError(f"the address of {service} is '{address}'. Accepted: https://...")
    return address


def trusted(address: str) -> bool:
    """Whether who answers at ``address`` is who it says: by HTTPS, or on this machine."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    local = parts.scheme == "http" and parts.hostname in ("localhost", "127.0.0.1", "::1")
    return local or (parts.scheme == "https" and bool(parts.hostname))


def host_of(address: str) -> str:
    """The machine that ``address`` is on."""
    try:
        return urlsplit(address).hostname or "nowhere"
    except ValueError:
        return "nowhere"
