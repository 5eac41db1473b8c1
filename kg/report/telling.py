"""How facts and happenings are told on every page: in one line with links, in one line of plain words, with their quotes."""
from __future__ import annotations

from collections.abc import Iterable

from kg.merge import Happening
from kg.model import Claim, Date, Entity, Event, Span
from kg.report.html import Html, el, esc, join, plain, rtl, words
from kg.report.site import Fact, Site, fact_anchor, happening_anchor
from kg.report.wording import quad
from kg.vocab import local

Piece = str | Entity | Date


def _names(entities: Iterable[Entity], site: Site) -> list[Piece]:
    out: list[Piece] = []
    for n, e in enumerate(entities):
        out += [site.wording.comma(), e] if n else [e]
    return out


def sides(actors: Iterable[Entity], recipients: Iterable[Entity], site: Site) -> list[Piece]:
    """Who, and to whom; the doer of a deed done to somebody is `somebody` where nobody is named."""
    actors, recipients = list(actors), list(recipients)
    who: list[Piece] = _names(actors, site) or ([site.wording.say("somebody")] if recipients else [])
    return who + ([f" {site.wording.say('arrow')} ", *_names(recipients, site)] if recipients else [])


def pieces(fact: Fact, site: Site) -> list[Piece]:
    """A fact as a row of words, names and dates."""
    w = site.wording
    if isinstance(fact, Claim):
        return [*(_names([r.entity for r in fact.speakers], site) or [w.say("somebody")]), " – ", w.value(fact.stance)]
    if not isinstance(fact, Event):
        return [fact.subject.entity, " – ", w.term(fact.relation), ": ", fact.object.entity, f" ({w.office(fact.role)})" if fact.role else ""]
    out: list[Piece] = [w.term(fact.cls)]
    who = sides([r.entity for r in fact.actors], [r.entity for r in fact.recipients], site)
    out += [": ", *who] if who else []
    out += [f"{w.comma()}{w.say('at')} ", *_names([r.entity for r in fact.place], site)] if fact.place else []
    out += [w.comma(), fact.date] if fact.date else []
    out += [f"{w.comma()}{w.say('says')} ", *_names([r.entity for r in fact.sources], site)] if fact.sources else []
    return out + ([f" [{w.value(fact.status)}]"] if fact.status != "actual" else [])


def in_words(fact: Fact, site: Site) -> str:
    """A fact in plain words."""
    w = site.wording
    return plain("".join(p.label(w.language) if isinstance(p, Entity) else w.day(p) if isinstance(p, Date) else p for p in pieces(fact, site)))


def linked(row: Iterable[Piece], site: Site, up: str) -> Html:
    """A row with its names as links and its dates marked."""
    return join(site.entity(p, up) if isinstance(p, Entity) else when(p, site) if isinstance(p, Date) else p for p in row)


def when(d: Date | None, site: Site) -> Html:
    """A date; how it was found on hovering."""
    if d is None:
        return el("span", site.wording.say("no-date"), class_="nodate")
    how = ", ".join(x for x in (site.wording.value(d.precision), f"«{d.text}»" if d.text else "", d.method) if x)
    return el("time", site.wording.day(d), datetime=d.start or d.end, title=plain(how))


def quoted(sentence: Span, trigger: Span | None, lead: str = "") -> Html:
    """A sentence in its own direction, the word that tells the fact marked."""
    text = sentence.text
    if trigger is not None and trigger.text and sentence.start <= trigger.start and trigger.end <= sentence.end:
        a, b = trigger.start - sentence.start, trigger.end - sentence.start
        inner = join([loose(text[:a]), el("mark", loose(text[a:b])), loose(text[b:])])
    else:
        inner = esc(plain(text))
    return el("blockquote", inner, lang="ar" if rtl(text) else None, dir="rtl" if rtl(text) else "ltr", class_=lead or None)


def loose(text: str) -> str:
    """`plain`, with a blank kept at either end."""
    bare = plain(text)
    return (" " if text[:1].isspace() else "") + bare + (" " if text[-1:].isspace() and bare else "")


