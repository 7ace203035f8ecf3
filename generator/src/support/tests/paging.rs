//! Lists come page by page, each page once, and from nowhere but the service.

use std::time::Duration;

use serde_json::json;

use super::fake::{Answer, ENDPOINT, Fake, request};
use super::models::Names;
use crate::support::runtime::error::ErrorKind;
use crate::support::runtime::http::headers::{ACCEPT, HeaderName, Headers};
use crate::support::runtime::http::{Method, RawResponse, StatusCode};
use crate::support::{
    CallOptions, Error, Follow, Items, LINK, Paged, Pages, Raw, RefusedLink, Repeat, Response,
    Target, decode, empty_page, service_error,
};

/// What the emitter writes for an operation with one success.
fn read(raw: RawResponse) -> Result<Response<Names>, Error> {
    match raw.status() {
        StatusCode::Ok => decode(raw),
        StatusCode::NoContent => Ok(empty_page(raw)),
        _ => Err(service_error(raw)),
    }
}

fn list(fake: &Fake, method: Method, follow: Follow) -> Paged<Names, Raw> {
    let mut request = request(method);
    request.insert_header(ACCEPT, "application/json");
    if method == Method::Post {
        request.insert_header("content-type", "application/json");
        request.set_body("{}");
    }
    let mut options = CallOptions::default();
    options.header("x-caller", "me");
    options.apply(&mut request).unwrap();
    Paged::new(&fake.core(), request, options, Repeat::Once, follow, read)
}

fn items(fake: &Fake) -> Items<String> {
    list(fake, Method::Get, Follow::Get).items()
}

fn pages(fake: &Fake) -> Pages<Names> {
    list(fake, Method::Get, Follow::Get).pages()
}

fn page(names: &[&str], next: &str) -> Answer {
    Answer::json(200, json!({"value": names, "nextLink": next}).to_string())
}

fn last(names: &[&str]) -> Answer {
    Answer::json(200, json!({"value": names}).to_string())
}

/// Everything that a stream gives, the error in words.
async fn all(mut items: Items<String>) -> Vec<String> {
    let mut found = Vec::new();
    while let Some(item) = items.next().await {
        found.push(item.unwrap_or_else(|error| error.to_string()));
    }
    found
}

fn urls(fake: &Fake) -> Vec<String> {
    let sent = fake.sent().into_iter();
    sent.map(|sent| sent.url.replace(ENDPOINT, "")).collect()
}

#[tokio::test]
async fn items_come_in_order_across_pages() {
    let fake = Fake::new([
        page(&["a", "b"], "https://service.test/things?page=2"),
        page(&[], "/things?page=3"),
        page(&["c"], "?page=4"),
        last(&["d"]),
    ]);
    assert_eq!(all(items(&fake)).await, ["a", "b", "c", "d"]);
    let expected = [
        "/things",
        "/things?page=2",
        "/things?page=3",
        "/things?page=4",
    ];
    assert_eq!(urls(&fake), expected);
}

#[tokio::test]
async fn a_list_ends_where_no_link_leads_on() {
    for body in [
        r#"{"value":["a"]}"#,
        r#"{"value":["a"],"nextLink":null}"#,
        r#"{"value":["a"],"nextLink":""}"#,
    ] {
        let fake = Fake::new([Answer::json(200, body)]);
        assert_eq!(all(items(&fake)).await, ["a"], "{body}");
        assert_eq!(fake.count(), 1, "{body}");
    }
}

#[tokio::test]
async fn a_page_without_a_list_is_empty() {
    for body in ["{}", r#"{"value":null}"#, r#"{"value":[]}"#] {
        let fake = Fake::new([Answer::json(200, body)]);
        assert!(all(items(&fake)).await.is_empty(), "{body}");
    }
}

#[tokio::test]
async fn an_answer_without_a_body_is_the_last_page_and_empty() {
    let fake = Fake::new([page(&["a"], "/2"), Answer::reply(204, "")]);
    assert_eq!(all(items(&fake)).await, ["a"]);
    assert_eq!(fake.count(), 2);
}

