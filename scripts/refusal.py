"""What stops a script: a sentence for the person who started it, never a traceback."""


class Refusal(Exception):  # noqa: N818 - it is not an error of the program
    """Carries the sentence to print before leaving with status 1."""
