"""Calls a function of a user's module as a task: arguments come from one descriptor, what it gives goes to another."""

import asyncio
import datetime
import importlib.util
import inspect
import json
import os
import sys
import types

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import runner  # noqa: E402

SIMPLE = {"str": str, "int": int, "float": float, "bool": bool, "list": list, "dict": dict}
PACKAGE = "stepwell_tasks"


def load(file, root):
    """The module, in a package that begins at its root: its relative imports lead to its neighbours."""
    # The system's own modules go before those beside the task, whatever these are called.
    sys.path = [*sys.path[1:], os.path.dirname(file), root]
    way = os.path.splitext(os.path.relpath(file, root))[0].split(os.sep)
    name, folder = PACKAGE, root
    for part in [None, *way[:-1]]:
        if part is not None:
            name, folder = f"{name}.{part}", os.path.join(folder, part)
        package = types.ModuleType(name)
        package.__path__ = [folder]
        sys.modules[name] = package
    spec = importlib.util.spec_from_file_location(f"{name}.{way[-1]}", file)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def wanted_type(param):
    """Of an annotation that is one of the simple types."""
    annotation = param.annotation
    if isinstance(annotation, str):
        return SIMPLE.get(annotation)
    return annotation if annotation in SIMPLE.values() else None


def fitting(name, value, param, problems):
    wanted = wanted_type(param)
    if wanted is None or value is param.default or (wanted is float and type(value) is int):
        return value
    if wanted is str and isinstance(value, (datetime.datetime, datetime.date)):
        return value.isoformat()
    # True is an int in Python, and is not meant where a number is asked for.
    if not isinstance(value, wanted) or (isinstance(value, bool) and wanted is not bool):
        problems.append(f'"{name}" is a {type(value).__name__}, and a {wanted.__name__} is asked for')
    return value


def checked(function, args, context):
    params = inspect.signature(function).parameters
    takes_all = any(one.kind is one.VAR_KEYWORD for one in params.values())
    by_name = {name: one for name, one in params.items() if one.kind in (one.POSITIONAL_OR_KEYWORD, one.KEYWORD_ONLY)}
    if "context" in by_name and "context" not in args:
        args = {**args, "context": context}
    problems = [f'there is no argument "{name}"' for name in args if name not in by_name and not takes_all]
    problems += [f'"{name}" is missing' for name, one in by_name.items() if one.default is one.empty and name not in args]
    given = {name: fitting(name, value, by_name[name], problems) if name in by_name else value for name, value in args.items()}
    return given, problems


def fail(error, file):
    runner.show(error, file)
    runner.say({"thrown": runner.told(error)})
    return 1


def main():
    with os.fdopen(3, encoding="utf-8", errors="surrogatepass") as source:
        run = json.load(source)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    file = run["file"]
    try:
        function = getattr(load(file, run["root"]), run["export"])
        args, problems = checked(function, runner.unwired(run["args"]), runner.unwired(run["context"]))
        if problems:
            runner.say({"refused": problems})
            return 0
        given = function(**args)
        if inspect.iscoroutine(given):
            given = asyncio.run(given)
    except SystemExit as end:
        runner.say({"thrown": f"SystemExit: {end.code}"})
        return end.code if isinstance(end.code, int) and end.code != 0 else 1
    except BaseException as error:
        return fail(error, file)
    try:
        outputs = {} if given is None else given if isinstance(given, dict) else {"result": given}
        runner.say({"outputs": runner.plain(outputs, "what the task gives")})
    except TypeError as error:
        runner.say({"problem": str(error)})
    return 0


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    sys.stderr.flush()
    # Threads that the task has left behind are not waited for.
    os._exit(code)
