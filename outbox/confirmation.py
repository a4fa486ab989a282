"""The question before an act on many mails, and the answer after it."""
