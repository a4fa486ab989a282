"""Every refusal of a link has its own sentence."""

from entries.link_messages import LINK_MESSAGES
from entries.links import LinkRefusal


def test_every_refusal_has_a_sentence_of_its_own():
    assert set(LINK_MESSAGES) == set(LinkRefusal)
    sentences = [str(sentence) for sentence in LINK_MESSAGES.values()]
    assert len(set(sentences)) == len(sentences)
