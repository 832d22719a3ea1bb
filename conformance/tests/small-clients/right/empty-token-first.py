"""Always sends previous_export, empty as long as it knows no token."""

from exporter import Exporter


class EmptyTokenFirst(Exporter):
    def query(self):
        return super().query() | {"previous_export": self.token() or ""}


EmptyTokenFirst().main()
