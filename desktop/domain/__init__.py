"""The rules: plain functions and records; no Qt, no database, no clock, no files."""
