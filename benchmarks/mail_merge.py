"""The recap by a mail merge of LibreOffice Writer without a window: a template with fields, a table of data in a CSV
file, and the merge itself by LibreOffice's own MailMerge, started by a macro. A whole process, as people start it.

A sheet of the template holds as many lines of the table as ours has on a page, each line one record. It has no QR code:
a mail merge cannot draw one.
"""

import csv
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from benchmarks.peers import Work

_FIELDS = ("no", "rt", "bidang", "uraian", "volume", "biaya", "keterangan")
_HEADS = ("No", "RT / RW", "BIDANG", "URAIAN KEGIATAN", "VOLUME", "RENCANA BIAYA (RP)", "KETERANGAN")
_WIDTHS = (11, 18, 27, 43, 20, 29, 27)  # mm
_NAME, _TABLE = "rekap", "rekap"

_MACRO = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">
Sub Fill(folder As String)
  Dim sources As Object, source As Object, job As Object
  sources = CreateUnoService("com.sun.star.sdb.DatabaseContext")
  source = sources.createInstance()
  source.URL = "sdbc:flat:" &amp; folder
  Dim info(1) As New com.sun.star.beans.PropertyValue
  info(0).Name = "Extension"
  info(0).Value = "csv"
  info(1).Name = "CharSet"
  info(1).Value = "UTF-8"
  source.Info = info()
  Dim nothings()
  source.DatabaseDocument.storeAsURL(folder &amp; "/data.odb", nothings())
  sources.registerObject("{name}", source)
  job = CreateUnoService("com.sun.star.text.MailMerge")
  job.DataSourceName = "{name}"
  job.CommandType = com.sun.star.sdb.CommandType.TABLE
  job.Command = "{table}"
  job.DocumentURL = folder &amp; "/template.fodt"
  job.OutputType = com.sun.star.text.MailMergeType.FILE
  job.OutputURL = folder
  job.FileNameFromColumn = False
  job.FileNamePrefix = "merged"
  job.SaveAsSingleFile = True
  job.SaveFilter = "writer_pdf_Export"
  job.execute(nothings())
  sources.revokeObject("{name}")
End Sub
</script:module>
"""

_TEMPLATE = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" office:version="1.3"
 office:mimetype="application/vnd.oasis.opendocument.text">
<office:automatic-styles>
<style:page-layout style:name="F4"><style:page-layout-properties fo:page-width="215mm" fo:page-height="330mm"
 fo:margin-top="18mm" fo:margin-bottom="31mm" fo:margin-left="22mm" fo:margin-right="18mm"/></style:page-layout>
<style:style style:name="T" style:family="paragraph"><style:paragraph-properties fo:text-align="center"/>
<style:text-properties style:font-name="Liberation Serif" fo:font-size="12pt" fo:font-weight="bold"/></style:style>
<style:style style:name="P" style:family="paragraph">
<style:text-properties style:font-name="Liberation Serif" fo:font-size="10.5pt"/></style:style>
<style:style style:name="C" style:family="table-cell"><style:table-cell-properties fo:border="0.5pt solid #000000"
 fo:padding="1mm"/></style:style>
{columns}
</office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="F4"/></office:master-styles>
<office:body><office:text>
<text:p text:style-name="T">DAFTAR REKAPITULASI USULAN KEGIATAN</text:p>
<text:p text:style-name="T">PRODAMAS PLUS TAHUN ANGGARAN {year}</text:p>
<table:table table:name="Rekap">{widths}{head}{rows}</table:table>
</office:text></office:body></office:document>
"""


def _cell(content: str) -> str:
    return f'<table:table-cell table:style-name="C"><text:p text:style-name="P">{content}</text:p></table:table-cell>'


def _template(lines: int, year: int) -> str:
    source = f'text:database-name="{_NAME}" text:table-name="{_TABLE}" text:table-type="table"'
    fields = [
        f'<text:database-display {source} text:column-name="{name}">-</text:database-display>' for name in _FIELDS
    ]
    following = f'<text:database-next {source} text:condition="ooow:TRUE"/>'
    rows = []
    for line in range(lines):
        cells = [_cell(following + field if line and at == 0 else field) for at, field in enumerate(fields)]
        rows.append(f"<table:table-row>{''.join(cells)}</table:table-row>")
    return _TEMPLATE.format(
        year=year,
        columns="".join(
            f'<style:style style:name="W{at}" style:family="table-column">'
            f'<style:table-column-properties style:column-width="{width}mm"/></style:style>'
            for at, width in enumerate(_WIDTHS)
        ),
        widths="".join(f'<table:table-column table:style-name="W{at}"/>' for at in range(len(_WIDTHS))),
        head=f"<table:table-row>{''.join(_cell(escape(head)) for head in _HEADS)}</table:table-row>",
        rows="".join(rows),
    )


def writer() -> str | None:
    """The program, where Writer, Base and its driver for text tables are installed."""
    program = shutil.which("soffice")
    if program is None:
        return None
    room = Path(program).resolve().parent
    parts = ("libswlo.so", "libflatlo.so", "libdbaxmllo.so")
    return program if all((room / part).exists() for part in parts) else None


def recap(rows: Sequence[Sequence[str]], lines: int, year: int) -> Work | None:
    """The merge of `rows` (seven texts each), `lines` on a page; None where LibreOffice Writer is not installed."""
    program = writer()
    if program is None:
        return None
    folder = Path(tempfile.mkdtemp(prefix="rembug-merge-"))
    start = [program, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--norestore"]
    # The first start makes the user's folder, with an empty macro module.
    subprocess.run([*start, "--terminate_after_init"], capture_output=True, check=True, timeout=120)
    module = folder / "profile" / "user" / "basic" / "Standard" / "Module1.xba"
    macro = _MACRO.replace("{name}", _NAME).replace("{table}", _TABLE)
    module.write_text(macro, encoding="utf-8")
    (folder / "template.fodt").write_text(_template(lines, year), encoding="utf-8")

    def merge() -> bytes:
        for old in folder.glob("merged*"):
            old.unlink()
        with (folder / f"{_TABLE}.csv").open("w", encoding="utf-8", newline="") as file:
            table = csv.writer(file)
            table.writerow(_FIELDS)
            table.writerows(rows)
        job = [*start, f'macro:///Standard.Module1.Fill("file://{folder}")']
        done = subprocess.run(job, capture_output=True, check=False, timeout=300)
        made = next(folder.glob("merged*.pdf"), None)
        if made is None:  # it may abort on its way out, with the merge done; without one its own word is the cause
            raise subprocess.CalledProcessError(done.returncode, job, done.stdout, done.stderr)
        return made.read_bytes()

    return merge
