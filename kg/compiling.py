"""Compiles the reader to machine code with mypyc, which takes the types from the annotations: `make fast`, or `python -m kg.compiling`.

    sources ──mypy──▶ types ──mypyc──▶ C ──the C compiler──▶ one library, and a shim a module ──▶ a folder of the environment

What it makes reads the same facts from the same text, to the byte, and that is tried on the articles of seeds/ before it is used.  A
value that is not of the type told in the source raises TypeError there, where Python would go on.
"""
from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from glob import glob

from kg import compiled, data
from kg.errors import UserError

# That a thing is there is often what the grammar makes sure of, and mypy cannot know.
FLAGS = ("--ignore-missing-imports", "--follow-imports=silent", "--no-incremental", "--check-untyped-defs",
         *(f"--disable-error-code={code}" for code in ("union-attr", "index", "operator")))
LIBRARY = "kg"      # of what name the one library is: kg__mypyc


def compile_reader(where: str, level: int = 2) -> None:
    """Compiles the reader into a folder, which is replaced whole when all went well; `level` is that of the C compiler, 0 to 3.

    Raises UserError where mypy or a C compiler is missing, or finds fault with the sources.
    """
    compiler = (sysconfig.get_config_var("CC") or "cc").split()[0]
    if shutil.which(compiler) is None or not os.path.exists(os.path.join(sysconfig.get_path("include"), "Python.h")):
        raise UserError("a C compiler and the headers of Python are needed to compile the reader", hint="on Debian: apt install build-essential python3-dev; kg works without them, but reads more slowly")
    state = compiled.state()
    with tempfile.TemporaryDirectory(prefix="kg-compiling-") as temp:
        copy = os.path.join(temp, "src")                 # mypy takes no sources from among installed packages
        shutil.copytree(os.path.dirname(compiled.__file__), os.path.join(copy, "kg"), ignore=lambda _, names: [x for x in names if "." in x and not x.endswith(".py")])
        done = subprocess.run([sys.executable, "-m", "kg.compiling", "--into", temp, str(level)], cwd=copy, env=os.environ | {"KG_COMPILED": compiled.NO, "PYTHONPATH": copy}, capture_output=True, text=True)
        if done.returncode:
            raise UserError("the reader could not be compiled", hint="\n".join((done.stdout + done.stderr).strip().split("\n")[-12:]))
        made = os.path.join(temp, "made")
        with open(os.path.join(made, compiled.STATE), "w", encoding="utf-8") as f:
            f.write(state)
        _try(made)
        shutil.rmtree(where, ignore_errors=True)
        shutil.copytree(made, where)


def build(temp: str, level: str) -> None:
    """Compiles into `made` of a folder for the time being, every module a file that is named after it; in a process of its own, for setuptools speaks and ends it."""
    from mypyc.build import mypycify
    from setuptools import Distribution
    modules = mypycify([*FLAGS, *map(os.path.relpath, compiled.sources())], opt_level=level, debug_level="0", multi_file=True, target_dir=os.path.join(temp, "c"), group_name=LIBRARY)
    command = Distribution({"name": "kg", "ext_modules": modules}).get_command_obj("build_ext")
    command.build_lib, command.build_temp = os.path.join(temp, "lib"), os.path.join(temp, "o")
    command.ensure_finalized()
    command.run()
    os.mkdir(os.path.join(temp, "made"))
    lib = os.path.join(temp, "lib")
    for path in glob(os.path.join(lib, "**", "*" + sysconfig.get_config_var("EXT_SUFFIX")), recursive=True):
        shutil.move(path, os.path.join(temp, "made", os.path.relpath(path, lib).replace(os.sep, "-")))


def _try(made: str) -> None:
    """Reads the articles that come with kg with and without the machine code; raises UserError where that makes a difference."""
    seeds = sorted(glob(os.path.join(data.seeds(), "*.txt")))
    told = []
    for use in (made, compiled.NO):
        done = subprocess.run([sys.executable, "-m", "kg", "extract", *seeds], env=os.environ | {"KG_COMPILED": use, "PYTHONIOENCODING": "utf-8"}, capture_output=True)
        told.append((done.returncode, done.stdout))
    if len(set(told)) > 1:
        raise UserError("the compiled reader does not read what the other reads, and is not used", hint="please report this, with the output of kg doctor")


def main(arguments: list[str]) -> int:
    """`python -m kg.compiling` compiles for this environment; `--check` only looks at the types."""
    if arguments[:1] == ["--into"]:
        build(*arguments[1:])
        return 0
    if arguments == ["--check"]:
        from mypy import api
        out, fault, code = api.run([*FLAGS, "--no-error-summary", *compiled.sources()])
        sys.stdout.write(out + fault)
        return code
    where = compiled.folder()
    if not where:
        print("kg: KG_COMPILED says that no machine code is wanted", file=sys.stderr)
        return 1
    print(f"compiling the reader to machine code: {len(compiled.sources())} modules, about a minute", flush=True)
    try:
        compile_reader(where)
    except UserError as e:
        print("\n".join(["kg: " + e.told()[0], *e.told()[1:]]), file=sys.stderr)
        return 1
    print(f"done, and tried on the articles of seeds/: {where}\nkg reads with it from now on, until its sources change; KG_COMPILED=no passes it over")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
