"""What follows: every axiom is drawn upon or documented, each conclusion is explained, and who wants none of it sees what was said."""
from __future__ import annotations

import random

import owlrl
import pytest
import sample
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Graph
from running import call

from kg import data, ontology, store, terms, vocab
from kg.accounts import accounts
from kg.conclusions import conclusion_quads
from kg.graph import Tenure, article_quads, office_quads
from kg.inference import INVERSE, LEFT, RULES, SUBCLASS, SUBPROPERTY, SYMMETRIC, TRANSITIVE, axioms, explain, graph_name, in_force, inferred, steps
from kg.merge import merge
from kg.nodes import kg, std
from kg.terms import RDF_TYPE

BASE = vocab.DEFAULT_BASE
KNOWN = axioms(ontology.triples())
OWN = f"<{vocab.ONTOLOGY}"
ALL = ontology.triples() + store.parse_file(data.ontology("alignments.ttl"))


def ids(*names: str) -> tuple[str, ...]:
    return tuple(terms.iri(vocab.entity_iri(BASE, n)) for n in names)


A, B, C, D = ids("a", "b", "c", "d")


def told(said) -> set[tuple[str, str, str]]:
    return {step.triple for step in steps(said, KNOWN)}


# ── the axioms ────────────────────────────────────────────────────────────────────────────────────────────────────

def test_every_kind_of_axiom_is_drawn_upon_or_documented():
    logic = tuple(f"<{vocab.STANDARD[p]}" for p in ("rdfs", "owl"))
    said = {std(f"rdfs:{x}") for x in ("label", "comment", "seeAlso")} | {std(f"owl:{x}") for x in ("versionInfo", "imports")}
    found = {p for _, p, _, _ in ALL if p.startswith(logic)} - said
    found |= {o for _, p, o, _ in ALL if p == RDF_TYPE and o.startswith(logic)} - {std(f"owl:{x}") for x in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty", "NamedIndividual", "Ontology")}
    assert found <= {*RULES, *LEFT}, found - {*RULES, *LEFT}


def test_every_axiom_about_our_own_terms_gives_its_conclusion():
    own = [(s, p, o) for s, p, o, _ in ontology.triples() if s.startswith(OWN) and (o.startswith(OWN) or p == RDF_TYPE)]
    wanted = {SUBCLASS: lambda s, o: ([(A, RDF_TYPE, s)], (A, RDF_TYPE, o)), SUBPROPERTY: lambda s, o: ([(A, s, B)], (A, o, B)), INVERSE: lambda s, o: ([(A, s, B)], (B, o, A))}
    kinds = {SYMMETRIC: lambda s: ([(A, s, B)], (B, s, A)), TRANSITIVE: lambda s: ([(A, s, B), (B, s, C)], (A, s, C))}
    seen = set()
    for s, p, o in own:
        case = wanted[p](s, o) if p in wanted else kinds[o](s) if p == RDF_TYPE and o in kinds else None
        if case:
            seen.add(o if p == RDF_TYPE else p)
            assert case[1] in told(case[0]), (s, p, o)
    assert seen == {*wanted, *kinds}, "the ontology has an axiom of each kind"


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.sampled_from((A, B, C, D)), st.sampled_from(("partOf", "hasPart", "ledTo", "contradicts", "alliedWith", "actor", "corrects", "reports")).map(kg),
                          st.sampled_from((A, B, C, D))), max_size=9), st.randoms())
def test_a_reasoner_of_others_finds_the_same(said, chance: random.Random):
    """owlrl closes the same triples under OWL 2 RL; of its conclusions those count that our rules are for.  It also ties a thing to itself."""
    ours = told(said) | set(said)
    shuffled = said[:]
    chance.shuffle(shuffled)
    assert told(shuffled) | set(said) == ours
    g = Graph()
    g.parse(data="\n".join(" ".join(t) + " ." for t in said), format="nt")
    props = {p for _, p, _ in ours} | {kg("participant"), kg("tie"), kg("resultedFrom"), kg("reportedBy"), kg("correctedBy"), kg("hasPart")}
    rules = [(s, p, o) for s, p, o, _ in ontology.triples() if s.startswith(OWN) and (p in (SUBPROPERTY, INVERSE) or o in (SYMMETRIC, TRANSITIVE))]
    g.parse(data="\n".join(" ".join(t) + " ." for t in rules), format="nt")
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics, axiomatic_triples=False, datatype_axioms=False).expand(g)
    theirs = {tuple(x.n3() for x in t) for t in g if t[1].n3() in props and t[0].n3() in (A, B, C, D)}
    apart = lambda triples: {t for t in triples if t[0] != t[2]}
    assert apart(ours) == apart(theirs)


