"""The page on which the endpoint is asked: a query, the saved questions, the answer as a table or to download."""
from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path

from kg.report.html import Html, el, join

FIRST = "SELECT ?day ?what ?happening WHERE {\n  ?happening a kg:Happening ; kg:startDate ?day ; kg:eventClass/rdfs:label ?what\n  FILTER(LANG(?what) = \"%s\")\n} ORDER BY ?day LIMIT 50"
DOWNLOADS = {"csv": "CSV", "tsv": "TSV", "json": "JSON", "xml": "XML", "jsonl": "JSON Lines", "ttl": "Turtle"}
_SAID = ("waiting", "rows", "shown", "none", "yes", "no", "unreachable", "describe")


def query_page(language: str, saved: Mapping[str, tuple[str, str]], names: Mapping[str, str]) -> str:
    """The whole page.  `saved`: name → (title in this language, query ready to run); `names`: prefix → namespace, known to the endpoint."""
    captions = tomllib.loads((Path(__file__).parent / "captions.toml").read_text(encoding="utf-8"))
    say = lambda key: captions[key][language]
    other = "en" if language == "ar" else "ar"
    data = {"names": dict(names), "saved": {name: text for name, (_, text) in saved.items()}, "say": {key: say(key) for key in _SAID}}
    choices = [el("option", say("choose"), value="")] + [el("option", title, value=name) for name, (title, _) in saved.items()]
    form = el("form",
              el("label", say("saved"), el("select", *choices, id="saved"), class_="wide"),
              el("label", say("query"), el("textarea", FIRST % language, name="query", id="query", rows="14", spellcheck="false", dir="ltr", lang="en", autocomplete="off"), class_="wide"),
              el("p", el("button", say("run"), type="submit", id="run"), " ", el("small", say("keys"))),
              el("p", say("download"), *(part for f, label in DOWNLOADS.items() for part in (" ", el("button", label, type="submit", name="format", value=f, class_="quiet"))), class_="downloads"),
              action="/sparql", method="get", id="ask")
    body = join([
        el("header", el("nav", el("a", say("report"), href="/"), " ", el("a", say("other-language"), href=f"/sparql?lang={other}", lang=other, hreflang=other), aria_label=say("title"))),
        el("main", el("h1", say("title")), el("noscript", el("p", say("needs-script"))), form,
           el("section", el("h2", say("answer"), id="answer-title"), el("p", id="said", role="status", aria_live="polite"), el("div", id="answer", tabindex="0", role="region", aria_labelledby="answer-title"),
              id="found", hidden=True))])
    head = join([el("meta", charset="utf-8"), el("meta", name="viewport", content="width=device-width, initial-scale=1"), el("meta", name="color-scheme", content="light dark"),
                 el("title", f"kg · {say('title')}"), el("link", rel="icon", href="data:,"), el("link", rel="stylesheet", href="/sparql/query.css"),
                 el("script", src="/sparql/query.js", defer=True)])
    carried = el("script", Html(json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")), type="application/json", id="data")
    return f"<!doctype html>\n{el('html', el('head', head), el('body', body, carried), lang=language, dir='rtl' if language == 'ar' else 'ltr')}\n"
