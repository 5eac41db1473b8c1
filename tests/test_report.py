"""The report: what pages hold, that nothing of an article becomes markup, and how a real browser shows them."""
from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Self
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.accounts import Accounts, Difference, Dispute, Side, Tie, Variant
from kg.gazetteer import Location
from kg.merge import merge
from kg.model import Article, Claim, Date, Entity, Event, Mention, Reading, Ref, Relation, Span, TimeMention, Unread, UserError
from kg.profile import key
from kg.report import pages as report
from kg.report.html import Html, el, esc, plain, rtl
from kg.report.marks import Mark, segments
from kg.report.site import survey
from kg.report.wording import load

ROOT = Path(__file__).parent.parent
CHROMIUM = Path("/usr/bin/chromium")
HOSTILE = '<script>alert("x")</script> & \'y\''


# ── a reading made by hand ────────────────────────────────────────────────────────────────────────────────────────

LOCATED = {"IRQ": Location("33", "44", "state", 500), "minister/a b": Location("33.3", "44.4")}
TEXT = "زار الوزير <b>بغداد</b> أمس & التقى نظيره.\nونفت بغداد الزيارة في 3 مارس 2020.\n\nوقالت إن الوزير لم يصل."
MINISTER = Entity("minister/a b", "Person", (("ar", "الوزير"), ("en", HOSTILE)), None, "XXX", "GOV")
IRAQ = Entity("IRQ", "State", (("ar", "العراق"), ("en", "Iraq")), "Q796", "IRQ", "GOV")
LOWER = Entity("irq", "Group", (("ar", "جماعة"),))


def span(words: str, nth: int = 0) -> Span:
    at = -1
    for _ in range(nth + 1):
        at = TEXT.index(words, at + 1)
    return Span(at, at + len(words), words)


def event(id: str, cls: str, type: str | None, trigger: Span, *, actors=(), recipients=(), date=None, status="actual", causes=(), place=()) -> Event:
    line = next(s for s in map(span, TEXT.split("\n")) if s.text and s.start <= trigger.start <= s.end)
    return Event("a/1", id, type, None, (), cls, actors, recipients, (), date, place, status, None, (), None, None, (), (), causes, trigger, (line,), "rule", 0.9)


def by_hand(text: str = TEXT, title: str = HOSTILE) -> tuple[Reading, Accounts]:
    who, there = Ref(MINISTER, span("الوزير")), Ref(IRAQ, span("بغداد"))
    day = Date("2020-03-02", "2020-03-02", "day", "relative", "أمس")
    events = (event("event:visit-1", "Visit", "CONSULT", span("زار الوزير"), actors=(who,), recipients=(there,), date=day),
              event("event:meeting-2", "Meeting", "CONSULT", span("زار الوزير"), actors=(who, Ref(LOWER, span("نظيره"))), place=(there,), causes=("event:visit-1", "event:gone")),
              event("event:attack-3", "Attack", "ASSAULT", span("الوزير <b>بغداد"), recipients=(there,), status="future"))
    claim = Claim("a/1", "claim:denies-4", (there,), "denies", "event:visit-1", span("الزيارة"), None, span("ونفت"), (span(TEXT.split("\n")[1]),), "rule", 0.8)
    tie = Relation("a/1", "relation:x-5", who, "holdsOffice", Ref(IRAQ, span("بغداد")), HOSTILE, None, span("الوزير", 1), (), "rule", 0.7)
    article = Article("a/1", text, "a/1.txt", title, publisher=HOSTILE, url="javascript:alert(1)", language="ar")
    reading = Reading(article, Date(None, "2020-03-05", "before"), ("because " + HOSTILE,), events, (claim,), (tie,),
                      (Mention("a/1", who), Mention("a/1", there)), (TimeMention("a/1", span("3 مارس 2020"), None, "absolute"),),
                      (Unread("a/1", "event-word", span("التقى"), HOSTILE), Unread("a/1", "silent-sentence", span(TEXT.split("\n")[3]), "silent")),
                      tuple((s.start, s.end) for s in map(span, filter(None, TEXT.split("\n")))))
    happenings = merge([reading])
    visit = next(h for h in happenings if h.cls == "Visit")
    ties = (Tie("contradicts", key(events[0]), key(claim), visit.id), Tie("corroborates", key(events[0]), key(events[1]), visit.id))
    differences = (Difference(visit.id, "date", (Variant(key(events[0]), "2020-03-02", None, None), Variant(key(events[1]), HOSTILE, "days", None))),)
    return reading, Accounts(happenings, ties, differences)


