"""Adds each increment to an SQLite database; with the one argument DATABASE it prints what is there."""

import csv
import sqlite3
import sys

from exporter import Exporter


class SqliteStore(Exporter):
    def keep(self, body):
        headers, *rows = self.tables(body)["#"]
        pairs = [(row[headers.index("form|name")], row[headers.index("_id")]) for row in rows]
        with sqlite3.connect(self.state / "forms.db") as database:
            database.execute("create table if not exists form (name, id primary key)")
            database.executemany("insert or replace into form values (?, ?)", pairs)
        database.close()


if len(sys.argv) == 2:
    csv.writer(sys.stdout).writerows(sqlite3.connect(sys.argv[1]).execute("select * from form"))
else:
    SqliteStore().main()
