//! Bodies in XML.

use std::collections::BTreeMap;

use serde::de::IgnoredAny;
use serde_json::{Value, json};

use super::fake::request;
use crate::support::runtime::Bytes;
use crate::support::runtime::http::headers::{CONTENT_TYPE, Headers};
use crate::support::runtime::http::{Method, RawResponse, StatusCode};
use crate::support::{
    Error, Failure, List, Maybe, Raw, Response, Rfc3339, XmlField, XmlName, XmlPlace, XmlRecord,
    XmlRoot, XmlShape, decode_xml, decode_xml_as, from_xml, to_xml, xml_body, xml_body_as,
    xml_service_error,
};

const fn field(key: &'static str, shape: XmlShape) -> XmlField {
    XmlField {
        key,
        name: XmlName::plain(key),
        place: XmlPlace::Element,
        shape,
        required: false,
    }
}

const B: &str = "http://example.com/book";

static NOTE: XmlRecord = XmlRecord {
    fields: &[
        XmlField {
            place: XmlPlace::Attribute,
            ..field("by", XmlShape::Text)
        },
        XmlField {
            place: XmlPlace::Text,
            ..field("text", XmlShape::Text)
        },
    ],
    rest: None,
};

static BOOK: XmlRecord = XmlRecord {
    fields: &[
        XmlField {
            place: XmlPlace::Attribute,
            ..field("id", XmlShape::Number)
        },
        XmlField {
            name: XmlName {
                local: "lang",
                prefix: "x",
                namespace: "http://example.com/x",
            },
            place: XmlPlace::Attribute,
            ..field("lang", XmlShape::Text)
        },
        XmlField {
            name: XmlName::plain("Title"),
            ..field("title", XmlShape::Text)
        },
        XmlField {
            name: XmlName {
                local: "isbn",
                prefix: "b",
                namespace: B,
            },
            ..field("isbn", XmlShape::Text)
        },
        field("price", XmlShape::Number),
        field("out", XmlShape::Bool),
        field("published", XmlShape::Word),
        XmlField {
            required: true,
            ..field(
                "tags",
                XmlShape::List(XmlName::plain("tag"), false, &XmlShape::Text),
            )
        },
        field(
            "marks",
            XmlShape::List(XmlName::plain("mark"), true, &XmlShape::Number),
        ),
        field(
            "notes",
            XmlShape::List(XmlName::plain("note"), true, &XmlShape::Record(&NOTE)),
        ),
        field("sequel", XmlShape::Record(&BOOK)),
        field("meta", XmlShape::Map(&XmlShape::Text)),
        field("other", XmlShape::Any),
    ],
    rest: None,
};

static ROOT: XmlRoot = XmlRoot {
    name: XmlName {
        local: "book",
        prefix: "b",
        namespace: B,
    },
    shape: XmlShape::Record(&BOOK),
};

static TIMES: XmlRoot = XmlRoot {
    name: XmlName::plain("Times"),
    shape: XmlShape::List(XmlName::plain("Time"), false, &XmlShape::Word),
};

fn read(body: &str) -> Result<Value, Failure> {
    from_xml(body.as_bytes(), &ROOT)
}

fn written(value: &Value) -> Option<String> {
    to_xml(value, &ROOT).map(|body| String::from_utf8(body).unwrap())
}

const WHOLE: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8"?>"#,
    r#"<b:book xmlns:b="http://example.com/book" xmlns:x="http://example.com/x" id="7" x:lang="en">"#,
    "<Title>A &lt;B&gt; &amp; C</Title><b:isbn>1</b:isbn><price>-0.5</price><out>true</out>",
    "<published>2025-09-01</published><tag>a</tag><tag> b </tag>",
    "<marks><mark>1</mark><mark>2</mark></marks>",
    r#"<notes><note by="me">Good.</note><note></note></notes>"#,
    "<sequel><Title>D</Title></sequel><meta><a>1</a><b>2</b></meta>",
    "<other><c>3</c></other></b:book>",
);

fn whole() -> Value {
    json!({
        "id": 7,
        "lang": "en",
        "title": "A <B> & C",
        "isbn": "1",
        "price": -0.5,
        "out": true,
        "published": "2025-09-01",
        "tags": ["a", " b "],
        "marks": [1, 2],
        "notes": [{"by": "me", "text": "Good."}, {"text": ""}],
        "sequel": {"title": "D", "tags": []},
        "meta": {"a": "1", "b": "2"},
        "other": {"c": "3"},
    })
}

#[test]
fn a_document_is_read_and_written_by_its_shape() {
    assert_eq!(read(WHOLE).unwrap(), whole());
    assert_eq!(written(&whole()).unwrap(), WHOLE);
}

