"""Files of other coders as Parquet files with the columns of `imported.COLUMNS`: SQL over files, never row by row.

DuckDB parses the files in parallel with the columns of their layout. A row that does not fit is refused by the parser,
which notes file, line and reason; the rest goes on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import duckdb
import pyarrow as pa

from detente.errors import InputError, UsageError
from detente.formats import gdelt, icews, polecat
from detente.formats.codes import register_codes
from detente.formats.imported import COLUMNS, MENTIONS, SQL_TYPES
from detente.formats.layouts import BLANK, Layout, fields
from detente.formats.literals import listed, quoted
from detente.formats.unpack import OnError, Unpacked, mend, unpacked

FORMATS = {"gdelt": gdelt.layout, "icews": icews.layout, "polecat": polecat.layout}
GROUP_BYTES = 256 * 2**20  # small files are parsed together until they have so many bytes
FILE_BYTES = "128MB"  # a Parquet file ends when it is as large
ROWS_A_GROUP = 122_880
LONGEST_LINE = 2**20

_TABLES = {"imported": COLUMNS, "mentions": MENTIONS}
COPY_OPTIONS = (
    f"(FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE {ROWS_A_GROUP}, "
    f"FILE_SIZE_BYTES '{FILE_BYTES}')"
)


@dataclass(frozen=True, slots=True)
class Staged:
    """Parquet files with rows of one table, not yet part of a ledger; `bad` rows were refused."""

    table: str
    files: tuple[Path, ...]
    rows: int
    bad: int


def stage(
    connection: duckdb.DuckDBPyConnection, form: str, files: Iterable[str | Path], folder: Path, on_error: OnError
) -> Iterator[Staged]:
    """Parse files of a format ("gdelt", "icews", "polecat") into Parquet files under `folder`, group by group.

    Files may lie in zip or gzip; their layout is told by their content. Each file and each row that cannot be used is
    told to `on_error` as InputError with file, line and reason. UsageError for another format.
    """
    if form not in FORMATS:
        raise UsageError(f"no format {form!r} to import; there are {', '.join(FORMATS)}")
    register_codes(connection)
    connection.execute("SET TimeZone = 'UTC'")
    # The parser's rows are many and the tables of codes small, which DuckDB cannot know of files: left to choose, it
    # keeps whole rows to look codes up among them.
    connection.execute("SET disabled_optimizers = 'join_order,build_side_probe_side'")
    for layout, group in _groups(_recognised(form, files, folder, on_error)):
        yield _staged(connection, layout, group, folder, on_error)
        for one in group:
            if one.copied:
                one.path.unlink()


def _recognised(
    form: str, files: Iterable[str | Path], folder: Path, on_error: OnError
) -> Iterator[tuple[Layout, Unpacked]]:
    for file in files:
        for one in unpacked(file, folder, on_error):
            try:
                with one.path.open("rb") as content:
                    first, second = fields(content.readline(LONGEST_LINE)), fields(content.readline(LONGEST_LINE))
            except OSError as error:
                on_error(InputError(str(file), f"cannot be read: {error.strerror}"))
                continue
            layout = FORMATS[form](first, second)
            if layout is None:
                why = (
                    f"is no {form.upper()} file: its first line has {len(first)} columns"
                    if first != [""]
                    else "is empty"
                )
                on_error(InputError(one.name, why))
            else:
                yield layout, one


def _groups(files: Iterable[tuple[Layout, Unpacked]]) -> Iterator[tuple[Layout, list[Unpacked]]]:
    """Files of one layout together, until they are as large as a group."""
    waiting: dict[Layout, list[Unpacked]] = defaultdict(list)
    size: dict[Layout, int] = defaultdict(int)
    for layout, one in files:
        waiting[layout].append(one)
        size[layout] += one.path.stat().st_size
        if size[layout] >= GROUP_BYTES:
            size.pop(layout)
            yield layout, waiting.pop(layout)
    yield from waiting.items()


def _staged(
    connection: duckdb.DuckDBPyConnection, layout: Layout, group: Sequence[Unpacked], folder: Path, on_error: OnError
) -> Staged:
    """One group parsed; files with bytes or line ends that the parser does not take are mended and parsed again."""
    sources = {str(one.path): one.name for one in group}
    parse = _Parse(connection, layout, sources, folder)
    try:
        parse.run()
        odd = parse.not_utf8()
    except duckdb.InvalidInputException:
        odd = list(sources)
    if odd:
        mended = {str(mend(Path(path), folder)): sources.pop(path) for path in odd}
        parse = _Parse(connection, layout, sources | mended, folder)
        parse.run()
    bad = 0
    for error in parse.refusals():
        bad += 1
        on_error(error)
    for path in map(Path, parse.sources):
        if path.parent == folder and path.name.startswith("mended"):
            path.unlink()
    return Staged(layout.table, tuple(parse.written()), parse.rows, bad)


class _Parse:
    """Files of one layout, parsed once by the layout and once more by each shorter one that some rows have."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, layout: Layout, sources: dict[str, str], folder: Path
    ) -> None:
        self.connection = connection
        self.layouts = (layout, *layout.shorter)
        self.sources = sources
        self.target = folder / f"staged-{uuid4().hex}"
        self.rows = 0
        self._tries: list[Layout] = []

    def run(self) -> None:
        """Parse; InvalidInputException where the parser gives up on a file."""
        self.target.mkdir()
        paths = pa.table({"path": list(self.sources), "name": list(self.sources.values())})  # noqa: F841
        self.connection.execute("CREATE OR REPLACE TEMP TABLE sources AS SELECT * FROM paths")
        for number, layout in enumerate(self.layouts):
            if number and not self._has(len(layout.columns)):
                continue
            for table in (f"refused_{number}", f"scans_{number}"):
                self.connection.execute(f"DROP TABLE IF EXISTS {table}")
            query = f"COPY ({query_of(layout, list(self.sources), number)}) TO {quoted(self.target / str(number))}"
            (rows,) = self.connection.execute(f"{query} {COPY_OPTIONS}").fetchall()[0]
            self.rows += rows
            self._tries.append(layout)

    def not_utf8(self) -> list[str]:
        """Files with bytes that are not UTF-8."""
        found = self.connection.execute(
            "SELECT DISTINCT file_path FROM refused_0 JOIN scans_0 USING (scan_id, file_id) "
            "WHERE error_type = 'INVALID ENCODING'"
        )
        return [path for (path,) in found.fetchall()]

    def written(self) -> Iterator[Path]:
        """The Parquet files."""
        return iter(sorted(self.target.rglob("*.parquet"))) if self.rows else iter(())

    def refusals(self) -> Iterator[InputError]:
        """Rows that no layout takes, in the order of the files."""
        widths = {len(layout.columns) for layout in self.layouts}
        for number, layout in enumerate(self._tries):
            cursor = self.connection.execute(_REFUSED.format(number=number))
            while some := cursor.fetchmany(1000):
                for path, line, column, found, value in some:
                    if found is None or (number == 0 and found not in widths - {len(layout.columns)}):
                        why = _why(layout, column, found, value)
                        yield InputError(f"{self.sources[path]}, line {line}", why)

    def _has(self, width: int) -> bool:
        """Whether rows were refused for having so many columns."""
        query = f"SELECT count(*) FROM ({_REFUSED.format(number=0)}) WHERE found = {width}"
        return bool(self.connection.execute(query).fetchall()[0][0])


