"""Who says what of it: speech verbs with a speaker become claims, with their stance and the words said."""
from __future__ import annotations

from typing import NamedTuple

from kg.arabic import COMMAS, LEADING, TRAILING
from kg.find.chunk import Chunk
from kg.find.clauses import Parse
from kg.find.heads import Head
from kg.find.roles import Roler
from kg.find.sentence import Sentence
from kg.find.subjects import subject_of
from kg.model import Ref, Span


class Said(NamedTuple):
    """A claim of one sentence before the fact it speaks of is known."""
    head: Head
    speakers: tuple[Ref, ...]
    stance: str
    content: Span
    rule: str
    negated: bool = False       # the clause that is said is negated
    confirms: bool = False      # it confirms what was said before («الأمر الذي تؤكده»)


def find_claims(s: Sentence, parse: Parse, roler: Roler) -> list[Said]:
    """The claims of a parsed sentence, in the order of their verbs."""
    out = []
    for head in parse.heads:
        use = head.chunk.speech
        if use is None or not head.verb:
            continue
        quoted = roler.quoted(head)
        speakers = tuple(quoted) or tuple(x for x in roler.refs(subject_of(head)) if x.entity.type in ("Person", "State", "Organization", "Group", "Place")) or _inherited(head, roler)
        if not speakers or head.chunk.form.person[0] == "1" or any(f.tag == "neg" for f in head.flags):
            continue
        under = [h for h in parse.heads if h.clause.opener is head and h.verb]
        denied = any(f.tag == "neg" for h in under for f in h.flags) or any(f.tag == "neg" for c in parse.clauses if c.opener is head for f in c.pending)
        out.append(Said(head, speakers, "asserts" if quoted else use.get("stance", "asserts"), _content(s, head, parse), f"speech:{use.where}", denied, bool(head.antecedent) and bool(head.chunk.form.pron)))
    return out


def _inherited(head: Head, roler: Roler) -> tuple[Ref, ...]:
    """«وأضاف …» without a subject: who spoke last; only where the verb opens its clause and nothing else stands as its subject."""
    if head.chunk.form.tense == "i":                     # «يذكر أن», «يقال إن»: nobody says it
        return ()
    if subject_of(head) or head.chunk.form.person not in ("3ms", "3fs", "3md", "3mp"):
        return ()
    return roler.discourse.speaker(head.chunk.form.person) if head.clause.kind in ("main", "conj") else ()


def _content(s: Sentence, head: Head, parse: Parse) -> Span:
    """What is said: from the clause that the verb opens to the next speech verb of the same rank, without the mark at the end; where
    it opens none («نفت هذه الاتهامات، ورفضت …»), what stands behind who says it and before the next verb that goes on from it."""
    start, spoken = _behind_speaker(s, head, parse), True
    for c in parse.chunks[head.chunk.k + 1:]:
        if c.kind == "V" and c.conj:
            spoken = False
            break
        if c.kind == "S" or (c.kind == "Q" and c.tag == "open") or c.tag == ":":
            start = c.start if c.kind == "S" else c.end
            break
    later = [h.chunk.start - len(h.chunk.conj) for h in parse.heads if h.verb and (h.chunk.speech is not None or not spoken) and h.chunk.start > start and h.chunk.conj and h.clause.kind != "sub"]
    end = min([*later, *_others(head, parse, start)], default=s.end)
    if not s.text[start:end].strip(TRAILING + LEADING):      # «…، كما أعلنت الوزارة»: said before, and nothing here but who says it
        start = head.chunk.end
    text = s.text[start:end]
    kept = text.rstrip(TRAILING)
    lead = len(kept) - len(kept.lstrip(LEADING))
    return s.span(start + lead, start + len(kept)) if kept.strip() else s.span(head.chunk.end, s.end)


def _others(head: Head, parse: Parse, start: int) -> list[int]:
    """«…، لكن وزارة الدفاع نفت أن …», «…، فيما أكدت باكو أنها …»: where what others say of it begins."""
    out = []
    for h in parse.heads:
        if h.verb and h.chunk.speech is not None and h.clause.kind == "conj" and not h.chunk.conj:
            mark = next((c for c in reversed(parse.chunks[head.chunk.k + 1:max(h.chunk.k, head.chunk.k + 1)]) if c.kind == "F" and c.tag.startswith("conj")), None)
            if mark is not None and mark.start > start:
                out.append(mark.start - len(mark.conj))
    return out


def _behind_speaker(s: Sentence, head: Head, parse: Parse) -> int:
    """«نفى الوزير، أمس، وجود …»: where the verb ends, and who says it and when, where these stand right behind."""
    end = s.tokens[head.chunk.j - 1].end
    for c in parse.chunks[head.chunk.k + 1:]:
        named = c in head.subject and not c.prep
        if not named and c.kind != "T" and not (c.kind == "W" and c.tag in COMMAS):
            break
        end = s.tokens[c.j - 1].end
    return end


def attribution(s: Sentence, parse: Parse, chunks: list[Chunk], roler: Roler) -> tuple[Ref, ...]:
    """«وفق بيان للكرملين», «بحسب رويترز»: the source of a whole sentence, from the words that introduce it."""
    for n, c in enumerate(chunks):
        if c.prep == "attribution" and c.kind in "NC":
            for d in chunks[n:n + 6]:
                found = tuple(x for x in d.refs if x.entity.type in ("Person", "State", "Organization", "Group")) if d.kind == "N" else ()
                if found:
                    return found
                if d.kind in "WSRV":
                    break
        if c.kind == "F" and c.tag.startswith("attribution"):
            verb = next((h for h in parse.heads if h.verb and h.chunk.k > n and h.chunk.speech is not None), None)
            if verb is not None:
                return tuple(x for x in roler.refs(subject_of(verb)) if x.entity.type != "Place")
    return ()
