"""The rules about the people behind a video: whose it is, how many, how old, from where, and who.

Pure: no Django.
"""

from __future__ import annotations

from entries.eligibility.words import Code, Finding, Owner, Subject, Terms, find

_EXCLUDED = {
    "judge": Code.EXCLUDED_JUDGE,
    "staff": Code.EXCLUDED_STAFF,
    "partner": Code.EXCLUDED_PARTNER,
}


def owner(terms: Terms, subject: Subject) -> Finding | None:
    """The account is the entrant's. Asked of nobody, it is still answered if it is another's."""
    if subject.owner is Owner.DISPROVEN:
        return find(Code.OWNER_IS_ANOTHER)
    if not terms.ownership_required:
        return None
    proven = subject.owner is Owner.PROVEN
    return find(Code.OWNER_PROVEN if proven else Code.OWNER_UNKNOWN)


def number(terms: Terms, subject: Subject) -> Finding | None:
    """Not more entries of one creator than allowed; those that came first count.

    Whether those that others made in the creator's name count as well, a person decides.
    """
    most = terms.max_entries
    if most is None:
        return None
    own, others = subject.earlier_entries, subject.earlier_by_others
    evidence = {"earlier": own, "by_others": others, "most": most}
    if own >= most:
        return find(Code.TOO_MANY, **evidence)
    return find(Code.NUMBER_MAYBE if own + others >= most else Code.NUMBER_FITS, **evidence)


def age(terms: Terms, subject: Subject) -> Finding | None:
    """Old enough, by what the entrant declared."""
    least = terms.min_age
    if least is None:
        return None
    if subject.age is None:
        return find(Code.AGE_UNKNOWN, min_age=least)
    code = Code.TOO_YOUNG if subject.age < least else Code.OLD_ENOUGH
    return find(code, age=subject.age, min_age=least)


def country(terms: Terms, subject: Subject) -> Finding | None:
    """Living in one of the countries, by what the entrant declared."""
    if not terms.countries:
        return None
    countries = sorted(terms.countries)
    if not subject.country:
        return find(Code.COUNTRY_UNKNOWN, countries=countries)
    code = Code.COUNTRY_FITS if subject.country in terms.countries else Code.COUNTRY_NOT_ALLOWED
    return find(code, country=subject.country, countries=countries)


def guardian(terms: Terms, subject: Subject) -> Finding | None:
    """A guardian has agreed, where the entrant is young. A guardian who waits is no refusal."""
    below = terms.guardian_age
    if below is None:
        return None
    if subject.age is None:
        return find(Code.GUARDIAN_MAYBE, guardian_age=below)
    if subject.age >= below:
        return find(Code.GUARDIAN_NOT_NEEDED, age=subject.age, guardian_age=below)
    code = {
        True: Code.GUARDIAN_AGREED,
        False: Code.GUARDIAN_WAITED_FOR,
        None: Code.GUARDIAN_NOT_NAMED,
    }[subject.guardian_agreed]
    return find(code, age=subject.age, guardian_age=below)


def excluded(_terms: Terms, subject: Subject) -> Finding:
    """Not one of those who run or judge the campaign."""
    if not subject.excluded_as:
        return find(Code.NOT_EXCLUDED)
    return find(_EXCLUDED[subject.excluded_as], excluded_as=subject.excluded_as)
