"""The environment, read once; nonsense is refused at start, not met later."""

from __future__ import annotations

import os
import secrets
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from email.utils import parseaddr
from pathlib import Path
from typing import Final, Literal, cast

from commonshelf.kernel.refusal import Refusal
from commonshelf.mail.cards import Server
from commonshelf.mail.domain.letter import address
from commonshelf.news.domain.turns import is_cron
from commonshelf.ui.domain.addresses import Network, networks
from commonshelf.ui.domain.limits import Limits

PROCESSES: Final = 2
THREADS: Final = 24
"""Of each web process. Visitors hold at most `Limits.threads` of them; the rest is for the signed-in."""
RESERVE: Final = 3
"""Threads of each process that visitors never hold, whatever an operator sets."""
MAIL_PORTS: Final = {"starttls": 587, "tls": 465, "no": 25}
LOOPBACK_NETWORKS: Final = ["127.0.0.0/8", "::1"]


@dataclass(frozen=True, slots=True)
class Setting:
    """One variable an operator may set. default: in words, as the manual prints it."""

    name: str
    default: str
    zh: str
    en: str


SETTINGS: Final = (
    Setting(
        "COMMONSHELF_HOME",
        "`var/`",
        "数据目录：数据库、索引、装入的文件、密钥都在这里。",
        "The data folder: database, index, loaded files and secrets live here.",
    ),
    Setting(
        "COMMONSHELF_HOSTS",
        "`127.0.0.1 localhost [::1]`",
        "本系统应答的主机名，用空格或逗号分开。",
        "Host names this site answers to, separated by spaces or commas.",
    ),
    Setting(
        "COMMONSHELF_TLS",
        "`no`",
        "位于 HTTPS 代理之后时设为 yes：cookie 只走 HTTPS，HTTP 请求转到 HTTPS。",
        "Set to yes behind an HTTPS proxy: cookies travel over HTTPS only, HTTP is sent on to HTTPS.",
    ),
    Setting(
        "COMMONSHELF_PROXIES",
        "none; with `COMMONSHELF_TLS=yes`: `127.0.0.0/8 ::1`",
        "代理的地址或网段：只相信它们所报的 X-Forwarded-For。设了它，就没有人算在本机前。",
        "Addresses or networks of the proxies whose X-Forwarded-For is believed. With one of them named, "
        "nobody counts as sitting at this machine.",
    ),
    Setting(
        "COMMONSHELF_GUARD",
        "`yes`",
        "no 表示不限制未登录者（仅在前面另有保护时）。",
        "no lifts all limits on visitors (only where something in front of this keeps crawlers away).",
    ),
    Setting(
        "COMMONSHELF_AT_ONCE",
        "`6`",
        "同时为未登录者生成的页面数；再多的短暂排队，排不下的得到 429。登录者不受此限。",
        "How many pages of visitors are made at a time; more wait in a short line, and what does not fit in "
        "it gets a 429. Whoever is signed in is not counted.",
    ),
    Setting(
        "COMMONSHELF_FILTERS",
        "`14`",
        "未登录者最多同时使用的筛选条件数。",
        "How many filters a visitor may combine.",
    ),
    Setting(
        "COMMONSHELF_ADDRESS",
        "the first of `COMMONSHELF_HOSTS`",
        "本系统对外的网址，如 https://shelf.example.edu.cn：命令行写出的信件用它作链接。",
        "The address people reach this site by, such as https://shelf.example.edu.cn; links in letters that "
        "commands write begin with it.",
    ),
    Setting(
        "COMMONSHELF_LINK_NETWORKS",
        "none",
        "检查电子资源链接时允许访问的内部网段。不设则只访问公网地址。",
        "Networks of your own that checks of electronic resources' links may go to. Without it they go to "
        "public addresses only.",
    ),
    Setting(
        "COMMONSHELF_MAIL_HOST",
        "none",
        "发信的邮件服务器。不设则不发信：信件留在发件箱，可打印。",
        "The mail server that takes our letters. Without one nothing is sent: letters stay in the outbox and "
        "can be printed.",
    ),
    Setting(
        "COMMONSHELF_MAIL_PORT",
        "587; with tls 465, with no 25",
        "邮件服务器的端口。",
        "The mail server's port.",
    ),
    Setting(
        "COMMONSHELF_MAIL_TLS",
        "`starttls`",
        "starttls：连上后转为加密；tls：一开始就加密；no：不加密（只在本机或内网，且不带密码）。",
        "starttls: encrypted after connecting; tls: encrypted from the start; no: not at all (this machine "
        "or the house's own network, and without a password).",
    ),
    Setting(
        "COMMONSHELF_MAIL_FROM",
        "none",
        "发件地址，如 书架 <shelf@example.edu.cn>。设了服务器就必须设它。",
        "The address letters come from, such as Shelf <shelf@example.edu.cn>; needed with a mail server.",
    ),
    Setting(
        "COMMONSHELF_MAIL_USER",
        "none",
        "邮件服务器的用户名；不设则不登录。",
        "The user name at the mail server; without one nobody signs in there.",
    ),
    Setting(
        "COMMONSHELF_MAIL_PASSWORD",
        "none",
        "上述用户的密码（或授权码）。",
        "That user's password (some providers call it an authorisation code).",
    ),
    Setting(
        "COMMONSHELF_MAIL_PASSWORD_FILE",
        "none",
        "存有密码的文件，用它代替 COMMONSHELF_MAIL_PASSWORD。",
        "A file that holds the password, instead of COMMONSHELF_MAIL_PASSWORD.",
    ),
    Setting(
        "COMMONSHELF_BACKUPS",
        "none: nothing is backed up by itself",
        "自动备份的目录，不可在数据目录之内；设了它，系统每夜备份，每周演练一次恢复。",
        "A folder outside the data folder for backups the system makes by itself: one a night, and one tried "
        "out every week.",
    ),
    Setting(
        "COMMONSHELF_BACKUPS_KEPT",
        "`14`",
        "自动备份保留几份，更旧的删去。",
        "How many of them are kept; older ones are deleted.",
    ),
    Setting(
        "COMMONSHELF_BACKUP_AT",
        "`15 3 * * *`",
        "何时备份，cron 写法，上海时间。",
        "When they are made, as a cron line in Shanghai time.",
    ),
    Setting(
        "COMMONSHELF_DRILL_AT",
        "`45 4 * * 0`",
        "何时演练恢复，cron 写法。",
        "When the latest one is tried out, as a cron line.",
    ),
    Setting(
        "COMMONSHELF_CAMPUSES",
        "`campuses.toml` in the data folder, where there is one",
        "列出校园账号登录（OpenID Connect）的文件；写法见《登录》一页。密钥放在权限为 0600 的单独文件里。",
        "The file that lists the campuses people sign in from (OpenID Connect); the page on signing in says "
        "how it is written. Secrets stand in files of their own, readable to their owner only (0600).",
    ),
    Setting(
        "COMMONSHELF_LANG",
        "`LC_ALL`, `LC_MESSAGES`, `LANG`",
        "命令行的语言：zh 或 en。",
        "Language of the command line: zh or en.",
    ),
)


