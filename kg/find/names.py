"""Who and what is named: known names, titles, offices, bodies, groups, and people whom no list knows.

A finder looks at one position and says what names begin there, longest first; it decides nothing about who is meant by «the
minister» or «his counterpart»: those leave as symbols (`office`, `counterpart`, `sides`) that `kg.link` resolves when it knows
what was said before.  Spans leave clitics out.
"""
from __future__ import annotations

from typing import NamedTuple

from kg.arabic import ARTICLE, COMMAS, CONJUNCTION, CONJUNCTIONS, FOR, FROM, GODLY, HYPHENS, IN, PERSON, PLURAL_ENDS, PROCLITICS, feminine, fold, slug, unsuffixed
from kg.find.sentence import Sentence
from kg.lexicon import Sense
from kg.model import Entity


class Name(NamedTuple):
    """A name as the text gives it.

    `kind`: entity (known), office (a title, with or without a name), counterpart, sides, body (of a state), group, unknown
    (a name no list knows).  `of` is the id of the state or body it is tied to; `given` a person's unknown name; `title` the
    raw span of the title words; `number` s d p.
    """
    kind: str
    i: int
    j: int
    start: int
    end: int
    conj: str = ""
    prep: str = ""
    entity: Entity | None = None
    office: str = ""
    of: str | None = None
    given: str = ""
    gender: str = ""
    number: str = "s"
    how: str = "name"
    title: tuple[int, int] | None = None
    index: int = -1


APPOSED = COMMAS | HYPHENS | {"("}
STANDING = frozenset({"delegation", "side"})       # words that stand for whom they are of
STOP = ("crew", "unit", "attribution", "prep", "sub", "rel", "neg", "conj", "dem", "cond", "pron", "perf", "fut", "quant", "alt", "modal", "counterpart", "own", "lightnoun", "placehead")


def names_at(s: Sentence, i: int) -> tuple[Name, ...]:
    """The names that begin at token i: one, several for a plural title («the foreign ministers of Russia and Turkey»), or none."""
    if s.tokens[i].kind not in "wl" or i in s.times:
        return ()
    sides = s.lexicon.names_at(s.tokens, i, "x")
    if sides:
        x = sides[0]
        number, kind = x.value.split(",")
        return (Name("sides", i, i + x.words, s.begin(i, x.cut), s.finish(i + x.words - 1), x.conj, x.prep, office=kind, number=number, how="sides"),)
    found = _crew(s, i) or max(_titled(s, i), _honoured(s, i), key=lambda n: n[-1].j if n else 0) or _counterpart(s, i) or _elided(s, i)
    if found:
        return found
    known, body = _known(s, i), _body(s, i) or _group(s, i)
    if known and body and body.j > known.j:
        known = None
    if known and known.j == i + 1 and known.entity.type == "Person" and i + 1 < len(s.tokens) and _unit(s, i + 1):
        known = _bare_person(s, i) or known
    one = known or body or _headed(s, i) or _place(s, i) or _occupied(s, i) or _people(s, i) or _own(s, i) or _bare_person(s, i)
    if one is None:
        return ()
    return (_apposed(s, one),) if one.kind in ("entity", "unknown") and one.entity and one.entity.type == "Person" else (one,)


# --- known names -------------------------------------------------------------------------------------------------------------
def _known(s: Sentence, i: int, headed: bool = False) -> Name | None:
    senses = [x for x in s.lexicon.names_at(s.tokens, i, "e")]
    if not senses:
        return None
    rank = {"": 0, "seat": 0, "capital": 1, "shared": 2, "generic": 3, "ambiguous": 4, "head": 5, "loose": 6}
    x = min(senses, key=lambda x: (rank.get(x.value.split(",")[1], 9), len(x.prep) + len(x.conj), x.value))
    number, flag, *count = x.value.split(",")
    previous = i and (s.tag(i - 1, "prep", "placehead") or x.prep)
    if flag in ("head", "ambiguous") and not previous:
        return None
    if flag == "loose" and not headed and not (i and s.tokens[i - 1].text in "\"«“"):
        return None
    entity = s.lexicon.entity(int(number))
    if flag == "generic" and entity.type == "Document":
        return None
    if x.words == 1 and entity.type in ("Person", "Place", "Organization") and flag != "capital" and (x.conj or x.prep) and s.words[i].verbs and not previous:
        return None
    how = {"seat": "seat-of-government", "generic": "kind", "shared": "short-name"}.get(flag, "name")
    return Name("entity", i, i + x.words, s.begin(i, x.cut), s.finish(i + x.words - 1), x.conj, x.prep, entity, gender="" if flag == "seat" else _gender(s, entity), number=count[0] if count else "s", how=how,
                of=s.lexicon.state_of.get(int(number)), index=int(number))


def _gender(s: Sentence, entity: Entity) -> str:
    """Grammatical gender of a known name; '' where print does not tell."""
    if entity.type == "Person" or entity.id in s.lexicon.masculine:
        return "m"
    return "f" if entity.type in ("State", "Place") else ""


