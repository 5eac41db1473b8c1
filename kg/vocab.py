"""Names in the graph: namespaces, prefixes, and identifiers minted from content, never from a counter or a clock.

Every identifier is `<base>` followed by a readable local name.  Entities stand right under the base (`putin`, `RUS`); all
other things carry their kind (`event:shootdown-k3f9a2xq`, `article:NAME`, `happening:shootdown-tur-rus-2015-11-24`), which is
a prefix of its own, so that both Turtle and a terminal show them short.  Local names hold no `/` (some stores read an
escaped slash as a backslash and lose joins) and there are no blank nodes.  Imports nothing heavy: a query pays for this.
"""
from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache

ONTOLOGY = "urn:kg:ontology#"
ONTOLOGY_GRAPH = ONTOLOGY.rstrip("#")
DEFAULT_BASE = "urn:kg:id:"
KINDS = ("article", "event", "claim", "relation", "happening", "difference", "variant", "dispute", "side", "span", "date", "quantity", "office", "holding", "acting", "reading",
         "rule", "entry", "unread", "correction", "graph", "genid", "point", "order")
STANDARD = {
    "kg": ONTOLOGY,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "oa": "http://www.w3.org/ns/oa#",
    "prov": "http://www.w3.org/ns/prov#",
    "org": "http://www.w3.org/ns/org#",
    "time": "http://www.w3.org/2006/time#",
    "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "gaf": "http://groundedannotationframework.org/gaf#",
    "schema": "http://schema.org/",
    "wgs": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "geof": "http://www.opengis.net/def/function/geosparql/",
    "uom": "http://www.opengis.net/def/uom/OGC/1.0/",
    "sh": "http://www.w3.org/ns/shacl#",
    "vann": "http://purl.org/vocab/vann/",
    "wd": "http://www.wikidata.org/entity/",
}
_NAME_START = "0-9A-Za-z_\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff"
_LOCAL = rf"[{_NAME_START}](?:[{_NAME_START}\u0300-\u036f.:-]*[{_NAME_START}\u0300-\u036f-])?\Z"
_UNSAFE = r"[^\w.\u0300-\u036f-]+"
_PAIRS = [a + b for a in "abcdefghijklmnopqrstuvwxyz234567" for b in "abcdefghijklmnopqrstuvwxyz234567"]      # of the digits of base 32
_CAMEL = r"(?<=[a-z0-9])(?=[A-Z])"


def prefixes(base: str = DEFAULT_BASE) -> dict[str, str]:
    """All prefixes known to queries and exports, for that base.  `id:` is the base itself: entities."""
    return STANDARD | {"id": base} | {kind: f"{base}{kind}:" for kind in KINDS}


def digest(*parts: str, length: int = 8) -> str:
    """A short stable name for some content, at most 8 characters: base 32 of BLAKE2, lower case (8 characters: 40 bits).

    >>> digest("a", "b") == digest("a", "b") != digest("ab", "")
    True
    """
    number = int.from_bytes(_blake2()("\x1f".join(parts).encode(), digest_size=20).digest()[:5])
    return (_PAIRS[number >> 30] + _PAIRS[number >> 20 & 1023] + _PAIRS[number >> 10 & 1023] + _PAIRS[number & 1023])[:length]


@cache
def _blake2() -> Callable:
    """The hash, imported when the first name is minted: a query mints none."""
    from hashlib import blake2b
    return blake2b


@lru_cache(1 << 15)
def local(name: str) -> str:
    """A name as the local part of an identifier: no slash, no blank, and no two names made one.

    >>> local("000_cc10def44ff410f9"), local("Su-24")
    ('000_cc10def44ff410f9', 'Su-24')
    >>> local("a/b") != local("a b") and "/" not in local("a/b")
    True
    """
    import re
    import unicodedata
    whole = unicodedata.normalize("NFC", name)
    cut = re.sub(_UNSAFE, "-", whole).strip("-.")
    return cut if cut == whole and re.match(_LOCAL, cut) else f"{cut or 'x'}-{digest(whole, length=6)}"


@lru_cache(1 << 10)
def hyphened(cls: str) -> str:
    """A class name as it stands in an identifier.

    >>> hyphened("CeasefireAgreement")
    'ceasefire-agreement'
    """
    import re
    return re.sub(_CAMEL, "-", cls).lower()


def fact_id(kind: str, doc: str, name: str, words: str, sentence: str, nth: int = 0) -> str:
    """The stable id of a fact: its kind and name readable, the rest a digest of what it was read from.

    `name` is the class (of a claim its stance, of a relation its tie), `words` the trigger as printed, `sentence` the sentence
    it stands in, `nth` tells apart equal facts of equal sentences.  Offsets and dates are left out on purpose: a correction
    names a fact by its id, and must not lose it when another paragraph changes or dating improves.
    """
    return f"{kind}:{hyphened(name)}-{digest(kind, doc, name, words, sentence, str(nth))}"


def fact_iri(base: str, ident: str, kind: str = "event") -> str:
    """The IRI of a fact by its record id; `kind` is used where the id does not carry one."""
    head, colon, rest = ident.partition(":")
    return f"{base}{head}:{local(rest)}" if colon and head in KINDS else f"{base}{kind}:{local(ident)}"


def entity_iri(base: str, ident: str) -> str:
    """The IRI of an entity by its id."""
    return base + local(ident)


def kind_iri(base: str, kind: str, name: str) -> str:
    """The IRI of anything else, by its kind and name."""
    return f"{base}{kind}:{local(name)}"


def span_iri(base: str, doc: str, start: int, end: int) -> str:
    """The IRI of a stretch of an article; one node for all facts that rest on it."""
    return f"{base}span:{local(doc)}_{start}-{end}"


def individual(notation: str) -> str:
    """The ontology's individual for a record value: `end-of-month` is kg:EndOfMonth."""
    return ONTOLOGY + "".join(part[:1].upper() + part[1:] for part in notation.split("-"))


def shorten(iri: str, names: dict[str, str]) -> str | None:
    """`prefix:local` for an IRI where a prefix fits and the local part needs no escape, else None; the longest namespace wins.

    >>> shorten("urn:kg:id:event:visit-k3", prefixes()), shorten("urn:kg:id:putin", prefixes()), shorten("urn:x:y", prefixes())
    ('event:visit-k3', 'id:putin', None)
    """
    import re
    best = ""
    for prefix, space in names.items():
        if iri.startswith(space) and (not best or len(space) > len(names[best])) and re.match(_LOCAL, iri[len(space):]):
            best = prefix
    return f"{best}:{iri[len(names[best]):]}" if best else None


def expand(name: str, names: dict[str, str]) -> str | None:
    """The IRI for `<iri>`, `prefix:local` with a known prefix, or an absolute IRI; None for anything else."""
    if name.startswith("<") and name.endswith(">"):
        return name[1:-1]
    prefix, colon, rest = name.partition(":")
    if colon and prefix in names and not rest.startswith("//"):
        return names[prefix] + rest
    return name if name.startswith(("http://", "https://", "urn:")) and not name.split()[1:] else None
