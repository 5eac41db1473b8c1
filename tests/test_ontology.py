"""The ontology says what it should, agrees with itself, and holds every term that code, words, queries and shapes use."""
from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from functools import cache
from pathlib import Path

import pyoxigraph
import pyshacl
import pytest
from owlrl import OWLRL
from rdflib import OWL, RDF, RDFS, SKOS, BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection

from kg.accounts import accounts
from kg.conclusions import conclusion_quads
from kg.graph import Fix, article_quads, office_quads
from kg.merge import merge
from kg.model import Article, Claim, Date, Entity, Event, Participant, Quantity, Reading, Ref, Relation, Span, Unread

ROOT = Path(__file__).resolve().parent.parent
FILES = ("diplomacy.ttl", "alignments.ttl", "shapes.ttl")
KG = Namespace("urn:kg:ontology#")
SH = Namespace("http://www.w3.org/ns/shacl#")

# PLOVER's sixteen types with their scores and the figures of their modes; a mode with no figure has its type's (PLOVER manual, 2021).
# The manual prints ACCUSE as 3, against its own modes; it is -3 here.
PLOVER = {
    "AGREE": (2.5, {}),
    "CONSULT": (2.5, {"visit": 4, "third-party": 1, "multilateral": 4, "phone": 1.5}),
    "SUPPORT": (5, {}),
    "CONCEDE": (4.5, {}),
    "COOPERATE": (9.5, {}),
    "AID": (10, {}),
    "RETREAT": (6.5, {"withdraw": 8, "release": 6.5, "disarm": 10, "ceasefire": 7.5, "access": 6.5, "resign": 4.5}),
    "REQUEST": (0, {"assist": 0.5, "change": -1, "yield": -1, "meet": 0}),
    "ACCUSE": (-3, {"disapprove": -2, "investigate": -3.5, "allege": -3.5}),
    "REJECT": (-2, {"assist": -1.5, "change": -2, "yield": -2, "meet": -2}),
    "THREATEN": (-3.5, {"restrict": -3, "arrest": None, "relations": None, "expel": None, "territory": -4, "violence": None}),
    "PROTEST": (-5, {"demo": None, "riot": -7, "strike": None, "hunger": -4.5, "boycott": -4.5, "obstruct": -4.5, "vandalize": None}),
    "SANCTION": (-6, {"convict": None, "expel": -5.5, "withdraw": None, "discontinue": None}),
    "MOBILIZE": (-5.5, {"troops": -6.5, "weapons": -6.5, "police": None, "militia": -6}),
    "COERCE": (-7, {"seize": None, "restrict": None, "censor": -6.5, "curfew": -6.5, "martial-law": -7.5, "arrest": None, "deport": None,
                    "withhold": None, "misinformation": -6.5, "cyber": None}),
    "ASSAULT": (-9, {"abduct": -8.5, "beat": -7.5, "torture": -8.5, "sexual": -8.5, "targeted": -9.5, "destroy": -8.5, "primitive": -8,
                     "firearms": None, "explosives": None, "suicide-attack": -9.5, "aerial": -9.5, "drone": -9.5, "heavy-weapons": -9.5,
                     "crowd-control": -7.5, "unconventional": -10}),
}
QUADS = {
    "verbal cooperation": {"AGREE", "CONSULT", "SUPPORT", "CONCEDE"},
    "material cooperation": {"COOPERATE", "AID", "RETREAT"},
    "verbal conflict": {"REQUEST", "ACCUSE", "REJECT", "THREATEN"},
    "material conflict": {"PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"},
}
CONTEXTS = set(["military", "intelligence", "executive", "legislative", "election", "political_institutions", "economic", "legal", "human_rights", "repression", "human_security", "religion_ethnicity", "diplomatic", "territory", "peacekeeping", "health", "asylum", "migration", "disasters", "natural_resource", "environment", "technology", "terrorism", "cbrn", "cyber", "misinformation", "crime", "corruption", "trafficking"])
# Types that are also the class of their bare words (support, aid, sanctions); the other thirteen only gather classes.
BOTH = {"Support", "Aid", "Sanction"}


@cache
def graph(name: str) -> Graph:
    return Graph().parse(ROOT / "ontology" / name, format="turtle")


def name_of(iri: URIRef) -> str:
    return str(iri).removeprefix(str(KG))


def terms(*kinds: URIRef) -> list[str]:
    """Local names of the ontology's terms of those kinds, sorted."""
    return sorted({name_of(s) for kind in kinds for s in graph("diplomacy.ttl").subjects(RDF.type, kind) if s.startswith(str(KG))})