def _people(s: Sentence, i: int) -> Name | None:
    """«الأتراك»، «الأميركيين»: a people that stands for its state."""
    for x in s.words[i].nisba:
        number, tag = x.value.split(",")
        if tag == "mp" and x.definite:
            return Name("entity", i, i + 1, s.begin(i, x.cut), s.finish(i), x.conj, x.prep, s.lexicon.entity(int(number)), number="p", how="people", index=int(number))
    return None


def _own(s: Sentence, i: int) -> Name | None:
    for tag, conj, prep in s.words[i].tags:
        if tag in ("own", "here"):
            return Name(tag, i, i + 1, s.begin(i, len(conj) + len(prep)), s.finish(i), conj, prep, how="own-state")
    return None


def nisba_at(s: Sentence, i: int, definite: bool | None = None) -> Sense | None:
    """The adjective of nationality at token i (clitics not allowed), of the wanted definiteness."""
    if i < len(s.tokens):
        for x in s.words[i].nisba:
            if not x.conj and not x.prep and (definite is None or x.definite == definite):
                return x
    return None


def state_id(s: Sentence, index: int) -> str:
    """The id under which a state or body owns offices: of a capital, its state's."""
    return s.lexicon.state_of.get(index) or s.lexicon.entity(index).id


# --- titles ------------------------------------------------------------------------------------------------------------------
def _honoured(s: Sentence, i: int) -> tuple[Name, ...]:
    """«السيد»، «معالي وزير …»، «خادم الحرمين الشريفين»."""
    senses = s.lexicon.names_at(s.tokens, i, "o")
    if not senses:
        return ()
    x = senses[0]
    k = i + x.words
    if "@" in x.value:
        office, of = x.value.split("@")
        entity, given, end, _ = person_at(s, k)
        j = end if end > k else k
        return (Name("office", i, j, s.begin(i, x.cut), s.finish(j - 1), x.conj, x.prep, entity, office, of, given, "m", how="title", title=(s.begin(i, x.cut), s.finish(k - 1))),)
    if k >= len(s.tokens):
        return ()
    rest = _honoured(s, k) or _titled(s, k)
    if rest:
        return (rest[0]._replace(i=i, conj=x.conj, prep=x.prep),) + rest[1:]
    entity, given, end, index = person_at(s, k)
    if end > k:
        return (_apposed(s, Name("entity" if entity else "unknown", i, end, s.begin(k, 0), s.finish(end - 1), x.conj, x.prep, entity, given=given, gender="m", index=index)),)
    return ()


def _owner(s: Sentence, k: int) -> tuple[str | None, int, list[str]]:
    """What a title belongs to, read from token k: (id of state or body, position after it, further ids of a list of states)."""
    of, more, start = None, [], k
    while k < len(s.tokens):
        if s.tag(k, "mod") and not nisba_at(s, k):
            k += 1
            continue
        x = nisba_at(s, k)
        if x and of is None:
            of, k = state_id(s, int(x.value.split(",")[0])), k + 1
            continue
        if of is None and s.is_word(k) and k not in s.times:
            known = next((y for y in s.lexicon.names_at(s.tokens, k, "e") if not y.conj and y.value.split(",")[1] not in ("generic", "head") and y.prep in ("", FOR)
                          and s.lexicon.entity(int(y.value.split(",")[0])).type in ("State", "Organization", "Group", "Place")), None)
            if known and not (known.prep == "" and s.lexicon.entity(int(known.value.split(",")[0])).type == "Place" and k > start):
                of, k = state_id(s, int(known.value.split(",")[0])), k + known.words
                continue
            inner = _body(s, k) or _headed(s, k)
            if inner and not inner.conj and inner.prep in ("", FOR):
                if inner.of or inner.entity:
                    of, k = inner.of if inner.kind == "body" else inner.entity.id, inner.j
                    continue
            if s.tag(k, "placehead") and k + 1 < len(s.tokens):
                k += 1
                continue
        break
    return of, k, more


def _title(s: Sentence, i: int) -> tuple[Sense | None, str, str, int]:
    """The title at token i: (its sense, office id, gender and number, position after it); «نائب وزير …» is an office of its own."""
    senses = s.lexicon.names_at(s.tokens, i, "t")
    best = min(senses, key=lambda x: (len(x.conj) + len(x.prep), -x.value.count(","), x.value)) if senses else None
    for d in s.lexicon.names_at(s.tokens, i, "d"):
        inner = [x for x in s.lexicon.names_at(s.tokens, i + d.words, "t") if not x.conj and not x.prep] if i + d.words < len(s.tokens) else []
        if inner and d.words + inner[0].words > (best.words if best else 0):
            office, tag = inner[0].value.split(",")[:2]
            return d._replace(definite=inner[0].definite), f"deputy-{office}", "ms", i + d.words + inner[0].words
    return (best, *best.value.split(",")[:2], i + best.words) if best else (None, "", "", i)