class BadSetting(SystemExit):
    """A setting that cannot be meant; ends the program with one sentence."""


def flag(name: str, *, default: bool) -> bool:
    given = os.environ.get(name, "").strip().lower()
    if not given:
        return default
    if given in {"1", "true", "yes", "on"}:
        return True
    if given in {"0", "false", "no", "off"}:
        return False
    raise BadSetting(f"{name} must be yes or no, not {given!r}.")


def words(name: str, *, default: list[str]) -> list[str]:
    given = os.environ.get(name)
    return default if given is None else [word for word in given.replace(",", " ").split() if word]


def number(name: str, *, default: int, least: int, most: int) -> int:
    given = os.environ.get(name, "").strip()
    if not given:
        return default
    if not given.isdecimal() or not least <= int(given) <= most:
        raise BadSetting(f"{name} must be a number from {least} to {most}, not {given!r}.")
    return int(given)


def limits(*, tls: bool) -> Limits:
    """What visitors may take of one of the `PROCESSES`, whose threads they must not hold all."""
    named = words("COMMONSHELF_PROXIES", default=LOOPBACK_NETWORKS if tls else [])
    try:
        proxies = networks(named)
    except ValueError as error:
        raise BadSetting(f"COMMONSHELF_PROXIES must be addresses or networks: {error}.") from error
    bounds = Limits(working=0)
    most = THREADS - bounds.threads - RESERVE
    at_once = number("COMMONSHELF_AT_ONCE", default=6, least=PROCESSES, most=PROCESSES * most)
    return Limits(
        on=flag("COMMONSHELF_GUARD", default=True),
        proxies=proxies,
        working=at_once // PROCESSES,
        filters=number("COMMONSHELF_FILTERS", default=bounds.filters, least=1, most=100),
    )


def link_networks() -> tuple[Network, ...]:
    """Networks of the house's own that links of electronic resources may lead into when they are checked."""
    try:
        return networks(words("COMMONSHELF_LINK_NETWORKS", default=[]))
    except ValueError as error:
        raise BadSetting(f"COMMONSHELF_LINK_NETWORKS must be addresses or networks: {error}.") from error


def site_address(*, tls: bool, hosts: list[str]) -> str:
    """Where people reach this site, without a slash at the end."""
    given = os.environ.get("COMMONSHELF_ADDRESS", "").strip().rstrip("/")
    if not given:
        host = next((name for name in hosts if name.strip(".*")), "127.0.0.1")
        return f"https://{host}" if tls else f"http://{host}:8000"
    if not given.startswith(("https://", "http://")) or any(mark in given for mark in " ?#<>"):
        raise BadSetting(f"COMMONSHELF_ADDRESS must begin with https:// or http://, not {given!r}.")
    return given


