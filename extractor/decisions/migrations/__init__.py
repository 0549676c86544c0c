"""Migrations of the decisions' database, run by `extractor.decisions.migrate`."""
