"""Enterprises 企业, their regions 镇街 and industries 行业 (GB/T 4754-2017); registration and its confirmation.

An enterprise is a legal entity at its production address; a new one may fill and submit before its town has
confirmed it. This room knows nothing of filings, risks or papers.
Law: 《江苏省工业企业安全生产风险报告规定》(省政府令第140号): who is an industrial enterprise.
"""
