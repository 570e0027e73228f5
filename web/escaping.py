"""Templates that say what Jinja's would, at less cost: a page has thousands of pieces, and what was done to each took a third.

What is written is escaped as ever, but no object is made of it; what a template includes is one piece, not handed on bit by bit
through every template around it; and `a.b` is Python's: an attribute that is not there is an error, not nothing.

Some names here are MarkupSafe's and Jinja's own, not promised to last: with a new version of either, tests/web/test_escaping.py
tells whether they still do what they did.
"""

from __future__ import annotations

from flask import Flask
from jinja2.compiler import CodeGenerator, Frame
from jinja2.nodes import Expr, FromImport, Getattr, Import, Include
from markupsafe import Markup, _escape_inner, escape  # type: ignore[attr-defined]


def html_of(value: object) -> str:
    """Return a value as `markupsafe.escape` does, as text that is only to be joined to a page."""
    if type(value) is str:
        return _escape_inner(value)
    return value if type(value) is Markup else str(escape(value))


class Generator(CodeGenerator):
    """Jinja's compiler of templates; what stands between {{ and }} is escaped by `html_of`."""

    def _output_child_pre(self, node: Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write(f"environment.html_of({finalize.src or ''}")

    def visit_Include(self, node: Include, frame: Frame) -> None:  # noqa: N802  # named by Jinja
        """Write what includes a template."""
        if node.ignore_missing or not node.with_context:
            super().visit_Include(node, frame)
            return
        self.writeline("template = environment.get_or_select_template(", node)
        self.visit(node.template, frame)
        self.write(f", {self.name!r})")
        context = f"template.new_context(context.get_all(), True, {self.dump_local_context(frame)})"
        self.writeline(f"included = concat(template.root_render_func({context}))")
        self.simple_write("included", frame)

    def _import_common(self, node: Import | FromImport, frame: Frame) -> None:
        """Write what fetches the macros of a template, without asking whether the page has globals that they lack: none has."""
        if node.with_context:
            super()._import_common(node, frame)
            return
        self.write("environment.get_template(")
        self.visit(node.template, frame)
        self.write(f", {self.name!r}).module")

    def visit_Getattr(self, node: Getattr, frame: Frame) -> None:  # noqa: N802
        """Write what reads an attribute."""
        self.visit(node.node, frame)
        self.write(f".{node.attr}")


def register(app: Flask) -> None:
    """Let the templates of `app` be compiled so. Call before the first of them is."""
    app.jinja_env.code_generator_class = Generator
    app.jinja_env.extend(html_of=html_of)
