"""A right client of the form export that keeps a growing store, in the shape it is told.

What is kept is always the same: each form once, at its newest, known by its `_id`. Only how it is written
differs. What the client itself remembers from run to run lies in a file that nobody else can read, so that
all that is found was found in the shape.

    python3 shapes.py BASE_URL DOMAIN XMLNS OUT STATE TOKEN FORMAT SHAPE [BUG]
"""

import base64
import collections
import contextlib
import csv
import gzip
import html.parser
import io
import json
import os
import pickle
import re
import shutil
import sqlite3
import sys
import tarfile
import xml.etree.ElementTree as ET
import zipfile
import zlib
from xml.sax.saxutils import escape, quoteattr

from exporter import Exporter, Failure

FORMAT, SHAPE = sys.argv[7:9]
BUG = sys.argv[9] if len(sys.argv) > 9 else ""


class Shapes(Exporter):
    def query(self):
        return super().query() | {"format": FORMAT}

    def refused(self, answer, body):
        self.lay_aside(body)
        return super().refused(answer, body)

    def lay_aside(self, body):
        if SHAPE == "failed-aside":
            (self.state / "failed").mkdir(exist_ok=True)
            (self.state / "failed" / "page.html").write_bytes(body)

    def keep(self, body):
        try:
            tables = READ[FORMAT](self, body)
            if "#" not in tables:
                raise Failure("no table of forms")
        except (ValueError, KeyError, IndexError, zipfile.BadZipFile, ET.ParseError) as problem:
            self.lay_aside(body)
            raise Failure(problem) from problem
        memory = Memory(self.state / "memory")
        self.number = memory.runs = memory.runs + 1
        brought = grouped(tables)
        self.old = {id: memory.forms[id] for id in brought if id in memory.forms}
        self.brought, self.body, self.tables_of_run = brought, body, tables
        if BUG == "drops-row" and len(brought) > 1:
            del brought[list(brought)[-1]]
        memory.forms.update(brought)
        forms = {id: dict(form) for id, form in memory.forms.items()}
        if BUG == "drops-answer":
            for form in forms.values():
                for rows in form.values():
                    rows[:] = [row[:-1] if i % 3 == 2 else row for i, row in enumerate(rows)]
        SHAPES[SHAPE](self, list(forms.items()))
        memory.save()


class Memory:
    def __init__(self, path):
        self.path, self.runs, self.forms = path, 0, {}
        if path.exists():
            known = json.loads(zlib.decompress(base64.b64decode(path.read_bytes())))
            self.runs, self.forms = known["runs"], known["forms"]

    def save(self):
        known = json.dumps({"runs": self.runs, "forms": self.forms}).encode()
        self.path.write_bytes(base64.b64encode(zlib.compress(known)))


def grouped(tables):
    """Forms by id: of each table the rows of the form, a row as pairs of a name of its own and a value."""
    headers, *rows = tables["#"]
    ids = {row[0]: row[headers.index("_id")] for row in rows}
    forms = {id: {} for id in ids.values()}
    for name, (headers, *rows) in tables.items():
        names = unique(headers)
        for row in rows:
            if id := ids.get(row[0].split("|")[0]):
                forms[id].setdefault(name, []).append(list(zip(names, row)))
    return forms


def unique(headers):
    times = collections.Counter()
    names = []
    for header in headers:
        times[header] += 1
        names.append(header if times[header] == 1 else f"{header} {times[header]}")
    return names


# What the server sends.


def read_json(self, body):
    text = lambda cell: cell if isinstance(cell, str) else "" if cell is None else json.dumps(cell)
    lines = lambda table: [table["headers"], *table["rows"]]
    return {name: [list(map(text, row)) for row in lines(table)] for name, table in json.loads(body).items()}


