"""Templates that escape as ever but make no object of every piece: a page has thousands, which took a tenth of its time.

Two names here are MarkupSafe's and Jinja's own, not promised to last: with a new version of either, tests/web/test_escaping.py
tells whether they still do what they did.
"""

from __future__ import annotations

from flask import Flask
from jinja2.compiler import CodeGenerator, Frame
from jinja2.nodes import Expr
from markupsafe import _escape_inner, escape  # type: ignore[attr-defined]


def html_of(value: object) -> str:
    """Return a value as `markupsafe.escape` does, as plain text that is only to be joined to a page."""
    return _escape_inner(value) if type(value) is str else str(escape(value))


class Generator(CodeGenerator):
    """Jinja's compiler of templates; what stands between {{ and }} is escaped by `html_of`."""

    def _output_child_pre(self, node: Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write(f"environment.html_of({finalize.src or ''}")


def register(app: Flask) -> None:
    """Let the templates of `app` be compiled so. Call before the first of them is."""
    app.jinja_env.code_generator_class = Generator
    app.jinja_env.extend(html_of=html_of)
