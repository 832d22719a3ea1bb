"""Follows the redirect of an answer without data, and keeps the login page it ends at."""

from exporter import Exporter


class PageKeptAsData(Exporter):
    def nothing_new(self, answer):
        (self.out / "export.zip").write_bytes(self.follow(answer))
        return 0


PageKeptAsData().main()
