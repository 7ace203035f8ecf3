//! A description's Markdown, made safe for rustdoc.
//!
//! Comes in: text as the description has it. Goes out: lines in which nothing is taken for a link
//! to an item, an HTML tag, a bare address or a Rust example. Links to the web stay links, and HTML that
//! says how the text looks becomes Markdown.

use super::blocks;
use super::html::as_markdown;
use super::link::is_address;
use super::reference::Targets;

/// The lines of a comment, of text that may have HTML in it.
pub(super) fn safe(text: &str) -> Vec<String> {
    without_html(&as_markdown(text))
}

/// The lines of a comment, of text in which nothing is HTML.
pub(super) fn without_html(text: &str) -> Vec<String> {
    let text: String = text.chars().filter(|c| is_kept(*c)).collect();
    let (targets, lines) = Targets::taken(text.trim_end());
    let blank = lines.iter().take_while(|line| line.trim().is_empty());
    let mut lines = lines.get(blank.count()..).unwrap_or_default();
    while let [others @ .., last] = lines
        && last.trim().is_empty()
    {
        lines = others;
    }
    blocks::safe(lines, &targets, 0)
}

/// An address as a link, or as code where it is none.
pub(super) fn link(address: &str) -> String {
    let address = address.trim();
    match is_address(address) {
        true => format!("<{address}>"),
        false => super::code(address),
    }
}

/// A line without characters that no comment may have, and with blanks for tabs.
pub(super) fn printable(line: &str) -> String {
    let kept = line.chars().map(|c| if c == '\t' { ' ' } else { c });
    kept.filter(|c| *c != '\n' && is_kept(*c)).collect()
}

/// Whether a comment may have a character: no control characters, but for those between words, and none
/// that turns the direction of writing around, which `rustc` refuses.
fn is_kept(c: char) -> bool {
    let turns = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    matches!(c, '\n' | '\t') || !c.is_control() && !turns
}

#[cfg(test)]
mod tests {
    use super::{link, safe};

    fn one(text: &str) -> String {
        safe(text).join("|")
    }

    #[test]
    fn links_to_the_web_stay() {
        assert_eq!(
            one("at https://a.example/b_c."),
            "at <https://a.example/b_c>."
        );
        assert_eq!(one("(http://a.example)"), "(<http://a.example>)");
        assert_eq!(one("\"http://a.example\""), "\"<http://a.example>\"");
        assert_eq!(one("<https://a.example/x>"), "<https://a.example/x>");
        assert_eq!(
            one("[a b](https://a.example)"),
            "[a b](<https://a.example>)"
        );
        assert_eq!(one("`https://a.example`"), "`https://a.example`");
        assert_eq!(link(" https://a.example/x "), "<https://a.example/x>");
        assert_eq!(link("https://a.example/a b"), "`https://a.example/a b`");
        assert_eq!(link("ftp://a.example"), "`ftp://a.example`");
    }

    #[test]
    fn nothing_else_is_a_link_or_a_tag() {
        assert_eq!(one("[Self] <b> Vec<T>"), "\\[Self\\] \\<b\\> Vec\\<T\\>");
        assert_eq!(one("\\[kept\\] \\"), "\\[kept\\] \\");
        assert_eq!(one("`a<b>` and `[x"), "`a<b>` and \\`\\[x");
        assert_eq!(one("`a<b>` [x"), "`a<b>` \\[x");
        assert_eq!(one("``a` <b>`` <c>"), "``a` <b>`` \\<c\\>");
        assert_eq!(one("x ``` <b> `y"), "x \\`\\`\\` \\<b\\> \\`y");
        assert_eq!(one("| `a|<b>` |"), "| \\`a|\\<b\\>\\` |");
        assert_eq!(one("xhttps://a.example"), "xhttps\\://a.example");
    }

    #[test]
    fn words_of_links_are_kept() {
        let web = "[a](<https://a.example>)";
        assert_eq!(one("[a](https://a.example \"A title\")"), web);
        assert_eq!(one("[a](<https://a.example>)"), web);
        assert_eq!(
            one("[a `b` c](https://a.example/_)"),
            "[a `b` c](<https://a.example/_>)"
        );
        assert_eq!(
            one("[[a] <b>c](https://a.example)"),
            "[\\[a\\] \\<b\\>c](<https://a.example>)"
        );
        assert_eq!(
            one("see [the\n  guide](https://a.example) on\nit"),
            "see [the guide](<https://a.example>) on|it"
        );
        assert_eq!(
            one("[a\n\nb](https://a.example)"),
            "\\[a||b\\](<https://a.example>)"
        );
        assert_eq!(one("a[b](https://a.example)"), "a[b](<https://a.example>)");
        assert_eq!(one("[](https://a.example)"), "<https://a.example>");
        assert_eq!(
            one("[a [b](https://a.example) c](/d)"),
            "\\[a [b](<https://a.example>) c\\](/d)"
        );
        assert_eq!(
            one("<a@b.example> [a](mailto:a@b.example)"),
            "<a@b.example> [a](<mailto:a@b.example>)"
        );
    }

