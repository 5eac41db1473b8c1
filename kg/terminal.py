"""Arabic on a terminal: who orders and joins the letters, and how wide they are.

Four kinds of terminal are met.  Some order and join by themselves (VTE, Konsole, mlterm): they get the text as it is written, in logical order,
with marks at its ends, for without them the Unicode bidirectional algorithm takes the columns of a table for one sentence and shows them from
right to left.  Most do neither (xterm, Alacritty, foot, Windows Terminal since its Atlas engine): for them `visual` orders and joins here.
What was looked at (VTE 0.70, mlterm 3.9, xterm 379, tmux 3.3 in each): a left-to-right mark behind a cell is kept by all; FIRST STRONG ISOLATE is
forgotten by VTE and tmux at the start of a line and is a blank in mlterm; mlterm turns a line round that begins with a right-to-left letter, unless
a mark stands before it; a full stop behind an Arabic sentence is on its wrong side without a right-to-left mark.  So `terminal` puts
a left-to-right mark on both sides, and within it a right-to-left one where an end of the text is no letter; and `isolate` is for who asks for it.

Only what is drawn on a terminal passes here: pipes, files and machine formats keep the logical order, without marks.
"""
from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

MODES = ("auto", "terminal", "visual", "isolate", "off")
LRM, RLM, FSI, PDI = "\u200e", "\u200f", "\u2068", "\u2069"
RTL = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_STRONG = ("L", "R", "AL")
_SHAPED = re.compile(r"[\ufb50-\ufbff\ufe70-\ufefc]")
_CONTROLS = re.compile(r"[\u200b-\u200f\u061c\u202a-\u202e\u2066-\u2069]")
_PLAIN = re.compile(r"[\u200b\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")      # but for what joins and parts letters
_APART = re.compile(r"(\x1b\[[0-9;]*m|\n|\t| {2,}| → | -> | · |:\d+: |[│┃|])")   # what stands on either side is ordered by itself
_DEED = re.compile(_APART.pattern[:-1] + "|: )")                                  # in a line that tells with an arrow who did what to whom
_QUOTE = re.compile("(«[^»]*»)")                                                   # in a line of another script it is ordered by itself
_DAY = re.compile(r"(?<![\d-])\d{4}-\d\d(?:-\d\d)?(?![\d-])")                   # which shows its year last behind Arabic letters, unless a mark stands before it
_PAIRS = {a: b for pair in ("()", "[]", "{}", "<>", "«»", "‹›") for a, b in (pair, pair[::-1])}
_HELD = "\u200b"                                                                   # of class BN, it takes the level of what stands before it
_TURNED = re.compile("{0}([{1}])|([{1}]){0}".format(_HELD, re.escape("".join(_PAIRS))))
_VOWELLED = re.compile(r"([\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u08d3-\u08ff\u0591-\u05bd\u05bf\u05c1\u05c2]+)(.)", re.DOTALL)

# By what terminals are known, and whether they order text themselves: a variable, how its value begins, the mode, and the terminal's name.
_NAMED = {"TERM": (("mlterm", "terminal"), ("konsole", "terminal"), ("vte", "terminal"), ("gnome", "terminal"), ("xterm-kitty", "terminal"), ("alacritty", "visual"),
                   ("foot", "visual"), ("rxvt", "visual"), ("st-", "visual"), ("linux", "visual"), ("wezterm", "visual"))}
_SIGNS = (("VTE_VERSION", "", "terminal", "VTE"), ("KONSOLE_VERSION", "", "terminal", "Konsole"), ("MLTERM", "", "terminal", "mlterm"), ("INSIDE_EMACS", "", "terminal", "Emacs"),
          ("TERM_PROGRAM", "Apple_Terminal", "terminal", "Apple's Terminal"), ("TERM_PROGRAM", "mintty", "terminal", "mintty"), ("KITTY_WINDOW_ID", "", "terminal", "kitty"),
          ("TERM_PROGRAM", "WezTerm", "visual", "WezTerm"), ("WT_SESSION", "", "visual", "Windows Terminal"), ("ALACRITTY_WINDOW_ID", "", "visual", "Alacritty"),
          ("ALACRITTY_SOCKET", "", "visual", "Alacritty"), ("XTERM_VERSION", "", "visual", "xterm"))
