"""How a domain verb says no."""

from typing import Any

from django.utils.functional import Promise


class Refused(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """A verb was refused. `code` is for programs, the message tells a person what to do next.

    Rooms keep their sentences in a subclass: `messages` maps codes to lazily translated texts
    with named placeholders, which are filled from `params` when the sentence is read.
    """

    messages: dict[str, str | Promise] = {}

    def __init__(self, code: str, **params: Any) -> None:
        if code not in self.messages:
            raise KeyError(f"{type(self).__name__} has no sentence for {code!r}")
        self.code = code
        self.params = params
        super().__init__(code)

    @property
    def message(self) -> str:
        """The sentence in the active language."""
        return str(self.messages[self.code]) % self.params

    def __str__(self) -> str:
        return self.message
