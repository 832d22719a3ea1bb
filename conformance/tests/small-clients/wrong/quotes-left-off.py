"""Sends the xmlns as it is instead of as a JSON string."""

from exporter import Exporter


class QuotesLeftOff(Exporter):
    def tag(self):
        return self.xmlns


QuotesLeftOff().main()
