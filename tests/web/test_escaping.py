"""What templates write between {{ and }} is escaped exactly as Jinja does it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment
from markupsafe import Markup, escape

from app import create_app
from archive.settings import Settings
from web.escaping import Generator, html_of

PIECES = st.one_of(
    st.text("<>&'\"ab ", max_size=12), st.text(), st.integers(), st.none(), st.builds(Markup, st.text("<b>&", max_size=6))
)
TEMPLATE = (
    "{% macro m(x) %}<b title='{{ x }}'>{{ x }}</b>{{ caller() if caller }}{% endmacro %}{% set kept %}<u>{{ a }}</u>{% endset %}"
    '{{ a }}{{ m(a) }}{{ kept }}{{ "<i>" }}{% call m("&") %}{{ a }}{% endcall %}{% autoescape false %}{{ a }}{% endautoescape %}'
)


@given(PIECES)
def test_a_value_is_escaped_as_ever(value: object) -> None:
    assert html_of(value) == str(escape(value))


@given(PIECES)
def test_a_template_says_the_same_as_one_that_jinja_compiled(value: object) -> None:
    plain, ours = Environment(autoescape=True), Environment(autoescape=True)
    ours.code_generator_class = Generator
    ours.extend(html_of=html_of)
    assert ours.from_string(TEMPLATE).render(a=value) == plain.from_string(TEMPLATE).render(a=value)


def test_the_templates_of_the_app_are_compiled_so(small_archive: Settings) -> None:
    made = create_app(small_archive).jinja_env
    assert made.code_generator_class is Generator
    assert made.from_string("{{ a }}").render(a="<'") == "&lt;&#39;"
