"""`kg show`, `kg path`, `kg search`: what they find, that every line leads to its evidence, and how they look in 80 columns."""
from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from collections import Counter
from pathlib import Path

import networkx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from running import call, environment, own_articles

from kg import paths, portrait, search, store, terms, vocab
from kg.arabic import fold, tokenize
from kg.build import build
from kg.collection import read
from kg.terminal import width

NAMES = vocab.prefixes()


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """The collection of our own articles, built."""
    return own_articles(tmp_path_factory.mktemp("looked-at"))


@pytest.fixture(scope="module")
def graph(folder: Path):
    return store.open_store(folder / "build" / "store")


def ok(*args: str, cwd: Path) -> str:
    done = call(*args, cwd=cwd)
    assert done.returncode == 0, done.stderr
    return done.stdout


def rows(*args: str, cwd: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in ok(*args, "--format", "jsonl", cwd=cwd).splitlines()]


# ── show ──────────────────────────────────────────────────────────────────────────────────────────────────────────

def test_what_is_shown_of_a_person(folder: Path) -> None:
    found = {(x["section"], x["when"], x["what"]) for x in rows("show", "أردوغان", cwd=folder)}
    assert {("offices", "since 2014-08-28", "president"), ("did", "2016-08-09", "visit"), ("met", "last 2017-03-10", "Vladimir Putin")} <= found
    assert [x["id"] for x in rows("show", "Erdogan", cwd=folder)] == [x["id"] for x in rows("show", "id:erdogan", cwd=folder)], "any of its names, or its id"
    assert ("فعل" in (text := ok("show", "أردوغان", "--lang", "ar", "--format", "table", cwd=folder))) and "رئيس الوزراء · تركيا" in text


def test_nothing_stands_in_two_roles(folder: Path) -> None:
    """Every role is also that of a participant, by inference: a happening is told once, by the nearest."""
    deeds = [x["id"] for x in rows("show", "RUS", cwd=folder) if x["section"] in portrait.SIDES]
    assert deeds and len(deeds) == len(set(deeds))


@pytest.mark.parametrize("who", ["putin", "RUS", "IRN", "syrgov", "astana", "s-400"])
def test_every_line_leads_to_its_evidence(folder: Path, who: str) -> None:
    lines = rows("show", who, "--why", cwd=folder)
    assert lines
    for x in lines:
        assert x["id"].partition(":")[2], x
        if x["id"].partition(":")[0] in ("happening", "event", "claim", "relation"):
            assert x["article"] and x["words"] in " ".join((folder / f"{x['article']}.txt").read_text(encoding="utf-8").split())
    ok("why", *sorted({x["id"] for x in lines}), cwd=folder)


def test_a_happening_and_a_fact_are_shown_by_their_ids(folder: Path) -> None:
    h = "happening:shootdown-tur-rus-2015-11-24"
    found = rows("show", h, cwd=folder)
    assert {("actor", "Turkey", "id:TUR"), ("recipient", "Russia", "id:RUS"), ("place", "Syria", "id:SYR")} <= {(x["section"], x["what"], x["id"]) for x in found}
    facts = [x["id"] for x in found if x["section"] == "reported by"]
    assert len(facts) == 3 and rows("show", f"urn:kg:id:{h}", cwd=folder) == found
    for fact in facts:
        told = rows("show", fact, cwd=folder)
        assert (h in [x["id"] for x in told if x["section"] == "reports"]) and any(x["section"] == "evidence" for x in told)
    said = next(x["id"] for x in rows("show", "putin", cwd=folder) if x["section"] == "said")
    assert {"speaker", "stance", "evidence"} <= {x["section"] for x in rows("show", said, cwd=folder)}
    assert "فاعل" in ok("show", h, "--lang", "ar", "--format", "table", cwd=folder)
    none = call("show", "happening:nothing-of-the-kind", cwd=folder)
    assert none.returncode == 2 and "nothing called" in none.stderr


def test_the_articles_that_say_so_stand_by_the_office(folder: Path) -> None:
    held = {x["what"]: x for x in rows("show", "putin", cwd=folder) if x["section"] == "offices" and x["when"].startswith("since")}
    assert held["president"]["more"] == "Russia; told in moscow-visit-2017, road-to-astana-2017"
    why = ok("why", held["president"]["id"], cwd=folder)
    for fact in (x["id"] for x in rows("show", "putin", cwd=folder) if x["section"] == "ties"):
        assert fact in why
    assert "رئيس؛ " in ok("show", "putin", "--lang", "ar", "--format", "table", cwd=folder), "what an article calls him is told in the reader's language"


