"""One entity under all its names, two of one name two; the same in any order; reversible by merges.toml; and a real build of it."""
from __future__ import annotations

import tomllib
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import gold
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from running import call

from kg import data
from kg.build import build
from kg.collection import init, open_lexicon, read
from kg.identity import Identity, identify
from kg.lexicon.cache import load
from kg.lexicon.latin import forms
from kg.model import Article, Entity, Reading, UserError
from kg.namesakes import NAMED, Sight, like, sights
from kg.naming import spelled, united
from kg.pins import Pins, parse
from kg.read import read as read_article
from kg.spelling import latin, words_of

CASES = tomllib.loads((Path(__file__).parent / "cases" / "identity.toml").read_text(encoding="utf-8"))["case"]


def readings_of(texts, days) -> list[Reading]:
    return [read_article(Article(f"a{n}", text, date=day), open_lexicon()) for n, (text, day) in enumerate(zip(texts, days))]


def named(reading: Reading, words: str, found: Identity) -> str:
    """The graph's id of whom these words of an article name."""
    ids = {m.ref.entity.id for m in reading.mentions if words in m.ref.mention.text or m.ref.entity.label("ar") == words}
    assert len(ids) == 1, f"«{words}» is read as {ids or 'nobody'}"
    ident = ids.pop()
    e = found.places().get((reading.article.id, ident))
    return e.id if e else ident


@pytest.mark.parametrize("case", CASES, ids=[c["why"] for c in CASES])
def test_case(case) -> None:
    readings = readings_of(case["texts"], case.get("days", ["2021-05-04", "2021-05-05"]))
    found = identify([s for r in readings for s in sights(r, open_lexicon())], forms())
    one, two = (named(r, words, found) for r, words in zip(readings, case["names"]))
    assert (one == two) is case["same"], [j.reasons for o in found.ones for j in o.joins]


# ── any order, any names ──────────────────────────────────────────────────────────────────────────────────────────

GIVEN, SURNAMES = ("فلاح", "راميرو", "راميرُو", "محمد", "ستيفان"), ("الدلهمي", "كورتيناس", "كورتينس", "غلاندور", "جلاندور", "حسن")
one_sight = st.builds(
    lambda doc, name, country, post, day, sector: Sight(f"a{doc}", Entity("-".join(map(str, map(hash_free, name))), "Person", (("ar", " ".join(name)),), None, country, sector),
                                                        (words_of(" ".join(name)),), frozenset({(post, country)} if post and country else ()), day, False),
    st.integers(0, 30), st.one_of(st.tuples(st.sampled_from(GIVEN), st.sampled_from(SURNAMES)), st.tuples(st.sampled_from(SURNAMES))),
    st.sampled_from((None, "JOR", "KWT")), st.sampled_from((None, "minister", "ambassador")), st.sampled_from((None, 10, 20, 900)), st.sampled_from((None, "GOV", "MIL")))


def hash_free(word: str) -> str:
    return "".join(f"{ord(c):x}" for c in word)


def unique(found: list[Sight]) -> list[Sight]:
    return list({s.key: s for s in found}.values())


@settings(max_examples=150, deadline=None)
@given(st.lists(one_sight, max_size=25).map(unique), st.randoms(use_true_random=False))
def test_any_order_gives_the_same_and_nobody_is_two(found: list[Sight], chance) -> None:
    first = identify(found, forms())
    shuffled = list(found)
    chance.shuffle(shuffled)
    assert identify(shuffled, forms()) == first
    members = [key for one in first.ones for key in one.members]
    assert len(members) == len(set(members)) and set(members) <= {s.key for s in found}
    ids = [one.entity.id for one in first.ones]
    assert len(ids) == len(set(ids))
    by_key = {s.key: s for s in found}
    for one in first.ones:
        for a, b in combinations(sorted(one.members), 2):
            countries = {by_key[a].entity.country, by_key[b].entity.country} - {None}
            assert len(countries) < 2, "two countries are never one man"


@settings(max_examples=60, deadline=None)
@given(one_sight, one_sight)
def test_likeness_is_mutual(a: Sight, b: Sight) -> None:
    assert like(a, b, forms()).score == like(b, a, forms()).score


def test_work_grows_as_n_log_n() -> None:
    """Twenty thousand articles on three hundred people take seconds: crowds of one name are compared once."""
    import time
    words = [f"{a}{b}{c}ي" for a in "بتجحخدرزسش" for b in "كلمنف" for c in "قطصضعه"]
    found = [Sight(f"d{n}", Entity(f"x{n % 300}", "Person", (("ar", f"فلاح {words[n % 300]}"),), None, "JOR", "GOV"), (("فلاح", words[n % 300]),), frozenset(), n % 700, False) for n in range(20_000)]
    start = time.process_time()
    ones = identify(found, forms()).ones
    assert time.process_time() - start < 10 and len(ones) == 300 and sum(len(o.members) for o in ones) == 20_000