#[tokio::test]
async fn nothing_is_sent_before_the_stream_is_polled_and_no_page_ahead() {
    let fake = Fake::new([page(&["a", "b"], "/2"), last(&["c"])]);
    let mut items = items(&fake);
    assert_eq!(fake.count(), 0);
    for expected in ["a", "b"] {
        assert_eq!(items.next().await.unwrap().unwrap(), expected);
        assert_eq!(fake.count(), 1);
    }
    assert_eq!(items.next().await.unwrap().unwrap(), "c");
    assert!(items.next().await.is_none());
    assert!(items.next().await.is_none());
    assert_eq!(fake.count(), 2);
}

#[tokio::test]
async fn pages_are_whole_responses() {
    let fake = Fake::new([page(&["a"], "/2").header("request-id", "one"), last(&["b"])]);
    let mut pages = pages(&fake);
    let first = pages.next().await.unwrap().unwrap();
    assert_eq!(first.status(), StatusCode::Ok);
    assert_eq!(first.request_id(), Some("one"));
    assert_eq!(first.value().next_link.as_deref(), Some("/2"));
    let second = pages.next().await.unwrap().unwrap();
    assert_eq!(second.into_value().value.unwrap(), ["b"]);
    assert!(pages.next().await.is_none());
}

#[tokio::test]
async fn the_next_page_is_asked_for_with_get_and_the_same_headers() {
    let fake = Fake::new([page(&[], "/2"), last(&[])]);
    all(list(&fake, Method::Post, Follow::Get).items()).await;
    let [first, second] = fake.sent().try_into().unwrap();
    assert_eq!((first.method, second.method), (Method::Post, Method::Get));
    for sent in [&first, &second] {
        assert_eq!(sent.header("accept"), Some("application/json"));
        assert_eq!(sent.header("x-caller"), Some("me"));
    }
    assert_eq!(first.header("content-type"), Some("application/json"));
    assert_eq!(second.header("content-type"), None);
    assert!(second.body.is_empty());
}

#[tokio::test]
async fn the_next_page_is_asked_for_as_the_first_was_where_the_description_says_so() {
    let fake = Fake::new([page(&[], "/2"), last(&[])]);
    all(list(&fake, Method::Post, Follow::Alike).items()).await;
    let [first, second] = fake.sent().try_into().unwrap();
    assert_eq!(second.method, Method::Post);
    assert_eq!(second.body, first.body);
    assert_eq!(urls(&fake), ["/things", "/2"]);
}

/// The URLs that a walk through another operation asks for, when the first page gives that link.
async fn through(address: &str, link: &str) -> Vec<String> {
    let fake = Fake::new([page(&["a"], link), last(&["b"])]);
    let mut target = Target::new(fake.core().endpoint());
    target.literal("/tenants/");
    target.segment("tenant", address);
    target.literal("/");
    target.raw("nextLink", LINK);
    target.query("version", "1");
    let next = target.into_request(Method::Patch).unwrap();
    let follow = Follow::Through(Box::new(next));
    let given = all(list(&fake, Method::Get, follow).items()).await;
    assert_eq!(given[0], "a");
    let sent = fake.sent();
    assert!(sent[1..].iter().all(|sent| sent.method == Method::Patch));
    urls(&fake)
}

#[tokio::test]
async fn another_operation_takes_the_link() {
    for (link, expected) in [
        ("next", "/tenants/t/next?version=1"),
        ("next?page=2", "/tenants/t/next?page=2&version=1"),
        ("/a/b?$skip=%20", "/tenants/t/a/b?$skip=%20&version=1"),
        ("https://service.test/own?page=2", "/own?page=2"),
    ] {
        assert_eq!(through("t", link).await, ["/things", expected], "{link}");
    }
}

#[tokio::test]
async fn another_operation_leads_to_no_other_place() {
    assert_eq!(through("t", "https://other.test/").await, ["/things"]);
    // The stand-in for the link is found once or not at all.
    assert_eq!(through(LINK, "next").await, ["/things"]);
    assert_eq!(
        through("t", "//other.test/a").await,
        ["/things", "/tenants/t//other.test/a?version=1"]
    );
}

#[tokio::test]
async fn a_list_of_one_page_follows_nothing() {
    let fake = Fake::new([page(&["a"], "/2")]);
    assert_eq!(
        all(list(&fake, Method::Get, Follow::Never).items()).await,
        ["a"]
    );
    assert_eq!(fake.count(), 1);
}

