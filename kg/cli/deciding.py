"""What --verbose tells of a build: which facts and which names were taken for one, and for which reasons."""
from __future__ import annotations

import re
from collections import Counter

from kg.cli.speaking import say


def say_merges(c, fresh: set[str]) -> None:
    """The merges in which an article that was just read takes part, each with its reasons, and how often each reason counted in all of them."""
    from kg.collection import open_lexicon
    from kg.kept import load_readings
    from kg.likeness import told
    from kg.merge import merge
    from kg.together import pins, who_and_one
    readings = load_readings(c)
    found, one = who_and_one(c, readings, open_lexicon(c))
    for x in found.ones:
        for j in x.joins:
            if fresh & {j.first[0], j.second[0]}:
                say(f"one name: {j.first[1]} of {j.first[0]} and {j.second[1]} of {j.second[0]} ({j.score:.2f}): {'; '.join(j.reasons)}")
    happenings, counts = merge(one, pins(c)), Counter()
    for h in happenings:
        for link in h.links:
            counts.update(_kind(words) for points, words in link.reasons if points)
            if fresh & {link.first[0], link.second[0]}:
                why = "because people say so" if link.score is None else f"({link.score:g}): {told(link.reasons)}"
                say(f"one happening: {link.first[1]} and {link.second[1]} {why}")
    several = [h for h in happenings if len(h.facts) > 1]
    say(f"merged {sum(len(h.facts) for h in several)} facts into {len(several)} of {len(happenings)} happenings, and names across articles {sum(len(x.joins) for x in found.ones)} times")
    for words, n in sorted(counts.items(), key=lambda x: (-x[1], x[0]))[:10]:
        say(f"  {n:5d} times {words}")


def _kind(words: str) -> str:
    """A reason without the names and words that it is about."""
    bare = re.sub(r"\s*«[^»]*»\s*", " … ", words.partition(":")[0]).strip()
    return "both of one class" if re.fullmatch(r"both [A-Z]\w*", bare) else bare
