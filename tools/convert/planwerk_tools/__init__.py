"""Converters from public data to planwerk jobs."""
