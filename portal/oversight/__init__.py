"""The overview 总览 for leaders and regulators: who has not filed, where the red and orange risks are, what is overdue.

Reads all areas below; owns nothing. A report counts as filed when it is submitted; a slow review makes nobody overdue.
"""
