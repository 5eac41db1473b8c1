"""Whose sides and craft they are: adjectives of nationality that set states side by side, say who «the two sides» are, or own an aircraft; and who is met again by a short name."""
from __future__ import annotations

from collections.abc import Sequence

from kg.arabic import ARTICLE, COMMAS, IN, feminine, fold
from kg.find.chunk import Chunk
from kg.find.name import Name, printed
from kg.find.sentence import Sentence
from kg.link import Discourse
from kg.model import Ref


def pair(s: Sentence, chunks: Sequence[Chunk], discourse: Discourse) -> None:
    """«التعاون الروسي التركي»: two nationalities of one noun set their states side by side, where nobody has been yet."""
    if 2 in discourse.sets or not any(c.nisba for c in chunks):
        return
    for n, c in enumerate(chunks):
        if not c.nisba and (n + 1 == len(chunks) or not chunks[n + 1].nisba):
            continue
        nations = list(c.nisba) if c.kind == "E" else [i for d in chunks[n:n + 2] if d.kind == "C" for i in d.nisba]
        states = [discourse.lexicon.entity(i) for i in dict.fromkeys(nations)]
        if len(states) == 2 and all(e.type == "State" for e in states):
            discourse.sets[2] = tuple(Ref(e, s.span(c.start, c.end), "nationality") for e in states)
            return


def name_sides(s: Sentence, chunks: list[Chunk]) -> list[Chunk]:
    """«الجانبان المصري والروسي»: whose sides they are is said by the adjectives behind, which are no nouns of their own."""
    if not any(c.nisba for c in chunks):
        return chunks
    out: list[Chunk] = []
    for n, c in enumerate(chunks):
        if _also_theirs(s, c, out[-1:], chunks[n + 1:n + 2]):
            out[-1].refs = (*out[-1].refs, Ref(s.lexicon.entity(c.nisba[0]), s.span(out[-1].start, c.end), "nationality"))
            continue
        if c.kind == "N" and _titled(s, c, out):
            c.prep, c.conj = out[-2].prep, out[-2].conj
            del out[-2:]
        side: Chunk | None = next((d for d in reversed(out) if d.kind == "N" and d.names[0].kind == "sides"), None) if c.kind == "C" and c.nisba else None
        named = n + 1 < len(chunks) and chunks[n + 1].kind == "N" and not chunks[n + 1].conj and not chunks[n + 1].prep
        if side is not None and not named and (out[-1] is side or (chunks[n - 1].nisba and c.conj and chunks[n - 1] not in out)):
            told = side.refs if all(r.how == "nationality" for r in side.refs) else ()
            side.refs = (*told, Ref(s.lexicon.entity(c.nisba[0]), s.span(side.start, c.end), "nationality"))
            continue
        out.append(c)
    for k, c in enumerate(out):
        c.k = k
    return out


def told_sides(chunks: list[Chunk]) -> list[Chunk]:
    """«طرفي النزاع في السودان، الجيش وقوات الدعم السريع، إلى …»: the two sides whose names stand behind them between commas are these."""
    for n, c in enumerate(chunks):
        if c.kind != "N" or c.names[0].kind != "sides" or c.names[0].number != "2":
            continue
        at = n + 2 if n + 1 < len(chunks) and chunks[n + 1].kind == "N" and chunks[n + 1].prep == IN else n + 1
        mark, first, second, close = chunks[at:at + 4] if at + 3 < len(chunks) else (c, c, c, c)
        if mark.tag in COMMAS and close.kind == "W" and all(x.kind == "N" and len(x.refs) == 1 and x.names[0].kind != "pronoun" and not x.prep for x in (first, second)) and second.conj and not first.conj:
            c.refs = (*first.refs, *second.refs)
            del chunks[at:at + (4 if close.tag in COMMAS else 3)]
            for k, d in enumerate(chunks):
                d.k = k
            return chunks
    return chunks


def gathered(chunks: list[Chunk]) -> list[Chunk]:
    """«نائب رئيس الوزراء وزير الخارجية فلان», «طائرات التحالف»: an office nobody is known by with the name behind it, and craft with the body whose they are, are one."""
    out: list[Chunk] = []
    for c in chunks:
        last = out[-1] if out else None
        if last is not None and last.kind == c.kind == "N" and last.j == c.i and not (c.prep or c.conj) and c.refs:
            if not last.refs and last.names[0].kind == "office" and c.refs[0].entity.type == "Person":
                last.refs = c.refs
                continue
            if _theirs(last, c):
                last.refs += c.refs
                continue
            if last.prep and len(last.refs) == len(c.refs) == 1 and last.refs[0].entity.type == "Person" and c.refs[0].how == "title" and not c.names[0].given:
                continue                                 # «مع فلان مفوض الاتحاد»: what he is, and nobody else
        out.append(c)
    for k, c in enumerate(out):
        c.k = k
    return out


