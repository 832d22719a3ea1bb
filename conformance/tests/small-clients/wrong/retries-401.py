"""Takes a refusal for a passing trouble and tries again, and again."""

from exporter import Exporter


class Retries401(Exporter):
    def download(self, address):
        for _ in range(12):
            answer, body = super().download(address)
            if answer.status != 401:
                break
        return answer, body


Retries401().main()
