"""Names that are there for the record only: bylines, credits, contributors and interviewers of an article, authors of a post."""

from __future__ import annotations

import re

BACK, AHEAD = 90, 170

AGENCY = (
    r"(?:AP\b|AFP|Associated Press|Getty|Reuters|REUTERS|EPA|TASS|Sputnik|Shutterstock|Bloomberg|Pool|POOL|Anadolu|NurPhoto"
    r"|LaPresse|Alamy|Xinhua|Kyodo|PA\b|SIPA|Sipa|UPI|Zuma|ZUMA|ABACA|dpa|DPA|Handout|HANDOUT|NYT|The New York Times"
    r"|BelTA|BELTA|Belta|Ukrinform|UKRINFORM|UNIAN|Unian|Interfax|RIA Novosti|Yonhap|Belga|ANP|NTB|Ritzau|Lehtikuva|LETA|BNS|ELTA"
    r"|PAP\b|CTK|Imago|IMAGO|Global Look Press|Suspilne|Le Monde|Bundeswehr"
    r"|The Washington Post|The Times|The Guardian|WSJ|Wall Street Journal|MailOnline|DOD|Planet Labs|Maxar|via "
    r"|U\.S\. (?:Army|Navy|Air Force|Marine))"
)
LEADING = re.compile(
    r"(?:"
    r"(?:^|\n)[ \t]*(?:By|BY|Written by|Analysis by|Opinion by|Review by)[: ]+"
    r"(?:[A-Z][\w.'’\-]+ ){0,3}(?:[A-Z][\w.'’\-]+(?:,| and| &) )*"
    r"|(?:[Pp]hoto(?:s|graph|graphs|graphy)?|PHOTO|[Ii]mages?|[Pp]ictures?|[Ii]llustration|[Vv]ideo|[Cc]redits?|CREDIT|[Ss]ource)"
    r"(?: credits?| illustration)?(?: ?: ?| by | / ?)(?:[A-Z][\w.'’\-]+ ){0,2}(?:[A-Z][\w.'’\-]+ and )?"
    r"|(?:[Rr]eporting|[Ww]riting|[Ee]diting|[Ee]dited|[Ww]ritten|[Rr]eported|[Cc]ompiled|[Tt]ranslated|[Tt]ranslation|[Pp]roduced"
    r"|[Ii]nterviewed|[Ii]nterview|[Gg]raphics?|[Aa]dditional reporting|[Cc]onducted|[Aa]dapted|[Cc]urated|[Ff]act-checked)"
    r" by (?:[A-Z][\w.'’\-]+(?: (?:in|and) |, |,? and |; | & | )){0,9}"
    r"|(?:AP|AFP|EPA|Reuters|REUTERS|TASS|Getty|Getty Images|AP Photo|AFP Photo|EPA-EFE|Pool) ?/ ?"
    r"|[Cc]ontributed by (?:[A-Z][\w.'’\-]+(?: in | and |, |,? and | )){0,9}"
    r"|[Ww]ith (?:reporting|contributions?|additional reporting|files) (?:by|from) (?:[A-Z][\w.'’\-]+(?: and |, |,? and | )){0,9}"
    r"|\bI['’]m (?=[A-Z])|\bHOST:? |[.\s)]/ ?|\bBy (?:[A-Z][\w.'’\-]+ ){2,3}and "
    r")$"
)
CREDITING = ("by", "By", "BY", "from", "I'm", "I’m", "HOST")
LISTING = frozenset(("and", "in", "&"))
"""A word that ends in one of the first, or holds a colon or slash, and behind it only capitals and the second: whatever LEADING
finds is so, which is seen much sooner. Keep it so when LEADING changes."""

TRAILING = re.compile(
    rf"^(?:['’]s)?(?:"
    rf" ?[/|] ?(?:{AGENCY}|[A-Z][\w ]{{2,20}} via|[A-Z][\w. ]{{1,25}}/[A-Z])"
    rf"|,? ?(?:File|FILE|Pool) ?(?:[Pp]hoto)?[)/]"
    rf"| ?\((?:AP|AFP|Reuters|Getty)[^)]*\)"
    rf"|(?: and(?: [A-Z][\w.'’\-]+){{2,3}})? for (?:MailOnline|Mail Online|Daily Mail|Metro|Sky News)\b"
    rf"|,? (?:via |for )(?:AP|AFP|Getty|Reuters|The New York Times|NPR|The Washington Post)\b"
    rf"|, (?:Associated Press|AP|Fox (?:News )?Digital)\b"
    rf"| reported(?: this story)? from [A-Z]"
    rf"| (?:is|was) an? (?:[\w\-]+ ){{0,5}}?(?:reporter|writer|correspondent|editor|contributor|columnist|producer|freelancer"
    rf"|intern)(?: (?:for|at|with|covering|on|based)\b|\.)"
    rf"| covers [a-z]|, (?:HOST|BYLINE)\b|:? BYLINE\b"
    rf")"
)


