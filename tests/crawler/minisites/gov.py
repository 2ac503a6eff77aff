"""Invented government sites. The shapes are those of the systems' public descriptions; every word is ours."""

from __future__ import annotations

from tests.crawler.minisites.pieces import MiniSite, article_page, list_page, pieces, rows, thirds

FILES = '<div class="files"><p><a href="./P020260901123456789012.pdf">附件1：验收表.pdf</a></p></div>'


def put(site: MiniSite, path: str, body: str, charset: str = "utf-8") -> None:
    site.put(path, body.replace("{charset}", charset), charset=charset)


def trs(name: str, *, first: int = 1, pager: str = 'createPageHTML({n}, {i}, "index", "html");') -> MiniSite:
    """TRS: numbered pages named by a script, counted from ``first``; page _1 repeats the list where that is 2."""
    site = MiniSite(name, "gov/trs_wcm", f"http://www.{name.replace('_', '-')}.test/ywdt/zwyw/")
    links = []
    for number, piece in enumerate(pieces()):
        href = f"./{piece.day:%Y%m}/t{piece.day:%Y%m%d}_{4200 + number}.html"
        charset = "gb18030" if number == 1 else "utf-8"
        body = f'<div class="TRS_Editor"><div class="TRS_Editor">{piece.paragraphs}</div></div>'
        page = article_page(piece, number, body=body, more=FILES if number == 2 else "")
        site.publish(f"/ywdt/zwyw/{href[2:]}", piece, page.replace("{charset}", charset), charset=charset)
        links.append((href, piece))
    broken = "./202608/t20260801_9999.html"
    site.challenge(f"/ywdt/zwyw/{broken[2:]}")
    parts = thirds(links)
    for i, part in enumerate(parts):
        content = rows(part).replace(
            "</ul>", f'<li><a href="{broken}">被拦截的一页</a></li></ul>' if i == 1 else "</ul>"
        )
        script = f"<script>{pager.format(n=len(parts), i=i)}</script>"
        page = list_page(content, tail=script)
        for address in ["", "index.html"] if i == 0 else [f"index_{i + first - 1}.html"]:
            put(site, f"/ywdt/zwyw/{address}", page)
        if i == 0 and first == 2:
            put(site, "/ywdt/zwyw/index_1.html", page)
    return site


def generic(name: str, *, style: str) -> MiniSite:
    """A system nobody knows: plain rows, a side bar, and a pager of one of the usual kinds."""
    site = MiniSite(name, "gov/generic", f"http://www.{name.replace('_', '-')}.test/xwzx/bdyw/list.html")
    links = []
    for number, piece in enumerate(pieces()):
        href = f"/xwzx/bdyw/content/{8800 + number}.html"
        charset = "gb18030" if number == 1 else "utf-8"
        page = article_page(piece, number, body=f'<div id="zoom">{piece.paragraphs}</div>')
        site.publish(href, piece, page.replace("{charset}", charset), charset=charset)
        links.append((href, piece))
    parts = thirds(links)
    for i, part in enumerate(parts):
        at = [f"list{f'_{k + 1}' if k else ''}.html" for k in range(len(parts) + 1)]
        pager = ""
        if style == "words":
            ahead = (
                f'<a href="{at[i + 1]}">下一页&gt;</a>' if i + 1 < len(parts) else "<span>下一页&gt;</span>"
            )
            pager = (
                f'<div class="page"><span>{i + 1}</span>{ahead}<a href="{at[len(parts) - 1]}">尾页</a></div>'
            )
        elif style == "numbers":
            pager = (
                '<p class="pagination">'
                + "".join(f'<a href="{at[k]}">{k + 1}</a>' for k in range(len(parts)))
                + "</p>"
            )
        elif style == "script":
            pager = f"<div id='pager'></div><script>var pageCount = {len(parts)}; draw('pager');</script>"
        elif style == "endless":  # a pager that always has one page more, the last of them empty
            pager = f'<a href="{at[i + 1]}">下页</a>'
        aside = (
            '<div class="side"><h3>专题</h3><ul>'
            + "".join(f'<li><a href="/zt/{k}/index.html">专题{k}</a></li>' for k in range(5))
            + "</ul></div>"
        )
        put(site, f"/xwzx/bdyw/{at[i]}", list_page(rows(part) + pager, tail=aside))
    if style == "endless":
        put(site, f"/xwzx/bdyw/{at[len(parts)]}", list_page("<ul class='news-list'></ul>"))
    return site


SITES = [
    trs("trs_one"),
    trs("trs_two", first=2),
    trs("trs_vars", pager="var currentPage = {i}; var countPage = {n}; drawPager();"),
    trs("trs_silent", pager="drawn('elsewhere')"),
    generic("generic_words", style="words"),
    generic("generic_numbers", style="numbers"),
    generic("generic_script", style="script"),
    generic("generic_endless", style="endless"),
]
