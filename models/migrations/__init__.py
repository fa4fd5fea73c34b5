"""The schema's history: alembic revisions as package data; `bot.migrate` runs them. A landed file is never edited.

A new one: change the tables, write it with `bot.migrate.draft(url, "what it does")`, read it, run the tests.
"""
