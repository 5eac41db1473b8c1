"""Whether it happened: done, to come, only possible, demanded, promised or denied, and by which words that is told."""
from __future__ import annotations

from kg.arabic import ABOUT, BY, DID_NOT, FOR, FROM, ON, TO
from kg.find.chunk import Chunk
from kg.find.clauses import Parse
from kg.find.heads import Head
from kg.find.roles import impersonal
from kg.find.sentence import Sentence
from kg.find.subjects import reason
from kg.find.told import plover_of
from kg.model import Span

COMMITS = {"AGREE": ("future", "promised"), "THREATEN": ("future", None), "REQUEST": ("hypothetical", "demanded"), "REJECT": ("negated", None)}
HOPED = frozenset({"hopes", "expects"})     # stances of a speaker who tells of what is not yet


def status_of(head: Head, s: Sentence) -> tuple[str, str | None, tuple[Span, ...]]:
    """Did it happen?  From particles before the word, from the verb that governs it, and from the clause it stands in."""
    status, modality, cues = "actual", None, []

    def cue(c: Chunk) -> None:
        cues.append(s.span(c.start, c.end))

    aside = not head.verb and head.role == "post" and not head.chunk.definite and not head.chunk.conj and s.lexicon.participle(head.chunk.form.lemma)      # «دعا X إلى …، محذرا من …»: he does warn
    line, h, depth = [head], None if aside else head.governor if head.verb or not head.chunk.definite or head.role not in s.lexicon.temporal and head.role not in s.lexicon.about else None, 0
    while h is not None and depth < 3:
        if h.chunk.uses.keys().isdisjoint(("light", "passive", "aux", "event")):
            break
        line.append(h)
        h, depth = h.governor, depth + 1
    for n, h in enumerate(line):
        outer = h.chunk.event if n else None
        if outer is not None and status == "actual" and outer.cls in ("Ban", "TravelBan") and line[n - 1].role == FROM:
            status = "negated"                               # «منعت X من زيارة Y»
            cue(h.chunk)
        if outer is not None and outer.cls == "Concession" and line[n - 1].role == ABOUT and status == "actual":
            status = "negated"                               # «تراجعت عن قرارها إغلاق السفارة»
            cue(h.chunk)
        if outer is not None and head.role not in s.lexicon.temporal:
            plover = plover_of(s, outer)
            child = line[n - 1]
            if plover in COMMITS and child.role in ("post", "genitive", BY, ON, TO, FOR, ABOUT, FROM) and (impersonal(h, outer) or not (child.role == "post" and child.chunk in h.subject)) and outer.cls != "Agreement":
                new, mood = COMMITS[plover]
                if status == "actual" and not _resigned(head, mood):
                    denied = outer.cls == "Denial" and plover_of(s, head.chunk.event) != "ACCUSE"      # «نفى وجود وساطة»
                    status, modality = (new, mood) if new != "negated" else ("negated", "denied") if denied else ("hypothetical", None)
                    cue(h.chunk)
        status, modality = _own_marks(h, status, modality, cue, head, s)
        if outer is not None:
            break
    if status == "actual" and head.verb and head.resumes and head.chunk.form.tense == "i" and head.antecedent[-1].kind == "E":
        noun, up = None, head.clause.parent
        while up is not None and noun is None:
            noun, up = next((h for h in up.heads if h.chunk is head.antecedent[-1]), None), up.parent
        if noun is not None and noun is not head and (status_of(noun, s)[0] == "future" or noun.chunk.event is not None and noun.chunk.event.cls == "Visit" and not noun.chunk.definite and plover_of(s, head.chunk.event) == "CONSULT"):
            return "future", modality, tuple(cues)         # «من المقرر أن تبدأ الزيارة التي يلتقي خلالها …»
    status, modality = _clause_marks(head, line[-1] if line[-1].verb else head, s, status, modality, cue)
    return status, modality, tuple(cues)


def told_of(head: Head, parse: Parse) -> bool:
    """«سيشرح نتائج المحادثات التي أجراها …»: a definite noun of which a clause tells that it was."""
    return not head.verb and head.chunk.definite and any(
        h.resumes and h.verb and head.chunk in h.antecedent and h.chunk.form.tense == "p" and not h.flags and h.chunk.uses.keys() & {"light", "passive"} for h in parse.heads)