def test_an_office_is_listed_once_however_often_it_is_told(folder: Path) -> None:
    """Told twice in one article, or by two articles: one line with how many, and the words of all of them under it."""
    tie = lambda who: [x for x in rows("show", who, cwd=folder) if x["section"] == "ties"]
    assert [x["more"] for x in tie("tamim")] == ["emir; ula-summit-2021, mentions 2"]
    assert [x["more"] for x in tie("putin")] == ["president; articles 2"]
    assert len([x for x in rows("show", "putin", "--why", cwd=folder) if x["section"] == "ties"]) == 2
    assert "رئيس؛ المقالات 2" in ok("show", "putin", "--lang", "ar", "--format", "table", cwd=folder)
    asked = [line.split("\t") for line in ok("ask", "offices", "--person", "tamim", cwd=folder).splitlines()]
    assert [row[4:6] for row in asked] == [["?articles", "?mentions"], ["1", "2"]]


def test_what_somebody_said_is_told_in_the_readers_language(folder: Path) -> None:
    said = [x for x in rows("show", "SAU", "--lang", "ar", cwd=folder) + rows("show", "RUS", "--lang", "ar", cwd=folder) if x["section"] == "said"]
    assert said and not [x for x in said if x["what"].isascii()]
    table = ok("show", "TUR", "--lang", "ar", "--format", "table", cwd=folder)
    assert "التقى (3)" in table and "روسيا، إيران" in table


def test_order_of_a_section(folder: Path) -> None:
    timely, telling = (rows("show", "RUS", *more, cwd=folder) for more in ((), ("--order", "telling")))
    key = lambda x: str(sorted(x.items()))
    assert sorted(timely, key=key) == sorted(telling, key=key) and timely != telling
    assert list(dict.fromkeys(x["section"] for x in timely)) == list(dict.fromkeys(x["section"] for x in telling))
    days = [x["when"].lstrip(".") for x in timely if x["section"] == "did" and x["when"]]
    assert days == sorted(days)


def test_a_name_of_several_is_asked_back(folder: Path) -> None:
    several = call("show", "محمد", cwd=folder)
    assert several.returncode == 2 and "can mean" in several.stderr and "Mohammed bin Salman (mbs)" in several.stderr


@pytest.mark.parametrize(("typed", "said"), [
    (["show", "zzz"], "ENTITY: no entity"), (["path", "RUS", "zzz"], "B: no entity"), (["relations", "zzz", "RUS"], "A: no entity"), (["path", "RUS", "IRN", "--class", "zzz"], "--class: no event class"),
    (["timeline", "--a", "zzz"], "--a: no entity"), (["search", "x", "--since", "zzz"], "--since: 'zzz' is no date"), (["ask", "timeline", "--a", "zzz"], "--a: no entity"),
    (["query", "ASK { ?x ?y $a }", "--bind", "a:entity=zzz"], "--bind a: no entity")])
def test_an_argument_is_called_what_was_typed(folder: Path, typed: list[str], said: str) -> None:
    done = call(*typed, cwd=folder)
    assert done.returncode == 2 and done.stderr.startswith(f"kg: {said}")


@pytest.mark.parametrize("form, start", [("csv", "section,when,what,more,id"), ("md", "| section |"), ("json", "{"), ("tsv", "section\twhen"), ("table", "Vladimir Putin")])
def test_every_format(folder: Path, tmp_path: Path, form: str, start: str) -> None:
    text = ok("show", "putin", "--format", form, cwd=folder)
    assert text.lstrip().startswith(start)
    if form not in ("table",):
        assert call("show", "putin", "-o", str(tmp_path / f"out.{form}"), cwd=folder).returncode == 0
        assert (tmp_path / f"out.{form}").read_text(encoding="utf-8")


@pytest.mark.parametrize("verb", [("timeline", "--a", "QAT"), ("relations", "SAU", "QAT")])
def test_timeline_and_relations_lead_to_their_evidence_as_well(folder: Path, verb: tuple[str, ...]) -> None:
    """Under each line its id and the words, nothing wider than 80 columns, and every id is explained."""
    text = ok(*verb, "--why", "--format", "table", cwd=folder)
    ids = sorted({line.strip() for line in text.splitlines() if line.strip().startswith("happening:")})
    assert ids and "ula-summit-2021" in text and "«" in text and "«" not in ok(*verb, "--format", "table", cwd=folder)
    assert all(width(line) <= 80 or " " not in line.strip() for line in text.splitlines())
    ok("why", *ids, cwd=folder)


