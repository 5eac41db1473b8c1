"""The user's fault: the one exception that the command line catches.  A module of its own because every start of `kg` needs it."""


class UserError(Exception):
    """What is wrong, where (`file:line:column`), the line itself, and what to do about it.

    Anything else that escapes is a bug and shows its traceback.
    """

    def __init__(self, message: str, path: str = "", line: int = 0, column: int = 0, excerpt: str = "", hint: str = ""):
        super().__init__(message)
        self.message, self.path, self.line, self.column, self.excerpt, self.hint = message, path, line, column, excerpt, hint