@pytest.fixture(scope="module", params=["en", "ar"])
def made(request) -> dict[str, str]:
    reading, found = by_hand()
    return dict(report.pages([reading], found, request.param, LOCATED))


def html_of(pages: dict[str, str]) -> dict[str, str]:
    return {path: text for path, text in pages.items() if path.endswith(".html")}


class Outline(HTMLParser):
    """What a page is made of: tags with their attributes, checked to close in order."""

    def __init__(self, text: str):
        super().__init__()
        self.tags, self.open, self.text = [], [], []
        self.feed(text)
        assert not self.open, f"never closed: {self.open}"

    def handle_starttag(self, tag, attrs):
        assert len({k for k, _ in attrs}) == len(attrs), f"an attribute twice in {tag} {attrs}"
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "link", "input", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open and self.open.pop() == tag, f"</{tag}> closes nothing"

    def handle_data(self, data):
        self.text.append(data)


def test_no_words_become_markup(made: dict[str, str]) -> None:
    for path, text in html_of(made).items():
        page = Outline(text)
        assert [a.get("src").rpartition("/")[2] for t, a in page.tags if t == "script"] in (["report.js"], ["report.js", "graph.js"]), path
        assert not [t for t, a in page.tags if t == "b" and a] and "javascript:" not in " ".join(a.get("href") or "" for _, a in page.tags)
        assert not any(k.startswith("on") or k == "style" for _, a in page.tags for k in a)
    assert HOSTILE in "".join(Outline(made["articles.html"]).text)


def test_the_graphs_data_is_data(made: dict[str, str]) -> None:
    text = made["graph-data.js"]
    assert "</" not in text and text.startswith("globalThis.KG_GRAPH={")
    read = json.loads(re.sub(r"^(says|pages|nodes|happenings):", r'"\1":', text.removeprefix("globalThis.KG_GRAPH=").strip(), flags=re.MULTILINE))
    assert {n[2] for n in read["nodes"]} == {"Person", "State", "Group"} and all(f"{h[10]}" in made[read["pages"][h[9]]] for h in read["happenings"])


def test_escaping() -> None:
    assert el("p", "<", Html("<br>"), None, title='"', hidden=True, lang=None) == '<p title="&quot;" hidden>&lt;<br></p>'
    assert esc("a\x00\ud800\n") == "a\ufffd\ufffd\n" and esc("\u202ex") == "\u202ex" and plain("\u202ex \n y\u2069") == "x y"
    assert rtl("زار Y") and not rtl("visit زر") and not rtl("12")


@given(st.lists(st.tuples(st.integers(-3, 25), st.integers(-3, 25))), st.lists(st.integers(0, 20)))
def test_segments_tile_the_text_and_know_their_marks(edges, cuts) -> None:
    marks = [Mark(a, b, n) for n, (a, b) in enumerate(edges)]
    row = segments(0, 20, marks, cuts)
    assert [s.start for s in row] == [0, *(s.end for s in row[:-1])] and row[-1].end == 20 and all(s.start < s.end for s in row)
    for s in row:
        for at in range(s.start, s.end):
            assert {m.what for m in s.marks} == {m.what for m in marks if m.start <= at < m.end}
    met = [m for m in marks if m.start < m.end and m.start < 20 and m.end > 0]
    for side in ("opens", "closes"):
        assert sorted(m.what for s in row for m in getattr(s, side)) == sorted(m.what for m in met)


