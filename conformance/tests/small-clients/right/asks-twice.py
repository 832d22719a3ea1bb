"""Asks for every export twice and keeps the second answer with its own token."""

from exporter import Exporter


class AsksTwice(Exporter):
    def download(self, address):
        super().download(address)
        return super().download(address)


AsksTwice().main()