# ── graphs ────────────────────────────────────────────────────────────────────────────────────────────────────────

def quads():
    readings = sample.readings()
    out = [q for r in readings for q in article_quads(r)]
    out += conclusion_quads(accounts(readings, merge(readings)))
    out += office_quads([Tenure(sample.SALIM, "foreign-minister", (("en", "foreign minister"),), sample.OMAN, "2020-08", ""), Tenure(sample.SALIM, "member", (("en", "member"),), sample.OMAN, "2021-05", None)])
    return out


def test_what_an_article_gives_depends_on_it_alone():
    """The whole is the sum of the articles' own and of what is concluded, so that an incremental build need not look at others."""
    everything = quads()
    graphs = {q[3] for q in everything}
    articles = [g for g in graphs if ":article:" in g]
    parts = {q for g in articles for q in inferred([q for q in everything if q[3] == g], KNOWN)} | set(inferred([q for q in everything if q[3] not in articles], KNOWN))
    assert set(inferred(everything, KNOWN)) == parts and len(articles) == 2


def test_what_follows_does_not_grow_by_itself_nor_change_with_the_order():
    everything = quads()
    once = inferred(everything, KNOWN)
    shuffled = everything[:]
    random.Random(7).shuffle(shuffled)
    assert inferred(shuffled, KNOWN) == once == inferred(everything + once, KNOWN)
    assert {q[3] for q in once} == {graph_name(BASE)} and once


def test_an_event_is_of_every_class_above_its_own_and_a_happening_tells_them():
    found = {q[:3] for q in inferred(quads(), KNOWN)}
    visits = [q[0] for q in quads() if q[1] == RDF_TYPE and q[2] == kg("Visit")]
    assert visits and all((v, RDF_TYPE, kg(c)) in found for v in visits for c in ("Consult", "PloverEvent", "Fact", "Occurrence"))
    happenings = [q[0] for q in quads() if q[1] == kg("eventClass") and q[2] == kg("Visit")]
    assert happenings and all({o for s, p, o in found if (s, p) == (h, kg("ofClass"))} == {kg(c) for c in ("Visit", "Consult", "PloverEvent", "Event")} for h in happenings)
    assert not [t for t in found if t[0] in happenings and t[1] == RDF_TYPE and t[2] == kg("Fact")], "what happened is no fact of an article"


def test_each_conclusion_is_explained_down_to_what_is_said():
    everything = quads()
    said = {q[:3] for q in everything} | {q[:3] for q in ontology.triples()}
    for *triple, _ in inferred(everything, KNOWN):
        chain = explain(tuple(triple), everything, KNOWN)
        assert chain and chain[0].triple == tuple(triple)
        drawn = {step.triple for step in chain}
        for step in chain:
            for t in step.given:
                assert t in said or t in drawn or t[1] in (SUBCLASS, SUBPROPERTY, INVERSE), (step, t)
    assert explain((A, RDF_TYPE, kg("Fact")), everything, KNOWN) == []


# ── office at the time ────────────────────────────────────────────────────────────────────────────────────────────

@pytest.mark.parametrize("start, end, first, last, held", [
    ("2020-08-18", "", "2021-05-03", "2021-05-03", True),
    ("2021-05-03", "2021-05-03", "2021-05-03", "2021-05-03", True),
    ("2021-05-04", "", "2021-05-03", "2021-05-03", False),
    ("2020-08-18", "2021-05-02", "2021-05-03", "2021-05-03", False),
    ("2020-08-18", "2021-05-20", "2021-05-01", "2021-05-31", False),         # he may have left before it took place
    ("2021-05", "", "2021-05-03", "2021-05-03", False),                      # which day of May is not known
    ("2021", "2023", "2022-01-01", "2022-12-31", True),
    ("2021", "2022", "2022-01-01", "2022-01-01", True),                      # at least until the first day of 2022
    ("2021", "2022", "2022-01-02", "2022-01-02", False),
    ("2020-08-18", None, "2021-05-03", "2021-05-03", False),                 # whether it has ended is not known
    (None, "", "2021-05-03", "2021-05-03", False),
])
def test_an_office_counts_where_it_was_surely_held_on_all_days(start, end, first, last, held):
    its = {p: [o] for _, p, o, _ in office_quads([Tenure(sample.SALIM, "minister", (), sample.OMAN, start, end)])}
    assert bool(in_force(its, first, last)) is held


