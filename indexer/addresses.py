"""Web addresses in the one form that stands for the same page everywhere."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit, urlunsplit

LONGEST = 2000
SCHEMES = {"http": 80, "https": 443}
SAFE = "/%:@!$&'()*+,;=~-._"
HOST = re.compile(r"[^\s/?#@:\[\]\\<>\"'%]+(?:\.[^\s/?#@:\[\]\\<>\"'%]+)+")
TRACKING = re.compile(
    r"utm_\w*|at_\w*|pk_\w*|mtm_\w*|[fgt]bclid|gclid|dclid|yclid|msclkid|twclid|igshid|mc_[ce]id|_ga|_gl|ref_(?:src|url)|cmpid|icid|smid|ns_\w*"
    r"|xtor|ito|traffic_source|spm|smtyp|wt\.mc_id|guccounter|guce_\w*",
    re.IGNORECASE,
)
"""Names of parameters that tell where a reader came from, never what is shown."""


def canonical_url(stated: str) -> str:
    """Return an address as https, with a lower-case host, without fragment, default port, user name and tracking parameters.

    What is no web address gives nothing.
    """
    try:
        parts = urlsplit(stated.strip()[: LONGEST + 1])
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return ""
    if parts.scheme.lower() not in SCHEMES or not HOST.fullmatch(host) or len(stated) > LONGEST:
        return ""
    shown_port = "" if port in (None, SCHEMES[parts.scheme.lower()], SCHEMES["https"]) else f":{port}"
    return urlunsplit(("https", host + shown_port, quote(parts.path or "/", safe=SAFE), kept_parameters(parts.query), ""))


def kept_parameters(query: str) -> str:
    """Return a query without its tracking parameters, the others as they were."""
    kept = (pair for pair in query.split("&") if pair and not TRACKING.fullmatch(pair.split("=", 1)[0]))
    return quote("&".join(kept), safe=SAFE + "?")


def host_of(url: str) -> str:
    """Return the host of a canonical address without `www.`: what an outlet is known by."""
    return urlsplit(url).netloc.removeprefix("www.")


def names_article(url: str) -> bool:
    """Say whether a canonical address can be that of one article: it leads further than a front page."""
    parts = urlsplit(url)
    return bool(parts.path.strip("/") or parts.query)


def outlet_of(stated: str, url: str) -> str:
    """Return the outlet: the stated source, as a bare lower-case host where it is one, else the host of the address."""
    name = " ".join(stated.split())
    bare = name.lower().removeprefix("https://").removeprefix("http://").split("/")[0].removeprefix("www.")
    looks_like_host = " " not in name and HOST.fullmatch(bare) and bare.rsplit(".", 1)[-1].isalpha()
    return (bare if looks_like_host else name[:100].strip()) or host_of(url)