def thing(doc: str, name: str, kind: str = "Organization", country: str | None = None) -> Sight:
    return Sight(doc, Entity(f"{kind}-{hash_free(name)}".lower(), kind, (("ar", name),), None, country, None), (words_of(name),), frozenset(), 10, False)


@pytest.mark.parametrize("a, b, same", [
    (thing("a", "شركة فرندوكين"), thing("b", "شركة فرندوكن"), False), (thing("a", "شركة فرندوكين", country="IRN"), thing("b", "شركة فرندوكن", country="IRN"), True),
    (thing("a", "قناة فرندوكين"), thing("b", "فرندوكين"), True), (thing("a", "قناة فرندوكين"), thing("b", "فرندوكين", "Place"), False),
    (thing("a", "بلدة السالم"), thing("b", "السالم"), False), (thing("a", "فريدونكينار", "Place"), thing("a", "فريدونكنار", "Place"), True),
    (thing("a", "مركز الأمل", country="EGY"), thing("b", "مركز الأمل", country="SDN"), False)])
def test_bodies_and_places(a: Sight, b: Sight, same: bool) -> None:
    found = identify([a, b], forms())
    assert any({a.key, b.key} <= set(one.members) for one in found.ones) is same


def test_a_short_name_that_fits_two_fits_neither() -> None:
    found = identify([thing("a", "قناة فرندوكين"), thing("b", "شركة فرندوكين"), thing("c", "فرندوكين")], forms())
    assert all(len(one.members) == 1 for one in found.ones)


# ── pins ──────────────────────────────────────────────────────────────────────────────────────────────────────────

def test_pins_do_not_depend_on_order() -> None:
    a, b = '[[same]]\nentities = ["id:x", "y"]\n', '[[different]]\nfacts = ["event:a-1", "event:b-2", "event:c-3"]\nwhy = "three days"\n'
    assert parse(a + b) == parse(b + a) == Pins(frozenset({frozenset({"x", "y"})}), frozenset(map(frozenset, combinations(("event:a-1", "event:b-2", "event:c-3"), 2))))


@pytest.mark.parametrize("text, line, said", [
    ('\n[[same]]\nentity = ["x", "y"]\n', 3, "unknown key 'entity'"),
    ('[[some]]\nfacts = ["event:a", "event:b"]\n', 1, "unknown entry 'some'"),
    ('[[same]]\nfacts = ["event:a",\n "no fact"]\n', 3, "'no fact' is no id of a fact"),
    ('[[same]]\nentities = ["event:a", "x"]\n', 2, "'event:a' is no id of an entity"),
    ('[[same]]\nentities = ["x", "id:x"]\n', 2, "two or more"),
    ('[[same]]\nfacts = ["event:a", "event:b"]\nentities = ["x", "y"]\n', 3, "either facts or entities"),
    ('[[same]]\nentities = ["x", "y"]\n[[same]]\nentities = ["y", "z"]\n[[different]]\nentities = ["z", "x"]\n', 5, "x and z are said to be the same and to be different"),
    ('[[same]]\nentities = ["x", "y"\n', 2, ""),
])
def test_a_broken_file_is_refused_where_it_stands(text: str, line: int, said: str) -> None:
    with pytest.raises(UserError) as e:
        parse(text, "merges.toml")
    assert (e.value.path, e.value.line) == ("merges.toml", line) and said in e.value.message


def test_a_pin_joins_and_parts() -> None:
    readings = readings_of(["زار وزير الزراعة المصري رشدي الكنداري روما.", "زار وزير الزراعة السوداني رشدي الكنداري روما."], ["2021-05-04", "2021-05-05"])
    seen = [s for r in readings for s in sights(r, open_lexicon())]
    ids = lambda pins: {named(r, "رشدي الكنداري", identify(seen, forms(), pins)) for r in readings}
    ident = next(s.entity.id for s in seen if s.entity.label("ar") == "رشدي الكنداري")
    both = frozenset({f"{ident}@a0", f"{ident}@a1"})
    assert ids(Pins()) == {f"{ident}-egy", f"{ident}-sdn"}
    assert ids(Pins(same=frozenset({both}))) == {ident}
    once = [replace(r, article=replace(r.article, id=f"a{n}"), mentions=tuple(replace(m, doc=f"a{n}") for m in readings[0].mentions)) for n, r in enumerate([readings[0]] * 2)]
    seen = [s for r in once for s in sights(r, open_lexicon())]
    assert len({s.entity.id for s in seen if s.entity.id == ident}) == 1
    apart = identify(seen, forms(), Pins(different=frozenset({both})))
    assert len({named(r, "رشدي الكنداري", apart) for r in once}) == 2