CLASSES = terms(OWL.Class)
PROPERTIES = terms(OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
VALUES = terms(OWL.NamedIndividual)
DECLARED = {*CLASSES, *PROPERTIES, *VALUES}


def below(name: str) -> set[str]:
    """Everything under a class, or under a property, itself left out."""
    g, found = graph("diplomacy.ttl"), set()
    for relation in (RDFS.subClassOf, RDFS.subPropertyOf):
        found |= {name_of(s) for s in g.transitive_subjects(relation, KG[name])}
    return found - {name}


def value(name: str, predicate: str) -> str | None:
    found = list(graph("diplomacy.ttl").objects(KG[name], KG[predicate]))
    assert len(found) <= 1, f"kg:{name} has two values of kg:{predicate}"
    return str(found[0]) if found else None


TYPES = {name for name in CLASSES if (KG[name], RDFS.subClassOf, KG.PloverEvent) in graph("diplomacy.ttl")}
PLOVER_CLASSES = sorted(below("PloverEvent"))
EVENT_CLASSES = sorted((below("PloverEvent") | below("OutsidePlover")) - (TYPES - BOTH))


# ─── The files ───────────────────────────────────────────────────────────────────────────────────────────────────

@pytest.mark.parametrize("name", FILES)
def test_two_parsers_read_the_file_alike(name):
    text = (ROOT / "ontology" / name).read_bytes()
    assert len(set(pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.TURTLE))) == len(graph(name)) > 0


@pytest.mark.parametrize("name", ["diplomacy.ttl", "alignments.ttl"])
def test_no_blank_nodes(name):
    assert not [t for t in graph(name) if any(isinstance(x, BNode) for x in t)]


@pytest.mark.parametrize("name", ["diplomacy.ttl"])
def test_header_names_title_licence_and_version(name):
    g, head = graph(name), URIRef("urn:kg:ontology")
    assert {t.language for t in g.objects(head, URIRef("http://purl.org/dc/terms/title"))} == {"ar", "en"}
    assert str(g.value(head, URIRef("http://purl.org/dc/terms/rights"))) == "GPL-3.0-or-later"
    assert g.value(head, OWL.versionInfo)


# ─── Every term ──────────────────────────────────────────────────────────────────────────────────────────────────

@pytest.mark.parametrize("name", sorted(DECLARED))
def test_term_has_label_definition_and_example_in_both_languages(name):
    for predicate in (RDFS.label, SKOS.definition, SKOS.example):
        found = [x for x in graph("diplomacy.ttl").objects(KG[name], predicate) if str(x).strip()]
        assert sorted(x.language or "" for x in found) == ["ar", "en"], f"kg:{name} {predicate}"
        for text in found:
            assert bool(re.search(r"[\u0621-\u064a]", text)) or text.language == "en", f"kg:{name}: {text!r} is not Arabic"


def test_no_two_classes_share_a_label():
    labels = [str(x) for c in CLASSES for x in graph("diplomacy.ttl").objects(KG[c], RDFS.label)]
    assert sorted(x for x in set(labels) if labels.count(x) > 1) == []


def test_ontology_uses_only_what_it_declares():
    used = {x for t in graph("diplomacy.ttl") for x in t if isinstance(x, URIRef) and x.startswith(str(KG)) and x != URIRef(str(KG))}
    assert {name_of(x) for x in used} - DECLARED == set()


@pytest.mark.parametrize("name", VALUES)
def test_value_carries_the_word_that_records_use(name):
    notation = str(graph("diplomacy.ttl").value(KG[name], SKOS.notation))
    assert "".join(part.capitalize() for part in notation.split("-")) == name


# ─── PLOVER ──────────────────────────────────────────────────────────────────────────────────────────────────────

def test_the_sixteen_types():
    assert {value(t, "ploverType"): (float(value(t, "conflictCooperationScore")), value(t, "quadClass")) for t in TYPES} == {
        code: (float(score), next(q for q, codes in QUADS.items() if code in codes)) for code, (score, _) in PLOVER.items()}


