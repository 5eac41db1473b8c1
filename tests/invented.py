"""Invented news for measuring collections of thousands of articles: sentences of our own, filled with names of the lexicon and with dates.

    python tests/invented.py FOLDER COUNT [SENTENCES]     writes a collection of COUNT articles

The same numbers give the same articles: article n does not depend on how many there are.  Every third one tells again, in other words, what
the one before it told, as newspapers do.
"""
from __future__ import annotations

import random
import sys
import tomllib
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
FIRST, DAYS = date(2004, 1, 1), 7000
MONTHS = ("يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر")
TELL = (
    "زار {p} {c} يوم {d}.", "التقى {p} نظيره {q} في {l} يوم {d}.", "أجرى {p} محادثات مع {q} في {c} في {d}.", "وقعت {s} و{t} اتفاقا للتعاون في {c} يوم {d}.",
    "فرضت {s} عقوبات على {t} في {d}.", "نددت {s} بالهجوم الذي وقع في {l} يوم {d}.", "استدعت {s} سفير {t} في {d}.", "قصفت طائرات {s} مواقع في {l} يوم {d}.",
    "اتهمت {s} {t} بدعم الإرهاب.", "قال {p} إن {s} ترفض التدخل في شؤونها.", "نفت {t} أن تكون قد قصفت {l}.", "دعا {p} إلى وقف إطلاق النار في {l}.",
    "استقبل {p} {q} في {c} يوم {d}.", "أعلنت {s} دعمها لوحدة {t}.", "قدمت {s} مساعدات إلى {t} في {d}.", "قتل {n} أشخاص في هجوم في {l} يوم {d}.")
AGAIN = (
    "قام {p} بزيارة إلى {c} في {d}.", "عقد {p} و{q} اجتماعا في {l} يوم {d}.", "بحث {p} مع {q} العلاقات الثنائية في {c} في {d}.", "أبرمت {s} و{t} اتفاقا في {c} في {d}.",
    "أعلنت {s} فرض عقوبات على {t} في {d}.", "أدانت {s} الهجوم في {l} في {d}.", "استدعت خارجية {s} سفير {t} يوم {d}.", "شنت {s} غارات على {l} في {d}.",
    "جددت {s} اتهامها {t} بدعم الإرهاب.", "أكد {p} أن {s} ترفض التدخل.", "أنكرت {t} قصف {l}.", "طالب {p} بوقف إطلاق النار في {l}.",
    "اجتمع {p} مع {q} في {c} في {d}.", "أيدت {s} وحدة {t}.", "أرسلت {s} مساعدات إلى {t} يوم {d}.", "قتل {n} أشخاص على الأقل في {l} في {d}.")


@lru_cache(maxsize=1)
def names() -> tuple[list[str], list[str], list[str], list[str]]:
    """States, capitals, towns and persons of the lexicon, by their usual Arabic names."""
    load = lambda name: tomllib.loads((TOP / "kg" / "words" / f"{name}.toml").read_text(encoding="utf-8"))[name]
    states = [s for s in load("states") if s.get("capital") and not s["capital"].get("ambiguous")]
    towns = [p["ar"] for p in load("places") if p.get("kind") in ("city", "town") and not p.get("needs_head")]
    people = [p["ar"] for p in load("people") if p.get("sector") == "GOV"]
    return [s["ar"] for s in states], [s["capital"]["ar"] for s in states], towns, people


def article(n: int, sentences: int = 8) -> tuple[str, date]:
    """The text of article n and the day it was written."""
    chance = random.Random(n - 1 if n % 3 == 2 else n)
    states, capitals, towns, people = names()
    day = FIRST + timedelta(chance.randrange(DAYS))
    rows = []
    for which in chance.sample(range(len(TELL)), sentences):
        when = day - timedelta(chance.randrange(5))
        p, q = chance.sample(people, 2)
        s, t = chance.sample(states, 2)
        rows.append((AGAIN if n % 3 == 2 else TELL)[which].format(p=p, q=q, s=s, t=t, c=chance.choice(capitals), l=chance.choice(towns), n=chance.randint(3, 9),
                                                                  d=f"{when.day} {MONTHS[when.month - 1]} {when.year}"))
    return "\n".join(rows) + "\n", day + timedelta(n % 3)


def write(folder: Path, numbers: Iterable[int], sentences: int = 8) -> None:
    """Writes articles with their sidecars into a collection."""
    (folder / "articles").mkdir(parents=True, exist_ok=True)
    (folder / "kg.toml").touch()
    for n in numbers:
        text, day = article(n, sentences)
        (folder / "articles" / f"a{n:06}.txt").write_text(text, encoding="utf-8")
        (folder / "articles" / f"a{n:06}.toml").write_text(f"date = {day}\n", encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]), range(int(sys.argv[2])), *map(int, sys.argv[3:]))
