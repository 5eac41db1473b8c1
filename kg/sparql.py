"""The text of a query: prefixes it needs, and parameters put into it.

Nothing here runs a query.  The text is cut into the pieces that matter (IRIs, strings, comments, braces, names), so that a `$name` in
a string or a comment stays what it is.
"""
from __future__ import annotations

import re

PIECE = re.compile(r'''(?P<iri><[^<>"{}|^`\\\s]*>)|(?P<string>"""(?:[^\\]|\\.)*?"""|\'\'\'(?:[^\\]|\\.)*?\'\'\'|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')'''
                    r'''|(?P<comment>\#[^\n]*)|(?P<variable>[?$]\w+)|(?P<brace>[{}()\[\]])|(?P<quote>["'])|(?P<name>(?:[^\W\d_][\w.-]*)?:)''', re.DOTALL)


def declared(sparql: str, names: dict[str, str]) -> str:
    """The query with the prefixes it uses and does not declare put before it, on its own first line so that lines keep their numbers.

    >>> declared("SELECT ?s { ?s a kg:Event }", {"kg": "urn:k#", "id": "urn:i:"})
    'PREFIX kg: <urn:k#> SELECT ?s { ?s a kg:Event }'
    """
    own = {m.lower() for m in re.findall(r"(?i)\bPREFIX\s+([\w.-]*):", sparql)}
    used = dict.fromkeys(m["name"][:-1] for m in PIECE.finditer(sparql) if m["name"])
    return "".join(f"PREFIX {p}: <{names[p]}> " for p in used if p in names and p.lower() not in own) + sparql


def substitute(sparql: str, terms: dict[str, str]) -> str:
    """The query with each `$name` that `terms` gives a term for replaced by it; a `$name` without one stays a variable and means any.

    >>> substitute('SELECT * { ?s kg:actor $who . ?s rdfs:label "$who" } # $who', {"who": "<urn:kg:id:RUS>"})
    'SELECT * { ?s kg:actor <urn:kg:id:RUS> . ?s rdfs:label "$who" } # $who'
    """
    def put(m: re.Match) -> str:
        word = m["variable"]
        return terms.get(word[1:], word) if word and word[0] == "$" else m[0]
    return PIECE.sub(put, sparql)