def test_long_sections_are_folded_and_unfolded(folder: Path) -> None:
    short, whole = (ok("show", "RUS", *more, "--format", "table", cwd=folder).splitlines() for more in ((), ("--all",)))
    assert any(line.endswith("more: --all") for line in short) and len(short) < len(whole) and not any("--all" in line for line in whole)
    heads = [line for line in whole if line.endswith(")") and not line.startswith(" ")]
    assert [h for h in short if h in heads] == heads, "the counts are those of the whole"


@pytest.mark.parametrize("args", [("show", "RUS", "--all", "--why"), ("show", "بوتين", "--lang", "ar"), ("show", "happening:shootdown-tur-rus-2015-11-24", "--why"), ("path", "erdogan", "IRN", "--why"), ("search", "روسيا", "--why")])
def test_eighty_columns_are_enough(folder: Path, args: tuple[str, ...]) -> None:
    for line in ok(*args, "--format", "table", cwd=folder).splitlines():
        assert width(line) <= 80 or " " not in line.strip(), line


# ── path ──────────────────────────────────────────────────────────────────────────────────────────────────────────

def test_a_chain_between_two(folder: Path) -> None:
    found = rows("path", "أردوغان", "IRN", cwd=folder)
    assert [(x["one"], x["other"]) for x in found] == [("Recep Tayyip Erdoğan", "Russia"), ("Russia", "Iran")]
    assert rows("path", "IRN", "erdogan", cwd=folder)[::-1] == [x | {"step": 3 - x["step"], "one": x["other"], "other": x["one"], "from": x["to"], "to": x["from"]} for x in found]


def test_a_chain_within_limits(folder: Path) -> None:
    none = call("path", "erdogan", "IRN", "--class", "Shootdown", cwd=folder)
    assert none.returncode == 1 and "no chain of shared happenings" in none.stderr
    assert call("path", "erdogan", "IRN", "--until", "2015", cwd=folder).returncode == 1
    assert call("path", "erdogan", "IRN", "--longest", "1", cwd=folder).returncode == 1
    same = call("path", "putin", "بوتين", cwd=folder)
    assert same.returncode == 2 and "are one" in same.stderr


def world(pairs: list[tuple[int, ...]]) -> paths.Beside:
    """A world in which each tuple of numbers shares one happening."""
    def beside(of):
        found = {x: Counter(str(y) for who in pairs if int(x) in who for y in set(who) if str(y) != x) for x in of}
        return {x: near for x, near in found.items() if near}
    return beside


@settings(deadline=None, max_examples=150)
@given(st.lists(st.lists(st.integers(0, 8), min_size=1, max_size=3).map(tuple), min_size=1, max_size=14))
def test_chains_are_all_the_shortest(pairs: list[tuple[int, ...]]) -> None:
    """Against networkx, and the same from both ends."""
    g = networkx.Graph()
    g.add_nodes_from("01")
    g.add_edges_from((str(a), str(b)) for who in pairs for a in who for b in who if a != b)
    wanted = sorted(map(tuple, networkx.all_shortest_paths(g, "0", "1"))) if networkx.has_path(g, "0", "1") else []
    there, back = paths.Chains(world(pairs), "0", "1", 20), paths.Chains(world(pairs), "1", "0", 20)
    assert sorted(there.walk()) == wanted and sorted(c[::-1] for c in back.walk()) == wanted and len(there) == len(back) == len(wanted)
    assert there.steps == back.steps == (len(wanted[0]) - 1 if wanted else 0)
    assert sorted(there.best(100)) == wanted and {c[::-1] for c in back.best(100)} == set(wanted)
    assert not paths.Chains(world(pairs), "0", "1", len(wanted[0]) - 2).steps if wanted else True
    for chain in wanted:
        assert all(there.shared[frozenset(x)] == sum({int(n) for n in x} <= set(who) for who in pairs) for x in zip(chain, chain[1:]))


def test_every_step_is_shared_and_told_most(graph) -> None:
    """Of every two in the graph that are joined: each step's happening has both, and no other that they share is told by more."""
    ground = paths.Ground(graph, NAMES)
    who = sorted(ground.beside(["<urn:kg:id:RUS>"])["<urn:kg:id:RUS>"])
    for other in who:
        chains = paths.Chains(ground.beside, "<urn:kg:id:QAT>", other)
        for chain in chains.best(3):
            for step in paths.steps(ground, chains, chain):
                rows = graph.ask(f"SELECT ?h (COUNT(DISTINCT ?a) AS ?n) {{ ?h kg:actor|kg:recipient {step.one} ; kg:actor|kg:recipient {step.other} ; kg:status kg:Actual ; kg:standing ?s ; kg:teller ?a FILTER(?s != kg:Contested) }} GROUP BY ?h", NAMES).rows
                told = {h: int(terms.value(n)) for h, n in rows}
                assert len(told) == step.of and told[step.happening] == max(told.values())


