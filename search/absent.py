"""Why an article is not there: it never was, it came in later than the edition asked for, or it was withdrawn."""

from __future__ import annotations

from dataclasses import replace

from archive.errors import ConvoyError, Gone, NotFound, NotYet
from archive.store import Store
from archive.store.lists import first_edition
from search.request import SearchRequest


def absent(store: Store, article: str, request: SearchRequest) -> ConvoyError:
    """Return the error that says why an article does not stand at the edition of a request."""
    came = first_edition(store, article)
    if came is None:
        return NotFound("There is no such article in this archive. It may have been mistyped; search for its title instead.")
    if request.edition is None or request.edition >= came:
        return Gone("This article was withdrawn from the archive, or did not stand in it at that edition.")
    stands = store.version(article) is not None
    address = replace(request, edition=None if stands else came).url(f"/articles/{article}")
    label = "See it as it stands now" if stands else "It was withdrawn later. See it as it came in"
    return NotYet(f"This article came in with edition {came}, after edition {request.edition}.", (label, address))
