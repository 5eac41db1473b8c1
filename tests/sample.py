"""Two small articles of our own and what a reader finds in them: Readings for the graph side, made by hand and offset by searching.

    first    (dated 2021-05-04)  a visit in Tehran, a call, two drones shot down as Oman says and Iran denies, talks to come
    second   (written some time in May 2021)  the same visit and the same shootdown, told with one drone
"""
from __future__ import annotations

from kg.model import Article, Claim, Date, Entity, Event, Mention, Participant, Quantity, Reading, Ref, Relation, Span, TimeMention, Unread
from kg.vocab import fact_id

FIRST = ("زار وزير الخارجية العماني سالم الهنائي طهران أمس الاثنين، والتقى نظيره الإيراني ساعة ونصف الساعة.\n"
         "وقالت مسقط إن إيران أسقطت طائرتين مسيرتين فوق بحر عمان في الأول من مايو، فيما نفت طهران ذلك.\n"
         "ومن المقرر أن تعقد جولة جديدة من المحادثات في جنيف.\n"
         "وهطلت أمطار غزيرة على مسقط.")
SECOND = ("أسقطت إيران طائرة مسيرة فوق بحر عمان في الأول من مايو الجاري.\n"
          "وأدى الحادث إلى زيارة قام بها الوزير العماني سالم الهنائي لطهران يوم 3 مايو.")


def entity(ident: str, kind: str, ar: str, en: str, country: str | None = None, sector: str | None = None, wikidata: str | None = None) -> Entity:
    return Entity(ident, kind, (("ar", ar), ("en", en)), wikidata, country, sector)


OMAN, IRAN = entity("OMN", "State", "عُمان", "Oman", "OMN", None, "Q842"), entity("IRN", "State", "إيران", "Iran", "IRN", None, "Q794")
SALIM = entity("salim-al-hinai", "Person", "سالم الهنائي", "Salim al-Hinai", "OMN", "GOV")
PEER = Entity("iran-foreign-minister", "Person", (("ar", "وزير الخارجية الإيراني"),), None, "IRN", "GOV")
TEHRAN, SEA, GENEVA = entity("tehran", "Place", "طهران", "Tehran", "IRN"), entity("gulf-of-oman", "Place", "بحر عمان", "Gulf of Oman"), entity("geneva", "Place", "جنيف", "Geneva", "CHE")
DRONE = entity("drone", "Weapon", "طائرة مسيرة", "drone")


class Made:
    """Builds the facts of one article."""

    def __init__(self, doc: str, text: str, **known):
        self.doc, self.text = doc, text
        self.article = Article(doc, text, f"articles/{doc}.txt", **known)

    def span(self, words: str, after: str = "") -> Span:
        start = self.text.index(words, self.text.index(after) if after else 0)
        return Span(start, start + len(words), words)

    def line(self, words: str) -> Span:
        start = self.text.rindex("\n", 0, self.text.index(words)) + 1 if "\n" in self.text[:self.text.index(words)] else 0
        end = self.text.find("\n", start)
        end = len(self.text) if end < 0 else end
        return Span(start, end, self.text[start:end])

    def ref(self, e: Entity, words: str = "", how: str = "name") -> Ref:
        return Ref(e, self.span(words) if words else Span(0, 0, ""), how)

    def event(self, cls: str, words: str, plover: str | None, mode: str | None = None, actors=(), recipients=(), people=(), date=None, place=(), status="actual",
              modality=None, sources=(), obj=None, quantities=(), causes=(), cues=(), rule="verb/own:events/x.toml:7") -> Event:
        trigger, sentence = self.span(words), self.line(words)
        return Event(self.doc, fact_id("event", self.doc, cls, words, sentence.text), plover, mode, ("diplomatic",), cls, tuple(actors), tuple(recipients), tuple(people), date,
                     tuple(place), status, modality, tuple(sources), obj, None, (), tuple(quantities), tuple(causes), trigger, (sentence,), rule, 0.9, tuple(cues))

    def claim(self, stance: str, words: str, speakers, content: str, about: str | None) -> Claim:
        trigger, sentence = self.span(words), self.line(words)
        return Claim(self.doc, fact_id("claim", self.doc, stance, words, sentence.text), tuple(speakers), stance, about, self.span(content), None, trigger, (sentence,), "speech-verb", 0.8)


