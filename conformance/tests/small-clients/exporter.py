"""A small client of the form export that does everything right.

Each program in `right` does one thing otherwise and is right as well; each in `wrong` has one bug.
Only the standard library is used, and as little of it as will do: they are started many times.

    HQ_USERNAME=... HQ_PASSWORD=... python3 CLIENT BASE_URL DOMAIN XMLNS OUT STATE [TOKEN]
"""

import collections
import hashlib
import json
import os
import pathlib
import re
import socket
import sys
import urllib.parse


class Failure(Exception):
    """Something the person who runs this has to know."""


Answer = collections.namedtuple("Answer", "status headers")


class Exporter:
    count = 1  # how often the nonce has been used

    def __init__(self):
        self.base_url, self.domain, self.xmlns = sys.argv[1:4]
        self.out, self.state = map(pathlib.Path, sys.argv[4:6])
        self.token_file = self.state / "token.txt"

    def main(self):
        try:
            sys.exit(self.run())
        except (Failure, OSError) as problem:
            sys.exit(f"{type(problem).__name__}: {problem}")

    def run(self):
        return self.conclude(*self.download(self.address()))

    def conclude(self, answer, body):
        if answer.status == 302:
            return self.nothing_new(answer)
        if answer.status != 200:
            return self.refused(answer, body)
        self.keep(body)
        self.store_token(answer.headers["x-commcarehq-export-token"])
        return 0

    def nothing_new(self, answer):
        return 0

    def refused(self, answer, body):
        raise Failure(f"answered with {answer.status}")

    # The address.

    def address(self):
        return f"{self.base_url}/a/{self.domain}/reports/export/?{urllib.parse.urlencode(self.query())}"

    def query(self):
        query = {"export_tag": self.tag(), "format": "csv"}
        if token := self.token():
            query["previous_export"] = token
        return query

    def tag(self):
        return json.dumps(self.xmlns)

    # The token of the last answer that was kept.

    def token(self):
        return self.token_file.read_bytes().decode() if self.token_file.exists() else None

    def store_token(self, token):
        self.token_file.write_bytes(token.encode())

    # What is kept.

    def keep(self, body):
        self.tables(body)
        (self.out / "export.zip").write_bytes(body)

    def tables(self, body):
        """The rows of each table, its headers first, by name: `#` is the main one."""
        import csv, io, zipfile

        try:
            archive = zipfile.ZipFile(io.BytesIO(body))
        except zipfile.BadZipFile as problem:
            raise Failure(problem) from problem
        read = lambda name: list(csv.reader(io.StringIO(archive.read(name).decode("utf-8-sig"), newline="")))
        return {name.removesuffix(".csv"): read(name) for name in archive.namelist()}

    # The wire: one request, and a second one for the challenge.

    def download(self, address):
        answer, body = self.get(address, {})
        if answer.status == 401:
            answer, body = self.get(address, {"Authorization": self.credentials(answer, address)})
        return answer, body

    def credentials(self, answer, address):
        challenge = dict(re.findall(r'(\w+)="([^"]*)"', answer.headers["www-authenticate"]))
        name, password = os.environ["HQ_USERNAME"], os.environ["HQ_PASSWORD"]
        realm, nonce, uri = challenge["realm"], challenge["nonce"], address.removeprefix(self.base_url)
        md5 = lambda text: hashlib.md5(text.encode()).hexdigest()
        cnonce = os.urandom(8).hex()
        secret, request = md5(f"{name}:{realm}:{password}"), md5(f"GET:{uri}")
        response = md5(f"{secret}:{nonce}:{self.count:08x}:{cnonce}:auth:{request}")
        return (
            f'Digest username="{name}", realm="{realm}", nonce="{nonce}", uri="{uri}", '
            f'response="{response}", opaque="{challenge["opaque"]}", qop=auth, nc={self.count:08x}, '
            f'cnonce="{cnonce}", algorithm=MD5'
        )

    def get(self, address, headers):
        target = address.removeprefix(self.base_url)
        host = self.base_url.removeprefix("http://")
        name, _, port = host.partition(":")
        lines = [f"GET {target} HTTP/1.0", f"Host: {host}", *map(": ".join, headers.items()), "", ""]
        with socket.create_connection((name, int(port)), timeout=20) as connection:
            connection.sendall("\r\n".join(lines).encode())
            received = b"".join(iter(lambda: connection.recv(65536), b""))
        head, _, body = received.partition(b"\r\n\r\n")
        status, *fields = head.decode().split("\r\n")
        fields = {name.lower(): value for name, _, value in (f.partition(": ") for f in fields)}
        if len(body) != int(fields.get("content-length", len(body))):
            raise Failure(f"only {len(body)} bytes arrived")
        return Answer(int(status.split(" ")[1]), fields), body

    def follow(self, answer):
        """The page at the end of the redirects."""
        body = b""
        while answer.status in (301, 302):
            answer, body = self.get(answer.headers["location"], {})
        return body


if __name__ == "__main__":
    Exporter().main()
