//! Keys and passwords: where they go, where they do not, and that nothing prints them.

use std::sync::Arc;

use secrecy::SecretString;

use super::fake::{Answer, ENDPOINT, Fake, SERVICE, Sent, Teller, client, request};
use crate::support::runtime::http::{Method, Request};
use crate::support::{
    CallOptions, Credentials, Repeat, Scheme, Security, Server, ServerVariable, Service,
};

const KEY: &str = "hunter2 &=MARKER";

/// A service that knows every scheme.
pub const GUARDED: Service = Service {
    schemes: &[
        Scheme::Token,
        Scheme::Basic,
        Scheme::Header {
            name: "X-Key",
            prefix: "",
        },
        Scheme::Header {
            name: "Authorization",
            prefix: "Bearer ",
        },
        Scheme::Query("api key"),
        Scheme::Cookie("key"),
    ],
    security: Security(&[&[0], &[1], &[2], &[3], &[4], &[5]]),
    ..SERVICE
};

fn secret(text: &str) -> SecretString {
    text.to_owned().into()
}

fn key(scheme: usize, text: &str) -> Credentials {
    let mut credentials = Credentials::default();
    credentials.key(scheme, secret(text));
    credentials
}

fn basic(user: &str, password: &str) -> Credentials {
    let mut credentials = Credentials::default();
    credentials.basic(1, user.to_owned(), secret(password));
    credentials
}

pub fn everything() -> Credentials {
    let mut all = basic("Aladdin", "open sesame");
    all.token(0, Arc::new(Teller::default()));
    for scheme in [2, 3, 4] {
        all.key(scheme, secret(KEY));
    }
    all.key(5, secret("biscuit"));
    all
}

/// What came of one request, sent twice.
async fn sent(credentials: Credentials, options: CallOptions<'_>, request: Request) -> [Sent; 2] {
    let fake = Fake::new([Answer::reply(503, ""), Answer::json(200, "{}")]);
    let core = client(&GUARDED, credentials, fake.options()).unwrap();
    core.send(request, options, Repeat::Safe).await.unwrap();
    fake.sent().try_into().unwrap()
}

/// The same, as usual for the service.
async fn usually(credentials: Credentials) -> Sent {
    let [first, second] = sent(credentials, CallOptions::default(), request(Method::Get)).await;
    assert_eq!(first.url, second.url);
    let headers = |sent: &Sent| {
        ["authorization", "x-key", "cookie"].map(|n| sent.header(n).map(str::to_owned))
    };
    assert_eq!(headers(&first), headers(&second));
    second
}

#[tokio::test]
async fn each_kind_travels_as_described() {
    let sent = usually(basic("Aladdin", "open sesame")).await;
    let rfc_7617 = "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==";
    assert_eq!(sent.header("authorization"), Some(rfc_7617));

    let sent = usually(key(2, KEY)).await;
    assert_eq!(sent.header("x-key"), Some(KEY));
    assert_eq!(sent.header("authorization"), None);

    let sent = usually(key(3, "abc")).await;
    assert_eq!(sent.header("authorization"), Some("Bearer abc"));

    let sent = usually(key(4, KEY)).await;
    let query = "api%20key=hunter2%20%26%3DMARKER";
    assert_eq!(sent.url, format!("{ENDPOINT}/things?{query}"));

    let sent = usually(key(5, "biscuit")).await;
    assert_eq!(sent.header("cookie"), Some("key=biscuit"));
}

#[tokio::test]
async fn the_first_alternative_that_was_given_in_full_is_sent_alone() {
    let sent = usually(everything()).await;
    assert_eq!(sent.header("authorization"), Some("Bearer TOKEN"));
    assert_eq!(sent.header("x-key"), None);
    assert_eq!(sent.header("cookie"), None);
    assert_eq!(sent.url, format!("{ENDPOINT}/things"));
}

#[tokio::test]
async fn an_operation_can_ask_for_its_own() {
    let together = CallOptions::signed(Security(&[&[7], &[0, 2, 4, 5], &[1]]));
    let [first, second] = sent(everything(), together.clone(), request(Method::Get)).await;
    for sent in [first, second] {
        assert_eq!(sent.header("authorization"), Some("Bearer TOKEN"));
        assert_eq!(sent.header("x-key"), Some(KEY));
        assert_eq!(sent.header("cookie"), Some("key=biscuit"));
        assert_eq!(sent.url.matches("api%20key").count(), 1);
    }
    let nothing = CallOptions::signed(Security::NONE);
    let [unsigned, _] = sent(everything(), nothing, request(Method::Get)).await;
    assert_eq!(unsigned.header("authorization"), None);
    assert_eq!(unsigned.header("x-key"), None);
}

/// Why a request is not sent that asks for `asked` of a client with the key of `X-Key`.
async fn refusal(asked: Security, request: Request) -> Option<String> {
    let fake = Fake::new([Answer::json(200, "{}")]);
    let core = client(&GUARDED, key(2, KEY), fake.options()).unwrap();
    let outcome = core.send(request, CallOptions::signed(asked), Repeat::Safe);
    let refused = outcome.await.err().map(|error| error.to_string());
    assert_eq!(fake.count(), usize::from(refused.is_none()));
    refused
}

