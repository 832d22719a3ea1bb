"""Adds each increment to one growing csv file for each table, known by its headers; a form that comes
again takes the place of its older self, children included."""

import csv
import urllib.parse

from exporter import Exporter


class MergedStore(Exporter):
    def keep(self, body):
        tables = self.tables(body)
        headers, *forms = tables["#"]
        ids = {row[0]: row[headers.index("_id")] for row in forms}
        for name, (headers, *rows) in tables.items():
            store = self.state / f"{urllib.parse.quote(name)}.csv"
            old = list(csv.DictReader(store.open(newline=""))) if store.exists() else []
            new = [dict(zip(headers, row), form=ids[row[0].split("|")[0]]) for row in rows]
            all = [row for row in old if row["form"] not in ids.values()] + new
            with store.open("w", newline="") as file:
                writer = csv.DictWriter(file, list(dict.fromkeys(k for row in all for k in row)))
                writer.writeheader()
                writer.writerows(all)


MergedStore().main()
