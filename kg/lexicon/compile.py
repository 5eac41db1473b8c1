"""kg/words/*.toml → the compiled lexicon: a trie of written forms and a table of what they mean.

A word is written once, as a dictionary writes it; its forms are made here.  The trie's keys are written forms, the value of each
all records of the form, by one letter that tells what the form is (KINDS), so that one look-up tells everything.  The same words
give the same files on every machine: every list is sorted or keeps the order of the word files.
"""
from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from itertools import accumulate
from pathlib import Path

from kg.arabic import AGAINST, ARTICLE, FOR, HYPHENS, IN, ON, QUOTE_CLOSE, QUOTE_OPEN, crude, fold, tokenize
from kg.lexicon.inflect import collective, construct_plural, nisba_forms, noun_forms, verb_forms, with_singulars
from kg.lexicon.keys import unknown
from kg.lexicon.packed import dumps, pack
from kg.model import UserError
from kg.romanization import slug

KINDS = {"v": "verb form", "n": "event noun or participle", "e": "name of an entity", "a": "adjective of nationality", "t": "title of an office",
         "b": "body that every state has", "g": "group head", "h": "head word of an unknown name", "o": "honorific", "d": "deputy of an office", "r": "occupation",
         "f": "function word", "s": "statement noun", "m": "first word of longer names: how long, and the second words of each kind",
         "u": "word of personal names", "c": "everyday word that is in no personal name"}