#[tokio::test]
async fn what_was_given_in_part_is_not_sent() {
    for (asked, what) in [
        (Security(&[&[2, 0]]), "a token"),
        (Security(&[&[7], &[1, 2]]), "a user's name and password"),
        (
            Security(&[&[2, 3]]),
            "the key in the header `Authorization`",
        ),
        (Security(&[&[5], &[2, 4]]), "the key `api key` in the query"),
        (Security(&[&[2, 5]]), "the key in the cookie `key`"),
    ] {
        let why = refusal(asked, request(Method::Get)).await.unwrap();
        assert!(
            why.contains(&format!("the client lacks {what}, which")),
            "{why}"
        );
        assert!(!why.contains("MARKER"), "{why}");
    }
    // Another alternative, none at all, and one of which nothing was given.
    for asked in [
        Security(&[&[2, 3], &[2]]),
        Security(&[&[2, 3], &[]]),
        Security(&[&[3]]),
    ] {
        assert_eq!(refusal(asked, request(Method::Get)).await, None);
    }
}

#[tokio::test]
async fn what_the_caller_said_makes_it_whole() {
    let asked = CallOptions::signed(Security(&[&[2, 3, 4, 5]]));
    let mut request = request(Method::Get);
    request.insert_header("cookie", "a=b; key=mine");
    request.insert_header("authorization", "mine");
    request.url_mut().set_query(Some("api%20key=mine"));
    let [_, sent] = sent(key(2, KEY), asked, request).await;
    assert_eq!(sent.header("x-key"), Some(KEY));
    assert_eq!(sent.header("authorization"), Some("mine"));
}

#[tokio::test]
async fn what_the_caller_said_stays() {
    let all = CallOptions::signed(Security(&[&[2, 3, 4, 5]]));
    let mut request = request(Method::Get);
    request.insert_header("x-key", "mine");
    request.insert_header("cookie", "a=b; key=mine");
    request.url_mut().set_query(Some("api%20key=mine"));
    let mut options = all;
    options.header("Authorization", "mine");
    let [_, sent] = sent(everything(), options, request).await;
    assert_eq!(sent.header("authorization"), Some("mine"));
    assert_eq!(sent.header("x-key"), Some("mine"));
    assert_eq!(sent.header("cookie"), Some("a=b; key=mine"));
    assert_eq!(sent.url, format!("{ENDPOINT}/things?api%20key=mine"));
}

#[tokio::test]
async fn a_cookie_joins_others() {
    let mut request = request(Method::Get);
    request.insert_header("cookie", "a=b");
    let [_, sent] = sent(key(5, "biscuit"), CallOptions::default(), request).await;
    assert_eq!(sent.header("cookie"), Some("a=b; key=biscuit"));
}

#[tokio::test]
async fn no_credential_goes_to_another_origin() {
    for (scheme, url) in [
        (2, "https://elsewhere.test/things"),
        (2, "https://service.test:8443/things"),
        (4, "https://elsewhere.test/things"),
        (0, "https://elsewhere.test/things"),
    ] {
        let fake = Fake::new([Answer::json(200, "{}")]);
        let mut credentials = key(scheme, KEY);
        if scheme == 0 {
            credentials.token(0, Arc::new(Teller::default()));
        }
        let core = client(&GUARDED, credentials, fake.options()).unwrap();
        let request = Request::new(url.parse().unwrap(), Method::Get);
        let options = CallOptions::default();
        let error = core.send(request, options, Repeat::Safe).await.unwrap_err();
        assert!(!format!("{error:?} {error}").contains("MARKER"));
        assert_eq!(fake.count(), 0, "{url}");
    }
}

#[tokio::test]
async fn a_credential_goes_where_the_description_puts_the_operation() {
    let server = Server::Endpoint("https://files.test/v2");
    for (url, goes) in [
        ("https://files.test/v2/things", true),
        ("https://service.test/things", true),
        ("https://files.test:8443/v2/things", false),
        ("http://files.test/v2/things", false),
        ("https://elsewhere.test/things", false),
    ] {
        let fake = Fake::new([Answer::json(200, "{}")]);
        let core = client(&GUARDED, key(2, KEY), fake.options()).unwrap();
        let request = Request::new(url.parse().unwrap(), Method::Get);
        let options = CallOptions::default().at(server, &[]);
        let sent = core.send(request, options, Repeat::Safe).await;
        assert_eq!(sent.is_ok(), goes, "{url}");
        assert_eq!(fake.count(), usize::from(goes), "{url}");
    }
}

