"""Answers the digest challenge with Basic credentials."""

import base64
import os

from exporter import Exporter


class BasicOnly(Exporter):
    def credentials(self, answer, address):
        pair = f'{os.environ["HQ_USERNAME"]}:{os.environ["HQ_PASSWORD"]}'
        return "Basic " + base64.b64encode(pair.encode()).decode()


BasicOnly().main()
