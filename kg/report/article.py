"""The page of an article: its text with every fact marked in place, and beside it the facts that were read."""
from __future__ import annotations

from kg.model import Claim, Event, Reading, Relation, Unread
from kg.report.html import Html, el, esc, join, plain, rtl, words
from kg.report.marks import Mark, Segment, segments
from kg.report.site import Fact, Site, fact_anchor, refs
from kg.report.telling import badges, in_words, kind_class, linked, pieces, quoted, when

UP = "../"
LAYERS = ("fact", "unread", "name", "time")       # which mark a letter shows, where several hold


def facts_of(reading: Reading) -> list[Fact]:
    """The facts in the order of the text, as they are numbered on the page."""
    return sorted((*reading.events, *reading.claims, *reading.relations), key=lambda f: (f.trigger.start, f.trigger.end, f.id))


def article_body(reading: Reading, site: Site) -> Html:
    """All of the page below its navigation."""
    w, facts = site.wording, facts_of(reading)
    listed = el("ol", *(_entry(f, n, reading, site) for n, f in enumerate(facts, 1)), class_="facts") if facts else el("p", w.say("no-facts"))
    text = el("section", el("h2", w.say("text"), id="text"), el("p", w.say("text-note"), class_="note"), _text(reading, facts, site), aria_labelledby="text")
    aside = el("section", el("h2", f"{w.say('facts')} ({len(facts)})", id="facts"), listed, class_="beside", tabindex="0", aria_labelledby="facts")
    return join([_head(reading, site), el("div", text, aside, _unread(reading, site), class_="columns article")])


def _head(reading: Reading, site: Site) -> Html:
    a, w = reading.article, site.wording
    url = el("a", plain(a.url), href=a.url, rel="external noreferrer") if a.url and a.url.startswith(("http://", "https://")) else a.url and words(a.url)
    rows = (("publisher", a.publisher and words(a.publisher)), ("author", a.author and words(a.author)), ("written", when(reading.written, site)),
            ("reasons", join(words(w.reason(r), "p") for r in reading.reasons) or None), ("file", (a.path or reading.origin) and el("code", a.path or reading.origin)), ("source-page", url))
    return el("div", el("h1", words(a.title or a.id)), el("dl", *(join([el("dt", w.say(k)), el("dd", v)]) for k, v in rows if v), class_="meta"))


# ── the text ──────────────────────────────────────────────────────────────────────────────────────────────────────

def _marks(reading: Reading, facts: list[Fact]) -> list[Mark]:
    """Everything to be marked, as (layer, number): positions in `facts`, `unread`, `mentions`, `times`."""
    spans = {"fact": [f.trigger for f in facts], "unread": [u.span if u.kind != "silent-sentence" else None for u in reading.unread],
             "name": [m.ref.mention for m in reading.mentions], "time": [t.span for t in reading.times]}
    return [Mark(s.start, s.end, (layer, n)) for layer in LAYERS for n, s in enumerate(spans[layer]) if s is not None and s.text]


def _paragraphs(text: str) -> list[tuple[int, int]]:
    out, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            out.append((at, at + len(line)))
        at += len(line) + 1
    return out


def _text(reading: Reading, facts: list[Fact], site: Site) -> Html:
    text, marks = reading.article.text, _marks(reading, facts)
    cuts = {x for edges in reading.sentences for x in edges}
    clicked = {s.marks[0].what for a, b in _paragraphs(text) for s in segments(a, b, [m for m in marks if m.what[0] == "fact"]) if s.marks}
    opened: set = set()
    out = []
    for a, b in _paragraphs(text):
        row = segments(a, b, marks, cuts)
        sentences = [(x, y) for x, y in reading.sentences if x < b and y > a] or [(a, b)]
        edges = sorted({a, b, *(x for x, _ in sentences if a < x < b)})
        shown = (join(_segment(s, reading, facts, site, clicked, opened) for s in row if x <= s.start < y) for x, y in zip(edges, edges[1:]))
        out.append(el("p", *(el("span", inner, class_="sentence") for inner in shown)))
    arabic = rtl(text)
    return el("article", *out, class_="text", lang="ar" if arabic else reading.article.language, dir="rtl" if arabic else "ltr")