#[test]
fn an_operation_has_the_endpoint_of_its_server_unless_the_caller_chose_one() {
    let endpoint = |server, chosen: Option<&str>| {
        let mut options = Fake::default().options();
        options.endpoint = chosen.map(str::to_owned);
        let core = client(&SERVICE, Credentials::default(), options).unwrap();
        let options = CallOptions::default().at(server, &[]);
        options.endpoint(&core).map(|url| url.to_string())
    };
    let other = Server::Endpoint("https://files.test/v2");
    assert_eq!(endpoint(other, None).unwrap(), "https://files.test/v2");
    let root = endpoint(Server::Root("/v2"), None);
    assert_eq!(root.unwrap(), "https://service.test/v2");
    for server in [other, Server::Root("/v2")] {
        let chosen = endpoint(server, Some("https://mine.test/a"));
        assert_eq!(chosen.unwrap(), "https://mine.test/a");
    }
    let error = endpoint(Server::Endpoint("files"), None).unwrap_err();
    assert_eq!(
        error.to_string(),
        "parameter `server` is no URL that can be used"
    );
}

#[test]
fn the_usual_values_of_a_server_stand_as_the_description_has_them() {
    const VARIABLES: &[ServerVariable] = &[
        ServerVariable {
            name: "host",
            usual: "files.test:8443",
            allowed: &[],
        },
        ServerVariable {
            name: "base",
            usual: "v2/api",
            allowed: &["v2/api", "v3/api"],
        },
    ];
    let core = client(&SERVICE, Credentials::default(), Fake::default().options()).unwrap();
    let endpoint = |address, base: Option<&str>| {
        let mut options = CallOptions::default().at(address, VARIABLES);
        if let Some(base) = base {
            options.server_variable("base", base.to_owned());
        }
        options.endpoint(&core).map(|url| url.to_string())
    };
    let elsewhere = Server::Endpoint("https://{host}/{base}");
    let usual = endpoint(elsewhere, None);
    assert_eq!(usual.unwrap(), "https://files.test:8443/v2/api");
    let chosen = endpoint(elsewhere, Some("v3/api"));
    assert_eq!(chosen.unwrap(), "https://files.test:8443/v3/api");
    assert_eq!(endpoint(elsewhere, Some("v4")).unwrap_err().name, "base");
    let root = endpoint(Server::Root("/{base}/x"), None);
    assert_eq!(root.unwrap(), "https://service.test/v2/api/x");
}

#[tokio::test]
async fn a_credential_goes_where_the_callers_values_put_the_operation() {
    let server = Server::Endpoint("https://{region}.files.test/{version}");
    const VARIABLES: &[ServerVariable] = &[
        ServerVariable {
            name: "region",
            usual: "eu",
            allowed: &["eu", "us"],
        },
        ServerVariable {
            name: "version",
            usual: "v1",
            allowed: &[],
        },
    ];
    for (region, url, goes) in [
        (None, "https://eu.files.test/v1/things", true),
        (Some("us"), "https://us.files.test/v1/things", true),
        (Some("us"), "https://eu.files.test/v1/things", false),
        (Some("asia"), "https://asia.files.test/v1/things", false),
    ] {
        let fake = Fake::new([Answer::json(200, "{}")]);
        let core = client(&GUARDED, key(2, KEY), fake.options()).unwrap();
        let mut options = CallOptions::default().at(server, VARIABLES);
        if let Some(region) = region {
            options.server_variable("region", "eu".to_owned());
            options.server_variable("region", region.to_owned());
        }
        let request = Request::new(url.parse().unwrap(), Method::Get);
        let sent = core.send(request, options, Repeat::Safe).await;
        assert_eq!(sent.is_ok(), goes, "{region:?} {url}");
    }
}

#[tokio::test]
async fn a_key_goes_in_the_clear_to_this_machine_alone() {
    for (endpoint, goes) in [
        ("http://service.test", false),
        ("http://127.0.0.1:1", true),
        ("http://[::1]:1", true),
        ("http://localhost:1", true),
        ("http://localhost.test", false),
    ] {
        let fake = Fake::new([Answer::json(200, "{}")]);
        let mut options = fake.options();
        options.endpoint = Some(endpoint.to_owned());
        let core = client(&GUARDED, key(2, KEY), options).unwrap();
        let request = Request::new(core.endpoint().clone(), Method::Get);
        let options = CallOptions::default();
        let sent = core.send(request, options, Repeat::Safe).await;
        assert_eq!(sent.is_ok(), goes, "{endpoint}");
        assert_eq!(fake.count(), usize::from(goes));
    }
}

#[test]
fn what_cannot_travel_is_refused_and_not_quoted() {
    for credentials in [
        key(2, "MARKER\n"),
        key(3, "MARKERé"),
        key(5, "MARKER;"),
        basic("MARKER:", "a"),
        basic("a", "MARKER\0"),
    ] {
        let options = Fake::default().options();
        let error = client(&GUARDED, credentials, options).unwrap_err();
        assert!(
            !format!("{error:?} {error}").contains("MARKER"),
            "{error:?}"
        );
    }
}

#[test]
fn credentials_print_nothing() {
    let printed = format!("{:?}", everything());
    assert_eq!(printed, "Credentials(..)");
}