def first() -> Reading:
    m = Made("first", FIRST, title="زيارة", date="2021-05-04", publisher="Our Agency", language="ar")
    day = lambda d, method, words: Date(d, d, "day", method, words)
    salim, iran = m.ref(SALIM, "سالم الهنائي"), m.ref(IRAN, "إيران")
    oman = m.ref(OMAN, "مسقط", "capital")
    peer = m.ref(PEER, "نظيره الإيراني", "counterpart")
    visit = m.event("Visit", "زار", "CONSULT", "visit", [salim], [iran], date=day("2021-05-03", "weekday", "أمس الاثنين"), place=[m.ref(TEHRAN, "طهران")])
    long = m.span("ساعة ونصف الساعة")
    meeting = m.event("Meeting", "والتقى", "CONSULT", None, [salim, peer], date=visit.date, place=[m.ref(TEHRAN, "طهران")], quantities=[Quantity("duration", "PT1H30M", None, long)])
    shot = m.event("Shootdown", "أسقطت", "ASSAULT", "aerial", [iran], [oman], date=day("2021-05-01", "absolute", "الأول من مايو"), place=[m.ref(SEA, "بحر عمان")], sources=[oman],
                   obj=m.ref(DRONE, "طائرتين مسيرتين"), quantities=[Quantity("count", "2", "drone", m.span("طائرتين"))])
    talks = m.event("Talks", "المحادثات", "AGREE", None, [], people=[Participant("host", m.ref(GENEVA, "جنيف"))], place=[m.ref(GENEVA, "جنيف")], status="future", modality="expected",
                    cues=[m.span("ومن المقرر")])
    says = m.claim("asserts", "وقالت", [oman], "إيران أسقطت طائرتين مسيرتين فوق بحر عمان", shot.id)
    denies = m.claim("denies", "نفت", [m.ref(IRAN, "طهران ذلك", "capital")], "نفت طهران ذلك", shot.id)
    office = Relation("first", fact_id("relation", "first", "holdsOffice", "وزير الخارجية العماني", FIRST.split("\n")[0]), salim, "holdsOffice", m.ref(OMAN, "العماني", "nationality"),
                      "وزير الخارجية", None, m.span("وزير الخارجية العماني"), (m.line("زار"),), "title", 0.85)
    rain = m.line("وهطلت")
    return Reading(m.article, Date("2021-05-04", "2021-05-04", "day", "given"), ("the date was given beside the text",), (visit, meeting, shot, talks), (says, denies), (office,),
                   (Mention("first", salim),), (TimeMention("first", m.span("أمس الاثنين"), visit.date, "weekday"),),
                   (Unread("first", "silent-sentence", rain, "no fact was read from this sentence"),), tuple((m.line(w).start, m.line(w).end) for w in ("زار", "وقالت", "ومن", "وهطلت")))


def second() -> Reading:
    m = Made("second", SECOND, language="ar")
    shot = m.event("Shootdown", "أسقطت", "ASSAULT", "aerial", [m.ref(IRAN, "إيران")], date=Date("2021-05-01", "2021-05-01", "day", "same-month", "الأول من مايو الجاري"),
                   place=[m.ref(SEA, "بحر عمان")], obj=m.ref(DRONE, "طائرة مسيرة"), quantities=[Quantity("count", "1", "drone", m.span("طائرة"))])
    visit = m.event("Visit", "زيارة", "CONSULT", "visit", [m.ref(SALIM, "سالم الهنائي")], [], date=Date("2021-05-03", "2021-05-03", "day", "absolute", "يوم 3 مايو"),
                    place=[m.ref(TEHRAN, "طهران")], causes=(shot.id,))
    return Reading(m.article, Date("2021-05-03", "2021-05-31", "interval", "inferred"), ("the words «الجاري»",), (shot, visit), (), (), (), (), (),
                   tuple((m.line(w).start, m.line(w).end) for w in ("أسقطت", "وأدى")))


def readings() -> list[Reading]:
    return [first(), second()]