HELPING = re.compile(
    r"(?:[^.\n]|(?<=[A-Z])\.){0,140}? (?:contributed|added reporting|helped report)(?: (?:to|reporting|from|research)\b|\.)"
    r"|(?:,| and)[^.\n]{0,80} (?:contributed reporting|reported from)\b"
)
"""Whatever it finds holds `contribut` or `report`, which are found much sooner: keep it so when it changes."""

AMONG = re.compile(r",? (?:and|&) |(?: in [A-Z][\w. ]{1,20}(?:, [A-Z][\w. ]{1,20})?)?[,;] (?:and )?")
"""What stands between two names of one list of authors."""

BY_PIPE = re.compile(r"\| (?:[A-Z][\w.'’\-]+(?: [A-Z][\w.'’\-]+){1,3}(?:,| and) ){0,3}$")
REST_OF_LINE = re.compile(r"(?:(?:,| and)(?: [A-Z][\w.'’\-]+){2,4}){0,3} ?(?:\n|$)")


def signed(text: str, start: int, end: int) -> bool:
    """Tell whether a name signs a headline: it ends the line after a bar, alone or with other names."""
    before = text[max(start - BACK, 0) : start]
    return "|" in before and bool(BY_PIPE.search(before) and REST_OF_LINE.match(text, end))


def listed(text: str, end: int, start: int) -> bool:
    """Tell whether a name that starts at a place stands in one list with a name that ends at another."""
    return AMONG.fullmatch(text, end, start) is not None


def credited(text: str, start: int, end: int) -> bool:
    """Tell whether the name at a place of a text is a byline, a photo credit or one of the article's own reporters.

    Whether it signs a headline is asked separately.
    """
    before, after = text[max(start - BACK, 0) : start], text[end : end + AHEAD]
    if text[start : start + 2] == "By" and text[start + 2 : start + 3].isupper():
        return True
    if TRAILING.match(after) or (("contribut" in after or "report" in after) and HELPING.match(after)):
        return True
    return may_credit(before) and LEADING.search(before) is not None


def may_credit(before: str) -> bool:
    """Tell whether the words before a name may make it a credit."""
    for word in reversed(before.split()):
        if word.endswith(CREDITING) or ":" in word or "/" in word:
            return True
        if not (word[0].isupper() or word in LISTING):
            return False
    return False


ADDRESS = r"[\w.\-]{1,64}@[\w\-]{1,64}\.\w"
"""An address of electronic mail, as stands in the head of a post to a newsgroup or mailing list and beside its signature."""

ANY_ADDRESS = re.compile(r"\w@[\w\-]+\.\w")
BELOW_DASHES = re.compile(r"\n[>|: ]*-- ?\n(?:[^\n]*\n){0,3}[^\n]*$")
BEGINS_PART = re.compile(r"\n[>|: \t]*\n[>|: \t]*(?:--? ?)?(?:(?:Dr|Prof)\.? )?$")
ENDS_PART = re.compile(
    r"[ \t]*(?:\n|$)"
    rf"|(?![^\n]{{0,80}}\b(?:writes|wrote|says|said)\b)[^\n]{{0,160}}?(?:\||[ (<]{ADDRESS})"
)
"""What follows a name that signs: nothing, or what else stands in a signature, such as an address."""


def posted(text: str) -> bool:
    """Tell whether a text may be a post to a newsgroup or a mailing list: it holds an address of electronic mail."""
    return "@" in text and ANY_ADDRESS.search(text) is not None


def signs_post(text: str, start: int, end: int) -> bool:
    """Tell whether a name signs a post: below two dashes, or where a part begins that holds no more than a signature does."""
    before = text[max(start - AHEAD, 0) : start]
    if BELOW_DASHES.search(before):
        return True
    return BEGINS_PART.search(before) is not None and ENDS_PART.match(text, end) is not None
