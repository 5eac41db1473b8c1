"""`kg why`."""
from __future__ import annotations

import click


@click.command("why", short_help="Say why the graph says so: words, file, characters, rule, dates, names.")
@click.argument("facts", nargs=-1, required=True, metavar="FACT-OR-IRI...")
def why_verb(facts: tuple[str, ...]) -> None:
    """Explain a fact, a happening or an entity: the quote in its sentence, the file and characters, the rule and the lexicon entry that
    read it, how the date and each participant were resolved, what it was merged with, and what people corrected.  A triple, quoted,
    is explained by the graphs that say it, or by the rules and triples that it follows from.

    \b
    Examples:
      kg why happening:visit-erdogan-rus-2016-08-09
      kg why 'happening:visit-erdogan-rus-2016-08-09 kg:ofClass kg:Consult'
    """
    from kg.cli import collection
    from kg.collection import open_lexicon
    from kg.kept import fixes_of, load_readings
    from kg.near import WhyOne
    from kg.together import pins, who
    from kg.why import who_is, why
    c = collection()
    readings, fixes, found_one, first = None, [], None, True
    for name in facts:
        if len(name.split()) == 3:
            first = _tell(_followed(name, c), first)
            continue
        if name.startswith("holding:"):
            first = _tell(_held(name, c), first)
            continue
        if readings is None:
            readings = load_readings(c)
            found_one = who(c, readings, open_lexicon(c))
            fixes = [fix for r in readings for fix in fixes_of(c, r.article.id)]
        for one in who_is(name, found_one, c.base):
            if one.joins or one.aliases or {own for _, own in one.members} != {one.entity.id}:
                first = _tell(_identity(one), first)
        for found in why(name, readings, c.base, fixes, found_one, pins(c)):
            first = _tell(_happening(found) if isinstance(found, WhyOne) else _lines(found), first)


def _tell(lines: list[str], first: bool) -> bool:
    """Prints what explains one thing, with an empty line before it unless it is the first."""
    from kg.cli.screen import tell
    if not first:
        click.echo()
    for line in lines:
        tell(line, 10)
    return False


def _followed(text: str, c) -> list[str]:
    """Why the graph has a triple: who says it, or the steps by which it follows, each with what it was drawn from."""
    from kg import vocab
    from kg.asserted import follows, triple_of
    from kg.formats import shown
    names = vocab.prefixes(c.base)
    written = lambda t: " ".join("a" if n == 1 and "#type>" in x else shown(x, names) for n, x in enumerate(t))
    triple = triple_of(text, c.base)
    told, steps = follows(c, triple)
    out = [f"{written(triple)}  ({'said' if told else 'inferred'})", *(f"  said in {shown(g, names)}" for g in told)]
    drawn = {step.triple for step in steps}
    for step in steps:
        if step.triple != triple:
            out.append(f"  there   {written(step.triple)}")
        out.append(f"  rule    {step.rule}")
        out += [f"  from    {written(t)}{'  (inferred, see below)' if t in drawn else ''}" for t in step.given]
    return out


def _held(name: str, c) -> list[str]:
    """Who held an office: no article says it, but the lists that kg reads with."""
    from kg.cli.asking import open_graph
    from kg.errors import UserError
    from kg.terms import iri, value
    from kg.vocab import expand
    store, names, _ = open_graph()
    language = c.language
    query = """SELECT ?who ?office ?of ?since ?until { BIND(%s AS ?h) ?h kg:holder/rdfs:label ?who ; kg:office/rdfs:label ?office FILTER(LANG(?who) = "%s" && LANG(?office) = "%s")
      OPTIONAL { ?h kg:officeOf/rdfs:label ?of FILTER(LANG(?of) = "%s") } OPTIONAL { ?h kg:startDate|kg:startsIn ?since } OPTIONAL { ?h kg:endDate|kg:endsIn ?until } }"""
    holding = iri(expand(name, names))
    rows = store.ask(query % (holding, language, language, language), names).rows
    found = next(iter(rows), None)
    if found is None:
        raise UserError(f"the graph has nothing called {name!r}", hint="kg show PERSON lists the offices of a person with their ids")
    who, office, of, since, until = (value(x) if x else "" for x in found)
    told = [tuple(map(value, row)) for row in store.ask(_SAID % holding, names).rows]
    out = [f"{name}  (office: {office}{', ' + of if of else ''}, {who})", *([f"  since   {since}"] if since else []), *([f"  until   {until}"] if until else []),
           "  known   from the lists of people that kg reads with (people.toml, here or in the collection's words/)"]
    return out + [f"  told    in {fact.removeprefix(names['id'])} of {article}, written {written}" for fact, article, written in told if (not since or since <= written) and (not until or written <= until)]


_SAID = """SELECT DISTINCT ?fact ?article ?written { %s kg:holder ?who ; kg:officeOf ?of ; kg:office/rdfs:label ?office . ?fact kg:subject ?who ; kg:object ?of ; kg:role ?office ; kg:inArticle ?in .
  ?in dcterms:identifier ?article ; kg:startDate ?written } ORDER BY ?written ?article ?fact"""


def _identity(one) -> list[str]:
    """One entity: its other names, the articles that name it, each by which id, and why that is one."""
    e = one.entity
    out = [f"{e.id}  ({e.type}: {e.label('en')}, {e.label('ar')})"]
    out += [f"  also    {name}" for name in one.aliases]
    ids = sorted({own for _, own in one.members})
    for own in ids:
        docs = [doc for doc, ident in one.members if ident == own]
        out.append(f"  met in  {', '.join(docs[:6])}{f' and {len(docs) - 6} more' if len(docs) > 6 else ''}" + (f", as {own}" if own != e.id else ""))
    for j in one.joins:
        out.append(f"  joined  {j.first[1]} of {j.first[0]} and {j.second[1]} of {j.second[0]} ({j.score:.2f}): {'; '.join(j.reasons)}")
    return out


