"""The gold of the two seed articles as Readings: what the graph side is tested on before any reading is trusted.

Gold tells types, participants, dates and clusters, but not which fact led to which, how many fighters each article counts, or what
lies outside PLOVER; `LED_TO`, `COUNTS` and `OUTSIDE` below add that by cluster and by offsets, as a careful reader would write it
down.  Needs `../shared`; `available()` says whether it is there.
"""
from __future__ import annotations

import json
import re
from pathlib import Path

from kg.model import Article, Claim, Date, Entity, Event, Participant, Quantity, Reading, Ref, Relation, Span, Unread
from kg.vocab import fact_id

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
FIRST, SECOND = "000_cc10def44ff410f9", "003_bbaee274992c5c81"

LED_TO = {      # effect cluster: its causes' clusters
    "trade-halt-2015-11-25": ["su24-shootdown"], "visa-exemption-cancelled-2015-11-25": ["su24-shootdown"], "boycott-2015": ["su24-shootdown"],
    "sanctions-decree-2015-11-28": ["su24-shootdown"], "tourist-ban-2015-11-28": ["su24-shootdown"], "relations-worst": ["su24-shootdown"],
    "peshkov-killed": ["su24-shootdown"], "normalization-order-2016-06": ["apology-letter-2016-06"], "crisis-over": ["stpetersburg-visit-2016-08-09"],
}
HOSTS = {"astana-1": ("KAZ", "كازاخستان", "Kazakhstan")}
COUNTS = {      # (doc, cluster): words that count the warplanes, their number
    (FIRST, "su24-shootdown"): (1411, 1427, "2"), (SECOND, "su24-shootdown"): (622, 633, "1"),
}
OUTSIDE = [     # doc, words, class, cluster, date
    (SECOND, (478, 484), "RelationsDeterioration", "relations-worst", None),
    (FIRST, (1953, 1965), "CrisisEnd", "crisis-over", Date("2016-08-09", "2016-08-09", "day", "own")),
]


def rule(trigger: Span) -> str:
    """The rule that reads such a word: a noun where it has the article or a noun's ending, else a verb."""
    return "verbal-noun/gold" if re.match(r"(ال[^ت]|.*(ة|ات)( |$))", trigger.text) else "verb/gold"


def available() -> bool:
    return (SHARED / "gold" / "seeds.jsonl").is_file()