def _titled(s: Sentence, i: int) -> tuple[Name, ...]:
    """A title, what it belongs to, and the name of its holder where that follows."""
    x, office, tag, k = _title(s, i)
    if x is None:
        return ()
    number = tag[-1]
    head_definite = x.definite or any(t.fold.startswith(ARTICLE) for t in s.tokens[i + 1:k])
    fixed = x.value.split(",")[2:]                # a title that names its body: «الأمين العام للأمم المتحدة»
    of, k2, _ = (fixed[0], k, []) if fixed else _owner(s, k)
    rules = s.lexicon.offices.get(office, ("", "", "", None, "", (), False))
    if rules[5] and of not in rules[5]:
        return ()
    if number in "dp":
        return _titled_many(s, i, x, office, k, number)
    if (of is None and not head_definite) or rules[6]:
        entity, given, end, index = person_at(s, k2, strict=True)
        if not entity and not (rules[6] and end > k2):
            return ()
    k = k2
    while k < len(s.tokens) and s.is_word(k) and person_at(s, k)[2] == k:      # «وزير الخارجية ووزير الدولة … فلان» is one man
        second = next((y for y in s.lexicon.names_at(s.tokens, k, "t") if y.conj and not y.prep and y.value.endswith("s")), None)
        if second is None:
            break
        of2, end2, _ = _owner(s, k + second.words)
        if of2 is None or person_at(s, end2)[2] == end2 and not s.lexicon.get("o" + s.tokens[min(end2, len(s.tokens) - 1)].fold):
            break
        of, k = of or of2, end2
    title_end = s.finish(k - 1)
    start = s.begin(i, x.cut)
    posted = _posted(s, k)
    if posted:
        entity, given, end, index = person_at(s, posted)
        if end > posted + 1 or entity:
            return (Name("office", i, end, s.begin(posted, 0), s.finish(end - 1), x.conj, x.prep, entity, office, of, given, tag[0], how="name", title=(start, s.finish(posted - 1)), index=index),)
    p = k + 1 if k < len(s.tokens) and s.tokens[k].text in APPOSED else k
    while p < len(s.tokens) and (s.tag(p, "mod") or s.tokens[p].text in "#_\"«“-" or s.lexicon.get("o" + s.tokens[p].fold)):
        p += 1
    entity, given, end, index = person_at(s, p, strict=p > k and s.tokens[p - 1].text in APPOSED)
    gender = tag[0]
    if end > p:
        j = end + (1 if p > k and end < len(s.tokens) and s.tokens[end].text in APPOSED | {")"} and s.tokens[k].text in APPOSED else 0)
        return (Name("office", i, j, s.begin(p, 0), s.finish(end - 1), x.conj, x.prep, entity, office, of, given, gender, how="name", title=(start, title_end), index=index),)
    return (Name("office", i, k, start, title_end, x.conj, x.prep, None, office, of, "", gender, how="title", title=(start, title_end)),)


def _posted(s: Sentence, k: int) -> int:
    """«… في موسكو», «… لدى تركيا», «… للسودان»: where the place behind a title ends, 0 where none stands there."""
    for at in (k + 1 if s.tag(k, "prep") else 0, k):
        if at and at + 1 < len(s.tokens) and s.is_word(at):
            for x in s.lexicon.names_at(s.tokens, at, "e"):
                if not x.conj and x.prep == ("" if at > k else FOR) and s.lexicon.entity(int(x.value.split(",")[0])).type in ("Place", "State", "Organization"):
                    return at + x.words
    return 0


def _titled_many(s: Sentence, i: int, x: Sense, office: str, k: int, number: str) -> tuple[Name, ...]:
    """«وزراء خارجية روسيا وتركيا وإيران»، «الرئيسان الروسي والتركي»: one name for each owner."""
    both = s.lexicon.names_at(s.tokens, k, "x") if k < len(s.tokens) else []
    if both and not both[0].conj and not both[0].prep:
        return (Name("sides", i, k + both[0].words, s.begin(i, x.cut), s.finish(k + both[0].words - 1), x.conj, x.prep, office="person", number=both[0].value.split(",")[0], how="sides"),)
    nation = nisba_at(s, k)
    if nation and nation.value.endswith("mp"):
        return ()                                    # «الدبلوماسيون الإيرانيون» are a group
    owners, p = [], k
    while p < len(s.tokens):
        senses = [y for y in s.words[p].nisba if y.value.split(",")[1] in ("ms", "fs")]
        known = [y for y in s.lexicon.names_at(s.tokens, p, "e") if s.lexicon.entity(int(y.value.split(",")[0])).type in ("State", "Person") or y.value.endswith("capital")] if s.is_word(p) else []
        y = next((y for y in senses + known if (y.conj == CONJUNCTION) == bool(owners) and not y.prep), None)
        if y is None:
            if owners and s.tokens[p].text in COMMAS and p + 1 < len(s.tokens):
                p += 1
                continue
            break
        index = int(y.value.split(",")[0])
        entity = s.lexicon.entity(index)
        if entity.type == "Person" and owners and not y.conj:
            owners[-1] = (owners[-1][0], entity, p, y)
        else:
            owners.append((None if entity.type == "Person" else state_id(s, index), entity if entity.type == "Person" else None, p, y))
        p += y.words
    if owners and s.tokens[p - 1].text in COMMAS:
        p -= 1
    title = (s.begin(i, x.cut), s.finish(k - 1))
    if not owners and (number == "p" and not x.definite or s.lexicon.offices.get(office, ("",) * 7)[6]):
        return ()
    if not owners:
        return (Name("sides", i, k, title[0], title[1], x.conj, x.prep, office="person", number="2" if number == "d" else "p", how="sides"),)
    out = []
    for n, (of, entity, at, y) in enumerate(owners):
        out.append(Name("office", i if n == 0 else at, owners[n + 1][2] if n + 1 < len(owners) else p, title[0] if n == 0 else s.begin(at, y.cut), s.finish(at + y.words - 1),
                        x.conj if n == 0 else CONJUNCTION, x.prep, entity, office, of, "", "m", how="title", title=title))
    return tuple(out)


