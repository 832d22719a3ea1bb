"""Says that it keeps tokens, and keeps none."""

from exporter import Exporter


class TokenNotStored(Exporter):
    def store_token(self, token):
        pass


TokenNotStored().main()