def mail_server() -> Server | None:
    """The mail server letters are handed to; None: letters wait in the outbox."""
    told = {
        name: os.environ.get(name, "").strip()
        for name in (
            "COMMONSHELF_MAIL_HOST",
            "COMMONSHELF_MAIL_TLS",
            "COMMONSHELF_MAIL_FROM",
            "COMMONSHELF_MAIL_USER",
        )
    }
    host, given_tls, given_from, user = told.values()
    if not host:
        return None
    secure = given_tls.lower() or "starttls"
    if secure not in MAIL_PORTS:
        raise BadSetting(f"COMMONSHELF_MAIL_TLS must be starttls, tls or no, not {given_tls!r}.")
    name, sender = parseaddr(given_from)
    try:
        sender = address(sender)
    except Refusal as refusal:
        raise BadSetting(
            f"COMMONSHELF_MAIL_FROM must be a mail address, not {given_from!r}: letters need a sender."
        ) from refusal
    password = _mail_password()
    if bool(user) != bool(password):
        raise BadSetting("COMMONSHELF_MAIL_USER and a password go together: set both or neither.")
    if password and secure == "no":
        raise BadSetting("COMMONSHELF_MAIL_TLS=no would send the mail password for all to read: use tls.")
    return Server(
        host=host,
        port=number("COMMONSHELF_MAIL_PORT", default=MAIL_PORTS[secure], least=1, most=65535),
        sender=sender,
        sender_name=name,
        user=user,
        password=password,
        secure=cast("Literal['starttls', 'tls', 'no']", secure),
    )


def _mail_password() -> str:
    given = os.environ.get("COMMONSHELF_MAIL_PASSWORD", "")
    named = os.environ.get("COMMONSHELF_MAIL_PASSWORD_FILE", "").strip()
    if not named:
        return given
    if given:
        raise BadSetting(
            "COMMONSHELF_MAIL_PASSWORD and COMMONSHELF_MAIL_PASSWORD_FILE are both set: take one."
        )
    try:
        return Path(named).read_text(encoding="utf-8").strip("\r\n")
    except (OSError, UnicodeError) as error:
        raise BadSetting(f"COMMONSHELF_MAIL_PASSWORD_FILE {named} cannot be read: {error}.") from error


@dataclass(frozen=True, slots=True)
class Backups:
    """Where the system keeps backups it makes by itself, how many, and when; folder None: nowhere."""

    folder: Path | None
    kept: int
    at: str
    drill_at: str


def backups(home: Path) -> Backups:
    given = os.environ.get("COMMONSHELF_BACKUPS", "").strip()
    folder = Path(given).resolve() if given else None
    if folder and (folder.is_relative_to(home) or home.is_relative_to(folder)):
        raise BadSetting(f"COMMONSHELF_BACKUPS {folder} must lie outside the data folder {home}.")
    return Backups(
        folder,
        number("COMMONSHELF_BACKUPS_KEPT", default=14, least=2, most=1000),
        cron("COMMONSHELF_BACKUP_AT", default="15 3 * * *"),
        cron("COMMONSHELF_DRILL_AT", default="45 4 * * 0"),
    )


def cron(name: str, *, default: str) -> str:
    given = os.environ.get(name, "").strip()
    if not given:
        return default
    from croniter import croniter  # late: only where a line of one's own is given

    if not (is_cron(given) and croniter.is_valid(given)):
        raise BadSetting(f"{name} must be a cron line such as {default!r}, not {given!r}.")
    return given


def home() -> Path:
    """The data folder: COMMONSHELF_HOME, else `var` beside the package."""
    given = os.environ.get("COMMONSHELF_HOME", "").strip()
    folder = Path(given).resolve() if given else Path(__file__).resolve().parents[2] / "var"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # people and their passwords' hashes live here
    except OSError as error:
        raise BadSetting(f"COMMONSHELF_HOME {folder} cannot be used: {error.strerror}.") from error
    return folder


def secret(folder: Path) -> str:
    """The signing key, made at first run and kept readable to its owner only."""
    path = folder / "secret"
    try:
        if not path.exists():
            _make_secret(path)
        kept = path.read_text().strip()
    except OSError as error:
        raise BadSetting(f"COMMONSHELF_HOME {folder} cannot be used: {error.strerror}.") from error
    if not kept:
        raise BadSetting(f"{path} is empty. Delete it, and a new key is made; everybody signs in again.")
    return kept


def _make_secret(path: Path) -> None:
    """Whole or not at all: of several programs that begin at once one makes it, a killed one leaves none."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix="secret.", suffix=".half")  # readable to us only
    half = Path(name)
    try:
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(48))
        with suppress(FileExistsError):
            path.hardlink_to(half)
    finally:
        half.unlink()
