"""The fact sheet: what a person corrects survives every rebuild and wins over the reading."""
from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from running import call as kg

from kg.build import build
from kg.collection import Collection, init, open_lexicon, read
from kg.corrections import apply, load_corrections, parse_yaml, write_yaml
from kg.directory import Directory
from kg.kept import load_raw, load_reading
from kg.model import Article, Event, Reading, UserError
from kg.sheets import corrections, sheet

TEXT = "التقى وزير الخارجية الروسي سيرغي لافروف نظيره المصري سامح شكري في القاهرة يوم الاثنين.\nوزار الرئيس التركي رجب طيب أردوغان طهران.\nوفرضت الولايات المتحدة عقوبات على شركات روسية.\n"


@pytest.fixture(scope="module")
def words():
    return open_lexicon()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    """A collection of one built article, not to be changed."""
    folder = tmp_path_factory.mktemp("kg") / "mine"
    init(folder)
    (folder / "articles" / "a.txt").write_text(TEXT, encoding="utf-8")
    (folder / "articles" / "a.toml").write_text("date = 2018-04-03\n")
    build(read(folder))
    return read(folder)


@pytest.fixture
def c(built: Collection, tmp_path: Path) -> Collection:
    """The same, a copy for each test."""
    return read(Path(shutil.copytree(built.folder, tmp_path / "mine")))


def plain(c: Collection, name: str = "a") -> dict:
    """The sheet of an article as `kg facts` prints it, as plain values."""
    done = kg("facts", name, cwd=c.folder)
    assert done.returncode == 0, done.stderr
    return parse_yaml(done.stdout, "sheet")


def applied(c: Collection, edited: dict, name: str = "a", code: int = 0):
    (c.folder / "sheet.yaml").write_text(write_yaml(edited), encoding="utf-8")
    done = kg("facts", name, "--apply", "sheet.yaml", cwd=c.folder)
    assert done.returncode == code, done.stderr
    return done


def events(c: Collection, name: str = "a") -> dict[str, Event]:
    build(c)
    return {e.id: e for e in load_reading(c, name).events}


def entry(edited: dict, cls: str) -> dict:
    return next(e for e in edited["facts"] if e.get("class") == cls)


def test_change_reject_add(c: Collection) -> None:
    """All three at once, through the command line; the rebuilt facts are those of the sheet, and so is the next sheet."""
    edited = plain(c)
    before = events(c)
    visit = entry(edited, "Visit")
    visit |= {"status": "negated", "date": "2018-04-01", "actors": ["RUS"], "recipients": ["Iran", "putin"], "place": [*visit["place"], "أنقرة"], "why": "called off"}
    meeting = next(e for e in edited["facts"] if e["kind"] == "event" and e["event"] == "CONSULT" and e is not visit)
    edited["facts"].remove(meeting)
    edited["facts"].append({"words": "عقوبات", "class": "Visit", "actors": ["أردوغان"], "recipients": ["EGY"], "date": {"start": "2018-03-01", "end": "2018-03-09"}})
    edited["facts"].append({"kind": "claim", "speaker": ["لافروف"], "stance": "denies", "about": visit["fact"]})
    edited["facts"].append({"kind": "relation", "subject": "Sergey Lavrov", "relation": "holdsOffice", "object": "RUS", "role": "foreign minister"})
    done = applied(c, edited)
    assert "1 changed, 1 rejected, 3 added" in done.stdout
    after = events(c)
    assert meeting["fact"] not in after and set(before) - {meeting["fact"]} < set(after)
    changed = after[visit["fact"]]
    assert (changed.status, changed.date.start, changed.rule, changed.confidence) == ("negated", "2018-04-01", "corrected", 1.0)
    assert [r.entity.id for r in changed.actors] == ["RUS"] and [r.entity.id for r in changed.recipients] == ["IRN", "putin"] and changed.place[-1].entity.id == "ankara"
    assert changed.trigger == before[visit["fact"]].trigger and changed.evidence == before[visit["fact"]].evidence
    added = next(e for id, e in after.items() if id not in before)
    assert (added.event, added.mode, added.actors[0].entity.id, added.date.precision) == ("CONSULT", "visit", "erdogan", "interval")
    assert TEXT[added.trigger.start:added.trigger.end] == "عقوبات" and added.evidence[0].text == TEXT.splitlines()[2]
    reading = load_reading(c, "a")
    assert any(x.rule == "by-hand" and x.about == visit["fact"] for x in reading.claims) and any(x.rule == "by-hand" for x in reading.relations)
    graph = (c.build / "graph.nq").read_text(encoding="utf-8")
    assert "correctedBy" in graph and '"called off"' in graph and '"actual"' in graph and '"negated"' in graph
    said = kg("why", visit["fact"], cwd=c.folder).stdout
    assert "fixed   changed by hand status: actual -> negated (called off)" in said and TEXT.splitlines()[1].split()[1] in said
    assert "was rejected by a correction" in kg("why", meeting["fact"], cwd=c.folder).stderr
    again = plain(c)
    assert entry(again, "Visit")["why"] == "called off" and entry(again, "Visit")["status"] == "negated"
    assert applied(c, again).stdout == "the sheet says nothing new\n"


