"""Titles and what they belong to, alone or with a name: «وزير الخارجية الروسي فلان», «نظيره التركي», «الرئيسان …»."""
from __future__ import annotations

from dataclasses import replace

from kg.arabic import ADJECTIVE_ENDS, ARTICLE, BY, COMMAS, CONJUNCTION, FEMININE_PLURAL, FOR, FROM, feminine, unsuffixed
from kg.find.bodies import body_at, group_at, owner_at
from kg.find.name import APPOSED, MONARCHS, Name, known_at, nisba_at, state_id
from kg.find.people import person_at, unit_of
from kg.find.sentence import Sentence
from kg.lexicon.word import Sense
from kg.model import Entity
from kg.romanization import slug

TOLD = frozenset({"head", "minister", "leader", "envoy"})      # kinds of office of which «الوزراء» may mean those told before
SENT = frozenset({"envoy", "spokesperson", "official", "adviser", "member"})     # kinds of office that are held for or at something told behind them


def honoured_at(s: Sentence, i: int) -> tuple[Name, ...]:
    """«السيد»، «معالي وزير …»، «خادم الحرمين الشريفين»."""
    senses = s.lexicon.names_at(s.tokens, i, "o")
    if not senses or s.tag(i, "prep"):                   # «أمام» is spelled like «إمام»
        return ()
    x = senses[0]
    k = i + x.words
    if "@" in x.value:
        office, of = x.value.split("@")
        entity, given, end, _ = person_at(s, k)
        j = max(k, end)
        return (Name("office", i, j, s.begin(i, x.cut), s.finish(j - 1), x.conj, x.prep, entity, office, of, given, "m", how="title", title=(s.begin(i, x.cut), s.finish(k - 1))),)
    if k >= len(s.tokens):
        return ()
    rest = honoured_at(s, k) or titled_at(s, k)
    if rest:
        return (replace(rest[0], i=i, conj=x.conj, prep=x.prep),) + rest[1:]
    entity, given, end, index = person_at(s, k)
    if end > k:
        return (with_title(s, Name("entity" if entity else "unknown", i, end, s.begin(k, 0), s.finish(end - 1), x.conj, x.prep, entity, given=given, gender="" if feminine(s.tokens[i].fold) else "m", index=index)),)
    return ()


def _title(s: Sentence, i: int) -> tuple[Sense | None, str, str, int]:
    """The title at token i: (its sense, office id, gender and number, position after it); «نائب وزير …» is an office of its own."""
    construct = s.tokens[i].fold.endswith(ADJECTIVE_ENDS[1])            # «حليفه الرئيسي» are no two presidents: a construct has no article
    senses = [x for x in s.lexicon.names_at(s.tokens, i, "t") if not (construct and x.definite and x.words == 1 and x.value.split(",")[1][-1] in "dp")]
    best = min(senses, key=lambda x: (len(x.conj) + len(x.prep), -x.value.count(","), x.value)) if senses else None
    for d in s.lexicon.names_at(s.tokens, i, "d"):
        inner = [x for x in s.lexicon.names_at(s.tokens, i + d.words, "t") if not x.conj and not x.prep] if i + d.words < len(s.tokens) else []
        if inner and d.words + inner[0].words > (best.words if best else 0):
            office, tag = inner[0].value.split(",")[:2]
            return replace(d, definite=inner[0].definite), f"deputy-{office}", "ms", i + d.words + inner[0].words
    if best is None:
        return None, "", "", i
    office, tag = best.value.split(",")[:2]
    return best, office, tag, i + best.words