def _counterpart(s: Sentence, i: int) -> tuple[Name, ...]:
    """«نظيره التركي»، «نظيريه الروسي والإيراني»: the same office of another state."""
    t = s.tokens[i]
    for stem, _ in unsuffixed(t.fold):
        for y in s.lexicon.word(stem).tags:
            if y[0].startswith("counterpart"):
                k, out = i + 1, []
                while k < len(s.tokens):
                    x = next((x for x in s.words[k].nisba if not x.prep and (x.conj == CONJUNCTION) == bool(out)), None)
                    if x is None:
                        break
                    of = state_id(s, int(x.value.split(",")[0]))
                    p = k + 1
                    while p < len(s.tokens) and (s.tokens[p].text in APPOSED | {"#", "_"} or s.tag(p, "mod") or s.lexicon.get("o" + s.tokens[p].fold)):
                        p += 1
                    entity, given, end, index = person_at(s, p, strict=p > k + 1)
                    cut = len(y[1]) + len(y[2])
                    first = s.begin(i, cut)
                    if end > p:
                        j = end + (1 if end < len(s.tokens) and s.tokens[end].text in APPOSED and s.tokens[k + 1].text in APPOSED else 0)
                        out.append(Name("counterpart", i if not out else k, j, s.begin(p, 0), s.finish(end - 1), y[1] if not out else CONJUNCTION, y[2], entity, "", of, given, "m", how="counterpart", title=(first, s.finish(k)), index=index))
                        k = j
                    else:
                        out.append(Name("counterpart", i if not out else k, k + 1, first if not out else s.begin(k, x.cut), s.finish(k), y[1] if not out else CONJUNCTION, y[2], None, "", of, "", "m", how="counterpart", title=(first, s.finish(k))))
                        k += 1
                    if y[0].split(":")[1] == "s":
                        break
                if out:
                    return tuple(out)
                entity, given, end, index = person_at(s, k, strict=True)
                if end > k:
                    return (Name("counterpart", i, end, s.begin(k, 0), s.finish(end - 1), y[1], y[2], entity, "", None, given, "m", how="counterpart", title=(t.start, t.end), index=index),)
    return ()


def _crew(s: Sentence, i: int) -> tuple[Name, ...]:
    """«قائد الطائرة الروسية، فلان»، «الطيار الثاني»: people told by what they fly or sail."""
    if not s.tag(i, "crew"):
        return ()
    conj, prep = next((c, p) for t, c, p in s.words[i].tags if t == "crew")
    k, of, craft = i + 1, None, None
    known = _known(s, k) if k < len(s.tokens) and s.is_word(k) and k not in s.times else None
    if known and known.entity.type == "Weapon" and not known.conj and not known.prep:
        craft, k = known, known.j
    while k < len(s.tokens) and nisba_at(s, k):
        of, k = state_id(s, int(nisba_at(s, k).value.split(",")[0])), k + 1
    if craft is None:
        definite = s.tokens[i].fold[len(conj) + len(prep):].startswith(ARTICLE)
        while definite and k < len(s.tokens) and s.tokens[k].fold.startswith(ARTICLE) and not s.lexicon.word(s.tokens[k].fold).nouns and s.is_word(k) and k - i < 3:
            k += 1
        if k == i + 1:
            return ()
        text = s.text[s.begin(i, len(conj) + len(prep)):s.finish(k - 1)]
        return (Name("unknown", i, k, s.begin(i, len(conj) + len(prep)), s.finish(k - 1), conj, prep, Entity(slug(text), "Person", (("ar", text),), None, of, "MIL"), of=of, gender="m", how="crew"),)
    start, end = s.begin(i, len(conj) + len(prep)), s.finish(k - 1)
    p = k + 1 if k < len(s.tokens) and s.tokens[k].text in APPOSED else k
    entity, given, after, index = person_at(s, p, strict=p > k)
    if after > p:
        j = after + (1 if p > k and after < len(s.tokens) and s.tokens[after].text in APPOSED else 0)
        return (Name("crew", i, j, s.begin(p, 0), s.finish(after - 1), conj, prep, entity, craft.entity.id, of, given, "m", how="crew", title=(start, end)),)
    text = s.text[start:end]
    return (Name("crew", i, k, start, end, conj, prep, None, craft.entity.id, of, text, "m", how="crew", title=(start, end)),)


