"""What keeps to the grammar of SPARQL and yet cannot be: functions that there are not, variables with two values or none, texts and IRIs
that are none.  The engine refuses these with a word or two; where they stand is found by a look at the text.
"""
from __future__ import annotations

import re

from kg.errors import UserError
from kg.sparql import PIECE, place
from kg.vocab import shorten

_PIECE_OF_ROW = re.compile(r'''"(?:[^"\\]|\\.)*"\S*|'(?:[^'\\]|\\.)*'\S*|\S+''')


def no_function(message: str, sparql: str, names: dict[str, str], path: str) -> UserError | None:
    """Where a query calls a function that the engine has not; None where the engine's message tells something else."""
    found = re.match(r"The custom function <(.*)> is not supported", message)
    if not found:
        return None
    iri = found[1]
    name = next((n for n in (shorten(iri, names), f"<{iri}>") if n and n in sparql), f"<{iri}>")
    at = max(0, sparql.find(name))
    hint = "a call of «" + iri.rpartition("#")[2] + "» that SPARQL itself has needs no prefix" if "#" in iri else ""
    return UserError(f"there is no function {name}", path, *place(sparql, at), "kg:distance(lat, long, lat, long) and the geof: ones are known" if iri.startswith(names.get("kg", "?")) else hint)


def meaning(sparql: str, message: str) -> tuple | None:
    """What keeps to the grammar and yet cannot be: by what the engine says of it, its place by a look at the text."""
    at = lambda pattern: m.start(m.lastindex or 0) if (m := re.search(pattern, sparql, re.IGNORECASE)) else 0
    if "variable that is unbound" in message:
        return _ungrouped(sparql)
    if "SELECT * is not authorized" in message:
        return at(r"SELECT\s+(?:DISTINCT\s+|REDUCED\s+)?(\*)"), "SELECT * and GROUP BY do not go together", "name what is selected: the keys, and what is reckoned of each group"
    if "Duplicated variable" in message:
        named = re.findall(r"(?i)\bAS\s+[?$](\w+)", sparql)
        twice = next((v for v in named if named.count(v) > 1), named[-1] if named else "")
        places = [m.start() for m in re.finditer(rf"[?$]{twice}\b", sparql)]
        return places[-1] if places else 0, f"?{twice} is selected twice", "give one of them another name"
    for m in re.finditer(r"(?i)\bBIND\s*\(.*?\bAS\s+([?$]\w+)\s*\)", sparql, re.DOTALL):
        if re.search(rf"[?$]{m[1][1:]}\b", sparql[:m.start()].rpartition("{")[2]):
            return m.start(1), f"{m[1]} has a value already where BIND would give it one", "give it another name, or compare: FILTER(" + m[1] + " = …)"
    for m in re.finditer(r"<([^<>\s]*)>", sparql):
        if not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", m[1]):
            return m.start(), f"<{m[1]}> is no whole IRI", "an IRI begins with its scheme, as <urn:…> or <https://…>; BASE <…> gives what it begins with"
    for m in PIECE.finditer(sparql):
        if m["string"] and (escape := re.search(r"\\(?![tbnrf\"'\\]|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}).?", m["string"].replace("\\\\", "__"))):
            return m.start() + escape.start(), f"{escape[0]} is nothing that a text may hold", "a backslash itself is written \\\\"
    blank = [m[0] for m in re.finditer(r"_:\w+", sparql)]
    twice = next((b for b in blank if blank.count(b) > 1), None)
    if twice:
        return sparql.rindex(twice), f"{twice} stands in two groups, and means another node in each", "use a variable for what they share"
    if m := re.search(r"(?i)\bVALUES\s*\(([^)]*)\)\s*\{(.*?)\}", sparql, re.DOTALL):
        wanted = len(m[1].split())
        for row in re.finditer(r"\(([^()]*)\)", m[2]):
            if len(_PIECE_OF_ROW.findall(row[1])) != wanted:
                return m.start(2) + row.start(), f"this row of VALUES has not {wanted} value{'s' * (wanted != 1)}", "UNDEF stands for one that is missing"
    return None


def _ungrouped(sparql: str) -> tuple:
    """The first variable that is selected where only groups are left."""
    found = re.search(r"(?i)\bSELECT\b(.*?)(?:\bWHERE\b|\bFROM\b|\{)", sparql, re.DOTALL)
    keys = re.search(r"(?i)\bGROUP\s+BY\b(.*?)(?:\bHAVING\b|\bORDER\b|\bLIMIT\b|\bOFFSET\b|\}|\Z)", sparql, re.DOTALL)
    grouped = set(re.findall(r"[?$](\w+)", keys[1])) if keys else set()
    depth, named = 0, set()
    for m in re.finditer(r"[()]|(?i:\bAS\b\s*)?[?$](\w+)", found[1] if found else ""):
        depth += {"(": 1, ")": -1}.get(m[0], 0)
        if m[1] and m[0][0] not in "?$":
            named.add(m[1])
        elif m[1] and not depth and m[1] not in grouped | named:
            return found.start(1) + m.start(), f"?{m[1]} is neither grouped nor reckoned", f"GROUP BY ?{m[1]}, or select (SAMPLE(?{m[1]}) AS ?one)"
    return found.start() if found else 0, "a variable in what is selected or compared is neither grouped nor reckoned", "GROUP BY it, or use SAMPLE( ), COUNT( ), …"