def _lines(w) -> list[str]:
    from kg.cli.printing import day
    out = [f"{w.id}  ({w.kind}: {w.name}, {w.status}{', ' + w.modality if w.modality else ''})"]
    for p in w.evidence:
        out.append(f"  says    {_quoted(p, w.trigger)}")
        place = f"{p.path or w.article.id}:{p.line}:{p.column}" if w.article.text else f"{w.article.id} (its text is not here)"
        out.append(f"  in      {place}, characters {p.start} to {p.end}")
    if w.trigger and w.trigger.text:
        out.append(f"  word    «{w.trigger.text}», characters {w.trigger.start} to {w.trigger.end}")
    out.append(f"  rule    {w.rule}, confidence {w.confidence:.2f}" + (f"; lexicon entry {w.entry}" if w.entry else ""))
    if w.origin:
        out.append(f"  given   in {w.origin}, as it stands there")
    for p in w.parts:
        words = f" «{p.place.text}»" if p.place and p.place.text else ""
        out.append(f"  {p.role:7s} {p.label} ({p.entity}){words}: {p.how}")
    out.append(f"  date    {day(w.date)}: {w.date_how}")
    for p in w.cues:
        out.append(f"  cue     «{p.text}»")
    for cause in w.causes:
        out.append(f"  because {cause}")
    for effect in w.led_to:
        out.append(f"  led to  {effect}")
    if w.about:
        out.append(f"  about   {w.about}")
    for claim, stance, speakers in w.said:
        out.append(f"  said    {speakers} {stance} it ({claim})")
    if w.merged:
        out.append(f"  told in {w.merged.happening} ({w.merged.standing})")
        out += [f"          with {fact} of {doc}" for doc, fact in w.merged.others]
        out += [f"          joined {_joined(x)}" for x in w.merged.links]
    for tie, other in w.ties:
        out.append(f"  {tie:7s} {other}")
    for fix in w.fixes:
        changed = f" {fix.field}: {fix.old or 'nothing'} -> {fix.new or 'nothing'}" if fix.field else ""
        out.append(f"  fixed   {fix.kind} by hand{changed}" + (f" ({fix.why})" if fix.why else ""))
    return out


def _joined(x) -> str:
    """Two facts and what spoke for their being one."""
    from kg.likeness import told
    return f"{x.first[1]} and {x.second[1]}" + (" because people say so" if x.score is None else f" ({x.score:g}): {told(x.reasons)}")


def _happening(w) -> list[str]:
    """A happening: what tells it, what joined that, what it is part of, who disputes it, and what was nearly joined."""
    from kg.cli.printing import day
    from kg.likeness import told
    h = w.happening
    out = [f"happening:{h.id}  ({h.cls}, {h.status}, {h.standing})", f"  date    {day(h.date)}"]
    out += [row for word, bound in (("after", w.window.after), ("before", w.window.before)) if bound and bound.chain for row in _bound(word, bound)] if w.window else []
    out.append(f"  told    by {len(h.docs)} article{'s' * (len(h.docs) != 1)} in {len(h.facts)} fact{'s' * (len(h.facts) != 1)}; independent sources: {w.sources}")
    out += [f"          {f.id} of {f.doc}" for f in h.facts]
    out += [f"  joined  {_joined(x)}" for x in w.links]
    if w.whole:
        out.append(f"  part of happening:{w.whole.whole} ({w.whole.score:g}): {told(w.whole.reasons)}")
    out += [f"  part    happening:{p.part} ({p.score:g}): {told(p.reasons)}" for p in w.parts]
    for side in w.dispute.sides if w.dispute else ():
        out.append(f"  {side.holds} {', '.join((*side.voices, *side.docs))} (independent sources: {side.sources}): {', '.join(k[1] for k in side.facts)}")
    for n in w.nearly:
        out.append(f"  nearly  {n.fact[1]} and {n.other[1]} of happening:{n.happening}" + (f" ({n.score:g})" if n.score is not None else ""))
        out += [f"          for it: {told(n.reasons)}"] * bool(n.reasons) + [f"          not joined: {n.against}"]
    return out


def _bound(word: str, bound) -> list[str]:
    """A day that a happening is no earlier or no later than, by whose date, and what is told of the order between."""
    from datetime import date

    out = [f"  {word:7s} {date.fromordinal(bound.day).isoformat()}, by the date of happening:{bound.source}"]
    for t in bound.chain:
        between = "" if t.least is None else f", {t.least} days" if t.least == t.most else f", {t.least} days or more" if t.most is None else f", {t.least} to {t.most} days"
        words = f" «{t.words}»" if t.words else ""
        out.append(f"          happening:{t.one} {t.kind} happening:{t.two}{between}{words} ({', '.join(sorted({doc for doc, _, _ in t.facts}))})")
    return out


def _quoted(p, trigger) -> str:
    """The sentence with the word that tells the fact in brackets."""
    text = p.text
    if trigger and p.start <= trigger.start < p.end and trigger.text:
        a, b = trigger.start - p.start, trigger.end - p.start
        text = f"{text[:a]}[{text[a:b]}]{text[b:]}"
    return " ".join(text.split())
