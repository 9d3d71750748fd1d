"""Writes workbooks with openpyxl, as the JSON on standard input describes them; see `writers.rs`."""

import datetime
import io
import json
import sys
import zipfile

import openpyxl
from openpyxl.utils.datetime import CALENDAR_MAC_1904

MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def put(cell, value):
    if not isinstance(value, dict):
        cell.value = value
    elif "day" in value:
        cell.value = datetime.date.fromisoformat(value["day"])
        cell.number_format = "yyyy-mm-dd"
    elif "formula" in value:
        cell.value = value["formula"]
    elif "month" in value:
        cell.value = value["month"]
        cell.number_format = "0.0"


def write(book):
    made = openpyxl.Workbook()
    made.remove(made.active)
    if book.get("epoch") == 1904:
        made.epoch = CALENDAR_MAC_1904
    for described in book["sheets"]:
        sheet = made.create_sheet(described["name"])
        for row, cells in enumerate(described["rows"], 1):
            for column, value in enumerate(cells, 1):
                if value is not None:
                    put(sheet.cell(row, column), value)
        for merged in described.get("merged", []):
            sheet.merge_cells(merged)
        for row in described.get("hidden_rows", []):
            sheet.row_dimensions[row].hidden = True
        sheet.sheet_state = "hidden" if described.get("hidden") else "visible"
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


def strict(content):
    """The same as ISO 29500 Strict, which Excel writes if it is asked to: other names of the same things."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as was, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as becomes:
        for part in was.namelist():
            body = was.read(part)
            body = body.replace(MAIN, b"http://purl.oclc.org/ooxml/spreadsheetml/main")
            body = body.replace(RELATIONS, b"http://purl.oclc.org/ooxml/officeDocument/relationships")
            becomes.writestr(part, body)
    return made.getvalue()


def main():
    asked = json.load(sys.stdin)
    for book in asked["books"]:
        content = write(book)
        with open(f"{asked['dir']}/{book['name']}.xlsx", "wb") as out:
            out.write(strict(content) if book.get("strict") else content)


main()
