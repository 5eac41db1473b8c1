"""Two parties over time: the figures, what counts, and a chart that fits a terminal."""
from __future__ import annotations

import csv
import json
import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from running import TOP, call, kg

from kg.plover import QUAD_CLASSES
from kg.relations import QUADS, Deed, counted, mean, period_of, periods


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(text.splitlines(), delimiter="\t"))


DAYS = st.dates().map(lambda d: d.isoformat())
DEEDS = st.lists(st.builds(lambda n, kind, days: Deed(f"h{n}", "", "X", kind, None, *sorted(days)), st.integers(), st.sampled_from([*QUAD_CLASSES, None]), st.tuples(DAYS, DAYS)))


@given(DEEDS, st.sampled_from(["month", "year"]))
def test_each_happening_stands_in_one_period_and_in_one_column(deeds, by):
    table = periods(deeds, by)
    assert sum(p.total for p in table) == len(deeds) and sum((p.counts for p in table), Counter()) == counted(d.type for d in deeds)
    assert [p.name for p in table] == sorted({p.name for p in table})           # «undated» sorts behind digits
    for p in table:
        assert p.mean == mean(d.score for d in p.telling) and (p.mean is None or -10 <= p.mean <= 10)
        assert all(period_of(d.start, d.end, by) == p.name and (p.name == "undated" or d.start.startswith(p.name)) for d in p.telling)
        scores = [abs(d.score or 0) for d in p.telling]
        assert scores == sorted(scores, reverse=True)


def test_russia_and_turkey_in_the_seeds(seeds):
    found = rows(call("relations", "RUS", "TUR", cwd=seeds).stdout)
    first = found[0]
    assert (first["period"], first["material_conflict"], first["verbal_cooperation"]) == ("2015-11", "5", "0") and float(first["mean"]) < -6
    assert first["name"].startswith("shootdown")
    assert all(float(r["mean"]) > 0 for r in found[1:] if r["mean"])
    by_name = call("relations", "روسيا", "تركيا", "--lang", "ar", cwd=seeds).stdout
    assert [r["happenings"] for r in rows(by_name)] == [r["happenings"] for r in found] and "إسقاط" in by_name
    assert [r["period"] for r in rows(call("relations", "TUR", "RUS", "--by", "year", "--since", "2016", "--until", "2017", cwd=seeds).stdout)] == ["2016", "2017"]


def test_the_saved_query_gives_the_same_means(seeds):
    saved = list(csv.DictReader(call("ask", "relations-by-month", "--a", "RUS", "--b", "TUR", "--format", "csv", cwd=seeds).stdout.splitlines()))
    ours = {r["period"]: r for r in rows(call("relations", "RUS", "TUR", cwd=seeds).stdout)}
    scored = {m: int(r["happenings"]) - int(r["outside_plover"]) for m, r in ours.items()}
    same = [r for r in saved if scored.get(r["month"]) == int(r["happenings"])]         # the query puts a longer stretch into its first month
    assert len(same) >= 3
    for r in same:
        assert float(r["mean"]) == pytest.approx(float(ours[r["month"]]["mean"]), abs=0.01)


def test_a_state_alone_is_without_its_people(seeds):
    total = lambda *more: sum(int(r["happenings"]) for r in rows(call("relations", "RUS", "TUR", *more, cwd=seeds).stdout))
    assert 0 < total("--alone") < total()


def test_what_is_contested_is_told_and_not_counted(seeds):
    text = call("relations", "RUS", "TUR", "--format", "chart", cwd=seeds).stdout
    contested = text.partition("contradict each other")[2]
    assert "violation of airspace" in contested and "violation of airspace" not in text.partition("contradict each other")[0]


def test_the_words_behind_it(seeds):
    data = json.loads(call("relations", "RUS", "TUR", "--format", "json", "--why", cwd=seeds).stdout)
    shot = data[0]["telling"][0]
    assert shot["class"] == "Shootdown" and {t["article"] for t in shot["told"]} == {"moscow-visit-2017", "road-to-astana-2017"}
    assert all((TOP / "seeds" / f"{t['article']}.txt").read_text(encoding="utf-8").replace("\n", " ").find(t["words"].replace("\n", " ")) >= 0 for t in shot["told"])
    assert [sum(r[q] for q in QUADS) + r["outside PLOVER"] for r in data] == [r["happenings"] for r in data]


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("by", ["month", "year"])
def test_the_chart_fits_eighty_columns_and_needs_no_colour(seeds, language, by):
    from rich.cells import cell_len
    text = call("relations", "RUS", "TUR", "--format", "chart", "--by", by, "--lang", language, cwd=seeds).stdout
    chart = text.partition("\n\n")[0].splitlines()
    assert max(map(cell_len, chart)) <= 80 and "\x1b" not in text
    bars = [r for r in chart if "│" in r]
    assert len({cell_len(r.partition("│")[0]) for r in bars}) == 1, "one axis"
    assert "█" in bars[1].partition("│")[0] and "░" in "".join(r.partition("│")[2] for r in bars[1:]) and any(r.startswith("░") for r in chart)


def test_the_bars_are_as_long_as_what_they_stand_for():
    from kg.cli.relating import MATERIAL, VERBAL, _bar
    assert _bar(2, 1, 3) == MATERIAL * 6 + VERBAL * 3 and _bar(0, 0, 3) == ""
    assert _bar(1, 0, 0.01) == MATERIAL, "what is there at all is seen"
    assert len(_bar(300, 100, 30 / 400)) <= 31


def test_on_a_terminal_it_is_a_chart_and_colour_can_be_refused(seeds):
    pty = pytest.importorskip("pty")
    import os
    import subprocess
    import sys

    from running import environment

    def shown(**more: str) -> str:
        leader, follower = pty.openpty()
        env = {k: v for k, v in environment(TERM="xterm", **more).items() if more.get("NO_COLOR") or k != "NO_COLOR"}
        done = subprocess.Popen([sys.executable, "-m", "kg", "relations", "RUS", "TUR"], cwd=seeds, stdout=follower, stderr=follower, env=env)
        os.close(follower)
        out = b""
        while True:
            try:
                piece = os.read(leader, 65536)
            except OSError:
                break
            if not piece:
                break
            out += piece
        os.close(leader)
        assert done.wait() == 0
        return out.decode()
    assert re.search(r"\x1b\[3[12]m[█░]", shown())
    plain = shown(NO_COLOR="1")
    assert "\x1b" not in plain and "█" in plain


def test_faults_are_told(seeds):
    one = kg("relations", "RUS", "RUS", cwd=seeds)
    assert one.returncode == 2 and "one party" in one.stderr
    nobody = kg("relations", "RUS", "Atlantis", cwd=seeds)
    assert nobody.returncode == 2 and "Atlantis" in nobody.stderr
    assert kg("relations", "QAT", "RUS", "--format", "chart", cwd=seeds).stdout == "the graph knows of nothing that happened between them\n"
