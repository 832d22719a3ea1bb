"""Keeps one store of all forms, and writes it anew with what an increment brings."""

import csv

from exporter import Exporter


class ReplacesStore(Exporter):
    def keep(self, body):
        with open(self.state / "forms.csv", "w", newline="") as file:
            csv.writer(file).writerows(self.tables(body)["#"])


ReplacesStore().main()
