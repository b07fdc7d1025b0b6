"""Spreadsheets 电子表格 that people bring: read with care, given back with remarks. It knows nothing of what they hold.

`read` takes xlsx, xls and csv. Before anything is unpacked the archive is scanned (parts, sizes, places of cells,
DTD, macros, passwords); the reading itself is done in a child process with little memory and time, which may die
without harm. `annotate` writes remarks into the workbook itself and leaves every other byte of it as it was.
"""
