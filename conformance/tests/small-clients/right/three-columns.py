"""Keeps three mapped columns of the main table and nothing else."""

import json

from exporter import Exporter

COLUMNS = {"received_on": "date", "form|name": "name", "form|visit|outcome": "outcome"}


class ThreeColumns(Exporter):
    def keep(self, body):
        headers, *rows = self.tables(body)["#"]
        pick = lambda row: {COLUMNS[h]: v for h, v in zip(headers, row) if h in COLUMNS}
        (self.out / "visits.json").write_text(json.dumps([pick(row) for row in rows]))


ThreeColumns().main()