#[test]
fn prefixes_order_and_white_space_make_no_difference() {
    let body = "\u{FEFF}<?xml version='1.0'?>\n<!DOCTYPE book>\n<!-- x -->\n<book xmlns='http://example.com/book'\n id='7'>\n\
        <tag><![CDATA[<a>]]></tag>\n  <q:isbn xmlns:q='http://example.com/book'>&#49;</q:isbn>\n  <new/>\n\
        <tag/>\n <price> 1e2 </price></book>\n<?x y?>\n";
    let expected = json!({"id": 7, "isbn": "1", "price": 100.0, "tags": ["<a>", ""]});
    assert_eq!(read(body).unwrap(), expected);
}

#[test]
fn the_root_declares_the_prefixes_of_all_elements() {
    static PLAIN: XmlRoot = XmlRoot {
        name: XmlName::plain("book"),
        shape: XmlShape::Record(&BOOK),
    };
    let value = json!({"sequel": {"isbn": "1", "tags": []}, "tags": []});
    let document = String::from_utf8(to_xml(&value, &PLAIN).unwrap()).unwrap();
    let (_, root) = document.split_once("?>").unwrap();
    let expected = "<book xmlns:b=\"http://example.com/book\">\
                    <sequel><b:isbn>1</b:isbn></sequel></book>";
    assert_eq!(root, expected);
}

#[test]
fn the_text_of_an_element_stands_as_it_is() {
    let text = |note: &str| {
        let read = read(&format!("<book><notes><note>{note}</note></notes></book>")).unwrap();
        read["notes"][0]["text"].as_str().unwrap().to_owned()
    };
    assert_eq!(text("\n  Good.\n"), "\n  Good.\n");
    assert_eq!(text("\n  Good.<new/>\n"), "Good.", "blanks around elements");
    assert_eq!(text("\n"), "", "blanks alone");
}

#[test]
fn an_empty_element_is_no_number_and_no_date_but_a_text() {
    let body = "<book><Title/><price/><out></out><published> </published><marks/><sequel nil='true'/></book>";
    let expected = json!({
        "title": "", "price": null, "out": null, "published": null, "tags": [], "marks": [], "sequel": null,
    });
    assert_eq!(read(body).unwrap(), expected);
    let written = written(&json!({"title": null, "price": null, "tags": [], "marks": []}));
    let written = written.unwrap();
    assert!(
        written.ends_with("book\"><marks></marks></b:book>"),
        "{written}"
    );
}

#[test]
fn what_is_not_well_formed_is_refused() {
    for body in [
        "",
        " ",
        "x",
        "{}",
        "<a>",
        "<a></b>",
        "</a>",
        "<a/><b/>",
        "<a/>x",
        "<a b=c/>",
        "<a b='1' b='2'/>",
        "<a>&MARKER;</a>",
        "<a>&#0;</a>",
        "<a>&#xD800;</a>",
        "<a",
        "<!DOCTYPE a [<!ENTITY b 'MARKER'>]><a>&b;</a>",
    ] {
        let failure = read(body).unwrap_err();
        assert_eq!(failure.to_string(), "expected well-formed XML", "{body}");
    }
    let deep = |levels: usize| format!("{}{}", "<book>".repeat(levels), "</book>".repeat(levels));
    assert!(from_xml::<IgnoredAny>(deep(100).as_bytes(), &ROOT).is_ok());
    assert!(from_xml::<IgnoredAny>(deep(100_000).as_bytes(), &ROOT).is_err());
    assert!(from_xml::<IgnoredAny>(b"<a>\xFF</a>", &ROOT).is_err());
}

#[test]
fn a_root_of_another_name_has_something_described_in_it() {
    assert_eq!(read("<Book/>").unwrap(), json!({"tags": []}));
    assert_eq!(
        read("<any><price>1</price></any>").unwrap(),
        json!({"price": 1, "tags": []})
    );
    assert_eq!(read("<any id='1'/>").unwrap(), json!({"id": 1, "tags": []}));
    let times = |body: &str| from_xml::<Vec<String>>(body.as_bytes(), &TIMES);
    assert_eq!(times("<any><Time>t</Time></any>").unwrap(), ["t"]);
    for body in [
        "<html><body>MARKER</body></html>",
        "<Error><Code>MARKER</Code></Error>",
    ] {
        let failure = read(body).unwrap_err();
        assert_eq!(failure.to_string(), "expected an element `book`");
        assert_eq!(
            times(body).unwrap_err().to_string(),
            "expected an element `Times`"
        );
    }
}

