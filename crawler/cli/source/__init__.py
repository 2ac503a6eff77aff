"""The ``govnews source`` commands: list, show, pause, resume, add, check, test, import and export.

Holds what these commands ask and print. Examining sites is done in `crawler.probe`, reading files in `crawler.sources`.
"""
