//! Values as tables, for people: a row per item of a list, a row per property of an object.

use comfy_table::Table;
use comfy_table::presets::NOTHING;
use serde_json::{Map, Value};

/// How many characters of a list or an object a cell shows.
const SHOWN: usize = 60;

/// The value as lines of text.
pub(super) fn table(value: &Value) -> String {
    let rows = match value {
        Value::Array(items) => list(items),
        Value::Object(object) => properties(object),
        scalar => return format!("{}\n", cell(scalar)),
    };
    let mut table = Table::new();
    table.load_style(NOTHING).add_rows(rows);
    for column in table.column_iter_mut() {
        column.set_padding((0, 2));
    }
    let lines = table.lines().map(|line| format!("{}\n", line.trim_end()));
    lines.collect()
}

/// A row per item under the names of all properties that items have, or a column of them.
fn list(items: &[Value]) -> Vec<Vec<String>> {
    let mut columns: Vec<&String> = Vec::new();
    for object in items.iter().filter_map(Value::as_object) {
        for name in object.keys() {
            if !columns.contains(&name) {
                columns.push(name);
            }
        }
    }
    if columns.is_empty() || !items.iter().all(Value::is_object) {
        return items.iter().map(|item| vec![cell(item)]).collect();
    }
    let heading = columns.iter().map(|name| plain(name)).collect();
    let row = |item: &Value| {
        let cells = columns.iter().map(|name| item.get(name.as_str()));
        cells.map(|value| value.map_or_else(String::new, cell)).collect()
    };
    std::iter::once(heading).chain(items.iter().map(row)).collect()
}

/// A row per property; those of an object within stand under their path.
fn properties(object: &Map<String, Value>) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let mut left: Vec<(String, &Value)> = reversed(object, "");
    while let Some((path, value)) = left.pop() {
        match value {
            Value::Object(inner) if !inner.is_empty() => {
                left.extend(reversed(inner, &format!("{path}.")));
            }
            value => rows.push(vec![path, cell(value)]),
        }
    }
    rows
}

/// The properties of an object with their paths, the last one first.
fn reversed<'v>(object: &'v Map<String, Value>, before: &str) -> Vec<(String, &'v Value)> {
    let own = object.iter();
    let mut all: Vec<_> = own
        .map(|(name, value)| (format!("{before}{}", plain(name)), value))
        .collect();
    all.reverse();
    all
}

/// A value in one line.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => plain(text),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::Array(_) | Value::Object(_) => {
            let text = value.to_string();
            match text.char_indices().nth(SHOWN) {
                Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
                None => text,
            }
        }
    }
}

/// A text in one line, without what a terminal would take for a command.
fn plain(text: &str) -> String {
    let plain = |c: char| if c.is_control() { ' ' } else { c };
    text.chars().map(plain).collect()
}
