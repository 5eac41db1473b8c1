"""Arabic on a terminal: the guess, marks, ordering and joining, widths; then in pseudo-terminals, in tmux and in xterm."""
from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
import unicodedata
from pathlib import Path

import pytest
from bidi import get_display
from hypothesis import given
from hypothesis import strategies as st
from running import call, environment, kg, on_terminal

from kg.collection import init
from kg.terminal import FSI, LRM, PDI, RLM, clip, fold, guess, isolate, pad, width

MARKS = re.compile("[\u200b-\u200f\u2066-\u2069]")
FORMS = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]")
TEXTS = st.text("ابتثلأإمحمد ًُّ abc 12-/:.()«»[],؛؟«»→·", max_size=40)
QUESTION = """SELECT ?day ?who ?day2 ?whom ?n { VALUES (?day ?who ?day2 ?whom ?n) { ("2018-04-03" "قطر" "2024-01-01" "مصر" 12) ("2018-04-05" "إيران" "2024-01-02" "محمّد بن سلمان والسلام الأول (الرياض)." 7) } }"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A collection with one article, built."""
    mine = tmp_path_factory.mktemp("terminal") / "mine"
    init(mine)
    (mine / "articles" / "tehran.txt").write_text("زار الرئيس التركي رجب طيب أردوغان طهران، وأجرى محادثات مع الرئيس الإيراني حسن روحاني.\n", encoding="utf-8")
    (mine / "articles" / "tehran.toml").write_text("date = 2018-04-05\n")
    assert kg("build", cwd=mine).returncode == 0
    return mine


# ── the guess ─────────────────────────────────────────────────────────────────────────────────────────────────────

@pytest.mark.parametrize(("env", "outer", "mode"), [
    ({"TERM": "xterm-256color", "VTE_VERSION": "7006"}, "", "terminal"), ({"TERM": "xterm-256color", "VTE_VERSION": "5202"}, "", "terminal"),
    ({"TERM": "xterm-256color", "KONSOLE_VERSION": "221203"}, "", "terminal"), ({"TERM": "mlterm", "MLTERM": "3.9.0"}, "", "terminal"),
    ({"TERM": "xterm-256color", "TERM_PROGRAM": "Apple_Terminal"}, "", "terminal"), ({"TERM": "xterm", "XTERM_VERSION": "XTerm(379)"}, "", "visual"),
    ({"TERM": "alacritty"}, "", "visual"), ({"TERM": "xterm-256color", "ALACRITTY_WINDOW_ID": "1"}, "", "visual"), ({"TERM": "xterm-256color", "WT_SESSION": "x"}, "", "visual"),
    ({"TERM": "foot", "VTE_VERSION": "7006"}, "", "visual"), ({"TERM": "mlterm", "XTERM_VERSION": "XTerm(379)"}, "", "terminal"),
    ({"TERM": "xterm-256color", "XTERM_VERSION": "XTerm(379)", "VTE_VERSION": "7006"}, "", "terminal"), ({"TERM": "xterm-256color"}, "", "terminal"), ({}, "", "terminal"),
    ({"TERM": "tmux-256color", "VTE_VERSION": "7006"}, "XTerm(379)|xterm-256color", "visual"), ({"TERM": "screen"}, "VTE(7006)|xterm-256color", "terminal"),
    ({"TERM": "screen"}, "|mlterm", "terminal"), ({"TERM": "screen"}, "|alacritty", "visual"), ({"TERM": "screen"}, "|xterm-256color", "terminal")])
def test_guess(env: dict[str, str], outer: str, mode: str) -> None:
    assert guess(env, outer)[0] == mode and guess(env, outer)[1]


# ── marks: judged by an implementation of the algorithm that terminals follow ─────────────────────────────────────

def test_columns_stay_in_order() -> None:
    """The row of which `rdf_tools` tells that it turns round: with marks its cells stand as they were written."""
    cells = ("قطر", "2024-01-01", "مصر", "12")
    row = lambda mode: MARKS.sub("", get_display(" │ ".join(isolate(c, mode) for c in cells), base_dir="L"))
    assert row("off").split(" │ ") == ["12", "رصم", "01-01-2024", "رطق"]
    for mode in ("terminal", "isolate"):
        assert row(mode).split(" │ ") == ["رطق", "2024-01-01", "رصم", "12"]


