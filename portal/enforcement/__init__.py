"""Enforcement 执法: rectification orders 责令限期整改指令书, their items 整改事项 and legal basis 依据.

An inspector prepares an order for an enterprise, with places, facts, basis, measure and deadline of each item; two
inspectors with certificates 执法证 and the authority's name carry it. It is an administrative order, not a penalty:
it can be challenged (60 days, six months). Once issued it never changes; it is revoked or stands.
Law: 安全生产法 art. 65; 行政处罚法 arts. 28, 42, 55; 行政复议法 arts. 20, 24; 行政诉讼法 art. 46.
"""
