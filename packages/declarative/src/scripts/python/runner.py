"""Runs a Python script: reads it with its values from one descriptor, and says on another what came of it.

1. Values are global names of the script: they are never part of its text.
2. What the script has put into `result.outputs` is kept, also when it gives the name `result` to something else.
3. When the sender was cut off, nothing runs.
"""

import builtins
import datetime
import decimal
import json
import linecache
import math
import os
import re
import sys
import traceback
import types

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import binding  # noqa: E402

DEEPEST = 100


class Result:
    """What `result` is in a script."""

    def __init__(self):
        self.outputs = {}


def unwired(wire):
    """A value as Python has it."""
    if not isinstance(wire, dict):
        return wire
    (kind, value), *_ = wire.items()
    if kind == "list":
        return [unwired(item) for item in value]
    if kind == "map":
        return {key: unwired(item) for key, item in value}
    if kind == "integer":
        return int(value)
    if kind == "decimal":
        return decimal.Decimal(value)
    if kind == "date":
        return datetime.date.fromisoformat(value)
    # Before 3.11 it reads neither Z nor other lengths of fractions than 3 and 6.
    value = re.sub(r"[Zz]$", "+00:00", value.strip())
    value = re.sub(r"\.(\d+)", lambda found: "." + found.group(1)[:6].ljust(6, "0"), value)
    return datetime.datetime.fromisoformat(re.sub(r"\s?([+-]\d\d)$", r"\1:00", value))


def is_plain(value, left=DEEPEST):
    if value is None or type(value) in (bool, int, str):
        return True
    if type(value) is float:
        return math.isfinite(value)
    if left == 0:
        return False
    if type(value) in (list, tuple):
        return all(is_plain(item, left - 1) for item in value)
    if type(value) is dict:
        return all(type(key) is str and is_plain(item, left - 1) for key, item in value.items())
    return False


def plain(value, path="result.outputs", left=DEEPEST):
    """A value as JSON has it: times become ISO texts, decimals texts, sets lists."""
    if left == 0:
        raise TypeError(f"{path} is nested too deeply")
    if isinstance(value, (datetime.datetime, datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, (decimal.Decimal, os.PathLike)):
        return str(value)
    if isinstance(value, dict):
        return {str(key): plain(item, f"{path}.{key}", left - 1) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(item, f"{path}[{index}]", left - 1) for index, item in enumerate(value)]
    if isinstance(value, str):
        return str(value)
    if is_plain(value):
        return value
    # Numbers of numpy and the like.
    item = getattr(value, "item", None)
    if callable(item) and is_plain(item()):
        return item()
    raise TypeError(f"{path} is a {type(value).__name__}, which is no plain data")


def say(said):
    with os.fdopen(5, "w", encoding="utf-8", errors="surrogatepass") as out:
        out.write(json.dumps(said))


def told(error):
    text = str(error)
    return type(error).__name__ + (f": {text}" if text else "")


def show(error, filename):
    """The traceback from the script on."""
    trace = error.__traceback__
    while trace is not None and trace.tb_frame.f_code.co_filename != filename:
        trace = trace.tb_next
    traceback.print_exception(type(error), error, trace or error.__traceback__)


def written(text, values):
    """The script as it was written, for tracebacks."""
    for value in values:
        text = text.replace(value["placeholder"], "${{ " + " ".join(value["expression"].split()) + " }}")
    return text


def outcome(names, given, result):
    found = {
        name: value
        for name, value in names.items()
        if not name.startswith("_")
        and not re.fullmatch(r"SW_\d+t?", name)
        and not (name in given and given[name] is value)
        and not isinstance(value, types.ModuleType)
        and is_plain(value)
    }
    outputs = result.outputs
    if outputs is None:
        outputs = {}
    if not isinstance(outputs, dict):
        raise TypeError("result.outputs is no dict")
    return {"outputs": plain(outputs), "names": found}


def main():
    with os.fdopen(3, encoding="utf-8", errors="surrogatepass") as source:
        run = json.load(source)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    filename = f"<{run['name']}>"
    text, values = run["text"], run["values"]
    lines = written(text, values).splitlines(True)
    linecache.cache[filename] = (len(text), None, lines, filename)
    try:
        tree, binder = binding.bind(text, [value["placeholder"] for value in values], filename)
        if binder.refused:
            number, (where, cure) = next(iter(binder.refused.items()))
            expression = values[number - 1]["expression"]
            raise SyntaxError(f"${{{{ {expression} }}}} stands {where}: its value cannot be bound there; {cure}")
        code = compile(tree, filename, "exec", dont_inherit=True)
    except (binding.Problem, SyntaxError, ValueError) as error:
        line = getattr(error, "line", None) or getattr(error, "lineno", None)
        message = f"SyntaxError: {error}" + (f" (line {line})" if line else "")
        print(message, file=sys.stderr)
        say({"thrown": message})
        return 1

    result = Result()
    given = {"params": unwired(run["params"]), "context": unwired(run["context"]), "result": result}
    given.update({"__name__": "__main__", "__builtins__": builtins, "__file__": filename, "__doc__": None})
    for value in values:
        given[value["name"]] = unwired(value["typed"])
        given[value["name"] + "t"] = value["text"]
    # Modules of the job are found where it works, and ours are not in its way.
    ours = os.path.dirname(os.path.abspath(__file__))
    sys.path = [os.getcwd()] + [path for path in sys.path if path != ours]
    sys.argv = [filename]
    sys.modules.pop("binding", None)
    module = types.ModuleType("__main__")
    module.__dict__.update(given)
    sys.modules["__main__"] = module
    names = module.__dict__
    status = 0
    try:
        exec(code, names)
    except SystemExit as end:
        if end.code not in (None, 0):
            status = end.code if isinstance(end.code, int) else 1
            message = f"SystemExit: {end.code}"
            if not isinstance(end.code, int):
                print(end.code, file=sys.stderr)
            say({"thrown": message})
            return status
    except BaseException as error:
        show(error, filename)
        say({"thrown": told(error)})
        return 1
    try:
        said = outcome(names, given, result)
    except TypeError as error:
        said = {"problem": str(error)}
    say(said)
    return status


if __name__ == "__main__":
    sys.exit(main())