def test_marks_where_they_are_needed() -> None:
    assert isolate("قطر", "terminal") == f"{LRM}قطر{LRM}" and isolate("قطر", "isolate") == f"{FSI}قطر{PDI}"
    assert isolate("قال (نعم).", "terminal") == f"{LRM}قال (نعم).{RLM}{LRM}"
    assert isolate("Visit of قطر", "terminal") == f"Visit of قطر{LRM}"
    assert isolate("لقاء [attributed]", "terminal") == f"{LRM}لقاء [attributed]{LRM}"
    assert isolate("12 يناير", "terminal") == f"{LRM}{RLM}12 يناير{LRM}"
    assert isolate("plain", "terminal") == "plain" and isolate("قطر", "off") == "قطر"


def test_who_stays_left_of_whom() -> None:
    """In a line of fields each is ordered by itself, and a date keeps its year in front."""
    line = "2016-01-03        قطع العلاقات: السعودية → إيران (طهران) · 2016-01-04"
    for mode in ("terminal", "isolate"):
        shown = MARKS.sub("", get_display(isolate(line, mode), base_dir="L"))
        fields = [x[::-1] for x in ("قطع العلاقات", "السعودية", "إيران (طهران)")]
        assert shown == "2016-01-03        {}: {} → {} · 2016-01-04".format(*fields), mode
    assert "2016-01-03" in MARKS.sub("", get_display(isolate("زار روسيا في 2016-01-03 ثم عاد", "terminal"), base_dir="L"))


def test_quotations_in_a_line_of_latin_letters() -> None:
    """What stands behind one is not drawn into it."""
    line = "both «روسي نوفمبر» +0.5; the words «صباح 24 نوفمبر», 2"
    for mode in ("terminal", "isolate"):
        assert MARKS.sub("", get_display(isolate(line, mode), base_dir="L")) == "both «{}» +0.5; the words «{} 24 {}», 2".format("روسي نوفمبر"[::-1], "نوفمبر"[::-1], "صباح"[::-1])
    assert isolate(line, "visual").startswith("both «") and "» +0.5; the words «" in isolate(line, "visual")
    assert isolate("«أسقطت», characters 2 to 7", "visual") == f"«{isolate('أسقطت', 'visual')}», characters 2 to 7"
    assert isolate("a.txt:3: قال نعم.", "terminal") == f"a.txt:3: {LRM}قال نعم.{RLM}{LRM}"
    quote = "قال «نعم» ثم عاد"
    assert isolate(quote, "terminal") == f"{LRM}{quote}{LRM}"


@given(TEXTS)
def test_marks_take_nothing_away(text: str) -> None:
    for mode in ("terminal", "isolate"):
        assert MARKS.sub("", isolate(text, mode)) == text and width(isolate(text, mode)) == width(text)
    assert isolate(isolate(text, "terminal"), "terminal") == isolate(text, "terminal")


# ── ordering and joining here ─────────────────────────────────────────────────────────────────────────────────────

def test_visual() -> None:
    assert isolate("قطر", "visual") == "\ufeae\ufec4\ufed7" and isolate("سلام", "visual") == "\ufee1\ufefc\ufeb3"
    seen = isolate("قال (نعم) [لا] «ثم».", "visual")
    assert [c for c in seen if c in "()[]«»."] == list(".«»[]()")
    assert isolate("Visit قطر (x)", "visual") == "Visit \ufeae\ufec4\ufed7 (x)"
    assert isolate("الله", "visual") == "\ufeea\ufee0\ufedf\ufe8d", "four letters, as the width says"
    assert isolate("في 2016-01-03 ثم", "visual").split()[1] == "2016-01-03"
    assert isolate("\x1b[1mقطر\x1b[0m 1", "visual") == "\x1b[1m\ufeae\ufec4\ufed7\x1b[0m 1"


def test_visual_keeps_vowel_signs_on_their_letters() -> None:
    seen = isolate("مُحَمَّد", "visual")
    assert unicodedata.normalize("NFKC", seen) == unicodedata.normalize("NFKC", "دمَّحَمُ") and width(seen) == 4


@given(TEXTS)
def test_visual_loses_no_letter(text: str) -> None:
    """Unjoined, what is seen holds the same letters, and what was ordered once is not ordered again."""
    seen = isolate(text, "visual")
    letters = lambda x: sorted(c for c in unicodedata.normalize("NFKC", x) if c not in "()[]«» " and not unicodedata.combining(c))
    assert letters(seen) == letters(text) and (isolate(seen, "visual") == seen or not FORMS.search(seen))


# ── widths ────────────────────────────────────────────────────────────────────────────────────────────────────────

@given(TEXTS, st.integers(0, 30))
def test_no_letter_is_cut_from_its_signs(text: str, room: int) -> None:
    """What is left is a beginning of the text, it fits, and what follows is no combining mark."""
    cut = clip(text, room)
    assert width(cut) <= room or not width(text)
    kept = cut.removesuffix("…") if cut != text else cut
    assert text.startswith(kept) and (kept == text or not kept or not unicodedata.combining(text[len(kept)]))