def article_page(pages: dict[str, str]) -> str:
    return next(text for path, text in pages.items() if path.startswith("article/"))


def test_the_text_is_whole_and_every_fact_marked_in_it(made: dict[str, str]) -> None:
    text = article_page(made)
    body = re.search(r'<article class="text" lang="ar" dir="rtl">(.*?)</article>', text, re.DOTALL)[1]
    paragraphs = [html.unescape(re.sub(r"<[^>]*>", "", p)) for p in re.findall(r"<p>(.*?)</p>", body, re.DOTALL)]
    assert paragraphs == [line for line in TEXT.split("\n") if line]
    for fact in ("event:visit-1", "event:meeting-2", "event:attack-3", "claim:denies-4", "relation:x-5"):
        assert f'id="m-{fact}"' in body and f'href="#{fact}"' in body and f'<li id="{fact}"' in text, fact
    assert not re.search(r"<a [^>]*>(?:(?!</a>).)*<a ", body, re.DOTALL)          # no link within a link, however facts overlap
    assert 'href="#u-1"' in body and 'id="u-2"' in text


def test_nested_facts_each_lead_to_their_own_entry() -> None:
    reading, found = by_hand()
    body = article_page(dict(report.pages([reading], found)))
    links = re.findall(r'<a (?:class="(fact|also)[^"]*")? ?href="#([^"]*)"', body.partition("</article>")[0])
    kinds = {target: {k for k, t in links if t == target} for _, target in links}
    assert kinds["event:meeting-2"] == {"fact"} and kinds["event:visit-1"] == {"also"}          # the same words: one link, one number
    assert kinds["event:attack-3"] == {"fact"}                                                  # overlaps both, and has letters of its own


def links_resolve(pages: dict[str, str]) -> None:
    """Every link of every page, and in it every anchor, and every file that a page loads."""
    ids, outlines = {}, {path: Outline(text) for path, text in html_of(pages).items()}
    for path, page in outlines.items():
        found = [a["id"] for _, a in page.tags if "id" in a]
        assert len(found) == len(set(found)), f"{path}: an id twice: {sorted(x for x in found if found.count(x) > 1)}"
        ids[path] = set(found)
    for path, target in [(path, a.get("href") or a.get("src")) for path, page in outlines.items() for _, a in page.tags if a.get("href") or a.get("src")]:
        if target.startswith(("https://www.wikidata.org/", "data:", "http")):
            continue
        file, _, anchor = target.partition("#")
        there = os.path.normpath(os.path.join(os.path.dirname(path), unquote(file))) if file else path
        assert there in pages or there in report.ASSETS, (path, target)
        assert not anchor or unquote(anchor) in ids[there], (path, target)


def test_links_resolve(made: dict[str, str]) -> None:
    links_resolve(made)


def test_nothing_is_fetched(made: dict[str, str]) -> None:
    for path, text in html_of(made).items():
        loaded = [a.get("src") or a["href"] for t, a in Outline(text).tags if t in ("link", "script", "img", "iframe")]
        assert all(not re.match(r"\w+://|//", x) for x in loaded), path
    style = (ROOT / "kg" / "report" / "style.css").read_text(encoding="utf-8")
    assert "url(" not in style and "@import" not in style


def test_files_differ_where_a_file_system_confuses_names(made: dict[str, str]) -> None:
    assert len({p.casefold() for p in made}) == len(made) and sum(p.casefold().startswith("entity/irq") for p in made) == 2


def test_contradictions_stand_side_by_side() -> None:
    reading, found = by_hand()
    text = dict(report.pages([reading], found))["disputes.html"]
    assert text.count('class="versus"') == 2 and text.count('class="sides"') == 2
    assert "No article contradicts" in dict(report.pages([reading], Accounts(found.happenings, (), ())))["disputes.html"]


