"""Query text → our own tree (search/tree.py). Every string parses; docs/query.md is the grammar, its table a test."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from search.lexemes import FIELDS, Lexeme, QueryNotice, lex
from search.terms import NameResolver, Scope, TermReader
from search.tree import AllOf, AnyOf, Everything, Node, Not, joined

MOST_NOTICES = 5


@dataclass(frozen=True)
class Parsed:
    """A query as it was understood, and what could not be read as it was written."""

    tree: Node
    notices: tuple[QueryNotice, ...] = ()


def parse(text: str, *, names: NameResolver | None = None, last_is_prefix: bool = False) -> Parsed:
    """Read a query. Never raises.

    `names` resolves `country:lithuania` and its like to ids; without it they are searched as words. With `last_is_prefix` (the
    reader is still typing) a word at the very end of the text also matches as the beginning of a word.
    """
    lexemes, notices = lex(text, typing=last_is_prefix)
    reader = TermReader(names or {}, unfinished=len(text) if last_is_prefix else None)
    tree = Parser(lexemes, reader.read).sequence(Scope())
    if tree is None and text.strip() not in ("", "*") and not last_is_prefix:
        reader.say("There is no word to search for: every article is shown.", 0)
    found = sorted({*notices, *reader.notices}, key=lambda notice: (notice.position, notice.message))
    return Parsed(tree or Everything(), tuple(found[:MOST_NOTICES]))


@dataclass
class Parser:
    """Recursive descent over settled lexemes. A space binds loosest, then OR, then AND, then NOT and fields.

    `read` turns a word or phrase into a tree, or None where there is nothing to search for.
    """

    lexemes: tuple[Lexeme, ...]
    read: Callable[[Lexeme, Scope], Node | None]
    at: int = 0

    def kind(self) -> str:
        """Return the kind of the lexeme at hand."""
        return self.lexemes[self.at].kind if self.at < len(self.lexemes) else "end"

    def take(self) -> Lexeme:
        """Return the lexeme at hand and go on to the next."""
        self.at += 1
        return self.lexemes[self.at - 1]

    def sequence(self, scope: Scope) -> Node | None:
        """Read operands side by side, up to a closing bracket or the end: all of them."""
        nodes = []
        while self.kind() not in ("close", "end"):
            nodes.append(self.either(scope))
        return joined(AllOf, nodes)

    def either(self, scope: Scope) -> Node | None:
        """Read operands joined by OR: at least one of them."""
        return self.chain("or", AnyOf, lambda: self.chain("and", AllOf, lambda: self.operand(scope)))

    def chain(self, operator: str, group: type[AllOf] | type[AnyOf], part: Callable[[], Node | None]) -> Node | None:
        """Read parts joined by one operator."""
        nodes = [part()]
        while self.kind() == operator:
            self.take()
            nodes.append(part())
        return joined(group, nodes)

    def operand(self, scope: Scope) -> Node | None:
        """Read a word, a phrase or a bracket with the NOTs and fields before it."""
        negated = False
        while self.kind() in ("not", "field"):
            lexeme = self.take()
            if lexeme.kind == "not":
                negated = not negated
            else:
                scope = replace(scope, field=FIELDS[lexeme.text[:-1].lower()])
        scope = replace(scope, excluded=scope.excluded != negated)
        lexeme = self.take()
        if lexeme.kind == "open":
            node = self.sequence(scope)
            self.take()
        else:
            node = self.read(lexeme, scope)
        if not negated or node is None:
            return node
        return node.node if isinstance(node, Not) else Not(node)
