"""The working-day calendar 工作日历: yearly tables of holidays and make-up days, for deadlines in working days.

An administrator of the county bureau sets a year by the notice of the State Council's general office; a year that
nobody has set follows the library and data/risk/workdays.json (`portal.workdays`). This room knows no other.
Law: 《全国年节及纪念日放假办法》; 国务院办公厅关于部分节假日安排的通知, one a year.
"""
