//! How long a large flow takes to check: `cargo bench --bench check`.

use std::fmt::Write as _;

use flowtone::check;
use flowtone::source::SourceFile;
use flowtone::syntax;

fn main() {
    divan::main();
}

/// A sound flow of so many nodes: menus and steps in turn, each reached from the one before.
fn flow(nodes: usize) -> String {
    let mut text = String::from(
        "title \"Large\"\nlanguage en-US\ndefaults { timeout 6s  noinput \"Hm?\"  nomatch \"What?\"  tries 3 -> bye }\n\
         var order_id: text(10) = \"none\"\nvar pin: text(4)\nvar rating: number\nvar amount: number = 1\non call -> node_0\non message -> node_0\n",
    );
    for i in 0..nodes {
        let next = if i + 1 == nodes { "bye".to_owned() } else { format!("node_{}", i + 1) };
        if i % 2 == 0 {
            let _ = writeln!(
                text,
                "menu node_{i} \"Menu {i}, order {{{{order_id}}}}.\" {{\n  1 \"Next\" also \"go on\" -> {next}\n  2 \"Leave\" -> bye\n}}"
            );
        } else {
            let _ = writeln!(
                text,
                "step node_{i} {{\n  ask order_id: digits(4..10) \"Your order number?\"\n  ask pin: digits(4) \"Your code?\" {{ sensitive }}\n  \
                 ask rating: number(1..5) \"How was it?\"\n  match rating {{ 1..2 say \"Sorry.\"  3..5 say \"Good, {{{{mask pin}}}}.\" }}\n  \
                 if amount > {i} {{\n    say \"More than {i}: {{{{number amount}}}}.\"\n  }}\n  set amount = amount + 1\n  -> {next}\n}}"
            );
        }
    }
    text.push_str("step bye {\n  say \"Goodbye.\"\n  end\n}\n");
    text
}

#[divan::bench(args = [10, 100, 1000])]
fn check_nodes(bencher: divan::Bencher<'_, '_>, nodes: usize) {
    let text = flow(nodes);
    assert!(check::check_one("large.flow", &text).problems.is_empty(), "the bench's own flow is sound");
    bencher.bench(|| check::check_one("large.flow", &text));
}

#[divan::bench(args = [10, 100, 1000])]
fn format_nodes(bencher: divan::Bencher<'_, '_>, nodes: usize) {
    let file = SourceFile::new("large.flow", flow(nodes));
    bencher.bench(|| syntax::format(&file));
}