def parse(path: Path) -> dict:
    """One word file; a UserError with the line where it is not TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as e:
        import re
        where = re.search(r"line (\d+), column (\d+)", str(e))
        (line, column), lines = map(int, where.groups()) if where else (0, 0), path.read_text(encoding="utf-8").splitlines()
        raise UserError(f"this is not valid TOML: {str(e).split(' (at')[0]}", str(path), line, column,
                        lines[line - 1] if 0 < line <= len(lines) else "", "each entry is one line: {lemma=\"…\", class=\"…\", example=\"…\"},") from None


def key_of(name: str) -> str:
    """The key under which a name of one or several words is found: folded words, hyphens and quotation marks left out.

    >>> key_of('سو-24'), key_of('تنظيم "جيش الإسلام"')
    ('سو 24', 'تنظيم جيش الاسلام')
    """
    return " ".join(t.fold for t in tokenize(name) if t.text not in HYPHENS and t.text not in QUOTE_OPEN and t.text not in QUOTE_CLOSE and t.text not in "#_")


class Builder:
    """Collects forms and tables from the word files; `write` gives the two byte strings of the compiled lexicon."""

    def __init__(self, classes: Mapping[str, tuple]):
        self.classes = dict(classes)
        self.forms: set[tuple[str, str]] = set()
        self.longer: dict[str, tuple[int, dict[str, set[str]]]] = {}      # first word → words of the longest name, kind → second words
        self.uses: list[tuple] = []
        self.lemmas: list[tuple] = []
        self.entities: list[tuple] = []
        self.by_id: dict[str, int] = {}
        self.offices: dict[str, tuple] = {}
        self.holders: dict[str, list] = {}
        self.tables: dict[str, object] = {}
        self.state_of: dict[int, str] = {}
        self.bodies: list[tuple] = []
        self.groups: list[tuple] = []
        self.heads: list[tuple] = []
        self.ambiguous: list[tuple[Mapping, str]] = []
        self.time: dict = {}
        self.jussive: set[tuple[str, str]] = set()

    # --- forms ---------------------------------------------------------------------------------------------------------------
    def add(self, kind: str, form: str, value: str) -> None:
        """One written form; of several words, the first remembers how long a name may get."""
        words = form.split(" ")
        if len(words) > 1:
            longest, seconds = self.longer.get(words[0], (1, {}))
            self.longer[words[0]] = max(longest, len(words)), seconds | {kind: seconds.get(kind, set()) | {words[1]}}
        self.forms.add((form, kind + value))

    def entity(self, id: str, type: str, ar: str, en: str | None, row: Mapping, names: Iterable[str], country=None, sector=None, kind=None, flag="") -> int:
        """An entity with its names; a later file's entity of the same id replaces the earlier one's facts and adds its names."""
        value = (id, type, ar, en or "", row.get("wikidata"), country, sector, kind)
        if id in self.by_id:
            i = self.by_id[id]
            self.entities[i] = value
        else:
            i = self.by_id[id] = len(self.entities)
            self.entities.append(value)
        for name in names:
            self.add("e", key_of(name), f"{i},{flag}")
        return i

    # --- files ---------------------------------------------------------------------------------------------------------------
    def states(self, data: Mapping) -> None:
        for row in data.get("states", ()):
            names = [row["ar"], *row.get("aliases", ())]
            i = self.entity(row["iso"], "State", row["ar"], row["en"], row, names[:1] if row.get("ambiguous") else names, row["iso"], "GOV")
            for name in (*row.get("loose", ()), *(names[1:] if row.get("ambiguous") else ())):
                self.add("e", key_of(name), f"{i},ambiguous")
            self.state_of[i] = row["iso"]
            for seat in row.get("seats", ()):
                self.add("e", key_of(seat), f"{i},seat")
            for adjective in row.get("nisba", ()):
                self.nisba(i, adjective, row.get("people", ()))
            capital = row.get("capital")
            if capital:
                flag = "ambiguous" if capital.get("ambiguous") else "capital"
                c = self.entity(capital["id"], "Place", capital["ar"], capital["en"], capital, [capital["ar"], *capital.get("aliases", ())], row["iso"], kind="capital", flag=flag)
                self.state_of[c] = row["iso"]
        for row in data.get("regions", ()):
            i = self.entity(row["id"], "Place", row["ar"], row["en"], row, [row["ar"], *row.get("aliases", ())], kind="region")
            for adjective in row.get("nisba", ()):
                self.nisba(i, adjective)

    def nisba(self, entity: int, adjective: str, broken: Iterable[str] = ()) -> None:
        for form, tag in nisba_forms(adjective, broken):
            self.add("a", form, f"{entity},{tag}")

    def places(self, data: Mapping) -> None:
        for row in data.get("places", ()):
            flag = "head" if row.get("needs_head") else "ambiguous" if row.get("ambiguous") else ""
            self.entity(row["id"], "Place", row["ar"], row.get("en"), row, [row["ar"], *row.get("aliases", ())], row.get("country"), kind=row.get("kind"), flag=flag)

    def organizations(self, data: Mapping) -> None:
        for row in data.get("organizations", ()):
            flag = "ambiguous" if row.get("ambiguous") else ""
            i = self.entity(row["id"], row.get("type", "Organization"), row["ar"], row.get("en"), row, [row["ar"], *row.get("aliases", ())], row.get("country"), row.get("sector"), flag=flag)
            for name in row.get("loose", ()):
                self.add("e", key_of(name), f"{i},loose")
            for adjective in row.get("nisba", ()):
                self.nisba(i, adjective)

    def people(self, data: Mapping) -> None:
        for row in data.get("people", ()):
            i = self.entity(row["id"], "Person", row["ar"], row.get("en"), row, [row["ar"], *row.get("aliases", ())], row.get("country"), row.get("sector"))
            for name in row.get("shared", ()):
                self.add("e", key_of(name), f"{i},shared")
            for name in row.get("words", ()):
                self.add("e", key_of(name), f"{i},loose")
            for held in row.get("offices", ()):
                office = held["office"]
                if held.get("at"):      # of many posts of one kind (ambassadors, envoys) the holder is told by the office and where it is held
                    office = self.post(office, held["at"])
                self.holders.setdefault(f"{office}@{held['of']}", []).append((str(held.get("from", "")), str(held.get("to", "")) or ("?" if held.get("until_unknown") else ""), i))

    def post(self, office: str, at: str) -> str:
        """The id of an office held at some place, as an ambassador's: an office of its own, with the words of its kind."""
        if office in self.offices:
            self.offices.setdefault(f"{office}-{at}", (*self.offices[office][:-1], False))     # the head of a branch is not the head of the body
        return f"{office}-{at}"

    def things(self, data: Mapping) -> None:
        """Weapons, documents, operations: names, and generic nouns of the kind."""
        for key, type in (("weapons", "Weapon"), ("documents", "Document"), ("operations", "MilitaryOperation")):
            for row in data.get(key, ()):
                generic = "generic" if row.get("generic") else ""
                i = self.entity(row.get("id") or slug(row.get("en") or row["ar"]), type, row["ar"], row.get("en"), row,
                                [] if generic else [row["ar"], *row.get("aliases", ())], row.get("country"), kind=row.get("kind"))
                for name in () if generic else row.get("loose", ()):
                    self.add("e", key_of(name), f"{i},loose")
                if generic:
                    for name in (row["ar"], *row.get("aliases", ())):
                        for form, number in noun_forms(name, row.get("plural", ())):
                            self.add("e", form, f"{i},generic,{number}")
                            self.add("e", " ".join(ARTICLE + w for w in form.split()), f"{i},generic,{number}")

    def titles(self, data: Mapping) -> None:
        for row in data.get("offices", ()):
            self.offices[row["id"]] = (row["en"], row.get("kind", ""), row.get("of", "state"), row.get("sector"), row["titles"][0], tuple(row.get("only", ())), bool(row.get("name_only")), bool(row.get("top")))
            for words, gender in ((row["titles"], "m"), (row.get("feminine", ()), "f")):
                for title in words:
                    for form, number in self.construct(title):
                        self.add("t", form, f"{row['id']},{gender}{number}")
            for title in row.get("plural", ()):
                for variant in self.indefinite(fold(title)):
                    for form in construct_plural(variant):
                        self.add("t", form, f"{row['id']},mp")
        for row in data.get("fixed", ()):
            office, feminine = self.post(row["office"], row["at"]) if "at" in row else row["office"], row.get("feminine", ())
            for title in (*row["titles"], *feminine):
                for form, number in self.construct(title):
                    if number == "s":
                        self.add("t", form, f"{office},{'f' if title in feminine else 'm'}s,{row['of']}")
        for row in data.get("honorifics", ()):
            stands = row.get("stands_for")
            value = f"{stands['office']}@{stands['of']}" if stands else ""
            for form in {key_of(row["lemma"]), *map(key_of, row.get("aliases", ())), *map(key_of, filter(None, [row.get("feminine")] if isinstance(row.get("feminine"), str) else row.get("feminine", ())))}:
                self.add("o", form, value)
                if form.startswith(ARTICLE) and " " not in form:
                    self.add("o", form[2:], value)
        for row in data.get("roles", ()):
            lemma = fold(row["lemma"]).removeprefix(ARTICLE)
            feminine = row.get("feminine", ())
            for word in [lemma, *([feminine] if isinstance(feminine, str) else feminine), *row.get("plural", ())]:
                for form, number in noun_forms(fold(word).removeprefix(ARTICLE), person=True):
                    self.add("r", form, f"{row.get('sector', '')},{row.get('en', '')},{number}")
        for row in data.get("deputies", ()):
            for word in (row["lemma"], *row.get("feminine", ()), *row.get("plural", ())):
                for form, _ in noun_forms(word):
                    self.add("d", form, row["en"])
        for row in data.get("qualifiers", ()):
            feminine = row.get("feminine", ())
            for word in (row["lemma"], *([feminine] if isinstance(feminine, str) else feminine), *row.get("plural", ())):
                if word:
                    self.add("f", fold(word), "mod")
                    self.add("f", ARTICLE + fold(word), "mod")

    def construct(self, title: str) -> Iterable[tuple[str, str]]:
        """Forms of a title: its head inflected, and of «وزير الخارجية» also «وزير خارجية» as before a state's name."""
        for form, number in noun_forms(title, person=True):
            for variant in self.indefinite(form):
                yield variant, number

    @staticmethod
    def indefinite(form: str) -> Iterable[str]:
        words = form.split(" ")
        yield form
        if len(words) == 2 and words[1].startswith(ARTICLE) and len(words[1]) > 4:
            yield f"{words[0]} {words[1][2:]}"

    def bodies_and_groups(self, data: Mapping) -> None:
        for row in data.get("bodies", ()):
            i = len(self.bodies)
            self.bodies.append((row.get("id") or slug(row["en"]), row["lemma"], row["en"], row.get("sector"), row.get("type", "Organization"), bool(row.get("alone"))))
            for name, tag in [(row["lemma"], "s"), *((n, "s") for n in row.get("aliases", ())), *((n, "p") for n in row.get("plural", ())), *((n, "short") for n in row.get("short", ()))]:
                for form in self.indefinite(fold(name)):
                    self.add("b", form, f"{i},{tag}")
        for row in data.get("groups", ()):
            i = len(self.groups)
            self.tables.setdefault("singular", {}).update({crude(fold(p)): crude(fold(row["lemma"])) for p in row.get("plural", ()) if " " not in p})
            self.groups.append((slug(row["en"]), row["lemma"], row["en"], row.get("sector"), row.get("type", "Group"), row.get("number", "plural"), bool(row.get("alone")), row.get("one", ""), bool(row.get("owned")), bool(row.get("foreign"))))
            for form, number in noun_forms(row["lemma"], row.get("plural", ()), person=True):
                self.add("g", form, f"{i},{'p' if row.get('number') == 'plural' and collective(row['lemma']) else number}")
        for row in data.get("heads", ()):
            i = len(self.heads)
            self.heads.append((row["lemma"], row["en"], row.get("type", "Organization"), row.get("sector"), bool(row.get("weak")), bool(row.get("apart")), bool(row.get("named_for"))))
            for form, number in noun_forms(row["lemma"], row.get("plural", ())):
                self.add("h", form, f"{i},{number}")

    def words(self, data: Mapping, source: str, where: str) -> None:
        """Verbs, nouns and participles of one file: `source` is event, speech, light, passive, plain or aux."""
        for table in ("verbs", "nouns", "participles", "auxiliaries", "passive"):
            for row in data.get(table, ()):
                kind = {"auxiliaries": "aux", "passive": "passive"}.get(table, source)
                self.use(row, table, kind, where)
        self.ambiguous += [(row, where) for row in data.get("ambiguous", ())]

    def use(self, row: Mapping, table: str, source: str, where: str) -> None:
        is_verb = table in ("verbs", "auxiliaries", "passive", "ambiguous")
        args = tuple(tuple(x.split(":")) for x in row.get("args", "").split())
        if not args and source == "event":
            args = (("subject", "actor"), ("object", "recipient")) if is_verb else (("genitive", "actor"), ("nisba", "actor"), (ON, "recipient"), (AGAINST, "recipient"))
        args = tuple((fold(slot) if slot not in ("subject", "object", "genitive", "nisba") else slot, role) for slot, role in args)
        word = lambda key: tuple(sorted({crude(fold(w)) for w in row.get(key, ())}))
        extra = tuple(sorted((k, fold(v) if k in ("takes", "asks") else v) for k, v in row.items() if k in ("takes", "subject", "links", "status", "modality", "stance", "mode", "negated", "needs", "asks") and isinstance(v, str)))
        use = (source, row["lemma"], row.get("class"), args, word("with"), word("not_with"), word("before"), word("not_before"), bool(row.get("weak")), extra, f"{where}: {row['lemma']}")
        number = len(self.uses)
        pos = "v" if is_verb else "p" if table == "participles" else "n"
        key = (pos, row["lemma"])
        index = self.tables.setdefault("lemma_index", {})
        self.uses.append(use)
        if key in index:
            i = index[key]
            self.lemmas[i] = self.lemmas[i][:2] + (self.lemmas[i][2] + (number,),)
            if is_verb:
                return
        else:
            i = index[key] = len(self.lemmas)
            self.lemmas.append((pos, row["lemma"], (number,)))
        if is_verb:
            for form, readings in verb_forms(row["lemma"], row.get("vowel")).items():
                for tense, person, voice in readings:
                    if table == "ambiguous" and not (tense in "ij" and voice == "a" and person[0] == "3"):
                        continue        # its other forms are spelled like nouns
                    if voice == "a" or (row.get("passive", True) and not row.get("no_passive")):
                        value = f"{i},{tense.replace('j', 'i')},{person},{voice}"
                        self.add("v", form, value)
                        if tense == "j":
                            self.jussive.add((form, "v" + value))
        elif source == "speech" and pos == "n":
            for form, number in noun_forms(row["lemma"], row.get("plural", ())):
                self.add("s", form, f"{i},{number}")
        else:
            for form, number in noun_forms(row["lemma"], row.get("plural", ()), person=pos == "p"):
                self.add("n", form, f"{i},{number}")

    def ties(self, data: Mapping) -> None:
        """Phrases that name a source, words for a crew, units of distance, prepositions of cause."""
        for row in data.get("phrases", ()):
            kind = row.get("kind", "source")
            if kind in ("source", "verb") and not row["lemma"].startswith(IN + " "):
                self.add("f", key_of(row["lemma"].removesuffix(" " + FOR)), f"attribution:{kind}")
        for word in data.get("crew", ()):
            self.add("f", fold(word), "crew")
            self.add("f", ARTICLE + fold(word), "crew")
        for row in data.get("units", ()):
            for word in (row["lemma"], *row.get("plural", ())):
                self.add("f", fold(word), f"unit:{row['unit']}")
        self.tables["causal"] = tuple(fold(w) for w in data.get("causal", self.tables.get("causal", ())))

    def particles(self, data: Mapping) -> None:
        tags = {"prepositions": "prep", "subordinators": "sub", "negations": "neg", "negating_nouns": "neg:inner", "future": "fut", "perfect": "perf", "conjunctions": "conj", "causal_conjunctions": "conj:cause", "outcome_conjunctions": "conj:outcome", "contrast_conjunctions": "conj:contrast",
                "conditionals": "cond", "alternatives": "alt", "adverbs": "adv", "demonstratives": "dem", "quantifiers": "quant", "light_nouns": "lightnoun", "hosting": "lightnoun:host",
                "name_parts": "namepart", "title_modifiers": "mod", "own_state": "own", "here": "here", "existential": "there", "so_called": "called"}
        for table, tag in tags.items():
            for word in data.get(table, ()):
                self.add("f", key_of(word), tag)
        for row in data.get("compound", ()):
            self.add("f", key_of(row["lemma"]), f"prep:{fold(row['as'])}")
        for row in data.get("relatives", ()):
            self.add("f", key_of(row["lemma"]), f"rel:{row['gender']}")
        for row in data.get("place_heads", ()):
            self.add("f", key_of(row["lemma"]), f"placehead:{row['kind']}")
        for row in data.get("pronouns", ()):
            self.add("f", key_of(row["lemma"]), f"pron:{row['person']}")
        self.tables["temporal"] = tuple(fold(w) for w in data.get("temporal", self.tables.get("temporal", ())))
        self.tables["slots"] = self.tables.get("slots", {}) | {fold(row["prep"]): row["role"] for row in data.get("slots", ())}
        for table in ("firsts", "realms", "belonging", "whens", "most", "undoing", "goals", "reasons", "vague", "dated", "whoever", "to_be", "earlier", "later", "then", "incidents", "countries", "others", "thwarting"):
            self.tables[table] = tuple(fold(w) for w in data.get(table, self.tables.get(table, ())))
        self.tables["during"] = tuple(fold(w) for w in data.get("during", self.tables.get("during", ())))
        self.tables["about"] = tuple(fold(w) for w in data.get("about", self.tables.get("about", ())))
        self.tables["governing"] = tuple(fold(w) for w in data.get("governing", self.tables.get("governing", ())))
        self.tables["masculine"] = tuple(data.get("masculine_states", self.tables.get("masculine", ())))
        for row in data.get("counterparts", ()):
            self.add("f", key_of(row["lemma"]), f"counterpart:{row['number']}:{row['gender']}")
        for row in data.get("sides", ()):
            self.add("x", key_of(row["lemma"]), f"{row['number']},{row['kind']}")
        for row in data.get("modals", ()):
            self.add("f", key_of(row["lemma"]), f"modal:{row['status']}:{row.get('modality', '')}:{row.get('before', '')}")

    # --- output --------------------------------------------------------------------------------------------------------------
    def read(self, folder: Path) -> None:
        """Every word file of a folder, in the order of the names."""
        for path in sorted(folder.rglob("*.toml")):
            data, where = parse(path), path.relative_to(folder).as_posix()
            try:
                self.file(where, data)
            except UserError as e:
                raise UserError(e.message, str(path), hint=e.hint) from None
            except (KeyError, TypeError, AttributeError) as e:
                raise UserError(f"an entry lacks {e}", str(path), hint="compare it with the entries beside it; kg lexicon lint shows more") from None

        for path in sorted(folder.rglob("*.txt")):
            kind = {"names.txt": "u", "common.txt": "c"}.get(path.name)
            if kind:
                self.listed(kind, path.read_text(encoding="utf-8").splitlines())

    def listed(self, kind: str, lines: Iterable[str]) -> None:
        """A plain list, one word a line with remarks behind it; «exact» keeps the spelling, for names that folding makes a function word."""
        for line in lines:
            word, *remarks = line.split("#")[0].split() or ("-",)
            if word[0] != "-":
                self.add(kind, fold(word), ("alone" if "alone" in remarks else "given" if "given" in remarks else "any") + (f"={word}" if "exact" in remarks else "") if kind == "u" else "")

    def file(self, where: str, data: Mapping) -> None:
        """Hands one parsed word file to its reader; names may stand in any file.  UserError for a table or key that nothing reads."""
        for table, _, key, near in unknown(where, data):
            raise UserError(f"{table} has no key {key!r}" if key != table else f"{where} has no table {key!r}", hint=f"did you mean {' or '.join(near)}?" if near else "the head of the file says which keys there are")
        source = {"speech.toml": "speech", "light.toml": "light", "plain.toml": "plain", "relations.toml": "tie"}.get(where, "event" if where.startswith("events/") else "")
        if source:
            self.words(data, source, where)
            self.ties(data)
            for name in ("negative", "at_fault", "no_room", "topical", "marchers", "hostile", "fiction", "nature", "owing"):
                self.tables[name] = tuple(self.tables.get(name, ())) + tuple(fold(w) if name == "owing" else crude(fold(w)) for w in data.get(name, ()))
            self.tables.setdefault("instead", {}).update({row["class"]: (row["as"], tuple(row.get("sectors", ()))) for row in data.get("instead", ())})
        elif where == "time.toml":
            from kg.find.times import TimeWords
            self.time = TimeWords.from_toml(data).to_plain()
        elif where == "particles.toml":
            self.particles(data)
        else:
            for reader in (self.states, self.places, self.organizations, self.people, self.things, self.titles, self.bodies_and_groups):
                reader(data)

    def write(self) -> tuple[bytes, bytes]:
        import marisa_trie
        for row, where in self.ambiguous:       # last: of what another file has all forms are known, and only those are sure that no noun has
            known = ("v", row["lemma"]) in self.tables.get("lemma_index", {})
            self.use({**row, "weak": True} if known else row, "ambiguous", "plain", where)
        told = {form for form, record in self.forms - self.jussive if record[0] == "v"}
        shared = {x for x in self.jussive if x[0] in told}      # «يجب» is «must», and hardly ever the jussive of «أجاب»
        records: dict[str, dict[str, tuple]] = {word: {"m": (n, {kind: f" {' '.join(sorted(second))} " for kind, second in sorted(seconds.items())})} for word, (n, seconds) in sorted(self.longer.items())}
        for form, record in sorted(self.forms - shared):          # of records that fit equally well a finder takes the first: never left to the order of the trie
            kind, (first, *rest), found = record[0], record[1:].split(","), records.setdefault(form, {})
            found[kind] = (*found.get(kind, ()), (int(first), *rest) if kind == "v" else record[1:])      # of a verb: lemma, tense, person, voice
        trie, uses = marisa_trie.Trie(records), [(*u[:4], with_singulars(u[4], self.tables.get("singular", {})), *u[5:]) for u in self.uses]
        holders = {key: sorted(held) for key, held in sorted(self.holders.items())}
        held_by: dict[int, list[tuple[str, str, str]]] = {}
        for key, held in holders.items():
            for start, end, person in held:
                held_by.setdefault(person, []).append((key, start, end))
        parts = {"forms": pack(records[trie.restore_key(i)] for i in range(len(trie))), "uses": pack(uses), "lemmas": pack(self.lemmas), "entities": pack(self.entities),
                 "ids": dumps(self.by_id), "holders": dumps(holders), "held": dumps(held_by), "time": dumps(self.time)}
        ends = [0, *accumulate(map(len, parts.values()))]
        table = {"classes": self.classes, "offices": self.offices, "state_of": self.state_of, "bodies": self.bodies, "groups": self.groups, "heads": self.heads, "slots": self.tables.get("slots", {}), "instead": self.tables.get("instead", {}),
                 **{name: self.tables.get(name, ()) for name in ("negative", "at_fault", "no_room", "topical", "owing", "marchers", "hostile", "fiction", "nature", "masculine", "causal", "governing", "about", "during", "temporal", "firsts", "realms", "belonging", "whens", "most", "undoing", "goals", "reasons", "vague", "dated", "whoever", "to_be", "earlier", "later", "then", "incidents", "countries", "others", "thwarting")},
                 "parts": dict(zip(parts, zip(ends, ends[1:])))}
        head = dumps(table)
        return trie.tobytes(), (4 + len(head)).to_bytes(4, "little") + head + b"".join(parts.values())