@pytest.mark.parametrize("name", PLOVER_CLASSES)
def test_class_has_its_type_mode_and_score(name):
    above = {name_of(c) for c in graph("diplomacy.ttl").transitive_objects(KG[name], RDFS.subClassOf)}
    assert "Event" in above and "Occurrence" in above
    assert len(above & TYPES) == 1, f"kg:{name} hangs under {sorted(above & TYPES)}"
    code, mode = value(name, "ploverType"), value(name, "ploverMode")
    assert code == value((above & TYPES).pop(), "ploverType")
    score, modes = PLOVER[code]
    assert mode is None or mode in modes
    assert float(value(name, "conflictCooperationScore")) == (modes.get(mode) if modes.get(mode) is not None else score)


@pytest.mark.parametrize("name", sorted(below("OutsidePlover")))
def test_class_outside_plover_has_neither_type_nor_score(name):
    assert "Event" in {name_of(c) for c in graph("diplomacy.ttl").transitive_objects(KG[name], RDFS.subClassOf)}
    assert not [p for p in ("ploverType", "ploverMode", "conflictCooperationScore", "quadClass") if value(name, p)]


def test_default_contexts_are_plovers():
    assert {str(x) for x in graph("diplomacy.ttl").objects(None, KG.defaultContext)} <= CONTEXTS


# ─── Consistency ─────────────────────────────────────────────────────────────────────────────────────────────────

PROSE = {RDFS.label, SKOS.definition, SKOS.example, SKOS.notation}


def contradictions(extra: str = "") -> list[str]:
    """What an OWL 2 RL reasoner finds wrong with the ontology, its alignments, one instance of each class, and some extra facts."""
    g = Graph()
    for name in ("diplomacy.ttl", "alignments.ttl"):
        for triple in graph(name):
            if triple[1] not in PROSE and not isinstance(triple[2], Literal):
                g.add(triple)
    for name in CLASSES:
        g.add((URIRef(f"urn:x:{name}"), RDF.type, KG[name]))
    g.parse(data="@prefix kg: <urn:kg:ontology#> . @prefix x: <urn:x:> . " + extra, format="turtle")
    reasoner = OWLRL.OWLRL_Semantics(g, axioms=False, daxioms=False, rdfs=False)
    reasoner.closure()
    nothing = [f"{s} is an owl:Nothing" for s in g.subjects(RDF.type, OWL.Nothing)]
    return sorted(reasoner.error_messages) + nothing


def test_no_class_contradicts_another():
    assert contradictions() == []


def test_a_graph_that_uses_every_role_is_consistent():
    roles = " ".join(f"x:e kg:{role} x:Organization ." for role in sorted(below("participant")))
    ties = " ".join(f"x:Person kg:{tie} x:Organization ." for tie in sorted(below("tie")))
    assert contradictions(roles + ties + """
        x:e a kg:Event, kg:Visit ; kg:place x:State ; kg:object x:Weapon ; kg:inArticle x:Article ; kg:evidence x:Evidence ; kg:trigger x:Mention ;
            kg:rule x:Rule ; kg:readBy x:Reading ; kg:time x:DateInterval ; kg:status kg:Future ; kg:reports x:Happening ; kg:lexiconEntry x:LexiconEntry .
        x:Happening kg:actor x:Person ; kg:eventClass kg:Visit ; kg:ledTo x:h2 ; kg:teller x:Article . x:h2 a kg:Happening .
        x:Claim kg:speaker x:Person ; kg:about x:e ; kg:stance kg:Denies ; kg:contradicts x:c2 . x:c2 a kg:Claim .
        x:Relation kg:subject x:Person ; kg:relation kg:leaderOf ; kg:object x:Group .""") == []


def test_the_reasoner_does_find_contradictions():
    found = contradictions("""
        x:said-and-done a kg:Visit, kg:Claim .
        x:e1 a kg:Visit . x:e2 kg:actor x:e1 .
        x:person-and-state a kg:Person, kg:State .
        x:told-and-true a kg:Happening, kg:Event .
        x:h a kg:Happening ; kg:evidence x:article . x:article a kg:Article .
        x:c a kg:Claim ; kg:stance kg:Negated .""")
    for culprit in ("said-and-done", "e1", "person-and-state", "told-and-true", "article", "Negated"):
        assert any(re.search(rf"\b{culprit}\b", message) for message in found), culprit


# ─── Nobody uses a term that is not there ────────────────────────────────────────────────────────────────────────

@pytest.mark.parametrize("name", ["alignments.ttl", "shapes.ttl"])
def test_file_uses_only_declared_terms(name):
    used = {name_of(x) for t in graph(name) for x in t if isinstance(x, URIRef) and x.startswith(str(KG))}
    used |= {m for t in graph(name) if isinstance(t[2], Literal) for m in re.findall(r"(?<!urn:)\bkg:([A-Za-z]\w*)", t[2])}
    assert used - DECLARED == set()


