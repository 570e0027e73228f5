"""Templates say exactly what Jinja's would, escaping included; only an attribute that is not there is an error to ours."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import DictLoader, Environment
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
    '{% for b in (a, 1) %}{% include "part" %}{% set again %}{% include "part" %}{% endset %}{{ again }}{% endfor %}'
    '{% from "macros" import n %}{{ n(a) }}{% import "macros" as all %}{{ all.n(a) }}'
    '{% import "macros" as mine with context %}{{ mine.n(1) }}'
    '{% include "whole" %}{% include "part" without context %}{% include "none" ignore missing %}'
)
PARTS = {
    "part": "<p>{{ b }}{{ a.__class__.__name__ }}</p>",
    "whole": '{% extends "base" %}{% block inner %}{% with b = 2 %}{% include "part" %}{% endwith %}{% endblock %}',
    "macros": "{% macro n(x) %}<i>{{ x }}{{ a }}{{ range(2) | length }}</i>{% endmacro %}",
    "base": "<main>{{ a }}{% block inner %}{% endblock %}</main>",
}


def environment() -> Environment:
    """Return one that knows PARTS."""
    return Environment(autoescape=True, loader=DictLoader(PARTS))


def ours() -> Environment:
    """Return the same, compiling as the app does."""
    made = environment()
    made.code_generator_class = Generator
    made.extend(html_of=html_of)
    return made


@given(PIECES)
def test_a_value_is_escaped_as_ever(value: object) -> None:
    assert html_of(value) == str(escape(value))


@settings(deadline=None)
@given(PIECES)
def test_a_template_says_the_same_as_one_that_jinja_compiled(value: object) -> None:
    assert ours().from_string(TEMPLATE).render(a=value) == environment().from_string(TEMPLATE).render(a=value)


def test_an_attribute_that_is_not_there_is_an_error() -> None:
    assert environment().from_string("{{ a.b }}").render(a=1) == ""
    with pytest.raises(AttributeError):
        ours().from_string("{{ a.b }}").render(a=1)


def test_the_templates_of_the_app_are_compiled_so(small_archive: Settings) -> None:
    made = create_app(small_archive).jinja_env
    assert made.code_generator_class is Generator
    assert made.from_string("{{ a }}").render(a="<'") == "&lt;&#39;"
