"""Every page of a report under its path, and the folder they are written into."""
from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.accounts import Accounts, accounts
from kg.kept import write_atomically
from kg.merge import merge
from kg.model import Reading, UserError
from kg.pins import Pins
from kg.report.article import article_body
from kg.report.entity import catalogue_body, entity_body
from kg.report.html import Html, el, join, page
from kg.report.overview import overview_body
from kg.report.site import MANY, Site, survey, year
from kg.report.timeline import timeline
from kg.report.wording import load

LIST = ".kg-report"         # what the last report wrote here, so that the next may remove what it writes no more
ASSETS = ("style.css", "filter.js")
SECTIONS = ("figures", "articles", "timeline", "who-with-whom", "contradictions", "unknown")


def pages(readings: Iterable[Reading], found: Accounts, language: str = "en") -> Iterator[tuple[str, str]]:
    """(path, text) of every page, in a fixed order.  `language` is that of the interface, ar or en."""
    site = survey(readings, found, load(language))
    w = site.wording
    yield "index.html", _page(w.say("report"), overview_body(site), site, "", script=True)
    yield "entities.html", _page(w.say("entities"), catalogue_body(site), site, "")
    for r in site.readings:
        yield site.files[f"article:{r.article.id}"], _page(site.titles[r.article.id], article_body(r, site), site, "../")
    for e in site.entities.values():
        yield site.files[f"entity:{e.id}"], _page(e.label(language), entity_body(e, site), site, "../")
    if len(found.happenings) > MANY:
        for y in sorted({year(h) or "undated" for h in found.happenings}):
            name = w.say("undated") if y == "undated" else y
            body = join([el("h1", name), timeline([h for h in site.accounts.happenings if (year(h) or "undated") == y], site, "../")])
            yield f"timeline/{y}.html", _page(f"{w.say('timeline')}: {name}", body, site, "../", script=True)


def _page(title: str, body: Html, site: Site, up: str, script: bool = False) -> str:
    w = site.wording
    links = [("overview", "index.html"), *((s, f"index.html#{s}") for s in SECTIONS[2:]), ("entities", "entities.html")]
    nav = el("nav", el("ul", *(el("li", el("a", w.say(k), href=up + href)) for k, href in links)), aria_label=w.say("report"))
    return page(title, body, w.language, up, nav, w.say("skip"), script)


def write(readings: Iterable[Reading], folder: Path, language: str = "en", pins: Pins = Pins()) -> int:
    """Writes the report into a folder and removes the pages of an earlier one that are no more; returns how many pages there are.

    Nothing that a report did not write is touched.  UserError where the folder cannot be written.
    """
    readings = list(readings)
    if folder.exists() and not folder.is_dir():
        raise UserError("this is a file, not a folder", str(folder))
    before = _listed(folder)
    written: list[str] = []
    for path, text in pages(readings, accounts(readings, merge(readings, pins)), language):
        _put(folder / path, text)
        written.append(path)
    for name in ASSETS:
        _put(folder / name, (Path(__file__).parent / name).read_text(encoding="utf-8"))
    for path in before - set(written):
        (folder / path).unlink(missing_ok=True)
    _put(folder / LIST, "".join(f"{p}\n" for p in sorted(written)))
    return len(written)


def _put(path: Path, text: str) -> None:
    """Writes a file unless it holds this already."""
    try:
        if path.read_text(encoding="utf-8") == text:
            return
    except (OSError, UnicodeDecodeError):
        pass
    write_atomically(path, [text])


def _listed(folder: Path) -> set[str]:
    """The pages of an earlier report, paths within the folder only."""
    try:
        rows = (folder / LIST).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return set()
    return {p for p in rows if p.endswith(".html") and not p.startswith("/") and ".." not in Path(p).parts}