def test_shapes_speak_of_the_values_roles_and_ties_that_exist():
    g = graph("shapes.ttl")
    listed = {}
    for shape, head in g.subject_objects(SH["in"]):
        path = g.value(shape, SH.path)
        if isinstance(path, URIRef):
            listed.setdefault(name_of(path), set()).update(name_of(x) for x in Collection(g, head) if isinstance(x, URIRef))
    for path, cls in {"status": "Status", "modality": "Modality", "stance": "Stance", "precision": "DatePrecision", "standing": "Standing"}.items():
        assert listed[path] == {name_of(s) for s in graph("diplomacy.ttl").subjects(RDF.type, KG[cls])}, path
    assert listed["relation"] == below("tie")
    assert {name_of(x) for x in g.objects(None, SH.targetObjectsOf)} >= below("participant") | {"participant"}


USES = re.compile(r"(?<!urn:)\bkg:([A-Za-z][A-Za-z0-9]*)(?![\w.:-]*/)|\bKG\.([A-Za-z]\w*)|\bKG\[[\"'](\w+)[\"']\]"
                  r"|\b(?:ONTOLOGY|KG) \+ [\"'](\w+)[\"']|\{(?:ONTOLOGY|KG)\}(\w+)|\b(?:_?kg|KG|term|vocabulary)\([\"']([A-Za-z]\w*)[\"']\)")


def used_in(folder: str, pattern: str) -> dict[str, list[str]]:
    """Local names of `kg:` terms that files of that folder use, with the files."""
    found: dict[str, list[str]] = {}
    for path in sorted((ROOT / folder).rglob(pattern)):
        for match in USES.finditer(path.read_text(encoding="utf-8")):
            found.setdefault(next(x for x in match.groups() if x), []).append(str(path.relative_to(ROOT)))
    return found


@pytest.mark.parametrize("folder, pattern", [("kg", "*.py"), ("kg", "*.html"), ("ontology/queries", "*.rq"), ("tests", "*.ttl"), (".", "README.md")])
def test_code_and_queries_use_only_declared_terms(folder, pattern):
    slips = set(re.findall(r"the ontology has no kg:(\w+)", (ROOT / "README.md").read_text(encoding="utf-8"))) if pattern == "README.md" else set()      # shown as such
    assert {name: sorted(set(files)) for name, files in used_in(folder, pattern).items() if name not in DECLARED | slips} == {}


def reading() -> Reading:
    """A reading with everything in it that a reading can have."""
    def ref(ident: str, kind: str, words: str, how: str = "name", wikidata: str | None = None) -> Ref:
        start = TEXT.index(words)
        return Ref(Entity(ident, kind, (("ar", words), ("en", ident)), wikidata, "OMN", "GOV"), Span(start, start + len(words), words), how)

    def span(words: str) -> Span:
        return Span(TEXT.index(words), TEXT.index(words) + len(words), words)

    day, whole = Date("2019-05-04", "2019-05-04", "day", "absolute", "السبت"), span(TEXT)
    minister, oman, muscat = ref("minister", "Person", "الوزير", "office-holder"), ref("OMN", "State", "عُمان", wikidata="Q842"), ref("muscat", "Place", "مسقط")
    every = tuple(Participant(role, minister) for role in sorted(below("participant") - {"actor", "recipient", "delegationHead"} | {"headOfDelegation"}))
    visit = Event("a", "event:visit-1", "CONSULT", "visit", ("diplomatic",), "Visit", (minister,), (oman,), every, day, (muscat,), "actual", None, (minister,),
                  ref("raad", "MilitaryOperation", "الرعد"), ref("plane", "Weapon", "طائرته"), (span("المياه"),),
                  (Quantity("duration", "PT2H", None, span("ساعتين")), Quantity("count", "3", "كم", span("ثلاثة"))), (), span("زار"), (whole,), "verb:events/consult.toml:9", 0.9)
    plan = replace(visit, id="event:signing-2", event="AGREE", mode=None, cls="Signing", status="future", modality="expected", causes=(visit.id,), cues=(span("ثلاثة"),),
                   date=Date(None, "2019-05-31", "end-of-month", "relative", ""))
    by_hand = replace(plan, id="event:apology-3", cls="Apology", event="CONCEDE", trigger=Span(0, 0, ""), evidence=(), cues=(), actors=(oman,), participants=(), rule="by-hand")
    claim = Claim("a", "claim:denies-1", (minister,), "denies", visit.id, span("المياه"), day, span("نفى"), (whole,), "speech", 0.8)
    tie = Relation("a", "relation:holdsOffice-1", minister, "holdsOffice", oman, "وزير", day, span("الوزير"), (whole,), "title", 0.8)
    return Reading(Article("a", TEXT, "a.txt", "زيارة", "2019-05-05", "وكالة", "ar", "https://example.org/a", "كاتب"), day, ("the date is given beside the text",),
                   (visit, plan, by_hand), (claim,), (tie,), unread=(Unread("a", "undated", whole, "no date"),))


