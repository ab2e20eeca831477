/// What a template uses, for the checker. Offsets are bytes of the template's source.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Analysis {
    /// Paths read from outside, such as `order.status`: never block parameters, `this`, or names inside `each`,
    /// which may mean a field of the item.
    pub names: Vec<NameUse>,
    pub helpers: Vec<HelperUse>,
    /// Where `{{{…}}}` or `{{&…}}` stands.
    pub raw: Vec<usize>,
    /// Where `{{> …}}` stands.
    pub partials: Vec<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameUse {
    pub path: Vec<String>,
    pub offset: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HelperUse {
    pub name: String,
    pub arguments: usize,
    /// Written as `{{#name}}`.
    pub block: bool,
    pub offset: usize,
}
