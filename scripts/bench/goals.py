"""What a bench promises, and whether it was kept."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Goal:
    """One figure with its target; `at_least` False turns it into an upper bound."""

    name: str
    measured: float
    target: float
    at_least: bool = True

    @property
    def met(self) -> bool:
        return self.measured >= self.target if self.at_least else self.measured <= self.target

    def __str__(self) -> str:
        verdict = "met" if self.met else "missed"
        return f"GOAL {self.name} {self.measured:.6g} {self.target:.6g} {verdict}"
