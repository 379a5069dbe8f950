"""The tables NHS England's statement on information on health inequalities asks boards to review.

Source: NHS England's statement on information on health inequalities, given under section 13SA of
the National Health Service Act 2006 (27 November 2023, revised since).
"""
