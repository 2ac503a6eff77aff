"""What the words of a probe mean, for people: in both languages, with what they can do about it."""

from __future__ import annotations

from crawler.cli.language import say

WORDS = {
    "challenge:jsl": (
        "a script must compute a cookie first (HTTP 521, __jsl_clearance)",
        "须先由脚本计算 Cookie（HTTP 521，__jsl_clearance）",
    ),
    "challenge:rs": (
        "a script must prove a browser first (HTTP 412, $_ts)",
        "须先由脚本验证浏览器（HTTP 412，$_ts）",
    ),
    "challenge:captcha": ("a person must solve a slider or a code first", "须人工完成滑块或验证码"),
    "challenge:waf": ("a firewall refuses the request", "请求被防火墙拒绝"),
    "challenge:shell": ("only a shell of scripts came, without one link", "只返回脚本外壳，没有任何链接"),
    "layout:scripts": (
        "the page is drawn by a script: nothing of it stands in the HTML",
        "页面由脚本绘制，HTML 中没有内容",
    ),
    "forbidden": ("the site answers 403", "网站返回 403"),
    "robots": (
        "its robots.txt does not allow this address; robots: obey is the rule",
        "robots.txt 不允许访问该地址，按规则遵守",
    ),
    "private_address": (
        "it is a private address; --allow-private, if the site is your own",
        "这是内网地址；若是自有网站，请加 --allow-private",
    ),
    "not_html": (
        "the address gives a file, not a page: give the list that leads to it",
        "该地址是文件而非网页：请给出列出它的栏目页",
    ),
    "login_wall": ("the page asks for a login", "页面要求登录"),
    "paywall": ("the page shows its text to subscribers alone", "正文仅订阅者可见"),
    "server_error": ("the page says that its server is down", "页面提示系统维护或出错"),
    "removal_notice": ("the page says that it was removed", "页面提示内容已删除"),
    "soft_404": ("the page says that it does not exist", "页面提示内容不存在"),
    "http_404": ("the site has no such page", "网站没有该页面"),
    "no_list": (
        "give the address of the column's list page",
        "请给出该栏目的列表页地址",
    ),
    "no_edition": (
        "give the address of a page of the edition, or of its index",
        "请给出报纸版面或首页的地址",
    ),
    "probe_budget": ("too many pages would have to be asked", "需要读取的页面过多"),
}


def in_words(reason: str) -> str:
    """The reason itself, where there are no better words; robots.txt without an answer closes a host."""
    if reason in WORDS:
        return say(*WORDS[reason])
    if reason.startswith("robots_"):
        return say(
            "robots.txt gave no usable answer, so nothing is asked of the host now; try later",
            "robots.txt 没有可用的答复，暂不访问该网站，请稍后再试",
        )
    return reason
