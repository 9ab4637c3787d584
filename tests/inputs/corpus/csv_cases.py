"""Files that are no CSV, bad CSV, and unusual CSV that is fine."""

from __future__ import annotations

import gzip
from itertools import chain

from tests.inputs.corpus.base import BASE, DEPENDENCIES, Case, edited

F = "dependencies.csv"
ROW = "MARKET,bank,hard,,1,Payouts\n"
OWNERS = "id,name,team,capacity_days_per_week,active\n"


def _case(
    name: str,
    text: str | bytes,
    *problems: tuple[int, str, str],
    rows: int = -1,
    read_as: tuple[str, ...] = (),
    not_read: tuple[str, ...] = (),
) -> Case:
    """A case about dependencies.csv; with rows, the number that must load."""
    data = text.encode() if isinstance(text, str) else text
    expected = tuple((F, line, field, part) for line, field, part in problems)
    notes = [(F, "read as", part) for part in read_as]
    notes += [(F, "not read", part) for part in not_read]
    counts = {"dependencies": rows} if rows >= 0 else {}
    return Case(name, {F: data}, expected, counts, tuple(notes))


# fmt: off
CASES: tuple[Case, ...] = (
    _case("empty", "", (0, "", "the file is empty")),
    _case("BOM only", b"\xef\xbb\xbf", (0, "", "the file is empty")),
    _case("newline only", "\n\n", (0, "", "the file is empty")),
    _case("header only", DEPENDENCIES, rows=0),
    _case("missing header", ROW, (1, "", 'no header: "MARKET,bank,hard')),
    _case(
        "duplicate header",
        "item,requires,strength,any_of,confidence,reason,item\n",
        (1, "item", "stands at places 1 and 7"),
    ),
    _case(
        "duplicate header by case",
        "item,requires,strength,any_of,confidence,reason,Item\n",
        (1, "Item", "stands at places 1 and 7"),
    ),
    _case(
        "empty header (read as)",
        "item,,requires,strength,any_of,confidence,reason\nMARKET,,bank,hard,,1,\n",
        rows=1,
        read_as=("empty columns",),
    ),
    _case(
        "empty header over values",
        "item,,requires,strength,any_of,confidence,reason\nMARKET,x,bank,hard,,1,\n",
        (1, "", "column 2 has values and no name"),
    ),
    _case(
        "trailing comma in header (read as)",
        "item,requires,strength,any_of,confidence,reason,\n" + ROW,
        rows=1,
        read_as=("empty columns",),
    ),
    _case(
        "empty columns and rows at the end (read as)",
        DEPENDENCIES.replace("\n", ",,,\n") + ROW.replace("\n", ",,,\n") + ",,,,,,,,\n" * 3,
        rows=1,
        read_as=("empty columns", "empty rows"),
    ),
    _case(
        "unknown column that is nearly a missing one",
        "item,requires,strenght,any_of,confidence,reason\n" + ROW,
        (1, "", 'no column "strenght".\n    Expected the column strength, which is missing. Did '
         'you mean "strength"?'),
    ),
    _case(
        "unknown column a little like a missing one (not read)",
        "item,requires,strength,any_of,confidence,reasoning\n" + ROW,
        rows=1,
        not_read=('columns "reasoning", did you mean "reason"?',),
    ),
    _case(
        "header in other words (read as)",
        "Item,REQUIRES,Strength,Any of,confidence,reason\n" + ROW,
        rows=1,
        read_as=("headers Item → item",),
    ),
    _case(
        "unknown column, nothing near (not read)",
        "item,requires,strength,any_of,confidence,reason,xyzzy\nMARKET,bank,hard,,1,Payouts,7\n",
        rows=1,
        not_read=('columns "xyzzy"',),
    ),
    _case(
        "missing column whose value must be there",
        "item,strength,any_of,confidence,reason\nMARKET,hard,,1,\n",
        (1, "requires", "the column is missing"),
    ),
    _case("missing optional columns (accepted)", "item,requires\nMARKET,bank\n", rows=1),
    _case(
        "columns in another order (accepted)",
        "reason,confidence,any_of,strength,requires,item\nPayouts,1,,hard,bank,MARKET\n",
        rows=1,
    ),
    _case("spaces around headers (accepted)", DEPENDENCIES.replace(",", " , ") + ROW, rows=1),
    _case(
        "short row",
        DEPENDENCIES + "MARKET,bank,hard\n" + ROW,
        (2, "", 'the row has 3 values; it ends before column "any_of"'),
    ),
    _case(
        "long row",
        DEPENDENCIES + "MARKET,bank,hard,,1,Payouts, and more\n" + ROW,
        (2, "", 'the row has 7 values, the last is " and more".\n    Expected 6 values'),
    ),
    _case(
        "long last row",
        DEPENDENCIES + ROW + "MARKET,terms,hard,,1,Listing,x",
        (3, "", "the row has 7 values"),
    ),
    _case("blank line inside (accepted)", DEPENDENCIES + "\n" + ROW + "  \n", rows=1),
    _case("row of commas (read as)", DEPENDENCIES + ROW + ",,,,,\n", rows=1,
          read_as=("empty rows",)),
    _case("repeated header line (read as)", DEPENDENCIES + ROW + DEPENDENCIES, rows=1,
          read_as=("repeated header lines",)),
    _case(
        "unclosed quote",
        DEPENDENCIES + ROW + 'MARKET,terms,hard,,1,"List\nSIGN-IN,buy,hard,,,\n',
        (3, "", "a double quote is opened and never closed"),
    ),
    _case(
        "text after a closing quote",
        DEPENDENCIES + 'MARKET,bank,hard,,1,"Payouts" soon\n',
        (2, "", "there is text after a closing double quote"),
    ),
    _case(
        "backslash quote",
        DEPENDENCIES + ROW + 'MARKET,terms,hard,,1,"The \\"terms\\" first"\n',
        (3, "", "a backslash does not help"),
    ),
    _case("quote inside a field (kept)", DEPENDENCIES + 'MARKET,bank,hard,,1,a 5" disk\n', rows=1),
    _case(
        "blank before a quote",
        DEPENDENCIES + 'MARKET,bank,hard,,1, "Payouts"\n',
        (2, "reason", "a blank before an opening double quote"),
    ),
    _case(
        "quoted newline followed by an error (physical line)",
        DEPENDENCIES + 'MARKET,bank,hard,,1,"one\ntwo\r\nthree"\nMARKET,terms,hard,,2,\n',
        (5, "confidence", '"2" is too large.\n    Expected a number from 0 to 1.'),
    ),
    _case(
        "error in a row with a quoted newline (line where the row starts)",
        DEPENDENCIES + ROW + 'MARKET,terms,firm,,1,"one\ntwo"\n',
        (3, "strength", 'no strength is called "firm"'),
    ),
    _case(
        "mixed line ends (accepted)",
        DEPENDENCIES + "MARKET,bank,hard,,1,a\r\nMARKET,terms,hard,,1,b\rSIGN-IN,buy,hard,,1,c\n",
        rows=3,
    ),
    _case("CR only (accepted)", (DEPENDENCIES + ROW).replace("\n", "\r"), rows=1),
    _case(
        "CRLF with BOM (accepted)",
        b"\xef\xbb\xbf" + (DEPENDENCIES + ROW).replace("\n", "\r\n").encode(),
        rows=1,
    ),
    _case(
        "Latin-1",
        (DEPENDENCIES + ROW + "MARKET,terms,hard,,1,Gebühr\n").encode("latin-1"),
        (3, "", 'the text is not UTF-8 at "MARKET,terms,hard,,1,Gebühr"'),
    ),
    _case(
        "CP-1252",
        (DEPENDENCIES + "MARKET,bank,hard,,1,“soon” for 5 €\n").encode("cp1252"),
        (2, "", "Excel: Save as, CSV UTF-8"),
    ),
    _case("UTF-16 with BOM (read as)", (DEPENDENCIES + ROW).encode("utf-16"), rows=1,
          read_as=("text in UTF-16",)),
    _case("UTF-16, cut off", (DEPENDENCIES + ROW).encode("utf-16")[:-1],
          (0, "", "the UTF-16 text is cut off")),
    _case("UTF-16 without BOM", DEPENDENCIES.encode("utf-16-le"), (1, "", "UTF-16 or UTF-32")),
    _case("UTF-32", DEPENDENCIES.encode("utf-32"), (1, "", "UTF-16 or UTF-32")),
    _case(
        "cut-off UTF-8",
        (DEPENDENCIES + "MARKET,bank,hard,,1,für").encode()[:-2],
        (2, "", "the file ends in the middle of a character"),
    ),
    _case(
        "NUL",
        DEPENDENCIES + ROW + "MARKET,terms,hard,,1,a\0b\n",
        (3, "", 'an invisible character (U+0000) after "MARKET,terms,hard,,1,a"'),
    ),
    _case("semicolons (read as)", (DEPENDENCIES + ROW).replace(",", ";"), rows=1,
          read_as=("values separated by semicolons",)),
    _case("semicolons and commas (read as)",
          DEPENDENCIES.replace(",", ";") + 'MARKET;bank;hard;;1;"Payouts; soon, or so"\n', rows=1,
          read_as=("values separated by semicolons",)),
    _case("two separators", "item,requires;strength\n", (1, "", "by commas or semicolons")),
    _case("rows in quotes as a whole (read as)",
          '"item,requires,strength"\n"MARKET,bank,hard"\n"MARKET,""terms"",hard"\n', rows=2,
          read_as=("rows in quotes as a whole",)),
    _case("tabs (read as)", (DEPENDENCIES + ROW).replace(",", "\t"), rows=1,
          read_as=("values separated by tabs",)),
    _case("`sep=` line (read as)", "sep=,\n" + DEPENDENCIES + ROW, rows=1,
          read_as=("a first line sep=",)),
    _case("lines above the header (read as)", "Who needs what,,,\n\n" + DEPENDENCIES + ROW, rows=1,
          read_as=("lines above the header",)),
    _case("comment line on top (read as)", "# who needs what\n" + DEPENDENCIES + ROW, rows=1,
          read_as=("lines above the header",)),
    _case("comment and no header", "# who needs what\n" + ROW, (1, "", "is a comment")),
    _case("some rows in quotes as a whole",
          '"item,requires,strength"\nMARKET,bank,hard\n', (2, "", "and this one does not")),
    _case(
        "comment line inside",
        DEPENDENCIES + "# later: terms\n" + ROW,
        (2, "", "the line is a comment, which CSV does not have"),
    ),
    Case(
        "row commented out",
        {"owners.csv": BASE["owners.csv"] + b"#carl,Carl,Sales,3,yes\n"},
        (("owners.csv", 4, "id", 'the id "#carl" starts with #'),),
    ),
    _case("renamed xlsx", b"PK\x03\x04\x14\0\x06\0", (1, "", "the content is an Excel workbook")),
    _case("gzip", gzip.compress(b"item"), (1, "", "the content is a gzip archive")),
    _case("HTML", "<!DOCTYPE html>\n<html>", (1, "", "the content is a web page or XML")),
    _case("JSON", '[{"item": "MARKET"}]', (1, "", "the content looks like JSON")),
    _case(
        "1 MB cell",
        DEPENDENCIES + ROW + "MARKET,terms,hard,,1," + "x" * 999_000 + "\n",
        (3, "", "a value is longer than 131,072 characters"),
    ),
    _case(
        "20 MB line",
        DEPENDENCIES + "," * 20_000_000,
        (2, "", "a row is longer than 1,000,000 characters"),
    ),
    _case(
        "half a million columns",
        "item" + ",a" * 490_000,
        (1, "", "the header has 490,001 columns"),
    ),
    _case(
        "one row of a million quoted lines",
        DEPENDENCIES + '"\n",' * 1_000_000,
        (2, "", "a row is longer than 1,000,000 characters"),
    ),
    _case(
        "three million blank lines", "\n" * 3_000_001, (3_000_001, "", "more than 3,000,000 lines")
    ),
    Case(
        "200,000 rows (accepted)",
        {
            "owners.csv": "".join(
                chain([OWNERS, "ann,Ann,,3,\nbob,Bob,,3,\n"],
                      (f"o{n},Owner {n},Team,5,yes\n" for n in range(199_998)))
            ).encode()
        },
        rows={"owners": 200_000},
    ),
    _case(
        "a cell of 100 KB of formula (accepted)",
        DEPENDENCIES + "MARKET,bank,hard,,1,=" + "A1+" * 34_000 + "A1\n",
        rows=1,
    ),
    _case(
        "a file of nothing but short rows",
        DEPENDENCIES + "x\n" * 3,
        *((line, "", "the row has 1 value; it ends before") for line in (2, 3, 4)),
    ),
    Case(
        "broken file raises no second problems about its ids",
        {"owners.csv": b'id,name,team,capacity_days_per_week,active\n"ann,Ann\n'},
        (("owners.csv", 2, "", "a double quote is opened and never closed"),),
    ),
    Case(
        "ids of rows with a wrong width still count",
        edited("owners.csv", "ann,Ann,Product,3,yes", "ann,Ann,Product,3"),
        (("owners.csv", 2, "", "the row has 4 values"),),
    ),
)
# fmt: on