_TYPES = (("VTE", "terminal"), ("Konsole", "terminal"), ("mlterm", "terminal"), ("mintty", "terminal"), ("kitty", "terminal"), ("XTerm", "visual"), ("WezTerm", "visual"), ("foot", "visual"), ("alacritty", "visual"))
BIDI_SINCE = 5800       # of VTE: 0.58


def guess(env: Mapping[str, str], outer: str = "") -> tuple[str, str]:
    """The mode that fits the terminal, and by what that is told.  `outer`: what tmux knows of the terminal around it, its type and its name.

    TERM is set anew by each terminal; other variables may be left over from one around it, so where they disagree nothing is known.  What
    nothing is known of gets the text as it is written.

    >>> guess({"TERM": "xterm-256color", "VTE_VERSION": "7006"})
    ('terminal', 'VTE_VERSION says VTE')
    >>> guess({"TERM": "xterm-256color", "XTERM_VERSION": "XTerm(379)"})[0], guess({"TERM": "xterm-256color"})[0], guess({"TERM": "foot", "VTE_VERSION": "7006"})[0]
    ('visual', 'terminal', 'visual')
    """
    kind, _, name = outer.partition("|")
    for begin, mode in _TYPES:
        if kind.startswith(begin):
            return mode, f"tmux runs in {kind}"
    for term, where in ((name, "tmux runs in"), (env.get("TERM", ""), "TERM is")):
        for begin, mode in _NAMED["TERM"]:
            if term.startswith(begin):
                return mode, f"{where} {term}"
    found = {mode: (variable, told) for variable, begin, mode, told in reversed(_SIGNS) if (value := env.get(variable, "")) and value.startswith(begin) and not _old(variable, value)}
    if len(found) == 1:
        (mode, (variable, told)), = found.items()
        return mode, f"{variable} says {told}"
    if found:
        return "terminal", f"{' and '.join(sorted(variable for variable, _ in found.values()))} contradict each other"
    return "terminal", "nothing tells which terminal this is"


def _old(variable: str, value: str) -> bool:
    return variable == "VTE_VERSION" and value.isdecimal() and int(value) < BIDI_SINCE


def isolate(text: str, mode: str) -> str:
    """A cell or a line so that its right-to-left words neither disturb what stands beside them nor are disturbed; the same text where there are none.

    What stands on either side of an arrow, of a dot between fields, of a gap of two blanks or of a rule is ordered by itself, so that who did it
    stays to the left of whom it was done to.  Text that was ordered already stays as it is.
    """
    if mode == "off" or not RTL.search(text) or mode == "visual" and _SHAPED.search(text):
        return text
    dress = {"visual": _visual, "isolate": lambda piece: f"{FSI}{_dated(piece)}{PDI}" if RTL.search(piece) else piece}.get(mode, _marked)
    apart = _DEED if " → " in text or " -> " in text else _APART
    return "".join(piece if n % 2 or not RTL.search(piece) else _inside(piece, dress) for n, piece in enumerate(apart.split(text)))


def _dated(text: str) -> str:
    return _DAY.sub(lambda m: LRM + m[0], text)


def _inside(piece: str, dress) -> str:
    """Dresses a text but for the blanks around it; of one that goes from left to right each quotation and what is between them."""
    text = piece.strip(" ")
    if not text or text.endswith(LRM):
        return piece
    before, _, after = piece.partition(text)
    if not _QUOTE.search(text) or _leads_right(text):
        return before + dress(text) + after
    parts = (f"«{_inside(x[1:-1], dress)}»" if n % 2 else _inside(x, dress) for n, x in enumerate(_QUOTE.split(text)))
    return before + "".join(parts) + after