class Page(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tables, self.name, self.into = {}, None, None
        self.feed(text)
        if not text.rstrip().endswith("</html>"):
            raise ValueError("the page is cut")

    def handle_starttag(self, tag, attributes):
        if tag == "h2":
            self.into = []
        if tag == "table":
            self.rows = self.tables.setdefault(self.name, [])
        if tag == "tr" and self.tables:
            self.rows.append([])
        if tag in ("td", "th"):
            self.into = []

    def handle_data(self, data):
        if self.into is not None:
            self.into.append(data)

    def handle_endtag(self, tag):
        if tag == "h2":
            self.name = "".join(self.into)
        if tag in ("td", "th"):
            self.rows[-1].append("".join(self.into))
        if tag in ("h2", "td", "th"):
            self.into = None


def read_html(self, body):
    return {name: [row for row in rows if row] for name, rows in Page(body.decode()).tables.items()}


def read_xlsx(self, body):
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    plain = lambda text: re.sub("_x([0-9A-F]{4})_", lambda m: chr(int(m[1], 16)), text)
    archive = zipfile.ZipFile(io.BytesIO(body))
    shared = []
    if "xl/sharedStrings.xml" in archive.namelist():
        root = ET.fromstring(archive.read("xl/sharedStrings.xml"))
        shared = [plain("".join(t.text or "" for t in item.iter(space + "t"))) for item in root]
    names = [s.get("name") for s in ET.fromstring(archive.read("xl/workbook.xml")).iter(space + "sheet")]
    tables = {}
    for number, name in enumerate(names, 1):
        rows = []
        for row in ET.fromstring(archive.read(f"xl/worksheets/sheet{number}.xml")).iter(space + "row"):
            cells = {}
            for cell in row:
                letters = re.match("[A-Z]+", cell.get("r"))[0]
                column = 0
                for letter in letters:
                    column = column * 26 + ord(letter) - 64
                value = cell.find(space + "v")
                if cell.get("t") == "inlineStr":
                    text = plain("".join(t.text or "" for t in cell.iter(space + "t")))
                elif value is None:
                    text = ""
                else:
                    text = shared[int(value.text)] if cell.get("t") == "s" else plain(value.text or "")
                cells[column - 1] = text
            rows.append([cells.get(c, "") for c in range(max(cells, default=-1) + 1)])
        width = len(rows[0]) if rows else 0
        tables[name] = [row + [""] * (width - len(row)) for row in rows]
    return tables


READ = {"csv": Shapes.tables, "json": read_json, "html": read_html, "xlsx": read_xlsx}


# What is kept.


def flat(forms):
    """By table: headers and rows, each with the id of its form first."""
    tables = {}
    for id, form in forms:
        for name, rows in form.items():
            tables.setdefault(name, []).extend({"form id": id} | dict(map(tuple, row)) for row in rows)
    return {
        name: (list(dict.fromkeys(key for row in rows for key in row)), rows) for name, rows in tables.items()
    }


def file_name(table):
    return re.sub("[^a-z0-9]+", "-", table.lower()).strip("-") or "main"


def csv_text(headers, rows):
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(headers)
    writer.writerows([row.get(name, "") for name in headers] for row in rows)
    return text.getvalue()


def files(forms):
    return [(f"{file_name(name)}.csv", csv_text(*table).encode()) for name, table in flat(forms).items()]


def answers(forms):
    """Form, table, row, question, value."""
    for id, form in forms:
        for table, rows in form.items():
            for number, row in enumerate(rows):
                for question, value in row:
                    yield id, table, number, question, value


def nested(form):
    """A form as one object: its answers, and its repeats as lists."""
    main = dict(map(tuple, form["#"][0]))
    return main | {name: [dict(map(tuple, r)) for r in rows] for name, rows in form.items() if name != "#"}


def write(self, name, content):
    path = self.state / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)


@contextlib.contextmanager
def database(self, name="forms.db", path=None):
    path = path or self.state / name
    path.unlink(missing_ok=True)
    connection = sqlite3.connect(path)
    yield connection
    connection.commit()
    connection.close()


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


def fill(connection, table, headers, rows):
    # SQLite tells no upper case from lower.
    names = [f"{number} {name}" for number, name in enumerate(headers)]
    connection.execute(f"create table {quoted(table)} ({', '.join(map(quoted, names))})")
    marks = ", ".join("?" * len(headers))
    values = [[row.get(name) for name in headers] for row in rows]
    connection.executemany(f"insert into {quoted(table)} values ({marks})", values)


