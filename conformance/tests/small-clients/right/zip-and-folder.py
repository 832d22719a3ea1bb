"""Keeps the zip as it came and what is in it unpacked beside it: everything is there twice."""

import io
import zipfile

from exporter import Exporter


class ZipAndFolder(Exporter):
    def keep(self, body):
        super().keep(body)
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            archive.extractall(self.out / "unpacked")


ZipAndFolder().main()