    #[test]
    fn links_without_a_base_are_their_words() {
        assert_eq!(
            one("the [guide](/docs/a_(b)), [here](#x)"),
            "the guide, here"
        );
        assert_eq!(one("[a `b`](b.md 'B') [x](javascript:y)"), "a `b` x");
        assert_eq!(
            one("list[0](first) [a](b c)"),
            "list\\[0\\](first) \\[a\\](b c)"
        );
        assert_eq!(one("![A plan](plan.png)"), "A plan");
        assert_eq!(
            one("![A](https://a.example/a.png)"),
            "![A](<https://a.example/a.png>)"
        );
        assert_eq!(
            one("[![A](https://a.example/a.png)](https://a.example)"),
            "[A](<https://a.example>)"
        );
    }

    #[test]
    fn references_lead_where_they_are_defined() {
        let text = "[a][G], [g] and [g][], [b][h]\n\n[g]: https://a.example 'A'\n[h]: /b\n[i]: 5\n";
        assert_eq!(
            one(text),
            "[a](<https://a.example>), [g](<https://a.example>) and [g](<https://a.example>), b||\\[i\\]: 5"
        );
        assert_eq!(
            one("[a][b] [^1]\n\n[^1]: /c"),
            "\\[a\\]\\[b\\] \\[^1\\]||\\[^1\\]: /c"
        );
    }

    #[test]
    fn quotes_are_quotes() {
        assert_eq!(one("a\n> b\nc\n>d\n\ne"), "a|> b|> c|> d||e");
        assert_eq!(one("> [!NOTE]\n> a"), "> **Note:**|> a");
        assert_eq!(one("> a\n>\n> - b\nc"), "> a|>|> - b||c");
        assert_eq!(
            one("> > a\n> ```\n> let b;\n```"),
            "> > a|>|> ```text|> let b;|> ```||```text|```"
        );
        assert_eq!(one("- a\n  > b\n- c"), "- a|  > b||- c");
        assert_eq!(one(">= 5\n\n> 5\n\n->"), "\\>= 5||\\> 5||-\\>");
    }

    #[test]
    fn lines_that_break_do_so() {
        assert_eq!(
            one("a  \nb  \n\n- c   \nd  \n- e  "),
            "a\\|b||- c\\|  d|- e"
        );
        assert_eq!(one("# a  \nb `c\nd` e"), "# a|b `c d` e");
    }

    #[test]
    fn blocks_of_code_are_no_rust() {
        assert_eq!(one("```rust\nlet x;\n```"), "```text|let x;|```");
        assert_eq!(one("~~~\n```\n~~~"), "~~~text|```|~~~");
        assert_eq!(one("````\n```\n````"), "````text|```|````");
        assert_eq!(one("```\nopen"), "```text|open|```");
        assert_eq!(one("    indented"), "indented");
        assert_eq!(one("``` not ``` a fence"), "``` not ``` a fence");
    }

    #[test]
    fn what_goes_on_with_an_item_is_indented_as_its_text() {
        assert_eq!(one("- a\nb\n\nc"), "- a|  b||c");
        assert_eq!(one("1. a\n   b\n2. c\nd"), "1. a|   b|2. c|   d");
        assert_eq!(one("- a\n2. b"), "- a|  2. b");
        assert_eq!(one("* - a\nb"), "* - a|    b");
        assert_eq!(one("- a\n# b\nc"), "- a|# b|c");
        assert_eq!(one("- a\n* * *\nb"), "- a|* * *|b");
        assert_eq!(one("- a\n```\nb\n```\nc"), "- a|```text|b|```|c");
        assert_eq!(one("- a\n\n  b\n\nc"), "- a||  b||c");
        assert_eq!(one("* a\n    * b\n\n  c\n+ d"), "* a|  * b||  c|+ d");
        assert_eq!(one(" - a\n - b\n\t- c"), "- a|- b|  - c");
        assert_eq!(
            one("1. a\n   ```\n     let b;\n\n   ```\n2. c"),
            "1. a|   ```text|     let b;||   ```|2. c"
        );
        assert_eq!(one("a\n10. b\n\n    c"), "a|10. b||c");
        assert_eq!(one("10.\n\n    a"), "10.||a");
        assert_eq!(one("10.\n    a\nb"), "10. a|    b");
        assert_eq!(one("-\n  - a\nb"), "- - a|    b");
        assert_eq!(one("a\n1.     - 1.\n2.     b"), "a|1. - 1.|2. b");
        assert_eq!(one("-"), "-");
        assert_eq!(one("**a** b\n-c\n1.5 d"), "**a** b|-c|1.5 d");
    }

    #[test]
    fn an_item_begins_no_block_of_code() {
        assert_eq!(one("-      let x;"), "- let x;");
        assert_eq!(one("- ~~~\nlet x;"), "- \\~~~|  let x;");
        assert_eq!(one("1. ```rust"), "1. \\`\\`\\`rust");
    }

    #[test]
    fn many_links_that_nothing_closes_take_no_time() {
        for text in [
            "[",
            "[a](",
            "[a](b (",
            "[`a` ",
            "![",
            "> ",
            "- ",
            "[a]: /b\n",
            "[\n",
            "`\n",
        ] {
            let text = text.repeat(10_000);
            assert!(safe(&text).len() <= text.len());
        }
    }

    #[test]
    fn characters_that_no_comment_may_have_are_dropped() {
        assert_eq!(one("a\rb\u{0}c\u{202e}d\te"), "abcd e");
    }
}