def titled_at(s: Sentence, i: int) -> tuple[Name, ...]:
    """A title, what it belongs to, and the name of its holder where that follows."""
    x, office, tag, k = _title(s, i)
    if x is None:
        return ()
    number = tag[-1]
    head_definite = x.definite or any(t.fold.startswith(ARTICLE) for t in s.tokens[i + 1:k])
    fixed = x.value.split(",")[2:]                # a title that names its body: «الأمين العام للأمم المتحدة»
    of, k2 = (fixed[0], k) if fixed else owner_at(s, k)
    if of is None and x.words > 1 and s.lexicon.offices.get(office, ("",) * 3)[2] == "organization" and not s.words[k - 1].opens.keys().isdisjoint("ehb") and (inner := owner_at(s, k - 1))[1] > k and inner[0] in s.lexicon.by_id:
        of, k2 = inner                            # «رئيس حزب المستقبل فلان»: the head word is the name's as well
    if x.definite and x.words == 1 and not fixed and of and nisba_at(s, k) is None and not s.tag(k, "prep") and any(not y.prep for y in s.lexicon.names_at(s.tokens, k, "e")):
        of, k2 = None, k                          # «زار الملك باريس»: no genitive stands behind an article
    rules = s.lexicon.offices.get(office, ("", "", "", None, "", (), False))
    if rules[5] and of not in rules[5]:
        return ()
    led = group_at(s, k) if of is None and not head_definite and number == "s" and k < len(s.tokens) and "g" in s.words[k].opens else None
    if led and not led.conj and not led.prep and person_at(s, led.j, strict=True)[2] > led.j:
        entity, given, end, index = person_at(s, led.j, strict=True)      # «قائد المتمردين فلان»
        return (Name("office", i, end, s.begin(led.j, 0), s.finish(end - 1), x.conj, x.prep, entity, office, None, given, tag[0], how="name", title=(s.begin(i, x.cut), s.finish(led.j - 1)), index=index),)
    if number in "dp":
        return _titled_many(s, i, x, office, k, number)
    if rules[1] == "rank" and x.definite and k2 == k and s.tag(k, "prep") and (corps := body_at(s, k + 1) or known_at(s, k + 1)) and not corps.conj and not corps.prep:
        entity, given, end, index = person_at(s, corps.j)
        if entity or end > corps.j + 1:                            # «العميد في الجيش اللبناني فلان»
            owner = corps.of if corps.kind == "body" else corps.entity.id if corps.entity else None
            return (Name("office", i, end, s.begin(corps.j, 0), s.finish(end - 1), x.conj, x.prep, entity, office, owner, given, tag[0], how="name", title=(s.begin(i, x.cut), s.finish(corps.j - 1)), index=index),)
    if (of is None and not head_definite) or rules[6]:
        entity, given, end, index = person_at(s, k2, strict=True)
        if not entity and not (rules[6] and end > k2):
            return ()
    k = k2
    while k < len(s.tokens) and s.is_word(k):            # «وزير الخارجية ووزير الدولة … فلان» is one man
        second = next((y for y in s.lexicon.names_at(s.tokens, k, "t") if y.conj and not y.prep and y.value.endswith("s")), None)
        if second is None or person_at(s, k)[2] != k:
            break
        of2, end2 = owner_at(s, k + second.words)
        if of2 is None or person_at(s, end2)[2] == end2 and not s.lexicon.get("o" + s.tokens[min(end2, len(s.tokens) - 1)].fold):
            break
        of, k = of or of2, end2
    title_end = s.finish(k - 1)
    start = s.begin(i, x.cut)
    for posted in (_posted(s, k), _assigned(s, k) if rules[1] in SENT or rules[2] == "organization" or office.startswith("deputy-") else 0):
        entity, given, end, index = person_at(s, posted) if posted else (None, "", 0, -1)
        if posted and (end > posted + 1 or entity):
            return (Name("office", i, end, s.begin(posted, 0), s.finish(end - 1), x.conj, x.prep, entity, office, of, given, tag[0], how="name", title=(start, s.finish(posted - 1)), index=index),)
    p = k + 1 if k < len(s.tokens) and s.tokens[k].text in APPOSED else k
    while p < len(s.tokens) and (s.tag(p, "mod") or s.tokens[p].text in "#_\"«“-" or s.lexicon.get("o" + s.tokens[p].fold) or p == k and _rank(s, p) and unit_of(s, p)):      # «العماد», a rank and a name
        p += 1
    entity, given, end, index = person_at(s, p, strict=p > k and s.tokens[p - 1].text in APPOSED)
    if p == k and of and _never(s, office, of, index):     # «كلف ملك الأردن بشر الخصاونة بـ…»: the king is one, he another
        entity, given, end, index = None, "", p, -1
    elif end == p and head_definite and p == k and _described(s, k):      # «الزعيم المعارض فلان الفلاني»
        p = k + 1
        entity, given, end, index = person_at(s, p, strict=True)
        end = end if entity or end > p and unit_of(s, p) else p
    gender = tag[0]
    if end > p:
        j = end + (1 if p > k and end < len(s.tokens) and s.tokens[end].text in APPOSED | {")"} and s.tokens[k].text in APPOSED else 0)
        return (Name("office", i, j, s.begin(p, 0), s.finish(end - 1), x.conj, x.prep, entity, office, of, given, gender, how="name", title=(start, title_end), index=index),)
    to_be = not head_definite and not s.lexicon.to_be.isdisjoint(t.fold for t in s.tokens[i + x.words:k + 1])      # «انتخاب رئيس جديد للبنان»
    return (Name("office", i, k, start, title_end, x.conj, x.prep, None, office, of, "", gender, how="to-be" if to_be else "title", title=(start, title_end)),)


