"""The search page in a browser when the archive is on a cluster: the same tests as elsewhere, those that ask most of the engine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from archive.settings import Cluster
from tests.browser import test_search
from tests.browser.conftest import served
from tests.conftest import ingest, write_jsonl
from tests.web.newsroom import newsroom

test_typing_answers = test_search.test_typing_answers_and_the_box_keeps_focus_and_characters
test_a_facet_click_ticks = test_search.test_a_facet_click_ticks_in_place_keeps_focus_and_is_announced
test_dates_are_applied = test_search.test_dates_are_applied_with_the_words_and_the_filters
test_back_and_forward = test_search.test_back_forward_reload_second_window_and_copied_link_show_the_same
test_facet_links = test_search.test_a_few_facet_links_followed_by_hand_find_what_they_promise
test_without_javascript = test_search.test_everything_works_without_javascript


@pytest.fixture(scope="module")
def site(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the newsroom from the cluster of this session; return the address without a slash at the end."""
    assert cluster.addresses
    home = tmp_path_factory.mktemp("browser-on-cluster")
    with served(ingest(home / "var", [write_jsonl(home / "articles.jsonl", newsroom())], "opensearch")) as address:
        yield address
