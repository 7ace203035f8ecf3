//! Objects become forms, with and without files.

use serde_json::{Value, json};

use super::fake::request;
use crate::support::runtime::Bytes;
use crate::support::runtime::http::headers::CONTENT_TYPE;
use crate::support::runtime::http::{Method, Request};
use crate::support::{
    Encode, FieldStyle, FilePart, InvalidParameter, Mode, Multipart, PartStyle, Style, form_body,
};

fn text(request: &Request) -> String {
    String::from_utf8(Bytes::from(request.body()).to_vec()).unwrap()
}

fn form(value: &Value, styles: &[(&str, FieldStyle)]) -> Result<String, InvalidParameter> {
    let mut request = request(Method::Post);
    form_body(&mut request, value, styles)?;
    assert_eq!(
        request.headers().get_optional_str(&CONTENT_TYPE),
        Some("application/x-www-form-urlencoded")
    );
    Ok(text(&request))
}

fn multipart(fill: impl FnOnce(&mut Multipart)) -> (String, String) {
    parts_of(Multipart::new("multipart/form-data"), fill)
}

fn parts_of(mut form: Multipart, fill: impl FnOnce(&mut Multipart)) -> (String, String) {
    fill(&mut form);
    let mut request = request(Method::Post);
    form.put(&mut request).unwrap();
    let media_type = request.headers().get_optional_str(&CONTENT_TYPE).unwrap();
    (media_type.to_owned(), text(&request))
}

#[test]
fn each_property_becomes_a_field() {
    let value = json!({
        "a&b": "c d+e=ü",
        "flag": true,
        "items": [1, null, 2],
        "none": null,
        "number": 0.5,
        "object": {"x": 1},
    });
    let expected = "a%26b=c%20d%2Be%3D%C3%BC&flag=true&items=1&items=2&number=0.5\
                    &object=%7B%22x%22%3A1%7D";
    assert_eq!(form(&value, &[]).unwrap(), expected);
    assert_eq!(form(&json!({}), &[]).unwrap(), "");
}

#[test]
fn a_field_can_have_a_style() {
    let value = json!({"deep": {"x": {"y": 1}}, "empty": [], "json": [1], "list": ["a", "b,c"]});
    let styles = [
        ("list", FieldStyle::Spread(Style::Form)),
        ("empty", FieldStyle::Spread(Style::FormExploded)),
        ("deep", FieldStyle::Spread(Style::Deep)),
        ("json", FieldStyle::Json),
    ];
    let expected = "deep%5Bx%5D%5By%5D=1&json=%5B1%5D&list=a,b%2Cc";
    assert_eq!(form(&value, &styles).unwrap(), expected);

    let nested = [("deep", FieldStyle::Spread(Style::Form))];
    let expected = "deep=x,%7B%22y%22%3A1%7D&json=1&list=a&list=b%2Cc";
    assert_eq!(form(&value, &nested).unwrap(), expected);
}

#[test]
fn a_field_can_keep_reserved_characters() {
    let value = json!({"list": ["a/b", "c+d&e"], "url": "https://a.test/?q=1#x y%41"});
    let styles = [
        ("list", FieldStyle::Reserved(Style::Form)),
        ("url", FieldStyle::Reserved(Style::FormExploded)),
    ];
    let expected = "list=a/b,c%2Bd%26e&url=https://a.test/?q=1#x%20y%41";
    assert_eq!(form(&value, &styles).unwrap(), expected);
}

#[test]
fn only_an_object_is_a_form() {
    for value in [json!([1]), json!("a"), json!(null)] {
        let refused = form(&value, &[]).unwrap_err();
        assert_eq!(refused.to_string(), "parameter `body` must be an object");
    }
}

