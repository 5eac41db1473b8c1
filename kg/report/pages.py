"""Every page of a report under its path, and the folder they are written into."""
from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

from kg.accounts import Accounts, accounts
from kg.gazetteer import Location
from kg.kept import write_atomically
from kg.merge import merge
from kg.model import Reading, UserError
from kg.pins import Pins
from kg.report import LIST, disputes, map, network, relations
from kg.report import timeline as over_time
from kg.report.article import article_body
from kg.report.entity import catalogue_body, entity_body
from kg.report.html import Html, el, page
from kg.report.overview import articles_body, overview_body, unknown_body
from kg.report.site import Site, survey
from kg.report.wording import load

ASSETS = ("style.css", "report.js", "graph.js")
LANGUAGES = ("ar", "en")
PARTS = (("overview", "index.html"), ("timeline", "timeline.html"), ("who-with-whom", "pairs.html"), ("where", "places.html"), ("graph", "graph.html"), ("contradictions", "disputes.html"), ("entities", "entities.html"),
         ("articles", "articles.html"), ("unknown", "unknown.html"))
Given = Mapping[str, Location]


def pages(readings: Iterable[Reading], found: Accounts, language: str = "en", located: Given | None = None, home: str = "", twin: tuple[str, str] | None = None) -> Iterator[tuple[str, str]]:
    """(path, text) of every page and of the graph's data, in a fixed order.  `language` is that of the interface, ar or en; `located` says where
    entities lie; `home` is the folder of this language, `twin` the other language and its folder, where both are written."""
    site = survey(readings, found, load(language), located, home, twin)
    net = network.network(site)
    for path, title, body, scripts in _bodies(site, net):
        yield home + path, _page(path, title, body, site, scripts)
    yield home + "graph-data.js", network.script(net, site)


def _bodies(site: Site, net: network.Network) -> Iterator[tuple[str, str, Html, tuple[str, ...]]]:
    """(path, title, body, scripts) of every page."""
    w = site.wording
    yield "index.html", w.say("report"), overview_body(site), ()
    yield "timeline.html", w.say("timeline"), over_time.index(site), ()
    yield "pairs.html", w.say("who-with-whom"), relations.body(site), ()
    yield "graph.html", w.say("graph"), network.body(net, site), ("graph.js",)
    yield "places.html", w.say("where"), map.body(site), ()
    yield "entities.html", w.say("entities"), catalogue_body(site), ()
    yield "articles.html", w.say("articles"), articles_body(site), ()
    yield "unknown.html", w.say("unknown"), unknown_body(site), ()
    for path, title, body in (*disputes.pages(site), *over_time.parts(site), *over_time.of_types(site)):
        yield path, title, body, ()
    for r in site.readings:
        yield site.files[f"article:{r.article.id}"], site.titles[r.article.id], article_body(r, site), ()
    for e in site.entities.values():
        yield site.files[f"entity:{e.id}"], e.label(w.language), entity_body(e, site), ()


def _page(path: str, title: str, body: Html, site: Site, scripts: tuple[str, ...]) -> str:
    """The frame: where one may go, the other language, light or dark."""
    w = site.wording
    up = "../" * path.count("/")
    assets = up + ("../" if site.home else "")
    links = (el("li", el("a", w.say(k), href=up + href, aria_current="page" if href == path else None)) for k, href in PARTS)
    nav = el("nav", el("ul", *links), aria_label=w.say("pages"))
    other = site.twin and el("a", w.captions["language"][site.twin[0]], href=f"{assets}{site.twin[1]}{quote(path)}", lang=site.twin[0], hreflang=site.twin[0], class_="twin")
    theme = el("button", w.say("theme"), type="button", class_="theme", aria_pressed="false", hidden=True)
    return page(title, body, w.language, assets, el("div", nav, el("div", other, theme, class_="tools"), class_="bar"), w.say("skip"), scripts)


def write(readings: Iterable[Reading], folder: Path, language: str = "en", pins: Pins = Pins(), located: Given | None = None, both: bool = False,
          progress: Callable[[Iterable, str, str], Iterable] = lambda items, what, unit: items) -> int:
    """Writes the report into a folder and removes the pages of an earlier one that are no more; returns how many pages there are.

    With `both` the other language goes into a folder of its own, and each page leads to its twin.  Nothing that a report did not write is
    touched.  UserError where the folder cannot be written.
    """
    readings = list(readings)
    if folder.exists() and not folder.is_dir():
        raise UserError("this is a file, not a folder", str(folder))
    before = _listed(folder)
    found = accounts(readings, merge(readings, pins))
    other = next(x for x in LANGUAGES if x != language)
    written: list[str] = []
    for tongue, home, twin in ((language, "", (other, f"{other}/")), (other, f"{other}/", (language, "")))[:2 if both else 1]:
        for path, text in progress(pages(readings, found, tongue, located, home, twin if both else None), "writing", "pages"):
            _put(folder / path, text)
            written.append(path)
    for name in ASSETS:
        _put(folder / name, (Path(__file__).parent / name).read_text(encoding="utf-8"))
    for path in before - set(written):
        (folder / path).unlink(missing_ok=True)
    write_atomically(folder / LIST, (f"{p}\n" for p in sorted(written)), lasting=False)
    return sum(p.endswith(".html") for p in written)


def _put(path: Path, text: str) -> None:
    """Writes a file unless it holds this already."""
    try:
        if path.read_text(encoding="utf-8") == text:
            return
    except (OSError, UnicodeDecodeError):
        pass
    write_atomically(path, [text], lasting=False)


def _listed(folder: Path) -> set[str]:
    """The pages of an earlier report, paths within the folder only."""
    try:
        rows = (folder / LIST).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return set()
    return {p for p in rows if p.endswith((".html", "graph-data.js")) and not p.startswith("/") and ".." not in Path(p).parts}
