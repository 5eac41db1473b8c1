"""What a rebuild changed, in facts: gained, lost, altered field by field; happenings merged, split, told with other values."""
from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import sample
from hypothesis import given
from hypothesis import strategies as st
from running import TOP, call

from kg import ontology, rows, terms
from kg.accounts import accounts
from kg.changes import Changes, by_article, compare
from kg.collection import init
from kg.conclusions import conclusion_quads
from kg.graph import article_quads
from kg.inference import axioms, inferred
from kg.merge import merge
from kg.model import Date, Quantity
from kg.rows import Rows, differing, taken

KNOWN = axioms(ontology.triples())


# ── sorted rows ───────────────────────────────────────────────────────────────────────────────────────────────────

QUADS = st.lists(st.tuples(*(st.integers(0, 40).map(lambda n, k=k: f"<urn:{k}{'x' * (n % 7 * 9)}{n}>") for k in "spog")), max_size=200)


@given(QUADS, QUADS, QUADS)
def test_two_files_differ_where_their_rows_do(shared, a, b):
    old, new = taken(shared + a, True), taken(shared + b, True)
    mine, other = (set(terms.lines(x)) for x in (shared + a, shared + b))
    found = list(differing(old, new))
    assert sorted(found, key=lambda x: x[1]) == found == sorted({(False, r) for r in mine - other} | {(True, r) for r in other - mine}, key=lambda x: x[1])


@given(QUADS)
def test_a_subject_is_found_with_all_its_rows_and_no_others(quads):
    sides = taken(quads, True)
    for n in range(41):
        subject = f"<urn:s{'x' * (n % 7 * 9)}{n}>"
        assert sides.of(subject) == [tuple(q) for q in terms.parse(terms.lines(q for q in quads if q[0] == subject))]
    assert Rows(b"", True).of("<urn:s1>") == []


# ── facts ─────────────────────────────────────────────────────────────────────────────────────────────────────────

def graph(*readings, follows: bool = True, graphs: bool = True) -> Rows:
    """The rows of the graph of some readings."""
    quads = [q for r in readings for q in article_quads(r)] + conclusion_quads(accounts(list(readings), merge(list(readings))))
    return taken(quads + (inferred(quads, KNOWN) if follows else []), graphs)


def changed(reading, n: int, **fields):
    """A reading with one of its events changed."""
    return replace(reading, events=tuple(replace(e, **fields) if i == n else e for i, e in enumerate(reading.events)))


def between(old, new) -> Changes:
    return compare(old, new, KNOWN)


ONE, TWO = sample.first(), sample.second()
BOTH = (ONE, TWO)


@pytest.mark.parametrize("follows", [True, False])
@pytest.mark.parametrize("graphs", [True, False])
def test_what_is_the_same_is_the_same(follows, graphs):
    whole = graph(*BOTH, follows=follows, graphs=graphs)
    assert not between(whole, whole).any and not between(whole, graph(*BOTH, follows=follows, graphs=graphs)).any


def test_what_is_inferred_is_no_change():
    assert not between(graph(*BOTH, follows=True), graph(*BOTH, follows=False)).any
    assert not between(graph(*BOTH, follows=True, graphs=False), graph(*BOTH, follows=False, graphs=False)).any


def test_an_article_that_goes_takes_exactly_its_own_facts():
    found = between(graph(*BOTH), graph(ONE))
    assert {x.iri.rpartition(":id:")[2] for x in found.lost} == {f.id for f in (*TWO.events, *TWO.claims, *TWO.relations)}
    assert not found.gained and not found.altered and found.articles == ((), ("second",))
    assert by_article(found) == {"second": {"lost": 2}}


def test_there_and_back_is_the_mirror():
    other = (changed(ONE, 0, date=Date("2021-05-02", "2021-05-03", "interval", "weekday", "أمس")), replace(TWO, events=TWO.events[:1]))
    there, back = between(graph(*BOTH), graph(*other)), between(graph(*other), graph(*BOTH))
    assert there.any and (there.gained, there.lost) == (back.lost, back.gained) and there.begun == back.ended
    assert [(x.old, x.new) for x in there.altered] == [(x.new, x.old) for x in back.altered]
    assert [(m.old, m.new) for m in there.merged] == [(m.new, m.old) for m in back.split]


