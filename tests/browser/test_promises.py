"""Every facet link of five pages, followed from within the browser: it finds exactly the articles it promised."""

from __future__ import annotations

import pytest

from tests.browser.conftest import OpenPage

PAGES = ("/", "/?q=sends", "/?country=LT", "/?q=howitzers+OR+tanks&sort=oldest", "/?person.none=1")

FOLLOW = """async () => {
    const links = [...document.querySelectorAll(".facets a.value:not([aria-current])")];
    const wrong = [];
    for (const link of links) {
        const promised = link.querySelector(".number").textContent.trim();
        const page = new DOMParser().parseFromString(await (await fetch(link.href)).text(), "text/html");
        const found = page.querySelector("#count").textContent.trim().split(" ")[0];
        if (found !== promised) wrong.push([link.getAttribute("href"), promised, found]);
    }
    return [links.length, wrong];
}"""


@pytest.mark.parametrize("address", PAGES)
def test_every_facet_link_finds_what_it_promised(open_page: OpenPage, address: str) -> None:
    followed, wrong = open_page(address).evaluate(FOLLOW)
    assert followed > 5
    assert wrong == []
