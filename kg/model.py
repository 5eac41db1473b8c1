"""The values that travel down the stairs, from an article to an answer.

    Article ──read──▶ Reading ──build──▶ quads ──▶ store ──▶ rows
                        │
                        ├─ events      who did what to whom, when, where      (Event)
                        ├─ claims      who says what of it, with what stance  (Claim)
                        ├─ relations   offices, leaderships, memberships      (Relation)
                        ├─ mentions    every name found                       (Mention)
                        ├─ times       every expression of time found         (TimeMention)
                        └─ unread      what was seen and not understood       (Unread)

Everything is frozen and made of tuples, so that a value can be shared, hashed and compared, and cannot be changed behind
somebody's back.  What came from text keeps its `Span` in the raw article and the name of the rule that read it.
The fields are those of the fact record, contract version 1; `kg.records` writes them as JSON and YAML.
"""
from __future__ import annotations

from dataclasses import dataclass, field

from kg.errors import UserError as UserError  # every part agrees on it as on the values

SCHEMA = "1"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the raw article: `article.text[start:end] == text`.  Offsets count characters, before any folding."""
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Date:
    """When: an interval of ISO days with how sure its edges are and how it was found.

    `precision` is one of day, interval, month, year, approximate, before, after, end-of-month; an open side is None.
    `method` names the rule that resolved it (`absolute`, `article-date`, `weekday`, `same-month`, `day-after`, …);
    `text` is the expression as printed, '' where the date was inherited or inferred.
    """
    start: str | None
    end: str | None
    precision: str
    method: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Entity:
    """Somebody or something with an identity; `id` is stable and readable (`putin`, `RUS`, `moscow`).

    `type` is Person, State, Organization, Group, Place, Weapon, Document, MilitaryOperation or Facility; `country` an
    ISO 3166 alpha-3 code or IGO; `sector` a PLOVER sector (GOV MIL REB OPP JRN …); `wikidata` a QID only where known to be right.
    """
    id: str
    type: str
    labels: tuple[tuple[str, str], ...]
    wikidata: str | None = None
    country: str | None = None
    sector: str | None = None

    def label(self, language: str) -> str:
        """The label in that language, else any label, else the id."""
        for known, text in self.labels:
            if known == language and text:
                return text
        return self.labels[0][1] if self.labels else self.id


@dataclass(frozen=True, slots=True)
class Ref:
    """An entity as one place of the text names it: the words, and how they were resolved to it (`name`, `office-holder`, `counterpart`, …)."""
    entity: Entity
    mention: Span
    how: str = "name"


@dataclass(frozen=True, slots=True)
class Participant:
    """A further role in an event: mediator, initiator, host, headOfDelegation, victim, …"""
    role: str
    ref: Ref


@dataclass(frozen=True, slots=True)
class Quantity:
    """A measured thing: `kind` duration, distance, count, money, …; durations as ISO 8601 (`PT2H15M`), unit None then."""
    kind: str
    value: str
    unit: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class TimeTie:
    """When an event was against another fact of its article: `relation` after, before or during; `least` and `most` days between, where told."""
    relation: str
    fact: str
    least: int | None
    most: int | None
    span: Span


@dataclass(frozen=True, slots=True)
class Event:
    """One happening as one sentence tells it.  `event` is the PLOVER type, None outside PLOVER; `cls` the ontology class."""
    doc: str
    id: str
    event: str | None
    mode: str | None
    contexts: tuple[str, ...]
    cls: str
    actors: tuple[Ref, ...]
    recipients: tuple[Ref, ...]
    participants: tuple[Participant, ...]
    date: Date | None
    place: tuple[Ref, ...]
    status: str
    modality: str | None
    sources: tuple[Ref, ...]
    object: Ref | None
    weapon: Ref | None
    topics: tuple[Span, ...]
    quantities: tuple[Quantity, ...]
    causes: tuple[str, ...]
    trigger: Span
    evidence: tuple[Span, ...]
    rule: str
    confidence: float
    cues: tuple[Span, ...] = ()       # the words that made status and modality what they are
    order: tuple[TimeTie, ...] = ()   # what the text says of its time against that of others


@dataclass(frozen=True, slots=True)
class Claim:
    """Somebody says something: never asserted as a fact.  `about` is the id of the fact it speaks of, or None."""
    doc: str
    id: str
    speakers: tuple[Ref, ...]
    stance: str
    about: str | None
    content: Span
    date: Date | None
    trigger: Span
    evidence: tuple[Span, ...]
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Relation:
    """A lasting tie: holdsOffice, leaderOf, headOfDelegation, memberOf, crewOf, opposes, …; `role` says which office."""
    doc: str
    id: str
    subject: Ref
    relation: str
    object: Ref
    role: str | None
    valid: Date | None
    trigger: Span
    evidence: tuple[Span, ...]
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Mention:
    """A name found in the text, used by a fact or not; its span leaves clitics out."""
    doc: str
    ref: Ref


@dataclass(frozen=True, slots=True)
class TimeMention:
    """An expression of time found in the text, with the date it resolved to, None where it did not."""
    doc: str
    span: Span
    date: Date | None
    rule: str


@dataclass(frozen=True, slots=True)
class Unread:
    """Seen and not coded: `kind` is event-word, mention, no-participant, undated, silent-sentence; `why` says it in words."""
    doc: str
    kind: str
    span: Span
    why: str


@dataclass(frozen=True, slots=True)
class Article:
    """One text and what is known of it beside the text.  `date` is an ISO day or None; `path` '' for a text without a file."""
    id: str
    text: str
    path: str = ""
    title: str | None = None
    date: str | None = None
    publisher: str | None = None
    language: str | None = None
    url: str | None = None
    author: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What one article says.  `written` is when it was written, with `reasons`: given beside the text or inferred from its words.

    `origin` is the file that its facts were given in, where another program or a person wrote them; '' where they were read here.
    """
    article: Article
    written: Date | None
    reasons: tuple[str, ...] = ()
    events: tuple[Event, ...] = ()
    claims: tuple[Claim, ...] = ()
    relations: tuple[Relation, ...] = ()
    mentions: tuple[Mention, ...] = ()
    times: tuple[TimeMention, ...] = ()
    unread: tuple[Unread, ...] = ()
    sentences: tuple[tuple[int, int], ...] = ()
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with the data: collected and reported, the rest goes on.  `severity` is error, warning or note."""
    severity: str
    code: str
    message: str
    doc: str = ""
    fact: str = ""
    span: Span | None = None
    path: str = ""
    line: int = 0
    hint: str = ""
    related: tuple[str, ...] = field(default=())