def wide(connection, forms):
    for name, (headers, rows) in flat(forms).items():
        fill(connection, name, headers, rows)


def as_it_came(self, forms):
    write_to = self.out / f"export.{'zip' if FORMAT == 'csv' else FORMAT}"
    write_to.write_bytes(self.body)


def folder_a_day(self, forms):
    write(self, f"2026-12-{self.number:02}/export.{'zip' if FORMAT == 'csv' else FORMAT}", self.body)


def merged_csv(self, forms):
    for name, content in files(forms):
        write(self, name, content)


def one_wide_csv(self, forms):
    """One row for each form, repeats side by side."""
    rows = []
    for id, form in forms:
        row = {"form id": id}
        for _, table, number, question, value in answers([(id, form)]):
            row[f"{table} {number} {question}"] = value
        rows.append(row)
    headers = list(dict.fromkeys(key for row in rows for key in row))
    write(self, "forms.csv", csv_text(headers, rows))


def long_csv(self, forms):
    rows = [(id, f"{table}/{number}/{q}", value) for id, table, number, q, value in answers(forms)]
    rows = [dict(zip(("form", "column", "value"), row)) for row in rows]
    write(self, "answers.csv", csv_text(["form", "column", "value"], rows))


def numbers(forms):
    """The same with a number for each form and each question."""
    ids = {id: number for number, (id, _) in enumerate(forms, 1001)}
    questions = {}
    rows = []
    for id, table, number, question, value in answers(forms):
        question = questions.setdefault((table, question), len(questions) + 1)
        rows.append({"form": ids[id], "row": number, "question": question, "value": value})
    questions = [{"id": n, "table": table, "name": name} for (table, name), n in questions.items()]
    ids = [{"id": n, "name": id} for id, n in ids.items()]
    return ids, questions, rows


def long_csv_of_numbers(self, forms):
    ids, questions, rows = numbers(forms)
    write(self, "forms.csv", csv_text(["id", "name"], ids))
    write(self, "questions.csv", csv_text(["id", "table", "name"], questions))
    write(self, "answers.csv", csv_text(["form", "row", "question", "value"], rows))


def csv_of_json(self, forms):
    rows = [{"id": id, "form": json.dumps(nested(form))} for id, form in forms]
    write(self, "forms.csv", csv_text(["id", "form"], rows))


def json_list(self, forms):
    write(self, "forms.json", json.dumps([nested(form) for _, form in forms]))


def json_by_id(self, forms):
    write(self, "forms.json", json.dumps({id: nested(form) for id, form in forms}))


def json_lines(self, forms):
    write(self, "forms.jsonl", "".join(json.dumps(nested(form)) + "\n" for _, form in forms))


def json_files(self, forms):
    for id, form in forms:
        write(self, f"forms/{id}.json", json.dumps(nested(form), indent=2, ensure_ascii=False))


def sqlite_wide(self, forms):
    with database(self) as connection:
        wide(connection, forms)


def sqlite_long(self, forms):
    with database(self) as connection:
        rows = [dict(zip("ftrqv", row)) for row in answers(forms)]
        fill(connection, "answer", list("ftrqv"), rows)


def sqlite_numbers(self, forms):
    ids, questions, rows = numbers(forms)
    with database(self) as connection:
        fill(connection, "form", ["id", "name"], ids)
        fill(connection, "question", ["id", "table", "name"], questions)
        fill(connection, "answer", ["form", "row", "question", "value"], rows)


def sqlite_json(self, forms):
    with database(self) as connection:
        rows = [{"id": id, "form": json.dumps(nested(form))} for id, form in forms]
        fill(connection, "form", ["id", "form"], rows)


def sqlite_blob(self, forms):
    with database(self) as connection:
        rows = [{"id": id, "form": gzip.compress(json.dumps(nested(form)).encode())} for id, form in forms]
        fill(connection, "form", ["id", "form"], rows)


def sqlite_files(self, forms):
    with database(self) as connection:
        rows = [{"name": name, "text": content.decode()} for name, content in files(forms)]
        fill(connection, "file", ["name", "text"], rows)


