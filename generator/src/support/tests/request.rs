//! Requests made of plans: where values go, what refuses them, and what is shown of them.

use super::fake::{Answer, ENDPOINT, Fake};
use crate::support::runtime::http::Method;
use crate::support::{
    Bound, Caller, Constraint, Core, Error, Exchange, ListStyle, Parameter, Raw, RequestBody,
    RequestBuilder, RequestPlan, Spelled, Style, Values, begin, matches,
};

/// A client with a value of its own.
#[derive(Debug)]
struct Client {
    core: Core,
    tenant: String,
}

impl Caller for Client {
    fn core(&self) -> &Core {
        &self.core
    }

    fn share<'a>(&'a self, parameter: usize, index: usize, values: &mut Values<'a>) {
        if parameter == 0 {
            values.text(index, &self.tenant);
        }
    }
}

fn client() -> Client {
    Client {
        core: Fake::new([Answer::reply(204, "")]).core(),
        tenant: "own".to_owned(),
    }
}

const NAME: usize = 0;
const TENANT: usize = 1;
const VERSION: usize = 2;
const TOP: usize = 3;
const TAGS: usize = 4;
const WHERE: usize = 5;
const KEY: usize = 6;
const MARK: usize = 7;

enum List {}

impl Exchange for List {
    type Problem = Raw;
    const PLAN: RequestPlan = RequestPlan {
        operation: "list",
        method: Method::Post,
        path: "/{fixed}/{name}/{name}:all",
        fixed_query: "kind=all",
        media_type: "text/plain",
        parameters: &[
            Parameter::path("name").checked(&[
                Constraint::MinLength(2),
                Constraint::MaxLength(4),
                Constraint::Text(matches, "^[a-z/]*$"),
            ]),
            Parameter::query("tenant").shared(0),
            Parameter::query("version").usual("1"),
            Parameter::query("top").checked(&[
                Constraint::Whole(Bound::Minimum, 1),
                Constraint::Whole(Bound::ExclusiveMaximum, 10),
                Constraint::MultipleOf(2),
            ]),
            Parameter::query("tags")
                .items(ListStyle::Comma)
                .or_empty()
                .checked(&[Constraint::MaxItems(2), Constraint::UniqueItems]),
            Parameter::query("where").style(Style::Deep),
            Parameter::header("x-key").secret(),
            Parameter::cookie("mark").checked(&[Constraint::Listed(&["a", "b"])]),
        ],
        ..RequestPlan::EMPTY
    };
}

