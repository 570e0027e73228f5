"""What stands around a name of a thing that is called after a person, or only looks like one: a street, a ship, a village."""

from __future__ import annotations

import re

from indexer.extract.person_links import Full

NOUNS = (
    "bridge|street|avenue|square|oblast|region|district|highway|stadium|airport|airfield|brigade|battalion|prize|award|class|valley"
    "|river|canal|refinery|oilfield|peninsula|reservoir|cemetery|mosque|waterway"
)
NAMED = (
    "House|Tower|Street|Institute|Center|Centre|Foundation|Library|Memorial|Museum|School|University|Airport|Road|Avenue|Park|Square"
    "|Bridge|Building|Hotel|Prize|Award|Medal|Fund|Fellow|Complex|Courthouse|Laboratory|Boutique"
)
NAMED_FURTHER = "National|International|State|Regional|Press|Engineering|Medical|Federal"
THING_AFTER = re.compile(
    rf" (?:{NOUNS})s?\b| (?:{NAMED}|(?:{NAMED_FURTHER}) [A-Z]\w+)\b"
    r"|(?:['’][sS])? (?:<[A-Z.]{2,8}>|(?:and|&) Co\b)"
    r"|-class\b| boutique\b|,? an? (?:(?!of |from |in |at )[\w\-]+ ){0,3}(?:channel|newspaper|company|village|town|city|outlet"
    r"|ship|nonprofit|website|magazine|firm|startup|settlement|suburb|neighbou?rhood|broadcaster|agency|vessel|yacht|tanker)\b"
    r"(?!['’]s| (?:spokes|chief|head\b|leader|editor|owner|founder|executive|director|captain|counc|resident|official|mayor"
    r"|reporter|journalist|worker|commander|boss|manager|employee|president|chair|representative|publisher|elder|teacher"
    r"|doctor|priest|engineer|analyst|columnist|host|anchor|presenter|correspondent|writer|secretary|lawyer|attorney))"
)
"""What follows a thing named after a person, or a thing that only looks like a person."""

THING_BEGINS = frozenset(("a", "an", "and", "boutique", *NAMED.split("|"), *NAMED_FURTHER.split("|"))).union(
    noun + ending for noun in NOUNS.split("|") for ending in ("", "s")
)
"""The words that THING_AFTER can begin with behind a space: most that follow a name are others, which is seen much sooner."""

NEXT_WORD = re.compile(r"\w+|[<&]")

THING_BEFORE = re.compile(
    r"\b(?:USS|HMS|HMCS|Hurricane|Storm|Operation|Saint|St\.?|Mount|Lake|Fort|Camp|Port|Villa|Hotel|street|ship|yacht|tanker"
    r"|vessel|named (?:after|for)(?: Prince| Hetman| General)?|radio station|TV station|subway stop|channel|newspaper"
    r"|website|magazine|agency|villages? of|towns? of|village|town|[Cc]arrier|[Ff]rigate|[Dd]estroyer|[Cc]ruiser|[Ff]erry"
    r"|[Ss]upertanker|[Ff]reighter|[Tt]rawler|warship|submarine|San|Santa|São"
    r"|city of) ?['‘“\"]?$"
)
THINGS = (
    "USS", "HMS", "HMCS", "Hurricane", "Storm", "Operation", "Saint", "St", "St.", "Mount", "Lake", "Fort", "Camp", "Port", "Villa",
    "Hotel", "street", "ship", "yacht", "anker", "essel", "after", "for", "Prince", "Hetman", "General", "station", "stop",
    "channel", "paper", "website", "magazine", "agency", "of", "illage", "own", "arrier", "rigate", "estroyer", "ruiser", "erry",
    "reighter", "rawler", "submarine", "San", "Santa", "São",
)  # fmt: skip
"""Whatever THING_BEFORE finds ends in one of these, which is seen much sooner: keep it so when THING_BEFORE changes."""

PLACE_BEFORE = re.compile(r"\b(?:villages?|towns?|city|settlements?|hamlet)(?: of)? ['‘“\"]?$")
PLACE_AFTER = re.compile(
    r" (?:village|settlement|oblast|district|region)\b|,? an? (?:(?!of |from |in |at )[\w\-]+ ){0,3}(?:village|town|settlement)\b"
)
"""What shows that a name is a place's, wherever else it stands in the article."""

LOOK_BACK = 24


def is_thing(text: str, end: int) -> bool:
    """Tell whether what follows a name that ends at a place shows a thing named after a person, or one that only looks like one."""
    mark = text[end : end + 1]
    if mark == " ":
        word = NEXT_WORD.match(text, end + 1)
        begins = word is not None and (word.group() in THING_BEGINS or word.group() in "<&")
    else:
        begins = mark != "" and (mark in "-'’" or (mark == "," and text[end + 1 : end + 3] == " a"))
    return begins and THING_AFTER.match(text, end) is not None


def a_man(text: str, name: Full, places: set[tuple[str, ...]]) -> Full | None:
    """Return a name unless what stands around it shows a thing named after a person, or one that only looks like one."""
    before = text[max(0, name.start - LOOK_BACK) : name.start]
    if not (is_thing(text, name.end) or (before.rstrip(" '‘“\"").endswith(THINGS) and THING_BEFORE.search(before))):
        return name
    if PLACE_AFTER.match(text, name.end) or PLACE_BEFORE.search(before):
        places.add(name.key)
    return None
