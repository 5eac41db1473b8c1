"""The report: what pages hold, that nothing of an article becomes markup, and how a real browser shows them."""
from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.accounts import Accounts, Difference, Tie, Variant
from kg.merge import merge
from kg.model import Article, Claim, Date, Entity, Event, Mention, Reading, Ref, Relation, Span, TimeMention, Unread, UserError
from kg.profile import key
from kg.report import pages as report
from kg.report.html import Html, el, esc, plain, rtl
from kg.report.marks import Mark, segments
from kg.report.wording import load

ROOT = Path(__file__).parent.parent
CHROMIUM = Path("/usr/bin/chromium")
HOSTILE = '<script>alert("x")</script> & \'y\''


# ── a reading made by hand ────────────────────────────────────────────────────────────────────────────────────────

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
    return dict(report.pages([reading], found, request.param))


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
    for path, text in made.items():
        page = Outline(text)
        assert [a.get("src") for t, a in page.tags if t == "script"] in ([], ["filter.js"]), path
        assert not [t for t, a in page.tags if t == "b" and a] and "javascript:" not in " ".join(a.get("href") or "" for _, a in page.tags)
        assert not any(k.startswith("on") for _, a in page.tags for k in a)
    assert HOSTILE in "".join(Outline(made["index.html"]).text)


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


def targets(pages: dict[str, str]) -> list[tuple[str, str]]:
    return [(path, a.get("href") or a.get("src")) for path, text in pages.items() for _, a in Outline(text).tags if a.get("href") or a.get("src")]


def links_resolve(pages: dict[str, str]) -> None:
    ids = {}
    for path, text in pages.items():
        found = [a["id"] for _, a in Outline(text).tags if "id" in a]
        assert len(found) == len(set(found)), f"{path}: an id twice: {sorted(x for x in found if found.count(x) > 1)}"
        ids[path] = set(found)
    for path, target in targets(pages):
        if target.startswith(("https://www.wikidata.org/", "data:", "http")):
            continue
        file, _, anchor = target.partition("#")
        there = os.path.normpath(os.path.join(os.path.dirname(path), unquote(file))) if file else path
        assert there in pages or there in report.ASSETS, (path, target)
        assert not anchor or unquote(anchor) in ids[there], (path, target)


def test_links_resolve(made: dict[str, str]) -> None:
    links_resolve(made)


def test_nothing_is_fetched(made: dict[str, str]) -> None:
    for path, text in made.items():
        loaded = [a.get("src") or a["href"] for t, a in Outline(text).tags if t in ("link", "script", "img", "iframe")]
        assert all(not re.match(r"\w+://|//", x) for x in loaded), path
    style = (ROOT / "kg" / "report" / "style.css").read_text(encoding="utf-8")
    assert "url(" not in style and "@import" not in style


def test_files_differ_where_a_file_system_confuses_names(made: dict[str, str]) -> None:
    assert len({p.casefold() for p in made}) == len(made) and sum(p.casefold().startswith("entity/irq") for p in made) == 2


def test_contradictions_stand_side_by_side() -> None:
    reading, found = by_hand()
    text = dict(report.pages([reading], found))["index.html"]
    assert text.count('class="versus"') == 2 and text.count('class="sides"') == 2
    assert "No article contradicts" in dict(report.pages([reading], Accounts(found.happenings, (), ())))["index.html"]


def test_many_happenings_go_into_a_page_a_year(monkeypatch) -> None:
    from kg.report import site, timeline
    for module in (report, site, timeline):
        monkeypatch.setattr(module, "MANY", 1)
    reading, found = by_hand()
    pages = dict(report.pages([reading], found))
    assert {"timeline/2020.html", "timeline/undated.html"} <= set(pages) and 'class="happening' not in pages["index.html"]
    links_resolve(pages | {"timeline/filter.js": ""})


def test_an_article_without_facts_or_words() -> None:
    pages = dict(report.pages([Reading(Article("empty", ""), None)], Accounts((), (), ())))
    links_resolve(pages)
    assert "No fact was read" in pages["article/empty.html"]


def test_every_caption_in_both_languages() -> None:
    captions = load("en").captions
    assert all(set(c) == {"en", "ar"} and all(c.values()) and c["en"].count("{}") == c["ar"].count("{}") for c in captions.values())
    source = "".join(p.read_text(encoding="utf-8") for p in (ROOT / "kg" / "report").glob("*.py"))
    assert [k for k in captions if f'"{k}"' not in source and f"'{k}'" not in source] == []


def test_days() -> None:
    en, ar = load("en"), load("ar")
    assert [en.day(d) for d in (None, Date("2020-01-01", "2020-01-01", "day"), Date("2020-01-01", None, "after"), Date("2020-01-01", "2020-01-31", "approximate"))] == \
        ["no date", "2020-01-01", "from 2020-01-01", "about 2020-01-01 – 2020-01-31"]
    assert ar.day(Date(None, "2020-01-31", "before")).endswith("\u200e2020-01-31")


def test_a_second_report_removes_what_is_no_more_and_nothing_else(tmp_path: Path) -> None:
    reading, _ = by_hand()
    assert report.write([reading], tmp_path) == len(list(tmp_path.rglob("*.html")))
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
    for verb in (["build", "--quiet"], ["report"]):
        done = kg(folder, *verb)
        assert done.returncode == 0, done.stderr
    assert "index.html" in done.stdout
    return folder


