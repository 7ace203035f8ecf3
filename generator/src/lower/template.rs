//! The syntax of a path's key: a path with expressions (RFC 6570), a query and a fragment.

/// A piece of a path.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'k> {
    /// Text as it is.
    Literal(&'k str),
    /// What stands between braces.
    Expression(&'k str),
}

/// What stands between braces: `{x}`, `{;x*}`, `{+x,y}`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Expression<'k> {
    /// How its values are spelled.
    pub operator: Option<char>,
    /// What has values.
    pub variables: Vec<Variable<'k>>,
}

/// A name in an expression.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Variable<'k> {
    /// The name.
    pub name: &'k str,
    /// Each item, or each entry, stands by itself.
    pub exploded: bool,
}

/// The path, and the query behind its first question mark. What follows a `#` never goes on the
/// wire. Neither counts between braces.
pub(super) fn split(key: &str) -> (&str, Option<&str>) {
    let key = before(key, '#').0;
    before(key, '?')
}

/// The text before the first `mark` outside of braces, and what comes after it.
fn before(text: &str, mark: char) -> (&str, Option<&str>) {
    let mut depth = 0_usize;
    let found = text.char_indices().find(|(_, letter)| {
        match letter {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && *letter == mark
    });
    match found.and_then(|(at, _)| text.split_at_checked(at)) {
        Some((first, rest)) => (first, rest.strip_prefix(mark)),
        None => (text, None),
    }
}

/// The pieces of a path; `None` where a brace has no partner, or nothing between the two.
pub(super) fn pieces(path: &str) -> Option<Vec<Piece<'_>>> {
    let mut pieces = Vec::new();
    let mut rest = path;
    while let Some((literal, after)) = rest.split_once('{') {
        let (expression, after) = after.split_once('}')?;
        if literal.contains('}') || expression.contains('{') || expression.is_empty() {
            return None;
        }
        pieces.push(Piece::Literal(literal));
        pieces.push(Piece::Expression(expression));
        rest = after;
    }
    if rest.contains('}') {
        return None;
    }
    pieces.push(Piece::Literal(rest));
    Some(pieces)
}

/// Takes what stands between braces apart.
pub(super) fn expression(text: &str) -> Expression<'_> {
    if let Some(found) = patterned(text).or_else(|| rest(text)) {
        return found;
    }
    let operator = text
        .chars()
        .next()
        .filter(|first| "+#./;?&".contains(*first));
    let names = operator.map_or(text, |operator| {
        text.strip_prefix(operator).unwrap_or_default()
    });
    let variables = names.split(',').map(|name| variable(name.trim()));
    Expression {
        operator,
        variables: variables.filter(|found| !found.name.is_empty()).collect(),
    }
}

/// `{name=shelves/*}`: the name, and the form of its values (google.api.http, path templates). Where
/// the form has several segments, so have the values, and their slashes are sent as they are.
fn patterned(text: &str) -> Option<Expression<'_>> {
    let (name, form) = text.split_once('=').filter(|(name, _)| !name.is_empty())?;
    let spans = form.contains('/') || form.contains("**");
    let exploded = false;
    Some(Expression {
        operator: spans.then_some('+'),
        variables: vec![Variable { name, exploded }],
    })
}

/// The rest of a path, as gateways (`{name+}`) and routers (`{*name}`, `{**name}`) write it.
fn rest(text: &str) -> Option<Expression<'_>> {
    let starred = || Some(text.strip_prefix('*')?.trim_start_matches('*'));
    let name = text.strip_suffix('+').or_else(starred)?;
    let is_plain = !name.is_empty() && !name.contains(['+', '*', ',']);
    let exploded = false;
    is_plain.then(|| Expression {
        operator: Some('+'),
        variables: vec![Variable { name, exploded }],
    })
}

fn variable(text: &str) -> Variable<'_> {
    let plain = text.trim_end_matches('*');
    // `{name:3}` means the first three letters.
    let name = match plain.rsplit_once(':') {
        Some((name, digits)) if digits.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => plain,
    };
    Variable {
        name,
        exploded: plain.len() < text.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fragment_and_a_query_end_the_path_outside_of_braces() {
        assert_eq!(split("/a/{?b}/c"), ("/a/{?b}/c", None));
        assert_eq!(split("/a?b={c}#d?e"), ("/a", Some("b={c}")));
        assert_eq!(split("/#Action=List"), ("/", None));
        assert_eq!(split("/a{#b}"), ("/a{#b}", None));
    }

    #[test]
    fn braces_come_in_pairs() {
        let literal = Piece::Literal;
        assert_eq!(
            pieces("/{a}{b}.json"),
            Some(vec![
                literal("/"),
                Piece::Expression("a"),
                literal(""),
                Piece::Expression("b"),
                literal(".json"),
            ])
        );
        for broken in ["/{a", "/a}", "/{{a}}", "/{}", "/}{a}"] {
            assert_eq!(pieces(broken), None, "{broken}");
        }
    }

    #[test]
    fn an_expression_is_an_operator_and_names() {
        let one = |text, operator, name, exploded| {
            let variables = vec![Variable { name, exploded }];
            let expected = Expression {
                operator,
                variables,
            };
            assert_eq!(expression(text), expected);
        };
        one("a", None, "a", false);
        one("a*", None, "a", true);
        one("+a", Some('+'), "a", false);
        one(";a*", Some(';'), "a", true);
        one("a:3", None, "a", false);
        one("a:b", None, "a:b", false);
        one("a.b=*", None, "a.b", false);
        one("a=b/*/c/**", Some('+'), "a", false);
        one("a+", Some('+'), "a", false);
        one("*a", Some('+'), "a", false);
        one("**a", Some('+'), "a", false);
        let both = expression("?a,b*").variables;
        let names: Vec<_> = both.iter().map(|found| found.name).collect();
        assert_eq!(names, ["a", "b"]);
        assert!(expression("+").variables.is_empty());
    }
}
