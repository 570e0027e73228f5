"""Counts of a result by what it leaves out of the whole."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from search.engines.counting import by_count, facet_counts, facet_counts_left

WHOLE = st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.integers(1, 9), max_size=12)


@given(whole=WHOLE, limit=st.integers(0, 14), data=st.data())
def test_what_is_left_of_the_whole_is_counted_as_if_it_had_been_counted_itself(
    whole: dict[str, int], limit: int, data: st.DataObject
) -> None:
    gone = {value: lost for value, most in whole.items() if (lost := data.draw(st.integers(0, most)))}
    left = {value: most - gone.get(value, 0) for value, most in whole.items()}
    ordered = ((value, most, left[value]) for value, most in sorted(whole.items(), key=by_count))
    found = facet_counts_left(ordered, limit=limit, wanted={}, total=99, missing=0, distinct=sum(map(bool, left.values())))
    assert found == facet_counts(left, limit=limit, wanted=(), total=99)
