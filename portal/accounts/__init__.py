"""People 人员, authorities 监管机构, memberships 成员身份, sign-in 登录.

A person signs in once and acts in one membership at a time: for an enterprise (filer 填报人, signer 签署人,
administrator 管理员) or for an authority (reviewer 审核员, inspector 执法人员, chief 负责人, observer 观察员,
administrator 管理员). This room knows nothing of filings, risks or papers.
Law: 个人信息保护法 (personal data), GB/T 22239-2019 (等保: identity, access control, audit).
"""
