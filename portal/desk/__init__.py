"""Home 办理事项 and what reads all areas: the task list. Owns nothing.

An enterprise finds what to do now, sorted by deadline; an authority what waits for it.
"""
