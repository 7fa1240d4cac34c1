"""Builds han.txt, the one-character-to-one-character folding table, from OpenCC and our own list.

Run `python -m commonshelf.kernel.make_han` after raising OpenCC or editing `VARIANTS`; a test
compares the file with what this builds. A table by phrase (OpenCC's own way) would fold a
fragment otherwise than the title it comes from: 錢鍾 is not how 錢鍾書 begins. Ours never looks
at a neighbour, so every substring of a title folds to a substring of the folded title.
"""

from __future__ import annotations

import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from opencc import OpenCC

FILE = Path(__file__).with_name("han.txt")

GROUPS = """
研硏 历厯 国囯圀囻囶 绪緖 宁甯寕寗 钟锺 苹𬞟 了瞭 借藉 复覆 你妳 它牠 帐账 吴呉 户戸 青靑
清淸 强彊 铁銕鐡 略畧 线缐 岩巗嵒 炮砲礮 宝寳寚 鉴鑬 并竝 效傚 柏栢 概槪 棋碁 窗窻窓牕
绵緜 盖葢 蕊蘂蕋 脉衇 宴醼 剩賸 耽躭 锁鎻 额頟 翻飜繙 餐飡湌 驼駞 斗鬭鬪鬦 鹅鵞 粗麤麄觕
仙僊 仿倣 伫竚 俯俛 倦勌 傻儍 刊栞 劫刼刦刧 匆悤怱 卓槕 却郤 厩廐 呼嘑 啖噉啗 啼嗁 喧諠
回廻囘囬 坂岅 垛垜 堤隄 塔墖 夜亱 奔犇逩 姊姉 姻婣 婿壻 嫂㛐 嫩嫰 岛嶋㠀 峨峩 帆颿㠶
彝彜彞 德悳 悖誖 愧媿 慨嘅 憔顦癄 懒嬾 扎紥 抵觝 拖拕 拿拏挐 挂罣 捏揑 携擕 敛歛 敕勑
斋亝 昂昻 晰晳 暖煖煗 暗晻 最冣 朵朶 枪鎗 柳栁 梅楳槑 梨棃 款欵 歌謌 欢懽讙驩 氛雰 污汚
法灋 浚濬 浣澣 澄澂 灾烖菑 炯烱 焰燄焔 照炤 珍珎 琉瑠璢 瓶缾 留畱 疏疎 皋臯 皓皜暠 睹覩
瞰矙 矿鑛 砖甎塼 碗盌椀 祀禩 秋秌 稚穉 窑窰 筒筩 管筦 篡簒 糖餹 糠穅 罚罸 翱翺 耕畊 聪聡
胭臙 船舩 艺蓺 草艸 莅涖 菱蔆 蒂蔕 薯藷 虻蝱 蚊蟁 蛙鼃 蜂蠭 蝶蜨 裙帬 裤袴褲 袜韈 观覌
豆荳 貌皃 辞辝辤 逼偪 邻隣 酬醻酧詶 醇醕 野埜 锄耡 阔濶 阴隂 隶隷 雁鴈 灵霛 韭韮 飘飃
驱敺 髯髥 鳖鼈 麻蔴 鼓鼔皷 勤懃 学斈 尔尓 举挙 渊渕 涩渋 漱潄 潜濳 猿猨 瓷甆 叠疉
边邉 乡郷鄕 杂襍 剑劒劔 告吿 郎郞 饮飮 插揷 咒呪 冤寃 富冨 寇冦 准凖 凭凴 宜冝 峒峝 协恊
期朞 棕椶 郁欎 煮煑 碱鹻鹼堿 咬齩 啮齧囓 鳌鼇 粘黏 剃鬀 鬓鬂 腿骽 膳饍 喂餧餵 顾頋 鞋鞵
雍雝 迥逈 游逰 辄輙 裸躶 趁趂 赍齎賫賷 仇讐讎 讹譌 觅覔 蟆蟇 虚虗 参葠蔘蓡 果菓 肠膓 羌羗
樽罇 绒羢 箸筯 笛篴 俟竢 粳秔 算祘 砧碪 涧磵 眷睠 痫癎 仑崘 愈瘉癒 余馀 只祇衹 苏甦囌
柿柹 遍徧 淋痳 鲇鯰鮎 妒妬 幡旛 鲜鱻 尝甞嚐 糟蹧 踩跴 蚁螘 淫婬滛 馆舘
"""
"""Our own list: the first of a word is what all the others fold to. It holds printed variants,
old forms and Japanese forms that OpenCC does not know or knows only inside phrases. 著 and 着 stay
apart here, since 著 is also the mark of authorship that cataloguers write; for finding they are one
(search/domain/analysis.py)."""


def characters() -> Iterator[str]:
    for first, last in ((0x3400, 0x9FFF), (0x20000, 0x323AF)):
        for code in range(first, last + 1):
            yield chr(code)


def everyday(char: str) -> bool:
    """A character of GB 2312 stands for itself in simplified text: 芸 is no form of 艺 there, as in Japan."""
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def build() -> dict[str, str]:
    """Source character -> target character, no chains, no identities."""
    simpler = OpenCC("t2s").convert
    regional = [OpenCC(name).convert for name in ("hk2t", "tw2t", "jp2t")]
    table: dict[str, str] = {}
    for char in characters():
        target = simpler(char)
        if target == char and not everyday(char):
            target = next((simpler(turn(char)) for turn in regional if simpler(turn(char)) != char), char)
        if len(target) == 1 and target != char:
            table[char] = target
    for group in GROUPS.split():
        target = group[0]
        table.update(dict.fromkeys(group[1:], target))
    return {char: settled for char in sorted(table) if (settled := follow(table, char)) != char}


def follow(table: dict[str, str], char: str) -> str:
    """The end of the chain; a ring ends at its smallest character."""
    seen = [char]
    while (after := table.get(seen[-1])) is not None:
        if after in seen:
            return min(seen[seen.index(after) :])
        seen.append(after)
    return seen[-1]


def lines(table: dict[str, str]) -> list[str]:
    """One line a target: the target, a blank, everything that folds to it."""
    sources: dict[str, str] = defaultdict(str)
    for char, target in table.items():
        if unicodedata.normalize("NFKC", char) == char:
            sources[target] += char
    return [f"{target} {sources[target]}" for target in sorted(sources)]


def main() -> None:
    text = "\n".join(lines(build())) + "\n"
    FILE.write_text(text, encoding="utf-8")
    sys.stdout.write(f"{FILE.name}: {len(text.splitlines())} targets\n")


if __name__ == "__main__":
    main()