def test_a_dispute_says_who_says_which_and_in_how_many_sources() -> None:
    reading, found = by_hand()
    event, claim = key(reading.events[0]), key(reading.claims[0])
    sides = (Side("asserts", (event,), (), ("a/1",), 2), Side("denies", (claim,), ("IRQ",), (), 1))
    about = next(t.about for t in found.ties if t.kind == "contradicts")
    pages = dict(report.pages([reading], replace(found, disputes=(Dispute(about, sides),))))
    first, second = re.search(r'<div class="sides">(.*?)</article>', pages["disputes.html"], re.DOTALL)[1].split('<div class="denies">')
    assert "independent sources: 2" in first and "the article itself" in first and "independent sources: 1" in second and 'href="entity/IRQ-' in second
    assert pages["disputes.html"].count('class="versus"') == 2 and '"contradictions-short"' not in pages["index.html"]
    links_resolve(pages)


def test_many_happenings_go_into_pages(monkeypatch) -> None:
    from kg.report import disputes, site, timeline
    monkeypatch.setattr(site, "MANY", 1)
    monkeypatch.setattr(timeline, "LISTED", 1)
    monkeypatch.setattr(disputes, "LISTED", 1)
    reading, found = by_hand()
    pages = dict(report.pages([reading], found))
    assert {"timeline/2020.html", "timeline/undated.html", "timeline/undated-part-2.html", "disputes-2.html", "type/consult.html", "type/consult-2.html"} <= set(pages)
    assert 'class="happening' not in pages["timeline.html"]
    links_resolve(pages)


def test_a_full_year_goes_into_pages_a_month(monkeypatch) -> None:
    from kg.report import site
    monkeypatch.setattr(site, "MANY", 2)
    reading, found = by_hand()
    visit = next(h for h in found.happenings if h.cls == "Visit")
    dated = lambda n, first, last: replace(visit, id=f"{visit.id}-{n}", date=Date(first, last, "interval"))
    more = (visit, dated(1, "2020-03-05", "2020-03-09"), dated(2, "2020-05-01", "2020-05-01"), dated(3, "2020-05-30", "2020-06-02"), dated(4, "2021-01-01", "2021-01-01"))
    assert site._stands(more) == dict(zip([h.id for h in more], ["timeline/2020-03.html", "timeline/2020-03.html", "timeline/2020-05.html", "timeline/2020.html", "timeline/2021.html"]))


def test_both_languages_lead_to_each_other(tmp_path: Path) -> None:
    reading, _ = by_hand()
    report.write([reading], tmp_path, "en", both=True)
    pages = {p.relative_to(tmp_path).as_posix(): p.read_text(encoding="utf-8") for p in tmp_path.rglob("*.*") if p.suffix in (".html", ".js")}
    links_resolve(pages)
    for path in (p for p in html_of(pages) if not p.startswith("ar/")):
        twin = re.search(r'<a href="([^"]*)" lang="ar" hreflang="ar" class="twin">', pages[path])[1]
        assert os.path.normpath(os.path.join(os.path.dirname(path), unquote(twin))) == f"ar/{path}" and '<html lang="ar" dir="rtl">' in pages[f"ar/{path}"]
    report.write([reading], tmp_path, "en")
    assert not list((tmp_path / "ar").rglob("*.html"))


def test_a_point_is_drawn_otherwise_than_the_middle_of_a_state() -> None:
    reading, found = by_hand()
    place = lambda located: dict(report.pages([reading], found, "en", located))["places.html"]
    state, town = place(LOCATED), place({"IRQ": Location("33", "44")})
    assert 'class="spot middle"' in state and 'class="extent"' in state and "only the middle of a state" in state
    assert 'class="spot"' in town and 'class="extent"' not in town and 'class="land"' in town
    assert "Of no place" in place({})


def test_columns_count_what_they_link_to() -> None:
    """The chart's parts are as high as their numbers, on one scale, and the same axis holds empty periods."""
    from kg.report.chart import Column, columns, span
    reading, found = by_hand()
    site = survey([reading], found, load("en"))
    drawn = columns([Column("2019", {"verbal cooperation": 3, "material conflict": 1}, "a.html#x", "told"), Column("2021", {"verbal cooperation": 1}, "b.html", "also")],
                    span(["2019", "2021"], "year"), site, "title", 120)
    heights = [float(x) + .8 for x in re.findall(r'<rect [^>]*height="([\d.]+)"', drawn)]
    assert [round(h / heights[-1]) for h in heights] == [3, 1, 1] and 'href="a.html#x"' in drawn
    assert span(["2016-11", "2017-02"], "month")[:1] == ["2016-01"] and len(span(["2016-11", "2017-06"], "month")) == 8 and span([], "year") == []


