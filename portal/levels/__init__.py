"""Levels 标准化等级: an enterprise's standing at a standard, from the application to the certificate and its end.

Application 申请, examination 审核, on-site review 现场评审, public notice 公示, announcement 公告, certificate 证书,
renewal 期满复评, warning 警示, revocation 撤销（摘牌）; the ranking of dynamic management 按比例淘汰, which proposes
and never decides.
Law: 《企业安全生产标准化建设定级办法》(应急〔2021〕83号) articles 7 to 11; states, days and grounds are data
(standards/lifecycle.json, standards/local-lifecycle.json). Points alone grant nothing: a level rests on a checked
self-assessment whose frozen result says that it may be granted here.
"""