# ── search ────────────────────────────────────────────────────────────────────────────────────────────────────────

@pytest.fixture
def found(folder: Path, graph):
    db = search.refreshed(read(folder), graph, NAMES)
    yield lambda sought, *more, **kept: search.search(db, sought, *more, **kept)[1]
    db.close()


@pytest.mark.parametrize("one, other", [("القاذفة", "القاذفه"), ("إسقاط", "اسقاط"), ("أنقرة", "انقره"), ("مُحَمَّد", "محمد"), ("الأزمـــة", "الازمة"), ("Erdoğan", "ERDOGAN"), ("٢٠١٦", "2016"), ("تركيا", "وتركيا")])
def test_spelling_is_no_matter(found, one: str, other: str) -> None:
    """Either way round; a word that a person types with a clitic finds only where it stands so."""
    mine, theirs = ({(h.doc, h.line, h.text) for h in found(x, most=500)} for x in (one, other))
    assert mine and (mine == theirs if other[0] != "و" else theirs <= mine and theirs)


def test_a_word_is_found_with_what_is_glued_to_it(found) -> None:
    hits = [h for h in found("بوتين", ["articles"], most=99)]
    marked = {h.text[a:b] for h in hits for a, b in h.marks}
    assert {"بوتين", "لبوتين"} <= marked


@pytest.mark.parametrize("typed, printed", [("وبوتين", "بوتين"), ("بالقاذفة", "القاذفة"), ("والأزمه", "الأزمة"), ("لِلقاذفات", "")])
def test_what_is_glued_to_a_typed_word_is_cut_off(found, typed: str, printed: str) -> None:
    marked = {h.text[a:b] for h in found(typed, ["articles"], most=99) for a, b in h.marks}
    assert printed in marked if printed else not marked


def test_letters_that_are_no_clitics_stay(found) -> None:
    """«وزير» is not looked for as «زير», nor «بلد» as «لد», for neither stands by itself."""
    for word in ("وزير", "لقاء"):
        hits = found(word, ["articles"], most=99)
        assert hits and all(word in fold(h.text[a:b]) for h in hits for a, b in h.marks)


def test_a_name_in_latin_letters_finds_who_is_meant(found) -> None:
    hits = found("Putin", most=99)
    assert hits[0].kind == "labels" and hits[0].ids == ("urn:kg:id:putin",)
    assert {h.text[a:b] for h in hits if h.kind == "articles" for a, b in h.marks} >= {"بوتين", "فلاديمير بوتين", "الرئيسين"}, "what is marked is where the text means him"
    assert {(h.doc, h.line) for h in found('"Vladimir Putin"', ["articles"], most=99)} == {(h.doc, h.line) for h in hits if h.kind == "articles"}
    assert not found('"Putin Vladimir"')


@pytest.mark.parametrize("typed", ["Mohamed", "Muhammad", "MOHAMMAD"])
def test_a_name_is_found_in_every_transliteration(found, typed: str) -> None:
    assert ("urn:kg:id:mbs",) in [h.ids for h in found(typed, ["labels"])]
    assert {"محمد بن سلمان"} <= {h.text[a:b] for h in found(f"{typed} Salman", ["articles"]) for a, b in h.marks}


def test_a_title_is_found(found) -> None:
    assert [(h.doc, h.line, h.ids) for h in found('"من إسقاط القاذفة إلى أستانا"')] == [("road-to-astana-2017", 0, ())]


def test_what_was_found_is_in_brackets_and_leads_to_its_facts(folder: Path) -> None:
    text = ok("search", "قاذفة", "--in", "quotes", "--format", "table", cwd=folder)
    assert "[القاذفة]" in text and "event:" in text and "road-to-astana-2017:" in text
    ids = sorted({i for x in rows("search", "قاذفة", "--in", "quotes", cwd=folder) for i in x["ids"].split()})
    assert ids
    ok("why", *ids, cwd=folder)
    assert "shootdown · Turkey → Russia" in ok("search", "قاذفة", "--why", "--format", "table", cwd=folder)


def test_a_phrase_stands_together(found) -> None:
    hits = found('"وقف إطلاق النار"')
    assert hits and all("وقف إطلاق النار" in h.text[a:b] for h in hits for a, b in h.marks)
    assert not found('"إطلاق وقف النار"') and found("إطلاق وقف النار")


