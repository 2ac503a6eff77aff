"""The shapes of sites. A new site is YAML, not Python."""
