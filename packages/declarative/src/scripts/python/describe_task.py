"""Says which tasks a Python module has, what each asks for, and which files it is made of; nothing of it is executed."""

import ast
import hashlib
import json
import os
import re
import sys

TASK = re.compile(r"[\w][\w.-]*(@[\w][\w.-]*)?")


class Wrong(Exception):
    def __init__(self, line, problem):
        super().__init__(problem)
        self.line = line


def named(node):
    """`load.task = "load@v1"` on the top level: the function and its name as a task."""
    if not isinstance(node, ast.Assign) or len(node.targets) != 1:
        return None
    target = node.targets[0]
    if not (isinstance(target, ast.Attribute) and target.attr == "task" and isinstance(target.value, ast.Name)):
        return None
    value = node.value.value if isinstance(node.value, ast.Constant) else None
    if not isinstance(value, str) or not TASK.fullmatch(value):
        raise Wrong(node.lineno, f'{target.value.id}.task must be a text such as "{target.value.id}@v1"')
    return target.value.id, value


def params(function):
    args = function.args
    if args.posonlyargs:
        raise Wrong(function.lineno, f"{function.name} has arguments that cannot be given by name (before the /)")
    plain = [(one.arg, index >= len(args.args) - len(args.defaults)) for index, one in enumerate(args.args)]
    named_only = [(one.arg, default is not None) for one, default in zip(args.kwonlyargs, args.kw_defaults)]
    return {
        "known": [name for name, _ in plain + named_only],
        # `context` is given by the runner where nobody else gives it.
        "required": [name for name, optional in plain + named_only if not optional and name != "context"],
        "open": args.kwarg is not None,
    }


def tasks(tree):
    functions, names = {}, {}
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            functions[node.name] = node
        found = named(node)
        if found is not None:
            names[found[0]] = found[1]
    for name in names:
        if name not in functions:
            raise Wrong(1, f"{name}.task is set, and there is no function {name}")
    given = {}
    for name, function in functions.items():
        if name.startswith("_"):
            continue
        full = names.get(name, name)
        full = full if "@" in full else f"{full}@latest"
        if full in given:
            raise Wrong(function.lineno, f'"{full}" is {given[full]["export"]} as well as {name}')
        given[full] = {"name": full, "export": name, **params(function)}
    return list(given.values())


def imported(tree, file, root):
    """Files of the user's own that it imports, as far as its text says so."""
    found = []

    def take(folders, parts):
        for folder in folders:
            path = os.path.join(folder, *parts)
            found.extend(each for each in (path + ".py", os.path.join(path, "__init__.py")) if os.path.isfile(each))

    here = os.path.dirname(file)
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                parts = alias.name.split(".")
                for count in range(1, len(parts) + 1):
                    take([here, root], parts[:count])
        elif isinstance(node, ast.ImportFrom):
            folders = [here, root]
            if node.level > 0:
                folders = [os.path.normpath(os.path.join(here, *[".."] * (node.level - 1)))]
            parts = node.module.split(".") if node.module else []
            for count in range(1, len(parts) + 1):
                take(folders, parts[:count])
            for alias in node.names:
                take(folders, [*parts, alias.name])
    return found


def describe(file, root):
    hashes, described, waiting = {}, None, [file]
    while waiting:
        path = waiting.pop()
        if path in hashes:
            continue
        with open(path, "rb") as source:
            text = source.read()
        hashes[path] = hashlib.sha256(text).hexdigest()
        try:
            tree = ast.parse(text, path)
        except (SyntaxError, ValueError) as error:
            return {"file": path, "line": getattr(error, "lineno", None), "problem": f"{type(error).__name__}: {error}"}
        try:
            described = tasks(tree) if described is None else described
        except Wrong as error:
            return {"file": path, "line": error.line, "problem": str(error)}
        waiting.extend(imported(tree, path, root))
    return {"tasks": described, "files": hashes}


if __name__ == "__main__":
    with os.fdopen(3, encoding="utf-8", errors="surrogatepass") as asked:
        given = json.load(asked)
    with os.fdopen(5, "w", encoding="utf-8", errors="surrogatepass") as out:
        out.write(json.dumps({"outputs": describe(given["file"], given["root"])}))
    sys.exit(0)
