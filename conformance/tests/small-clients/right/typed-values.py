"""Writes three hyphens and nothing as null, numbers as numbers, and dates as days of the calendar."""

import datetime
import json
import re

from exporter import Exporter


def typed(text):
    if text in ("", "---"):
        return None
    # What begins with a zero or a plus is a code or a telephone, not a number.
    if re.fullmatch(r"-?(0|[1-9]\d{0,14})(\.\d{1,6})?", text):
        return json.loads(text)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return datetime.date.fromisoformat(text).strftime("%d %B %Y")
    return text


class TypedValues(Exporter):
    def keep(self, body):
        tables = {}
        for name, (headers, *rows) in self.tables(body).items():
            tables[name] = [dict(zip(headers, map(typed, row))) for row in rows]
        (self.out / "forms.json").write_text(json.dumps(tables))


TypedValues().main()
