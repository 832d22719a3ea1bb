"""Tries again when the server fails or an answer breaks off, three times in all, as late as it is told."""

import time

from exporter import Exporter, Failure

TRIES = 3


class Retries(Exporter):
    def download(self, address):
        for tries_left in reversed(range(TRIES)):
            try:
                answer, body = super().download(address)
                if answer.status == 200:
                    self.tables(body)
                wait = float(answer.headers.get("retry-after", 0))
                if answer.status < 500 and answer.status != 429 or wait > 5:
                    break
            except (Failure, OSError):
                if not tries_left:
                    raise
                wait = 0
            time.sleep(wait)
        return answer, body


Retries().main()