# ── a real build ──────────────────────────────────────────────────────────────────────────────────────────────────

ARTICLES = {"first": ("2021-05-04", "انتقد السفير البلجيكي ستيفان غلاندور القرار.\nوزار وزير الزراعة المصري رشدي الكنداري روما."),
            "second": ("2021-05-05", "زار السفير البلجيكي ستيفان جلاندور أنقرة.\nوزار وزير الزراعة السوداني رشدي الكنداري باريس.")}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    init(tmp_path / "mine")
    for name, (day, text) in ARTICLES.items():
        (tmp_path / "mine" / "articles" / f"{name}.txt").write_text(text + "\n", encoding="utf-8")
        (tmp_path / "mine" / "articles" / f"{name}.toml").write_text(f"date = {day}\n", encoding="utf-8")
    build(read(tmp_path / "mine"))
    return tmp_path / "mine"


def quads(folder: Path, graph: str) -> list[str]:
    return [row for row in (folder / "build" / "graph.nq").read_text(encoding="utf-8").splitlines() if row.endswith(f"<urn:kg:id:{graph}> .")]


def test_the_graph_counts_everybody_once_and_articles_stay_as_they_are(folder: Path) -> None:
    rows = call("query", "SELECT DISTINCT ?who { ?h a kg:Happening ; kg:actor ?who }", "--format", "csv", cwd=folder).stdout.split()[1:]
    assert sorted(r.rpartition(":")[2] for r in rows) == ["rshdi-al-kndari-egy", "rshdi-al-kndari-sdn", "stifan-ghlandur"]
    both = call("query", 'SELECT ?theirs ?name { ?theirs owl:sameAs id:stifan-ghlandur . id:stifan-ghlandur skos:altLabel ?name FILTER(LANG(?name) = "ar") }', "--format", "csv", cwd=folder).stdout
    assert "stifan-jlandur" in both and "ستيفان جلاندور" in both
    alone = quads(folder, "article:first")
    (folder / "articles" / "second.txt").unlink()
    (folder / "articles" / "second.toml").unlink()
    build(read(folder))
    assert alone and quads(folder, "article:first") == alone and not any("sameAs" in q and "jlandur" in q for q in quads(folder, "graph:conclusions"))


def test_a_person_decides_and_takes_it_back(folder: Path) -> None:
    before = (folder / "build" / "graph.nq").read_bytes()
    done = call("different", "stifan-ghlandur", "stifan-jlandur", "--why", "father and son", cwd=folder)
    assert done.returncode == 0 and "will be two" in done.stdout, done.stderr
    assert parse((folder / "merges.toml").read_text(encoding="utf-8")).different == frozenset({frozenset({"stifan-ghlandur", "stifan-jlandur"})})
    assert build(read(folder)).changed and "stifan-jlandur> <http://www.w3.org/2002/07/owl#sameAs>" not in "\n".join(quads(folder, "graph:conclusions"))
    assert not build(read(folder)).changed
    assert call("same", "id:rshdi-al-kndari-egy", "rshdi-al-kndari-sdn", cwd=folder).returncode == 0
    build(read(folder))
    assert "said to be the same in merges.toml" in call("why", "rshdi-al-kndari", cwd=folder).stdout
    assert "says so already" in call("same", "rshdi-al-kndari@first", "rshdi-al-kndari@second", cwd=folder).stdout
    assert call("different", "rshdi-al-kndari@first", "rshdi-al-kndari@second", cwd=folder).returncode == 2
    (folder / "merges.toml").unlink()
    build(read(folder))
    assert (folder / "build" / "graph.nq").read_bytes() == before


def test_why_says_who_is_who_and_a_name_of_two_is_asked_back(folder: Path) -> None:
    said = call("why", "stifan-jlandur", cwd=folder).stdout
    assert said.startswith("stifan-ghlandur  (Person: ") and "met in  second, as stifan-jlandur" in said and "one name, spelled otherwise" in said
    assert "can mean 2 things" in call("ask", "timeline", "--a", "رشدي الكنداري", "--b", "Italy", cwd=folder).stderr
    assert call("ask", "timeline", "--a", "ستيفان جلاندور", "--b", "BEL", cwd=folder).stdout == call("ask", "timeline", "--a", "ستيفان غلاندور", "--b", "BEL", cwd=folder).stdout