/// The address, beneath the endpoint, of a request that says this beside its name.
fn address(say: impl FnOnce(&mut RequestBuilder<'_, List>)) -> String {
    let client = client();
    let mut request = begin::<List>(&client);
    request.values.text(NAME, "ab");
    say(&mut request);
    let url = request.request().unwrap().url().to_string();
    url.strip_prefix(ENDPOINT).unwrap().to_owned()
}

/// Why such a request is refused.
fn refusal(say: impl FnOnce(&mut RequestBuilder<'_, List>)) -> String {
    let client = client();
    let mut request = begin::<List>(&client);
    request.values.text(NAME, "ab");
    say(&mut request);
    match request.request() {
        Err(Error::InvalidParameter { name, reason }) => format!("{name}: {reason}"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_value_stands_wherever_the_path_names_it() {
    let expected = "/%7Bfixed%7D/ab/ab:all?kind=all&tenant=own&version=1";
    assert_eq!(address(|_| ()), expected);
    let encoded = address(|request| request.values.text(NAME, "a/b"));
    assert!(
        encoded.starts_with("/%7Bfixed%7D/a%2Fb/a%2Fb:all?"),
        "{encoded}"
    );
}

#[test]
fn the_caller_comes_before_the_client_and_the_client_before_the_description() {
    let address = address(|request| {
        request.values.text(TENANT, "other");
        request.values.text(VERSION, "2");
    });
    assert!(
        address.ends_with("?kind=all&tenant=other&version=2"),
        "{address}"
    );
}

#[test]
fn values_are_spelled_as_their_parameter_says() {
    let address = address(|request| {
        request.values.plain(TOP, &4);
        request.values.items(TAGS, &["a,b", "c"]);
        let tree = serde_json::json!({"x": {"y": 1}, "z": null});
        request.values.tree(WHERE, Spelled::of("where", &tree));
    });
    let expected = "&top=4&tags=a%2Cb,c&where%5Bx%5D%5By%5D=1";
    assert!(address.ends_with(expected), "{address}");
}

#[test]
fn an_empty_list_is_sent_where_it_may_be_empty() {
    let address = address(|request| request.values.items::<i32>(TAGS, &[]));
    assert!(address.ends_with("&version=1&tags="), "{address}");
}

#[test]
fn what_breaks_a_constraint_is_refused() {
    let text = |text: &'static str| refusal(|request| request.values.text(NAME, text));
    assert_eq!(text("a"), "name: needs at least 2 characters");
    assert_eq!(text("abcde"), "name: takes at most 4 characters");
    assert_eq!(text("AB"), "name: must match the pattern ^[a-z/]*$");
    let top = |top: i32| refusal(|request| request.values.plain(TOP, &top));
    assert_eq!(top(0), "top: must be at least 1");
    assert_eq!(top(10), "top: must be less than 10");
    assert_eq!(top(3), "top: must be a multiple of 2");
    let tags = |tags: &[&str]| refusal(|request| request.values.items(TAGS, tags));
    assert_eq!(tags(&["a", "b", "c"]), "tags: takes at most 2 items");
    assert_eq!(tags(&["a", "a"]), "tags: takes no item twice");
    let mark = refusal(|request| request.values.text(MARK, "hunter2"));
    assert!(
        mark.starts_with("mark: ") && !mark.contains("hunter2"),
        "{mark}"
    );
}

#[test]
fn constraints_hold_for_what_json_says() {
    let refused = refusal(|request| request.values.json(NAME, Ok("\"a\"".to_owned())));
    assert_eq!(refused, "name: needs at least 2 characters");
    let refused = refusal(|request| request.values.json(TAGS, Ok("[1,2,3]".to_owned())));
    assert_eq!(refused, "tags: takes at most 2 items");
}

#[test]
fn what_cannot_be_said_is_refused_until_it_is_said_anew() {
    let wrong = || {
        Err(crate::support::InvalidParameter::new(
            "where",
            "cannot be written",
        ))
    };
    let refused = refusal(|request| request.values.tree(WHERE, wrong()));
    assert_eq!(refused, "where: cannot be written");
    let address = address(|request| {
        request.values.tree(WHERE, wrong());
        request.values.tree(WHERE, Ok(Spelled::Absent));
    });
    assert!(address.ends_with("&version=1"), "{address}");
}

#[test]
fn a_body_is_called_what_the_caller_says() {
    let client = client();
    let mut request = begin::<List>(&client);
    request.values.text(NAME, "ab");
    request.values.body(RequestBody::text("text"));
    let media_type = |request: &RequestBuilder<'_, List>| {
        let request = request.request().unwrap();
        let named = request.headers().iter();
        let mut named = named.filter(|(name, _)| name.as_str() == "content-type");
        named.next().map(|(_, value)| value.as_str().to_owned())
    };
    assert_eq!(media_type(&request).as_deref(), Some("text/plain"));
    request.values.media_type("text/markdown");
    assert_eq!(media_type(&request).as_deref(), Some("text/markdown"));
}

#[test]
fn debug_shows_what_is_said_and_no_secret() {
    let client = client();
    let mut request = begin::<List>(&client);
    request.values.text(NAME, "ab");
    request.values.text(KEY, "hunter2");
    request.values.secret(MARK, "hunter2");
    request.values.body(RequestBody::text("hunter2"));
    let shown = format!("{:?}", request.clone());
    assert!(
        shown.contains("\"list\"") && shown.contains("\"ab\""),
        "{shown}"
    );
    assert_eq!(shown.matches("[REDACTED]").count(), 2, "{shown}");
    assert!(!shown.contains("hunter2"), "{shown}");
}

#[test]
fn values_are_shared_with_the_request_for_the_next_page() {
    let client = client();
    let mut first = begin::<List>(&client);
    first.values.text(NAME, "ab");
    first.values.plain(TOP, &2);
    let mut next = begin::<List>(&client);
    next.values.text(NAME, "cd");
    next.values
        .share(&first.values, &[(TOP, TOP), (MARK, MARK)]);
    let url = next.request().unwrap().url().to_string();
    assert!(
        url.ends_with("/cd/cd:all?kind=all&tenant=own&version=1&top=2"),
        "{url}"
    );
}