def test_who_held_an_office_then_acted_for_its_state():
    found = {q[:3] for q in inferred(quads(), KNOWN)}
    acting = {s: {p: o for x, p, o in found if x == s} for s, p, o in found if o == kg("Acting")}
    oman, salim = ids("OMN", "salim-al-hinai")
    assert len(acting) == 2 and {a[kg("actedBy")] for a in acting.values()} == {salim} and {a[kg("actedFor")] for a in acting.values()} == {oman}
    assert {o for _, p, o in found if p == kg("onBehalfOf")} == {oman}
    assert all("foreign-minister" in a[kg("actedUnder")] for a in acting.values()), "an office begun in that month is not known to have been held that day"


# ── the command line ──────────────────────────────────────────────────────────────────────────────────────────────

COUNT = "SELECT (COUNT(*) AS ?n) { ?e a kg:Consult }"


def test_what_is_inferred_is_asked_by_default_and_left_out_by_a_switch(seeds):
    rows = lambda *args, **more: call(*args, cwd=seeds, **more).stdout
    own = rows("query", "SELECT DISTINCT ?e { GRAPH ?g { ?e a kg:Event ; kg:ploverType 'CONSULT' } }").count("event:")
    assert own > 5 and int(rows("query", COUNT).split()[1]) >= own and rows("query", COUNT, "--asserted").split()[1] == "0"
    assert rows("shell", input=COUNT + ";\n").split()[1] != "0" and rows("shell", "--asserted", input=COUNT + ";\n").split()[1] == "0"
    assert rows("ask", "leaders-met") == rows("ask", "leaders-met", "--asserted") != ""
    assert call("query", "ASK { GRAPH graph:inferred { ?s ?p ?o } }", "--asserted", cwd=seeds).returncode == 1
    whole, bare = (rows("export", "--format", "nq", *more).splitlines() for more in ((), ("--asserted",)))
    assert bare == [row for row in whole if not row.endswith("<urn:kg:id:graph:inferred> .")] != whole


def test_the_graph_without_what_is_inferred_follows_a_new_build(seeds, tmp_path):
    import shutil
    folder = shutil.copytree(seeds, tmp_path / "copy")
    count = lambda: int(call("query", "SELECT (COUNT(*) AS ?n) { ?e a kg:Event }", "--asserted", cwd=folder).stdout.split()[1])
    before = count()
    (folder / "articles" / "ula-summit-2021.txt").unlink()
    assert call("build", "--quiet", cwd=folder).returncode == 0
    assert 0 < count() < before


def test_why_tells_the_rule_and_what_it_was_drawn_from(seeds):
    why = lambda text: call("why", text, cwd=seeds)
    assert why("happening:visit-erdogan-rus-2016-08-09 kg:ofClass kg:Consult").stdout == """\
happening:visit-erdogan-rus-2016-08-09 kg:ofClass kg:Consult  (inferred)
  rule    class
  from    happening:visit-erdogan-rus-2016-08-09 kg:ofClass kg:Visit  (inferred, see below)
  from    kg:Visit rdfs:subClassOf kg:Consult
  there   happening:visit-erdogan-rus-2016-08-09 kg:ofClass kg:Visit
  rule    subproperty
  from    happening:visit-erdogan-rus-2016-08-09 kg:eventClass kg:Visit
  from    kg:eventClass rdfs:subPropertyOf kg:ofClass
"""
    said = why("happening:visit-erdogan-rus-2016-08-09 eventClass kg:Visit").stdout
    assert said.splitlines() == ["happening:visit-erdogan-rus-2016-08-09 kg:eventClass kg:Visit  (said)", "  said in graph:conclusions"]
    neither = why("putin a kg:Weapon")
    assert neither.returncode == 2 and "nor does it follow" in neither.stderr


def test_every_inferred_triple_of_the_seeds_is_explained(seeds):
    everything = list(terms.parse((seeds / "build" / "graph.nq").read_text(encoding="utf-8").splitlines()))
    stored = {q[:3] for q in everything if q[3] == graph_name(BASE)}
    assert stored == {q[:3] for q in inferred([q for q in everything if q[3] != graph_name(BASE)], KNOWN)}
    some = random.Random(1).sample(sorted(stored), 12)
    assert all(explain(t, everything, KNOWN) for t in some)
