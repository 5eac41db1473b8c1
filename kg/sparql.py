"""The text of a query: prefixes it needs, and parameters put into it.

Nothing here runs a query.  The text is cut into the pieces that matter (IRIs, strings, comments, braces, names), so that a `$name` in
a string or a comment stays what it is.
"""
from __future__ import annotations

import re

IRI = r'<[^<>"{}|^`\\\s]*>'
STRING = r"""\"\"\"(?:[^\\]|\\.)*?\"\"\"|\'\'\'(?:[^\\]|\\.)*?\'\'\'|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'"""
PIECE = re.compile(rf"""(?P<iri>{IRI})|(?P<string>{STRING})|(?P<comment>\#[^\n]*)|(?P<variable>[?$]\w+)|(?P<brace>[{{}}()\[\]])|(?P<quote>["'])|(?P<name>(?:[^\W\d_][\w.-]*)?:)""", re.DOTALL)


def place(sparql: str, offset: int) -> tuple[int, int, str]:
    """The line and column of an offset, from 1, and the line itself."""
    line = sparql.count("\n", 0, offset)
    return line + 1, offset - sparql.rfind("\n", 0, offset), sparql.split("\n")[line]


def declared(sparql: str, names: dict[str, str]) -> str:
    """The query with the prefixes it uses and does not declare put before it, on its own first line so that lines keep their numbers.

    >>> declared("SELECT ?s { ?s a kg:Event }", {"kg": "urn:k#", "id": "urn:i:"})
    'PREFIX kg: <urn:k#> SELECT ?s { ?s a kg:Event }'
    """
    own = {m.lower() for m in re.findall(r"(?i)\bPREFIX\s+([\w.-]*):", sparql)}
    used = dict.fromkeys(m["name"][:-1] for m in PIECE.finditer(sparql) if m["name"])
    return "".join(f"PREFIX {p}: <{names[p]}> " for p in used if p in names and p.lower() not in own) + sparql


def substitute(sparql: str, terms: dict[str, str]) -> str:
    """The query with each variable that `terms` gives a term for, `?name` or `$name`, replaced by it; one that SELECT shows stays a column of it.

    >>> substitute('SELECT ?s ?who { ?s kg:actor $who . ?s rdfs:label "?who" } ORDER BY ?who # ?who', {"who": "<urn:x>"})
    'SELECT ?s (<urn:x> AS ?who) { ?s kg:actor <urn:x> . ?s rdfs:label "?who" } ORDER BY (<urn:x>) # ?who'
    """
    out, at, place = [], 0, ""
    for m in re.finditer(PIECE.pattern + r"|(?P<word>[^\W\d]\w*)", sparql, re.DOTALL):
        word = (m["word"] or "").upper()
        if word in ("SELECT", "BY"):
            place = word
        elif word in ("WHERE", "FROM", "HAVING", "LIMIT", "OFFSET", "ORDER", "GROUP", "VALUES") or m["brace"] in ("{", "}"):
            place = ""
        elif m["variable"] and (term := terms.get(m["variable"][1:])):
            before = sparql[:m.start()].rstrip()
            alone = place and not before.endswith("(") and before[-3:].upper() != " AS"
            out += [sparql[at:m.start()], f"({term} AS ?{m['variable'][1:]})" if alone and place == "SELECT" else f"({term})" if alone else m["variable"] if before[-3:].upper() == " AS" else term]
            at = m.end()
    return "".join((*out, sparql[at:]))
