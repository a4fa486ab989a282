"""The staff's pages about one campaign as a whole."""
