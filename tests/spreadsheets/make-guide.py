"""Makes docs/guide-zh.in/名单.xlsx, the roster of the guide, as Excel would save it; run it at the root of the repository."""

import zipfile
from xml.sax.saxutils import escape

ROWS = [
    ["示例市2020年防汛先进个人名单"],
    ["序号", "姓　名", "性别", "民族", "工作单位及职务", "荣誉称号", "主要事迹"],
    [1, "张　三", "男", "汉族", "示例市水务局办公室主任", "示例市防汛先进个人", "连续三十天在示例河大堤巡查。"],
    [2, "李四（女，彝族）", "", "", "示例市交通局科员", "示例市防汛先进个人", "抢通两条被淹的道路。"],
    [3, "王五", "男", "汉族", "示例市水务局测量员", "示例市防汛先进个人", "每小时测一次水位。"],
]


def cell(row, column, value):
    at = f"{'ABCDEFG'[column]}{row + 1}"
    if isinstance(value, int):
        return f'<c r="{at}"><v>{value}</v></c>'
    return f'<c r="{at}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>' if value else ""


rows = "".join(
    f'<row r="{at + 1}">{"".join(cell(at, column, value) for column, value in enumerate(row))}</row>'
    for at, row in enumerate(ROWS)
)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
FILES = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{REL}"><sheets><sheet name="名单" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{REL}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData><mergeCells count="1"><mergeCell ref="A1:G1"/></mergeCells></worksheet>',
}
with zipfile.ZipFile("docs/guide-zh.in/名单.xlsx", "w", zipfile.ZIP_DEFLATED) as book:
    for name, text in FILES.items():
        book.writestr(zipfile.ZipInfo(name, (2030, 1, 1, 0, 0, 0)), '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + text)