def inserts(self, forms):
    # The store of a moment, so that only its statements stay.
    path = self.out / "scratch"
    with database(self, path=path) as connection:
        wide(connection, forms)
        write(self, "forms.sql", "\n".join(connection.iterdump()))
    path.unlink()


def ini(self, forms):
    lines = []
    for id, form in forms:
        lines.append(f"[{id}]")
        for _, table, number, question, value in answers([(id, form)]):
            lines.append(f"{re.sub('[^a-z0-9]+', '.', f'{table}.{number}.{question}'.lower())} = {json.dumps(value)}")
    write(self, "forms.ini", "\n".join(lines) + "\n")


def pickled(self, forms):
    write(self, "forms.pickle", pickle.dumps(forms))


def zlib_json(self, forms):
    write(self, "forms.z", zlib.compress(json.dumps([nested(form) for _, form in forms]).encode()))


def gz_csv(self, forms):
    for name, content in files(forms):
        write(self, f"{name}.gz", gzip.compress(content))


def tar(self, forms, mode="w", name="forms.tar"):
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode=mode) as archive:
        for inner, content in files(forms):
            entry = tarfile.TarInfo(inner)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    write(self, name, packed.getvalue())


def tar_gz(self, forms):
    tar(self, forms, "w:gz", "forms.tar.gz")


def zip_csv(self, forms):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files(forms):
            archive.writestr(name, content)
    write(self, "forms.zip", packed.getvalue())


def element(name, text, **attributes):
    attributes = "".join(f" {key}={quoteattr(str(value))}" for key, value in attributes.items())
    # A carriage return that stands as it is would be a line feed to whoever reads it.
    return f"<{name}{attributes}>{escape(text, {chr(13): '&#13;'})}</{name}>"


def xml_of(id, form):
    cells = "\n".join(
        element("answer", value, table=table, row=number, question=question)
        for _, table, number, question, value in answers([(id, form)])
    )
    return f"<form id={quoteattr(id)}>\n{cells}\n</form>\n"


def xml(self, forms):
    write(self, "forms.xml", f"<forms>\n{''.join(xml_of(*form) for form in forms)}</forms>\n")


def xml_files(self, forms):
    for id, form in forms:
        write(self, f"forms/{id}.xml", xml_of(id, form))


def xml_answers(self, forms):
    cells = "\n".join(
        element("answer", value, form=id, table=table, row=number, question=question)
        for id, table, number, question, value in answers(forms)
    )
    write(self, "answers.xml", f"<answers>\n{cells}\n</answers>\n")


def html_page(self, forms):
    parts = []
    for name, (headers, rows) in flat(forms).items():
        line = lambda tag, cells: f"<tr>{''.join(element(tag, cell or '') for cell in cells)}</tr>\n"
        rows = "".join(line("td", [row.get(name, "") for name in headers]) for row in rows)
        parts.append(f"<h1>{escape(name)}</h1>\n<table>\n{line('th', headers)}{rows}</table>\n")
    write(self, "forms.html", f"<!DOCTYPE html><html><body>{''.join(parts)}</body></html>\n")


