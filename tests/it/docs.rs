//! What the README, the docs, the shipped flows and the examples show is true.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use flowtone::check;
use flowtone::diagnostic::{Code, render};
use flowtone::sim;
use flowtone::source::{self, SourceFile, Sources};
use flowtone::syntax::{self, words};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// All shipped flows: `flows`, `examples`, and what `flowtone new` writes.
pub fn shipped() -> Vec<PathBuf> {
    let mut found = Vec::new();
    for folder in ["flows", "examples", "src/cli/new"] {
        for entry in fs::read_dir(root().join(folder)).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.extension().is_some_and(|e| e == "flow") {
                found.push(path);
            }
        }
    }
    found.sort();
    assert!(found.len() >= 14, "flows are missing: {found:?}");
    found
}

/// A flow, as it is or with another text, and its translations.
pub fn with_translations(path: &Path, text: Option<&str>) -> Sources {
    let name = |path: &Path| path.strip_prefix(root()).expect("under the root").to_string_lossy().into_owned();
    let mut sources = Sources::new();
    sources.add(name(path), text.map_or_else(|| read(path), str::to_owned));
    let stem = path.file_stem().expect("a name").to_string_lossy().into_owned();
    let beside = fs::read_dir(path.parent().expect("a folder")).expect("a folder");
    let mut beside: Vec<PathBuf> = beside.map(|entry| entry.expect("an entry").path()).collect();
    beside.sort();
    for side in beside {
        if source::translates(&side.to_string_lossy()).is_some_and(|(flow, _)| flow == stem) {
            sources.add(name(&side), read(&side));
        }
    }
    sources
}

#[test]
fn no_shipped_flow_has_a_finding() {
    let mut findings = String::new();
    for path in shipped() {
        let sources = with_translations(&path, None);
        let checked = check::check(&sources);
        findings.push_str(&render::terminal(&checked.problems, &sources, false));
        assert!(checked.problems.len() + checked.programs.len() > 0, "{} gave nothing", path.display());
    }
    assert!(findings.is_empty(), "{findings}");
}

#[test]
fn every_shipped_flow_is_laid_out() {
    for path in shipped() {
        let text = read(&path);
        let formatted = syntax::format(&SourceFile::new("x.flow", text.clone())).expect("no mistake");
        assert_eq!(text, formatted, "{}: run `flowtone fmt`", path.display());
    }
}

/// A ```flow block of a page, the line it begins on, and its translations by language: the ```toml blocks behind it
/// that begin with `# sample.es-MX.toml`.
struct Sample {
    line: usize,
    /// From "```flow billing.flow": a file that the samples after it use.
    name: Option<String>,
    text: String,
    sides: Vec<(String, String)>,
}

fn samples(page: &str) -> Vec<Sample> {
    let mut found: Vec<Sample> = Vec::new();
    let mut open: Option<(bool, Sample)> = None;
    for (number, line) in page.lines().enumerate() {
        match &mut open {
            None => {
                let begun =
                    ["```flow", "```toml"].iter().find_map(|fence| Some((*fence, line.trim().strip_prefix(fence)?)));
                open = begun.map(|(fence, name)| {
                    let name = (!name.is_empty()).then(|| name.trim().to_owned());
                    (fence == "```flow", Sample { line: number + 2, name, text: String::new(), sides: Vec::new() })
                });
            }
            Some(_) if line.trim() == "```" => {
                let (is_flow, sample) = open.take().expect("a sample");
                if is_flow {
                    found.push(sample);
                } else if let Some(tag) = side_tag(&sample.text) {
                    found.last_mut().expect("a flow before its translations").sides.push((tag, sample.text));
                }
            }
            Some((_, sample)) => {
                sample.text.push_str(line);
                sample.text.push('\n');
            }
        }
    }
    found
}

fn side_tag(text: &str) -> Option<String> {
    let name = text.lines().next()?.strip_prefix("# ")?;
    source::translates(name).map(|(_, tag)| tag.to_owned())
}