@given(TEXTS, st.integers(1, 30))
def test_folded_lines_fit(text: str, room: int) -> None:
    lines = fold(text, room)
    assert all(width(line) <= room for line in lines) and "".join("".join(lines).split()) == "".join(text.split())


def test_padded() -> None:
    assert pad("مُحَمَّد", 6) == "مُحَمَّد  " and pad("قطر", 5, "right") == "  قطر" and pad("abc", 2) == "abc"


# ── the whole program ─────────────────────────────────────────────────────────────────────────────────────────────

@pytest.mark.parametrize("mode", ["terminal", "visual"])
def test_pipes_and_files_keep_logical_order(folder: Path, tmp_path: Path, mode: str) -> None:
    for args in (("query", QUESTION), ("query", QUESTION, "--format", "table"), ("timeline", "--lang", "ar"), ("timeline", "--lang", "ar", "--format", "json"), ("extract", "articles")):
        done = call("--bidi", mode, *args, cwd=folder)
        assert re.search("[\u0620-\u064a]", done.stdout) and not MARKS.search(done.stdout) and not FORMS.search(done.stdout), args
    out = on_terminal("--bidi", mode, "query", QUESTION, "-o", tmp_path / "x.csv", cwd=folder)
    assert not FORMS.search(out) and not MARKS.search((tmp_path / "x.csv").read_text(encoding="utf-8")) and not FORMS.search((tmp_path / "x.csv").read_text(encoding="utf-8"))
    assert not MARKS.search(on_terminal("--bidi", mode, "query", QUESTION, "--format", "tsv", cwd=folder)), "a machine's format on a terminal too"


def test_on_a_terminal(folder: Path) -> None:
    """Option before environment before kg.toml before the guess; each mode is seen in what is printed."""
    ask = lambda *before, **env: on_terminal(*before, "query", QUESTION, cwd=folder, **env)
    assert f"{LRM}قطر{LRM}" in ask() and f"{FSI}قطر{PDI}" in ask("--bidi", "isolate")
    assert FORMS.search(ask(TERM="alacritty")) and FORMS.search(ask(KG_BIDI="visual")) and not FORMS.search(ask("--bidi", "terminal", KG_BIDI="visual"))
    path = folder / "kg.toml"
    old = path.read_text()
    path.write_text(old + 'bidi = "visual"\n')
    assert FORMS.search(ask()) and not MARKS.search(ask("--bidi", "off"))
    path.write_text(old)


def test_long_lines_are_folded_first(folder: Path) -> None:
    """A sentence that is longer than a line: its beginning stands in the first, whoever orders it."""
    fact = json.loads(kg("extract", "articles", cwd=folder).stdout.splitlines()[0])["id"]
    for mode in ("terminal", "visual"):
        out = on_terminal("--bidi", mode, "why", fact, cwd=folder, columns=60)
        rows = [MARKS.sub("", unicodedata.normalize("NFKC", row)) for row in out.splitlines()]
        n = next(n for n, row in enumerate(rows) if row.startswith("  says    "))
        first = rows[n][10:] if mode == "terminal" else rows[n][10:][::-1]
        assert first.replace("[", "").replace("]", "").startswith("زار الرئيس") and rows[n + 1].startswith(" " * 10) and all(width(row) <= 60 for row in rows)


@pytest.mark.parametrize(("mode", "columns"), [("terminal", 100), ("visual", 100), ("terminal", 72), ("visual", 72)])
def test_tables_are_straight(folder: Path, mode: str, columns: int) -> None:
    """The rules of a table stand under each other, whatever is folded in it, and every line of a folded cell is held apart."""
    out = on_terminal("--bidi", mode, "query", QUESTION, cwd=folder, columns=columns, NO_COLOR="1")
    rows = [line for line in re.sub(r"\x1b\[[0-9;]*m", "", out).splitlines() if re.search("[│┼]", line)]
    assert len(rows) >= 4 and (columns == 100 or len(rows) >= 5) and len({rules(row) for row in rows}) == 1
    for row in rows:
        if mode == "terminal" and re.search("[\u0620-\u064a]", row):
            assert all(cell.rstrip().endswith(LRM) for cell in row.split("│") if re.search("[\u0620-\u064a]", cell)), row


def rules(row: str) -> tuple[int, ...]:
    """The columns that the rules of a table's row stand in."""
    return tuple(width(row[:m.start()]) for m in re.finditer("[│┼]", row))


# ── real terminals ────────────────────────────────────────────────────────────────────────────────────────────────