#[test]
fn what_has_another_type_is_named_by_its_place_and_not_quoted() {
    let body = "<book><notes><note><by/></note></notes><marks><mark>1</mark><mark>MARKER</mark></marks></book>";
    type Books = BTreeMap<String, Vec<i32>>;
    static LISTS: XmlRoot = XmlRoot {
        name: XmlName::plain("book"),
        shape: XmlShape::Map(&XmlShape::List(
            XmlName::plain("mark"),
            true,
            &XmlShape::Number,
        )),
    };
    let failure = from_xml::<Books>(body.as_bytes(), &LISTS).unwrap_err();
    assert_eq!(failure.to_string(), "/notes/0: expected i32");
    let body = body.replace("<note><by/></note>", "");
    let failure = from_xml::<Books>(body.as_bytes(), &LISTS).unwrap_err();
    assert_eq!(failure.to_string(), "/marks/1: expected i32");
}

#[test]
fn what_xml_cannot_say_is_not_written() {
    assert_eq!(written(&json!({"title": "\u{0}"})), None);
    assert_eq!(written(&json!({"lang": "\u{1B}"})), None);
    assert_eq!(written(&json!({"meta": {"no name": "1"}})), None);
    assert_eq!(written(&json!({"meta": {"a><b": "1"}})), None);
    assert!(written(&json!({"meta": {"_grün-1.x": "1"}})).is_some());
}

fn raw(status: u16, media_type: &'static str, body: &'static str) -> RawResponse {
    let mut headers = Headers::new();
    headers.insert(CONTENT_TYPE, media_type);
    RawResponse::from_bytes(StatusCode::from(status), headers, body)
}

#[test]
fn an_answer_is_decoded_or_says_why_not() {
    let response: Result<Response<Value>, Error> =
        decode_xml(raw(200, "application/xml", WHOLE), &ROOT);
    let response = response.unwrap();
    assert_eq!(response.value(), &whole());
    assert_eq!(response.body(), WHOLE);
    let error: Error =
        decode_xml::<Value, _>(raw(200, "text/html", "<MARKER>"), &ROOT).unwrap_err();
    assert_eq!(
        error.to_string(),
        "200 OK: expected well-formed XML (text/html, 8 bytes)"
    );
    assert!(!format!("{error:?}").contains("MARKER"));

    let times = raw(
        200,
        "text/xml",
        "<Times><Time>2025-09-01T00:00:00Z</Time><Time/></Times>",
    );
    let times: Result<Response<Vec<Option<_>>>, Error> =
        decode_xml_as::<List<Maybe<Rfc3339>>, _>(times, &TIMES);
    let times = times.unwrap().into_value();
    assert_eq!(
        times.iter().map(Option::is_some).collect::<Vec<_>>(),
        [true, false]
    );
    let mut sent = request(Method::Put);
    xml_body_as::<List<Maybe<Rfc3339>>>(&mut sent, &times, &TIMES, "text/xml").unwrap();
    let body = Bytes::from(sent.body());
    assert!(
        body.ends_with(b"<Times><Time>2025-09-01T00:00:00Z</Time></Times>"),
        "{body:?}"
    );
}

#[test]
fn a_body_is_sent_with_its_media_type() {
    let mut sent = request(Method::Put);
    xml_body(&mut sent, &json!({"id": 1}), &ROOT, "application/atom+xml").unwrap();
    assert_eq!(
        sent.headers().get_optional_str(&CONTENT_TYPE),
        Some("application/atom+xml")
    );
    assert!(Bytes::from(sent.body()).ends_with(b" id=\"1\"></b:book>"));
    let refused = xml_body(
        &mut sent,
        &json!({"title": "MARKER\u{0}"}),
        &ROOT,
        "text/xml",
    )
    .unwrap_err();
    assert_eq!(
        refused.to_string(),
        "parameter `body` cannot be written as XML"
    );
}

#[test]
fn an_error_in_xml_has_its_code_and_message_whatever_it_is_written_in() {
    static PROBLEM: XmlRecord = XmlRecord {
        fields: &[
            XmlField {
                name: XmlName::plain("Code"),
                ..field("code", XmlShape::Text)
            },
            field("message", XmlShape::Text),
        ],
        rest: None,
    };
    static PROBLEM_ROOT: XmlRoot = XmlRoot {
        name: XmlName::plain("Error"),
        shape: XmlShape::Record(&PROBLEM),
    };
    let read = |raw| xml_service_error(raw, &PROBLEM_ROOT, |model: Raw| model);
    let xml = "<Error><Code>Busy</Code><message>Later.</message></Error>";
    let error = read(raw(409, "application/xml", xml));
    assert_eq!(error.to_string(), "409 Conflict: Busy: Later.");
    let Error::Service(service) = &error else {
        panic!("{error:?}");
    };
    assert_eq!(service.body(), xml);
    let error = read(raw(409, "application/json", r#"{"code":"Busy"}"#));
    assert_eq!(error.code(), Some("Busy"));
    let error = read(raw(502, "text/html", "<p>MARKER"));
    assert_eq!(
        (error.code(), error.status().map(u16::from)),
        (None, Some(502))
    );
    assert!(!format!("{error} {error:?}").contains("MARKER"));
}