/// A sample may be a part of a flow, or statements only: what it leaves out is put around it.
fn complete(sample: &str) -> Vec<String> {
    let first = sample.lines().find_map(|line| {
        let rest = ["step ", "menu ", "keywords "].iter().find_map(|word| line.strip_prefix(word))?;
        rest.split([' ', '(']).next()
    });
    let mut bodies = vec![
        format!("step start {{ say \"Hello.\" end }}\n{sample}"),
        format!("step start {{\n{sample}\n}}\n"),
        format!("step start {{\n{sample}\nend }}\n"),
    ];
    bodies.extend(first.map(|name| sample.replace(&format!(" {name}"), " start")));
    let mut flows = vec![sample.to_owned()];
    for body in bodies {
        for entries in ["on call -> start\non message -> start\n", "on call -> start\n", "on message -> start\n"] {
            for defaults in ["", "defaults { timeout 6s  noinput \"Hello?\"  nomatch \"What?\"  tries 3 -> bye }\n"] {
                flows.push(format!("{entries}{defaults}{body}"));
            }
        }
    }
    flows.into_iter().map(with_missing_nodes).collect()
}

/// A page need not write each node that its samples lead to.
fn with_missing_nodes(flow: String) -> String {
    let mut sources = Sources::new();
    let id = sources.add("sample.flow", flow.clone());
    let missing: BTreeSet<String> = check::check(&sources)
        .problems
        .iter()
        .filter(|problem| problem.code == Code::F0201)
        .map(|problem| sources.get(id).expect("the sample").slice(problem.primary.span).to_owned())
        .collect();
    missing.into_iter().fold(flow, |flow, name| format!("{flow}\nstep {name} {{ say \"Goodbye.\" end }}\n"))
}

/// What is wrong with a sample, where no completion of it is sound or one of its tests fails. `files` are those that
/// it uses.
fn findings(place: &str, sample: &Sample, files: &[&Sample]) -> Option<String> {
    let mut best: Option<String> = None;
    for flow in complete(&sample.text) {
        let mut sources = Sources::new();
        sources.add(format!("{place}/sample.flow"), flow);
        for file in files {
            sources.add(format!("{place}/{}", file.name.as_deref().unwrap_or_default()), file.text.clone());
        }
        for (tag, side) in &sample.sides {
            sources.add(format!("{place}/sample.{tag}.toml"), side.clone());
        }
        let checked = check::check(&sources);
        let mut problems = checked.problems;
        if problems.is_empty() {
            let program = checked.programs.iter().find(|program| program.flow == "sample").expect("a sound flow");
            problems.extend(program.tests.iter().filter_map(|test| sim::run(program, test).failure));
            return (!problems.is_empty()).then(|| render::terminal(&problems, &sources, false));
        }
        let shown = render::terminal(&problems, &sources, false);
        best = Some(best.map_or(shown.clone(), |best| if shown.len() < best.len() { shown } else { best }));
    }
    best
}

fn pages() -> Vec<PathBuf> {
    let mut pages = vec![root().join("README.md")];
    for entry in fs::read_dir(root().join("docs")).expect("docs") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|e| e == "md") {
            pages.push(path);
        }
    }
    pages.sort();
    pages
}

#[test]
fn every_flow_in_the_docs_is_sound_and_passes_its_tests() {
    let mut found = String::new();
    for page in pages() {
        let name = page.strip_prefix(root()).expect("under the root").display().to_string();
        let samples = samples(&read(&page));
        let (files, samples): (Vec<&Sample>, Vec<&Sample>) = samples.iter().partition(|sample| sample.name.is_some());
        let mut unused: BTreeSet<usize> = files.iter().map(|file| file.line).collect();
        for sample in samples {
            let is_used = |file: &&&Sample| {
                let stem = file.name.as_deref().and_then(|name| name.strip_suffix(".flow"));
                sample.text.contains(&format!("use \"{}\"", stem.expect("a `.flow` file")))
            };
            let used: Vec<&Sample> = files.iter().filter(is_used).copied().collect();
            used.iter().for_each(|file| {
                unused.remove(&file.line);
            });
            found.extend(findings(&format!("{name}:{}", sample.line), sample, &used));
        }
        assert!(unused.is_empty(), "{name}: no sample uses the files on lines {unused:?}");
    }
    assert!(found.is_empty(), "{found}");
}

