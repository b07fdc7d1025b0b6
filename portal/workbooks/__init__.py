"""Workbooks 表格导入导出: the register as an Excel list, out and in again, and lists as enterprises keep them.

A workbook is a file that an enterprise gave in: read → matched (which of its columns is what; the person confirms,
and it is remembered) → checked (what would happen, row by row; nothing is written) → saved or cancelled. Template,
export and import have the same columns (`data/risk/workbook-columns.json`); everyday names of grades, accident
types and levels are data too (`data/risk/workbook-words.json`). Wrong rows are left out, and the person gets the own
workbook back with the wrong cells coloured and commented.
Law: 《江苏省生产经营单位安全风险管理条例》 art. 12 (the list of risks, 风险管控清单).
This room stands above `risks`, which weighs and writes the rows; below, `portal.spreadsheets` reads and annotates.
"""
