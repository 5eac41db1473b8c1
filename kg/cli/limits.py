"""A query within limits of time and memory: in a process of its own, which can be ended whatever the engine does."""
from __future__ import annotations

import os
import sys
from collections.abc import Callable

from kg.errors import UserError


def within(seconds: float | None, megabytes: int | None, work: Callable[[], int]) -> int:
    """What `work` gives as its exit code, done in a child of this process; UserError where it takes longer or more than it may."""
    if seconds is None and megabytes is None:
        return work()
    if not hasattr(os, "fork"):
        raise UserError("this system has no way to limit a query", hint="leave out --timeout and --limit-memory")
    sys.stdout.flush()
    sys.stderr.flush()
    import tempfile
    with tempfile.TemporaryFile() as said:           # what the child says; of its own end the engine says more than a person wants to read
        child = os.fork()
        if child == 0:
            os.dup2(said.fileno(), 2)
            _child(work)
        try:
            status = _ended(child, seconds)
        except BaseException:
            _kill(child)
            raise
        if status is not None and not _ran_out(status):
            said.seek(0)
            sys.stderr.write(said.read().decode("utf-8", "replace"))
    if status is None:
        _kill(child)
        raise UserError(f"the query took longer than {seconds:g} seconds", hint="ask for less, with LIMIT or a narrower pattern, or give it a longer --timeout")
    if _ran_out(status):
        raise UserError(f"the query needed more than {megabytes} MB" if megabytes else "the query was ended by the system", hint="ask for less, or give it a higher --limit-memory" if megabytes else "")
    return os.WEXITSTATUS(status)


NO_MEMORY = 113      # the child's exit code where Python itself finds no memory; the engine's own end is a signal


def _ran_out(status: int) -> bool:
    return os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == NO_MEMORY


def confine(megabytes: int) -> None:
    """From now on this process, which has opened the graph, gets no more memory than this beside what it has."""
    import resource

    from kg.store import taken
    resource.setrlimit(resource.RLIMIT_AS, (taken() + (megabytes << 20),) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _child(work: Callable[[], int]) -> None:
    from kg.cli import complain
    code = 2
    try:
        code = work()
        sys.stdout.flush()
    except UserError as e:
        complain(e)
    except MemoryError:
        code = NO_MEMORY
    except KeyboardInterrupt:
        code = 130
    except BrokenPipeError:
        code = 0
    finally:
        os._exit(code)


def _ended(child: int, seconds: float | None) -> int | None:
    """The status with which a child ended, None where the time was over first."""
    if seconds is None:
        return os.waitpid(child, 0)[1]
    import select
    import time
    if hasattr(os, "pidfd_open"):
        handle = os.pidfd_open(child)
        try:
            ready, _, _ = select.select([handle], [], [], seconds)
        finally:
            os.close(handle)
        return os.waitpid(child, 0)[1] if ready else None
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        pid, status = os.waitpid(child, os.WNOHANG)
        if pid:
            return status
        time.sleep(0.01)
    return None


def _kill(child: int) -> None:
    import signal
    try:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    except (ProcessLookupError, ChildProcessError):
        pass
