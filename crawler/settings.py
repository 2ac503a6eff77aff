"""The Scrapy settings of every crawl. Delay, robots.txt and budget of a source are in its YAML file."""

from __future__ import annotations

from importlib.metadata import version

from crawler.home import contact

BOT_NAME = "govnews"
SPIDER_MODULES: list[str] = []
SPIDER_LOADER_CLASS = "crawler.spiders.loader.SourceLoader"
COMMANDS_MODULE = "crawler.commands"
_CONTACT = contact()
USER_AGENT = f"govnews/{version('govnews')}" + (f" (+{_CONTACT})" if _CONTACT else "")

ITEM_PIPELINES = {
    "pipelines.item_pipelines.UnderstandPipeline": 100,
    "pipelines.item_pipelines.StorePipeline": 200,
    "pipelines.item_pipelines.DedupPipeline": 300,
}

# Scrapy imports every component of its *_BASE tables, also those that are switched off (0.6 s at each start). Those tables
# are therefore empty, and the components that are used are named here. The order is explained in README.md.
DOWNLOADER_MIDDLEWARES_BASE: dict[str, int] = {}
DOWNLOADER_MIDDLEWARES = {
    "crawler.net.guard.GuardMiddleware": 50,  # before robots.txt, which cannot be fetched from a refused host
    "crawler.net.robots.RobotsMiddleware": 100,  # Scrapy's allows everything on errors
    "scrapy.downloadermiddlewares.downloadtimeout.DownloadTimeoutMiddleware": 350,
    "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware": 400,
    "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": 500,
    "crawler.net.decompress.StrictCompressionMiddleware": 590,  # Scrapy's accepts truncated bodies
    "crawler.net.redirects.RedirectMiddleware": 600,
    "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": 750,
    "scrapy.downloadermiddlewares.stats.DownloaderStats": 850,
    "crawler.net.recording.RecordingMiddleware": 885,  # only with RECORDING_FOLDER
    "crawler.net.throttle.ThrottleMiddleware": 890,
    # left out: offsite (drops requests silently), retry (the frontier retries), cookies, httpauth, httpcache
}
SPIDER_MIDDLEWARES_BASE: dict[str, int] = {}
SPIDER_MIDDLEWARES = {
    "scrapy.spidermiddlewares.start.StartSpiderMiddleware": 25,
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": 1000,
    # left out: httperror (every status has an outcome), urllength (drops requests silently), depth, referer
}
EXTENSIONS_BASE: dict[str, int] = {}
EXTENSIONS = {
    "scrapy.extensions.corestats.CoreStats": 0,
    "scrapy.extensions.logcount.LogCount": 0,
    "scrapy.extensions.memusage.MemoryUsage": 0,
    "scrapy.extensions.closespider.CloseSpider": 0,
    "scrapy.extensions.feedexport.FeedExporter": 0,
    "scrapy.extensions.logstats.LogStats": 0,
}
DOWNLOAD_HANDLERS = {
    "http": "crawler.net.download.CancellableDownloadHandler",
    "https": "crawler.net.download.CancellableDownloadHandler",
    "file": None,
    "data": None,
    "ftp": None,
    "s3": None,
}
TWISTED_DNS_RESOLVER = "crawler.net.resolver.GuardedResolver"
DNS_TIMEOUT = 15

ROBOTSTXT_OBEY = True
# crawler.net.pace keeps the delay and sends one request per host at a time; a shutdown can interrupt it, while Scrapy's
# download slots take 20 s to drain. AutoThrottle is not needed: one request at a time slows down with a slow host.
DOWNLOAD_DELAY = 0
DOWNLOAD_DELAY_JITTER = 0
CONCURRENT_REQUESTS_PER_DOMAIN = 1
CONCURRENT_REQUESTS = 4
CONCURRENT_ITEMS = 8  # 100 cost 40 % of Scrapy's CPU (measured, 2.19)
DOWNLOAD_TIMEOUT = 30
DOWNLOAD_VERIFY_CERTIFICATES = True  # off in Scrapy; a broken certificate gives the reason ``tls``
DOWNLOAD_MAXSIZE = 10 * 2**20
DOWNLOAD_WARNSIZE = 2 * 2**20
DEPTH_LIMIT = 0  # no limit: one lost 6 of 15 articles without a message; the page budget bounds a run
MEMUSAGE_LIMIT_MB = 1024
LOG_LEVEL = "INFO"
LOG_SHORT_NAMES = False
FEED_EXPORT_ENCODING = "utf-8"
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5",
}
