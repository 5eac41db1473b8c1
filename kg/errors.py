"""The user's fault: the one exception that the command line catches.  A module of its own because every start of `kg` needs it."""


class UserError(Exception):
    """What is wrong, where (`file:line:column`), the line itself, and what to do about it.

    Anything else that escapes is a bug and shows its traceback.
    """

    def __init__(self, message: str, path: str = "", line: int = 0, column: int = 0, excerpt: str = "", hint: str = ""):
        super().__init__(message)
        self.message, self.path, self.line, self.column, self.excerpt, self.hint = message, path, line, column, excerpt, hint

    def told(self) -> list[str]:
        """The fault in lines: where (`file:line:column`) and what, the line with a caret, and what to do.  A long line is cut about the place.

        >>> print(*UserError("unknown prefix foo:", "q.rq", 2, 8, "  ?x a foo:Bar", "declare it with PREFIX").told(), sep="\\n")
        q.rq:2:8: unknown prefix foo:
            ?x a foo:Bar
                 ^
          hint: declare it with PREFIX
        """
        where = ":".join(str(x) for x in (self.path, self.line or None, self.column or None if self.line else None) if x)
        lines = [f"{where}: {self.message}" if where else self.message]
        if self.excerpt:
            from kg.terminal import width
            cut = max(0, self.column - 60)
            shown = "".join(c if c.isprintable() else "·" for c in self.excerpt.rstrip())[cut:cut + 120]
            before = shown[:max(0, self.column - 1 - cut)].ljust(self.column - 1 - cut)
            lines += [f"  {shown}"] + ([f"  {' ' * width(before)}^"] if self.column else [])
        return [*lines, f"  hint: {self.hint}"] if self.hint else lines
