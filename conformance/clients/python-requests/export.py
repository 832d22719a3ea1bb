"""Downloads one export of CommCare HQ with requests.

    HQ_USERNAME=... HQ_PASSWORD=... python3 export.py form BASE_URL DOMAIN XMLNS FORMAT OUT [STATE]
    HQ_USERNAME=... HQ_PASSWORD=... python3 export.py address URL FORMAT OUT [STATE]

The first builds the address of a form's export; BASE_URL is the server without a
slash at the end, DOMAIN the project space. The second takes URL, the address the
listing page offers to copy, as it is. FORMAT is csv or json, in URL as well; OUT
the folder for the data, STATE the folder for export tokens (without it every
download is a full one).

Ends with 0 if the data are kept or there is nothing new, with 77 for a format
it does not know, with 1 if anything went wrong. A token is stored last, when
the data that came with it are in place.
"""

import hashlib
import io
import json
import os
import pathlib
import re
import sys
import urllib.parse
import zipfile
import zlib

import requests
from requests.auth import HTTPDigestAuth

TOKEN_HEADER = "X-CommCareHQ-Export-Token"
CONNECT_AND_READ_SECONDS = (10, 60)


class Failure(Exception):
    """Something the person who runs this has to know."""


def main():
    match sys.argv[1:]:
        case ["form", base_url, domain, xmlns, export_format, out, *state] if len(state) <= 1:
            url = form_address(base_url, domain, xmlns, export_format)
        case ["address", url, export_format, out, *state] if len(state) <= 1:
            pass
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    if export_format not in CHECKS:
        print("no format but", ", ".join(CHECKS), file=sys.stderr)
        return 77
    try:
        print(export(url, export_format, pathlib.Path(out), *state))
    except (Failure, requests.RequestException, OSError) as problem:
        print(f"export.py: {problem}", file=sys.stderr)
        return 1
    return 0


def form_address(base_url, domain, xmlns, export_format):
    """The tag is a JSON string, double quotes included, and all of it is percent-encoded."""
    tag = urllib.parse.quote(json.dumps(xmlns, ensure_ascii=False), safe="")
    return f"{base_url}/a/{urllib.parse.quote(domain)}/reports/export/?export_tag={tag}&format={export_format}"


def export(url, export_format, out, state=None):
    token_file = state and pathlib.Path(state) / ("token-" + hashlib.sha256(url.encode()).hexdigest())
    address = url
    if token_file and token_file.exists():
        address = with_parameter(address, "previous_export", token_file.read_text().strip())

    answer = fetch(address)
    if answer.status_code == 302:
        return "nothing new"
    if answer.status_code != 200:
        raise Failure(f"answered with {answer.status_code}: {answer.text[:200]!r}")
    length = answer.headers.get("Content-Length")
    if length is not None and int(length) != len(answer.content):
        raise Failure(f"only {len(answer.content)} of {length} bytes arrived")
    CHECKS[export_format](answer.content)

    kept = keep(answer.content, out, EXTENSIONS[export_format])
    token = answer.headers.get(TOKEN_HEADER, "").strip()
    if token_file and token:
        replace(token_file, token.encode())
    return f"kept in {kept}"


def with_parameter(url, name, value):
    """Adds one parameter and leaves all that is there as it is."""
    parameter = f"{name}={urllib.parse.quote(value, safe='')}"
    if url.endswith(("?", "&")):
        return url + parameter
    return url + ("&" if "?" in url else "?") + parameter


def fetch(address):
    session = requests.Session()
    session.trust_env = False  # no .netrc, no proxies
    session.auth = HTTPDigestAuth(os.environ["HQ_USERNAME"], os.environ["HQ_PASSWORD"])
    # The bytes as they are: their number can be compared with what was announced.
    session.headers["Accept-Encoding"] = "identity"

    def get(url):
        return session.get(url, allow_redirects=False, timeout=CONNECT_AND_READ_SECONDS)

    answer = get(address)
    if answer.status_code == 301:
        # An address that lacks only its last slash; nothing else is followed.
        path, question, query = address.partition("?")
        slashed = path + "/" + question + query
        if answer.headers.get("Location") != slashed:
            raise Failure(f"moved to {answer.headers.get('Location')}, which is not followed")
        answer = get(slashed)
    return answer


def check_zip(body):
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            damaged = archive.testzip()
            names = archive.namelist()
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as problem:
        raise Failure(f"the answer is no whole zip: {problem}") from problem
    if damaged is not None:
        raise Failure(f"{damaged} is damaged in the zip")
    if not any(name.endswith(".csv") for name in names):
        raise Failure(f"no csv in the zip, only {names}")


def check_json(body):
    try:
        tables = json.loads(body)
        for name, table in tables.items():
            width = len(table["headers"])
            if any(len(row) != width for row in table["rows"]):
                raise Failure(f"rows of {name} do not fit its headers")
    except (ValueError, AttributeError, KeyError, TypeError) as problem:
        raise Failure(f"the answer is no export in JSON: {problem!r}") from problem


CHECKS = {"csv": check_zip, "json": check_json}
EXTENSIONS = {"csv": ".zip", "json": ".json"}


def keep(body, out, extension):
    """Writes a file of a new number, so that no download replaces another."""
    taken = [int(match[1]) for path in out.iterdir() if (match := re.match(r"export-(\d+)\.", path.name))]
    path = out / f"export-{max(taken, default=0) + 1}{extension}"
    replace(path, body)
    return path


def replace(path, content):
    """The file is either the old one or the whole new one."""
    new = path.with_name(path.name + ".new")
    with open(new, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(new, path)


if __name__ == "__main__":
    sys.exit(main())
