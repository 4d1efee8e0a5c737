"""Drafting and proofreading: texts whose every figure is bound to its place."""
