"""Asks for every export twice, once it got one, and keeps the second answer with its own token."""

from exporter import Exporter


class AsksTwice(Exporter):
    def download(self, address):
        answer, body = super().download(address)
        return super().download(address) if answer.status == 200 else (answer, body)


AsksTwice().main()
