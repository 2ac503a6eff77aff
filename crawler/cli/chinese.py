"""What each command does, in Chinese; the English stands in the command's own docstring."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import typer

HELP = {
    "demo": "抓取本机提供的虚构城市：第一天、再抓一次、第二天、再抓一次。",
    "crawl": "立即抓取来源。",
    "extract": "每篇文章输出一行 JSON；不是文章的，在标准错误中说明原因，退出码 1。",
    "reextract": "用现行规则重读已存页面，不联网；文本变化记为提取器版本，不算发布者修改。",
    "recluster": "根据已存文本重新判定全部关系与事件，不联网。",
    "export": "按 change_seq 顺序导出文章记录（含下架标记）。",
    "takedown": "清空一篇文章的所有版本；留下标记，今后抓取也不会恢复。",
    "doctor": "检查版本、数据目录、数据库、联系方式、代理、来源与磁盘；有问题时退出码 1。",
    "source add": "礼貌地查看一个网站，说明所见，试抓几篇文章，写出来源文件。",
    "source check": "检查来源文件；指定来源或用 --all 时，再抓几页看规则是否仍然有效。",
    "source test": "离线重放 source add --record 保存的页面，逐字段比对文章。",
    "source import": "为 OPML 列表中的每个订阅（或本程序导出的每个来源）写一个暂停状态的来源文件。",
    "source export": "输出来源列表，供订阅软件或同事使用。",
    "source list": "全部来源：状态、文章数、最近一次抓取。",
    "source show": "来源文件（已并入所属系统预设）的内容，及其页面的状态。",
    "source pause": "计划抓取时跳过该来源；手动点名仍可抓取。",
    "source resume": "恢复已暂停的来源；优先于来源文件。",
    "run list": "最近的抓取，新的在前。",
    "run show": "一次抓取：各种结果及原因、有问题的页面、守恒核对、发现的问题、日志。",
    "schedule run": "启动到期的来源，直到 TERM 或 Ctrl-C；25 秒内连同抓取一起结束。",
    "schedule list": "每个来源的计划、上次与下次抓取时间。",
    "article show": "按编号或地址显示一篇文章。",
    "story show": "一个事件：时间线、相似度、标题变化、各篇增删，以及相关文章。",
    "db upgrade": "建立数据库，或升级到当前结构（SQLite 文件会先备份）。",
    "db check": "数据是否完好？否则退出码 1。",
    "db stats": "存档的各项数字。",
}


def translate(app: typer.Typer, above: str = "") -> None:
    """Give every command of ``app``, and of the nouns below it, its Chinese help. KeyError for one without."""
    for command in app.registered_commands:
        command.help = HELP[f"{above}{command.name}"]
    for group in app.registered_groups:
        if group.typer_instance is not None:
            translate(group.typer_instance, f"{above}{group.name} ")