class Converter:
    """The gold lines of one article → its Reading."""

    def __init__(self, doc: str, rows: list[dict]):
        from kg.arabic import sentences
        self.doc, self.rows = doc, rows
        self.text = (SHARED / "seeds" / f"{doc}.txt").read_text(encoding="utf-8-sig")
        self.sentences = tuple(sentences(self.text))
        self.entities = {e["key"]: e for r in rows for e in [*(r.get("actors") or []), *(r.get("recipients") or []), *(r.get("sources") or []),
                                                                *(r.get("place") or []), *(r.get("speaker") or []), *filter(None, [r.get("subject"), r.get("object")])]
                         if isinstance(e, dict)}
        self.by_cluster: dict[str, list[str]] = {}
        self.ids: dict[tuple, int] = {}

    def span(self, a: int, b: int) -> Span:
        return Span(a, b, self.text[a:b])

    def entity(self, e: dict) -> Entity:
        ident = e["country"] if e["type"] == "State" else e["key"]
        return Entity(ident, e["type"], (("ar", e["ar"]), ("en", e["en"])), None, e["country"], e["sector"])

    def ref(self, e: dict | str) -> Ref:
        e = e if isinstance(e, dict) else self.entities.get(e) or THINGS[e]
        return Ref(self.entity(e), Span(0, 0, ""), "gold")

    def refs(self, r: dict, key: str) -> tuple[Ref, ...]:
        return tuple(self.ref(e) for e in r.get(key) or [])

    def date(self, d) -> Date | None:
        if not isinstance(d, dict):
            return None
        p = d["precision"]
        return Date(None if p == "before" and d["start"] == d["end"] else d["start"], None if p == "after" else d["end"], p, "gold")

    def id(self, kind: str, name: str, trigger: Span, sentence: Span) -> str:
        k = (kind, name, trigger.text, sentence.text)
        self.ids[k] = self.ids.get(k, -1) + 1
        return fact_id(kind, self.doc, name, trigger.text, sentence.text, self.ids[k])

    def event(self, r: dict) -> tuple[Event, str]:
        trigger, sentence = self.span(*r["trigger"]), self.span(*r["sentence"])
        people = tuple(Participant("initiator", self.ref(k)) for k in r.get("initiators", ()))
        if r["cluster"] in HOSTS and r.get("initiators"):
            iso, ar, en = HOSTS[r["cluster"]]
            people += (Participant("host", Ref(Entity(iso, "State", (("ar", ar), ("en", en)), None, iso), Span(0, 0, ""), "gold")),)
        quantities = tuple(Quantity(q["kind"], str(q["value"]), q.get("unit"), sentence) for q in r.get("quantities", ()))
        if (self.doc, r["cluster"]) in COUNTS:
            a, b, n = COUNTS[self.doc, r["cluster"]]
            quantities += (Quantity("count", n, "warplane", self.span(a, b)),)
        ident = self.id("event", r["class"], trigger, sentence)
        self.by_cluster.setdefault(r["cluster"], []).append(ident)
        topics = (sentence,) if r.get("topics") else ()
        return Event(self.doc, ident, r["event"][0], r["mode"], (), r["class"], self.refs(r, "actors"), self.refs(r, "recipients"), people, self.date(r["date"]),
                     self.refs(r, "place"), r["status"], None, self.refs(r, "sources"), self.ref(r["object"]) if r.get("object") else None,
                     self.ref(r["weapon"]) if r.get("weapon") else None, topics, quantities, (), trigger, (sentence,), rule(trigger), 1.0), r["cluster"]

    def outside(self) -> list[tuple[Event, str]]:
        out = []
        for doc, (a, b), cls, cluster, date in OUTSIDE:
            if doc == self.doc:
                trigger = self.span(a, b)
                sentence = next(self.span(s, e) for s, e in self.sentences if s <= a < e)
                ident = self.id("event", cls, trigger, sentence)
                self.by_cluster.setdefault(cluster, []).append(ident)
                both = tuple(self.ref(k) for k in ("russia", "turkey"))
                out.append((Event(doc, ident, None, None, (), cls, both, (), (), date, (), "actual", None, (), None, None, (), (), (), trigger, (sentence,), "gold", 1.0), cluster))
        return out

    def claim(self, r: dict) -> Claim:
        trigger, sentence = self.span(*r["trigger"]), self.span(*r["sentence"])
        about = (self.by_cluster.get(r["about"]) or [None])[0]
        content = self.span(trigger.end + 1, sentence.end)
        return Claim(self.doc, self.id("claim", r["stance"], trigger, sentence), self.refs(r, "speaker"), r["stance"], about, content, self.date(r["date"]), trigger, (sentence,), "gold", 1.0)

    def relation(self, r: dict) -> Relation:
        trigger, sentence = self.span(*r["trigger"]), self.span(*r["sentence"])
        return Relation(self.doc, self.id("relation", r["relation"], trigger, sentence), self.ref(r["subject"]), r["relation"], self.ref(r["object"]), r["note"], None,
                        trigger, (sentence,), "gold", 1.0)

    def reading(self) -> tuple[Reading, dict[str, str]]:
        """The reading and, of each event id, the cluster that gold puts it in."""
        from dataclasses import replace
        pairs = sorted([self.event(r) for r in self.rows if r["kind"] == "event"] + self.outside(), key=lambda p: (p[0].trigger.start, p[0].id))
        first = {c: ids[0] for c, ids in self.by_cluster.items()}
        events = tuple(replace(e, causes=tuple(first[x] for x in LED_TO.get(c, ()) if x in first)) for e, c in pairs)
        claims = tuple(self.claim(r) for r in self.rows if r["kind"] == "claim")
        relations = tuple(self.relation(r) for r in self.rows if r["kind"] == "relation")
        told = [f.evidence[0].start for f in (*events, *claims, *relations)]
        silent = tuple(Unread(self.doc, "silent-sentence", self.span(a, b), "no fact was read from this sentence")
                       for a, b in self.sentences if not any(a <= t < b for t in told))
        article, written, reasons = self.head()
        return Reading(article, written, reasons, events, claims, relations, (), (), silent, self.sentences), {e.id: c for e, c in pairs}

    def head(self) -> tuple[Article, Date, tuple[str, ...]]:
        side = dict(re.findall(r'^(\w+) = "?([^"\n]+)"?$', (SHARED / "seeds" / f"{self.doc}.toml").read_text(encoding="utf8"), re.MULTILINE))
        article = Article(self.doc, self.text, f"seeds/{self.doc}.txt", None, side.get("date"), side.get("publisher"), side.get("language"))
        if article.date:
            return article, Date(article.date, article.date, "day", "given"), ("the date was given beside the text",)
        return article, Date("2017-02-01", "2017-11-30", "interval", "inferred"), ("last December", "last January", "late last year")


THINGS = {k: {"key": k, "type": t, "ar": ar, "en": en, "country": None, "sector": None} for k, t, ar, en in (
    ("s400", "Weapon", "أس 400", "S-400"), ("su24", "Weapon", "سو-24", "Su-24"), ("aam", "Weapon", "صاروخ جو - جو", "air-to-air missile"))}


def readings() -> tuple[list[Reading], dict[str, str]]:
    """Both articles' readings, and the gold cluster of every event id."""
    rows = [json.loads(line) for line in (SHARED / "gold" / "seeds.jsonl").read_text(encoding="utf8").splitlines() if line.strip()]
    made = [Converter(doc, [r for r in rows if r["doc"] == doc]).reading() for doc in (FIRST, SECOND)]
    return [r for r, _ in made], {k: v for _, c in made for k, v in c.items()}