def _elided(s: Sentence, i: int) -> tuple[Name, ...]:
    """«الرئيس التركي فلان والروسي فلان»: a nationality that carries on the title before it."""
    for x in s.words[i].nisba:
        if x.conj and x.definite and x.value.endswith(("ms", "fs")) and i + 1 < len(s.tokens):
            p = i + 1
            while p + 1 < len(s.tokens) and s.tokens[p].text in APPOSED | {"#"}:
                p += 1
            entity, given, end, index = person_at(s, p, strict=True)
            if end > p:
                j = end + (1 if p > i + 1 and end < len(s.tokens) and s.tokens[end].text in APPOSED else 0)
                return (Name("entity" if entity else "unknown", i, j, s.begin(p, 0), s.finish(end - 1), x.conj, x.prep, entity, of=state_id(s, int(x.value.split(",")[0])), given=given, gender=x.value[-2], index=index),)
    return ()


def _apposed(s: Sentence, name: Name) -> Name:
    """A title behind the name: «بشار الجعفري، مندوب سوريا الدائم لدى الأمم المتحدة»."""
    k = name.j
    if k + 1 < len(s.tokens) and s.tokens[k].text in APPOSED and s.is_word(k + 1):
        senses = [x for x in s.lexicon.names_at(s.tokens, k + 1, "t") if not x.conj and not x.prep and x.value.split(",")[1].endswith("s")]
        if senses:
            fixed = senses[0].value.split(",")[2:]
            of, end, _ = (fixed[0], k + 1 + senses[0].words, []) if fixed else _owner(s, k + 1 + senses[0].words)
            entity, given, after, _ = person_at(s, end)
            if of and after == end:
                return name._replace(kind="office" if name.kind == "unknown" or name.entity else name.kind, office=senses[0].value.split(",")[0], of=of, j=end,
                                     title=(s.begin(k + 1, 0), s.finish(end - 1)))
    return name


# --- people no list knows ----------------------------------------------------------------------------------------------------
def person_at(s: Sentence, k: int, strict: bool = False) -> tuple[Entity | None, str, int, int]:
    """A personal name at token k: (known person or None, unknown name or '', position after it, index of the known one).

    `strict` wants a known person or a name that looks like nothing else, as behind a comma.
    """
    if k >= len(s.tokens) or not s.is_word(k) or k in s.times:
        return None, "", k, -1
    people = [x for x in s.lexicon.names_at(s.tokens, k, "e") if not x.conj and not x.prep and s.lexicon.entity(int(x.value.split(",")[0])).type == "Person"]
    end = _unknown_end(s, k)
    if people:
        x = people[0]
        if x.words == 1 and _unit(s, k) == "given" and end > k + 1 and _unit(s, k + 1):       # «جون كندي» is no John whom the list knows
            known = _by_short_name(s, k, end, s.tokens[k].fold)
            return (s.lexicon.entity(known[0]), "", known[1], known[0]) if known else (None, s.text[s.tokens[k].start:s.finish(end - 1)], end, -1)
        if x.value.endswith("shared") and len({p.value for p in people}) > 1:
            return None, s.text[s.tokens[k].start:s.finish(k + x.words - 1)], k + x.words, -1
        return s.lexicon.entity(int(x.value.split(",")[0])), "", max(k + x.words, 0), int(x.value.split(",")[0])
    if end <= k or (strict and end - k < 2):
        return None, "", k, -1
    known = _by_short_name(s, k, end, s.tokens[k].fold)
    if known:
        return s.lexicon.entity(known[0]), "", known[1], known[0]
    return None, s.text[s.tokens[k].start:s.finish(end - 1)], end, -1


def _by_short_name(s: Sentence, k: int, end: int, given: str) -> tuple[int, int] | None:
    """«عادل بن أحمد الجبير» is the al-Jubeir whom the list knows by his short name: (index of the known one, position after)."""
    for n in range(k + 1, end):
        for x in s.lexicon.names_at(s.tokens, n, "e"):
            index = int(x.value.split(",")[0])
            entity = s.lexicon.entity(index)
            if n + x.words >= end and entity.type == "Person" and given in fold(entity.label("ar")).split():
                return index, n + x.words
    return None


def _unit(s: Sentence, j: int, stem: str = "") -> str:
    """What the list of name words says of token j, or of its `stem` without clitics: given, alone (a name and nothing else), any, or '' where it is not
    listed; a function word is a name in one spelling at most («علي», not «على»): exact."""
    for value in s.lexicon.get("u" + (stem or s.tokens[j].fold)):
        role, _, spelling = value.partition("=")
        if s.tokens[j].text == spelling if spelling else stem or not any(tag.split(":")[0] in STOP and not conj and not prep for tag, conj, prep in s.words[j].tags):
            return "exact" if spelling else role
    return ""


def _spoke(s: Sentence, i: int) -> bool:
    """Is token i a verb of saying in the third person?"""
    return i >= 0 and any(v.person[0] == "3" and not v.pron and any(u.source == "speech" for u in s.lexicon.senses(v.lemma)) for v in s.words[i].verbs)