def _never(s: Sentence, office: str, of: str, index: int) -> bool:
    """Is somebody known who served under the monarch or president of that state, and never was that himself?"""
    served = s.lexicon.held_by.get(index, ()) if index >= 0 and (office in MONARCHS or office == "president") and s.lexicon.holders.get(f"{office}@{of}") else ()
    under = [key for key, _, _ in served if key.endswith("@" + of) and (key.startswith("prime-minister@") or s.lexicon.offices.get(key.split("@")[0], ("", ""))[1] == "minister")]
    return bool(under) and all(key != f"{office}@{of}" for key, _, _ in served)


def _described(s: Sentence, k: int) -> bool:
    """Is token k a definite adjective, which says what kind of leader or governor somebody is?"""
    return k + 1 < len(s.tokens) and s.is_word(k) and k not in s.times and s.tokens[k].fold.startswith(ARTICLE) and s.tokens[k + 1].kind == "w" and not nisba_at(s, k) and not s.tag(k, "prep", "rel") \
        and (s.tokens[k].fold.endswith(ADJECTIVE_ENDS) or bool(s.lexicon.names_at(s.tokens, k, "r")))


def _posted(s: Sentence, k: int) -> int:
    """«… في موسكو», «… لدى تركيا», «… للسودان»: where the place behind a title ends, 0 where none stands there."""
    for at in (k + 1 if s.tag(k, "prep") else 0, k):
        if at and at + 1 < len(s.tokens) and s.is_word(at):
            for x in s.lexicon.names_at(s.tokens, at, "e"):
                if not x.conj and x.prep == ("" if at > k else FOR) and s.lexicon.entity(int(x.value.split(",")[0])).type in ("Place", "State", "Organization"):
                    return at + x.words
    return 0


def _assigned(s: Sentence, k: int) -> int:
    """«مبعوث … إلى الشرق الأوسط فلان الفلاني», «مسؤول … في مجلس الأمن القومي، السيد فلان»: where the name behind a title and its post begins, 0 where none does.

    A post is one or two prepositions and a few nouns; a verb, a conjunction or a mark other than one comma before the name ends the search.
    """
    if k >= len(s.tokens) or s.tokens[k].fold == FROM or not (s.tag(k, "prep") or any(x[2] in (FOR, BY) and (x[3] or any(s.lexicon.get(kind + x[0]) for kind in "cnb")) for x in s.words[k].starts)):
        return 0
    for j in range(k + 1, min(k + 9, len(s.tokens))):
        if s.tokens[j].fold == FROM:                     # «سخرت المتحدثة باسم الوزارة من تصريحات فلان»
            return 0
        if "t" in s.words[j].opens and _post_ends(s, k, j) and any(not x.prep and s.lexicon.offices.get(x.value.split(",")[0], ("", ""))[1] != "rank" for x in s.lexicon.names_at(s.tokens, j, "t")):
            return 0                                     # «التقى السفير في بيروت رئيس الحكومة فلانا»: another man
        p = j + 1 if s.tokens[j].text in APPOSED else j
        while p < len(s.tokens) and (s.tag(p, "mod") or s.lexicon.get("o" + s.tokens[p].fold) or _rank(s, p)):
            p += 1
        entity, given, end, _ = person_at(s, p, strict=True)
        if (entity or end > p + 1) and not s.tag(j - 1, "prep"):
            return p if p > j or _post_ends(s, k, j) else 0      # «أشاد المتحدث باسم الحكومة بجهود فلان»: his are the efforts
        if any(not x.conj for x in s.lexicon.names_at(s.tokens, j, "e")):
            continue
        if not s.is_word(j) or j in s.times or s.tokens[j].fold in s.lexicon.temporal or s.tag(j, "sub", "rel", "neg", "conj") or any(c for _, c, *_ in s.words[j].starts) or any(v.person[0] == "3" for v in s.words[j].verbs) and not s.tokens[j].fold.startswith(ARTICLE):
            return 0
    return 0


