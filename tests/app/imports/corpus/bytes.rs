//! Files made byte by byte: texts in every encoding, and what no program should have written.

use std::io::Write as _;

use encoding_rs::GB18030;
use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};
use rust_xlsxwriter::Workbook;
use xingtu::domain::import::Noun;

use super::Expected;

/// A file of exits.
pub struct File {
    pub name: &'static str,
    pub content: Vec<u8>,
    pub expected: Expected,
}

fn file(name: &'static str, content: impl Into<Vec<u8>>, expected: Expected) -> File {
    File { name, content: content.into(), expected }
}

pub const NOUN: Noun = Noun::Exits;

const LIST: &str = "户编号,户主姓名,人口\r\n4507210000101,刘荔红,3\r\n4507210000102,梁荔花,2\r\n";

fn utf16(text: &str, big: bool) -> Vec<u8> {
    let units = std::iter::once(0xfeff).chain(text.encode_utf16());
    units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
}

fn gb(text: &str) -> Vec<u8> {
    GB18030.encode(text).0.into_owned()
}

pub fn texts() -> Vec<File> {
    let tabs = LIST.replace(',', "\t");
    let mut half = gb(LIST);
    half.extend([0x81, 0x81, 0x20, 0xff, 0xff]);
    vec![
        file("utf-8", LIST, "fine 2"),
        file("utf-8 with its mark", format!("\u{feff}{LIST}"), "fine 2"),
        file("gb18030", gb(LIST), "fine 2"),
        file("gb18030 with tabs", gb(&tabs), "fine 2"),
        file(
            "gb18030 beyond gbk",
            gb(&LIST
                .replace("户主姓名", "㐂备注,户主姓名")
                .replace(",刘荔红", ",𠮷,刘荔红")
                .replace(",梁荔花", ",,梁荔花")),
            "fine 2",
        ),
        file("utf-16 little", utf16(&tabs, false), "fine 2"),
        file("utf-16 big", utf16(LIST, true), "fine 2"),
        file(
            "utf-16 cut",
            utf16(LIST, false).split_last().unwrap().1.to_vec(),
            "refused: error-import-encoding",
        ),
        file("no encoding", half, "refused: error-import-encoding"),
        file("semicolons", LIST.replace(',', ";"), "fine 2"),
        file("line feeds", LIST.replace('\r', ""), "fine 2"),
        file("carriage returns", LIST.replace('\n', ""), "fine 2"),
        file(
            "blank lines",
            format!("\r\n\r\n{}", LIST.replace("\r\n", "\r\n\r\n,,\r\n").replace(",2\r", ",x\r")),
            "fine 1 wrong 1; 1:9 家庭人口数 error-import-whole",
        ),
        file(
            "lines in cells",
            "\"户编号\",\"户主\n姓名\",\"家庭\r\n人口数\"\n=\"4507210000101\",\"刘荔红\",3\n\"4507210000102\",\"梁荔花\",\"2\n3\"\n",
            "fine 1 wrong 1; 1:3 家庭人口数 error-import-size-differs",
        ),
        file(
            "a quote left open",
            "户编号,户主姓名\n\"4507210000101,刘荔红\n4507210000102,梁荔花\n",
            "wrong 1; 1:2 户编号 error-household-code",
        ),
        file(
            "rows of other lengths",
            "名单\n户编号,户主姓名,人口\n4507210000101\n4507210000102,梁荔花,2,备注,又一个\n",
            "fine 2",
        ),
        file(
            "faults in words",
            "户编号,人口\n4507210000101,#REF!\n4507210000102,#N/A\n4507210000103,Err:502\n",
            "wrong 3; 1:2 家庭人口数 error-import-formula; 1:3 家庭人口数 error-import-formula; 1:4 家庭人口数 error-import-formula",
        ),
        file(
            "identity as a number",
            "户主姓名,身份证号\n刘荔红,4.50799E+17\n梁荔花,450799197306122080.0\n",
            "wrong 2; 1:2 户主身份证号 error-import-identity-number; 1:3 户主身份证号 error-import-identity-number",
        ),
        // 2015.10 as a number of a workbook becomes this in its CSV.
        file(
            "a month that lost its zero",
            "户编号,公告日期\n4507210000101,2017.1\n4507210000102,=\"2017.1\"\n",
            "wrong 2; 1:2 公告日期 error-import-month-lost; 1:3 公告日期 error-import-day-whole",
        ),
        file("nothing", "", "refused: error-import-empty"),
        file("a mark alone", "\u{feff}", "refused: error-import-no-header"),
        file("line ends alone", "\r\n\r\n\r\n", "refused: error-import-no-header"),
        file("a header alone", "户编号,户主姓名\n", "refused: error-import-no-rows"),
        file(
            "too many rows",
            format!("户编号\n{}", "4507210000101\n".repeat(201_500)),
            "refused: error-import-too-many",
        ),
        file(
            "one long line",
            format!("户编号,户主姓名\n{}\n", "长".repeat(200_000)),
            "wrong 1; 1:2 户编号 error-too-long",
        ),
        file("very wide", format!("户编号{}\n4507210000101\n", ",".repeat(50_000)), "fine 1"),
    ]
}

