"""Columns of a table of books: what each is called in Chinese and English, and what people write above it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from commonshelf.kernel.text import bare


class Column(NamedTuple):
    """name: the fact. zh, en: heading in our template. needed: no row without it. guesses: other headings."""

    name: str
    zh: str
    en: str
    needed: bool
    guesses: tuple[str, ...]


def _column(name: str, zh: str, en: str, guesses: str, *, needed: bool = False) -> Column:
    return Column(name, zh, en, needed, tuple(guesses.split("|")))


COLUMNS: Final = (
    _column(
        "title",
        "题名",
        "Title",
        "书名|正题名|图书名称|题名与责任者|刊名|名称|資料名稱|題名|書名|正題名|book title|main title|"
        "title proper|name|文献题名|图书题名|资料名称",
        needed=True,
    ),
    _column(
        "subtitle",
        "副题名",
        "Subtitle",
        "副书名|副標題|副标题|其他题名信息|題名補充|sub title|remainder of title",
    ),
    _column(
        "other_title",
        "并列题名",
        "Other title",
        "并列书名|外文题名|英文题名|英文书名|别名|parallel title|alternative title|original title|原书名|"
        "原题名",
    ),
    _column(
        "author",
        "责任者",
        "Author",
        "作者|著者|第一责任者|主要责任者|著作者|编著者|編著者|作者名称|責任者|作者及译者|authors|creator|"
        "creators|by|author name|person|responsibility|contributors",
    ),
    _column(
        "translator",
        "译者",
        "Translator",
        "翻译者|譯者|translated by|translators",
    ),
    _column(
        "volume",
        "卷册",
        "Volume",
        "分卷号|卷次|册次|卷册号|分册号|卷期|卷|分辑号|volume number|vol|part",
    ),
    _column(
        "edition",
        "版本",
        "Edition",
        "版次|版本项|版本说明|edition statement|ed",
    ),
    _column(
        "place",
        "出版地",
        "Place",
        "出版地点|出版地名|place of publication|publication place|city",
    ),
    _column(
        "publisher",
        "出版社",
        "Publisher",
        "出版者|出版单位|出版发行者|出版機構|出版机构|出版社名称|publisher name|press|imprint|published by",
    ),
    _column(
        "year",
        "出版年",
        "Year",
        "出版日期|出版年份|出版时间|年份|年代|出版年月|出版年度|publication year|publication date|"
        "date published|date|pub date|pub year|published|copyright year",
    ),
    _column(
        "isbn",
        "ISBN",
        "ISBN",
        "isbn号|国际标准书号|标准书号|isbn编号|isbn13|isbn10|书号|isbnissn|國際標準書號|标准编号|isbn/issn",
    ),
    _column(
        "issn",
        "ISSN",
        "ISSN",
        "issn号|国际标准刊号|刊号|国际标准连续出版物号",
    ),
    _column(
        "extent",
        "页数",
        "Pages",
        "页码|页数册数|载体形态|頁數|总页数|extent|number of pages|pagination|physical description|"
        "page count",
    ),
    _column(
        "series",
        "丛书",
        "Series",
        "丛书名|丛书题名|叢書名|丛编项|套书名|series title|丛编|丛刊",
    ),
    _column(
        "language",
        "语种",
        "Language",
        "语言|文种|正文语种|語種|作品语种|lang|language code",
    ),
    _column(
        "format",
        "文献类型",
        "Type",
        "类型|资料类型|载体类型|介质|資料類型|文献类别|material type|item type|format|medium|document type|"
        "资源类型",
    ),
    _column(
        "class",
        "分类号",
        "Class",
        "中图分类号|中图法分类号|中图分类|分类|图书分类号|分類號|分类法|clc|ddc|dewey|lcc|classification|"
        "class number|subject class|call class",
    ),
    _column(
        "subject",
        "主题",
        "Subjects",
        "主题词|关键词|主题标目|學科主題|学科主题|主題|关键字|subject|keywords|topics|subject headings|tags",
    ),
    _column(
        "summary",
        "内容提要",
        "Summary",
        "摘要|内容简介|简介|提要|内容摘要|提要文摘|summary note|abstract|description|synopsis",
    ),
    _column(
        "note",
        "附注",
        "Note",
        "备注|附註|注释|说明|一般附注|notes|remarks|comments",
    ),
    _column(
        "url",
        "网址",
        "URL",
        "链接|电子资源地址|网页|全文链接|url地址|访问地址|link|web address|online access|uri",
    ),
    _column(
        "local_id",
        "记录号",
        "Record id",
        "控制号|书目记录号|系统号|编号|序号|书目号|种号|图书编号|记录控制号|control number|bib id|bibid|"
        "bib number|record number|id|biblionumber|title number|mms id",
    ),
    _column(
        "call_number",
        "索书号",
        "Call number",
        "索取号|排架号|索書號|索书号码|架位号|书标号|call no|callnumber|shelf mark|shelfmark|shelf number|"
        "item call number",
    ),
    _column(
        "barcode",
        "条码号",
        "Barcode",
        "条码|条形码|登录号|财产号|馆藏条码|個別登錄號|图书条码|登记号|财产登录号|条码编号|條碼|登錄號|"
        "bar code|accession number|item barcode|item id|accession no|copy id|item number",
    ),
    _column(
        "branch",
        "分馆",
        "Branch",
        "馆藏单位|所属馆|所属分馆|馆代码|馆名|图书馆|收藏单位|館別|分館|所在馆|library|home branch|"
        "owning library|branch code|location library|library branch|校区",
    ),
    _column(
        "location",
        "馆藏地",
        "Location",
        "馆藏地点|典藏地|馆藏部门|所在馆藏地|典藏部门|書庫|书库|馆藏位置|馆藏地址|阅览室|存放地点|館藏地|"
        "所在位置|架位|shelving location|collection|room|shelf location|shelf",
    ),
    _column(
        "copies",
        "册数",
        "Copies",
        "复本数|馆藏册数|复本|复本量|数量|馆藏数|馆藏复本|副本数|本数|總冊數|number of copies|copy count|"
        "quantity|qty|holdings count|total copies|count",
    ),
    _column(
        "status",
        "状态",
        "Status",
        "馆藏状态|流通状态|借阅状态|书刊状态|图书状态|在馆状态|狀態|是否可借|item status|availability|"
        "circulation status|loan status|available|due date|应还日期",
    ),
    _column(
        "loan_policy",
        "流通类型",
        "Loan policy",
        "借阅类型|流通类别|外借规则|loan type|circulation type|loan rule|circ modifier",
    ),
)
_SHORTEST_IN_HAN: Final = 2
_SHORTEST_IN_LETTERS: Final = 4


def guess_columns(headers: Sequence[str]) -> dict[str, str]:
    """Fact -> header, each header at most once: equal headings first, then headings that contain a known one.

    Longer known headings are tried first, so that 丛书名 is never taken for 书名.
    """
    return dict(_guessed(tuple(headers)))


@lru_cache(maxsize=64)
def _guessed(headers: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Kept, since reading a table's rows again asks for each of them."""
    found: dict[str, str] = {}
    free = {header: key for header in headers if (key := bare(header))}

    def take(column: Column, fitting: list[str]) -> None:
        if fitting and column.name not in found:
            found[column.name] = fitting[0]
            del free[fitting[0]]

    for known, column in _known():
        take(column, [header for header, key in free.items() if key == known])
    for known, column in sorted(_known(), key=lambda pair: -len(pair[0])):
        if len(known) >= (_SHORTEST_IN_LETTERS if known.isascii() else _SHORTEST_IN_HAN):
            take(column, [header for header, key in free.items() if known in key])
    return tuple(found.items())


def _known() -> list[tuple[str, Column]]:
    """Every heading we know, folded, our own first, in the order in which they are believed."""
    own = [(bare(text), column) for column in COLUMNS for text in (column.zh, column.en, column.name)]
    return own + [(bare(text), column) for column in COLUMNS for text in column.guesses]