@given(st.lists(st.tuples(st.floats(-50, 150), st.floats(-50, 150)), min_size=3, max_size=12))
def test_what_is_cut_off_lies_within(ring) -> None:
    from kg.report.map import clipped
    assert all(-1e-6 <= x <= 100 + 1e-6 and -1e-6 <= y <= 60 + 1e-6 for x, y in clipped(ring, 100, 60))


@settings(max_examples=15, deadline=None)
@given(st.dictionaries(st.tuples(st.integers(0, 12), st.integers(13, 20)), st.integers(1, 9), min_size=1, max_size=20))
def test_a_layout_is_steady_and_its_names_have_room(ties) -> None:
    from kg.report.layout import layout
    rooms = [(90.0, 40.0)] * 24
    places = layout(rooms, ties, ties)
    assert places == layout(rooms, dict(reversed(list(ties.items()))), ties) and len(places) == 24 and len({places[n] for p in ties for n in p}) == len({n for p in ties for n in p})


def test_an_article_without_facts_or_words() -> None:
    pages = dict(report.pages([Reading(Article("empty", ""), None)], Accounts((), (), ())))
    links_resolve(pages)
    assert "No fact was read" in pages["article/empty.html"]


def test_every_caption_in_both_languages() -> None:
    captions = load("en").captions
    assert all(set(c) == {"en", "ar"} and all(c.values()) and c["en"].count("{}") == c["ar"].count("{}") for c in captions.values())
    source = "".join(p.read_text(encoding="utf-8") for p in (ROOT / "kg" / "report").glob("*.py"))
    assert [k for k in captions if f'"{k}"' not in source and f"'{k}'" not in source] == []


def test_why_an_article_is_dated_so_is_told_in_both_languages() -> None:
    """What the reading says of it in English has its Arabic, which holds the same words, days and months."""
    from kg.collection import open_lexicon
    from kg.read import read
    lexicon = open_lexicon()
    articles = {"past": "قصفت إسرائيل غزة في 3 مارس/آذار 2019.", "weekday": "قصفت إسرائيل غزة في 3 مارس/آذار 2019. وقال الوزير اليوم الجمعة إن الوضع هادئ.",
                "given": "زار بوتين أنقرة."}
    en, ar = load("en"), load("ar")
    said = {id: read(Article(id, text, date="2020-01-01" if id == "given" else None), lexicon).reasons for id, text in articles.items()}
    assert all(said.values()) and all(en.reason(x) == x for xs in said.values() for x in xs)
    assert not [x for xs in said.values() for x in xs if re.search("[A-Za-z]", ar.reason(x))], said
    assert ar.reason("It goes on from what is told before to «مايو/أيار الجاري», so it was written in May 2019.") == "يمضي مما رُوي قبل إلى «مايو/أيار الجاري»، فقد كُتب في أيار/مايو 2019."
    assert ar.office("crown prince") == "ولي العهد" and ar.reason("A sentence of another program.") == "A sentence of another program."


def test_days() -> None:
    en, ar = load("en"), load("ar")
    assert [en.day(d) for d in (None, Date("2020-01-01", "2020-01-01", "day"), Date("2020-01-01", None, "after"), Date("2020-01-01", "2020-01-31", "approximate"))] == \
        ["no date", "2020-01-01", "from 2020-01-01", "about 2020-01-01 – 2020-01-31"]
    assert ar.day(Date(None, "2020-01-31", "before")).endswith("\u200e2020-01-31")


