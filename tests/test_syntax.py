"""Where a query leaves the grammar of SPARQL: the place and what was expected, told exactly; what the engine takes leaves it nowhere."""
from __future__ import annotations

from pathlib import Path

import pyoxigraph
import pytest

from kg import vocab
from kg.malformed import malformed
from kg.syntax import keywords, known, tokens, wrong

W3C = Path(__file__).parent.parent.parent / "shared" / "w3c" / "sparql"
NAMES = vocab.prefixes()
TOLD = [
    ("SELECT { ?x a kg:Visit }", 8, "expected a variable, «*», DISTINCT or REDUCED, found «{»", ""),
    ("SELECT COUNT(?x) { ?x a ?b }", 8, "found «COUNT»", "(COUNT(?x) AS ?n)"),
    ("SELECT ?x { ?x kg:a kg:b kg:c }", 26, "expected a pattern, «}», «,», «;» or «.», found «kg:c»", ""),
    ("SELECT ?x { ?x kg:p/ ?y }", 22, "expected a property, found «?y»", ""),
    ("SELECT ?x { OPTIONAL ?x a kg:Visit }", 22, "expected «{», found «?x»", ""),
    ("SELECT ?x { ?x a kg:Visit MINUS }", 33, "expected «{», found «}»", ""),
    ("SELECT ?x { GRAPH { ?x a ?b } }", 19, "expected a variable, name or IRI, found «{»", ""),
    ("SELECT ?x { ?x kg:startDate 2016-01-01 }", 33, "found «-»", '"2016-08-09"^^xsd:date'),
    ("SELECT ?x { ?x kg:startDate ?d FILTER(?d == 3) }", 42, "found «==»", "compares with one ="),
    ("SELECT ?x { ?x kg:startDate ?d FILTER(?d > 3 and ?d < 5) }", 46, "found «and»", "&&"),
    ("SELECT ?x { ?x kg:value ?d FILTER(?d IN 1, 2) }", 41, "expected «(», found «1»", ""),
    ("SELECT ?x { ?x ?p ?o FILTER(REGEX(?o)) }", 37, "expected an operator or «,», found «)»", ""),
    ("SELECT ?x { ?x a kg:Visit } ; SELECT ?y {}", 29, "found «;»", "a query ends without one"),
    ("PREFIX a <urn:x> SELECT ?x {}", 8, "expected a prefix, found «a»", ""),
    ("DESCRIBE", 9, "found the end of the query", ""),
    ("SELECT ?x { OPTINAL { ?x a kg:Visit } }", 13, "found «OPTINAL»", "did you mean OPTIONAL?"),
    ("SELECT ?x { ?x a kg:Visit FILTER(zorp(?x)) }", 34, "expected an expression, found «zorp»", "there is no function zorp: those of others are called by a prefix or an IRI"),
    ("SELECT ?x { ?x kg:actor }", 25, "expected an object (variable, name, IRI, text or number), found «}»", "as in ?who kg:actor ?what"),
    ("SELECT ?x { ?x a kg:Visit LATERAL ?x a kg:Meeting }", 35, "expected «{», found «?x»", "LATERAL { ?who kg:place ?where }"),
    ("SELECT ?x { ?x a kg:Visit } LIMIT 1.5", 35, "expected a whole number, found «1.5»", "LIMIT 10"),
    ("PREFIX x: urn:y SELECT ?x {}", 11, "expected an IRI in <>, found «urn:y»", ""),
    ("SELECT ?c (COUNT(?x) AS ?n) { ?x a ?c }", 8, "?c is neither grouped nor reckoned", "GROUP BY ?c"),
    ("SELECT * { ?x a ?c } GROUP BY ?c", 8, "SELECT * and GROUP BY", ""),
    ("SELECT (1 AS ?x) (2 AS ?x) {}", 24, "?x is selected twice", ""),
    ("SELECT ?x { ?x a kg:Visit BIND(2 AS ?x) }", 37, "?x has a value already", ""),
    ("SELECT ?x { ?x a <visit> }", 18, "<visit> is no whole IRI", ""),
    ("SELECT ?x { { _:a kg:p ?x } UNION { _:a kg:q ?x } }", 37, "_:a stands in two groups", ""),
    ("SELECT ?x { VALUES (?x ?y) { (1) } }", 30, "has not 2 values", "UNDEF"),
    ('SELECT ?x { ?x kg:p "\\q" }', 22, "\\q is nothing that a text may hold", ""),
    ("SELECT ?x { ?x a kg:Visit FILTER(kg:odd(?x)) }", 34, "there is no function kg:odd", ""),
]


@pytest.mark.parametrize(("query", "column", "said", "hint"), TOLD)
def test_what_is_wrong_is_told_where_it_stands(query: str, column: int, said: str, hint: str) -> None:
    from kg.meaning import no_function
    with pytest.raises((SyntaxError, RuntimeError)) as refused:
        pyoxigraph.Store().query(query, prefixes=NAMES)
    error = no_function(str(refused.value), query, NAMES, "q.rq") or malformed(str(refused.value), query, NAMES, "q.rq")
    assert said in error.message and hint in error.hint and (error.path, error.line, error.column, error.excerpt) == ("q.rq", 1, column, query)


def test_a_place_is_told_by_its_line() -> None:
    query = "# visits\nSELECT ?x {\n  ?x a kg:Visit ,, kg:Meeting\n}"
    error = malformed("", query, NAMES)
    assert (error.line, error.column, error.excerpt) == (3, 18, "  ?x a kg:Visit ,, kg:Meeting")


@pytest.mark.skipif(not W3C.is_dir(), reason="../shared/w3c is not here")
def test_what_the_engine_takes_leaves_the_grammar_nowhere() -> None:
    """Every query of the W3C's suites, but for escapes outside of texts and letters in two parts, which the tokens here do not know."""
    seen, left = 0, []
    for path in sorted(W3C.rglob("*.rq")):
        text = path.read_text(encoding="utf-8")
        try:
            pyoxigraph.Store().query(text, base_iri="urn:base:")
        except (SyntaxError, RuntimeError):
            continue
        seen += 1
        left += [path.stem] if wrong(text) else []
    assert seen > 400 and set(left) <= {"normalization-01", "syntax-esc-04", "syntax-esc-05", "syn-bad-26"}


def test_every_token_is_a_piece_of_the_text() -> None:
    text = 'SELECT ?x { ?x kg:p "a # b"@ar ; a <urn:x#y> . # end\n FILTER(?x != -1.5e3) }'
    assert all(text.startswith(t.text, t.start) for t in tokens(text)) and "end" not in {t.text for t in tokens(text)}


def test_hints_are_of_what_the_grammar_knows() -> None:
    """A word that has a hint for what stands behind it is one of the grammar; one that is a hint's own is none, or stands elsewhere in it."""
    behind = {word for line in known()["behind"] for word in line.split()} - {"^^"}
    assert behind <= keywords() and set(known()["lacking"]) <= set(known()["called"].values())