def _bare_person(s: Sentence, i: int) -> Name | None:
    """«زار فلان الفلاني»: a person without a title, told by two name words in a row, or by one right behind a verb of saying."""
    t, spoke = s.tokens[i], _spoke(s, i - 1)
    if not s.is_word(i) or i in s.times or s.tag(i, *STOP) and not _unit(s, i):
        return None
    opened = next(((stem, conj, prep, cut) for stem, conj, prep, _, cut, _ in s.words[i].starts if _unit(s, i, stem if cut else "")), None)
    if opened is None and not spoke:
        return None
    stem, conj, prep, cut = opened or (t.fold, "", "", 0)
    if s.words[i].nouns or any(v.person[0] == "3" for v in s.words[i].verbs) and (cut or not spoke):
        return None
    end = _unknown_end(s, i) if not cut else _unknown_end(s, i + 1, opened=True)
    while end > i + 2 and not _ends_name(s, end - 1):
        end -= 1
    if end <= i or not _told(s, i, end, stem, cut, spoke):
        return None
    known = _by_short_name(s, i, end, stem)
    start, j = s.begin(i, cut), known[1] if known else end
    return Name("entity" if known else "unknown", i, j, start, s.finish(j - 1), conj, prep, s.lexicon.entity(known[0]) if known else None,
                given="" if known else s.text[start:s.finish(end - 1)], gender="m", how="name", index=known[0] if known else -1)


def _ends_name(s: Sentence, j: int) -> bool:
    """Does a name without a title go as far as token j?  To a name word, an article's word behind one, or what «بن» introduces."""
    return bool(_unit(s, j) or _unit(s, j - 1) and s.tokens[j].fold.startswith(ARTICLE) or s.tag(j - 1, "namepart"))


def _told(s: Sentence, i: int, end: int, stem: str, cut: int, spoke: bool) -> bool:
    """Is that enough to see a person in tokens i to end?  `stem` is the first word without its clitics of `cut` letters."""
    first = _unit(s, i, stem if cut else "")
    more = [j for j in range(i + 1, end) if s.is_word(j)]
    listed = bool(first) + sum(bool(_unit(s, j)) for j in more)
    if spoke and not cut and first != "exact" and (listed or len(more) == 1):
        return True
    if stem.startswith(ARTICLE):
        return False
    if first == "given" and more and (not cut or s.tokens[i + 1].fold.startswith(ARTICLE)):
        return True
    return listed >= 2 or first == "alone"


def _unknown_end(s: Sentence, k: int, longest: int = 6, opened: bool = False) -> int:
    """Where a sequence that can be a personal name ends: word by word, stopped by anything that a name does not hold.

    `opened` says that the word before k, clitics off, has opened the name.
    """
    j, wanted = k, False
    while j < len(s.tokens) and j - k < longest:
        t, w = s.tokens[j], s.words[j]
        if t.kind == "p" and t.text in "#_" and j > k:
            j += 1
            continue
        if t.kind != "w" or j in s.times:
            break
        unit = _unit(s, j)
        if not unit and any(tag.split(":")[0] in STOP and not conj and not prep for tag, conj, prep in w.tags):
            break
        if j > k and _unit(s, j - 1) == "given" and t.fold.startswith(ARTICLE) and nisba_at(s, j, True):      # «فيصل السويدي»
            j, wanted = j + 1, False
            continue
        if s.tag(j, "namepart") and (j > k or opened or t.fold not in GODLY):
            j, wanted = j + 1, True
            continue
        if not wanted and not unit and not _may_be_name(s, j, j > k or opened or (j + 1 < len(s.tokens) and s.tokens[j + 1].fold in GODLY)):
            break
        if (j > k or opened) and not wanted and any(s.lexicon.entity(int(x.value.split(",")[0])).type in ("State", "Place", "Organization", "Group") and not x.value.endswith(("head", "ambiguous"))
                                        for x in s.lexicon.names_at(s.tokens, j, "e")):
            break
        if unit and j > k and not wanted and t.fold[0] in PROCLITICS and s.tag(j, *STOP):
            break
        j, wanted = j + 1, False
    while j > k and s.tag(j - 1, "namepart") and s.tokens[j - 1].fold not in GODLY:
        j -= 1
    while j > k and s.tokens[j - 1].kind == "p":
        j -= 1
    return j


def _may_be_name(s: Sentence, j: int, inner: bool) -> bool:
    """Can a word that no list of names holds be part of one?  No function word, verb, event noun, title, nationality or common noun is."""
    t, w = s.tokens[j], s.words[j]
    if any(tag.split(":")[0] in STOP + ("mod",) for tag, conj, prep in w.tags):
        return False
    if w.nouns or s.lexicon.get("c" + t.fold) or any(v.person[0] == "3" for v in w.verbs):
        return False
    if len(t.fold) < 2 or any(s.lexicon.get("c" + stem) or (cut and len(stem) > 3 and (s.lexicon.get("e" + stem) or "given" in s.lexicon.get("u" + stem))) for stem, _, _, _, cut, _ in w.starts):
        return False
    if any((len(pron) > 1 or PERSON[pron][0] == "3") and (s.lexicon.get("c" + bare) or s.lexicon.get("f" + bare)) for stem, *_ in w.starts for bare, pron in unsuffixed(stem)):
        return False
    if any(not x.prep for x in w.nisba):
        return False
    for kind in "tborghs":
        if s.lexicon.get(kind + t.fold) or any(d and s.lexicon.get(kind + stem[2:]) for stem, _, _, d, _, _ in w.starts):
            return False
    if t.fold[0] in CONJUNCTIONS and inner and len(t.fold) > 4:
        return False
    if t.fold.startswith(ARTICLE) and not inner:
        return False
    return not any(d and p for _, _, p, d, _, _ in w.starts)


