"""Converters from public data to planwerk jobs; jobs and plans as pandas frames: planwerk_tools.documents."""