def test_facts_pinned_by_the_names_of_their_happenings(folder: Path) -> None:
    rows = call("query", "SELECT DISTINCT ?h { ?h a kg:Happening ; kg:eventClass kg:Visit }", "--format", "csv", cwd=folder).stdout.split()[1:]
    assert len(rows) == 3
    done = call("same", *rows[:2], cwd=folder)
    assert done.returncode == 0 and len(next(iter(parse((folder / "merges.toml").read_text(encoding="utf-8")).same))) == 2
    assert call("same", rows[0], "stifan-ghlandur", cwd=folder).returncode == 2
    assert call("same", rows[0], rows[0], cwd=folder).returncode == 2
    assert call("same", "nobody-at-all", "stifan-ghlandur", cwd=folder).returncode == 2


def test_a_broken_merges_file_leaves_the_graph(folder: Path) -> None:
    before = (folder / "build" / "graph.nq").read_bytes()
    (folder / "merges.toml").write_text("[[same]]\nentities = [\"x\"]\n", encoding="utf-8")
    done = call("build", cwd=folder)
    assert done.returncode == 2 and "merges.toml:2:1" in done.stderr and (folder / "build" / "graph.nq").read_bytes() == before


# ── Latin labels ──────────────────────────────────────────────────────────────────────────────────────────────────

@pytest.mark.parametrize("arabic, said", [
    ("مساعد بن محمد العيبان", "Musaed bin Mohammed al-Aiban"), ("عبد الرحمن الخطيب", "Abd al-Rahman al-Khatib"), ("ابن سينا", "Ibn Sina"), ("خالد آل ثاني", "Khaled Al Thani"),
    ("قرنشاوي", "Qarnashawi"), ("أبو بكر الحداد", "Abu Bakr al-Haddad"),
])
def test_names_are_spelled_as_people_spell_them(arabic: str, said: str) -> None:
    assert latin(arabic, forms().latin) == said


def test_a_known_label_stays_and_no_id_changes() -> None:
    r = readings_of(["التقى وزير الزراعة المصري رشدي الكنداري الرئيس التركي رجب طيب أردوغان."], ["2021-05-04"])[0]
    new = spelled(r, forms())
    assert [m.ref.entity.id for m in new.mentions] == [m.ref.entity.id for m in r.mentions]
    labels = {m.ref.entity.id: m.ref.entity.label("en") for m in new.mentions}
    assert labels["erdogan"] == "Recep Tayyip Erdoğan" and labels["rshdi-al-kndari"].isascii()
    assert united([r], Identity()) == [r]


# ── strangers on real news ────────────────────────────────────────────────────────────────────────────────────────

@pytest.mark.skipif(not (gold.SHARED / "corpora" / "news").is_dir(), reason="../shared is not here")
def test_people_taken_out_of_the_lists_find_themselves_again(tmp_path: Path) -> None:
    """With people.toml emptied the program's own people are strangers; those it joins across articles of real news must be one by the full list."""
    import shutil

    from kg import articles
    shutil.copytree(data.words(), tmp_path / "words")
    (tmp_path / "words" / "people.toml").write_text("people = []\n", encoding="utf-8")
    full, bare = open_lexicon(), load(tmp_path / "words", data.ontology("diplomacy.ttl"))
    seen, truth = [], {}
    for path in articles.find([gold.SHARED / "corpora" / "news"]):
        for a in articles.read_articles(path, skip=lambda e: None):
            known = {(m.ref.mention.start, m.ref.mention.end): m.ref.entity.id for m in read_article(a, full).mentions if m.ref.entity.id in full.by_id and m.ref.entity.type == "Person" and m.ref.how in ("name", "short-name")}
            r = read_article(a, bare)
            seen += sights(r, bare)
            for m in r.mentions:
                if m.ref.entity.type == "Person" and m.ref.how in NAMED:
                    truth.setdefault((a.id, m.ref.entity.id), set()).update(i for (s, e), i in known.items() if s < m.ref.mention.end and m.ref.mention.start < e)
    truth = {key: ids.pop() for key, ids in truth.items() if len(ids) == 1}
    where = {key: one.entity.id for one in identify(seen, forms()).ones for key in one.members}
    pairs = [(truth[a] == truth[b], where.get(a, a[1]) == where.get(b, b[1])) for a, b in combinations(sorted(truth), 2) if a[0] != b[0]]
    joined, right = sum(j for _, j in pairs), sum(t and j for t, j in pairs)
    assert len(truth) > 200 and right / joined >= 0.98 and right / sum(t for t, _ in pairs) >= 0.8
