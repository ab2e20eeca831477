use serde_json::Value as Json;

/// What a path starts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Start {
    /// The item's field of that name, or else the outer name.
    Name,
    /// `this.…`: the item and nothing else.
    Item,
    /// `@index` and its kin.
    Local,
    /// `@root.…`
    Root,
}

/// A path as written: `order.status`, `../name`, `this.[my field]`, `@index`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Path {
    pub start: Start,
    /// How many `../`.
    pub up: usize,
    pub segments: Vec<String>,
}

impl Path {
    pub fn parse(raw: &str) -> Path {
        let strip = |text: &'_ str, prefixes: &[&str]| {
            prefixes.iter().find_map(|prefix| text.strip_prefix(prefix)).map(str::to_owned)
        };
        let (mut start, mut rest, mut up) = (Start::Name, raw.to_owned(), 0);
        if let Some(after) = strip(&rest, &["this.", "this/", "./"]) {
            (start, rest) = (Start::Item, after);
        }
        if let Some(after) = strip(&rest, &["@root.", "@root/"]) {
            (start, rest) = (Start::Root, after);
        } else if let Some(after) = strip(&rest, &["@"]) {
            (start, rest) = (Start::Local, after);
        }
        while let Some(after) = strip(&rest, &["../", "..."]) {
            up += 1;
            rest = after;
        }
        let mut segments = split_path(&rest);
        if start == Start::Name && segments.first().is_some_and(|s| s == "this") {
            start = Start::Item;
        }
        segments.retain(|segment| segment != "this");
        Path { start, up, segments }
    }

    pub fn to_json(&self) -> Json {
        let start = match self.start {
            Start::Name => "name",
            Start::Item => "item",
            Start::Local => "local",
            Start::Root => "root",
        };
        let head = [Json::from(start), Json::from(self.up)];
        Json::Array(head.into_iter().chain(self.segments.iter().map(|s| Json::from(s.as_str()))).collect())
    }

    pub fn from_json(json: &Json) -> Option<Path> {
        let (start, rest) = json.as_array()?.split_first()?;
        let (up, segments) = rest.split_first()?;
        let start = match start.as_str()? {
            "name" => Start::Name,
            "item" => Start::Item,
            "local" => Start::Local,
            _ => Start::Root,
        };
        let up = usize::try_from(up.as_u64()?).ok()?;
        let segments = segments.iter().filter_map(|s| s.as_str().map(str::to_owned)).collect();
        Some(Path { start, up, segments })
    }
}

fn split_path(path: &str) -> Vec<String> {
    let mut segments = Vec::new();
    let mut rest = path;
    while !rest.is_empty() {
        let (segment, after) = match rest.strip_prefix('[').and_then(|inner| inner.split_once(']')) {
            Some((inner, after)) => (inner, after),
            None => rest.split_at(rest.find(['.', '/']).unwrap_or(rest.len())),
        };
        segments.push(segment.to_owned());
        rest = after.strip_prefix(['.', '/']).unwrap_or(after);
    }
    segments
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_paths() {
        for (raw, start, up, segments) in [
            ("a", Start::Name, 0, &["a"][..]),
            ("a.b/c.[d e].0", Start::Name, 0, &["a", "b", "c", "d e", "0"]),
            ("this", Start::Item, 0, &[]),
            ("this.a", Start::Item, 0, &["a"]),
            ("./a", Start::Item, 0, &["a"]),
            ("../../a", Start::Name, 2, &["a"]),
            ("@index", Start::Local, 0, &["index"]),
            ("@../index", Start::Local, 1, &["index"]),
            ("@root.a.b", Start::Root, 0, &["a", "b"]),
            ("[a.b]", Start::Name, 0, &["a.b"]),
        ] {
            let path = Path::parse(raw);
            let expected = Path { start, up, segments: segments.iter().map(|s| (*s).to_owned()).collect() };
            assert_eq!(path, expected, "{raw}");
            assert_eq!(Path::from_json(&path.to_json()), Some(path), "{raw}");
        }
    }
}