def _segment(s: Segment, reading: Reading, facts: list[Fact], site: Site, clicked: set, opened: set) -> Html:
    """One segment: a link to the fact it tells, else to the entity it names; then links to facts that had no letter of their own."""
    found = {layer: [m for m in s.marks if m.what[0] == layer] for layer in LAYERS}
    inner: Html = esc(reading.article.text[s.start:s.end])
    told = [m.what[1] for m in found["fact"]]
    if told:
        first, w = facts[told[0]], site.wording
        tip = "\n".join(f"{n + 1}. {in_words(facts[n], site)}" for n in told)
        inner = el("a", inner, class_=f"fact {kind_class(first)}", href=f"#{fact_anchor(first)}", data_tip=tip, aria_describedby=f"t-{fact_anchor(first)}")
        for n in told:
            if n not in opened:
                opened.add(n)
                inner = el("span", inner, id=f"m-{fact_anchor(facts[n])}", class_="at")
        for m in s.closes:
            if m.what[0] == "fact" and m.what not in clicked:
                other = facts[m.what[1]]
                inner += el("a", class_=f"also {kind_class(other)}", href=f"#{fact_anchor(other)}", data_n=m.what[1] + 1, data_tip=in_words(other, site),
                            aria_label=f"{w.say('also')}: {in_words(other, site)}")
        return Html(inner)
    if found["unread"]:
        n = found["unread"][0].what[1]
        return el("a", inner, class_="unread", href=f"#u-{n + 1}", title=plain(reading.unread[n].why))
    if found["name"]:
        entity = reading.mentions[found["name"][0].what[1]].ref.entity
        other = f"{entity.label(site.wording.language)} ({site.wording.kind(entity.type)})"
        return el("a", inner, class_="name", href=UP + _path(site, entity.id), title=plain(other))
    if found["time"]:
        t = reading.times[found["time"][0].what[1]]
        return el("time", inner, datetime=(t.date.start or t.date.end) if t.date else None, title=site.wording.day(t.date))
    return inner


def _path(site: Site, entity: str) -> str:
    from urllib.parse import quote
    return quote(site.files[f"entity:{entity}"])


# ── the facts ─────────────────────────────────────────────────────────────────────────────────────────────────────

def _entry(fact: Fact, number: int, reading: Reading, site: Site) -> Html:
    w, anchor = site.wording, fact_anchor(fact)
    told = site.told.get((fact.doc, fact.id)) if isinstance(fact, Event) else None
    head = el("p", linked(pieces(fact, site), site, UP), *(join([" ", b]) for b in (badges(told, site) if told and told.standing == "contested" else ())), id=f"t-{anchor}", class_="gist")
    back = el("a", w.say("in-text"), href=f"#m-{anchor}", class_="go") if fact.trigger.text else None
    go = el("a", w.say("in-timeline"), href=site.happening(told, UP), class_="go") if told else None
    rows = [join([el("dt", label), el("dd", value)]) for label, value in _details(fact, reading, site)]
    quotes = [quoted(s, fact.trigger) for s in fact.evidence if s.text]
    return el("li", head, el("dl", *rows) if rows else None, *quotes, el("p", back, " " if back and go else None, go), id=anchor, class_=kind_class(fact), value=number)


def _details(fact: Fact, reading: Reading, site: Site) -> list[tuple[str, object]]:
    """What the line of a fact leaves out, as label and value."""
    w = site.wording
    out: list[tuple[str, object]] = []
    if isinstance(fact, Event):
        out.append((w.say("type"), w.plover(fact.event) + (f" / {fact.mode}" if fact.mode else "")))
        lines = {"actor", "recipient", "place", "source"}
        out += [(w.term(role), site.entity(r.entity, UP)) for role, r in refs(fact) if role not in lines]
        out += [(w.aspect(q.kind) if q.kind in ("count", "duration", "distance", "money") else q.kind, join([q.value, q.unit and f" {w.unit(q.unit)}", " ", words(q.span.text, "q")])) for q in fact.quantities]
        out += [(w.term("topic"), words(t.text)) for t in fact.topics]
        out += [(w.term("modality"), w.value(fact.modality))] if fact.modality else []
        out += [(w.say("causes"), _other(fact.doc, c, site)) for c in fact.causes]
    if isinstance(fact, Claim):
        out += [(w.say("about-fact"), _other(fact.doc, fact.about, site))] if fact.about else []
        out += [(w.term("content"), words(fact.content.text))] if fact.content.text else []
    when_ = fact.valid if isinstance(fact, Relation) else fact.date
    if when_ is not None:
        how = join([when(when_, site), " ", words(when_.text, "q") if when_.text else None, f" {w.say('method')} {when_.method}" if when_.method else None])
        out.append((w.say("date"), how))
    return out + [(w.say("rule"), join([el("code", fact.rule), f"{w.comma()}{w.say('confidence')} {fact.confidence:g}"]))]


def _other(doc: str, ident: str, site: Site) -> Html:
    """A link to another fact of the same article, by its id; only its id where a correction took the fact away."""
    other = site.facts.get((doc, ident))
    return el("code", ident) if other is None else el("a", in_words(other, site), href=f"#{fact_anchor(other)}")


def _unread(reading: Reading, site: Site) -> Html | None:
    """What was seen in this article and not coded."""
    if not reading.unread:
        return None
    w = site.wording
    return el("section", el("h2", f"{w.say('unknown')} ({len(reading.unread)})", id="unread"), el("p", w.say("unknown-note"), class_="note"),
              el("ul", *(_one_unread(u, n, site) for n, u in enumerate(reading.unread, 1)), class_="unread-list"), aria_labelledby="unread")


def _one_unread(u: Unread, number: int, site: Site) -> Html:
    return el("li", words(u.span.text, "q"), " ", el("span", u.why, class_="why", lang="en", dir="ltr"), id=f"u-{number}")
