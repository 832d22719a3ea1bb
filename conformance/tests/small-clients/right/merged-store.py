"""Adds each increment to one growing csv file for each table."""

import csv

from exporter import Exporter


class MergedStore(Exporter):
    def keep(self, body):
        for number, (_, (headers, *rows)) in enumerate(sorted(self.tables(body).items())):
            store = self.state / f"table-{number}.csv"
            is_new = not store.exists()
            with open(store, "a", newline="") as file:
                csv.writer(file).writerows([headers] * is_new + rows)


MergedStore().main()