def test_applied_twice(c: Collection) -> None:
    """The same sheet twice, and a sheet printed before something was added, take nothing back."""
    first = plain(c)
    edited = plain(c)
    edited["facts"].append({"class": "Meeting", "actors": ["RUS", "TUR"], "date": "2018-01-01"})
    assert applied(c, edited).stdout.startswith("articles/a.corrections.yaml: 1 ")       # as seen from where the user stands
    path = c.articles / "a.corrections.yaml"
    once = path.read_bytes()
    build(c)
    assert applied(c, edited).stdout == "the sheet says nothing new\n" and path.read_bytes() == once
    entry(first, "Visit")["status"] = "future"
    applied(c, first)
    assert [x["do"] for x in load_corrections(path)] == ["change", "add"]
    found = events(c)
    assert sorted(e.rule for e in found.values() if e.rule in ("by-hand", "corrected")) == ["by-hand", "corrected"]
    last = plain(c)
    hand = next(e for e in last["facts"] if e.get("words") == "")
    hand["status"] = "hypothetical"
    applied(c, last)
    assert events(c)[hand["fact"]].status == "hypothetical" and len(load_corrections(path)) == 2
    last["facts"].remove(hand)
    entry(last, "Visit")["status"] = "actual"
    applied(c, last)
    assert not path.exists() and all(e.rule not in ("by-hand", "corrected") for e in events(c).values())


def test_rejected_may_come_back(c: Collection) -> None:
    edited = plain(c)
    visit = entry(edited, "Visit")
    edited["facts"].remove(visit)
    applied(c, edited)
    assert visit["fact"] not in events(c)
    later = plain(c)
    assert visit["fact"] not in [e["fact"] for e in later["facts"]]
    applied(c, later)
    assert visit["fact"] not in events(c)
    later["facts"].append(visit)
    applied(c, later)
    assert visit["fact"] in events(c)


def test_corrections_survive_a_change_of_the_article(c: Collection) -> None:
    """Another paragraph before it moves a fact's offsets and not its correction; where the sentence itself is gone, the build says so."""
    edited = plain(c)
    visit = entry(edited, "Visit")
    visit["status"] = "negated"
    applied(c, edited)
    (c.articles / "a.txt").write_text("عقد مجلس الأمن جلسة طارئة.\n" + TEXT, encoding="utf-8")
    assert events(c)[visit["fact"]].status == "negated"
    (c.articles / "a.txt").write_text(TEXT.splitlines()[0], encoding="utf-8")
    done = kg("build", cwd=c.folder)
    assert done.returncode == 0 and "not read any more" in done.stderr and visit["fact"] in done.stderr
    (c.articles / "a.txt").write_text(TEXT, encoding="utf-8")
    assert events(c)[visit["fact"]].status == "negated"


def test_facts_known_by_hand(c: Collection) -> None:
    """A sheet of a name that no article has adds facts with no words behind them; entities that nobody knows are described in it."""
    new = {"article": "notebook", "facts": [
        {"class": "PhoneCall", "actors": ["putin", "erdogan"], "date": "2018-04-02", "why": "told by an eyewitness"},
        {"class": "Visit", "actors": [{"id": "some-envoy", "type": "Person", "labels": {"en": "Some Envoy", "ar": "مبعوث ما"}}], "recipients": ["EGY"]}]}
    assert "2 added" in applied(c, new, "notebook").stdout
    found = events(c, "notebook")
    assert sorted(e.cls for e in found.values()) == ["PhoneCall", "Visit"] and all(not e.trigger.text for e in found.values())
    assert {r.entity.id for e in found.values() for r in e.actors} == {"putin", "erdogan", "some-envoy"}
    assert kg("build", cwd=c.folder).stdout.startswith("nothing changed") and "Some Envoy" in (c.build / "graph.nq").read_text(encoding="utf-8")
    assert len(plain(c, "notebook")["facts"]) == 2
    assert applied(c, plain(c, "notebook"), "notebook").stdout == "the sheet says nothing new\n"


