"""Pages as text: elements that escape what they hold, and the frame around every page.

`Html` is text that is markup already; anything else is a person's words and is escaped on its way in, so that no article, title or
name can become markup.  Attribute names are given as Python names: `class_`, `data_tip`, `aria_label`.
"""
from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"}
_BROKEN = {c: "\ufffd" for c in (*range(9), 11, 12, *range(14, 32), 127, *range(0xD800, 0xE000), 0xFFFE, 0xFFFF)}
_TABLE = str.maketrans(_ESCAPES) | _BROKEN
_ORDERING = dict.fromkeys((0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069))
VOID = frozenset({"meta", "link", "input", "br"})


class Html(str):
    """Markup, not to be escaped again."""
    __slots__ = ()


def esc(value: object) -> Html:
    """Anything as markup: words escaped, what no page may hold shown as a replacement character.

    >>> esc('<b> & "c"'), esc(Html("<b>"))
    ('&lt;b&gt; &amp; &quot;c&quot;', '<b>')
    """
    return value if isinstance(value, Html) else Html(str(value).translate(_TABLE))


def join(children, between: object = "") -> Html:
    """Children one after the other, None left out."""
    return Html(esc(between).join(esc(c) for c in children if c is not None))


def el(name: str, /, *children: object, **attributes: object) -> Html:
    """One element; an attribute None or False is left out, True stands alone.

    >>> el("a", "x < y", href="#1", class_="fact", hidden=False)
    '<a href="#1" class="fact">x &lt; y</a>'
    """
    given = "".join(f" {k.rstrip('_').replace('_', '-')}" + ("" if v is True else f'="{esc(v)}"') for k, v in attributes.items() if v is not None and v is not False)
    return Html(f"<{name}{given}>") if name in VOID else Html(f"<{name}{given}>{join(children)}</{name}>")


@lru_cache(maxsize=1 << 14)
def rtl(text: str) -> bool:
    """Whether more of its letters run right to left than left to right."""
    kinds = [unicodedata.bidirectional(c) for c in text]
    return sum(k in ("R", "AL") for k in kinds) > sum(k == "L" for k in kinds)


def plain(text: str) -> str:
    """A piece of text to stand among others: its ordering controls left out, since one left open would turn its neighbours around."""
    return " ".join(text.translate(_ORDERING).split())


def words(text: str, name: str = "bdi", **attributes: object) -> Html:
    """A name or phrase, kept apart from the direction of what stands around it, with its language where its letters tell."""
    shown = plain(text)
    arabic = rtl(shown)
    return el(name, shown, lang="ar" if arabic else None, dir="rtl" if arabic else "ltr", **attributes)


def page(title: str, body: Html, language: str, assets: str, head: Html, skip: str, scripts: Iterable[str] = ()) -> str:
    """A whole page.  `assets` is the way to the folder of style and scripts, `head` what stands above the content; `skip` the words of the link past it.

    `report.js` is not deferred: it sets light or dark before anything is drawn.
    """
    inner = join([
        el("meta", charset="utf-8"), el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", name="color-scheme", content="light dark"), el("title", plain(title)), el("link", rel="icon", href="data:,"),
        el("link", rel="stylesheet", href=f"{assets}style.css"), el("script", src=f"{assets}report.js"),
        *(el("script", src=f"{assets}{name}", defer=True) for name in scripts)], "\n")
    frame = join([el("a", skip, class_="skip", href="#main"), el("header", head, class_="top"), el("main", body, id="main", tabindex="-1")], "\n")
    direction = "rtl" if language == "ar" else "ltr"
    return f"<!doctype html>\n{el('html', el('head', Html(chr(10)), inner), Html(chr(10)), el('body', frame), lang=language, dir=direction)}\n"


def between(text: str, *inner: object) -> Html:
    """A caption with its `{}` filled in, each by markup or words.

    >>> between("a {} < {}", el("b", 1), 2)
    'a <b>1</b> &lt; 2'
    """
    parts = text.split("{}")
    return join([parts[0], *(x for filled, part in zip(inner, parts[1:]) for x in (filled, part))])


def scroll(table: Html) -> Html:
    """A table that scrolls by itself where the screen is narrow, with the keyboard too."""
    return el("div", table, class_="wide")


def grid(heads: Iterable[object], rows: Iterable[Html], numbers: range = range(0), foot: Html | None = None) -> Html:
    """A table under its heads; `numbers` are the columns that hold figures."""
    head = el("thead", el("tr", *(el("th", h, scope="col", class_="n" if n in numbers else None) for n, h in enumerate(heads))))
    return scroll(el("table", head, el("tbody", *rows), foot and el("tfoot", foot)))
