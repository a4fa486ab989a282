"""The judge's pages, by what the judge does there."""
