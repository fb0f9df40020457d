"""Tells what is wrong with scripts: reads a JSON list of them, writes one of problems and warnings for each."""

import json
import os
import sys
import warnings

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import binding  # noqa: E402


def check(script):
    try:
        tree, binder = binding.bind(script["text"], script["placeholders"], "script")
        if not binder.refused:
            compile(tree, "script", "exec")
    except binding.Problem as error:
        return {"syntax": {"message": str(error), "line": error.line, "column": error.column}}
    except (SyntaxError, ValueError) as error:
        line, column = getattr(error, "lineno", 1) or 1, getattr(error, "offset", 1) or 1
        return {"syntax": {"message": getattr(error, "msg", str(error)), "line": line, "column": column}}
    refused = [{"template": n, "where": where, "cure": cure} for n, (where, cure) in binder.refused.items()]
    warned = [{"template": n, "kind": kind, "what": what} for n, (kind, what) in binder.warned.items()]
    return {"refused": refused, "warned": warned}


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    scripts = json.load(sys.stdin)
    json.dump([check(script) for script in scripts], sys.stdout)
