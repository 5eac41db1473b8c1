"""The reader in machine code reads what the reader in Python reads, and only while it is of the same sources."""
from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from pathlib import Path

import pytest
from running import TOP, kg

NEWS = TOP.parent / "shared" / "corpora" / "news"
COMPILER = (sysconfig.get_config_var("CC") or "cc").split()[0]
CASES = TOP / "tests" / "cases"


@pytest.fixture(scope="module")
def machine_code(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A folder with the reader compiled; without the optimisation of the C compiler, which takes the most time."""
    if shutil.which(COMPILER) is None or not Path(sysconfig.get_path("include"), "Python.h").exists():
        pytest.skip(f"no C compiler ({COMPILER}) or no headers of Python here")
    from kg.compiling import compile_reader
    folder = tmp_path_factory.mktemp("compiled") / "made"
    compile_reader(str(folder), 0)
    return str(folder)


def texts(folder: Path) -> list[Path]:
    """Every sentence and text of our cases, those that are read wrongly too, in files of an article each."""
    found = [text for path in sorted(CASES.glob("*.toml")) for text in strings(tomllib.loads(path.read_text(encoding="utf-8"))) if re.search(r"[\u0621-\u064a]+ +[\u0621-\u064a]+", text)]
    assert len(found) > 1000
    out = []
    for i in range(0, len(found), 40):
        out.append(folder / f"{i:05}.txt")
        out[-1].write_text("\n\n".join(found[i:i + 40]) + "\n", encoding="utf-8")
        out[-1].with_suffix(".toml").write_text("date = 2021-03-30\n", encoding="utf-8")
    return out


def strings(value: object) -> list[str]:
    """All strings in what TOML holds."""
    if isinstance(value, str):
        return [value]
    return [x for part in (value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()) for x in strings(part)]


def extracted(paths: list[Path], compiled: str, folder: Path) -> str:
    """The facts of some articles."""
    done = kg("extract", *paths, cwd=folder, KG_COMPILED=compiled)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def test_reads_the_same(machine_code: str, tmp_path: Path) -> None:
    paths = texts(tmp_path)
    assert extracted(paths, machine_code, tmp_path) == extracted(paths, "no", tmp_path)


@pytest.mark.skipif(not NEWS.is_dir(), reason="../shared/corpora/news is not here")
def test_reads_the_same_in_real_news(machine_code: str, tmp_path: Path) -> None:
    paths = sorted(NEWS.glob("*.txt"))
    assert extracted(paths, machine_code, tmp_path) == extracted(paths, "no", tmp_path)


def where_from(compiled: str) -> str:
    """The file that the reader is loaded from."""
    return subprocess.run([sys.executable, "-c", "import kg.read; print(kg.read.__file__)"], cwd=TOP, env=os.environ | {"KG_COMPILED": compiled}, capture_output=True, text=True, check=True).stdout.strip()


def test_it_is_used_while_it_fits(machine_code: str, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(machine_code, other)
    assert where_from(str(other)).startswith(str(other))
    state = (other / "state").read_text(encoding="utf-8")
    (other / "state").write_text(state.replace("roles.py ", "roles.py 1"), encoding="utf-8")
    assert where_from(str(other)) == str(TOP / "kg" / "read.py"), "of sources that have changed since"
    (other / "state").unlink()
    assert where_from(str(other)) == str(TOP / "kg" / "read.py"), "unfinished"
    assert where_from("no") == str(TOP / "kg" / "read.py")


def test_doctor_tells_who_reads(machine_code: str, tmp_path: Path) -> None:
    told = lambda folder: re.search(r"reader +(.*)", kg("doctor", cwd=tmp_path, KG_COMPILED=folder).stdout)[1]
    assert told(machine_code).startswith("machine code in")
    assert told("no").startswith("Python; make fast")
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "state").write_text("", encoding="utf-8")
    assert "of other sources" in told(str(tmp_path / "old"))


def test_types_are_told_truly() -> None:
    done = subprocess.run([sys.executable, "-m", "kg.compiling", "--check"], cwd=TOP, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_without_a_compiler_it_says_what_to_do(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-m", "kg.compiling"], cwd=TOP, env=os.environ | {"KG_COMPILED": str(tmp_path / "made"), "PATH": str(tmp_path)}, capture_output=True, text=True)
    assert done.returncode == 1 and "build-essential" in done.stderr and not (tmp_path / "made").exists()