def _rank(s: Sentence, p: int) -> bool:
    return any(s.lexicon.offices.get(x.value.split(",")[0], ("", ""))[1] == "rank" for x in s.lexicon.names_at(s.tokens, p, "t"))


def _post_ends(s: Sentence, k: int, j: int) -> bool:
    """May the words from k to j be a post, so that the name at j is no genitive: do they end in an article's word, a name or a nationality?"""
    last = s.tokens[j - 1].fold
    return last.startswith((ARTICLE, 2 * FOR)) or bool(s.words[j - 1].nisba) or any(n + x.words == j for n in range(k, j) for x in s.lexicon.names_at(s.tokens, n, "e"))


def _titled_many(s: Sentence, i: int, x: Sense, office: str, k: int, number: str) -> tuple[Name, ...]:
    """«وزراء خارجية روسيا وتركيا وإيران»، «الرئيسان الروسي والتركي»: one name for each owner."""
    both = s.lexicon.names_at(s.tokens, k, "x") if k < len(s.tokens) else []
    if both and not both[0].conj and not both[0].prep:
        return (Name("sides", i, k + both[0].words, s.begin(i, x.cut), s.finish(k + both[0].words - 1), x.conj, x.prep, office="of-states" if both[0].value.endswith("state") else "person", number=both[0].value.split(",")[0], how="sides"),)
    nation = nisba_at(s, k)
    if nation and nation.value.endswith("mp"):
        return ()                                    # «الدبلوماسيون الإيرانيون» are a group
    owners: list[tuple[str | None, Entity | None, int, int, int, str]] = []
    p = k
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
        owners.append((None if entity.type == "Person" else state_id(s, index), entity if entity.type == "Person" else None, p, p + y.words, y.cut, ""))
        p += y.words
        holder, given, end, _ = person_at(s, p, strict=True) if entity.type != "Person" else (None, "", p, -1)
        if end > p:                                      # «وزراء خارجية تركيا فلان وروسيا فلان»
            owners[-1] = (owners[-1][0], holder, p, end, 0, given)
            p = end
    if owners and s.tokens[p - 1].text in COMMAS:
        p -= 1
    title = (s.begin(i, x.cut), s.finish(k - 1))
    if not owners and (number in ("p", "d") and not x.definite or s.lexicon.offices.get(office, ("",) * 7)[6]):
        return ()
    if not owners and (s.tokens[k - 1].fold.endswith(FEMININE_PLURAL) or number == "p" and s.lexicon.offices.get(office, ("", ""))[1] not in TOLD):
        return ()                                        # «المحافظات» are no governors, «المسؤولون» no two who were told
    if not owners:
        return (Name("sides", i, k, title[0], title[1], x.conj, x.prep, office=next((kind for kind in ("minister", "president") if office.endswith(kind)), "person"), number="2" if number == "d" else "p", how="sides"),)
    out: list[Name] = []
    for n, (of, person, at, end, cut, given) in enumerate(owners):
        out.append(Name("office", i if n == 0 else out[-1].j, owners[n + 1][2] if n + 1 < len(owners) else p, s.begin(at, cut) if n or given or person else title[0], s.finish(end - 1),
                        x.conj if n == 0 else CONJUNCTION, x.prep, person, office, of, given, "m", how="title", title=title))
    return tuple(out)


