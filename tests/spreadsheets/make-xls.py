"""Makes roster.xls, the one fixture that no crate of ours can write: `pip install xlwt`, then run this script here."""

import datetime

import xlwt

book = xlwt.Workbook(encoding="utf-8")
sheet = book.add_sheet("名单")
day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
sheet.write_merge(0, 0, 0, 3, "2030年示例市先进个人名单")
for at, heading in enumerate(["姓　名", "工作单位", "出生年月", "荣誉称号"]):
    sheet.write(1, at, heading)
sheet.write(2, 0, "张　三")
sheet.write_merge(2, 3, 1, 1, "示例市水务局")
sheet.write(2, 2, datetime.date(1990, 5, 1), day)
sheet.write(2, 3, "先进个人")
sheet.write(3, 0, "李四（女）")
sheet.write(3, 2, "1988.07")
sheet.write(3, 3, "先进个人")
book.save("roster.xls")
