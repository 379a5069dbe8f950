"""Reference pages written from the code: what it already knows is not written twice.

``make docs`` writes them; a test fails when one is out of date.
"""