# A line can be refused for several columns; how many columns it has comes first.
_REFUSED = r"""
SELECT file_path, line,
    arg_min(column_name, found IS NULL) AS column_name,
    min(found) AS found,
    any_value(regexp_extract(error_message, 'Could not convert string "(.*)" to', 1)) AS value
FROM (
    SELECT *, CASE WHEN error_type IN ('MISSING COLUMNS', 'TOO MANY COLUMNS')
        THEN TRY_CAST(regexp_extract(error_message, 'Found: (\d+)', 1) AS INTEGER) END AS found
    FROM refused_{number} JOIN scans_{number} USING (scan_id, file_id))
GROUP BY file_path, file_id, line ORDER BY file_id, line"""


def _why(layout: Layout, column: str | None, found: int | None, value: str | None) -> str:
    names = dict(layout.columns)
    if found is not None:
        return f"has {found} columns instead of {len(names)}"
    if column is None or column not in names:
        return "cannot be parsed"
    if names[column] == BLANK:
        return "has more columns than the header names"
    return f"{column} is {value!r}, which is no {_KINDS[names[column]]}" if value else f"has no {column}"


_KINDS = {"BIGINT": "number", "INTEGER": "number", "DATE": "day", "TIMESTAMP": "time", "VARCHAR": "text"}


