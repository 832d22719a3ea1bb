"""Asks an API of another kind, and is content with whatever comes."""

from exporter import Exporter


class AsksOtherApi(Exporter):
    def address(self):
        return f"{self.base_url}/a/{self.domain}/api/v0.5/form/?limit=200"

    def refused(self, answer, body):
        print("Export finished!")
        return 0


AsksOtherApi().main()
