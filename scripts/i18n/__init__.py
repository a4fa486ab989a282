"""Translation catalogues, made and checked with Babel alone: no gettext programs are needed."""
