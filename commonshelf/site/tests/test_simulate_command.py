"""`simulate`: its table at a terminal."""

from __future__ import annotations

from commonshelf.site.management.commands.simulate import titled


def test_the_head_stands_over_its_figures_in_chinese_too() -> None:
    titles = {"ranking": "排法", "mean": "平均小时", "p80": "80 % h"}
    assert titled(titles) == f"排法{'':18} 平均小时   80 % h"
