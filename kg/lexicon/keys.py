"""What the entries of a word file may hold: every key that something reads, by table.

A misspelled key says nothing and does nothing, and nobody sees it; so what is not here is refused with its line.
"""
from __future__ import annotations

from collections.abc import Iterator, Mapping

LIST: frozenset[str] = frozenset()      # of a table that is a plain list of words
EVENT = {"lemma", "class", "args", "with", "not_with", "before", "not_before", "weak", "example",
         "takes", "subject", "links", "status", "modality", "mode", "negated", "needs", "asks"}
VERB = EVENT | {"vowel", "passive", "no_passive"}
NOUN = EVENT | {"plural"}
NAMED = {"id", "ar", "en", "aliases", "wikidata"}
WORD_TABLES = {
    "verbs": VERB, "nouns": NOUN, "participles": NOUN, "auxiliaries": VERB, "passive": VERB, "ambiguous": VERB,
    "phrases": {"lemma", "kind", "example"}, "units": {"lemma", "plural", "unit"}, "negative": LIST, "at_fault": LIST, "no_room": LIST, "crew": LIST, "causal": LIST, "topical": LIST, "owing": LIST, "marchers": LIST, "hostile": LIST, "fiction": LIST, "nature": LIST, "instead": {"class", "as", "sectors"}}
PARTICLE_TABLES = {
    **dict.fromkeys(("prepositions", "subordinators", "negations", "negating_nouns", "future", "perfect", "conjunctions", "conditionals", "alternatives", "adverbs", "demonstratives", "quantifiers",
                     "light_nouns", "hosting", "so_called", "name_parts", "title_modifiers", "own_state", "here", "existential", "temporal", "masculine_states", "governing", "about", "during", "firsts", "realms", "belonging", "whens", "most", "undoing", "goals", "reasons", "vague", "dated", "whoever", "to_be", "earlier", "later", "then", "incidents", "countries", "others", "thwarting", "causal_conjunctions", "outcome_conjunctions", "contrast_conjunctions"), LIST),
    "compound": {"lemma", "as"}, "relatives": {"lemma", "gender"}, "place_heads": {"lemma", "kind"}, "pronouns": {"lemma", "person"}, "slots": {"prep", "role"},
    "counterparts": {"lemma", "number", "gender"}, "sides": {"lemma", "number", "kind"}, "modals": {"lemma", "status", "modality", "before"}}
NAME_TABLES = {
    "states": {*NAMED, "iso", "nisba", "people", "capital", "seats", "loose", "ambiguous"} - {"id"}, "regions": {*NAMED, "nisba"},
    "places": NAMED | {"country", "kind", "needs_head", "ambiguous"},
    "organizations": NAMED | {"type", "country", "sector", "ambiguous", "loose", "nisba", "body"},
    "people": NAMED | {"country", "sector", "shared", "words", "offices"},
    "weapons": NAMED | {"country", "kind", "generic", "plural", "loose"}, "documents": NAMED | {"country", "kind", "generic", "plural", "loose"},
    "operations": NAMED | {"country", "kind"},
    "offices": {"id", "titles", "feminine", "plural", "en", "kind", "of", "sector", "only", "name_only", "sole", "top"},
    "fixed": {"titles", "feminine", "office", "of", "at"}, "honorifics": {"lemma", "aliases", "feminine", "plural", "stands_for"},
    "roles": {"lemma", "feminine", "plural", "sector", "en"}, "deputies": {"lemma", "feminine", "plural", "en"}, "qualifiers": {"lemma", "feminine", "plural"},
    "bodies": {"id", "lemma", "aliases", "plural", "short", "en", "sector", "type", "alone"},
    "groups": {"lemma", "plural", "en", "sector", "type", "number", "alone", "one", "owned", "foreign"}, "heads": {"lemma", "plural", "en", "type", "sector", "weak", "apart", "named_for"}}
FORMS = frozenset({"n", "forms"})
TIME_ROWS = {
    "weekdays": {"weekday", "forms"}, "seasons": {"season", "forms"}, "eras": {"era", "forms"}, "days": {"shift", "forms"},
    "decades": {"decade", "forms"}, "modifiers": {"shift", "forms"}, "parts": {"part", "forms"}, "relations": {"relation", "forms"},
    **dict.fromkeys(("numbers", "before_ten", "ordinals", "fractions", "day_ordinals"), FORMS), "months": {"month", "forms", "weak", "strict"},
    "hijri_months": {"month", "forms", "weak", "strict"}, "holidays": {"month", "day", "hijri", "forms"}, "known": {"day", "month", "year", "heads"},
    "units": {"unit", "one", "two", "pair", "many", "alone"}}
WITHIN = {("people", "offices"): {"office", "of", "at", "from", "to", "until_unknown"}, ("states", "capital"): NAMED | {"ambiguous"},
          ("honorifics", "stands_for"): {"office", "of"}}
SPECIAL = {"light.toml", "plain.toml", "relations.toml"}


def tables(where: str) -> Mapping[str, set[str] | frozenset[str]]:
    """The tables that a word file may hold, each with the keys of its entries; `where` is its path below `words`."""
    if where == "time.toml":
        from kg.find.time_words import SECTIONS
        return dict.fromkeys(SECTIONS, LIST) | TIME_ROWS
    if where == "speech.toml":
        return {table: keys | {"stance"} if "example" in keys else keys for table, keys in WORD_TABLES.items()}
    return PARTICLE_TABLES if where == "particles.toml" else WORD_TABLES if where in SPECIAL or where.startswith("events/") else NAME_TABLES


def unknown(where: str, data: Mapping) -> Iterator[tuple[str, int, str, tuple[str, ...]]]:
    """(table, number of the entry or -1, what is not known, what it could be) for each table and key that nothing reads.

    >>> list(unknown("people.toml", {"people": [{"id": "x", "ar": "س", "sectr": "GOV"}]}))
    [('people', 0, 'sectr', ('sector',))]
    """
    from difflib import get_close_matches
    known = tables(where)
    near = lambda key, among: tuple(get_close_matches(key, sorted(among), 2))
    for table, rows in data.items():
        if table not in known:
            yield table, -1, table, near(table, known)
            continue
        for n, row in enumerate(rows if isinstance(rows, list) else ()):
            for key in row if isinstance(row, Mapping) else ():
                if key not in known[table]:
                    yield table, n, key, near(key, known[table])
                elif (table, key) in WITHIN:
                    inner = row[key] if isinstance(row[key], list) else [row[key]]
                    yield from ((table, n, k, near(k, WITHIN[table, key])) for x in inner if isinstance(x, Mapping) for k in x if k not in WITHIN[table, key])
