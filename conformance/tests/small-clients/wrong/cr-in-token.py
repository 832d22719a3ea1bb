"""Keeps the carriage return of the header line with the token."""

from exporter import Exporter


class CarriageReturnInToken(Exporter):
    def store_token(self, token):
        super().store_token(token + "\r")


CarriageReturnInToken().main()
