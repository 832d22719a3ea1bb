"""Is told the token to send, and keeps none itself."""

import sys

from exporter import Exporter


class TokenAsArgument(Exporter):
    def token(self):
        return sys.argv[6]

    def store_token(self, token):
        pass


TokenAsArgument().main()