def counterpart_at(s: Sentence, i: int) -> tuple[Name, ...]:
    """«نظيره التركي»، «نظيريه الروسي والإيراني»: the same office of another state."""
    t = s.tokens[i]
    for stem, _ in unsuffixed(t.fold):
        for y in s.lexicon.tags(stem):
            if y[0].startswith("counterpart"):
                k = i + 1
                out: list[Name] = []
                if k < len(s.tokens) and s.tokens[k].text in COMMAS:      # «نظيريه، الأميركي فلان والسعودي فلان»
                    k += 1
                while k < len(s.tokens):
                    x = next((x for x in s.words[k].nisba if not x.prep and (x.conj == CONJUNCTION) == bool(out)), None)
                    if x is None:
                        break
                    of = state_id(s, int(x.value.split(",")[0]))
                    p = k + 1
                    while p < len(s.tokens) and (s.tokens[p].text in APPOSED or s.tag(p, "mod") or s.lexicon.get("o" + s.tokens[p].fold)):
                        p += 1
                    entity, given, end, index = person_at(s, p, strict=p > k + 1)
                    cut = len(y[1]) + len(y[2])
                    first = s.begin(i, cut)
                    if end > p:
                        j = end + (1 if end < len(s.tokens) and s.tokens[end].text in APPOSED and s.tokens[k + 1].text in APPOSED else 0)
                        out.append(Name("counterpart", i if not out else k, j, s.begin(p, 0), s.finish(end - 1), y[1] if not out else CONJUNCTION, y[2], entity, "", of, given, y[0][-1], how="counterpart", title=(first, s.finish(k)), index=index))
                        k = j
                    else:
                        out.append(Name("counterpart", i if not out else k, k + 1, first if not out else s.begin(k, x.cut), s.finish(k), y[1] if not out else CONJUNCTION, y[2], None, "", of, "", y[0][-1], how="counterpart", title=(first, s.finish(k))))
                        k += 1
                    if y[0].split(":")[1] == "s":
                        break
                if out:
                    return tuple(out)
                entity, given, end, index = person_at(s, k, strict=True)
                if end > k:
                    return (Name("counterpart", i, end, s.begin(k, 0), s.finish(end - 1), y[1], y[2], entity, "", None, given, y[0][-1], how="counterpart", title=(t.start, t.end), index=index),)
    return ()


def crew_at(s: Sentence, i: int) -> tuple[Name, ...]:
    """«قائد الطائرة الروسية، فلان»، «الطيار الثاني»: people told by what they fly or sail."""
    if not s.tag(i, "crew"):
        return ()
    conj, prep = next((c, p) for t, c, p in s.words[i].tags if t == "crew")
    k, of, craft = i + 1, None, None
    known = known_at(s, k) if k < len(s.tokens) and s.is_word(k) and k not in s.times else None
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


def elided_at(s: Sentence, i: int) -> tuple[Name, ...]:
    """«الرئيس التركي فلان والروسي فلان»: a nationality that carries on the title before it; «عينت السنغالي فلانا»: one that stands for the man."""
    for x in s.words[i].nisba:
        if not x.definite or not x.value.endswith(("ms", "fs")) or i + 1 >= len(s.tokens) or not x.conj and _qualifies(s, i, x):
            continue
        p = i + 1
        while x.conj and p + 1 < len(s.tokens) and s.tokens[p].text in APPOSED:
            p += 1
        entity, given, end, index = person_at(s, p, strict=True)
        if end > p and (entity or (p == i + 1 or any(unit_of(s, n) for n in range(p, end)) if x.conj else unit_of(s, p))):      # but «العراقية والأمريكية، بدأ …»
            j = end + (1 if p > i + 1 and end < len(s.tokens) and s.tokens[end].text in APPOSED else 0)
            return (Name("entity" if entity else "unknown", i, j, s.begin(p, 0), s.finish(end - 1), x.conj, x.prep, entity, of=state_id(s, int(x.value.split(",")[0])), given=given, gender=x.value[-2], index=index),)
    return ()


def _qualifies(s: Sentence, i: int, x: Sense) -> bool:
    """Is a nationality the adjective of the word before it, a name or a noun with its article and of its gender?"""
    return i > 0 and bool(unit_of(s, i - 1) or s.tokens[i - 1].fold.startswith(ARTICLE) and feminine(s.tokens[i - 1].fold) == x.value.endswith("fs"))


def with_title(s: Sentence, name: Name) -> Name:
    """A title behind the name: «بشار الجعفري، مندوب سوريا الدائم لدى الأمم المتحدة»."""
    k = name.j
    if k + 1 < len(s.tokens) and s.tokens[k].text in APPOSED and s.is_word(k + 1):
        senses = [x for x in s.lexicon.names_at(s.tokens, k + 1, "t") if not x.conj and not x.prep and x.value.split(",")[1].endswith("s")]
        if senses:
            fixed = senses[0].value.split(",")[2:]
            of, end = (fixed[0], k + 1 + senses[0].words) if fixed else owner_at(s, k + 1 + senses[0].words)
            entity, given, after, _ = person_at(s, end)
            if of and after == end:
                return replace(name, kind="office" if name.kind == "unknown" or name.entity else name.kind, office=senses[0].value.split(",")[0], of=of, j=end,
                                     title=(s.begin(k + 1, 0), s.finish(end - 1)))
    return name