def _occupied(s: Sentence, i: int) -> Name | None:
    """«المحلل فلان»، «الناشطة فلانة»: a definite occupation and the name that it introduces."""
    for x in s.lexicon.names_at(s.tokens, i, "r"):
        if not x.value.endswith("s"):
            continue
        k = i + x.words
        while k < len(s.tokens) and (nisba_at(s, k) or s.tag(k, "mod") or s.tokens[k].text in "#_"):
            k += 1
        nation = next((n for n in (nisba_at(s, m) for m in range(i + x.words, k)) if n), None)
        entity, given, end, index = person_at(s, k, strict=True)
        if end > k and (x.definite or nation):
            of = state_id(s, int(nation.value.split(",")[0])) if nation else None
            return Name("entity" if entity else "unknown", i, end, s.begin(k, 0), s.finish(end - 1), x.conj, x.prep, entity, of=of, given=given, gender="m", how="name", index=index)
    return None


# --- bodies, groups, places --------------------------------------------------------------------------------------------------
def _body(s: Sentence, i: int) -> Name | None:
    """«وزارة الدفاع الروسية»، «الجيش التركي»، «حكومة بغداد»: what every state has."""
    senses = s.lexicon.names_at(s.tokens, i, "b")
    if not senses:
        return None
    x = min(senses, key=lambda x: (len(x.conj) + len(x.prep), x.value))
    number, count = x.value.split(",")
    id, lemma, en, sector, type, alone = s.lexicon.bodies[int(number)]
    k = i + x.words
    of, k2, _ = _owner(s, k)
    if of is None and k + 1 < len(s.tokens) and s.tokens[k].fold == IN and count != "short":
        of, k3, _ = _owner(s, k + 1)
        k2 = k3 if of else k
    while of is None and k2 == k and k + 1 < len(s.tokens) and s.tokens[k].fold.startswith(CONJUNCTION + ARTICLE) and nisba_at(s, k + 1):
        of, k2, _ = _owner(s, k + 1)
    if of is None and (count == "short" or not alone or not (x.definite or any(t.fold.startswith(ARTICLE) for t in s.tokens[i + 1:k]))):
        return None
    end = k2 if of else k
    return Name("body", i, end, s.begin(i, x.cut), s.finish(end - 1), x.conj, x.prep, None, id, of, lemma, gender="f" if feminine(lemma) else "m", number=count,
                how="body", index=int(number))


def _group(s: Sentence, i: int) -> Name | None:
    """«مسلحون تركمان سوريون»، «مقاتلو المعارضة السورية»، «متظاهرون»: people told by what they are."""
    senses = s.lexicon.names_at(s.tokens, i, "g")
    if not senses:
        return None
    x = min(senses, key=lambda x: (len(x.conj) + len(x.prep), x.value))
    number, count = x.value.split(",")
    _, lemma, en, sector, type, wants, alone = s.lexicon.groups[int(number)]
    if wants == "plural" and count == "s":
        return None
    k, of, tied = i + x.words, None, None
    while k < len(s.tokens) and k - i < 6 and s.is_word(k) and k not in s.times:
        nation = nisba_at(s, k)
        if nation:
            of, k = state_id(s, int(nation.value.split(",")[0])), k + 1
            continue
        if of is None and tied is None and k == i + x.words:
            inner = _known(s, k) or _body(s, k) or _headed(s, k)
            if inner and not inner.conj and not inner.prep and (inner.entity is None or inner.entity.type != "Person"):
                tied, k = inner, inner.j
                continue
        if not (_adjective(s, k) and (tied is None)):
            break
        k += 1
    id = s.lexicon.groups[int(number)][0]
    if tied is None and wants == "singular" and k < len(s.tokens):
        for at in (k, k + 1):
            tied, end = _represented(s, at) if at < len(s.tokens) and tied is None and s.is_word(at) else (tied, k)
            if tied:
                k = end
                break
    if tied is not None:
        of = tied.of if tied.kind == "body" else (tied.entity.id if tied.entity else None)
    if id in STANDING:
        if tied is not None and tied.kind in ("entity", "body", "group"):
            return tied._replace(i=i, j=k, conj=x.conj, prep=x.prep, how=id)
        state = s.lexicon.state(of)
        return Name("entity", i, k, s.begin(i, x.cut), s.finish(k - 1), x.conj, x.prep, state, how=id) if state else None
    if of is None and not alone:
        return None
    return Name("group", i, k, s.begin(i, x.cut), s.finish(k - 1), x.conj, x.prep, None, "", of, lemma, "m" if count == "s" else "", "p", "group", index=int(number))


