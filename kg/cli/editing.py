"""The shell's line editor: history, suggestions, colours and lines that go on, by prompt_toolkit."""
from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import suppress

from prompt_toolkit import PromptSession
from prompt_toolkit.auto_suggest import AutoSuggestFromHistory
from prompt_toolkit.completion import Completer, Completion, PathCompleter
from prompt_toolkit.document import Document
from prompt_toolkit.enums import DEFAULT_BUFFER
from prompt_toolkit.filters import has_focus
from prompt_toolkit.history import FileHistory
from prompt_toolkit.key_binding import KeyBindings
from prompt_toolkit.layout.processors import HighlightMatchingBracketProcessor
from prompt_toolkit.lexers import Lexer, PygmentsLexer, SimpleLexer
from prompt_toolkit.output import ColorDepth
from prompt_toolkit.styles import Style
from pygments.lexers.rdf import SparqlLexer

from kg.lines import complete, depth, is_sparql
from kg.suggest import Suggester

PROMPT, INDENT = "kg> ", "  "
KEPT = 2000         # commands that the history keeps
# Of the sixteen colours that a user chose for the terminal, so that they can be read on light and on dark.
STYLE = Style.from_dict({
    "prompt": "bold", "prompt.open": "", "command": "ansimagenta",
    "pygments.keyword": "ansiblue bold", "pygments.name.function": "ansiblue", "pygments.name.namespace": "ansicyan", "pygments.name.tag": "ansicyan", "pygments.name.label": "ansicyan",
    "pygments.name.variable": "ansigreen", "pygments.literal.string": "ansiyellow", "pygments.literal.number": "ansimagenta", "pygments.comment": "italic",
    "pygments.error": "", "pygments.operator": "", "pygments.punctuation": "", "matching-bracket.cursor": "bold underline", "matching-bracket.other": "bold underline",
    "auto-suggestion": "ansibrightblack"})


class History(FileHistory):
    """The history on disk, for its owner's eyes only; where it cannot be written the session's own remains."""

    def __init__(self, path: str):
        with suppress(OSError):
            os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
            os.close(os.open(path, os.O_CREAT | os.O_APPEND, 0o600))
            os.chmod(path, 0o600)
        super().__init__(path)

    def load_history_strings(self) -> Iterator[str]:
        with suppress(OSError):
            kept = list(super().load_history_strings())      # the newest first
            if len(kept) > 2 * KEPT:
                self._shorten(kept[:KEPT])
            yield from kept[:KEPT]

    def store_string(self, string: str) -> None:
        with suppress(OSError):
            super().store_string(string)

    def _shorten(self, kept: list[str]) -> None:
        beside = f"{self.filename}.{os.getpid()}"
        with os.fdopen(os.open(beside, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w", encoding="utf-8") as f:
            f.writelines("\n" + "".join(f"+{line}\n" for line in string.split("\n")) for string in reversed(kept))
        os.replace(beside, self.filename)


class _Completer(Completer):
    def __init__(self, suggester: Suggester, dress: Callable[[str], str]):
        self._suggester, self._dress, self._paths = suggester, dress, PathCompleter(expanduser=True)

    def get_completions(self, document: Document, event) -> Iterator[Completion]:
        before = document.text_before_cursor
        if before.startswith("\\o "):
            yield from self._paths.get_completions(Document(before[3:]), event)
            return
        for s in self._suggester.suggest(before):
            typed = before[len(before) - s.back:]
            if s.text != typed and (typed or event.completion_requested):
                yield Completion(s.text, -s.back, display_meta=self._dress(s.meta))


class _Colours(Lexer):
    """SPARQL by its own lexer; of other lines the first word."""

    def __init__(self) -> None:
        self._sparql, self._plain = PygmentsLexer(SparqlLexer, sync_from_start=True), SimpleLexer()

    def lex_document(self, document: Document):
        if is_sparql(document.text):
            return self._sparql.lex_document(document)
        first, blank, rest = document.text.partition(" ")
        return (lambda n: [("class:command", first), ("", blank + rest)]) if "\n" not in document.text else self._plain.lex_document(document)


def keys() -> KeyBindings:
    """Enter ends a command that is whole and goes on with one that is not; Escape Enter always goes on."""
    bound, ours = KeyBindings(), has_focus(DEFAULT_BUFFER)      # and not while the history is searched

    @bound.add("enter", filter=ours)
    def _(event) -> None:
        buffer = event.current_buffer
        if buffer.complete_state and buffer.complete_state.current_completion:
            buffer.complete_state = None
        elif complete(buffer.text):
            buffer.validate_and_handle()
        else:
            buffer.insert_text("\n" + INDENT * max(0, depth(buffer.document.text_before_cursor)))

    @bound.add("escape", "enter", filter=ours)
    def _(event) -> None:
        event.current_buffer.insert_text("\n")

    @bound.add("}", filter=ours)
    @bound.add(")", filter=ours)
    def _(event) -> None:
        buffer = event.current_buffer
        line = buffer.document.current_line_before_cursor
        if line.endswith(INDENT) and not line.strip() and is_sparql(buffer.text):
            buffer.delete_before_cursor(len(INDENT))
        buffer.insert_text(event.data)
    return bound


class Editor:
    """Asks for commands.  `dress` gives a text with Arabic as the terminal needs it."""

    def __init__(self, suggester: Suggester, history: str, coloured: bool, dress: Callable[[str], str] = str):
        self._session: PromptSession[str] = PromptSession(
            [("class:prompt", PROMPT)], multiline=True, prompt_continuation=self._goes_on, key_bindings=keys(), history=History(history), auto_suggest=AutoSuggestFromHistory(),
            completer=_Completer(suggester, dress), complete_in_thread=True, complete_while_typing=True, lexer=_Colours(), style=STYLE, include_default_pygments_style=False,
            color_depth=None if coloured else ColorDepth.DEPTH_1_BIT, input_processors=[HighlightMatchingBracketProcessor(chars="[](){}")], enable_open_in_editor=True, tempfile_suffix=".rq")

    def ask(self) -> str | None:
        """One command or more, as somebody typed or pasted them; None at the end.  KeyboardInterrupt where they dropped what they had begun."""
        try:
            return self._session.prompt()
        except EOFError:
            return None

    def remember(self, text: str) -> None:
        """Puts into the history what was written elsewhere."""
        self._session.history.append_string(text.strip())

    def _goes_on(self, width: int, line: int, wrapped: int):
        """The prompt of a further line says how many brackets are open."""
        opened = depth("\n".join(self._session.default_buffer.text.split("\n")[:line]))
        return [("class:prompt.open", f"{'{' * min(opened, 2) if opened > 0 else ' '}> ".rjust(width))]
