"""Downloads everything each time and knows no token."""

from exporter import Exporter


class FullDownloadsOnly(Exporter):
    def token(self):
        return None

    def store_token(self, token):
        pass


FullDownloadsOnly().main()