def test_same_facts_same_bytes(seeds: Path) -> None:
    assert kg(seeds, "report", "-o", str(seeds / "again"), seed="7").returncode == 0
    first, again = ({str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*") if p.is_file()} for root in (seeds / "build" / "report", seeds / "again"))
    assert first == again and len(first) > 20


def test_links_of_the_seeds(seeds: Path) -> None:
    root = seeds / "build" / "report"
    links_resolve({p.relative_to(root).as_posix(): p.read_text(encoding="utf-8") for p in root.rglob("*.html")})


def test_nothing_built_is_one_clear_message(tmp_path: Path) -> None:
    (tmp_path / "kg.toml").write_text("")
    done = kg(tmp_path, "report")
    assert done.returncode == 2 and "kg build" in done.stderr and "Traceback" not in done.stderr


# ── in a real browser ─────────────────────────────────────────────────────────────────────────────────────────────

browser = pytest.mark.skipif(not CHROMIUM.exists(), reason=f"there is no {CHROMIUM}: apt-get install chromium")


def seen(page: Path, script: str, *flags: str) -> dict:
    """What a script sees on a page as Chromium shows it, under `seen`; `console` and `errors` are what went wrong."""
    probe = page.with_name(f"probe-{page.name}")
    watch = "<script>window.errors = []; addEventListener('error', e => errors.push(e.message || e.target.src), true)</script>"
    look = f"<script>addEventListener('load', () => document.body.setAttribute('data-seen', JSON.stringify({{seen: (() => {{ {script} }})(), errors}})))</script>"
    probe.write_text(page.read_text(encoding="utf-8").replace("<head>", "<head>" + watch).replace("</body>", look + "</body>"), encoding="utf-8")
    with tempfile.TemporaryDirectory() as profile:
        done = subprocess.run(
            [str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
             "--enable-logging=stderr", f"--user-data-dir={profile}", "--window-size=1200,900", *flags, "--dump-dom", f"file://{probe}"],
            capture_output=True, text=True, encoding="utf-8", timeout=120)
    probe.unlink()
    found = re.search(r'data-seen="([^"]*)"', done.stdout)
    assert found, done.stderr[-2000:]
    return json.loads(html.unescape(found[1])) | {"console": [line for line in done.stderr.splitlines() if "CONSOLE" in line]}


@browser
def test_an_article_in_a_browser(seeds: Path) -> None:
    page = next((seeds / "build" / "report" / "article").glob("moscow-visit-2017.html"))
    found = seen(page, """
        const text = document.querySelector('.text'), fact = text.querySelector('a.fact'), css = getComputedStyle;
        const target = document.querySelector(decodeURIComponent(fact.hash).replaceAll(':', '\\\\:'));
        fact.click();
        return {direction: css(text).direction, page: css(document.body).direction, facts: text.querySelectorAll('a.fact').length, listed: document.querySelectorAll('.facts > li').length,
                marked: css(fact).backgroundColor !== css(text).backgroundColor, tip: fact.dataset.tip, there: target !== null, hash: location.hash === fact.hash,
                wide: document.documentElement.scrollWidth <= innerWidth, right: Math.round(text.getBoundingClientRect().right - fact.getBoundingClientRect().right),
                left: Math.round(fact.getBoundingClientRect().left - text.getBoundingClientRect().left)}""")
    assert found["console"] == [] and found["errors"] == []
    at = found["seen"]
    assert at["direction"] == "rtl" and at["page"] == "ltr" and at["there"] and at["hash"] and at["wide"] and at["marked"]
    assert at["facts"] > 10 and at["listed"] >= at["facts"] - 5 and at["right"] < at["left"]         # the first word stands on the right
    assert at["tip"].startswith("1. ")


@browser
def test_the_overview_in_a_browser(seeds: Path) -> None:
    found = seen(seeds / "build" / "report" / "index.html", """
        const form = document.querySelector('form.filter'), items = [...document.querySelectorAll('li.happening')], visible = () => items.filter(i => i.offsetParent !== null).length;
        const all = visible(), select = form.elements.type;
        select.value = 'CONSULT'; select.dispatchEvent(new Event('change', {bubbles: true}));
        return {all, items: items.length, form: !form.hidden, some: visible(), told: Number(form.querySelector('output').value), consult: items.filter(i => i.dataset.type === 'CONSULT').length,
                wide: document.documentElement.scrollWidth <= innerWidth}""")
    assert found["console"] == [] and found["errors"] == []
    at = found["seen"]
    assert at["all"] == at["items"] > 10 and at["form"] and at["wide"]
    assert at["some"] == at["told"] == at["consult"] > 0


@browser
def test_dark_narrow_and_arabic_in_a_browser(seeds: Path) -> None:
    assert kg(seeds, "report", "-o", str(seeds / "ar"), "--language", "ar").returncode == 0
    look = "const c = getComputedStyle(document.body); return {direction: c.direction, paper: c.backgroundColor, wide: document.documentElement.scrollWidth <= innerWidth}"
    for path in ("index.html", "entities.html", "article/moscow-visit-2017.html"):
        dark = seen(seeds / "ar" / path, look, "--force-dark-mode", "--window-size=500,900")
        light = seen(seeds / "ar" / path, look)
        assert dark["console"] == light["console"] == dark["errors"] == light["errors"] == []
        assert dark["seen"]["direction"] == "rtl" and dark["seen"]["paper"] != light["seen"]["paper"] and dark["seen"]["wide"], path