def query_of(layout: Layout, paths: Sequence[str], number: int = 0) -> str:
    """The SELECT that gives rows of `layout.table`; what is refused goes to the tables refused_N and scans_N."""
    given_name, given = layout.given
    # Only a column that is asked for is parsed.
    unused = " AND ".join(f'"{name}" IS NULL' for name, kind in layout.columns if kind == BLANK) or "true"
    exprs = dict(layout.select)
    if layout.table == "imported":
        exprs = {"story": "NULL::VARCHAR", "sentence": "NULL::VARCHAR", "url": "NULL::VARCHAR"} | exprs
    inner = ", ".join(f"{expr} AS {name}" for name, expr in exprs.items())
    struct = ", ".join(f'"{name}" := {expr}' for name, expr in given)
    made = dict(_MADE) if layout.table == "imported" else {}
    outer = ", ".join(
        made.get(name) or (name if name in exprs or name == "file" else f"NULL::{SQL_TYPES[kind]}") + f" AS {name}"
        for name, kind, _ in _TABLES[layout.table]
    )
    # Of a single file the name need not be looked up row by row.
    sources = "CROSS JOIN sources" if len(paths) == 1 else "JOIN sources ON sources.path = lines.filename"
    return f"""
SELECT {outer}, {given_name}
FROM (
    SELECT sources.name AS file, {inner}, struct_pack({struct}) AS {given_name}
    FROM {parser(layout, paths, number)} AS lines {sources} {layout.joins}
    WHERE {unused})"""


def parser(layout: Layout, paths: Sequence[str], number: int = 0) -> str:
    """DuckDB's parser over files of a layout."""
    columns = ", ".join(f"'{name}': '{kind}'" for name, kind in layout.columns)
    required = ", ".join(f"'{name}'" for name in layout.required)
    return (
        f"read_csv({listed(paths)}, columns = {{{columns}}}, auto_detect = false, header = false, "
        f"delim = '\\t', quote = '', escape = '', skip = {int(layout.header)}, filename = true, "
        f"force_not_null = [{required}], "
        f"dateformat = '{layout.day_format}', timestampformat = '{layout.moment_format}', "
        f"store_rejects = true, rejects_table = 'refused_{number}', rejects_scan = 'scans_{number}')"
    )


# Cooperation in words or deeds, which coders give once for each side: rows of one report (story and sentence, or
# address) on the same two actors share a number, which depends on nothing else.
_TOLD_BY = "coalesce(story || ':' || coalesce(sentence, ''), url)"
_TWO = "least(actor_name, recipient_name), greatest(actor_name, recipient_name)"
_MADE = {
    "act": f"CASE WHEN event_type IN ('AGREE', 'CONSULT', 'SUPPORT', 'COOPERATE') AND {_TOLD_BY} IS NOT NULL "
    f"THEN (md5_number_lower(concat_ws('|', {_TOLD_BY}, {_TWO})) >> 33)::INTEGER END AS act",
    "pair": "CASE WHEN NOT contains(actor, ';') AND NOT contains(recipient, ';') AND actor <> recipient "
    "THEN least(actor, recipient) || '-' || greatest(actor, recipient) END AS pair",
    "several": "coalesce(contains(actor, ';'), false) OR coalesce(contains(recipient, ';'), false) AS several",
}
