"""An invented city with a government, a county, a newspaper, a portal and a mirror: what the demo crawls."""
