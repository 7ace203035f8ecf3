//! Generating a large API, stage by stage, and the memory that it takes.
//!
//! Comes in: the four files of Azure ML's management API (212 operations), where the shared data is
//! there, and a description made up here where it is not. Goes out: the median of five for each
//! stage, and the most memory that a process of its own had. A number as argument makes up a
//! description of so many types instead: the time has to grow as the description does.

mod figure;

use std::{
    fs,
    hint::black_box,
    io,
    path::{Path, PathBuf},
    process::Command,
};

use clientforge::{config::Config, diagnostic::Diagnostics, import, source::Sources};
use serde_json::{Map, Value, json};
use tests::azure_ml::whole;

/// How often each stage runs; the median counts.
const RUNS: usize = 5;

/// The argument by which this program starts itself, to measure its memory.
const ONCE: &str = "--once";

/// The size of the description that stands in for the shared data.
const TYPES: usize = 1000;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let has = |wanted: &str| arguments.iter().any(|argument| argument == wanted);
    let size = arguments.iter().find_map(|argument| argument.parse().ok());
    // `cargo test` only tries benchmarks, which this one would make a long wait of.
    let outcome = match (has(ONCE), has("--bench")) {
        (true, _) => Inputs::find(size).map(|inputs| inputs.once()),
        (false, true) => Inputs::find(size).and_then(|inputs| inputs.report(size)),
        (false, false) => Ok(()),
    };
    if let Err(error) = outcome {
        println!("not measured: {error}");
    }
}

/// What is generated from.
struct Inputs {
    name: String,
    paths: Vec<PathBuf>,
    root: PathBuf,
    config: Config,
}

impl Inputs {
    /// The shared data, or a description of so many types.
    fn find(size: Option<usize>) -> io::Result<Self> {
        match (size, whole()) {
            (None, Some(official)) => Ok(Self {
                name: "Azure ML, four files".to_owned(),
                paths: official.inputs,
                root: official.root,
                config: Config::default(),
            }),
            (size, _) => made_up(size.unwrap_or(TYPES)),
        }
    }

    fn read(&self) -> Sources {
        let (sources, _) = Sources::read(&self.paths, &self.root);
        sources
    }

    /// One whole run, writing aside.
    fn once(&self) {
        black_box(clientforge::generate(&self.read(), &self.config));
    }

    fn report(&self, size: Option<usize>) -> io::Result<()> {
        let config = &self.config;
        let whole = figure::median_of(RUNS, || self.once());
        let imported = figure::median_of(RUNS, || {
            import::import(&self.read(), config, &mut Diagnostics::new())
        });
        let read = figure::median_of(RUNS, || self.read());
        let sources = self.read();
        let import = imported - read;
        let model = figure::median_of(RUNS, || clientforge::model(&sources, config)) - import;
        let (Some(api), _) = clientforge::model(&sources, config) else {
            return Err(io::Error::other("there is no model"));
        };
        let tokens = figure::median_of(RUNS, || clientforge::unprinted(&api, config));
        let unprinted = imported + model + tokens;
        println!("Generating {}, in milliseconds:", self.name);
        println!("  reading and import   {imported:7.1}");
        println!("  lowering, decisions  {model:7.1}");
        println!("  tokens               {tokens:7.1}");
        println!("  all before printing  {unprinted:7.1} (at most 300)");
        println!("  printing             {:7.1}", whole - unprinted);
        println!("  the whole            {whole:7.1}");
        println!(
            "  memory               {:7.1} MB (at most 400)",
            peak(size)?
        );
        Ok(())
    }
}

/// The most memory that a process which does nothing else had, in megabytes.
fn peak(size: Option<usize>) -> io::Result<f64> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg(ONCE).args(size.map(|size| size.to_string()));
    let mut child = command.spawn()?;
    let status = PathBuf::from(format!("/proc/{}/status", child.id()));
    let mut most = 0.0;
    // The kernel keeps the most there ever was; the last look before the end is close to it.
    while child.try_wait()?.is_none() {
        most = resident(&status).unwrap_or(most);
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    Ok(most)
}

/// `VmHWM` of a process; `None` where there is no such thing.
fn resident(status: &Path) -> Option<f64> {
    let text = fs::read_to_string(status).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: f64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes / 1000.0)
}

/// A description of so many types, each of which mentions the one before, with an operation for
/// every fifth of them and ten operations to a group.
fn made_up(types: usize) -> io::Result<Inputs> {
    let folder = std::env::temp_dir().join(format!("clientforge-generation-{types}"));
    fs::create_dir_all(&folder)?;
    let file = folder.join("api.json");
    let number = |all: std::ops::Range<usize>, entry: fn(usize) -> (String, Value)| {
        all.map(entry).collect::<Map<String, Value>>()
    };
    let document = json!({
        "openapi": "3.0.3",
        "info": { "title": "Made up", "version": "1" },
        "servers": [{ "url": "https://api.example" }],
        "paths": number(0..types / 5, path),
        "components": { "schemas": number(0..types, schema) },
    });
    fs::write(&file, document.to_string())?;
    Ok(Inputs {
        name: format!("a description of {types} types"),
        paths: vec![file],
        root: folder,
        config: Config::default(),
    })
}

fn path(number: usize) -> (String, Value) {
    let operation = json!({
        "operationId": format!("getThing{number}"),
        "tags": [format!("Group {}", number / 10)],
        "parameters": [
            { "name": "id", "in": "path", "required": true, "schema": { "type": "string" } },
        ],
        "responses": { "200": { "description": "A thing.", "content": { "application/json": {
            "schema": { "$ref": format!("#/components/schemas/Type{}", number * 5 + 4) },
        } } } },
    });
    let path = format!("/things{number}/{{id}}");
    (path, json!({ "get": operation }))
}

fn schema(number: usize) -> (String, Value) {
    let mut properties: Map<String, Value> = (0..6)
        .map(|at| {
            let text = json!({ "type": "string", "description": "A text of the thing." });
            (format!("text{at}"), text)
        })
        .collect();
    properties.insert(
        "kind".to_owned(),
        json!({ "type": "string", "enum": ["one", "other"] }),
    );
    if let Some(before) = number.checked_sub(1) {
        let reference = json!({ "$ref": format!("#/components/schemas/Type{before}") });
        properties.insert("before".to_owned(), reference);
    }
    let schema = json!({
        "type": "object",
        "description": "A thing.",
        "required": ["text0"],
        "properties": properties,
    });
    (format!("Type{number}"), schema)
}
