"""Merging measured against clusters of mentions: what counts as read, what a pair is worth, the verb, and gold itself."""
from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path

import pytest
import sample
from running import TOP, call

from kg.evaluate_same import NEAR, aligned, evaluate_same, half_of, mentions
from kg.merge import merge
from kg.model import UserError
from kg.parts import parts

GOLD = Path(__file__).parent / "cases" / "same.jsonl"
NEWS = TOP.parent / "shared" / "corpora" / "news"


def row(event, cluster, **more):
    return {"doc": event.doc, "start": event.trigger.start, "end": event.trigger.end, "type": event.event, "class": event.cls, "cluster": cluster, "note": None} | more


def test_a_mention_is_read_by_what_stands_there_or_near():
    visit = sample.first().events[0]
    away = lambda n: mentions([row(visit, "c", start=visit.trigger.end + n, end=visit.trigger.end + n + 3)])
    assert [e for _, e in aligned(mentions([row(visit, "c")]), [visit])] == [visit]
    assert aligned(away(NEAR), [visit]) and not aligned(away(NEAR + 1), [visit])
    both = mentions([row(visit, "c"), row(visit, "d")])
    assert len(aligned(both, [visit])) == 1          # one for one


def test_pairs_and_parts_are_counted():
    rs = sample.readings()
    a, b, c = rs[0].events[0], rs[1].events[1], rs[0].events[1]
    found = merge(rs)
    right = evaluate_same(mentions([row(a, "visit"), row(b, "visit"), row(c, "meeting", part_of="visit")]), found, parts(found))
    assert (right.asked, right.read, right.bcubed, right.faults) == (3, 3, (1.0, 1.0), ())
    assert right.pairs["all"] == right.pairs["across articles"] == (1, 1, 1) and right.parts == (1, 1, 1)
    wrong = evaluate_same(mentions([row(a, "visit"), row(b, "another"), row(c, "another")]), found)
    assert wrong.pairs["all"] == (0, 1, 1) and sorted(f.kind for f in wrong.faults) == ["missed", "wrong"]
    assert wrong.pairs["across articles"] == (0, 1, 1)


def test_doubtful_mentions_are_left_out_and_broken_ones_refused():
    visit = sample.first().events[0]
    assert mentions([row(visit, "c", note="doubtful: two readers differ")]) == []
    with pytest.raises(UserError, match="no mention with its cluster"):
        mentions([{"doc": "first", "start": 0}])


def test_the_verb(tmp_path):
    for path in sorted((TOP / "seeds").glob("*.t*")):
        if path.name != "kg.toml":
            (tmp_path / path.name).write_bytes(path.read_bytes())
    facts = [json.loads(line) for line in call("extract", *(str(p) for p in sorted(tmp_path.glob("*.txt"))), cwd=tmp_path).stdout.splitlines()]
    shot = [f for f in facts if f["kind"] == "event" and f["class"] == "Shootdown"]
    gold = [{"doc": f["doc"], "start": f["trigger"]["start"], "end": f["trigger"]["end"], "type": "ASSAULT", "class": "Shootdown", "cluster": "the-shootdown", "note": None} for f in shot]
    (tmp_path / "gold.jsonl").write_text("".join(json.dumps(g) + "\n" for g in gold), encoding="utf-8")
    done = call("eval", "--same", str(tmp_path / "gold.jsonl"), str(tmp_path), "--show", cwd=tmp_path)
    pairs = len(list(combinations(gold, 2)))
    assert done.returncode == 0 and f"{len(gold)} of {len(gold)} mentions were read" in done.stdout
    assert f"all: P 1.000 R 1.000 F1 1.000  ({pairs} of {pairs} gold, {pairs} predicted)" in done.stdout
    gold[1]["cluster"] = "another"
    (tmp_path / "gold.jsonl").write_text("".join(json.dumps(g) + "\n" for g in gold), encoding="utf-8")
    shown = call("eval", "--same", str(tmp_path / "gold.jsonl"), str(tmp_path), "--show", cwd=tmp_path).stdout
    assert "WRONG the-shootdown / another" in shown and "both Shootdown +2" in shown
    for wrong in (["--same", str(tmp_path / "gold.jsonl")], ["--half", "even"], ["--same", "x", "--plover", "y"]):
        assert call("eval", *wrong, cwd=tmp_path).returncode == 2


@pytest.mark.skipif(not NEWS.is_dir(), reason="../shared is not here")
@pytest.mark.parametrize("half, precision, f1", [("even", 0.94, 0.85), ("odd", 0.90, 0.68), (None, 0.93, 0.80)])
def test_gold_of_the_news(half, precision, f1):
    """What was reached, on the half that was worked on, on the one that was only measured, and together: it must not fall."""
    done = call("eval", "--same", str(GOLD), str(NEWS), *(("--half", half) if half else ()), cwd=TOP)
    (told,) = [line for line in done.stdout.splitlines() if line.startswith("all: ")]
    figures = dict(zip(("P", "R", "F1"), (float(x) for x in told.split()[2:7:2])))
    assert figures["P"] >= precision and figures["F1"] >= f1, told


def test_halves_are_what_a_hash_says():
    docs = {json.loads(line)["doc"] for line in GOLD.read_text(encoding="utf-8").splitlines()}
    assert 25 < sum(half_of(d) == "even" for d in docs) < len(docs) - 25