/// A part of an archive: its name, its content, and how large the directory says it is, if that is a lie.
type Part<'p> = (&'p str, &'p [u8], Option<u32>);

/// An archive as zip programs write it.
pub fn zip(parts: &[Part<'_>]) -> Vec<u8> {
    let (mut content, mut directory) = (Vec::new(), Vec::new());
    for (name, body, said) in parts {
        let mut packing = DeflateEncoder::new(Vec::new(), Compression::fast());
        packing.write_all(body).unwrap();
        let packed = packing.finish().unwrap();
        let mut crc = Crc::new();
        crc.update(body);
        let at = u32::try_from(content.len()).unwrap();
        let size = said.unwrap_or(u32::try_from(body.len()).unwrap());
        let mut common = Vec::new();
        common.extend([20u16, 0, 8, 0, 0x21].into_iter().flat_map(u16::to_le_bytes));
        common.extend(crc.sum().to_le_bytes());
        common.extend(u32::try_from(packed.len()).unwrap().to_le_bytes());
        common.extend(size.to_le_bytes());
        common.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
        common.extend([0, 0]);
        content.extend(b"PK\x03\x04");
        content.extend(&common);
        content.extend(name.as_bytes());
        content.extend(packed);
        directory.extend(b"PK\x01\x02\x14\x00");
        directory.extend(&common);
        directory.extend([0; 10]);
        directory.extend(at.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let count = u16::try_from(parts.len()).unwrap().to_le_bytes();
    let (start, size) = (u32::try_from(content.len()).unwrap(), u32::try_from(directory.len()).unwrap());
    content.extend(directory);
    content.extend(b"PK\x05\x06\x00\x00\x00\x00");
    content.extend([count, count].concat());
    content.extend(size.to_le_bytes());
    content.extend(start.to_le_bytes());
    content.extend([0, 0]);
    content
}

const TYPES: &str = r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>"#;
const ROOT: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const BOOK: &str = r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="名单" sheetId="1" r:id="r1"/></sheets></workbook>"#;
const SHEETS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;

/// A workbook with these cells, whose directory may lie about their size.
pub fn workbook(cells: &str, said: Option<u32>) -> Vec<u8> {
    let sheet = format!(
        r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{cells}</sheetData></worksheet>"#
    );
    zip(&[
        ("[Content_Types].xml", TYPES.as_bytes(), None),
        ("_rels/.rels", ROOT.as_bytes(), None),
        ("xl/workbook.xml", BOOK.as_bytes(), None),
        ("xl/_rels/workbook.xml.rels", SHEETS.as_bytes(), None),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes(), said),
    ])
}

/// An ods with these rows.
fn ods(rows: &str) -> Vec<u8> {
    let content = format!(
        r#"<?xml version="1.0"?><office:document-content><office:body><office:spreadsheet><table:table table:name="x">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"#
    );
    zip(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet", None),
        ("META-INF/manifest.xml", b"<manifest:manifest/>", None),
        ("content.xml", content.as_bytes(), None),
    ])
}

/// What Office makes of a workbook with a password: a compound file of the encrypted package and of how it is encrypted.
fn with_password() -> Vec<u8> {
    const SECTOR: usize = 512;
    let mut head = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    head.extend([0; 16]);
    head.extend([0x3e_u16, 3, 0xfffe, 9, 6, 0, 0, 0].into_iter().flat_map(u16::to_le_bytes));
    // One sector of the table at 0, the directory at 1, streams below 4096 bytes are kept apart: these are not.
    let long = [0_u32, 1, 1, 0, 4096, 0xffff_fffe, 0, 0xffff_fffe, 0, 0];
    head.extend(long.into_iter().flat_map(u32::to_le_bytes));
    head.resize(SECTOR, 0xff);
    let mut table = vec![0xffff_fffd_u32, 0xffff_fffe];
    for start in [2u32, 10] {
        table.extend((start + 1)..start + 8);
        table.push(0xffff_fffe);
    }
    table.resize(SECTOR / 4, 0xffff_ffff);
    let mut content = head;
    content.extend(table.into_iter().flat_map(u32::to_le_bytes));
    let none = 0xffff_ffff_u32;
    for (name, kind, child, right, start, size) in [
        ("Root Entry", 5, 1, none, 0xffff_fffe, 0),
        ("EncryptionInfo", 2, none, 2, 2, 4096),
        ("EncryptedPackage", 2, none, none, 10, 4096),
        ("", 0, none, none, 0, 0u32),
    ] {
        let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let length = if name.is_empty() { 0 } else { u16::try_from(entry.len() + 2).unwrap() };
        entry.resize(64, 0);
        entry.extend(length.to_le_bytes());
        entry.extend([kind, 1]);
        entry.extend([none, right, child].into_iter().flat_map(u32::to_le_bytes));
        entry.resize(116, 0);
        entry.extend([start, size, 0].into_iter().flat_map(u32::to_le_bytes));
        content.extend(entry);
    }
    content.resize(content.len() + 16 * SECTOR, 0x5a);
    content
}

fn whole() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for row in 0..200 {
        sheet.write(row, 0, format!("户编号 {row}")).unwrap();
    }
    book.save_to_buffer().unwrap()
}