TEXT = "زار الوزير مسقط عاصمة عُمان السبت ساعتين وقطع ثلاثة كم في طائرته وبحث المياه وعملية الرعد، ونفى خلافا."


def test_the_graph_of_an_article_uses_only_declared_terms_and_passes_the_shapes():
    added = Fix("event:apology-3", "added", "date", "2019-05-01", "2019-05-31", "seen in print")
    quads = article_quads(reading(), version="0", fixes=[added, Fix("event:visit-1", "rejected", None, None, None, "told twice")])
    lines = "\n".join(f"{s} {p} {o} ." for s, p, o, _ in quads)
    assert set(re.findall(r"<urn:kg:ontology#(\w+)>", lines)) - DECLARED == set()
    assert problems(lines) == []


def test_the_graph_of_offices_uses_only_declared_terms_and_passes_the_shapes():
    holder, state = reading().events[0].actors[0].entity, reading().events[0].recipients[0].entity
    lines = "\n".join(f"{s} {p} {o} ." for s, p, o, _ in office_quads([(holder, "minister", (("ar", "وزير"),), state, "2015-01-01", None)]))
    assert set(re.findall(r"<urn:kg:ontology#(\w+)>", lines)) - DECLARED == set()
    assert problems(lines) == []


def test_the_graph_of_conclusions_uses_only_declared_terms_and_passes_the_shapes():
    one = reading()
    two = replace(one, article=replace(one.article, id="b"), relations=(), unread=(),
                  events=tuple(replace(e, doc="b", date=Date("2019-05-05", "2019-05-05", "day")) for e in one.events[:1]),
                  claims=(replace(one.claims[0], doc="b", id="claim:asserts-2", stance="asserts"),))
    found = accounts([one, two], merge([one, two]))
    lines = "\n".join(f"{s} {p} {o} ." for s, p, o, _ in conclusion_quads(found))
    assert "urn:kg:ontology#Happening" in lines
    assert set(re.findall(r"<urn:kg:ontology#(\w+)>", lines)) - DECLARED == set()
    assert problems(lines) == []


# ─── Words ───────────────────────────────────────────────────────────────────────────────────────────────────────

@cache
def word_entries() -> list[tuple[str, dict]]:
    """Every entry of the word lists, with the file it stands in."""
    found = []
    for path in sorted((ROOT / "kg" / "words").rglob("*.toml")):
        for entries in tomllib.loads(path.read_text(encoding="utf-8")).values():
            found += [(str(path.relative_to(ROOT)), e) for e in (entries if isinstance(entries, list) else []) if isinstance(e, dict)]
    return found


def test_every_class_named_by_a_word_is_an_event_class():
    assert sorted({(f, e["class"]) for f, e in word_entries() if "class" in e and e["class"] not in EVENT_CLASSES}) == []


def test_every_event_class_has_a_word_that_evokes_it():
    evoked = {e["class"] for _, e in word_entries() if "class" in e}
    assert [name for name in EVENT_CLASSES if name not in evoked] == []


@pytest.mark.parametrize("key, cls", [("stance", "Stance"), ("modality", "Modality"), ("status", "Status")])
def test_words_use_only_the_values_that_exist(key, cls):
    g = graph("diplomacy.ttl")
    known = {str(n) for s in g.subjects(RDF.type, KG[cls]) for n in g.objects(s, SKOS.notation)}
    assert sorted({(f, e[key]) for f, e in word_entries() if isinstance(e.get(key), str) and e[key] not in known}) == []


def test_words_give_only_roles_that_exist():
    roles = below("participant") | {"object", "place", "weapon", "source", "topic",      # properties of an event that are no participants
                                    "with", "theme", "blamed"}                            # a fellow actor; the clause that says what; who is found fault with
    given = {(f, pair.partition(":")[2]) for f, e in word_entries() if "class" in e for pair in str(e.get("args", "")).split()}
    assert sorted((f, role) for f, role in given if role not in roles) == []


