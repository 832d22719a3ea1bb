"""Makes two downloads with one nonce, its count rising, and keeps the second."""

from exporter import Exporter


class OneNonce(Exporter):
    challenge = None

    def download(self, address):
        answer, body = super().download(address)
        return super().download(address) if answer.status == 200 else (answer, body)

    def get(self, address, headers):
        if self.challenge and not headers:
            self.count += 1
            headers = {"Authorization": self.credentials(self.challenge, address)}
        answer, body = super().get(address, headers)
        if answer.status == 401:
            self.challenge, self.count = answer, 1
        return answer, body


OneNonce().main()
