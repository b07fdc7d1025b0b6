"""Notices 消息: the inbox of an enterprise or an authority, and the mails that follow.

A notice is written in the transaction of the deed that it tells of; every member of the organisation sees it,
each has read it for himself. Areas above say the words of their kinds (`register_notices`). This room knows no
people, enterprises or filings: a recipient is plain values.
Law: 个人信息保护法 art. 6 (no more than needed: subjects of mails carry no facts).
"""
