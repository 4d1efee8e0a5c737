"""The cross-check: what in the documents does not follow, does not agree, or is not there."""
