"""The functions that the pipelines of the page call: each notes its call, and fails as often as it is told to."""

import json
import os

__all__ = [
    "aggregate_results",
    "check_system_health",
    "cleanup_resources",
    "fallback_process",
    "fallback_processing",
    "merge_results",
    "perform_scheduled_task",
    "process_data",
    "process_partition",
    "risky_operation",
    "split_data",
]


def _called(name, *args, **kwargs):
    with open(os.environ["CALLS"], "a") as log:
        log.write(json.dumps([name, *args, *([kwargs] if kwargs else [])]) + "\n")
    with open(os.environ["CALLS"]) as log:
        calls = sum(json.loads(line)[0] == name for line in log)
    if calls <= json.loads(os.environ.get("FAILURES", "{}")).get(name, 0):
        raise RuntimeError(f"{name} has failed")


def _noting(name):
    return lambda *args, **kwargs: _called(name, *args, **kwargs)


for _name in __all__:
    globals()[_name] = _noting(_name)


class _Health:
    def __init__(self, is_healthy):
        self.is_healthy = is_healthy


def check_system_health():
    _called("check_system_health")
    return _Health(os.environ.get("HEALTHY") != "no")


def split_data():
    _called("split_data")
    return [{"from": 0, "to": 100}, {"from": 100, "to": 180}]
