"""Ctrl-C ends a query at once, even where the engine is deep in it and Python is not asked."""
from __future__ import annotations

import os
from contextlib import contextmanager

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def at_once() -> Iterator[None]:
    """Meanwhile a thread waits for the signal, which Python itself heeds only between two steps of its own, and ends the process as `kg` ends on it.

    A pager, which Ctrl-C is for, has the signal ignored here, and then nothing comes.
    """
    import _thread
    import signal
    inside, outside = os.pipe()
    os.set_blocking(outside, False)
    try:
        old = signal.set_wakeup_fd(outside, warn_on_full_buffer=False)
    except ValueError:                          # not the main thread, which alone gets signals
        os.close(inside)
        os.close(outside)
        yield
        return

    def watch() -> None:
        if os.read(inside, 1) == bytes([signal.SIGINT]):
            os.write(2, b"kg: interrupted; the last good graph is untouched\n")
            os._exit(130)
        os.close(inside)
    _thread.start_new_thread(watch, ())
    try:
        yield
    finally:
        signal.set_wakeup_fd(old)
        os.close(outside)                       # which ends the thread