def test_a_second_report_removes_what_is_no_more_and_nothing_else(tmp_path: Path) -> None:
    reading, _ = by_hand()
    assert report.write([reading], tmp_path) == len(list(tmp_path.rglob("*.html")))
    index = tmp_path / "index.html"
    os.utime(index, (1, 1))
    report.write([reading], tmp_path)
    assert index.stat().st_mtime == 1                          # an unchanged page is not written again
    (tmp_path / "article" / "mine.html").write_text("mine")
    article = next(p for p in (tmp_path / "article").iterdir() if p.name != "mine.html")
    report.write([Reading(Article("other", "نص"), None)], tmp_path)
    assert not article.exists() and (tmp_path / "article" / "mine.html").exists() and (tmp_path / "article" / "other.html").exists()
    with pytest.raises(UserError):
        report.write([reading], tmp_path / "index.html")


# ── the whole of it ───────────────────────────────────────────────────────────────────────────────────────────────

def kg(folder: Path, *args: str, seed: str = "0") -> subprocess.CompletedProcess:
    env = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"}
    return subprocess.run([sys.executable, "-m", "kg", "-C", str(folder), *args], capture_output=True, text=True, encoding="utf-8", env=env, timeout=300)


@pytest.fixture(scope="module")
def seeds(tmp_path_factory) -> Path:
    """The project's own articles, built and reported."""
    folder = tmp_path_factory.mktemp("report")
    for path in sorted((ROOT / "seeds").iterdir()):
        if path.suffix in (".txt", ".toml", ".yaml") and path.name != "kg.toml":
            shutil.copy(path, folder)
    (folder / "kg.toml").write_text("")
    for verb in (["build", "--quiet"], ["report", "--language", "both"]):
        done = kg(folder, *verb)
        assert done.returncode == 0, done.stderr
    assert "index.html" in done.stdout
    return folder