fn far_below() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "户编号").unwrap();
    sheet.write(1_048_575, 0, "4507210000101").unwrap();
    book.save_to_buffer().unwrap()
}

fn far_aside() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "户编号").unwrap();
    sheet.write(1, 0, "4507210000101").unwrap();
    sheet.write(1, 16_383, "远").unwrap();
    book.save_to_buffer().unwrap()
}

pub fn broken() -> Vec<File> {
    const KIND: Expected = "refused: error-import-kind";
    let whole = whole();
    let inline = r#"<row r="1"><c r="A1" t="inlineStr"><is><t>户编号</t></is></c><c r="B1" t="inlineStr"><is><r><t>户主</t></r><r><t>姓名</t></r></is></c></row><row r="2"><c r="A2" t="str"><v>4507210000101</v></c><c r="B2" t="inlineStr"><is><t xml:space="preserve"> 刘荔红 </t></is></c></row>"#;
    let no_places = r#"<row><c t="inlineStr"><is><t>户编号</t></is></c></row><row><c t="inlineStr"><is><t>4507210000101</t></is></c></row>"#;
    let entities = r#"<row r="1"><c r="A1" t="inlineStr"><is><t>&lol;&lol;</t></is></c></row>"#;
    let repeated = r#"<table:table-row table:number-rows-repeated="1048576"><table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="95"/></table:table-row>"#;
    let docx = zip(&[
        ("[Content_Types].xml", TYPES.as_bytes(), None),
        ("word/document.xml", b"<w:document/>", None),
    ]);
    vec![
        file("a picture", *b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR", KIND),
        file("a pdf", *b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", KIND),
        file("a page", " <html><table><tr><td>户编号</td></tr></table></html>", KIND),
        file("a zip of something else", zip(&[("readme.txt", b"x", None)]), KIND),
        file("an empty zip", zip(&[]), KIND),
        file("a docx called xlsx", docx, KIND),
        file("a workbook with a password", with_password(), KIND),
        file("a compound file cut off", with_password()[..700].to_vec(), KIND),
        file("half a workbook", whole[..whole.len() / 2].to_vec(), KIND),
        file("a workbook without its end", whole[..whole.len() - 30].to_vec(), KIND),
        file("inline strings", workbook(inline, None), "fine 1"),
        file("cells without places", workbook(no_places, None), "fine 1"),
        file("entities of one's own", workbook(entities, None), KIND),
        file("a row far below", far_below(), "refused: error-import-too-many"),
        file("a cell far aside", far_aside(), "fine 1"),
        file(
            "more than is taken in, as it says",
            workbook(inline, Some(700 << 20)),
            "refused: error-import-unpacked",
        ),
        file("rows that take no room", ods(repeated), "refused: error-import-unpacked"),
    ]
}