def _represented(s: Sentence, k: int) -> tuple[Name | None, int]:
    """«وفد من الأمم المتحدة», «وفد للفصائل»: whom a delegation stands for, behind a preposition."""
    at = k + 1 if s.tokens[k].fold == FROM else k
    if at < len(s.tokens) and s.is_word(at):
        inner = _known(s, at) or _body(s, at)
        if inner and inner.prep == ("" if at > k else FOR) and not inner.conj and (inner.entity is None or inner.entity.type in ("State", "Organization", "Group")):
            return inner, inner.j
    return None, k


def _adjective(s: Sentence, k: int) -> bool:
    """An adjective after a group's head: «مجهولون»، «المسلحة»، «الأكراد»; told by its ending and by being nothing else."""
    t, w = s.tokens[k], s.words[k]
    if w.tags or w.nouns or any(v.person[0] == "3" for v in w.verbs) or s.lexicon.get("e" + t.fold):
        return False
    return bool(s.lexicon.get("g" + t.fold.removeprefix(ARTICLE)) or t.fold.endswith(PLURAL_ENDS)) or bool(s.lexicon.get("j" + t.fold.removeprefix(ARTICLE)))


def _headed(s: Sentence, i: int) -> Name | None:
    """«حركة …»، «صحيفة …»، «تنظيم "…"»: a head word and a name that no list holds."""
    for x in s.lexicon.names_at(s.tokens, i, "h"):
        number, count = x.value.split(",")
        lemma, en, type, sector = s.lexicon.heads[int(number)]
        k = i + x.words
        if count != "s" or k >= len(s.tokens):
            continue
        if s.tokens[k].text in "\"«“":
            close = next((m for m in range(k + 1, min(k + 7, len(s.tokens))) if s.tokens[m].text in "\"»”"), 0)
            if close > k + 1:
                return Name("unknown", i, close + 1, s.begin(i, x.cut), s.tokens[close].end, x.conj, x.prep, _minted(s, s.begin(i, x.cut), s.tokens[close].end, type, sector, None), how="head-word")
            continue
        known = _known(s, k, headed=True)
        if known and not known.conj and not known.prep and known.entity.type in ("Organization", "Group"):
            return known._replace(i=i, start=s.begin(i, x.cut), conj=x.conj, prep=x.prep)
        j, of = k, None
        while j < len(s.tokens) and j - k < 3 and s.is_word(j) and j not in s.times and not nisba_at(s, j) and (s.tokens[j].fold.startswith(ARTICLE) or j == k) and not _stops(s, j):
            j += 1
        nation = nisba_at(s, j)
        if nation and j > k:
            of, j = state_id(s, int(nation.value.split(",")[0])), j + 1
        if j > k and not x.definite and (of or s.tokens[k].fold.startswith(ARTICLE)):
            start, end = s.begin(i, x.cut), s.finish(j - 1)
            return Name("unknown", i, j, start, end, x.conj, x.prep, _minted(s, start, end, type, sector, of), of=of, how="head-word")
    return None


def _stops(s: Sentence, j: int) -> bool:
    w = s.words[j]
    return bool(any(tag.split(":")[0] in STOP for tag, _, _ in w.tags) or any(v.person[0] == "3" for v in w.verbs))


def _minted(s: Sentence, start: int, end: int, type: str, sector: str | None, of: str | None) -> Entity:
    text = s.text[start:end].replace("\"", "").replace("«", "").replace("»", "")
    state = s.lexicon.state(of)
    return Entity(slug(text), type, (("ar", text),), None, state.country if state else None, sector)


def _place(s: Sentence, i: int) -> Name | None:
    """«مدينة إدلب»، «العاصمة الكازاخستانية أستانا»، «بلدة خان شيخون»: a place after its head word, known or not."""
    for tag, conj, prep in s.words[i].tags:
        if not tag.startswith("placehead"):
            continue
        k = i + 1
        nation = nisba_at(s, k)
        if nation:
            k += 1
        if k >= len(s.tokens) or not s.is_word(k) or k in s.times:
            return None
        known = [x for x in s.lexicon.names_at(s.tokens, k, "e") if not x.conj and s.lexicon.entity(int(x.value.split(",")[0])).type in ("Place", "State")]
        if known:
            x = known[0]
            index = int(x.value.split(",")[0])
            j = k + x.words
            return Name("entity", i, j + (1 if nisba_at(s, j) else 0), s.begin(k, 0), s.finish(j - 1), conj, prep, s.lexicon.entity(index), how="name", index=index)
        if nation and "capital" in s.tag(i, "placehead"):
            state = state_id(s, int(nation.value.split(",")[0]))
            capital = next((n for n, iso in s.lexicon.state_of.items() if iso == state and s.lexicon.kind(n) == "capital"), None)
            if capital is not None:
                return Name("entity", i, k, s.begin(i, len(conj) + len(prep)), s.finish(k - 1), conj, prep, s.lexicon.entity(capital), how="capital-of", index=capital)
        if tag == "placehead:one" and not s.tokens[i].fold.startswith(ARTICLE):
            end = min(_unknown_end(s, k), k + 2)
            if end > k:
                text = s.text[s.tokens[k].start:s.finish(end - 1)]
                return Name("unknown", i, end, s.tokens[k].start, s.finish(end - 1), conj, prep, Entity(slug(text), "Place", (("ar", text),)), how="head-word")
    return None
