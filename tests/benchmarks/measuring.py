"""How it is measured: processor time of single calls in shuffled rounds, and requests without a client around them."""

import gc
import io
import random
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from werkzeug.test import EnvironBuilder

ROUNDS = 60
UNTIMED = 5
# How often something is done that takes long.
TRIES = 7
_LARGE = 100_000


@dataclass
class Request:
    """One request, handed to the application again and again without a test client's own work, which costs more than
    a bare route and would flatter us.
    """

    app: Flask
    environ: Mapping[str, Any]
    body: bytes = b""
    status: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    @classmethod
    def get(cls, app: Flask, path: str, headers: Mapping[str, str] | None = None) -> "Request":
        """A page."""
        return cls(app, EnvironBuilder(path=path, headers=dict(headers or {})).get_environ())

    @classmethod
    def post(
        cls, app: Flask, path: str, fields: Mapping[str, Any], headers: Mapping[str, str] | None = None
    ) -> "Request":
        """A form that is sent."""
        builder = EnvironBuilder(path=path, method="POST", data=dict(fields), headers=dict(headers or {}))
        environ = builder.get_environ()
        return cls(app, environ, environ["wsgi.input"].read())

    def __call__(self) -> bytes:
        """Send it; gives the body of the answer."""
        return b"".join(self.app.wsgi_app({**self.environ, "wsgi.input": io.BytesIO(self.body)}, self._begun))

    def _begun(self, status: str, headers: list[tuple[str, str]], _failure: object = None) -> Callable[[bytes], int]:
        self.status, self.headers = status, dict(headers)
        return io.BytesIO().write


def medians(calls: Mapping[str, Callable[[], object]], rounds: int = ROUNDS) -> dict[str, float]:
    """The median processor time of each call, in seconds.

    Each round makes every call once, in another order, so that all meet the same noise and find the caches cold from
    each other's work, as in a server, where one request follows a different one.
    """
    spent: dict[str, list[float]] = {name: [] for name in calls}
    order, shuffled = list(calls), random.Random(1)
    for _ in range(UNTIMED):
        for call in calls.values():
            call()
    gc.collect()
    gc.freeze()
    try:
        for _ in range(rounds):
            shuffled.shuffle(order)
            for name in order:
                begun = time.process_time()
                calls[name]()
                spent[name].append(time.process_time() - begun)
    finally:
        gc.unfreeze()
    return {name: statistics.median(times) for name, times in spent.items()}


def seconds(work: Callable[[], object]) -> float:
    """The processor time of one call with all it lets go of, the garbage collector off as in `timeit`."""
    gc.collect()
    gc.disable()
    try:
        _tidy()
        begun = time.process_time()
        work()
        _tidy()
        return time.process_time() - begun
    finally:
        gc.enable()


def _tidy() -> None:
    # A larger block makes the allocator put in order what was freed: each call pays for its own, and for no other's.
    bytes(_LARGE)


def ratio(work: Callable[[], object], bare: Callable[[], object], tries: int = TRIES) -> float:
    """How many times a bare call something takes: the median of a few tries over the median of as many bare calls.

    The two take turns, so that both meet the same noise. Not the least of each: the machine's clock swings by a third,
    and of two calls the shorter one finds a lucky moment for all of itself more often.
    """
    bare()
    work()
    spent, against = [], []
    for _ in range(tries):
        against.append(seconds(bare))
        spent.append(seconds(work))
    return statistics.median(spent) / statistics.median(against)


def report(what: str, found: float, bar: float | None = None, unit: str = "") -> bool:
    """One line of a table, and whether it holds; without a bar it only informs."""
    holds = bar is None or found <= bar
    said = "" if bar is None else f"   bar {bar:<9.4g}{'holds' if holds else 'MISSED'}"
    print(f"{what:<64}{found:>9.3f}{unit}{said}", flush=True)
    return holds
