"""Joins children to their parents in one wide table, where the parents' values repeat."""

import csv

from exporter import Exporter


class WideTable(Exporter):
    def keep(self, body):
        tables = self.tables(body)
        headers, *parents = tables.pop("#")
        children = [row for _, *rows in tables.values() for row in rows]
        with open(self.out / "wide.csv", "w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(headers)
            for parent in parents:
                own = [row for row in children if row[0].split("|")[0] == parent[0]]
                writer.writerows(parent + child for child in own or [[]])


WideTable().main()