@pytest.mark.parametrize("fields, told", [
    ({"date": Date("2021-05-01", "2021-05-31", "month", "x", "")}, [("date", ("2021-05-03",), ("2021-05-01..2021-05-31 (Month)",))]),
    ({"status": "future"}, [("status", ("Actual",), ("Future",))]),
    ({"place": ()}, [("place", ("Tehran (tehran)",), ())]),
    ({"actors": ()}, [("actor", ("Salim al-Hinai (salim-al-hinai)",), ())]),
    ({"cls": "Meeting", "mode": None}, [("class", ("Visit",), ("Meeting",)), ("ploverMode", ("visit",), ())]),
    ({"confidence": 0.3, "rule": "other:x.toml:1"}, []),
])
def test_a_fact_with_other_values_is_altered_field_by_field(fields, told):
    found = between(graph(ONE), graph(changed(ONE, 0, **fields)))
    assert [x for a in found.altered for x in a.fields] == told and not found.gained and not found.lost
    assert all(a.new.article == "first" and a.new.words == "زار" for a in found.altered)


def test_a_quantity_is_a_value_of_its_fact():
    q = ONE.events[1].quantities[0]
    found = between(graph(ONE), graph(changed(ONE, 1, quantities=(Quantity(q.kind, "PT2H", q.unit, q.span),))))
    assert [x for a in found.altered for x in a.fields] == [("quantity", ("duration PT1H30M",), ("duration PT2H",))]


def test_a_fact_is_known_again_under_another_id():
    new = changed(ONE, 0, id="event:meeting-abcdefgh", cls="Meeting")                       # read as another class: same sentence and word
    new = replace(new, claims=tuple(replace(c, about=new.events[0].id if c.about == ONE.events[0].id else c.about) for c in new.claims))
    found = between(graph(ONE), graph(new))
    assert not found.gained and not found.lost and ("class", ("Visit",), ("Meeting",)) in found.altered[0].fields


def test_a_renamed_article_is_told_by_its_facts():
    new = sample.Made("renamed", sample.SECOND, language="ar").article
    at = lambda f: replace(f, doc="renamed", id=f"{f.id.rpartition('-')[0]}-zzzzzzzz", **({"causes": ()} if f.causes else {}))
    found = between(graph(TWO), graph(replace(TWO, article=new, events=tuple(map(at, TWO.events)))))
    assert not found.gained and not found.lost and len(found.altered) == len(TWO.events)
    assert all(("article", ("second",), ("renamed",)) in x.fields for x in found.altered) and found.articles == (("renamed",), ("second",))


# ── happenings ────────────────────────────────────────────────────────────────────────────────────────────────────

def test_happenings_that_become_one_and_one_that_becomes_two():
    apart = changed(TWO, 0, date=Date("2021-03-01", "2021-03-01", "day", "absolute", "الأول من مارس"))
    found = between(graph(ONE, apart), graph(*BOTH))
    assert len(found.merged) == 1 and not found.split and len(found.merged[0].old) == 2 and all("shootdown" in x for x in (*found.merged[0].old, *found.merged[0].new))
    back = between(graph(*BOTH), graph(ONE, apart))
    assert [(m.old, m.new) for m in back.split] == [(m.new, m.old) for m in found.merged] and not back.merged


def test_a_happening_with_another_date_is_refined_not_new():
    found = between(graph(changed(ONE, 0, date=Date("2021-05-01", "2021-05-31", "month", "x", ""))), graph(ONE))
    fields = [x for r in found.refined for x in r.fields]
    assert ("date", ("2021-05-01..2021-05-31 (Month)",), ("2021-05-03",)) in fields and not (found.begun or found.ended or found.merged or found.split)


# ── the command line ──────────────────────────────────────────────────────────────────────────────────────────────

@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    init(tmp_path)
    for path in (TOP / "seeds").iterdir():
        if path.suffix in (".txt", ".toml") and path.name != "kg.toml":
            (tmp_path / "articles" / path.name).write_bytes(path.read_bytes())
    assert call("build", cwd=tmp_path).returncode == 0
    return tmp_path


