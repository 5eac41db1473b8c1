"""How long work speaks, always on standard error: progress with rate and time left on a terminal, a plain line now and then in a log,
nothing with --quiet; with --verbose what was decided and why.  Both may stand before the verb or behind it."""
from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

import click

AFTER = 0.5       # seconds of work before a bar is drawn: what is quicker needs none
EVERY = 10.0      # seconds between two lines of a log


def talking(verb: Callable) -> Callable:
    """The options --quiet and --verbose of a verb."""
    def note(ctx: click.Context, param: click.Parameter, value: bool) -> None:
        if value:
            ctx.meta.setdefault("kg", {})[param.name] = True
    verb = click.option("-v", "--verbose", is_flag=True, expose_value=False, callback=note, help="Say what was decided, and why.")(verb)
    return click.option("-q", "--quiet", is_flag=True, expose_value=False, callback=note, help="Say nothing but what was asked for and what is wrong.")(verb)


def _asked(name: str) -> bool:
    ctx = click.get_current_context(silent=True)
    return bool(ctx and ctx.meta.get("kg", {}).get(name))


def quiet() -> bool:
    """Whether this call is to say only what was asked for."""
    return _asked("quiet")


def verbose() -> bool:
    """Whether this call is to say why it does what it does."""
    return _asked("verbose") and not quiet()


def say(line: str) -> None:
    """A line about what was done."""
    if not quiet():
        from kg.cli.screen import tell
        tell(line, err=True)


class Progress:
    """What is told while work goes on: `each` of things with their number, or a `stage` that cannot be counted."""

    def each(self, items: Iterable, what: str, unit: str = "articles") -> Iterator:
        """The items, while it is told how many are done."""
        return iter(items)

    def stage(self, what: str) -> None:
        """What begins now."""


class _Log(Progress):
    """For what is no terminal, and with `loud` for who wants to know every step."""

    def __init__(self, loud: bool = False):
        self.loud = loud

    def stage(self, what: str) -> None:
        if self.loud:
            say(what)

    def each(self, items: Iterable, what: str, unit: str = "articles") -> Iterator:
        total = len(items) if hasattr(items, "__len__") else 0
        began, n = time.monotonic(), -1
        last = began
        for n, item in enumerate(items):
            if (now := time.monotonic()) - last >= EVERY and n:
                last, rate = now, n / (now - began)
                left = f", {_span((total - n) / rate)} left" if total else ""
                say(f"{what}: {n:,}{f' of {total:,}' if total else ''} {unit}, {_rate(rate)}{left}")
            yield item
        if self.loud:
            say(f"{what}: {n + 1:,} {unit} in {time.monotonic() - began:.1f} s")


class _Drawn(Progress):
    """For a terminal: a bar that goes away when the work is done, drawn only when the work takes longer than a moment."""

    def __init__(self) -> None:
        self.began, self.bar, self.task, self.what = time.monotonic(), None, None, ""

    def each(self, items: Iterable, what: str, unit: str = "articles") -> Iterator:
        self.task = None
        total = len(items) if hasattr(items, "__len__") else None
        for n, item in enumerate(items):
            if self.task is not None:
                self.bar.update(self.task, completed=n)
            elif time.monotonic() - self.began > AFTER:
                self._show(what, total, unit, n)
            yield item
        if self.task is not None and self.what:      # they were a part of a stage, which goes on
            self.stage(self.what)

    def stage(self, what: str) -> None:
        self.what = what
        if time.monotonic() - self.began > AFTER:
            self._show(what, None, "", 0)

    def _show(self, what: str, total: int | None, unit: str, done: int) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, ProgressColumn, TextColumn, TimeElapsedColumn
        from rich.text import Text

        class Rate(ProgressColumn):
            def render(self, task) -> Text:
                if not task.fields["unit"]:
                    return Text("")
                rate = task.speed or 0
                left = f"  {_span(task.time_remaining)} left" if task.time_remaining is not None else ""
                of = f"{int(task.completed):,}" + (f" of {task.total:,}" if task.total else "") + f" {task.fields['unit']}"
                return Text(of + (f"  {_rate(rate)}{left}" if rate else ""))
        if self.bar is None:
            self.bar = Progress(TextColumn("{task.description}"), BarColumn(20), Rate(), TimeElapsedColumn(), console=Console(stderr=True), transient=True, redirect_stdout=False)
            self.bar.start()
        for old in self.bar.task_ids:
            self.bar.remove_task(old)
        self.task = self.bar.add_task(what, total=total, completed=done, unit=unit)

    def close(self) -> None:
        if self.bar is not None:
            self.bar.stop()


def _rate(rate: float) -> str:
    return f"{rate:,.{0 if rate >= 10 else 1}f} a second"


def _span(seconds: float) -> str:
    """A time in the two units that matter.

    >>> _span(7.4), _span(75), _span(4000)
    ('7 s', '1 min 15 s', '1 h 6 min')
    """
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    return f"{whole // 60} min {whole % 60} s" if whole < 3600 else f"{whole // 3600} h {whole % 3600 // 60} min"


@contextmanager
def progress(off: bool = False) -> Iterator[Progress]:
    """What to tell progress to."""
    if off or quiet():
        yield Progress()
    elif verbose() or not sys.stderr.isatty():
        yield _Log(verbose())
    else:
        drawn = _Drawn()
        try:
            yield drawn
        finally:
            drawn.close()