def _leads_right(text: str) -> bool:
    """Whether the first letter, of a quotation only where there is no other, goes from right to left: by rules P2 and P3 of UAX #9 that says
    the direction of the whole."""
    first = lambda x: next((c for c in map(unicodedata.bidirectional, x) if c in _STRONG), "")
    return (first(_QUOTE.sub("", text)) or first(text)) in ("R", "AL")


def _marked(text: str) -> str:
    """Marks at both ends that hold a text apart from what stands around it."""
    if not RTL.search(text):
        return text
    if not _leads_right(text):
        return _dated(text) + LRM
    kinds = [c for c in map(unicodedata.bidirectional, text) if c != "NSM"]
    strong = [c for c in kinds if c in _STRONG]
    first = RLM * (kinds[0] not in ("R", "AL") and strong[0] != "L")
    last = RLM * (kinds[-1] not in ("R", "AL") and strong[-1] != "L")      # VTE turns a bracket round behind which one stands
    return f"{LRM}{first}{_dated(text)}{last}{LRM}"


# ── ordering and joining letters here ─────────────────────────────────────────────────────────────────────────────

@lru_cache(1)
def _joiner():
    """Joins letters into their presentation forms; vowel signs stay, and of the ligatures only lam with alif, without which no word reads right."""
    from arabic_reshaper import ArabicReshaper
    return ArabicReshaper({"delete_harakat": False, "ARABIC LIGATURE ALLAH": False}).reshape


def _visual(text: str) -> str:
    """The text from left to right as it is to be seen, its letters joined.

    The engine leaves brackets as they are; which of them turn round is seen by a sign without width that is put behind each and takes its
    level.  At the end of a line rule L1 would take it that of the paragraph, so a mark of the paragraph's direction closes the text.
    """
    from bidi import get_display
    if not RTL.search(text):
        return text
    base = "R" if _leads_right(text) else "L"
    joined = _CONTROLS.sub("", _joiner()(_PLAIN.sub("", text)))
    seen = get_display("".join(c + _HELD if c in _PAIRS else c for c in _dated(joined)) + (RLM if base == "R" else LRM), base_dir=base).replace(LRM, "").replace(RLM, "")
    seen = _TURNED.sub(lambda m: _PAIRS[m[1]] if m[1] else m[2], seen)
    return _VOWELLED.sub(lambda m: m[2] + m[1][::-1], seen)


# ── widths ────────────────────────────────────────────────────────────────────────────────────────────────────────

def width(text: str) -> int:
    """Columns that a text takes: none for vowel signs and marks, two for wide letters.

    >>> width("مُحَمَّد"), width("قطر" + LRM), width("abc")
    (4, 3, 3)
    """
    if text.isascii() and text.isprintable():
        return len(text)
    import wcwidth
    return wcwidth.width(text)


def clip(text: str, room: int) -> str:
    """A text cut to so many columns, the last of them … where something went; a letter keeps its vowel signs.

    >>> clip("Recep Tayyip Erdoğan", 12), clip("short", 12), width(clip("مُحَمَّدٌ بن سلمان", 5))
    ('Recep Tayyi…', 'short', 5)
    """
    if width(text) <= room:
        return text
    from wcwidth import iter_graphemes
    out, left = [], room - 1
    for cluster in iter_graphemes(text):
        left -= width(cluster)
        if left < 0:
            break
        out.append(cluster)
    return "".join(out) + "…" * (room > 0)


def fold(text: str, room: int) -> list[str]:
    """A text in lines of at most so many columns, broken at blanks, within a word only where it is longer than a line; one line at least."""
    if width(text) <= room and "\n" not in text:
        return [text]
    from wcwidth import wrap
    return [line for part in text.split("\n") for line in wrap(part, max(1, room), break_on_hyphens=False) or [""]]      # an id stays whole, to be copied


def pad(text: str, room: int, side: str = "left") -> str:
    """A text filled up with blanks to so many columns, itself on that side."""
    blank = " " * (room - width(text))
    return text + blank if side == "left" else blank + text
