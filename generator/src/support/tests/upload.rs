//! Bodies that are sent as they are read: in pieces, again from the beginning, or only once.

use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_io::AsyncRead;

use super::fake::{Answer, Fake, SERVICE, client, request, request_of};
use crate::support::runtime::http::headers::CONTENT_TYPE;
use crate::support::runtime::http::{Body, Method};
use crate::support::runtime::stream::{BytesStream, SeekableStream};
use crate::support::{
    CallOptions, Credentials, FilePart, Multipart, Pieces, ReadOnce, Repeat, RequestBody,
};

/// Gives a byte at a time.
struct Slow(&'static [u8]);

impl AsyncRead for Slow {
    fn poll_read(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        buffer: &mut [u8],
    ) -> Poll<io::Result<usize>> {
        let (Some((first, rest)), Some(to)) = (self.0.split_first(), buffer.first_mut()) else {
            return Poll::Ready(Ok(0));
        };
        *to = *first;
        self.0 = rest;
        Poll::Ready(Ok(1))
    }
}

async fn read(stream: &mut (impl SeekableStream + ?Sized)) -> String {
    let mut all = Vec::new();
    loop {
        let mut buffer = [0; 7];
        let read = poll_fn(|cx| Pin::new(&mut *stream).poll_read(cx, &mut buffer));
        match read.await.unwrap() {
            0 => return String::from_utf8(all).unwrap(),
            read => all.extend_from_slice(&buffer[..read]),
        }
    }
}

fn stream(text: &'static str) -> Body {
    Body::SeekableStream(Box::new(BytesStream::new(text)))
}

#[tokio::test]
async fn pieces_are_read_one_after_the_other_and_again() {
    let pieces = vec![
        "first, ".into(),
        stream("second, "),
        "".into(),
        "third".into(),
    ];
    let mut pieces = Pieces::new(pieces);
    assert_eq!(pieces.len(), Some(20));
    for _ in 0..2 {
        assert_eq!(read(&mut pieces).await, "first, second, third");
        pieces.reset().await.unwrap();
    }
    let none = poll_fn(|cx| Pin::new(&mut pieces).poll_read(cx, &mut []));
    assert_eq!(none.await.unwrap(), 0);
    assert_eq!(read(&mut pieces).await, "first, second, third");
    assert_eq!(format!("{pieces:?}"), "Pieces { length: Some(20), .. }");
}

#[tokio::test]
async fn what_can_be_read_once_is_read_once() {
    let mut once = ReadOnce::new(Slow(b"content")).length(7);
    assert_eq!(once.len(), Some(7));
    once.reset().await.unwrap();
    assert_eq!(read(&mut once.clone()).await, "content");
    let error = once.reset().await.unwrap_err();
    assert!(error.to_string().contains("only once"));
    let unknown = ReadOnce::new(Slow(b"content"));
    assert_eq!(Pieces::new(vec![unknown.into()]).len(), None);
}

#[tokio::test]
async fn a_body_that_can_be_read_once_is_not_sent_twice() {
    for (body, sent) in [
        (stream("content"), 2),
        (ReadOnce::new(Slow(b"content")).into(), 1),
    ] {
        let fake = Fake::new([Answer::json(503, "{}"), Answer::json(200, "{}")]);
        let core = client(&SERVICE, Credentials::default(), fake.options()).unwrap();
        let request = request_of(&RequestBody::bytes(body.clone()), "text/plain").unwrap();
        if let Body::SeekableStream(mut stream) = body {
            read(&mut *stream).await;
        }
        let options = CallOptions::default();
        let outcome = core.send(request, options, Repeat::Safe).await;
        assert_eq!((outcome.is_ok(), fake.count()), (sent == 2, sent));
    }
}

#[tokio::test]
async fn a_file_that_is_a_stream_makes_one_of_the_form() {
    let mut form = Multipart::new("multipart/form-data");
    let value = serde_json::json!({"text": "a"});
    form.fields(&value, &[]).unwrap();
    let file = FilePart::new(ReadOnce::new(Slow(b"content")).length(7)).header("X-Kind", "slow");
    form.files("file", "text/plain", [&file, &FilePart::new("more")])
        .unwrap();
    let mut request = request(Method::Post);
    form.put(&mut request).unwrap();
    let media_type = request.headers().get_optional_str(&CONTENT_TYPE).unwrap();
    let (_, boundary) = media_type.split_once("boundary=").unwrap();
    let expected = format!(
        "--{boundary}\n\
         Content-Disposition: form-data; name=\"text\"\n\na\n--{boundary}\n\
         Content-Disposition: form-data; name=\"file\"; filename=\"file\"\n\
         Content-Type: text/plain\nX-Kind: slow\n\ncontent\n--{boundary}\n\
         Content-Disposition: form-data; name=\"file\"; filename=\"file\"\n\
         Content-Type: text/plain\n\nmore\n--{boundary}--\n"
    )
    .replace('\n', "\r\n");
    let Body::SeekableStream(mut body) = request.body().clone() else {
        panic!("the form is held in memory");
    };
    assert_eq!(body.len(), u64::try_from(expected.len()).ok());
    assert_eq!(read(&mut *body).await, expected);
}

#[test]
fn a_header_that_cannot_be_sent_is_refused() {
    for (name, value) in [("X-A", "b\r\nc"), ("X A", "b"), ("", "b")] {
        let file = FilePart::new("").header(name, value);
        let refused = Multipart::new("multipart/form-data")
            .files("file", "a/b", [&file])
            .unwrap_err();
        assert_eq!(refused.name, "body");
    }
}