FAULTS = {
    "actors: [putn]": ("nobody and nothing known is called 'putn'", "putin"),
    "actors: [{id: x, type: Person}]": ("needs `labels`", "labels"),
    "class: Vist": ("no class 'Vist'", "Visit"),
    "status: perhaps": ("`status` is 'perhaps'", "actual, future"),
    "date: 2018-02-30": ("'2018-02-30' is not a day", "2017-03-10"),
    "date: {start: 2018-03-02, end: 2018-03-01}": ("ends (2018-03-01) before it begins", ""),
    "actor: [putin]": ("unknown key 'actor'", "did you mean actors?"),
    "words: ليست في النص": ("do not stand in the article", "copy them"),
    "fact: event:visit-zzzzzzzz": ("no fact event:visit-zzzzzzzz", "an entry that you add has no `fact`"),
    "kind: happening": ("`kind` is 'happening'", "event, claim, relation"),
    "status: [a]": ("`status` must be a text", ""),
}


@pytest.mark.parametrize("line", FAULTS)
def test_faults_in_a_sheet(built: Collection, words, line: str) -> None:
    """Each is refused with the line of the sheet and what could have been meant; nothing is kept of the sheet."""
    message, hint = FAULTS[line]
    text = f"article: a\nfacts:\n- class: Visit\n- {line}\n" + ("" if line.startswith(("class", "fact", "kind")) else "  class: Visit\n")
    raw = load_raw(built, "a")
    with pytest.raises(UserError) as caught:
        corrections(raw, [], text, "sheet.yaml", Directory(words, [raw]))
    assert message in caught.value.message and hint in caught.value.hint and caught.value.path == "sheet.yaml"
    assert caught.value.line == 4


@pytest.mark.parametrize(("text", "message"), [("", "a fact sheet has"), ("[1, 2]", "a fact sheet has"), ("facts: 3", "a fact sheet has"), ("a: [", "not valid YAML"), ("article: b\nfacts: []", "this is the sheet of 'b'"),
                                               ("facts: [3]", "an entry of a fact sheet"), ("facts:\n- kind: claim\n  stance: denies", "needs `speaker`"), ("\x01", "not valid YAML")])
def test_what_is_no_sheet(words, text: str, message: str) -> None:
    with pytest.raises(UserError, match=message.replace("'", ".")):
        corrections(Reading(Article("a", TEXT), None), [], text, "sheet.yaml", Directory(words))


def test_faults_on_the_command_line(c: Collection) -> None:
    """The whole way: exit code 2, file and line, a caret, and no file of corrections."""
    edited = plain(c)
    entry(edited, "Visit")["actors"] = ["Vladimir Putn"]
    done = applied(c, edited, code=2)
    line = (c.folder / "sheet.yaml").read_text(encoding="utf-8").splitlines().index("  - Vladimir Putn") + 1
    assert done.stderr.startswith(f"kg: sheet.yaml:{line}:5: nobody and nothing known is called 'Vladimir Putn'\n") and "putin (Vladimir Putin)" in done.stderr
    assert not (c.articles / "a.corrections.yaml").exists()
    other = kg("facts", "aa", "--apply", "sheet.yaml", cwd=c.folder)
    assert other.returncode == 2 and "there is no article 'aa'" in other.stderr and not list(c.articles.glob("*.yaml"))


def test_the_article_may_be_named_by_its_file(c: Collection) -> None:
    by_id, by_file = kg("facts", "a", cwd=c.folder), kg("facts", c.articles / "a.txt", cwd=c.folder)
    assert by_id.stdout == by_file.stdout and by_id.stdout.count("\n- fact:") >= 3
    done = kg("facts", "a", "-o", "out.yaml", cwd=c.folder)
    assert done.returncode == 0 and (c.folder / "out.yaml").read_text(encoding="utf-8") == by_id.stdout
    assert kg("facts", "a", "--apply", "-", cwd=c.folder, input=by_id.stdout).stdout == "the sheet says nothing new\n"
    (c.folder / "out.txt").write_text("x")
    assert "outside the collection" in kg("facts", "out.txt", cwd=c.folder).stderr


@pytest.mark.parametrize(("name", "ident"), [("putin", "putin"), ("Vladimir Putin", "putin"), ("vladimir putin", "putin"), ("فلاديمير بوتين", "putin"), ("بوتين", "putin"), ("putin (whatever)", "putin"), ("RUS", "RUS"), ("rus", "RUS"),
                                             ("Russia", "RUS"), ("روسيا", "RUS"), ("الأمم المتحدة", "un"), ("الامم المتحده", "un"), ("ankara", "ankara"), ("أنقرة", "ankara")])
def test_names_are_found(words, name: str, ident: str) -> None:
    assert Directory(words).find(name).id == ident


def test_reading_without_corrections_is_itself(c: Collection) -> None:
    raw = load_raw(c, "a")
    assert apply(raw, []) == (raw, []) and load_reading(c, "a") == raw
    assert sheet(raw) == sheet(raw) and parse_yaml(sheet(raw), "")["printed"] == [e["fact"] for e in parse_yaml(sheet(raw), "")["facts"]]
