"""The pages of docs/reference, written from the code, so that they cannot tell anything else."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from django.core.management import load_command_class
from django.utils import translation

from commonshelf.loans.domain import drawn
from commonshelf.members.action_words import ROOMS, RULES
from commonshelf.members.actions import SAID
from commonshelf.members.domain import membership_drawn
from commonshelf.members.domain.permissions import COVERED, DELEGABLE, TABLE
from commonshelf.members.domain.rules import Rule
from commonshelf.sharing.domain import life as requests
from commonshelf.site.env import SETTINGS
from commonshelf.ui import sentences
from commonshelf.work.domain import states

COMMANDS: Final = Path(__file__).resolve().parent / "management" / "commands"
GIVEN_BY_DJANGO: Final = frozenset(
    {
        "help",
        "version",
        "verbosity",
        "settings",
        "pythonpath",
        "traceback",
        "no_color",
        "force_color",
        "skip_checks",
    }
)
HEAD: Final = "<!-- Written by `commonshelf docs`; change the code, not this page. -->\n\n"


def pages() -> dict[str, str]:
    """File name -> contents, of every generated page."""
    return {
        "commands.md": HEAD + "".join(_commands()),
        "settings.md": HEAD + "".join(_settings()),
        "permissions.md": HEAD + "".join(_permissions()),
        "refusals.md": HEAD + "".join(_refusals()),
        "membership.md": HEAD + "".join(_membership()),
        "work.md": HEAD + "".join(_work()),
        "loans.md": HEAD + "".join(_loans()),
        "requests.md": HEAD + "".join(_requests()),
    }


def command_names() -> list[str]:
    """Our own commands, as they are typed."""
    return sorted(path.stem for path in COMMANDS.glob("[a-z]*.py"))


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |\n"


def _commands() -> Iterator[str]:
    yield "# Commands · 命令\n\n"
    yield "`.venv/bin/commonshelf COMMAND`. Every command takes `--json` (one object on standard output and\n"
    yield "nothing else) and ends with 0: done, 1: refused, with one sentence, 2: not understood. After 1\n"
    yield 'and 2 the object is `{"refused": code, "sentence": …, "facts": {…}}`, after 2 with the code\n'
    yield "`misused`. Ctrl-C ends with 130, a reader of the output that stops reading (`| head`) with 141.\n"
    yield "Django's own commands are there too.\n\n"
    yield "每条命令都接受 `--json`；退出码 0 表示完成，1 表示被拒绝并说明原因，2 表示命令写法有误。"
    yield '后两种情况下\n`--json` 输出 `{"refused": 代码, "sentence": …, "facts": {…}}`，'
    yield "写法有误时代码为 `misused`。\n"
    for name in command_names():
        command = load_command_class("commonshelf.site", name)
        yield f"\n## {name}\n\n{command.help}\n"
        parser = command.create_parser("commonshelf", name)
        shown = [one for one in parser._actions if _is_ours(one)]  # noqa: SLF001 -- argparse tells it nowhere else
        if shown:
            yield "\n" + _row("argument", "meaning") + "| --- | --- |\n"
            yield from (_row(f"`{_spelled(one)}`", str(one.help or "")) for one in shown)


def _is_ours(action: argparse.Action) -> bool:
    return action.dest not in GIVEN_BY_DJANGO | {"json"} and action.help != argparse.SUPPRESS


def _spelled(action: argparse.Action) -> str:
    value = action.metavar if isinstance(action.metavar, str) else action.dest.upper()
    if not action.option_strings:
        return f"{value}…" if action.nargs in {"+", "*"} else value
    return action.option_strings[-1] + ("" if action.nargs == 0 else f" {value}")


def _settings() -> Iterator[str]:
    yield "# Settings · 设置\n\nRead from the environment at start. 启动时从环境变量读取。\n\n"
    yield _row("variable · 变量", "default · 默认", "meaning · 含义") + "| --- | --- | --- |\n"
    yield from (_row(f"`{one.name}`", one.default, f"{one.zh} · {one.en}") for one in SETTINGS)


def _permissions() -> Iterator[str]:
    yield "# Who may do what · 谁可以做什么\n\n"
    yield "An action is allowed when any one of its rules holds for the person and the object, or when an\n"
    yield "agency has delegated it to them (marked •). What is not in this table is denied.\n"
    yield "`commonshelf may` and the page `/permissions` say why, or why not.\n\n"
    yield "满足任意一条规则，或受管理机构委托（标 • 的可以委托），即可；表中没有的一律不许。\n"
    yield "命令 `commonshelf may` 和页面 `/permissions` 说明原因。\n\n"
    yield "Law comes before contract, contract before alliance rule, alliance rule before local rule (A25).\n"
    yield "次序：法律、合同、联盟规则、本馆规则，前者优先。\n"
    room = ""
    for name, rules in TABLE.items():
        if name.partition(".")[0] != room:
            room = name.partition(".")[0]
            yield f"\n## {_both(ROOMS[room])}\n\n"
            yield (
                _row("action · 动作", "as it is logged · 记录时的说法", "allowed to · 允许")
                + "| --- | --- | --- |\n"
            )
        mark = " •" if COVERED.get(name, name) in DELEGABLE else ""
        allowed = "; ".join(rule.name for rule in rules) + "<br>" + _in("zh-hans", rules)
        yield _row(f"`{name}`{mark}", _both(SAID[name]), allowed)


def _both(words: object) -> str:
    """A lazily translated text in both languages."""
    with translation.override("zh-hans"):
        chinese = str(words)
    with translation.override("en"):
        return f"{words} · {chinese}"


def _in(language: str, rules: Iterable[Rule]) -> str:
    with translation.override(language):
        return "；".join(str(RULES[rule.name]) for rule in rules)


def _refusals() -> Iterator[str]:
    yield "# Refusals · 拒绝\n\n"
    yield "The code stands in JSON answers, the sentence on pages and in the terminal.\n"
    yield "代码用于 JSON，句子给人看。\n\n"
    yield _row("code · 代码", "sentence · 句子") + "| --- | --- |\n"
    for code in sorted(sentences.SENTENCES):
        with translation.override("en"):
            english = str(sentences.SENTENCES[code])
        with translation.override("zh-hans"):
            yield _row(f"`{code}`", f"{sentences.SENTENCES[code]}<br>{english}")


def _work() -> Iterator[str]:
    yield "# The life of a work item · 工作项的流转\n\n"
    yield "Drawn from `work/domain/states.py`, from which buttons and refusals come, too.\n"
    yield "本图由 `work/domain/states.py` 生成；页面按钮与拒绝也来自同一张表。\n\n"
    yield f"```mermaid\n{states.mermaid()}```\n\n"
    yield _row("before · 之前", "step · 步骤", "by · 由谁", "after · 之后") + "| --- | --- | --- | --- |\n"
    yield from (_row(f"`{one.before}`", f"`{one.action}`", one.by, f"`{one.after}`") for one in states.STEPS)


def _loans() -> Iterator[str]:
    yield "# The life of a thing, a loan and a hold · 书、借阅与预约的流转\n\n"
    yield "Drawn from `loans/domain/life.py`, from which buttons, refusals and fsck come, too.\n"
    yield "本图由 `loans/domain/life.py` 生成；页面按钮、拒绝与检查也来自同一张表。\n"
    for heading, (begins, table) in drawn.TABLES.items():
        yield f"\n## {heading}\n\n```mermaid\n"
        yield from (f"{line}\n" for line in drawn.drawing(begins, table))
        yield "```\n"


def _requests() -> Iterator[str]:
    yield "# The life of a request · 获取请求的流转\n\n"
    yield "Drawn from `sharing/domain/life.py`, from which buttons, refusals, the clock and fsck come, too.\n"
    yield "本图由 `sharing/domain/life.py` 生成；页面按钮、拒绝、时钟与检查也来自同一张表。\n"
    yield "\nWhat a partner outside does is written down by the requester, who takes the supplier's steps.\n"
    yield "联盟外合作机构的各步由请求馆记录：供应馆的步骤由请求馆代为办理。\n"
    for heading, service, giver in (
        ("A loan · 借书", "Loan", requests.MEMBER),
        ("A copy · 复制件", "Copy", requests.MEMBER),
        ("From a partner outside the alliance · 由联盟外合作机构提供", "", requests.PARTNER),
    ):
        yield f"\n## {heading}\n\n```mermaid\n{requests.drawing(service, giver)}```\n"
    yield "\n## Every step · 每一步\n\n"
    yield _row("before · 之前", "step · 步骤", "by · 由谁", "after · 之后", "where · 条件")
    yield _row("---", "---", "---", "---", "---")
    for one in requests.STEPS:
        where = "; ".join(filter(None, (one.service, one.giver, one.when)))
        by = ", ".join(sorted(one.by))
        yield _row(f"`{one.before}`", f"`{one.action}`", by, f"`{one.after}`", where)


def _membership() -> Iterator[str]:
    yield "# The life of a membership · 成员资格\n\n"
    yield "Buttons, refusals and tests read the same table. 按钮、拒绝和测试都依据同一张表。\n\n"
    yield "```mermaid\n"
    yield from (f"{line}\n" for line in membership_drawn.drawing())
    yield "```\n\n"
    yield _row("state · 状态", "its people have rights · 有权限", "step · 步骤", "leads to · 之后")
    yield _row("---", "---", "---", "---")
    for before, rights, step, after in membership_drawn.rows():
        yield _row(before, rights, f"`{step}`", after)
