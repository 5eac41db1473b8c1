"""`kg diff`: what changed between two graphs, in facts."""
from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import click


@click.command("diff", short_help="Say what a rebuild gained, lost and altered, in facts.")
@click.argument("sides", nargs=-1, metavar="[OLD [NEW]]")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to write it.")
@click.option("--summary", is_flag=True, help="Only the figures.")
@click.option("--exit-code", is_flag=True, help="Exit with 1 where something differs.")
def diff_verb(sides: tuple[str, ...], form: str, summary: bool, exit_code: bool) -> int:
    """Compare two graphs fact by fact: what was gained, lost and altered, field by field, in which article; which happenings were merged,
    split or are told with other values.

    A side is a collection, a build folder or a file of RDF. Without any, the graph before the last build is compared with the one here;
    with one, that with the one here.

    \b
    Examples:
      kg diff
      kg diff build/graph.nq build --exit-code
    """
    from kg import ontology
    from kg.changes import compare
    from kg.inference import axioms
    if len(sides) > 2:
        raise click.UsageError("kg diff takes two graphs at most")
    old, new = _rows(*_sides(sides))
    found = compare(old, new, axioms(ontology.triples()))
    if form == "json":
        sys.stdout.writelines(_json(found))
    else:
        from kg.cli.screen import tell
        for line in [summary_line(found)] if summary else _text(found):
            tell(line, 6)
    return int(exit_code and found.any)


def since_last_build(c) -> str | None:
    """What the build that just ended changed, in a line; None where there was no graph before it."""
    from kg import ontology
    from kg.changes import compare
    from kg.inference import axioms
    from kg.rows import built, left_changes, previous
    if not previous(c.quads).exists():
        return None
    return summary_line(compare(built(previous(c.quads)), built(c.quads), axioms(ontology.triples()), left_changes(c.quads)))


def _sides(given: tuple[str, ...]) -> tuple[str, str]:
    """The files to compare."""
    from kg.cli import collection
    from kg.errors import UserError
    from kg.rows import previous
    if len(given) == 2:
        return _graph(given[0]), _graph(given[1])
    c = collection()
    if not c.quads.exists():
        raise UserError("nothing has been built here", str(c.build), hint="run kg build first")
    if given:
        return _graph(given[0]), os.fspath(c.quads)
    if not previous(c.quads).exists():
        raise UserError("there was no graph before the last build", str(previous(c.quads)), hint="kg diff OLD compares with another")
    return os.fspath(previous(c.quads)), os.fspath(c.quads)


def _graph(side: str) -> str:
    """The graph file of a collection, a build folder, or a file itself."""
    from kg.collection import find
    from kg.errors import UserError
    path = Path(side)
    if not path.exists():
        raise UserError("there is no such file or folder", side, hint="a collection, a build folder, or a file of RDF")
    if not path.is_dir():
        return side
    if not (path / "graph.nq").exists() and (path / "kg.toml").exists():
        path = find(side).build
    if not (path / "graph.nq").exists():
        raise UserError("there is no graph in this folder", side, hint="it is built by kg build")
    return os.fspath(path / "graph.nq")


def _rows(old: str, new: str):
    """The rows of both; as they lie where both were built, else read and sorted, without graphs where one of them names none."""
    from kg.rows import built, read, taken
    if all(os.path.basename(x) in ("graph.nq", "previous.nq") for x in (old, new)):
        return built(old), built(new)
    quads = [read(x) for x in (old, new)]
    graphs = all(any(g for *_, g in side) for side in quads)
    return tuple(taken(side, graphs) for side in quads)


def summary_line(found) -> str:
    """The figures in a line."""
    from kg.changes import by_article
    if not found.any:
        return "the facts are the same as before"
    docs = [d for d in by_article(found) if d]
    out = [f"{len(found.gained)} facts gained, {len(found.lost)} lost, {len(found.altered)} altered" + (f" in {len(docs)} article{'s' * (len(docs) != 1)}" if docs else "")]
    told = [f"{len(x)} {name}" for name, x in (("new", found.begun), ("gone", found.ended), ("merged", found.merged), ("split", found.split), ("told with other values", found.refined)) if x]
    return "; happenings: ".join(out + ([", ".join(told)] if told else []))


def _text(found) -> Iterator[str]:
    yield summary_line(found)
    came, went = found.articles
    yield from (f"+ article {a}" for a in came)
    yield from (f"- article {a}" for a in went)
    rows = [(x.article, x.start, "+", x, ()) for x in found.gained] + [(x.article, x.start, "-", x, ()) for x in found.lost] + [(x.new.article, x.new.start, "~", x.new, x.fields) for x in found.altered]
    last = None
    for article, _, mark, x, fields in sorted(rows, key=lambda r: (r[0], r[1], r[3].iri)):
        if article != last:
            yield f"{article or 'by hand'}:"
            last = article
        yield f"  {mark} {_line(x)}"
        yield from map(_field, fields)
    regrouped = [f"  merged  {x.new[0]} <- {', '.join(x.old)}" for x in found.merged] + [f"  split   {x.old[0]} -> {', '.join(x.new)}" for x in found.split]
    if regrouped or found.refined or found.begun or found.ended:
        yield "happenings:"
    yield from regrouped
    yield from (f"  + {_line(x)}" for x in found.begun)
    yield from (f"  - {_line(x)}" for x in found.ended)
    for x in found.refined:
        yield f"  ~ {x.old.id}" + (f" -> {x.new.id}" if x.old.iri != x.new.iri else "")
        yield from map(_field, x.fields)


def _line(x) -> str:
    """A fact in a line: id, class, who to whom, when, its word."""
    said = lambda *names: ", ".join(v.rpartition(" (")[0] or v for n in names for v in x.fields.get(n, ()))
    who = " -> ".join(filter(None, (said("actor", "speaker", "subject"), said("recipient", "object" if x.kind == "relation" else ""))))
    return "  ".join(filter(None, (x.id, x.cls, who, said("date"), f"«{x.words}»" if x.words else "")))


def _field(row) -> str:
    name, old, new = row
    return f"      {name}: {', '.join(old) or 'nothing'} -> {', '.join(new) or 'nothing'}"


def _json(found) -> Iterator[str]:
    from json import dumps
    one = lambda x: {"id": x.id, "kind": x.kind, "class": x.cls, "article": x.article or None, "sentence": x.sentence or None, "words": x.words or None, **x.fields}
    two = lambda x: {"id": x.new.id, "was": x.old.id, "kind": x.new.kind, "article": x.new.article or None, "fields": {n: {"old": a, "new": b} for n, a, b in x.fields}}
    came, went = found.articles
    out = {"articles": {"gained": came, "lost": went}, "gained": list(map(one, found.gained)), "lost": list(map(one, found.lost)), "altered": list(map(two, found.altered)),
           "happenings": {"new": list(map(one, found.begun)), "gone": list(map(one, found.ended)), "merged": [x._asdict() for x in found.merged], "split": [x._asdict() for x in found.split],
                          "altered": list(map(two, found.refined))}}
    yield dumps(out, ensure_ascii=False, indent=1) + "\n"