@pytest.fixture
def tmux(tmp_path: Path):
    """Runs a command in a window of tmux, 100 columns wide, and gives what the window then shows."""
    if not shutil.which("tmux"):
        pytest.skip("tmux is not here: apt install tmux")
    server = ["tmux", "-u", "-S", str(tmp_path / "socket"), "-f", os.devnull]

    def run(command: str, env: dict[str, str]) -> str:
        script = tmp_path / "run.sh"
        script.write_text(f"{command}\necho done-here\nsleep 30\n")
        subprocess.run([*server, "new-session", "-d", "-x", "100", "-y", "30", f"sh {script}"], env=env, check=True)
        for _ in range(200):
            shown = subprocess.run([*server, "capture-pane", "-p"], capture_output=True, text=True, encoding="utf-8").stdout
            if "done-here" in shown:
                return shown
            time.sleep(0.1)
        raise AssertionError(f"nothing came: {shown}")
    yield run
    subprocess.run([*server, "kill-server"], stderr=subprocess.DEVNULL)


def test_in_tmux(folder: Path, tmux) -> None:
    """tmux keeps logical order and the marks, so what is copied from it can be asked for again, and the columns stand under each other."""
    env = {k: v for k, v in environment().items() if k not in ("TMUX", "NO_COLOR", "COLUMNS")} | {"LC_ALL": "C.UTF-8"}
    shown = tmux(f"cd {folder}; {sys.executable} -m kg --bidi terminal query '{QUESTION}'", env)
    rows = [line for line in shown.splitlines() if "│" in line][1:]
    assert len(rows) == 2 and f"قطر{LRM}" in rows[0] and f"مصر{LRM}" in rows[0] and rules(rows[0]) == rules(rows[1])
    cells = [MARKS.sub("", c).strip() for c in rows[1].split("│")]
    assert cells == ["2018-04-05", "إيران", "2024-01-02", "محمّد بن سلمان والسلام الأول (الرياض).", "7"]


def test_tmux_is_asked_what_it_runs_in(folder: Path, tmux) -> None:
    """Without a terminal around it nothing is known, and the variables of who started it decide."""
    env = {k: v for k, v in environment().items() if k not in ("TMUX", "COLUMNS", "VTE_VERSION")} | {"LC_ALL": "C.UTF-8", "XTERM_VERSION": "XTerm(379)"}
    assert "visual: XTERM_VERSION says xterm" in tmux(f"cd {folder}; {sys.executable} -m kg doctor", env).replace("\n", "")


def test_in_xterm(folder: Path, tmp_path: Path) -> None:
    """xterm neither orders nor joins: kg does it there by itself.  The screen is asked for by the terminal's own printing."""
    missing = [x for x in ("xterm", "Xvfb") if not shutil.which(x)]
    if missing:
        pytest.skip(f"{' and '.join(missing)} not here: apt install xterm xvfb")
    display, at = subprocess.PIPE, tmp_path / "screen"
    server = subprocess.Popen(["Xvfb", "-displayfd", "1", "-screen", "0", "1000x700x24"], stdout=display, stderr=subprocess.DEVNULL, text=True)
    try:
        number = server.stdout.readline().strip()
        script = tmp_path / "run.sh"
        script.write_text(f"cd {folder}\n{sys.executable} -m kg query '{QUESTION}'\nprintf '\\033[i'\nsleep 1\n")
        env = {k: v for k, v in environment().items() if k not in ("TMUX", "VTE_VERSION", "COLUMNS", "KG_BIDI")} | {"DISPLAY": f":{number}", "LC_ALL": "C.UTF-8"}
        subprocess.run(["xterm", "-u8", "-geometry", "100x30", "-xrm", f"XTerm*printerCommand: cat > {at}", "-xrm", "XTerm*printAttributes: 0", "-e", "sh", str(script)], env=env, timeout=60, check=False)
    finally:
        server.terminate()
        server.wait(10)
    rows = [line for line in at.read_text(encoding="utf-8").splitlines() if "│" in line][1:]
    cells = [c.strip() for c in rows[0].split("│")]
    assert cells == ["2018-04-03", "\ufeae\ufec4\ufed7", "2024-01-01", "\ufeae\ufebc\ufee3", "12"] and not any(MARKS.search(row) for row in rows)
    assert rules(rows[0]) == rules(rows[1]) and "(" in rows[1] and rows[1].index("(") < rows[1].index(")")


def test_marks_in_what_is_typed(folder: Path) -> None:
    """A name that was copied from the screen with its marks is found all the same."""
    plain = kg("timeline", "--a", "إيران", cwd=folder)
    assert plain.returncode == 0 and plain.stdout == kg("timeline", "--a", f"{LRM}إيران{LRM}", cwd=folder).stdout and "Iran" in plain.stdout