def xlsx(self, forms):
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    def cell(text):
        text = re.sub("[\x00-\x08\x0b-\x1f]", lambda m: f"_x{ord(m[0]):04X}_", re.sub("(?=_x[0-9A-F]{4}_)", "_x005F", text))
        return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'
    sheets = []
    for name, (headers, rows) in flat(forms).items():
        rows = [headers] + [[row.get(name, "") for name in headers] for row in rows]
        rows = "".join(f"<row>{''.join(map(cell, row))}</row>" for row in rows)
        sheets.append(f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>')
    many = range(1, len(sheets) + 1)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        add = lambda name, text: archive.writestr(name, '<?xml version="1.0" encoding="UTF-8"?>\n' + text)
        overrides = "".join(f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{kind}.worksheet+xml"/>' for n in many)
        add("[Content_Types].xml", f'<Types xmlns="{types}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>{overrides}</Types>')
        add("_rels/.rels", f'<Relationships xmlns="{package}"><Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>')
        names = "".join(f'<sheet name="{n}" sheetId="{n}" r:id="r{n}"/>' for n in many)
        add("xl/workbook.xml", f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>{names}</sheets></workbook>')
        rels = "".join(f'<Relationship Id="r{n}" Type="{office}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in many)
        add("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{package}">{rels}</Relationships>')
        for number, sheet in enumerate(sheets, 1):
            add(f"xl/worksheets/sheet{number}.xml", sheet)
    write(self, "forms.xlsx", packed.getvalue())


def yaml(self, forms):
    lines = []
    for id, form in forms:
        lines.append(f"- id: {json.dumps(id)}")
        for _, table, number, question, value in answers([(id, form)]):
            lines.append(f"  {json.dumps(f'{table}/{number}/{question}')}: {json.dumps(value)}")
    write(self, "forms.yaml", "\n".join(lines) + "\n")


def with_archive(self, forms):
    merged_csv(self, forms)
    write(self, f"archive/{self.number}.{'zip' if FORMAT == 'csv' else FORMAT}", self.body)


def with_backup(self, forms):
    store = self.state / "forms.db"
    if store.exists():
        shutil.copy(store, self.state / "forms.db.bak")
    sqlite_wide(self, forms)


def with_versions(self, forms):
    """All that ever came, in a table beside the store; it is kept in the memory of the tables."""
    versions = self.state / "versions"
    known = json.loads(zlib.decompress(base64.b64decode(versions.read_bytes()))) if versions.exists() else []
    known.append(list(self.brought.items()))
    with database(self) as connection:
        wide(connection, forms)
        for name, (headers, rows) in flat([form for run in known for form in run]).items():
            fill(connection, f"versions of {name}", headers, rows)
    versions.write_bytes(base64.b64encode(zlib.compress(json.dumps(known).encode())))


def with_marks(self, forms):
    """Old rows stay, marked as old."""
    marked = self.state / "marked"
    known = json.loads(zlib.decompress(base64.b64decode(marked.read_bytes()))) if marked.exists() else []
    known += list(self.old.items())
    with database(self) as connection:
        tables = {}
        for current, some in (("1", forms), ("0", known)):
            for name, (headers, rows) in flat(some).items():
                into = tables.setdefault(name, (["current", *headers], []))
                into[0].extend(header for header in headers if header not in into[0])
                into[1].extend({"current": current} | row for row in rows)
        for name, (headers, rows) in tables.items():
            fill(connection, name, headers, rows)
    marked.write_bytes(base64.b64encode(zlib.compress(json.dumps(known).encode())))


def doubled(self, forms):
    with database(self) as connection:
        wide(connection, forms + forms[:1])


def doubled_json(self, forms):
    sqlite_json(self, forms + forms[:1])


SHAPES = {
    "as-it-came": as_it_came,
    "folder-a-day": folder_a_day,
    "merged-csv": merged_csv,
    "one-wide-csv": one_wide_csv,
    "long-csv": long_csv,
    "long-csv-of-numbers": long_csv_of_numbers,
    "csv-of-json": csv_of_json,
    "json-list": json_list,
    "json-by-id": json_by_id,
    "json-lines": json_lines,
    "json-files": json_files,
    "sqlite-wide": sqlite_wide,
    "sqlite-long": sqlite_long,
    "sqlite-numbers": sqlite_numbers,
    "sqlite-json": sqlite_json,
    "sqlite-blob": sqlite_blob,
    "sqlite-files": sqlite_files,
    "inserts": inserts,
    "ini": ini,
    "pickle": pickled,
    "zlib-json": zlib_json,
    "gz-csv": gz_csv,
    "tar": tar,
    "tar-gz": tar_gz,
    "zip-csv": zip_csv,
    "xml": xml,
    "xml-files": xml_files,
    "xml-answers": xml_answers,
    "html": html_page,
    "xlsx": xlsx,
    "yaml": yaml,
    "with-archive": with_archive,
    "with-backup": with_backup,
    "with-versions": with_versions,
    "with-marks": with_marks,
    "failed-aside": merged_csv,
    "doubled": doubled,
    "doubled-json": doubled_json,
}

if __name__ == "__main__":
    try:
        Shapes().main()
    except SystemExit as end:
        if BUG != "says-nothing":
            raise