def test_where_and_when(found, folder: Path) -> None:
    assert {h.kind for h in found("روسيا", ["labels"])} == {"labels"}
    quotes, sentences = (found("وقف إطلاق النار", [where], most=99) for where in ("quotes", "articles"))
    assert 0 < len(quotes) < len(sentences) and all(h.ids for h in quotes)
    assert {h.doc for h in found("السعودية", ["articles"], since="2023-01-01")} == {"beijing-accord-2023"}
    assert "beijing-accord-2023" not in {h.doc for h in found("السعودية", ["articles"], until="2022-12-31")}
    for h in quotes:
        assert (folder / f"{h.doc}.txt").read_text(encoding="utf-8").splitlines()[h.line - 1].strip().startswith(h.text[:20])


def test_the_index_follows_the_graph(folder: Path, tmp_path: Path) -> None:
    """Added, changed and removed articles; a damaged file is made again; what is kept is what a fresh index holds."""
    place = tmp_path / "changing"
    shutil.copytree(folder, place)
    hits = lambda word: [(x["article"], x["line"]) for x in map(json.loads, call("search", word, "--format", "jsonl", cwd=place).stdout.splitlines())]
    kept = lambda: sorted(search.refreshed(c, store.open_store(c.build / "store"), NAMES).execute("SELECT kind, doc, number, text, ids, own, named FROM line JOIN words ON words.rowid = line.id"))
    c = read(place)
    assert not hits("الخرطوم")
    (place / "new.txt").write_text("زار وزير الخارجية المصري سامح شكري الخرطوم يوم 3 مارس 2020 والتقى نظيره السوداني.\n", encoding="utf-8")
    build(c)
    assert ("new", 1) in hits("الخرطوم")
    (place / "new.txt").write_text("عاد.\nزار وزير الخارجية المصري سامح شكري الخرطوم يوم 3 مارس 2020.\n", encoding="utf-8")
    build(c)
    assert ("new", 2) in hits("الخرطوم") and ("new", 1) not in hits("الخرطوم")
    grown = kept()
    (c.build / "search.db").write_bytes(b"no database")
    assert kept() == grown
    (place / "new.txt").unlink()
    build(c)
    assert not hits("الخرطوم")


def test_a_folder_that_cannot_be_written(folder: Path, graph, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything is then taken into memory; and two that write at once do not disturb each other."""
    usual = search.search(search.refreshed(read(folder), graph, NAMES), "بوتين", most=99)
    monkeypatch.setattr(search, "_database", lambda path: sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True))
    index = folder / "build" / "search.db"
    whole = index.read_bytes()
    with sqlite3.connect(index) as db:
        db.execute("UPDATE meta SET value = '' WHERE name = 'stamp'")
    try:
        assert search.search(search.refreshed(read(folder), graph, NAMES), "بوتين", most=99) == usual
    finally:
        index.write_bytes(whole)


def test_two_searches_at_once(folder: Path, tmp_path: Path) -> None:
    place = tmp_path / "twice"
    shutil.copytree(folder, place)
    (place / "build" / "search.db").unlink(missing_ok=True)
    many = [subprocess.Popen([sys.executable, "-m", "kg", "search", "بوتين"], cwd=place, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(3)]
    out = {p.communicate(timeout=60) for p in many}
    assert len(out) == 1 and not out.pop()[1] and not any(p.returncode for p in many)


def test_what_is_not_found(folder: Path) -> None:
    none = call("search", "ززززز", "--format", "table", cwd=folder)
    assert none.returncode == 1 and none.stdout == "nothing was found\n"
    empty = call("search", "—", cwd=folder)
    assert empty.returncode == 2 and "no word to look for" in empty.stderr
    unknown = call("show", "لا أحد بهذا الاسم", cwd=folder)
    assert unknown.returncode == 2 and "no entity in the graph" in unknown.stderr


@given(st.text(alphabet="ابتسلموفك ءأإآةىيه", max_size=12))
def test_a_word_is_under_its_own_keys(text: str) -> None:
    for token in tokenize(text):
        assert search.bare(token) in search.keys(token)


def test_every_word_in_both_languages() -> None:
    """Of the verbs' own words each is said in Arabic and in English, with the same {places}."""
    import re
    import tomllib
    from importlib.resources import files

    known = tomllib.loads((files("kg") / "portrait.toml").read_text(encoding="utf-8"))
    places = lambda text: sorted(re.findall(r"\{\w+\}", text))
    assert [k for k, said in known.items() if set(said) != {"en", "ar"} or not all(said.values()) or places(said["en"]) != places(said["ar"])] == []