def test_words_name_only_ties_that_exist():
    """`relation` in the word lists is a tie, but for those of time, where it is "before", "since" and the like."""
    named = {(f, e["relation"]) for f, e in word_entries() if "relation" in e and not f.endswith("time.toml")}
    assert sorted((f, tie) for f, tie in named if tie not in below("tie")) == []


# ─── Shapes ──────────────────────────────────────────────────────────────────────────────────────────────────────

SOUND = """
@prefix kg: <urn:kg:ontology#> . @prefix id: <urn:kg:id:> . @prefix oa: <http://www.w3.org/ns/oa#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix wd: <http://www.wikidata.org/entity/> .
id:article:a a kg:Article ; kg:written id:date:d .
id:event:e a kg:Event, kg:Visit ; kg:inArticle id:article:a ; kg:evidence id:span:s ; kg:trigger id:span:t ; kg:rule id:rule:verb ; kg:confidence 0.9 ;
    kg:status kg:Actual ; kg:actor id:minister ; kg:recipient id:OMN ; kg:place id:muscat ; kg:time id:date:d ; kg:mention id:span:m ;
    kg:startDate "2019-05-04"^^xsd:date ; kg:endDate "2019-05-04"^^xsd:date ; kg:precision kg:Day ; kg:quantity id:quantity:q ;
    kg:ploverType "CONSULT" ; kg:ploverMode "visit" ; kg:conflictCooperationScore 4.0 ; kg:context "diplomatic" ; kg:ledTo id:event:f .
id:event:f a kg:Event, kg:Signing ; kg:correctedBy id:correction:c ; kg:rule id:rule:by-hand ; kg:confidence 1.0 ; kg:status kg:Future ; kg:actor id:OMN .
id:correction:c a kg:Correction ; kg:correctionKind "added" ; kg:corrects id:event:f .
id:claim:c a kg:Claim ; kg:inArticle id:article:a ; kg:evidence id:span:s ; kg:trigger id:span:t ; kg:rule id:rule:said ; kg:confidence 0.8 ;
    kg:speaker id:minister ; kg:stance kg:Asserts ; kg:content "الزيارة ناجحة"@ar ; kg:about id:event:e .
id:relation:r a kg:Relation ; kg:inArticle id:article:a ; kg:evidence id:span:s ; kg:trigger id:span:t ; kg:rule id:rule:title ; kg:confidence 0.8 ;
    kg:subject id:minister ; kg:relation kg:holdsOffice ; kg:object id:OMN ; kg:role "وزير الخارجية"@ar ; kg:valid id:date:d .
id:span:s a kg:Evidence ; kg:inArticle id:article:a ; oa:start 0 ; oa:end 16 ; oa:exact "زار الوزير مسقط." .
id:span:t a kg:Evidence ; kg:inArticle id:article:a ; oa:start 0 ; oa:end 3 ; oa:exact "زار" .
id:span:m a kg:Evidence, kg:Mention ; kg:inArticle id:article:a ; oa:start 4 ; oa:end 10 ; oa:exact "الوزير" ; kg:names id:minister ; kg:resolvedBy "office-holder" .
id:date:d a kg:DateInterval ; kg:startDate "2019-05-04"^^xsd:date ; kg:endDate "2019-05-04"^^xsd:date ; kg:precision kg:Day ; kg:dateMethod "absolute" .
id:quantity:q a kg:Quantity ; kg:quantityKind "duration" ; kg:value "PT2H" .
id:minister a kg:Person ; rdfs:label "الوزير"@ar, "the minister"@en ; kg:isoCountry "OMN" ; kg:ploverSector "GOV" .
id:OMN a kg:State ; rdfs:label "عُمان"@ar, "Oman"@en ; kg:isoCountry "OMN" ; owl:sameAs wd:Q842 .
id:muscat a kg:Place ; rdfs:label "مسقط"@ar ; kg:isoCountry "OMN" .
id:unread:u a kg:Unread ; kg:inArticle id:article:a ; kg:unreadKind "undated" ; kg:why "no date in the sentence"@en ; kg:evidence id:span:s .
"""