def test_same_facts_same_bytes(seeds: Path) -> None:
    assert kg(seeds, "report", "--language", "both", "-o", str(seeds / "again"), seed="7").returncode == 0
    first, again = ({str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*") if p.is_file()} for root in (seeds / "build" / "report", seeds / "again"))
    assert first == again and len(first) > 20


def test_links_of_the_seeds(seeds: Path) -> None:
    root = seeds / "build" / "report"
    links_resolve({p.relative_to(root).as_posix(): p.read_text(encoding="utf-8") for p in root.rglob("*.*") if p.suffix in (".html", ".js")})


def test_nothing_built_is_one_clear_message(tmp_path: Path) -> None:
    (tmp_path / "kg.toml").write_text("")
    done = kg(tmp_path, "report")
    assert done.returncode == 2 and "kg build" in done.stderr and "Traceback" not in done.stderr


# ── in a real browser ─────────────────────────────────────────────────────────────────────────────────────────────

PAGES = ("index.html", "timeline.html", "pairs.html", "places.html", "graph.html", "disputes.html", "entities.html", "articles.html", "unknown.html", "type/consult.html",
         "article/moscow-visit-2017.html", "entity/TUR.html", "ar/index.html", "ar/graph.html", "ar/article/road-to-astana-2017.html")


@pytest.fixture(scope="module")
def chromium():
    """Debian's Chromium, driven by playwright."""
    if not CHROMIUM.exists():
        pytest.skip(f"there is no {CHROMIUM}: apt-get install chromium")
    driver = pytest.importorskip("playwright.sync_api", reason="playwright drives the browser: pip install playwright")
    with driver.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield browser
        browser.close()


class Shown:
    """A tab at a page of the seeds' report, and what went wrong on it."""

    def __init__(self, chromium, seeds: Path, width: int = 1400, dark: bool = False, script: bool = True):
        self.context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light", java_script_enabled=script)
        self.root, self.faults = seeds / "build" / "report", []
        self.tab = self.context.new_page()
        self.tab.on("console", lambda m: self.faults.append(m.text))
        self.tab.on("pageerror", lambda e: self.faults.append(str(e)))
        self.tab.on("requestfailed", lambda r: self.faults.append(r.url))
        self.tab.on("request", lambda r: self.faults.append(r.url) if not r.url.startswith(("file:", "data:")) else None)

    def go(self, path: str):
        self.tab.goto(f"file://{self.root}/{path}")
        return self.tab

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind, *_) -> None:
        self.context.close()
        assert kind or self.faults == []


@pytest.mark.parametrize("width", [390, 800, 1400])
def test_nothing_is_wider_than_the_screen(chromium, seeds: Path, width: int) -> None:
    with Shown(chromium, seeds, width) as shown:
        for path in PAGES:
            tab = shown.go(path)
            assert tab.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path
            assert tab.evaluate("getComputedStyle(document.body).direction") == ("rtl" if path.startswith("ar/") else "ltr")


def test_the_text_of_an_article_and_back(chromium, seeds: Path) -> None:
    with Shown(chromium, seeds) as shown:
        tab = shown.go("article/moscow-visit-2017.html")
        first = tab.locator(".text a.fact").first
        box, text = first.bounding_box(), tab.locator(".text").bounding_box()
        assert text["x"] + text["width"] - box["x"] - box["width"] < box["x"] - text["x"]              # the first word stands on the right
        first.hover()
        assert tab.evaluate("getComputedStyle(document.querySelector('.text a.fact'), '::after').content").strip('"').startswith("1. ")
        assert "lit" in tab.locator(".facts > li").first.get_attribute("class")
        first.click()
        entry = tab.locator(".facts > li:target")
        assert entry.count() == 1 and entry.is_visible() and tab.locator(".text a.fact").count() > 10
        entry.get_by_text("in the text").click()
        assert tab.locator(".text .at:target").count() == 1 and tab.evaluate("document.activeElement.matches('.text a.fact')")


def test_the_timelines_filter(chromium, seeds: Path) -> None:
    with Shown(chromium, seeds) as shown:
        tab = shown.go("timeline.html")
        visible = lambda: tab.locator("li.happening:visible").count()
        every = visible()
        tab.select_option("select[name=type]", "CONSULT")
        some, count = visible(), int(tab.locator("form.filter output").inner_text())
        assert 0 < some < every and some == count == tab.locator("li.happening[data-type=CONSULT]").count()
        tab.select_option("select[name=actor]", "RUS")
        assert 0 < visible() < some
        tab.select_option("select[name=type]", "")
        tab.select_option("select[name=actor]", "")
        tab.select_option("select[name=certainty]", "standing contested")
        assert 0 < visible() < some
        hidden = tab.locator("li.happening[hidden]").first.get_attribute("id")
        tab.evaluate(f"location.hash = '#{hidden}'")
        tab.wait_for_function(f"!document.getElementById('{hidden}').hidden")
        assert visible() == every                                                             # a link into what is filtered away shows it


def test_without_a_script_all_is_there(chromium, seeds: Path) -> None:
    with Shown(chromium, seeds, script=False) as shown:
        tab = shown.go("timeline.html")
        assert tab.locator("li.happening:visible").count() > 40 and not tab.locator("form.filter").is_visible()
        tab = shown.go("graph.html")
        assert tab.locator("svg.graph a.node:visible").count() > 10 and not tab.locator("form.filter").is_visible()
        tab.locator("svg.graph a.node.State").first.click()
        assert "/entity/" in tab.url


def test_a_walk_through_the_graph(chromium, seeds: Path) -> None:
    with Shown(chromium, seeds) as shown:
        tab = shown.go("graph.html")
        tab.wait_for_selector(".graph-filter:visible")
        nodes = lambda: tab.locator("svg.graph a.node").count()
        every = nodes()
        tab.locator("svg.graph a.node[aria-label^=Russia]").first.focus()
        tab.keyboard.press("Enter")
        assert "Russia" in tab.locator("#panel h3").inner_text() and tab.url.endswith("graph.html")
        assert tab.locator("svg.graph .edge.near").count() == tab.locator("#panel .neighbours > li").count() > 0
        tab.keyboard.press("ArrowUp")
        tab.keyboard.press("Enter")
        assert "Russia" not in tab.locator("#panel h3").inner_text()
        tab.locator("#panel summary").first.click()
        evidence = tab.locator("#panel .lines a").first.get_attribute("href")
        tab.keyboard.press("Escape")
        tab.locator("svg.graph a.node").first.focus()
        tab.keyboard.press("Escape")
        assert tab.locator("svg.graph.choosing").count() == 0
        tab.select_option("select[name=until]", "2016")
        assert 0 < nodes() < every
        tab.select_option("select[name=type]", "SANCTION")
        assert 0 < nodes() < 8
        tab.locator(".graph-filter button[type=reset]").click()
        tab.wait_for_function(f"document.querySelectorAll('svg.graph a.node').length === {every}")
        tab.locator("input[name=most]").fill("3")
        assert nodes() <= 6 and tab.locator("svg.graph .edge").count() == 3
        tab = shown.go(evidence)
        assert tab.locator("li.happening:target").count() == 1


def test_light_and_dark(chromium, seeds: Path) -> None:
    paper = "getComputedStyle(document.body).backgroundColor"
    with Shown(chromium, seeds) as light, Shown(chromium, seeds, dark=True) as dark:
        white, black = light.go("index.html").evaluate(paper), dark.go("index.html").evaluate(paper)
        assert white != black
        button = light.tab.locator("button.theme")
        assert button.get_attribute("aria-pressed") == "false"
        button.click()
        assert light.tab.evaluate(paper) == black and button.get_attribute("aria-pressed") == "true"
        assert light.go("timeline.html").evaluate(paper) == black                              # the next page remembers
        light.tab.emulate_media(media="print")
        assert light.tab.evaluate(paper) == "rgb(255, 255, 255)" and not light.tab.locator("nav").first.is_visible()


def test_the_keyboard_reaches_everything(chromium, seeds: Path) -> None:
    with Shown(chromium, seeds) as shown:
        tab = shown.go("index.html")
        tab.keyboard.press("Tab")
        assert tab.evaluate("document.activeElement.className") == "skip"
        tab.keyboard.press("Enter")
        assert tab.evaluate("document.activeElement.id") == "main"
        reached = []
        for _ in range(12):
            tab.keyboard.press("Tab")
            reached.append(tab.evaluate("[document.activeElement.tagName.toLowerCase(), getComputedStyle(document.activeElement).outlineStyle !== 'none' || document.activeElement.closest('svg') !== null].join()"))
        assert set(reached) == {"a,true"}                                                       # each shows that it has the focus
        assert tab.locator("main h1").count() == 1 and tab.locator("header nav, main").count() == 2


def test_axe_finds_nothing(chromium, seeds: Path, tmp_path: Path) -> None:
    if not shutil.which("npm"):
        pytest.skip("npm is not installed, which brings axe-core")
    done = subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(tmp_path), "axe-core@4"], capture_output=True, text=True, timeout=120)
    if done.returncode:
        pytest.skip("npm could not install axe-core: " + done.stderr[-200:])
    found = []
    for dark, some in ((False, ("index.html", "graph.html", "disputes.html", "article/moscow-visit-2017.html")), (True, ("ar/index.html", "entity/TUR.html", "article/moscow-visit-2017.html"))):
        with Shown(chromium, seeds, dark=dark) as shown:
            for path in some:
                tab = shown.go(path)
                tab.add_script_tag(path=str(tmp_path / "node_modules" / "axe-core" / "axe.min.js"))
                found += [f"{path}: {v['id']} {v['nodes'][0]['html'][:120]}" for v in tab.evaluate("axe.run(document, {resultTypes: ['violations'], preload: false})")["violations"]]
    assert found == []


def test_pages_load_fast(chromium, seeds: Path) -> None:
    """Loosely, since machines differ: a hundred times what it takes here is a fault."""
    with Shown(chromium, seeds) as shown:
        for path in ("index.html", "timeline.html", "graph.html"):
            assert shown.go(path).evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd") < 5000