#[tokio::test]
async fn each_page_has_its_own_retries() {
    // The first page must not be asked for twice, the others may.
    let fake = Fake::new([
        page(&["a"], "/2"),
        Answer::reply(500, ""),
        page(&["b"], "/3"),
        Answer::reply(500, ""),
        last(&["c"]),
    ]);
    assert_eq!(all(items(&fake)).await, ["a", "b", "c"]);
    let fake = Fake::new([Answer::reply(500, ""), last(&["a"])]);
    assert_eq!(
        all(items(&fake)).await,
        ["500 Internal Server Error (empty body)"]
    );
}

#[tokio::test]
async fn each_page_has_the_whole_time() {
    let fake = Fake::new([page(&["a"], "/2"), Answer::Silence]);
    let mut options = CallOptions::default();
    options.timeout(Duration::from_millis(100));
    let core = fake.core();
    let list = Paged::new(
        &core,
        request(Method::Get),
        options,
        Repeat::Safe,
        Follow::Get,
        read,
    );
    let mut items = list.items();
    assert_eq!(items.next().await.unwrap().unwrap(), "a");
    tokio::time::sleep(Duration::from_millis(150)).await;
    let before = std::time::Instant::now();
    assert!(items.next().await.unwrap().unwrap_err().is_timeout());
    assert!(before.elapsed() >= Duration::from_millis(90));
}

#[tokio::test]
async fn a_page_that_fails_is_the_error_and_the_end() {
    let code = r#"{"error":{"code":"Gone","message":"no more"}}"#;
    let fake = Fake::new([page(&["a"], "/2"), Answer::json(410, code), last(&["c"])]);
    let mut stream = items(&fake);
    assert_eq!(stream.next().await.unwrap().unwrap(), "a");
    let error = stream.next().await.unwrap().unwrap_err();
    assert!(matches!(&error, Error::Service(error) if error.code() == Some("Gone")));
    assert!(stream.next().await.is_none());
    // What failed can be tried again.
    let token = stream.continuation().unwrap();
    assert_eq!(token, "https://service.test/2");
    let again = list(&fake, Method::Get, Follow::Get);
    let again = again.continue_from(Some(token.into())).unwrap();
    assert_eq!(all(again.items()).await, ["c"]);

    let fake = Fake::new([Answer::Fail(ErrorKind::Other)]);
    let mut pages = pages(&fake);
    assert!(matches!(pages.next().await, Some(Err(Error::Core(_)))));
    assert!(pages.next().await.is_none());
}

