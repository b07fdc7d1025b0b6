"""Risks 风险: the register of an enterprise, how a risk is graded, how it is controlled, what goes into the report.

A risk 风险 is a row of the register: a hazard 危险源 at a risk point 风险点 of a unit 风险单元. It has one of four
grades 风险等级 (MAJOR 重大, LARGER 较大, GENERAL 一般, LOW 低) and controls 管控措施 of five kinds; "larger or above"
较大以上 means MAJOR and LARGER, and these alone are reported. The grade is the highest of what the method 分级方法
gives, of the floor of the catalogue 目录 and of the direct judgement 直接判定. An enterprise without larger-or-above
risks answers the questions of its trade and confirms just that (zero report 零风险确认).
Law: 《江苏省生产经营单位安全风险管理条例》 (since 2024-11-01), 《江苏省工业企业安全生产风险报告规定》(省政府令第140号);
GB 6441-2025 (accident types since 2026-07-01; before: GB 6441-1986).
This room knows nothing of reviewers, orders or overviews; what it declares, the filings room freezes and judges.
"""
