"""The spreadsheet of a library without a system: one row a title and place, as two people keep it."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import UTC, datetime
from random import Random
from typing import Final

import xlsxwriter

from commonshelf.demo import wording
from commonshelf.demo.book import Book, Held
from commonshelf.demo.habit import Habit

COLUMNS: Final = (
    "编号", "题名", "卷册", "责任者", "版本", "出版社", "出版年", "ISBN", "文献类型", "分类号", "索书号",
    "页数", "定价", "分馆", "馆藏地点", "条码号", "状态", "复本数", "备注",
)  # fmt: skip
READING_ROOM_COLUMNS: Final = (
    "序号", "书名", "作者", "版次", "出版单位", "出版年份", "书号", "分馆", "存放地点", "册数", "说明",
)  # fmt: skip
FIXED: Final = datetime(2024, 1, 8, tzinfo=UTC)
KINDS: Final = {
    "book": "图书", "ebook": "电子书", "serial": "期刊", "map": "地图", "audio": "录音", "music": "音乐",
    "score": "乐谱", "video": "录像", "kit": "模型",
}  # fmt: skip
WORDS: Final = {
    "on-shelf": "在架",
    "on-loan": "借出",
    "missing": "遗失",
    "on-order": "订购",
    "reference": "馆内阅览",
}


def row(book: Book, habit: Habit, local_id: str, held: Sequence[Held], random: Random) -> list[str]:
    """One row a title: all barcodes in one cell, place and state of the first copy that can be had."""
    number = wording.number(book, random, habit.care.isbn_hyphens)
    title = f"{book.title}：{book.subtitle}" if book.subtitle else book.title
    makers = wording.statement_zh((*book.makers, *book.translators), wide=True)
    shown = min(held, key=lambda copy: copy.status != "on-shelf")
    return [
        local_id, title, wording.volume_zh(book.volume) if book.volume else "", makers,
        wording.edition_zh(book.edition) if book.edition > 1 else "", book.publisher, str(book.year),
        number or book.issn, KINDS[book.kind], book.clc, shown.call_number, str(book.pages or ""),
        book.price, shown.branch, shown.location, ";".join(copy.barcode for copy in held),
        WORDS[shown.status], str(len(held)), book.note(chinese=True),
    ]  # fmt: skip


def csv_bytes(table: Sequence[Sequence[str]], charset: str) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([COLUMNS, *table])
    return text.getvalue().encode(charset)


def line(book: Book, habit: Habit, local_id: str, held: Sequence[Held], random: Random) -> bytes:
    """One row as bytes, for a file that is written row by row; what is online only has no place."""
    text = io.StringIO()
    shown = held or (Held("", "网络资源", "", ""),)
    csv.writer(text, lineterminator="\r\n").writerow(row(book, habit, local_id, shown, random))
    return text.getvalue().encode(habit.charset)


def reading_room_row(book: Book, local_id: str, held: Sequence[Held]) -> list[str]:
    """How the workshop's own list says it."""
    title = f"{book.title} {wording.volume_zh(book.volume)}" if book.volume else book.title
    edition = wording.edition_zh(book.edition) if book.edition > 1 else ""
    makers = wording.statement_zh(book.makers, wide=True)
    return [
        local_id, title, makers, edition, book.publisher, str(book.year), book.isbn, held[0].branch,
        held[0].location, str(len(held)), book.note(chinese=True),
    ]  # fmt: skip


def xlsx_bytes(table: Sequence[Sequence[str]]) -> bytes:
    """The same bytes every time: no time of making inside."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_numbers": False}) as book:
        book.set_properties({"created": FIXED})
        page = book.add_worksheet("资料室")
        for at, row in enumerate([READING_ROOM_COLUMNS, *table]):
            page.write_row(at, 0, row)
    return out.getvalue()
