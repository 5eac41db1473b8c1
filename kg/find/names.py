"""Who and what is named: known names, titles, offices, bodies, groups, and people whom no list knows.

A finder looks at one position and says what names begin there, longest first; it decides nothing about who is meant by «the
minister» or «his counterpart»: those leave as symbols (`office`, `counterpart`, `sides`) that `kg.link` resolves when it knows
what was said before.  Spans leave clitics out.
"""
from __future__ import annotations

from kg.arabic import fold
from kg.find.bodies import body_at, group_at, place_at
from kg.find.followers import followers_at, theirs_at
from kg.find.headed import headed_at, proper
from kg.find.name import Name, known_at, own_at, people_at
from kg.find.people import bare_person_at, occupied_at, unit_of
from kg.find.sentence import Sentence
from kg.find.titles import counterpart_at, crew_at, elided_at, honoured_at, titled_at, with_title
from kg.find.words import counterpart, may_begin, says
from kg.model import Entity


def names_at(s: Sentence, i: int) -> tuple[Name, ...]:
    """The names that begin at token i: one, several for a plural title («the foreign ministers of Russia and Turkey»), or none."""
    t, word, kinds = s.tokens[i], s.words[i], s.words[i].opens      # a finder is asked only where the word may begin what it looks for
    if t.kind not in "wl" or i in s.times:
        return ()
    led = i and (s.words[i - 1].nisba or s.words[i - 1].verbs and says(s.lexicon, s.tokens[i - 1].fold)) or not s.heard.keys().isdisjoint(word.stems)
    if not (led or may_begin(s.lexicon, t.fold)):
        return ()
    if "x" in kinds and (sides := s.lexicon.names_at(s.tokens, i, "x")):
        if ("t" in kinds or "d" in kinds) and len(each := titled_at(s, i)) > 1:
            return each                                  # «الرئيسان التركي فلان والروسي فلان» are not yet the two presidents told of
        x = sides[0]
        number, kind = x.value.split(",")
        return (Name("sides", i, i + x.words, s.begin(i, x.cut), s.finish(i + x.words - 1), x.conj, x.prep, office=kind, number=number, how="sides"),)
    titled, honoured = titled_at(s, i) if "t" in kinds or "d" in kinds else (), honoured_at(s, i) if "o" in kinds else ()
    if honoured and (not titled or honoured[-1].j > titled[-1].j):
        titled = honoured
    if titled and i and s.tokens[i - 1].kind == "n" and len(titled) == 1 and not titled[0].given and titled[0].entity is None and "g" in kinds and (several := group_at(s, i)):
        return (several,)                                # «35 دبلوماسيا روسيا» are many
    crew = crew_at(s, i) if word.tags else ()
    found = (crew if not titled or crew and crew[-1].j >= titled[-1].j else ()) or titled or ("f" in word.suffixes and counterpart(s.lexicon, t.fold) and counterpart_at(s, i)) or (word.nisba and elided_at(s, i))
    loose = len(found) == 1 and found[0].entity is None and found[0].given if found else False
    known = known_at(s, i) if "e" in kinds and (loose or not found) else None
    if found and not (known and known.entity.type == "Person" and known.j >= found[0].j):      # «الملك سلمان», whom a list knows so
        return found
    body = ("b" in kinds and body_at(s, i)) or ("g" in kinds and group_at(s, i)) or None
    owned = followers_at(s, i) if "g" in kinds else None
    if owned and owned.j > (body.j if body else i) and not ("h" in kinds and headed_at(s, i)):
        body = owned
    if known and body and body.j > known.j:
        known = None
    occupied = occupied_at(s, i) if "r" in kinds and not known else None
    if occupied and body and body.kind == "group" and occupied.j > body.j:
        body = None                                      # «المحامي اللبناني فلان» is one man, and has a name
    if known and known.j == i + 1 and known.entity.type == "Person" and i + 1 < len(s.tokens) and unit_of(s, i + 1):
        known = bare_person_at(s, i) or known
    elif known and known.how == "short-name" and known.entity.type == "Person":       # «عبد العاطي فلان» is no minister of that short name
        longer = bare_person_at(s, i)
        known = longer if longer and longer.j > known.j else known
    if known and known.j == i + 1 and not known.prep and not known.conj and known.entity is not None and known.entity.type == "Person" and i and _first_name(s, i - 1, known.entity):
        known = Name("unknown", i, known.j, known.start, known.end, given=s.text[s.tokens[i - 1].start:known.end], gender="m", how="name")
    one = known or body or ("h" in kinds and headed_at(s, i)) or (word.tags and place_at(s, i)) or occupied or (word.nisba and people_at(s, i)) or (word.tags and own_at(s, i)) or ((led or "u" in kinds) and bare_person_at(s, i)) or ("g" in word.suffixes and theirs_at(s, i))
    if not one:
        return ()
    return (with_title(s, one),) if one.kind in ("entity", "unknown") and one.entity and one.entity.type == "Person" else (one,)


def _first_name(s: Sentence, k: int, who: Entity) -> bool:
    """«توماج صالحي»: can the word at token k, which is nothing else, be another first name than that of the known one?"""
    first = unit_of(s, k) == "given" and not s.words[k].nouns and all(v.voice == "p" for v in s.words[k].verbs)      # «قيس», which without vowels is a passive too
    return " " in who.label("ar") and s.is_word(k) and (first or proper(s, k)) and s.tokens[k].fold not in fold(who.label("ar")).split() and not any(s.lexicon.get(kind + s.tokens[k].fold) for kind in "etobhgr")


def remembered(s: Sentence, name: Name) -> tuple[tuple[str, Entity | None], ...]:
    """What later sentences may call by less than this: entries of `Sentence.heard`.

    «فلان الفلاني» may come back as «الفلاني», «شركة فلانية» as its name alone; of whom a list knows the names that are words as well count from now on.
    """
    if name.given and name.kind != "body":
        words = name.given.split()
        return ((fold(words[-1]), name.entity),) if len(words) > 1 or fold(words[-1]) in s.heard else ()
    if name.entity is not None and name.entity.type in ("Person", "State"):
        return ((name.entity.id, name.entity),)
    if name.entity is None or name.entity.type not in ("Organization", "Group"):
        return ()
    if name.how != "head-word":
        return ((fold(s.text[name.start:name.end]) if name.how == "short-name" and name.index < 0 else name.entity.id, name.entity),)
    behind = [t for t in s.tokens[name.i + 1:name.j] if t.kind != "p" and t.end <= name.end]
    return ((behind[0].fold, name.entity),) if len(behind) == 1 else ()