#[tokio::test]
async fn a_page_that_is_not_as_described_tells_the_place_and_no_value() {
    let fake = Fake::new([Answer::json(200, r#"{"value":["a",{"SECRET":1}]}"#)]);
    assert_eq!(
        all(items(&fake)).await,
        ["200 OK: /value/1: expected a string (application/json, 28 bytes)"]
    );
}

#[tokio::test]
async fn a_link_to_another_place_comes_after_the_page_that_had_it() {
    let link = "https://other.test/things?sig=SECRET";
    let fake = Fake::new([page(&["a"], link)]);
    let mut items = items(&fake);
    assert_eq!(items.next().await.unwrap().unwrap(), "a");
    let error = items.next().await.unwrap().unwrap_err();
    assert!(!format!("{error} {error:?} {items:?}").contains("SECRET"));
    let Error::Core(error) = error else {
        panic!("{error:?}");
    };
    let refused = error.into_downcast::<RefusedLink>().unwrap();
    assert!(matches!(refused, RefusedLink::Elsewhere { .. }));
    assert!(items.next().await.is_none());
    assert_eq!(fake.count(), 1);
}

#[tokio::test]
async fn a_link_to_its_own_page_is_not_followed_for_ever() {
    let fake = Fake::new([page(&["a"], "/2"), page(&["b"], "https://service.test/2")]);
    assert_eq!(
        all(items(&fake)).await,
        [
            "a",
            "b",
            "the service sent a link that is not followed: it leads back to a page that came before"
        ]
    );
    let fake = Fake::new([page(&[], "/things")]);
    assert_eq!(all(items(&fake)).await.len(), 1);
    assert_eq!(fake.count(), 1);
}

#[tokio::test]
async fn pages_that_lead_in_a_circle_come_once() {
    let around = [
        page(&["a"], "/2"),
        page(&["b"], "/3"),
        page(&["c"], "/2"),
        last(&[]),
    ];
    let fake = Fake::new(around);
    let given = all(items(&fake)).await;
    assert_eq!(given[..3], ["a", "b", "c"]);
    assert!(given[3].contains("back to a page"), "{given:?}");
    assert_eq!(urls(&fake), ["/things", "/2", "/3"]);

    // So they do from the middle on.
    let fake = Fake::new([page(&["c"], "/4"), page(&["d"], "/3"), last(&[])]);
    let begun = list(&fake, Method::Get, Follow::Get);
    let begun = begun.continue_from(Some("/3".to_owned().into())).unwrap();
    let given = all(begun.items()).await;
    assert_eq!(given.len(), 3, "{given:?}");
    assert_eq!(fake.count(), 2);
}

#[tokio::test]
async fn a_continuation_is_the_page_whose_items_are_being_given() {
    let answers = || {
        [
            page(&["a", "b"], "/2"),
            page(&["c", "d"], "/3"),
            last(&["e"]),
        ]
    };
    let fake = Fake::new(answers());
    let mut items = items(&fake);
    let mut tokens = vec![items.continuation()];
    while items.next().await.is_some() {
        tokens.push(items.continuation());
    }
    tokens.push(items.continuation());
    let at = |page: &str| Some(format!("{ENDPOINT}/{page}"));
    let (second, third) = (at("2"), at("3"));
    let expected = [
        None,
        None,
        second.clone(),
        second,
        third.clone(),
        None,
        None,
    ];
    assert_eq!(tokens, expected);
    assert_eq!(third.as_deref(), Some("https://service.test/3"));
}

#[tokio::test]
async fn a_continuation_of_pages_is_the_one_that_comes_next() {
    let fake = Fake::new([page(&["a"], "/2"), last(&["b"])]);
    let mut pages = pages(&fake);
    assert_eq!(pages.continuation(), None);
    pages.next().await.unwrap().unwrap();
    let token = pages.continuation().unwrap();
    assert_eq!(token, "https://service.test/2");
    pages.next().await.unwrap().unwrap();
    assert_eq!(pages.continuation(), None);

    let fake = Fake::new([last(&["b"])]);
    let rest = list(&fake, Method::Get, Follow::Get);
    let rest = rest.continue_from(Some(token.into())).unwrap();
    let mut rest: Pages<Names> = rest.pages();
    assert_eq!(
        rest.continuation().as_deref(),
        Some("https://service.test/2")
    );
    rest.next().await.unwrap().unwrap();
    assert!(rest.next().await.is_none());
    assert_eq!(urls(&fake), ["/2"]);
}

/// What the emitter writes for headers that are described.
struct Counted(Headers);

impl From<Headers> for Counted {
    fn from(headers: Headers) -> Self {
        Self(headers)
    }
}

#[tokio::test]
async fn each_page_has_its_own_headers_in_their_type() {
    let counted = |answer: Answer, count: &'static str| answer.header("x-count", count);
    let fake = Fake::new([counted(page(&["a"], "/2"), "1"), counted(last(&["b"]), "2")]);
    let mut pages = list(&fake, Method::Get, Follow::Get).pages::<Counted>();
    for expected in ["1", "2"] {
        let page = pages.next().await.unwrap().unwrap();
        let count = page
            .headers()
            .0
            .get_optional_str(&HeaderName::from_static("x-count"));
        assert_eq!(count, Some(expected));
    }
}

#[test]
fn a_continuation_of_another_service_is_refused_before_anything_is_sent() {
    let fake = Fake::default();
    for token in ["https://other.test/2?sig=SECRET", "https://:SECRET"] {
        let list = list(&fake, Method::Get, Follow::Get);
        let error = list.continue_from(Some(token.into())).err().unwrap();
        assert_eq!(
            error.to_string(),
            "parameter `continuation` does not belong to this list"
        );
    }
}

#[test]
fn streams_can_be_sent_to_another_thread() {
    fn is_send_and_unpin<T: Send + Unpin + 'static>(_: &T) {}
    let fake = Fake::default();
    is_send_and_unpin(&items(&fake));
    is_send_and_unpin(&pages(&fake));
}
