use super::as_markdown;

fn one(text: &str) -> String {
    as_markdown(text).replace('\n', "|")
}

#[test]
fn paragraphs_and_lines_are_apart() {
    assert_eq!(one("<p>One.</p> <p>Two</p>"), "One.||Two");
    assert_eq!(one("One.<p>Two<P/>three"), "One.||Two||three");
    assert_eq!(one("one<br>two<br/>\nthree</br>"), "one\\|two\\|three");
    assert_eq!(one("one<br><br>two<br>\n\nthree"), "one||two||three");
    assert_eq!(one("of:<br>- a<br>- b"), "of:|- a|- b");
    assert_eq!(one("| a<br>b | c |\n| d<p>e |"), "| a b | c ||| d e |");
    assert_eq!(one("<aside>a</aside><nobr>b</nobr>"), "a||b");
    assert_eq!(one("<note><p>Take care.</p></note>on"), "Take care.||on");
    assert_eq!(one("a<hr>b<h2>\n C\nd </h2>e"), "a||b||## C d||e");
}

#[test]
fn words_are_marked() {
    assert_eq!(one("a <b>b</b> <em>c</em>"), "a **b** *c*");
    assert_eq!(one("a<strong> b </strong>c"), "a **b** c");
    assert_eq!(one("<b>Note:</b>that"), "Note:that");
    assert_eq!(one("<b></b>a<i> </i>b"), "a b");
    assert_eq!(one("<b>a<p>b</b>"), "a||b");
    assert_eq!(one("<p><b>a</b></p>"), "**a**");
    assert_eq!(one("<b>2*3</b>"), "2*3");
    assert_eq!(one("<b>a <i>b</i></b>"), "a *b*");
    assert_eq!(
        one("x<sup>2</sup><sup>a</sup> <span class=\"a>b\">y</span>"),
        "x^2a y"
    );
}

#[test]
fn code_is_code() {
    assert_eq!(one("<code>a</code>, <tt>b\n  c</tt>"), "`a`, `b c`");
    assert_eq!(one("<code>Vec&lt;T></code>"), "`Vec<T>`");
    assert_eq!(one("<code>Vec<T></code>"), "`Vec<T>`");
    assert_eq!(one("<code>`</code>"), "`` ` ``");
    assert_eq!(one("<code>a</code><code>b</code>"), "`a` `b`");
    assert_eq!(one("<code><a href='x'>a</a></code>"), "`a`");
    assert_eq!(one("<code> </code>a"), "a");
    assert_eq!(
        one("a<pre><code>\n {\n  1 }\n```\n</code></pre>b"),
        "a||````| {|  1 }|```|````||b"
    );
    assert_eq!(one("<li><pre>a</pre>b</li>"), "```|a|```||b");
    assert_eq!(one("`<b>a</b>` <b>c</b>"), "`<b>a</b>` **c**");
    assert_eq!(one("```\n<p>a\n```\n<p>b"), "```|<p>a|```||b");
}

#[test]
fn links_to_the_web_are_links() {
    let https = "<a href=\"https://a.example?a=1&amp;b\">it</a>";
    assert_eq!(one(https), "[it](https://a.example?a=1&b)");
    assert_eq!(one("<a>List</a> <a href=\"#x\">of</a>"), "List of");
    assert_eq!(
        one("<A target=_blank HREF='https://a.example'><code>X</code></A>"),
        "[`X`](https://a.example)"
    );
    assert_eq!(
        one("a<a href=https://a.example>[b] <tt>c</tt></a>"),
        "a[[b] `c`](https://a.example)"
    );
    assert_eq!(
        one("<a href=https://a.example>https://a.example</a>"),
        "https://a.example"
    );
}

#[test]
fn lists_are_lists() {
    assert_eq!(
        one("Of<ul> <li>a</li> <li> <p>b</p> <p>c</p> </li></ul>d"),
        "Of||- a|- b\\|c||d"
    );
    assert_eq!(one("<ol><li>a<li>b</ol>"), "1. a|2. b");
    assert_eq!(one("<ul><li>a<ol><li>b</ol><li>c</ul>"), "- a|  1. b|- c");
    assert_eq!(
        one("<ol><li>a<ul><li>b<br>c</li></ul>d</li><li>e</li></ol>f"),
        "1. a|   - b\\|c||   d|2. e||f"
    );
    assert_eq!(one("<ul><li></li><li>a</li></ul>"), "- a");
    assert_eq!(one("a<ul><li>b</li><p>c"), "a||- b||c");
    assert_eq!(
        one("<table><tr><th>a</th><th>b</th></tr><tr><td><p>c</p></td><td>d</td></tr></table>"),
        "- a | b|- c | d"
    );
}

#[test]
fn entities_are_the_characters() {
    assert_eq!(one("a &lt;b&gt; &amp; c"), "a \\<b\\> & c");
    assert_eq!(one("&amp;lt; &nbsp;&#39;&#x2a;&quot;"), "&amp;lt;  '\\*\"");
    assert_eq!(one("&lt;b&gt;a&lt;/b&gt;"), "\\<b\\>a\\</b\\>");
    assert_eq!(
        one("&what; &#0; &#x110000; & &;"),
        "&what; &#0; &#x110000; & &;"
    );
}

#[test]
fn what_is_no_tag_stays() {
    for text in [
        "a <name>/<b>",
        "Vec<T> <b c",
        "<b> never closed",
        "<a href=\"x>never ends",
        "<p<p<p<",
        "<pre>`a`",
        "<script>x</script>",
        "<https://a.example>",
        "<!-- open",
        "\\<p>",
        "a &",
        "<",
    ] {
        assert_eq!(one(text), text);
    }
    assert_eq!(one("<b><i>a</b></i>"), "**<i>a**");
    assert_eq!(one("a </b>never opened</nobr>"), "a never opened");
    assert_eq!(one("a<!-- b --> c"), "a c");
}

#[test]
fn many_tags_that_nothing_closes_take_no_time() {
    for tag in [
        "<b>",
        "</b>",
        "<b><i></i>",
        "<p a=\"<p a='",
        "<!--",
        "`",
        "<ul>",
        "&",
    ] {
        let text = tag.repeat(50_000);
        assert!(as_markdown(&text).len() <= 4 * text.len());
    }
}

#[test]
fn many_tags_in_one_another_take_no_time() {
    for (opens, closes) in [
        ("<b>", "</b>"),
        ("<b>a<br>", "</b>"),
        ("<a href=https://a.example>", "</a>"),
        ("<pre>`", "</pre>"),
        ("<ul><li>", "</ul>"),
    ] {
        let text = format!("{}a{}", opens.repeat(50_000), closes.repeat(50_000));
        assert!(as_markdown(&text).len() <= 4 * text.len());
        let text = format!("{}a{closes}", opens.repeat(50_000));
        assert!(as_markdown(&text).len() <= 4 * text.len());
    }
}