def _own_marks(h: Head, status: str, modality: str | None, cue, head: Head, s: Sentence) -> tuple[str, str | None]:
    form = h.chunk.form
    if h.verb and form.future:
        status = "future" if status == "actual" else status
        cue(h.chunk)
    aux = h.chunk.uses.get("aux")
    if aux is not None and (h is not head) and aux.get("status") and "event" not in h.chunk.uses and not _resigned(head, aux.get("modality")):
        status, modality = aux.get("status"), aux.get("modality") or modality
        cue(h.chunk)
    for carried in h.governs:
        if carried.verb and "aux" in carried.chunk.uses and carried.chunk.uses["aux"].get("status"):
            status, modality = carried.chunk.uses["aux"].get("status"), carried.chunk.uses["aux"].get("modality") or modality
            cue(carried.chunk)
    absent = h.verb and "light" in h.chunk.uses and h.chunk.uses["light"].get("subject") == "event"      # «لم يضم الاجتماع …»: it took place
    for f in h.flags:
        if f.tag == "neg" and (absent or (h is not head and (head.role in s.lexicon.temporal or not head.verb and s.lexicon.lemmas[head.chunk.form.lemma][0] == "p"))):
            continue                                         # «لم يتنازل … منذ انهيار المحادثات»: they did collapse; «لن يترشح، مشيدا بـ…»: he does praise
        if f.tag == "neg" and status != "negated":
            status = "negated"
            cue(f)
        elif f.tag == "fut" and status == "actual":
            status = "future"
            cue(f)
        elif f.tag == "cond":
            status = "hypothetical"
            cue(f)
        elif f.tag.startswith("modal"):
            _, new, mood, wants = (f.tag.split(":") + ["", "", ""])[:4]
            if new == "hypothetical" and mood == "demanded" and not h.verb and h.chunk.definite and not h.chunk.form.pron:
                continue            # «ضرورة الاتفاق» speaks of an agreement that is there
            if wants == "imperfect" and not (h.verb and form.tense == "i"):
                continue
            if status == "actual":
                status, modality = new, mood or modality
                cue(f)
    return status, modality


def _clause_marks(head: Head, told: Head, s: Sentence, status: str, modality: str | None, cue) -> tuple[str, str | None]:
    """What the clause of a word says of its truth; `told` is the verb that tells it, the word itself or a support verb above it."""
    clause = head.clause
    if status != "actual":
        return status, modality
    above = clause.parent.verb if clause.kind == "rel" and clause.parent is not None and clause.antecedent else None
    if above is not None and clause.verb is not None and clause.verb.chunk.speech is not None and above.chunk.speech is not None and above.chunk.speech.get("stance") == "denies" and any(clause.antecedent[-1] in g for g in [above.object, *above.post]):
        return "negated", "denied"                       # «نفى ما ذكرته وسائل إعلام عن محادثات …»
    if clause.kind == "purpose" or (head.verb and head.chunk.form.purpose):
        return "hypothetical", modality
    if not head.verb and head.role == FOR and not head.owner and head.governor is not None and not reason(head, s.lexicon) and not (head.chunk.nisba and head.chunk.form.definite) and not _takes_it(head.governor, FOR) and plover_of(s, head.governor.chunk.event) != "CONSULT" and not head.chunk.event.cls in ("Visit",):
        if head.governor.verb or head.governor.chunk.event is not None:
            return "hypothetical", modality
    opener = clause.opener
    if clause.kind == "sub" and opener is not None and told is clause.verb:
        outer = opener.chunk.event
        plover = plover_of(s, outer)
        if plover in COMMITS and told.chunk.form.tense == "i":
            cue(opener.chunk)
            new, mood = COMMITS[plover]
            return ("hypothetical" if new == "negated" else new), mood
        aux = opener.chunk.uses.get("aux")
        if aux is not None and aux.get("status"):
            cue(opener.chunk)
            return aux.get("status"), aux.get("modality") or modality
        speech = opener.chunk.speech
        if speech is None and aux is None and told.chunk.form.tense == "i" and opener.verb and any(f.tag == "neg" and DID_NOT not in f.bare_words(s) for f in opener.flags):
            return "hypothetical", modality              # «لن ترفع القيود إلى أن يعتذر …»; «لم يغادر قبل أن يلتقي …»: he did
        if speech is not None and speech.get("stance") in HOPED and told.chunk.form.tense == "i" and (head.verb or head.role not in s.lexicon.temporal):
            cue(opener.chunk)
            return "hypothetical", "expected"            # «يأمل أن يتم التوصل إلى اتفاق»
    return status, modality


def _resigned(head: Head, mood: str | None) -> bool:
    """«قبل الرئيس استقالة الوزير»: what is accepted there was done."""
    return mood == "promised" and head.chunk.event is not None and head.chunk.event.cls == "Resignation"


def _takes_it(governor: Head, prep: str) -> bool:
    """«تعرض لهجوم»: does a support verb take its event noun behind this preposition?"""
    light = governor.chunk.uses.get("light")
    return light is not None and light.get("takes") == prep