def quote_of(fact: Fact, site: Site, up: str, speaker: bool = False) -> Html:
    """The article that tells a fact, as a link to the fact there, and the words it tells it in."""
    link = el("a", words(site.titles[fact.doc]), href=site.article(fact.doc, up, fact_anchor(fact)), class_="source")
    told = el("span", in_words(fact, site), class_="gist") if speaker else None
    return el("div", link, " " if told else None, told, *(quoted(s, fact.trigger) for s in fact.evidence if s.text), class_="quote")


def kind_class(fact: Fact | Happening) -> str:
    """The name by which a fact has its colour."""
    return "claim" if isinstance(fact, Claim) else quad(fact.event) if isinstance(fact, (Event, Happening)) else "tie"


def badges(h: Happening, site: Site) -> list[Html]:
    """What makes a happening less than plainly told: a status, a standing."""
    marks = [h.status] * (h.status != "actual") + [h.standing] * (h.standing != "told")
    return [el("span", site.wording.value(x), class_=f"badge {x}") for x in marks]


def happening_line(h: Happening, site: Site, up: str, date: bool = True) -> list[Html]:
    """A happening in one line: its date, class, who, to whom, where."""
    w = site.wording
    row: list[Piece] = sides(h.actors, h.recipients, site)
    row += [f"{w.comma() if row else ''}{w.say('at')} ", *_names(h.places, site)] if h.places else []
    for role in sorted({r for r, _ in h.participants} - {"actor", "recipient"}):
        row += [f"{w.comma()}{w.term(role)}: ", *_names([e for r, e in h.participants if r == role], site)]
    for role, named in (("object", h.objects), ("weapon", h.weapons)):
        row += [f"{w.comma() if row else ''}{w.term(role)}: ", *_names(named, site)] if named else []
    name = el("span", w.term(h.cls), class_="class")
    return [*([when(h.date, site), Html(" ")] if date else []), name, *(join([" ", b]) for b in badges(h, site)), join([" ", linked(row, site, up)]) if row else Html("")]


def brief(h: Happening, site: Site) -> list[str]:
    """A happening in a few words, for a link: its date, class, who, to whom."""
    return [site.wording.day(h.date), " · ", in_line(h, site)]


def in_line(h: Happening, site: Site) -> str:
    """A happening in a few words, without its date."""
    w = site.wording
    who = lambda es: w.comma().join(e.label(w.language) for e in es)
    return plain("".join([w.term(h.cls), f": {who(h.actors) or w.say('somebody')}" if h.actors or h.recipients else "", f" {w.say('arrow')} {who(h.recipients)}" if h.recipients else ""]))


def happening_entry(h: Happening, site: Site, up: str) -> Html:
    """A happening on the timeline, with what it opens to."""
    w = site.wording
    who = " ".join(sorted({local(e.id) for e in (*h.actors, *h.recipients, *(e for _, e in h.participants))}))
    apart = site.sources.get(h.id, 1)
    docs = el("summary", f"{w.say('articles')}: {len(h.docs)} · {w.say('quotes')}: {len(h.facts)}" + (f" · {w.say('independent')}: {apart}" if len(h.docs) > 1 else ""))
    opened = el("details", docs, *(quote_of(f, site, up) for f in h.facts))
    body = el("div", el("p", *happening_line(h, site, up, date=False)), opened, class_="what")
    return el("li", el("div", when(h.date, site), class_="when"), body, id=happening_anchor(h), class_=f"happening {kind_class(h)}", data_type=h.event or "-", data_who=who, data_sure=f"status {h.status}|standing {h.standing}|{'sources 2' if apart > 1 else ''}")


def happening_link(h: Happening, site: Site, up: str) -> Html:
    """A happening in a list elsewhere: its line, and the way to the timeline."""
    go = el("a", site.wording.say("in-timeline"), href=site.happening(h, up), class_="go")
    return el("li", el("p", *happening_line(h, site, up), " ", go), class_=kind_class(h))


def section(key: str, site: Site, *inner: object, note: str = "") -> Html:
    """A part of a page under its heading, which is also where links to it lead."""
    w = site.wording
    return el("section", el("h2", w.say(key), id=key), el("p", w.say(note), class_="note") if note else None, *inner, aria_labelledby=key)