/// Tables of the reference are written by the program: `UPDATE_CASES=1` puts them into the page.
fn hold_table(page: &str, mark: &str, table: &str) {
    let path = root().join(page);
    let text = read(&path);
    let (begin, end) = (format!("<!-- {mark} -->\n"), format!("<!-- end of {mark} -->"));
    let from = text.find(&begin).unwrap_or_else(|| panic!("{page} has no `{begin}`")) + begin.len();
    let to = text.find(&end).unwrap_or_else(|| panic!("{page} has no `{end}`"));
    let wanted = format!("\n{table}\n");
    if text[from..to] == wanted {
        return;
    }
    if std::env::var_os("UPDATE_CASES").is_some() {
        fs::write(&path, [&text[..from], &wanted, &text[to..]].concat()).expect("a writable page");
        return;
    }
    panic!("the {mark} in {page} are not those of the program (UPDATE_CASES=1 writes them)");
}

/// A bar within a cell would end it.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

#[test]
fn the_reference_has_every_function_and_helper() {
    let mut table = "| function | gives | for example |\n| --- | --- | --- |\n".to_owned();
    for function in flowtone::function::all() {
        let shown = |(expression, result): &(&str, &str)| match *result {
            "" => format!("`{expression}` is `none`"),
            result => format!("`{expression}` is `{result}`"),
        };
        let examples: Vec<String> = function.examples.iter().take(2).map(shown).collect();
        let row = [format!("`{}`", function.signature()), function.about.to_owned(), examples.join("; ")];
        table.push_str(&format!("| {} |\n", row.map(|text| cell(&text)).join(" | ")));
    }
    hold_table("docs/language.md", "functions", &table);
    let mut helpers: Vec<_> = flowtone::template::helpers().collect();
    helpers.sort_by_key(|helper| helper.name);
    let mut table = "| helper | writes |\n| --- | --- |\n".to_owned();
    for helper in helpers {
        table.push_str(&format!("| `{{{{{}}}}}` | {} |\n", cell(helper.usage), cell(helper.about)));
    }
    hold_table("docs/language.md", "helpers", &table);
}

/// The first words of the page's code: what a reader can find by searching it.
fn named(page: &str) -> BTreeSet<String> {
    let words =
        page.split('`').skip(1).step_by(2).flat_map(|code| code.split(|c: char| !c.is_alphanumeric() && c != '_'));
    words.map(str::to_owned).collect()
}

#[test]
fn the_reference_names_every_word_of_the_language() {
    let page = read(&root().join("docs/language.md"));
    let named = named(&page);
    let all =
        [words::PARTS, words::STATEMENTS, words::SETTINGS, words::PATTERNS, words::WAIT_EVENTS, words::HOURS_LINES];
    let missing: Vec<&str> = all.concat().into_iter().filter(|word| !named.contains(*word)).collect();
    assert!(missing.is_empty(), "docs/language.md does not tell of {missing:?}");
    let tests = self::named(&read(&root().join("docs/testing.md")));
    let missing: Vec<&&str> = words::TEST_STEPS.iter().filter(|word| !tests.contains(**word)).collect();
    assert!(missing.is_empty(), "docs/testing.md does not tell of {missing:?}");
}

/// The fenced shell blocks of the README, a command each where a line ends in a backslash.
fn commands(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut inside = false;
    let mut command = String::new();
    for line in text.lines() {
        match line.trim() {
            "```sh" => inside = true,
            "```" => inside = false,
            line if inside && !line.is_empty() && !line.starts_with('#') => {
                command.push_str(line.trim_end_matches('\\'));
                if !line.ends_with('\\') {
                    found.push(std::mem::take(&mut command));
                }
            }
            _ => {}
        }
    }
    found
}

#[test]
fn the_readme_begins_with_the_two_commands() {
    let commands = commands(&read(&root().join("README.md")));
    assert!(commands.iter().any(|c| c.contains("serve")), "{commands:?}");
    let test = commands.iter().find(|c| c.starts_with("cargo test")).expect("a test command");
    let ci = read(&root().join(".ci/run"));
    assert!(ci.contains(test.as_str()), "`.ci/run` does not call the README's `{test}`");
}