def _theirs(arms: Chunk, c: Chunk) -> bool:
    """«طائرات التحالف», «مدفعية قوات X»: whose the arms are; but «فرقت بالغاز المسيل للدموع محتجين» is done to these, for nobody stands behind an article
    or an adjective of the arms to own them."""
    if len(arms.refs) != 1:
        return False
    arm = arms.refs[0]
    if arm.entity.type != "Weapon" or arm.how != "kind" or arm.mention.text.startswith(ARTICLE):
        return False
    return c.refs[0].entity.type == "Organization" or c.refs[0].entity.type == "Group" and arms.j == arms.i + 1


def _also_theirs(s: Sentence, c: Chunk, before: Sequence[Chunk], after: Sequence[Chunk]) -> bool:
    """«القوات الهندية والباكستانية», «الوسيطان القطري والمصري»: does a second nationality say whose else forces or officials of a nation are?"""
    if c.kind != "C" or not (c.nisba and c.definite) or c.prep or not before or before[0].kind != "N" or before[0].j != c.i or before[0].names[0].kind in ("sides", "counterpart") or len(before[0].refs) != 1:
        return False
    theirs, other = before[0].refs[0].entity, s.lexicon.entity(c.nisba[0])
    if not c.conj and theirs.type != "Organization":        # «اللجنة المشتركة العراقية الأردنية»
        return False
    named = bool(after) and after[0].kind == "N" and not after[0].conj and not after[0].prep and after[0].i == c.j and any(r.entity.type == "Person" for r in after[0].refs)
    return theirs.type in ("Group", "Organization") and other.type == "State" and theirs.country not in (None, other.country) and not named and any(
        s.lexicon.entity(int(x.value.split(",")[0])).country == theirs.country for x in s.words[c.i - 1].nisba)


def _titled(s: Sentence, c: Chunk, before: Sequence[Chunk]) -> bool:
    """«المرشد الإيراني علي خامنئي»: is a title that no list knows, with his nation, said of the person behind it?"""
    if len(before) < 2 or c.prep or c.conj or len(c.refs) != 1 or c.refs[0].entity.type != "Person" or c.names[0].kind == "pronoun":
        return False
    title, nation = before[-2:]
    return title.kind == nation.kind == "C" and title.definite and nation.definite and bool(nation.nisba) and not (nation.prep or nation.conj or title.nisba) and (title.j, nation.j) == (nation.i, c.i) \
        and s.lexicon.entity(nation.nisba[0]).country == c.refs[0].entity.country


def own_craft(s: Sentence, c: Chunk, chunks: Sequence[Chunk], discourse: Discourse) -> None:
    """«قاذفة روسية … الطائرة»: the craft with an article is that of the nation whose craft was spoken of last."""
    after = next(iter(chunks[chunks.index(c) + 1:]), None)
    theirs = c.nisba or (after.nisba if after is not None and after.kind == "C" and not after.conj and not after.prep else ())
    discourse.craft = theirs or discourse.craft
    if not theirs and fold(s.text[c.start:c.end]).startswith(ARTICLE):
        c.nisba = discourse.craft


def met_before(s: Sentence, c: Chunk, discourse: Discourse) -> None:
    """A word that no list knows but that the article has used as somebody's surname is that person."""
    word = fold(printed(s, c.i, c.start, c.end)) if c.definite else fold(s.text[c.start:c.end])      # «للتنظيم»
    person = discourse.people.get(word)
    if person is not None and len(word) > 3 and c.i not in s.times:
        c.kind = "N"
        c.names = (Name("entity", c.i, c.j, c.start, c.end, c.conj, c.prep, person, gender="m", how="surname-told-before"),)
        return
    body = discourse.bodies.get(word.removeprefix(ARTICLE)) if word.startswith(ARTICLE) and c.j == c.i + 1 else None
    if body is not None:
        c.kind, c.definite = "N", True               # «التنظيم»: the one of that kind spoken of last
        c.names = (Name("entity", c.i, c.j, c.start, c.end, c.conj, c.prep, body, gender="f" if feminine(word) else "m", how="told-before"),)
