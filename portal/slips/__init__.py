"""Slips 现场填报单: workshop heads and team leaders add from the spot, without an account, for their own rows only.

A slip 填报单 is made for one person by whoever fills for the enterprise: chosen rows of the register, some days, one
link with its QR code that is shown once. What its holder adds are suggestions 现场建议 (a check of a control, a new
hazard, another control, "not so any more"); nothing changes before someone who fills accepts one, and then it is done
by the actions of the register, in that person's name, the event naming the slip.
Law: 《江苏省生产经营单位安全风险管理条例》 (all staff take part in identifying risks).
This room knows the register; neither orders nor overviews.
"""