def problems(text: str) -> list[tuple[str, str]]:
    """(severity, English message) of each fault that the shapes find."""
    _, report, _ = pyshacl.validate(Graph().parse(data=text, format="turtle"), shacl_graph=graph("shapes.ttl"), inference="none")
    found = []
    for result in report.subjects(RDF.type, SH.ValidationResult):
        messages = {m.language: str(m) for m in report.objects(result, SH.resultMessage)}
        if None in messages:                      # the engine drops the language of a message that stands beside SPARQL: the shape still has it
            messages = {m.language: str(m) for m in graph("shapes.ttl").objects(report.value(result, SH.sourceShape), SH.message)}
        assert set(messages) == {"ar", "en"}, messages
        found.append((name_of(report.value(result, SH.resultSeverity)).rpartition("#")[2], messages["en"]))
    return sorted(found)


def test_shapes_are_well_formed():
    conforms, _, text = pyshacl.validate(Graph(), shacl_graph=graph("shapes.ttl"), meta_shacl=True)
    assert conforms, text


def test_sound_graph_passes():
    assert problems(SOUND) == []


@pytest.mark.parametrize("old, new, severity, message", [
    ("a kg:Event, kg:Visit ;", "a kg:Event ;", "Violation", "exactly one event class"),
    ("a kg:Event, kg:Visit ;", "a kg:Event, kg:Visit, kg:Killing ;", "Violation", "exactly one event class"),
    ("kg:status kg:Actual ;", "", "Violation", "one kg:status"),
    ("kg:status kg:Actual ;", "kg:status kg:Asserts ;", "Violation", "one kg:status"),
    ("kg:evidence id:span:s ; kg:trigger id:span:t ; kg:rule id:rule:verb", "kg:trigger id:span:t ; kg:rule id:rule:verb", "Violation", "its evidence"),
    ("kg:rule id:rule:verb ;", "", "Violation", "the one rule"),
    ("kg:confidence 0.9 ;", "kg:confidence 1.5 ;", "Violation", "from 0 to 1"),
    ("kg:confidence 0.9 ;", "kg:confidence \"high\" ;", "Violation", "from 0 to 1"),
    ("kg:correctedBy id:correction:c ;", "", "Violation", "the correction by which a person wrote it"),
    ("kg:status kg:Future ; kg:actor id:OMN .", "kg:status kg:Future .", "Warning", "neither actor"),
    ("kg:actor id:minister ;", "kg:actor id:muscat ;", "Warning", "an actor should be"),
    ("kg:actor id:minister ;", "kg:actor id:nobody ;", "Violation", "must be described in this graph"),
    ("kg:ploverType \"CONSULT\"", "kg:ploverType \"TALK\"", "Violation", "sixteen types"),
    ("kg:conflictCooperationScore 4.0", "kg:conflictCooperationScore 40.0", "Violation", "from -10 to 10"),
    ("kg:ledTo id:event:f .", "kg:ledTo id:event:e .", "Violation", "lead to itself"),
    ("\"2019-05-04\"^^xsd:date ; kg:precision kg:Day ; kg:quantity", "\"2019-05-03\"^^xsd:date ; kg:precision kg:Day ; kg:quantity", "Violation", "not after kg:endDate"),
    ("kg:endDate \"2019-05-04\"^^xsd:date ; kg:precision kg:Day ; kg:quantity", "kg:endDate \"2019-05-40\"^^xsd:date ; kg:precision kg:Day ; kg:quantity", "Violation", "kg:endDate must be one well-formed"),
    ("kg:endDate \"2019-05-04\"^^xsd:date ; kg:precision kg:Day ; kg:dateMethod", "kg:precision kg:Day ; kg:dateMethod", "Violation", "known to the day"),
    ("kg:precision kg:Day ; kg:dateMethod", "kg:dateMethod", "Violation", "how exact it is"),
    ("kg:speaker id:minister ;", "", "Violation", "who says it"),
    ("kg:stance kg:Asserts ;", "kg:stance kg:Actual ;", "Violation", "kg:stance"),
    ("kg:content \"الزيارة ناجحة\"@ar ;", "", "Violation", "the words that are claimed"),
    ("id:claim:c a kg:Claim ;", "id:claim:c a kg:Claim, kg:Event ;", "Violation", "only a claim"),
    ("kg:subject id:minister ;", "", "Violation", "one subject"),
    ("kg:object id:OMN ;", "", "Violation", "one object"),
    ("kg:relation kg:holdsOffice ;", "kg:relation kg:actor ;", "Violation", "ties of the ontology"),
    ("kg:role \"وزير الخارجية\"@ar ;", "", "Warning", "but not which"),
    ("oa:start 0 ; oa:end 16", "oa:start 16 ; oa:end 0", "Violation", "before oa:end"),
    ("oa:start 0 ; oa:end 16", "oa:start 0 ; oa:end 17", "Violation", "not as long"),
    ("oa:start 0 ; oa:end 3 ;", "oa:start 40 ; oa:end 43 ;", "Violation", "none of the fact's evidence"),
    ("oa:end 16 ; oa:exact \"زار الوزير مسقط.\"", "oa:end 16", "Violation", "the words themselves"),
    ("kg:names id:minister ;", "", "Violation", "must name an entity"),
    ("\"مسقط\"@ar", "\"Muscat\"@en", "Violation", "label in Arabic"),
    ("\"عُمان\"@ar,", "\"عُمان\"@ar, \"عمان\"@ar,", "Violation", "one label a language"),
    ("kg:isoCountry \"OMN\" ; owl:sameAs", "kg:isoCountry \"Oman\" ; owl:sameAs", "Violation", "ISO 3166-1"),
    ("owl:sameAs wd:Q842", "owl:sameAs id:oman", "Violation", "Wikidata or GeoNames"),
    ("kg:quantityKind \"duration\" ;", "", "Violation", "what it measures"),
    ("kg:why \"no date in the sentence\"@en ;", "", "Violation", "must say why"),
    ("kg:correctionKind \"added\" ;", "kg:correctionKind \"improved\" ;", "Violation", "changed, added or rejected"),
])
def test_fault_is_found_and_named(old, new, severity, message):
    assert SOUND.count(old) >= 1
    found = problems(SOUND.replace(old, new, 1))
    assert any(s == severity and message in m for s, m in found), found


