"""The drawn populations: for every measure a few people, and what each of them adds to it.

Worked by hand from the rule, never copied from a run; the date is 31 March 2026.
"""
