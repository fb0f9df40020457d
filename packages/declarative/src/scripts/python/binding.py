"""Binds the templates of a Python script on Python's own syntax tree.

A template is a placeholder in the text (SW_1_). In code it becomes the name of its value (SW_1), in a string a part of
an f-string (SW_1t, its text). The text never holds a value, and nothing here sees one.
"""

import ast
import re

PLACEHOLDER = re.compile(r"SW_(\d+)_+")

NAME = ("where Python wants a name", "use a fixed name; an attribute is reached with getattr(object, ${{ ... }})")
GLUED = ("as a part of a name or number", "put it in quotes, or blanks around it")
TARGET = ("where something is assigned or deleted", "use a variable with a fixed name")
BYTES = ("in a bytes literal", "write '${{ ... }}'.encode()")
TEMPLATE = ("in a t-string", "use an f-string, or put the value into a variable first")
MATCH = ("in a pattern of match", "compare it: case value if value == ${{ ... }}")

EVALUATING = {"eval", "exec", "compile", "system", "popen"}
RUNNING = {"run", "call", "check_call", "check_output", "Popen", "getoutput", "getstatusoutput"}


class Problem(Exception):
    """The text is no Python."""

    def __init__(self, message, line, column):
        super().__init__(message)
        self.line = line
        self.column = column


class Binder(ast.NodeTransformer):
    """Refusals and warnings are told by the number of the template."""

    def __init__(self, placeholders):
        self.placeholders = placeholders
        self.refused = {}
        self.warned = {}
        self.pattern = False

    def numbers(self, text):
        return [int(found.group(1)) for found in PLACEHOLDER.finditer(text) if self.known(found)]

    def known(self, found):
        """A placeholder may be followed by underscores that are not its own."""
        number = int(found.group(1))
        return number <= len(self.placeholders) and found.group(0).startswith(self.placeholders[number - 1])

    def refuse(self, text, reason):
        for number in self.numbers(text):
            self.refused.setdefault(number, reason)

    def pieces(self, text):
        """A string as parts of an f-string."""
        parts = []
        at = 0
        for found in PLACEHOLDER.finditer(text):
            if not self.known(found):
                continue
            number = int(found.group(1))
            if found.start() > at:
                parts.append(ast.Constant(text[at : found.start()]))
            value = ast.Name(f"SW_{number}t", ast.Load())
            parts.append(ast.FormattedValue(value, -1, None))
            at = found.start() + len(self.placeholders[number - 1])
        if at < len(text):
            parts.append(ast.Constant(text[at:]))
        return parts

    def generic_visit(self, node):
        for field, value in ast.iter_fields(node):
            if isinstance(node, ast.Constant):
                break
            for name in value if isinstance(value, list) else [value]:
                if isinstance(name, str):
                    self.refuse(name, NAME)
        return super().generic_visit(node)

    def visit(self, node):
        if isinstance(node, getattr(ast, "pattern", ())):
            outer, self.pattern = self.pattern, True
            try:
                return super().visit(node)
            finally:
                self.pattern = outer
        return super().visit(node)

    def visit_Name(self, node):
        numbers = self.numbers(node.id)
        if not numbers:
            return node
        if self.pattern:
            self.refuse(node.id, MATCH)
        elif node.id != self.placeholders[numbers[0] - 1]:
            self.refuse(node.id, GLUED)
        elif not isinstance(node.ctx, ast.Load):
            self.refuse(node.id, TARGET)
        else:
            return ast.copy_location(ast.Name(f"SW_{numbers[0]}", node.ctx), node)
        return node

    def visit_MatchAs(self, node):
        self.refuse(node.name or "", MATCH)
        return super().generic_visit(node)

    def visit_MatchStar(self, node):
        self.refuse(node.name or "", MATCH)
        return super().generic_visit(node)

    def visit_MatchMapping(self, node):
        self.refuse(node.rest or "", MATCH)
        return super().generic_visit(node)

    def visit_Constant(self, node):
        if isinstance(node.value, bytes):
            self.refuse(node.value.decode("latin-1"), BYTES)
        elif isinstance(node.value, str) and self.numbers(node.value):
            if self.pattern:
                self.refuse(node.value, MATCH)
            elif not any(number in self.refused for number in self.numbers(node.value)):
                return located(ast.JoinedStr(self.pieces(node.value)), node)
        return node

    def visit_JoinedStr(self, node):
        values = []
        for part in node.values:
            if isinstance(part, ast.Constant) and self.numbers(part.value):
                if self.pattern:
                    self.refuse(part.value, MATCH)
                values.extend(located(piece, part) for piece in self.pieces(part.value))
            else:
                values.append(self.visit(part))
        node.values = values
        return node

    def visit_TemplateStr(self, node):
        for part in node.values:
            if isinstance(part, ast.Constant):
                self.refuse(part.value, TEMPLATE)
        return self.generic_visit(node)

    def visit_BinOp(self, node):
        if isinstance(node.op, ast.Mod) and isinstance(node.left, (ast.Constant, ast.JoinedStr)):
            self.warn(node.left, "format", "%")
        return self.generic_visit(node)

    def visit_Call(self, node):
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        if name in ("format", "format_map") and isinstance(node.func, ast.Attribute):
            self.warn(node.func.value, "format", f".{name}()")
        shell = any(word.arg == "shell" and not is_false(word.value) for word in node.keywords)
        if name in EVALUATING or (name in RUNNING and shell) or name in ("getoutput", "getstatusoutput"):
            for argument in node.args + [word.value for word in node.keywords]:
                self.warn(argument, "code", f"the arguments of {name}")
        return self.generic_visit(node)

    def warn(self, node, kind, what):
        for inner in ast.walk(node):
            text = inner.value if isinstance(inner, ast.Constant) else getattr(inner, "id", "")
            if isinstance(text, str):
                for number in self.numbers(text):
                    self.warned.setdefault(number, (kind, what))


def is_false(node):
    return isinstance(node, ast.Constant) and not node.value


def located(node, place):
    """Where the string stood that it comes from."""
    for inner in ast.walk(node):
        ast.copy_location(inner, place)
    return node


def bind(text, placeholders, filename):
    """The tree with names of values, and what is refused and warned of. Raises Problem where the text is no Python."""
    try:
        tree = ast.parse(text, filename)
    except SyntaxError as error:
        raise Problem(error.msg, error.lineno or 1, error.offset or 1) from None
    except (ValueError, RecursionError, MemoryError) as error:
        raise Problem(str(error) or type(error).__name__, 1, 1) from None
    binder = Binder(placeholders)
    return ast.fix_missing_locations(binder.visit(tree)), binder
