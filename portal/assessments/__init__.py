"""Assessments 自评: standards as data, the answers of an enterprise, the score, findings and measures, levels.

A standard 标准 is a versioned tree of elements 要素 (any depth) whose leaves carry items 评分项目 with points 分值, a
scoring rule 评分方式, perhaps a veto 否决项, and what evidence is expected. An assessment 自评 answers its items for a
year; not applicable 不涉及, not answered and zero findings are three things. One engine serves the standardisation
self-assessment 标准化自评 and the responsibility checklist 责任制清单.
Law: 《安全生产法》 articles 4 and 21; 《企业安全生产标准化建设定级办法》(应急〔2021〕83号); GB/T 33000.
This room knows nothing of risks, orders or overviews; the filings room freezes and judges what it declares.
"""