def test_a_rebuild_says_what_it_changed(seeds):
    assert "no graph before" in call("diff", cwd=seeds).stderr
    first = (seeds / "build" / "graph.nq").read_bytes()
    article = seeds / "articles" / "moscow-visit-2017.txt"
    text = article.read_text(encoding="utf-8")
    article.write_text("\n" + text.replace("24 نوفمبر", "23 نوفمبر"), encoding="utf-8")            # and every offset is another
    line = next(x for x in call("build", cwd=seeds).stdout.splitlines() if x.startswith("since the last build"))
    assert "altered in 1 article" in line and (seeds / "build" / "previous.nq").read_bytes() == first
    told = call("diff", "--exit-code", cwd=seeds)
    assert told.returncode == 1 and told.stdout.startswith(line.removeprefix("since the last build: ").removesuffix("  (kg diff shows it)"))
    assert "date: 2015-11-24 -> 2015-11-23" in told.stdout and "moscow-visit-2017:" in told.stdout and "road-to-astana-2017:" not in told.stdout
    data = json.loads(call("diff", "--format", "json", cwd=seeds).stdout)
    assert {"old": ["2015-11-24"], "new": ["2015-11-23"]} in [x["fields"].get("date") for x in data["altered"]]
    assert {x["article"] for x in data["altered"]} == {"moscow-visit-2017"}
    article.write_text(text, encoding="utf-8")
    assert call("build", cwd=seeds).returncode == 0 and (seeds / "build" / "graph.nq").read_bytes() == first
    assert call("build", cwd=seeds).returncode == 0 and call("diff", "--exit-code", cwd=seeds).returncode == 1, "a build that did nothing keeps what was before the last one"


def test_the_note_of_a_build_holds_the_rows_that_differ(seeds, tmp_path) -> None:
    """And is believed of just those two graphs."""
    place = tmp_path / "noted"
    shutil.copytree(seeds, place)
    for n, text in enumerate(("زار وزير الخارجية المصري سامح شكري بغداد يوم 3 مارس 2020، وقتل 3 جنود.\n", "زار وزير الخارجية المصري سامح شكري بغداد يوم 3 مارس 2020، وقتل 5 جنود.\n")):
        (place / "articles" / "noted.txt").write_text(text, encoding="utf-8")
        assert call("build", "--quiet", cwd=place).returncode == 0
        quads = place / "build" / "graph.nq"
        before, after = rows.built(rows.previous(quads)), rows.built(quads)
        found = sorted(row for _, row in differing(before, after))
        assert found and rows.left_changes(quads) == found, n
        known = axioms(ontology.triples())
        assert compare(before, after, known, rows.left_changes(quads)) == compare(before, after, known)
    shutil.copy(rows.previous(quads), quads)
    assert rows.left_changes(quads) is None


def test_collections_builds_and_files_are_compared_alike(seeds, tmp_path):
    other = shutil.copytree(seeds, tmp_path / "other")
    (other / "articles" / "ula-summit-2021.txt").unlink()
    (other / "articles" / "ula-summit-2021.toml").unlink()
    assert call("build", "--quiet", cwd=other).returncode == 0
    for form in ("ttl", "trig", "nq"):
        for folder in (seeds, other):
            assert call("export", "-o", folder / f"out.{form}", cwd=folder).returncode == 0
    expected = call("diff", seeds, other, cwd=seeds).stdout
    assert "- article ula-summit-2021" in expected and ", 0 altered" in expected and "0 facts gained" in expected
    pairs = [(seeds / "build", other / "build"), (seeds / "out.nq", other / "out.nq"), (seeds / "out.trig", other / "out.trig"), (seeds / "out.ttl", other / "out.ttl"), (seeds / "build", other / "out.ttl")]
    for old, new in pairs:
        assert call("diff", old, new, cwd=seeds).stdout == expected, (old, new)
    assert call("diff", seeds / "out.ttl", cwd=other).stdout == expected
    same = call("diff", seeds / "out.ttl", seeds, "--exit-code", cwd=seeds)
    assert same.returncode == 0 and same.stdout == "the facts are the same as before\n"


def test_faults_are_told(seeds):
    for args, says in ((("nowhere", "."), "no such file"), (("articles", "."), "no graph in this folder"), (("a", "b", "c"), "two graphs at most"), (("articles/moscow-visit-2017.txt", "."), "not a file of RDF")):
        done = call("diff", *args, cwd=seeds)
        assert done.returncode == 2 and says in done.stderr, done


def test_the_graph_before_is_kept_without_links_too(tmp_path, monkeypatch):
    def no_links(*_):
        raise OSError("no links here")
    monkeypatch.setattr(rows.os, "link", no_links)
    (tmp_path / "graph.nq").write_text("<a> <b> <c> .\n", encoding="utf-8")
    rows.keep(tmp_path / "graph.nq")
    assert rows.previous(tmp_path / "graph.nq").read_text(encoding="utf-8") == "<a> <b> <c> .\n"
