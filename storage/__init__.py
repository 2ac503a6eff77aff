"""Keep and give: rows, raw pages, exports. Knows nothing of how pages are fetched or understood."""
