"""Settings: which layer wins, what is refused and where, what `kg config` changes and leaves; and what `kg doctor` finds."""
from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from running import call, environment, kg, on_terminal

from kg.collection import init
from kg.errors import UserError
from kg.settings import KEYS, change, fault, layered, user_file


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    init(tmp_path / "mine")
    return tmp_path / "mine"


def test_layers(tmp_path: Path) -> None:
    """Default, then the user's file, the collection's, the environment, the option."""
    env = {"XDG_CONFIG_HOME": str(tmp_path / "config")}
    mine = user_file(env)
    at = lambda **options: ((found := layered(tmp_path, options, env)["bidi"]).value, found.origin)
    assert at() == ("auto", "default")
    mine.parent.mkdir(parents=True)
    mine.write_text('bidi = "visual"\npager = "most"\n')
    assert at() == ("visual", "user")
    (tmp_path / "kg.toml").write_text('bidi = "isolate"\n')
    assert at() == ("isolate", "collection") and layered(tmp_path, {}, env)["pager"].place == str(mine)
    env["KG_BIDI"] = "terminal"
    assert at() == ("terminal", "environment") and at(bidi="off") == ("off", "option")
    env["KG_BIDI"] = ""
    assert at() == ("isolate", "collection"), "an empty variable says nothing"
    assert layered(None, {}, env)["bidi"].origin == "user"


@pytest.mark.parametrize(("env", "value", "by"), [
    ({}, "auto", ""), ({"NO_COLOR": "1"}, "never", "NO_COLOR"), ({"FORCE_COLOR": "1"}, "always", "FORCE_COLOR"), ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, "never", "NO_COLOR"),
    ({"NO_COLOR": "1", "KG_COLOR": "always"}, "always", "KG_COLOR"), ({"NO_COLOR": ""}, "auto", "")])
def test_colours_by_environment(env: dict[str, str], value: str, by: str) -> None:
    found = layered(None, {}, env | {"XDG_CONFIG_HOME": "/nowhere"})["color"]
    assert (found.value, found.place) == (value, by)


def test_what_is_refused(tmp_path: Path) -> None:
    env = {"XDG_CONFIG_HOME": str(tmp_path)}
    user_file(env).parent.mkdir()
    user_file(env).write_text('# mine\nbase = "urn:x:"\n')
    with pytest.raises(UserError, match="base belongs to a collection") as caught:
        layered(None, {}, env)
    assert (caught.value.path, caught.value.line) == (str(user_file(env)), 2)
    with pytest.raises(UserError, match="KG_LANGUAGE=fr: language is one of ar, en"):
        layered(None, {}, {"KG_LANGUAGE": "fr", "XDG_CONFIG_HOME": "/nowhere"})
    assert "'language'" in fault("langage", "ar")[1] and fault("pager", "less") is None
    assert all(not fault(key, value) for key, known in KEYS.items() for value in known.allowed)


def test_comments_and_order_stay(tmp_path: Path) -> None:
    path = tmp_path / "kg.toml"
    path.write_text('# first\nlanguage = "en"   # the language\n\n# last\nbuild = "out"\n')
    assert change(path, "language", "ar") == '# first\nlanguage = "ar"   # the language\n\n# last\nbuild = "out"\n'
    assert change(path, "bidi", "visual") == path.read_text() + 'bidi = "visual"\n'
    assert change(path, "build", None) == '# first\nlanguage = "en"   # the language\n\n# last\n'
    path.write_text("language = en\n")
    with pytest.raises(UserError, match="no TOML") as caught:
        change(path, "language", "ar")
    assert caught.value.line == 1


def test_config(mine: Path, tmp_path: Path) -> None:
    call = lambda *args, **env: kg("-C", mine, *args, cwd=tmp_path, XDG_CONFIG_HOME=str(tmp_path / "config"), NO_COLOR="", **env)
    rows = {line.split()[0]: line.split()[1:] for line in call("--bidi", "off", "config").stdout.splitlines()}
    assert list(rows) == list(KEYS) and rows["base"] == ["urn:kg:id:", "collection", "(mine/kg.toml)"] and rows["bidi"] == ["off", "option", "(--bidi)"] and rows["pager"] == ["-", "default"]
    assert call("config", "set", "language", "ar").stdout == "mine/kg.toml: language is ar\n" and call("config", "get", "language").stdout == "ar\n"
    assert "# labels in answers" in (mine / "kg.toml").read_text()
    assert call("config", "set", "bidi", "visual", "--user").returncode == 0 and (tmp_path / "config" / "kg" / "kg.toml").read_text() == 'bidi = "visual"\n'
    assert "here environment (KG_BIDI) comes first and says terminal" in call("config", "set", "bidi", "off", KG_BIDI="terminal").stdout
    assert call("config", "unset", "bidi").stdout == "mine/kg.toml: bidi is no longer set, and is visual by user\n"
    for args, told in ((("set", "langage", "ar"), "did you mean 'language'?"), (("set", "language", "fr"), "language is one of ar, en"), (("get", "x"), "unknown key 'x'"),
                       (("set", "base", "urn:x:", "--user"), "base belongs to a collection")):
        done = call("config", *args)
        assert done.returncode == 2 and told in done.stderr, done.stderr
    (mine / "kg.toml").write_text('language = "fr"\n')
    assert call("config").returncode == 2 and "mine/kg.toml:1:1: language is one of ar, en" in call("build").stderr
    assert call("config", "set", "language", "en").returncode == 0 and call("config").returncode == 0, "it mends what it refuses"


