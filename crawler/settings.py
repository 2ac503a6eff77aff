"""The settings of every crawl. What a source may change (delay, robots) stands in its YAML, not here."""

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

# Scrapy's own components stand here by name beside ours, in place of its *_BASE tables: it imports whatever stands in a
# table, switched off or not, and a remote control, cookies and their HTTP clients were 0.6 s of the start of every crawl.
# Order matters, see README.md
DOWNLOADER_MIDDLEWARES_BASE: dict[str, int] = {}
DOWNLOADER_MIDDLEWARES = {
    "crawler.net.guard.GuardMiddleware": 50,  # before robots: behind it a private address reads as "closed"
    "crawler.net.robots.RobotsMiddleware": 100,  # Scrapy's opens on errors
    "scrapy.downloadermiddlewares.downloadtimeout.DownloadTimeoutMiddleware": 350,
    "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware": 400,
    "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": 500,
    "crawler.net.decompress.StrictCompressionMiddleware": 590,  # Scrapy's takes cut bodies
    "crawler.net.redirects.RedirectMiddleware": 600,
    "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": 750,
    "scrapy.downloadermiddlewares.stats.DownloaderStats": 850,
    "crawler.net.recording.RecordingMiddleware": 885,  # only with RECORDING_FOLDER
    "crawler.net.throttle.ThrottleMiddleware": 890,
    # not here: offsite (drops without a word), retry (retries belong to the frontier), cookies, httpauth, httpcache
}
SPIDER_MIDDLEWARES_BASE: dict[str, int] = {}
SPIDER_MIDDLEWARES = {
    "scrapy.spidermiddlewares.start.StartSpiderMiddleware": 25,
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": 1000,
    # not here: httperror (every status has an outcome of ours), urllength (drops without a word), depth, referer
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
# Delay, jitter and one request per host are kept by crawler.politeness, which a shutdown can interrupt
# (Scrapy's slots drain for 20 s at 16 x 1 s). One at a time slows down with a slow host: no AutoThrottle.
DOWNLOAD_DELAY = 0
DOWNLOAD_DELAY_JITTER = 0
CONCURRENT_REQUESTS_PER_DOMAIN = 1
CONCURRENT_REQUESTS = 4
CONCURRENT_ITEMS = 8  # 100 cost 40 % of Scrapy's CPU (measured, 2.19)
DOWNLOAD_TIMEOUT = 30
DOWNLOAD_VERIFY_CERTIFICATES = True  # off in Scrapy; a broken certificate is named (tls), not overlooked
DOWNLOAD_MAXSIZE = 10 * 2**20
DOWNLOAD_WARNSIZE = 2 * 2**20
DEPTH_LIMIT = 0  # a limit cut 6 of 15 articles off, finish reason "finished": the page budget is the bound
MEMUSAGE_LIMIT_MB = 1024
LOG_LEVEL = "INFO"
LOG_SHORT_NAMES = False
FEED_EXPORT_ENCODING = "utf-8"
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5",
}
