"""What tests of views share."""

from tests.fakes.fixture import platforms

__all__ = ["platforms"]
