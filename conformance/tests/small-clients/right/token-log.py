"""Keeps its tokens in a log, known by the second in which each came; the newest second counts."""

import json
import time

from exporter import Exporter


class TokenLog(Exporter):
    def log(self):
        path = self.state / "tokens.json"
        return json.loads(path.read_text()) if path.exists() else []

    def token(self):
        # Of two that came in one second the first is taken.
        newest = max(self.log(), key=lambda entry: entry[0], default=(0, None))
        return newest[1]

    def store_token(self, token):
        entries = self.log() + [(int(time.time()), token)]
        (self.state / "tokens.json").write_text(json.dumps(entries))


TokenLog().main()