CONCLUDED = SOUND + """
id:happening:h a kg:Happening ; rdfs:label "زيارة مسقط"@ar ; kg:eventClass kg:Visit ; kg:standing kg:Told ; kg:actor id:minister ; kg:teller id:article:a .
id:difference:d a kg:Difference ; kg:differsIn id:happening:h ; kg:differenceKind "count" ; kg:variant id:variant:v, id:variant:w .
id:variant:v a kg:Variant ; kg:toldIn id:event:e ; kg:value 2 . id:variant:w a kg:Variant ; kg:toldIn id:event:f ; kg:value 3 .
id:happening:w a kg:Happening ; rdfs:label "جولة"@ar ; kg:eventClass kg:Visit . id:happening:h kg:partOf id:happening:w ; kg:independentSources 2 .
id:dispute:h a kg:Dispute ; kg:disputed id:happening:h ; kg:side id:side:yes, id:side:no .
id:side:yes a kg:Side ; kg:holds kg:Asserts ; kg:inArticle id:article:a ; kg:saidIn id:event:e ; kg:independentSources 2 .
id:side:no a kg:Side ; kg:holds kg:Denies ; kg:voice id:minister ; kg:saidIn id:event:f ; kg:independentSources 1 .
id:office:o a kg:Office ; rdfs:label "وزير الخارجية"@ar ; kg:officeOf id:OMN .
id:holding:h a kg:OfficeHolding ; kg:holder id:minister ; kg:office id:office:o ; kg:startDate "2018-01-01"^^xsd:date .
"""


def test_sound_conclusions_pass():
    assert problems(CONCLUDED) == []


@pytest.mark.parametrize("old, new, message", [
    ("kg:eventClass kg:Visit ;", "", "event class"),
    ("kg:standing kg:Told ;", "kg:standing kg:Actual ;", "told, attributed or contested"),
    (", id:variant:w", "", "two variants"),
    ("kg:toldIn id:event:e ;", "", "the fact that tells it"),
    ("kg:holder id:minister ;", "", "one holder"),
    ("kg:partOf id:happening:w ;", "kg:partOf id:happening:w, id:happening:h ;", "part of one other happening"),
    ("kg:independentSources 2 .", "kg:independentSources 0 .", "a whole number from 1"),
    (", id:side:no", "", "two sides"),
    ("kg:holds kg:Denies", "kg:holds kg:Expects", "asserts or denies"),
    ("kg:saidIn id:event:f ;", "", "name the facts"),
    ("kg:saidIn id:event:f ; kg:independentSources 1", "kg:saidIn id:event:f", "how many independent sources"),
])
def test_fault_of_conclusions_is_found(old, new, message):
    found = problems(CONCLUDED.replace(old, new, 1))
    assert any(message in m for _, m in found), found
