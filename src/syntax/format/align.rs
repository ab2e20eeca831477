//! Columns: in neighbouring lines of one kind the second half begins at the same place.

/// Which lines stand in one column together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// The one-line parts at the head of a file.
    Head,
    On,
    Setting,
    Arm,
    Hours,
}

impl Column {
    /// Left halves longer than this stand out of the column, so that one long line does not push all others away.
    fn widest(self) -> usize {
        match self {
            Column::Arm => 48,
            Column::On => 24,
            Column::Head | Column::Setting | Column::Hours => 12,
        }
    }
}

/// A space in the output that may grow.
#[derive(Debug, Clone, Copy)]
pub struct Stop {
    pub at: usize,
    /// Nothing follows: the line neither has a place in the column nor breaks it.
    pub alone: bool,
    pub column: Column,
}

/// A line with a stop: its number, its left half without indentation, and its indentation.
struct Line {
    number: usize,
    stop: Stop,
    indent: usize,
    left: usize,
}

/// Widens the stops of neighbouring lines to one column.
pub fn align(text: &str, stops: &[Stop]) -> String {
    let lines = lines(text, stops);
    let mut out = String::with_capacity(text.len() + stops.len());
    let mut from = 0;
    for run in lines.chunk_by(|a, b| a.number + 1 == b.number && a.indent == b.indent && a.stop.column == b.stop.column)
    {
        let fits = |line: &&Line| !line.stop.alone && line.left <= line.stop.column.widest();
        let width = run.iter().filter(fits).map(|line| line.left).max().unwrap_or(0);
        for line in run.iter().filter(|line| !line.stop.alone) {
            out.push_str(text.get(from..line.stop.at).unwrap_or(""));
            out.push_str(&" ".repeat(width.saturating_sub(line.left)));
            from = line.stop.at;
        }
    }
    out.push_str(text.get(from..).unwrap_or(""));
    out
}

fn lines(text: &str, stops: &[Stop]) -> Vec<Line> {
    let mut lines = Vec::new();
    let (mut number, mut seen) = (0, 0);
    for stop in stops {
        let Some(before) = text.get(seen..stop.at) else { continue };
        number += before.matches('\n').count();
        seen = stop.at;
        let start = text.get(..stop.at).and_then(|t| t.rfind('\n')).map_or(0, |at| at + 1);
        let left = text.get(start..stop.at).unwrap_or("");
        let indent = left.len() - left.trim_start().len();
        lines.push(Line { number, stop: *stop, indent, left: left.trim_start().chars().count() });
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_stand_in_a_column() {
        let text = "a b\nccc d\n\ne f";
        let stops = [1, 7, 12].map(|at| Stop { at, alone: false, column: Column::Setting });
        assert_eq!(align(text, &stops), "a   b\nccc d\n\ne f");
    }

    #[test]
    fn a_long_line_stands_out() {
        let text = "aa b\nvery_long_left_half d\ne f";
        let stops = [2, 24, 28].map(|at| Stop { at, alone: false, column: Column::Setting });
        assert_eq!(align(text, &stops), "aa b\nvery_long_left_half d\ne  f");
    }
}
