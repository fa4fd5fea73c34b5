"""The commands: each parses, calls and prints. Heavy things are imported when a command runs, so that help is quick."""
