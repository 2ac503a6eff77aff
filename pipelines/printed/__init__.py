"""Printed pages that come as one text or one PDF: cut into their stories, each with a confidence, nothing lost."""