#[test]
fn properties_and_files_become_parts() {
    let (media_type, body) = multipart(|form| {
        let value = json!({"file": null, "list": ["a", {"b": 1}], "meta": {"x": 1}, "text": "ü"});
        let styles = [("text", PartStyle::MediaType("text/x-note"))];
        form.fields(&value, &styles).unwrap();
        let plain = FilePart::new("content");
        let named = FilePart::from(vec![1, 2])
            .file_name("a\"b\r\n.txt")
            .content_type("text/csv");
        form.files("file", "image/png", [&plain, &named]).unwrap();
    });
    assert_eq!(
        media_type,
        "multipart/form-data; boundary=form-data-boundary-0"
    );
    let expected = "\
--form-data-boundary-0
Content-Disposition: form-data; name=\"list\"

a
--form-data-boundary-0
Content-Disposition: form-data; name=\"list\"
Content-Type: application/json

{\"b\":1}
--form-data-boundary-0
Content-Disposition: form-data; name=\"meta\"
Content-Type: application/json

{\"x\":1}
--form-data-boundary-0
Content-Disposition: form-data; name=\"text\"
Content-Type: text/x-note

ü
--form-data-boundary-0
Content-Disposition: form-data; name=\"file\"; filename=\"file\"
Content-Type: image/png

content
--form-data-boundary-0
Content-Disposition: form-data; name=\"file\"; filename=\"a%22b%0D%0A.txt\"
Content-Type: text/csv

\u{1}\u{2}
--form-data-boundary-0--
";
    assert_eq!(body, expected.replace('\n', "\r\n"));
}

#[test]
fn a_property_can_be_json_by_its_media_type() {
    let (_, body) = multipart(|form| {
        let value = json!({"list": [1, 2], "none": null, "text": "a"});
        let json = PartStyle::MediaType("application/merge-patch+json");
        form.fields(&value, &[("list", json), ("none", json), ("text", json)])
            .unwrap();
    });
    let parts: Vec<&str> = body.split("\r\n\r\n").collect();
    assert_eq!(parts.len(), 3);
    assert!(body.contains("\r\n\r\n[1,2]\r\n") && body.contains("\r\n\r\n\"a\"\r\n"));
}

#[test]
fn the_parts_of_a_property_can_have_a_style() {
    let (_, body) = multipart(|form| {
        let value = json!({"deep": {"x&": 1, "y": [2]}, "list": ["a", "b&c"], "none": null,
            "object": {"z": 3}, "tab": [4, 5]});
        let styles = [
            ("deep", PartStyle::Spread(Style::Deep)),
            ("list", PartStyle::Spread(Style::Form)),
            ("none", PartStyle::Spread(Style::Form)),
            ("object", PartStyle::Spread(Style::FormExploded)),
            ("tab", PartStyle::Spread(Style::Tab)),
        ];
        form.fields(&value, &styles).unwrap();
    });
    let names = body.split("name=\"").skip(1);
    let parts: Vec<_> = names
        .filter_map(|part| part.split("\r\n--").next())
        .collect();
    assert_eq!(
        parts,
        [
            "deep[x&]\"\r\n\r\n1",
            "deep[y][0]\"\r\n\r\n2",
            "list\"\r\n\r\na,b&c",
            "z\"\r\n\r\n3",
            "tab\"\r\n\r\n4\t5",
        ]
    );
}

#[test]
fn the_boundary_occurs_in_no_part() {
    let (media_type, body) = multipart(|form| {
        let value = json!({"form-data-boundary-1": "--form-data-boundary-0"});
        form.fields(&value, &[]).unwrap();
        let file = FilePart::new("form-data-boundary-2");
        form.files("file", "a/b", [&file]).unwrap();
    });
    assert_eq!(
        media_type,
        "multipart/form-data; boundary=form-data-boundary-3"
    );
    assert_eq!(body.matches("form-data-boundary-3").count(), 3);
    let (_, empty) = multipart(|_| {});
    assert_eq!(empty, "--form-data-boundary-0--\r\n");
}

#[test]
fn the_parts_of_a_property_have_its_headers() {
    let (_, body) = multipart(|form| {
        form.head("file", "X-Kind", "photo").unwrap();
        form.head("list", "X-Unit", "mm").unwrap();
        form.fields(&json!({"list": [1, 2], "text": "a"}), &[])
            .unwrap();
        let plain = FilePart::new("content");
        let own = FilePart::new("content").header("x-kind", "drawing");
        form.files("file", "image/png", [&plain, &own]).unwrap();
    });
    assert_eq!(body.matches("X-Unit: mm\r\n").count(), 2);
    assert_eq!(body.matches("X-Kind: photo\r\n").count(), 1);
    assert_eq!(body.matches("x-kind: drawing\r\n").count(), 1);
    let mut form = Multipart::new("multipart/form-data");
    assert!(form.head("file", "X Kind", "photo").is_err());
    assert_eq!(
        form.head("file", "X-Kind", "a\r\nb: c").unwrap_err().name,
        "X-Kind"
    );
}

#[test]
fn parts_without_names_say_no_more_than_their_media_type() {
    let fill = |form: &mut Multipart| {
        form.fields(&json!({"about": {"id": 1}, "note": "a"}), &[])
            .unwrap();
        let named = FilePart::new("c").file_name("c.txt");
        let own = FilePart::new("d")
            .file_name("d")
            .header("Content-Disposition", "inline");
        form.files("file", "image/png", [&FilePart::new("b"), &named, &own])
            .unwrap();
    };
    let (media_type, body) = parts_of(Multipart::new("multipart/related"), fill);
    assert_eq!(
        media_type,
        "multipart/related; type=\"application/json\"; boundary=form-data-boundary-0"
    );
    let parts: Vec<&str> = body.split("--form-data-boundary-0\r\n").skip(1).collect();
    assert_eq!(
        parts,
        [
            "Content-Type: application/json\r\n\r\n{\"id\":1}\r\n",
            "\r\na\r\n",
            "Content-Type: image/png\r\n\r\nb\r\n",
            "Content-Disposition: attachment; filename=\"c.txt\"\r\nContent-Type: image/png\r\n\r\nc\r\n",
            "Content-Type: image/png\r\nContent-Disposition: inline\r\n\r\nd\r\n--form-data-boundary-0--\r\n",
        ]
    );
    let (media_type, _) = parts_of(Multipart::new("multipart/mixed"), fill);
    assert_eq!(media_type, "multipart/mixed; boundary=form-data-boundary-0");
    let (media_type, _) = parts_of(Multipart::new("multipart/related; type=\"a/b\""), fill);
    assert!(media_type.starts_with("multipart/related; type=\"a/b\"; boundary="));
}

#[test]
fn a_media_type_that_no_header_can_carry_is_refused() {
    let file = FilePart::new("").content_type("a/b\r\nx: y");
    let refused = Multipart::new("multipart/form-data")
        .files("file", "a/b", [&file])
        .unwrap_err();
    assert_eq!(refused.name, "body");
}

#[test]
fn a_field_among_files_is_called_like_none() {
    let read: FilePart = serde_json::from_str(r#"{"text": "a"}"#).unwrap();
    assert_eq!(read, FilePart::field("a"));
    assert_ne!(read, FilePart::new("a"));
    let (_, body) = multipart(|form| {
        let named = FilePart::field("b").file_name("b.txt");
        let typed = FilePart::field("c").content_type("text/csv");
        form.files("f", "a/b", [&read, &named, &typed]).unwrap();
    });
    let heads: Vec<_> = body.split("form-data; ").skip(1).collect();
    let heads: Vec<_> = heads
        .iter()
        .filter_map(|part| part.split_once("\r\n\r\n"))
        .collect();
    let heads: Vec<_> = heads.iter().map(|(head, _)| *head).collect();
    assert_eq!(
        heads,
        [
            "name=\"f\"",
            "name=\"f\"; filename=\"b.txt\"",
            "name=\"f\"\r\nContent-Type: text/csv"
        ]
    );
}

#[test]
fn a_file_is_not_shown_and_stands_in_no_json() {
    let file = FilePart::new("MARKER");
    assert!(!format!("{file:?}").contains("MARKER"));
    assert!(file == FilePart::new("MARKER") && file != FilePart::new("MARKER").file_name("a"));
    assert_eq!(Bytes::from(file.content()), "MARKER");
    for mode in [Mode::Full, Mode::Request, Mode::Redacted] {
        let json = file.encode(mode, serde_json::value::Serializer).unwrap();
        assert_eq!(json, Value::Null);
    }
    assert!(serde_json::from_str::<FilePart>("\"a\"").is_err());
}
