"""What tests of entries share."""

from tests.fakes.fixture import platforms

__all__ = ["platforms"]
