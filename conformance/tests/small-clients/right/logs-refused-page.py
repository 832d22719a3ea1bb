"""Writes the pages and refusals it gets to a log its manifest declares, and to standard error."""

import sys

from exporter import Exporter


class LogsRefusedPage(Exporter):
    def nothing_new(self, answer):
        self.log(self.follow(answer))
        return 0

    def refused(self, answer, body):
        self.log(body)
        return super().refused(answer, body)

    def log(self, body):
        (self.state / "refused.log").write_bytes(body)
        print(body.decode(), file=sys.stderr)


LogsRefusedPage().main()