def test_language_of_the_user(mine: Path, tmp_path: Path) -> None:
    """It is that of answers where the collection names none."""
    (mine / "kg.toml").write_text("")
    (mine / "articles" / "a.txt").write_text("زار الرئيس التركي رجب طيب أردوغان طهران يوم 5 أبريل 2018.\n", encoding="utf-8")
    assert kg("build", cwd=mine).returncode == 0
    assert "Iran" in kg("timeline", cwd=mine).stdout and "إيران" in kg("timeline", cwd=mine, KG_LANGUAGE="ar").stdout


# ── kg doctor ─────────────────────────────────────────────────────────────────────────────────────────────────────

def test_doctor(mine: Path) -> None:
    """What is there, what is not built, what changed since; what is broken makes the exit code 1 and says how to mend it."""
    found = lambda: call("doctor", cwd=mine)
    (mine / "articles" / "a.txt").write_text("زار الرئيس التركي رجب طيب أردوغان طهران يوم 5 أبريل 2018.\n", encoding="utf-8")
    done = found()
    assert done.returncode == 0 and "nothing has been built" in done.stdout and "no terminal: text goes out in logical order" in done.stdout and "pyoxigraph 0." in done.stdout
    assert call("build", cwd=mine).returncode == 0 and "up to date\n" in found().stdout
    (mine / "articles" / "a.toml").write_text("date = 2018-04-05\n")
    (mine / "articles" / "b.txt").write_text("نددت موسكو بالخطوة.\n", encoding="utf-8")
    assert "not up to date: 2 articles to read (a: its sidecar changed)" in found().stdout or "(a: its text, sidecar or corrections changed)" in found().stdout
    assert call("build", cwd=mine).returncode == 0
    os.remove(mine / "articles" / "b.txt")
    assert "not up to date: 1 article gone" in found().stdout
    shutil.rmtree(mine / "build" / "store")
    done = found()
    assert done.returncode == 1 and "broken" in done.stdout and "kg build" in done.stdout
    (mine / "kg.toml").write_text('langage = "ar"\n')
    done = found()
    assert done.returncode == 1 and f"{mine / 'kg.toml'}:1:1: unknown key 'langage'" in done.stdout and "did you mean 'language'?" in done.stdout
    assert call("doctor", cwd=mine.parent).returncode == 0, "no collection is no fault"


def test_doctor_misses_packages(mine: Path, tmp_path: Path) -> None:
    """A package that is too old is broken, with the command that mends it."""
    fake = tmp_path / "fake"
    (fake / "wcwidth-0.0.1.dist-info").mkdir(parents=True)
    (fake / "wcwidth-0.0.1.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: wcwidth\nVersion: 0.0.1\n")
    (fake / "kg-0.1.0.dist-info").mkdir()
    (fake / "kg-0.1.0.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: kg\nVersion: 0.1.0\nRequires-Dist: wcwidth>=0.6\nRequires-Dist: no-such-thing>=2\nRequires-Dist: click>=8.1,<9\n")
    done = kg("doctor", cwd=mine, PYTHONPATH=os.pathsep.join([str(fake), environment()["PYTHONPATH"]]))
    assert done.returncode == 1 and "wcwidth 0.0.1 is here, 0.6 is needed" in done.stdout and "no-such-thing is missing" in done.stdout and "pip install --upgrade no-such-thing" in done.stdout
    assert "click 8" in done.stdout


def test_doctor_shows_arabic(mine: Path) -> None:
    out = on_terminal("--color", "always", "--bidi", "visual", "doctor", cwd=mine)
    assert "visual: --bidi; kg orders and joins letters" in out and "\x1b[32mok" in out and any("\ufe70" <= c <= "\ufefc" for c in out) and "it should read «" in out
    assert "TERM is alacritty" in on_terminal("doctor", cwd=mine, TERM="alacritty")
